import { toDecimal, type Amount } from '#amount';
import { entriesOf } from '#domain';
import {
  describeReading,
  editionLineKey,
  readingOf,
  type Correction,
  type PlainEntry,
  type SourceCell,
} from '#ledger';
import type { CellsFilter, SourceCellAnswer } from '../contract.js';
import { eventsSaying, termIndexOf } from '../history/term-index.js';
import { isEntry, type TakenOutRow } from '../ledger/model.js';
import type { Envelope } from '../runner/batch.js';
import { putTogether, type StoredEvent } from '../runner/stored-event.js';
import { term } from '../runner/terms.js';
import { CellSpool, type FoundCell } from './cell-spool.js';
import { eventOf } from './entry-answer.js';
import { documentNamed } from './documents.js';
import { importStateOf, unitOfFrame } from './lists.js';
import { documentNamer, documentRegistered, type Standpoint } from './surroundings.js';

/** Events read at a time. */
const PAGE_EVENTS = 500;

interface EventRow {
  readonly seq: number;
  readonly envelope: Envelope;
}

/**
 * Every cell of a document that the ledger holds something of, once, by document, table and place. A cell of which
 * something else was read at first (a misread) is there as it is read now; one that a later print has otherwise
 * (an erratum) is there in both prints. Cells where nothing is printed are not: they say nothing. What is no reading (an
 * assignment, a goal's state) does not know its place: such tables come after the others, in the order of recording.
 *
 * Memory is bounded: what is found is sorted on disk. The generator must be read to its end or closed.
 */
export function* sourceCellsOf(at: Standpoint, filter: CellsFilter): Generator<SourceCellAnswer> {
  const document = filter.document === undefined ? undefined : documentNamed(at, filter.document);
  const spool = new CellSpool();
  try {
    for (const found of cellsFound(at, filter.unit, document)) spool.add(found);
    const nameOf = documentNamer(at);
    for (const { document: sha256, table, row, column, printed, ...said } of spool.inOrder()) {
      yield { document: nameOf(sha256), table, row, column, printed, ...said };
    }
  } finally {
    spool.close();
  }
}

function* cellsFound(
  at: Standpoint,
  unit: string | undefined,
  document: string | undefined,
): Generator<FoundCell> {
  const { publishedBy } = at.options;
  for (const { seq, envelope } of eventsInEffect(at, document)) {
    const records = entriesOf(envelope);
    const said = new Set<SourceCell>();
    for (const [n, record] of records.entries()) {
      if (record.kind === 'addedSource') {
        const entry = at.cache.model.entryOf(record.to);
        if (record.source === undefined || entry === null) continue;
        said.add(record.source);
        const found = cellOf(
          at,
          { ...entry, source: record.source },
          record.source,
          kindOf(at, entry, envelope.type),
        );
        if (wanted(found, readingOf(entry).unit, entry.published?.date))
          yield { ...found, event: envelope.id };
        continue;
      }
      let entry: PlainEntry | null = null;
      if (isEntry(record)) entry = record;
      else if (record.kind === 'correction' && hasEffect(at, record, seq, n)) entry = record.replacement;
      if (entry?.source === undefined) continue;
      said.add(entry.source);
      if (isMisread(at, entry, seq, n)) continue;
      const kind = kindOf(at, entry, envelope.type);
      const found = cellOf(at, entry, entry.source, kind);
      const published =
        record.kind === 'correction' ? at.cache.model.entry(seq, n).published?.date : entry.published?.date;
      if (wanted(found, readingOf(entry).unit, published)) yield found;
    }
    if (records.some(({ kind }) => kind === 'correction')) continue;
    for (const source of sourcesIn(envelope.data)) {
      if (said.has(source)) continue;
      const { unit: of } = envelope.data as { unit?: string };
      const found = besideFigures(source, envelope);
      if (wanted(found, of, documentRegistered(at, source.document)?.date)) yield found;
    }
  }

  function wanted(found: FoundCell, of: string | undefined, published: string | undefined): boolean {
    if (found.printed.trim() === '') return false;
    if (document !== undefined && found.document !== document) return false;
    if (unit !== undefined && of !== unit && of?.startsWith(`${unit}/`) !== true) return false;
    return publishedBy === undefined || (published !== undefined && published <= publishedBy);
  }
}

/**
 * The events that count at the standpoint: those of an import that is not complete do not yet. Of a document those that
 * cite it, out of the index.
 */
function* eventsInEffect(
  at: Standpoint,
  document: string | undefined,
): Generator<{ seq: number; envelope: Envelope }> {
  const complete = new Map<string, boolean>();
  for (const { seq, envelope } of document === undefined ? allEvents(at) : eventsCiting(at, document)) {
    const { importId } = envelope.metadata;
    if (importId !== undefined && !complete.has(importId)) {
      complete.set(importId, importStateOf(at, importId) === 'completed');
    }
    if (importId === undefined || complete.get(importId) === true) yield { seq, envelope };
  }
}

