import { LedgerError } from '#amount';
import type { DiscrepancyAccepted, DiscrepancyExplained } from '#domain';
import type {
  DiscrepancyDelta,
  DiscrepancyFilter,
  DiscrepancyItem,
  DiscrepancyStatus,
  Page,
  PageRequest,
} from '../contract.js';
import { documentNamed } from '../answers/documents.js';
import { unitPaths } from '../answers/lists.js';
import { pageSize } from '../answers/page.js';
import { documentNamer, type Standpoint } from '../answers/surroundings.js';
import { list } from '../view/editions.js';
import type { KeptFinding } from './finding.js';
import type { Findings } from './kept-findings.js';
import type { FindingDelta } from './reconciliation.js';

/** A page of what does not agree. */
export function discrepancyPage(
  at: Standpoint,
  findings: Findings,
  filter: DiscrepancyFilter,
  page: PageRequest,
): Page<DiscrepancyItem> {
  const first = pageSize(page);
  const after = page.after === undefined ? null : placeOf(page.after);
  const shaper = new Shaper(at, findings);
  const test = discrepancyTest(at, filter);
  const items: { cursor: string; item: DiscrepancyItem }[] = [];
  for (const scope of scopesFrom(findings, after)) {
    if (!test.mayHave(scope)) continue;
    const list = findings.of(scope);
    for (let n = after?.scope === scope ? beginOf(list, after) : 0; n < list.length; n++) {
      const finding = list[n] as KeptFinding;
      const item = test.item(shaper, finding);
      if (item === null) continue;
      if (items.length === first) return { items, hasNext: true };
      items.push({ cursor: cursorOf({ scope, n, id: finding.id }), item });
    }
  }
  return { items, hasNext: false };
}

function* scopesFrom(findings: Findings, after: Place | null): Generator<string> {
  if (after !== null) yield after.scope;
  yield* findings.scopesAfter(after?.scope ?? '');
}

/** Which discrepancies are asked for: by the query and by whoever follows them. */
export interface DiscrepancyTest {
  /** Whether a line of editions may have any. */
  mayHave(scope: string): boolean;
  /** Null where it is none of them. */
  item(shaper: Shaper, finding: KeptFinding): DiscrepancyItem | null;
}

/** @throws LedgerError UNKNOWN_UNIT, UNKNOWN_DOCUMENT */
export function discrepancyTest(at: Standpoint, filter: DiscrepancyFilter): DiscrepancyTest {
  const classes = new Set(filter.classes ?? ['discrepancy']);
  // A name that is not there would answer that all is well.
  if (filter.unit !== undefined) requireUnit(at, filter.unit);
  const document = filter.document === undefined ? null : documentNamed(at, filter.document);
  return {
    mayHave: (scope) => filter.unit === undefined || isOf(filter.unit, scope),
    item: (shaper, finding) => {
      if (!classes.has(finding.class)) return null;
      if (filter.kind !== undefined && finding.kind !== filter.kind) return null;
      const item = shaper.item(finding);
      if (filter.status !== undefined && item.status !== filter.status) return null;
      return document === null || shaper.isIn(document, finding) ? item : null;
    },
  };
}

export function discrepancyDeltas(
  at: Standpoint,
  findings: Findings,
  deltas: readonly FindingDelta[],
): DiscrepancyDelta[] {
  const shaper = new Shaper(at, findings);
  const shaped = (finding: KeptFinding | null): DiscrepancyItem | null =>
    finding === null ? null : shaper.item(finding);
  return deltas.map(({ id, before, after }) => ({ id, before: shaped(before), after: shaped(after) }));
}

/** @throws LedgerError UNKNOWN_UNIT */
function requireUnit(at: Standpoint, unit: string): void {
  if (at.facts.editionLinesOf(unit, true).length > 0) return;
  const units = unitPaths(at);
  if (units.includes(unit)) return;
  throw new LedgerError('UNKNOWN_UNIT', `nothing is recorded of the unit ${unit}`, {
    place: { field: 'unit' },
    hint: units.length === 0 ? 'The ledger has no units.' : `There is ${list(units)}.`,
  });
}

