import { isLedgerError } from '#amount';
import { entriesOf, importStepOf } from '#domain';
import {
  type Book,
  effectsOf,
  Evaluator,
  lineKey,
  readingKey,
  type Cell,
  type CellValue,
  type LedgerRecord,
  type LoggedEvent,
} from '#ledger';
import type { ViewRequest } from '#projections';
import { standpoint, surroundingsOf, type Standpoint } from '../../projections/answers/surroundings.js';
import { cellsOf, viewEvaluator, viewTable, type ShownRow } from '../../projections/answers/view-answer.js';
import type { LedgerCache } from '../../projections/ledger/ledger-cache.js';
import type { Envelope } from '../../projections/runner/batch.js';
import { MEMORY_LOG } from '../../projections/testing/memory-read-model.js';
import { declareView } from '../../projections/view/registry.js';

/** A cell of a view: where it is, what it reads, and what is read, as text that can be compared. */
export interface ReadCell {
  readonly row: ShownRow;
  readonly column: string;
  readonly cell: Cell;
  readonly value: CellValue;
  /** Where it is, whatever the order of the rows. */
  readonly key: string;
}

/** The cells of a view and what they were read with; or the code that it is refused with. */
export type ReadView = { readonly cells: readonly ReadCell[]; readonly evaluator: Evaluator } | string;

export interface AsOf {
  readonly seq: number;
  readonly publishedBy?: string;
}

export function at(cache: LedgerCache, { seq, publishedBy }: AsOf): Standpoint {
  const options = { asOf: `${MEMORY_LOG}:${seq}` };
  return standpoint(cache, MEMORY_LOG, publishedBy === undefined ? options : { ...options, publishedBy });
}

/** A view as the read model answers it. */
export function readView(from: Standpoint, request: ViewRequest): ReadView {
  return codeOr(() => {
    const surroundings = surroundingsOf(from, request.unit);
    const { rows } = viewTable(from, request);
    const { evaluator } = viewEvaluator(from, request, surroundings);
    return { cells: cellsRead(evaluator, rows), evaluator };
  });
}

/**
 * The same by the pure kernel: its book says what rows and columns there are, and what stands in them; `published`, where
 * that is a part of it only: what was not published yet leaves its row blank.
 */
export function kernelView(from: Standpoint, book: Book, request: ViewRequest, published = book): ReadView {
  return codeOr(() => {
    const own = surroundingsOf(from, request.unit);
    const within = (unit: string): boolean => unit === request.unit || unit.startsWith(`${request.unit}/`);
    const known = new Set(
      book
        .editionLines()
        .filter(({ unit }) => within(unit))
        .map(lineOfEditions),
    );
    const missing = own.editionLines.filter((line) => !known.has(lineOfEditions(line)));
    if (missing.length > 0 || known.size !== own.editionLines.length)
      throw new Error(`The lines of editions of ${request.unit} are others`);
    const declared = declareView(request, { ...own, facts: book });
    const rows = declared.sections.flatMap((section) =>
      section.rows.map((row): ShownRow => ({ section, row, path: row.path })),
    );
    const evaluator = new Evaluator(published);
    return { cells: cellsRead(evaluator, rows), evaluator };
  });
}

function lineOfEditions(line: { unit: string; area: string; basis: string; period: string }): string {
  return [line.unit, line.area, line.basis, line.period].join(' ');
}

function codeOr(read: () => ReadView): ReadView {
  try {
    return read();
  } catch (error) {
    if (isLedgerError(error)) return error.code;
    throw error;
  }
}

function cellsRead(evaluator: Evaluator, rows: readonly ShownRow[]): ReadCell[] {
  const taken = new Map<string, number>();
  return rows
    .filter(({ row }) => row.measure !== null)
    .flatMap((row) =>
      cellsOf(evaluator, row.section, row.row).map(({ column, cell, value }): ReadCell => {
        const { unit, area, line, measure, table } = row.row;
        const place = [unit, area, lineKey(line), measure, table, column, ...addressOf(cell)].join(' | ');
        const again = taken.get(place) ?? 0;
        taken.set(place, again + 1);
        return { row, column, cell, value, key: `${place} | ${again}` };
      }),
    );
}

function addressOf(cell: Cell): string[] {
  if (cell.kind === 'empty') return [];
  return cell.kind === 'reading' ? [readingKey(cell.reading)] : [readingKey(cell.from), readingKey(cell.to)];
}

/** What a cell says. `sources`: also which entry it is printed by, and what does not agree with it. */
export function said({ value }: ReadCell, sources = true): string {
  const marks = [...value.marks].sort().join(' ');
  const amount = value.amount === null ? 'none' : String(value.amount);
  if (!sources) return `${amount} ${marks}`;
  const { stated, discrepancy, sign } = value;
  return `${amount} ${marks} ${sign} ${stated?.id ?? ''} ${discrepancy?.id ?? ''} ${discrepancy?.class ?? ''}`;
}

/** The first cell that says something else; null where all are the same. */
export function firstDifference(
  a: ReadView,
  b: ReadView,
  { ordered = true, sources = true } = {},
): string | null {
  if (typeof a === 'string' || typeof b === 'string')
    return (typeof a === 'string' ? a : 'cells') === (typeof b === 'string' ? b : 'cells')
      ? null
      : `refused with ${String(typeof a === 'string' ? a : 'nothing')} or ${String(typeof b === 'string' ? b : 'nothing')}`;
  if (a.cells.length !== b.cells.length) return `${a.cells.length} cells or ${b.cells.length}`;
  const others = ordered ? null : new Map(b.cells.map((cell) => [cell.key, cell]));
  for (const [n, cell] of a.cells.entries()) {
    const other = others === null ? b.cells[n] : others.get(cell.key);
    if (other === undefined || other.key !== cell.key) return `${cell.key} or ${other?.key ?? 'nothing'}`;
    if (said(cell, sources) !== said(other, sources))
      return `${cell.key}: ${said(cell, sources)} or ${said(other, sources)}`;
  }
  return null;
}

/** Events as the kernel takes them, with what each says. */
export function loggedEvents(events: readonly Envelope[]): LoggedEvent[] {
  return events.map((event, n): LoggedEvent => {
    const importId = event.type.startsWith('Import') ? undefined : event.metadata['importId'];
    const lifecycle = importStepOf(event);
    return {
      seq: n + 1,
      eventId: event.id,
      time: event.recordedAt,
      records: entriesOf(event),
      ...(importId === undefined ? {} : { importId }),
      ...(lifecycle === undefined ? {} : { lifecycle }),
    };
  });
}

/** What counts as of an event. */
export function recordsAt(events: readonly LoggedEvent[], seq: number): LedgerRecord[] {
  return effectsOf(events)
    .filter((effect) => effect.seq <= seq)
    .flatMap((effect) => [...effect.records]);
}

/** The events that count in the end, without the imports that they came in. */
export function effective(events: readonly Envelope[]): Envelope[] {
  const completed = new Set(
    events.flatMap(({ type, data }) =>
      type === 'ImportCompleted' ? [(data as { importId: string }).importId] : [],
    ),
  );
  return events
    .filter(
      ({ type, metadata: { importId } }) =>
        !type.startsWith('Import') && (importId === undefined || completed.has(importId)),
    )
    .map((event) => ({ ...event, metadata: { actor: 'ekonom-1' } }));
}