function* allEvents(at: Standpoint): Generator<EventRow> {
  const page = at.cache.model.database.prepare<
    [number, number, number],
    StoredEvent & { readonly seq: number }
  >('SELECT seq, about, data FROM event WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?');
  for (let after = 0; ;) {
    const rows = page.all(after, at.seq, PAGE_EVENTS);
    for (const { seq, ...stored } of rows) yield { seq, envelope: putTogether(stored) };
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.seq;
  }
}

function* eventsCiting({ cache: { model }, seq: upTo }: Standpoint, document: string): Generator<EventRow> {
  const index = termIndexOf(model.database);
  const cites = index.exact(term('document', document));
  for (const seq of eventsSaying(index, [cites], 1, upTo, false))
    yield { seq, envelope: model.envelope(seq) };
}

/** What took an entry out by then: which record of which event. */
function takenOutOf(at: Standpoint, entry: PlainEntry, seq: number, n: number): TakenOutRow | undefined {
  const { model } = at.cache;
  const reading = readingOf(entry);
  const frame = model.frame(editionLineKey(reading), reading.edition, reading.measure);
  const out = frame === undefined ? undefined : model.takenOut(frame, seq, n);
  return out !== undefined && out.outSeq <= at.seq ? out : undefined;
}

/** The cell was not read as the entry says. Of an erratum, which is a later print, the earlier one has its cell still. */
function isMisread(at: Standpoint, entry: PlainEntry, seq: number, n: number): boolean {
  const out = takenOutOf(at, entry, seq, n);
  const record = out && at.cache.model.record(out.outEvent, out.outN);
  return record?.kind === 'correction' && record.nature !== 'erratum';
}

/** Whether it is the correction that took out what it corrects. */
function hasEffect(at: Standpoint, correction: Correction, seq: number, n: number): boolean {
  const corrected = at.cache.model.located(correction.corrects);
  const out = corrected && takenOutOf(at, corrected.entry, corrected.seq, corrected.n);
  return out?.outEvent === seq && out.outN === n;
}

/** A total, a net or a printed difference is an assertion; so is what corrects one. */
function kindOf(at: Standpoint, entry: PlainEntry, eventType: string): SourceCellAnswer['kind'] {
  if (entry.kind === 'change') return 'change';
  if (entry.kind === 'statedDifference') return 'assertion';
  let type = eventType;
  for (let id = entry.id; type === 'EntryCorrected' || type === 'SourceAdded';) {
    const seq = at.cache.model.seqOf(eventOf(id));
    const envelope = seq === null ? undefined : at.cache.model.envelope(seq);
    type = envelope?.type ?? '';
    id = (envelope?.data as { corrects?: string } | undefined)?.corrects ?? '';
  }
  return type === 'TotalStated' ? 'assertion' : 'figure';
}

function cellOf(
  at: Standpoint,
  entry: PlainEntry,
  source: SourceCell,
  kind: SourceCellAnswer['kind'],
): FoundCell {
  const reading = readingOf(entry);
  const unitOfMeasure = entry.printed?.unitOfMeasure ?? unitOfFrame(at, reading);
  const amount = amountOf(entry);
  const value =
    amount === null ? null : toDecimal(entry.printed?.sign === -1 ? -amount : amount, unitOfMeasure);
  return {
    ...placeOf(source),
    value,
    unitOfMeasure,
    kind,
    figure: describeReading(reading),
    event: eventOf(entry.id),
    place: entry.rank.place,
    precedence: kind === 'change' ? 1 : 0,
  };
}

function amountOf(entry: PlainEntry): Amount | null {
  if (entry.kind !== 'statement') return entry.amount;
  if (entry.says.kind === 'relative') return entry.says.difference;
  return entry.says.kind === 'amount' ? entry.says.amount : null;
}

/** What stands in a cell and is no amount: a state, a risk, a plan. */
function besideFigures(source: SourceCell, { id, type, data }: Envelope): FoundCell {
  const about = data as Readonly<Record<string, unknown>>;
  const named = ['unit', 'period', 'goal', 'assignment', 'risk', 'control', 'project']
    .map((field) => about[field])
    .filter((text) => typeof text === 'string');
  return {
    ...placeOf(source),
    value: null,
    unitOfMeasure: null,
    kind: 'figure',
    figure: [...named, `(${type})`].join(' '),
    event: id,
    place: '',
    precedence: 2,
  };
}

function placeOf({ document, table, row, column, printed }: SourceCell): SourceCell {
  return { document, table, row, column, printed };
}

/** Every source cell in what an event says, however deep. */
function* sourcesIn(data: unknown): Generator<SourceCell> {
  if (Array.isArray(data)) {
    for (const item of data) yield* sourcesIn(item);
  } else if (data !== null && typeof data === 'object') {
    for (const [field, value] of Object.entries(data)) {
      if (field === 'source' && isSourceCell(value)) yield value;
      else yield* sourcesIn(value);
    }
  }
}

function isSourceCell(value: unknown): value is SourceCell {
  if (value === null || typeof value !== 'object') return false;
  const cell = value as Partial<Record<keyof SourceCell, unknown>>;
  return (
    typeof cell.document === 'string' && typeof cell.table === 'string' && typeof cell.printed === 'string'
  );
}