/** A line of editions begins with its unit. */
function isOf(unit: string, scope: string): boolean {
  return scope.startsWith(`${unit}\u001f`) || scope.startsWith(`${unit}/`);
}

/** Findings as they are shown, from one standpoint. */
export class Shaper {
  readonly #at: Standpoint;
  readonly #findings: Pick<Findings, 'under'>;
  readonly #nameOf: (sha256: string) => string;

  constructor(at: Standpoint, findings: Pick<Findings, 'under'>) {
    this.#at = at;
    this.#findings = findings;
    this.#nameOf = documentNamer(at);
  }

  item(finding: KeptFinding): DiscrepancyItem {
    const status = this.#status(finding);
    const followOns = finding.class === 'followOn' ? [] : this.#findings.under(finding.id);
    return this.#shape(
      finding,
      status,
      followOns.map((one) => {
        const own = this.#status(one);
        // What is said of a discrepancy is said of what follows from it.
        return this.#shape(one, own === 'new' ? status : own, []);
      }),
    );
  }

  /** Whether it, or what follows from it, has a place in the document. */
  isIn(sha256: string, finding: KeptFinding): boolean {
    return [finding, ...this.#findings.under(finding.id)].some(({ places }) =>
      places.some(({ document }) => document === sha256),
    );
  }

  #shape(
    finding: KeptFinding,
    status: DiscrepancyStatus,
    followOns: readonly DiscrepancyItem[],
  ): DiscrepancyItem {
    const { id, kind, reading, unitOfMeasure, stated, computed, difference, tolerance } = finding;
    const places = finding.places.map(({ document, table, row, column, printed }) => ({
      document: this.#nameOf(document),
      table,
      row,
      column,
      printed,
    }));
    const [own] = places;
    return {
      id,
      kind,
      class: finding.class,
      status,
      unit: reading.unit,
      document: own?.document ?? null,
      table: own?.table ?? null,
      row: own?.row ?? null,
      column: own?.column ?? null,
      unitOfMeasure,
      stated,
      computed,
      difference,
      tolerance,
      places,
      followOns,
    };
  }

  #status({ id, stated, computed }: KeptFinding): DiscrepancyStatus {
    const { model } = this.#at.cache;
    let status: DiscrepancyStatus = 'new';
    for (const row of model.noted('discrepancy', id)) {
      if (row.seq > this.#at.seq) continue;
      const { type, data } = model.envelope(row.event);
      const said = data as DiscrepancyExplained | DiscrepancyAccepted;
      if (said.stated !== stated || said.computed !== computed) continue;
      if (type === 'DiscrepancyAccepted') return 'accepted';
      status = 'explained';
    }
    return status;
  }
}

interface Place {
  readonly scope: string;
  readonly n: number;
  readonly id: string;
}

/** After the item itself, wherever it stands by now; where it is gone, from its place. */
function beginOf(list: readonly KeptFinding[], { id, n }: Place): number {
  const found = list.findIndex((finding) => finding.id === id);
  return found >= 0 ? found + 1 : n;
}

function cursorOf({ scope, n, id }: Place): string {
  return Buffer.from(JSON.stringify([scope, n, id]), 'utf8').toString('base64url');
}

/** @throws LedgerError CURSOR_UNKNOWN */
function placeOf(cursor: string): Place {
  try {
    const [scope, n, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown[];
    if (typeof scope === 'string' && typeof n === 'number' && typeof id === 'string') return { scope, n, id };
  } catch {
    // Whatever it was, it was none of ours.
  }
  throw new LedgerError('CURSOR_UNKNOWN', 'the cursor is not of this list', {
    place: { field: 'after' },
    hint: 'Take the cursor of an item of the page before.',
  });
}
