import { placeIn, type Answers } from '#domain';
import { comparePositions, type Position } from '#event-store';
import {
  Book,
  circleOfLayout,
  circleThrough,
  editionLineKey,
  editionLineOf,
  entryOfFinding,
  lineKey,
  readingOf,
  Tables,
  type EditionLine,
  type LedgerRecord,
  type PlainEntry,
  type Reading,
  type Statement,
} from '#ledger';
import { termIndexOf } from '../history/term-index.js';
import { seqOfPosition } from '../ledger/as-of.js';
import { isEntry } from '../ledger/model.js';
import { recordsAbout, referred } from '../ledger/records-about.js';
import { reconcileScope } from '../reconciliation/reconcile.js';
import { term } from '../runner/terms.js';
import { editionState } from './edition-state.js';
import { importStateOf } from './lists.js';
import type { Standpoint } from './surroundings.js';

/** The named answers of the read model: what rules ask that span streams. */
export function ruleAnswers(at: Standpoint): Answers {
  return {
    editionState: (frame) => editionState(at, frame, frame.edition),
    importState: (importId) => importStateOf(at, importId),
    streamOfEntry: (entryId) => {
      const seq = at.cache.model.seqOf(entryId.slice(0, entryId.lastIndexOf('/')));
      return seq === null || seq > at.seq ? undefined : at.cache.model.envelope(seq).stream;
    },
    discrepancy: (id) => discrepancyNow(at, id),
    movedSince: (readings, position) => movedSince(at, readings, position),
    placeOf: (reading) => placeIn(at.evaluator([]).evaluator, reading),
    isInUse: (kind, name) => isInUse(at, kind, name),
    wouldCircle: (records) => wouldCircle(at, records),
  };
}

/** Looks through what is filed of the readings: as much as their tables hold, however long the log is. */
function movedSince(at: Standpoint, readings: readonly Reading[], position: string): readonly string[] {
  const { model } = at.cache;
  if (comparePositions(position as Position, at.position as Position) >= 0) return [];
  const seen = seqOfPosition(
    model,
    at.position.slice(0, at.position.lastIndexOf(':')),
    at.seq,
    position as Position,
  );
  const events = new Set<number>();
  for (const reading of readings) {
    const frame = model.frame(editionLineKey(reading), reading.edition, reading.measure);
    if (frame === undefined) continue;
    const names = at.facts.names(reading.unit, reading.area);
    const line = lineKey(names.resolve(reading.line));
    for (const { seq, event, line: filed, out } of model.entryRows(frame)) {
      if (lineKey(names.resolve(model.line(filed))) !== line) continue;
      if (seq > seen && seq <= at.seq) events.add(event);
      if (out !== null && out.outSeq > seen && out.outSeq <= at.seq) events.add(out.outEvent);
    }
  }
  return [...events].sort((a, b) => a - b).map((event) => model.envelope(event).id);
}

function isInUse({ cache: { model } }: Standpoint, kind: 'measure' | 'causeKind', name: string): boolean {
  if (kind === 'measure') return model.noted('measure', name).length > 0;
  return termIndexOf(model.database).exact(term('causeKind', name)).length > 0;
}

/** Reconciles the one line of editions that the entry is of. */
function discrepancyNow(at: Standpoint, id: string): { stated: string; computed: string } | undefined {
  const entry = at.cache.model.entryOf(entryOfFinding(id));
  if (entry === null) return undefined;
  const { findings } = reconcileScope(at.cache, editionLineKey(readingOf(entry)), at.seq);
  return findings.find((finding) => finding.id === id);
}

/**
 * Over everything that stands or could come to stand: what is recorded about the lines of editions concerned, and the
 * records asked about. A declaration may close a circle of statements that are there already.
 */
function wouldCircle(at: Standpoint, records: readonly LedgerRecord[]): readonly Reading[] | null {
  const entries = records.flatMap(entriesIn);
  const relative = entries.filter(isRelative);
  const declares = records.some(
    (record) => !isEntry(record) && record.kind !== 'correction' && record.kind !== 'addedSource',
  );
  if (relative.length === 0 && !declares) return null;
  const lines: EditionLine[] = entries
    .flatMap((entry) => [readingOf(entry), ...referred(entry)])
    .map(editionLineOf);
  for (const record of records) {
    if (record.kind === 'edition' || record.kind === 'layout') lines.push(record.line);
    if (record.kind === 'name') {
      lines.push(...at.facts.editionLinesOf(record.unit, false).filter((line) => line.area === record.area));
    }
  }
  const all = [...recordsAbout(at.cache, lines, at.seq), ...records];
  const book = new Book(all);
  const tables = new Tables(book);
  const asked = declares ? all.flatMap(entriesIn).filter(isRelative) : relative;
  for (const statement of asked) {
    const circle = circleThrough(book, statement, tables);
    if (circle !== null) return circle;
  }
  if (!declares) return null;
  for (const line of book.editionLines()) {
    for (const layout of book.layouts(line)) {
      const circle = circleOfLayout(book, layout, tables);
      if (circle !== null) return circle;
    }
  }
  return null;
}

function entriesIn(record: LedgerRecord): PlainEntry[] {
  if (isEntry(record)) return [record];
  return record.kind === 'correction' && record.replacement !== null ? [record.replacement] : [];
}

function isRelative(entry: PlainEntry): entry is Statement {
  return entry.kind === 'statement' && entry.says.kind === 'relative';
}
