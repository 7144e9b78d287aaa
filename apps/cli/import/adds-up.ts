import { entriesOf, importStepOf, upcast, type Answers } from '#domain';
import { PAGE_EVENTS, type RecordedEvent } from '#event-store';
import { factsOf, type Settlement } from '#ingest';
import { Book, type LedgerRecord } from '#ledger';
import { reconcileBook, type KeptFinding } from '#projections';
import type { ImportDiscrepancy } from '../../shared/import-outcome.js';
import type { Ledger } from '../../shared/ledger.js';

/** What units may hold before a dry run leaves the reconciliation to `check`: some hundreds of megabytes in memory. */
const RECORDS_MAX = 300_000;

/**
 * What each of the imports would bring that does not add up: the units concerned are reconciled as the ledger has them
 * and as they would be, in memory. null where they hold too much for that.
 */
export async function discrepanciesOf(
  ledger: Ledger | null,
  settlements: readonly (Settlement | null)[],
  nameOf: (sha256: string) => string,
): Promise<(readonly ImportDiscrepancy[] | null)[]> {
  const added = settlements.map((settlement) =>
    settlement === null ? [] : factsOf(settlement).flatMap((fact) => [...entriesOf(fact)]),
  );
  const units = new Set(added.flatMap((records) => records.flatMap(unitOf)));
  const held = ledger === null ? [] : await recordsOfUnits(ledger, units);
  if (held === null) return settlements.map(() => null);
  let records: LedgerRecord[] = held;
  let before = findingsOf(records);
  return added.map((more) => {
    if (more.length === 0) return [];
    records = [...records, ...more];
    const after = findingsOf(records);
    const fresh = [...after.values()].filter((finding) => !isSame(before.get(finding.id), finding));
    before = after;
    return fresh.map((finding) => shown(finding, nameOf));
  });
}

function findingsOf(records: readonly LedgerRecord[]): Map<string, KeptFinding> {
  const findings = [...reconcileBook(new Book(records)).values()].flat();
  return new Map(
    findings.filter((finding) => finding.class === 'discrepancy').map((finding) => [finding.id, finding]),
  );
}

function isSame(before: KeptFinding | undefined, now: KeptFinding): boolean {
  return before?.stated === now.stated && before.computed === now.computed;
}

function shown(finding: KeptFinding, nameOf: (sha256: string) => string): ImportDiscrepancy {
  const { id, kind, stated, computed, difference, places, reading } = finding;
  const [own] = places;
  return {
    id,
    kind,
    document: own === undefined ? '' : nameOf(own.document),
    table: own?.table ?? '',
    row: own?.row || reading.line.join(' > ') || 'Totalt',
    column: own?.column ?? '',
    stated,
    computed,
    difference,
  };
}

function unitOf(record: LedgerRecord): string[] {
  switch (record.kind) {
    case 'statement':
      return [record.reading.unit];
    case 'change':
    case 'statedDifference':
      return [record.to.unit];
    case 'edition':
    case 'layout':
      return [record.line.unit];
    case 'name':
    case 'move':
      return [record.unit];
    case 'correction':
      return record.replacement === null ? [] : unitOf(record.replacement);
    case 'addedSource':
      return [];
  }
}

/** What counts of the units, in the order in which it was recorded; null where it is too much. */
async function recordsOfUnits(ledger: Ledger, units: ReadonlySet<string>): Promise<LedgerRecord[] | null> {
  if (units.size === 0) return [];
  const answers = await ledger.answers.answers();
  const records: LedgerRecord[] = [];
  let from: RecordedEvent['position'] | undefined;
  for (;;) {
    const page = await ledger.store.readAllPage({
      ...(from === undefined ? {} : { from }),
      maxCount: PAGE_EVENTS,
    });
    if (page.length === 0) return records;
    for (const event of page) {
      if (!isOf(event, units, answers)) continue;
      records.push(...entriesOf(event));
      if (records.length > RECORDS_MAX) return null;
    }
    from = page.at(-1)?.position;
  }
}

function isOf(event: RecordedEvent, units: ReadonlySet<string>, answers: Answers): boolean {
  const { importId } = event.metadata;
  if (importStepOf(event) !== undefined || event.type === 'ImportStarted') return false;
  if (importId !== undefined && answers.importState(importId) !== 'completed') return false;
  const { unit, was } = upcast(event).data as { unit?: string; was?: { reading: { unit: string } } };
  const of = was?.reading.unit ?? unit;
  return of === undefined ? event.type === 'SourceAdded' : units.has(of);
}
