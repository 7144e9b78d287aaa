import { LedgerError, type Amount, type UnitOfMeasure } from '#amount';
import {
  cellAmount,
  Evaluator,
  lineKey,
  NO_VALUE,
  termsOf,
  type Cell,
  type EditionLine,
  type FormulaTerm,
  type Summed,
  type Value,
  type ViewColumn,
} from '#ledger';
import type { BeliefsAnswer, CellAddress, Explained, SideAnswer } from '../belief-answers.js';
import { RestingFacts, type Rests } from '../ledger/resting-facts.js';
import { editionLineOfKey } from '../ledger/scope.js';
import { list } from '../view/editions.js';
import { addressOf } from './entry-answer.js';
import { labelOf } from './explain-answer.js';
import { unitOfFrame } from './lists.js';
import { surroundingsOf, type Standpoint } from './surroundings.js';
import { linesRead, viewTable, type ShownRow } from './view-answer.js';
import { cellOf } from '#ledger';

/** Rows named in a hint: their paths are long. */
const ROWS_NAMED_MAX = 8;

/** What is explained or followed, found: a reading, or the difference of two that a cell of a view is. */
export interface Side {
  readonly cell: Exclude<Cell, { kind: 'empty' }>;
  /** The table of its row, whose printed difference stands where nothing can be computed. */
  readonly table: string;
  readonly label: string;
  readonly unit: UnitOfMeasure;
  readonly terms: readonly FormulaTerm[];
  /** The lines of editions that it is read among. */
  readonly lines: readonly EditionLine[];
}

/**
 * @throws LedgerError UNKNOWN_UNIT, UNKNOWN_YEAR, UNKNOWN_EDITION, UNKNOWN_ROW, AMBIGUOUS_ROW, UNKNOWN_COLUMN and
 *   WRONG_USAGE as views and `explain` do
 */
export function sideOf(at: Standpoint, explained: Explained): Side {
  if ('reading' in explained) {
    const { reading } = explained;
    const resting = new RestingFacts(at.facts);
    new Evaluator(resting).value(reading);
    const cell = { kind: 'reading', reading } as const;
    return {
      cell,
      table: '',
      label: labelOf(reading),
      unit: unitOfFrame(at, reading),
      terms: termsOf(cell),
      lines: linesOf(resting.rests),
    };
  }
  const { cell, row, unit, lines } = cellNamed(at, explained.cell);
  return { cell, table: row.row.table, label: row.path.join(' > '), unit, terms: termsOf(cell), lines };
}

/**
 * What is made comparable is so beside another column of its own view, which `explain` answers for; between standpoints
 * figures are compared as they are.
 * @throws LedgerError WRONG_USAGE
 */
export function requireAsItIs(explained: Explained): void {
  if (!('cell' in explained) || explained.cell.request.comparable !== true) return;
  throw new LedgerError('WRONG_USAGE', 'a figure is compared and followed as it is, not made comparable', {
    place: { field: 'comparable' },
    hint: 'Leave `comparable` out, or ask `explain` for the cell against another column of its view.',
  });
}

/** What of a view a cell is asked for by. */
export interface NamedCell extends Pick<Side, 'cell' | 'unit' | 'lines'> {
  readonly row: ShownRow;
  readonly column: ViewColumn;
}

export function cellNamed(at: Standpoint, { request, row: asked, column: id }: CellAddress): NamedCell {
  const surroundings = surroundingsOf(at, request.unit);
  const { declared, rows } = viewTable(at, request);
  const row = rowNamed(rows, asked);
  const column = row.section.columns.find((c) => c.id === id);
  if (column === undefined) {
    throw new LedgerError('UNKNOWN_COLUMN', `the view ${request.view} has no column ${id}`, {
      place: { column: id },
      hint: `There is ${list(declared.columns.map((c) => c.id))}.`,
    });
  }
  const cell = cellOf(row.section, row.row, column);
  if (cell.kind === 'empty') {
    throw new LedgerError('WRONG_USAGE', `the row "${asked}" has nothing in the column ${id}`, {
      place: { row: asked, column: id },
      hint: 'Ask for a row of figures, and a column that its table has.',
    });
  }
  return { cell, row, column, unit: declared.unitOfMeasure, lines: linesRead(declared, surroundings) };
}

/** What a side is called, and its address where it is one reading. */
export function namedSide({ label, cell }: Side): Pick<SideAnswer, 'label' | 'reading'> {
  return { label, reading: cell.kind === 'reading' ? addressOf(cell.reading) : null };
}

export function termAnswer({ coefficient, reading }: FormulaTerm): BeliefsAnswer['terms'][number] {
  return { coefficient: Number(coefficient), reading: addressOf(reading) };
}

/** What it is worth by some evaluator: of a sum the statement that stands is none of its own. */
export function valueOf(evaluator: Evaluator, { cell, table }: Pick<Side, 'cell' | 'table'>): Value {
  if (cell.kind === 'reading') return evaluator.value(cell.reading);
  return { ...NO_VALUE, ...cellAmount(evaluator, table, cell) };
}

/** As the kernel compares it; a difference that is only printed has no terms that make it. */
export function summed(evaluator: Evaluator, side: Side): Summed {
  return { terms: side.terms, value: valueOf(evaluator, side) };
}

/** Whether it is what its terms make; a difference of two may be only printed, or have a hole in it. */
export function isMadeOfTerms(side: Side, { amount, marks }: Value): boolean {
  return side.cell.kind === 'reading' || (amount !== null && !marks.has('statedOnly'));
}

export function amountOrZero(value: { readonly amount: Amount | null }): Amount {
  return value.amount ?? 0n;
}

export function linesOf({ lines }: Rests): EditionLine[] {
  return [...lines].map(editionLineOfKey);
}

/** @throws LedgerError UNKNOWN_ROW naming those that are nearest, AMBIGUOUS_ROW */
function rowNamed(rows: readonly ShownRow[], asked: string): ShownRow {
  const path = normalised(asked);
  const cells = rows.filter(({ row }) => row.measure !== null);
  const exact = cells.find((row) => normalised(row.path.join(' > ')) === path);
  if (exact !== undefined) return exact;
  // The frame may be left out where only one row ends so.
  const ending = cells.filter((row) => normalised(row.path.join(' > ')).endsWith(` > ${path}`));
  const [only] = ending;
  if (only !== undefined && new Set(ending.map((r) => lineKey(r.path))).size === 1) return only;
  const words = path.split(/[ >]+/).filter((word) => word !== '');
  const near = cells.filter((row) => words.some((word) => normalised(row.path.join(' > ')).includes(word)));
  const named = (ending.length > 0 ? ending : near.length > 0 ? near : cells).map(
    (row) => `"${row.path.join(' > ')}"`,
  );
  throw new LedgerError(
    ending.length > 1 ? 'AMBIGUOUS_ROW' : 'UNKNOWN_ROW',
    ending.length > 1 ? `several rows end with "${asked}"` : `the view has no row "${asked}"`,
    {
      place: { row: asked },
      hint: named.length === 0 ? 'It has no rows.' : `There is ${list(named, ROWS_NAMED_MAX)}.`,
    },
  );
}

function normalised(path: string): string {
  return path.normalize('NFC').replace(/\s+/gu, ' ').replace(/ ?> ?/g, ' > ').trim().toLowerCase();
}
