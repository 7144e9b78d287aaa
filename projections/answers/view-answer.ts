import { toDecimal, type UnitOfMeasure } from '#amount';
import {
  cellOf,
  editionLineKey,
  evaluateCell,
  lineKey,
  type Cell,
  type CellValue,
  type EditionLine,
  type Evaluator,
  type ViewRow,
  type ViewSpec,
} from '#ledger';
import type {
  CellDisagreement,
  StatedCell,
  View,
  ViewCell,
  ViewRequest,
  ViewRowAnswer,
} from '../contract.js';
import { declareView } from '../view/registry.js';
import type { DeclaredView, ViewSurroundings } from '../view/view-declaration.js';
import { decimal, unitFor } from './entry-answer.js';
import { NotingFacts, type Note } from '../ledger/noting-facts.js';
import { comparedCells } from '../identity/compared-cells.js';
import { Findings } from '../identity/found.js';
import { documentNamer, surroundingsOf, unitName, type Standpoint } from './surroundings.js';

/** A row of a view with the section that it is of, and the path that is shown and asked for. */
export interface ShownRow {
  readonly section: ViewSpec;
  readonly row: ViewRow;
  readonly path: readonly string[];
}

/** Rows in order. Where two tables have a row of the same path, the later one begins with its table's title. */
function shownRows(declared: DeclaredView, { facts, editionLines }: ViewSurroundings): ShownRow[] {
  const taken = new Set<string>();
  const titles = new Map<string, string>();
  const titleOf = (row: ViewRow): string => {
    if (titles.size === 0)
      for (const l of editionLines) for (const t of facts.layouts(l)) titles.set(t.table, t.title);
    return titles.get(row.table) ?? row.table;
  };
  return declared.sections.flatMap((section) =>
    section.rows.map((row) => {
      let { path } = row;
      if (row.measure !== null) {
        if (taken.has(lineKey(path))) path = [titleOf(row), ...path];
        taken.add(lineKey(path));
      }
      return { section, row, path };
    }),
  );
}

/** A view as it is declared for a request, with its rows. */
export interface ViewTable {
  readonly declared: DeclaredView;
  readonly rows: readonly ShownRow[];
}

/** Views whose rows follow from what is recorded of the unit, and not from its tables alone. */
const FROM_EVENTS: ReadonlySet<ViewRequest['view']> = new Set(['land', 'internal-control', 'goals', 'life']);

/**
 * Rows and columns of a request. They follow from declarations and from the names of units, so they are remembered for
 * as long as those are the same, with what else they were found to rest on.
 */
export function viewTable(at: Standpoint, request: ViewRequest): ViewTable {
  const units = lastDefined(at, request.unit);
  const rests = [
    units,
    ...(FROM_EVENTS.has(request.view) ? [at.seq] : []),
    at.facts.declaredBelow(request.unit),
  ];
  const key = JSON.stringify(request);
  const make = (): { table: ViewTable; asked: ReadonlySet<string>; isBare: boolean } => {
    const asked = new Set<string>();
    let isBare = false;
    const note: Note = (key) => void asked.add(key);
    // What is declared of a unit is one key of what was asked: all of it was.
    const facts = new NotingFacts(at.cache, at.seq, note, false);
    try {
      const plain = surroundingsOf({ ...at, facts, note }, request.unit);
      const measuresOf = (line: EditionLine): readonly string[] => {
        isBare = true;
        return plain.measuresOf(line);
      };
      const noting = { ...plain, measuresOf };
      const declared = declareView(request, noting);
      return { table: { declared, rows: shownRows(declared, noting) }, asked, isBare };
    } catch (error) {
      // Why there is no such view may change as well.
      for (const key of asked) at.note?.(key);
      throw error;
    }
  };
  let found = at.cache.remembered(key, rests, make);
  // Without a layout the rows follow from the entries. Whether there is one is declared.
  if (found.isBare) found = at.cache.remembered(`${key} bare`, [...rests, at.seq], make);
  const { table, asked } = found;
  if (at.note !== undefined) for (const key of asked) at.note(key);
  return table;
}

/** When a unit or one below it was last defined; 0 where none was. */
function lastDefined({ cache: { model }, seq }: Standpoint, unit: string): number {
  let last = 0;
  for (const rows of [model.noted('unit', unit), model.notedBetween('unit', `${unit}/`, `${unit}0`)])
    for (const row of rows) if (row.seq <= seq && row.seq > last) last = row.seq;
  return last;
}

/**
 * The lines of editions that a view reads: what is declared of its unit, and what its cells read besides, as the risks of
 * an edition that nobody has declared.
 */
export function linesRead(
  { sections }: DeclaredView,
  { editionLines }: Pick<ViewSurroundings, 'editionLines'>,
): EditionLine[] {
  const lines = new Map(editionLines.map((line) => [editionLineKey(line), line]));
  for (const { columns, rows } of sections) {
    const places = new Map(rows.map(({ unit, area }) => [`${unit} ${area}`, { unit, area }]));
    for (const { source } of columns) {
      if (source.kind !== 'reading') continue;
      const { basis, period } = source;
      for (const place of places.values()) {
        const line = { ...place, basis, period };
        lines.set(editionLineKey(line), line);
      }
    }
  }
  return [...lines.values()];
}

/** What the cells of a view are evaluated with. */
export function viewEvaluator(
  at: Standpoint,
  request: ViewRequest,
  surroundings: ViewSurroundings,
): ReturnType<Standpoint['evaluator']> {
  return at.evaluator(linesRead(viewTable(at, request).declared, surroundings));
}

/** `using`: what its cells are evaluated with, where the answer goes on from there. */
export function viewAnswer(
  at: Standpoint,
  request: ViewRequest,
  surroundings: ViewSurroundings,
  using = viewEvaluator(at, request, surroundings),
): View {
  const { declared, rows: shown } = viewTable(at, request);
  const { evaluator, undatedLeftOut } = using;
  const cell = cellAnswerer(at, declared);
  const findings = new Findings((unit) => unitName(at, unit));
  const comparable = request.comparable === true;
  const rows = shown.map(({ section, row, path }): ViewRowAnswer => {
    const plain = cellsOf(evaluator, section, row);
    const cells = comparedCells(evaluator, section, row, plain, path, findings, comparable);
    // A difference of percentages is one too, though nothing is printed of it.
    const printed = cells.find(({ value }) => value.stated !== null)?.value.stated ?? null;
    return { path, kind: row.kind, cells: cells.map(({ column, value }) => cell(column, value, printed)) };
  });
  return {
    view: request.view,
    unit: request.unit,
    unitOfMeasure: declared.unitOfMeasure,
    columns: declared.columns.map(({ id, label }) => ({ id, label })),
    rows,
    comparability: findings.answers(),
    asOf: at.options.asOf ?? null,
    position: at.position,
    undatedLeftOut,
  };
}

export function cellsOf(
  evaluator: Evaluator,
  section: ViewSpec,
  row: ViewRow,
): { readonly column: string; readonly cell: Cell; readonly value: CellValue }[] {
  return section.columns.map((column) => {
    const cell = cellOf(section, row, column);
    return { column: column.id, cell, value: evaluateCell(evaluator, row, column, cell) };
  });
}

/** Its id; a rounding is none, and is told by its class alone. */
export function discrepancyOf({ discrepancy }: CellValue): string | null {
  return discrepancy === null || discrepancy.class === 'rounding' ? null : discrepancy.id;
}

/** What does not agree: the number of the cell, or another one that it is a term of, as that is printed. */
function disagreementOf(
  { discrepancy, stated: own, sign }: CellValue,
  given: UnitOfMeasure,
): CellDisagreement | null {
  if (discrepancy === null) return null;
  const { kind, entry, stated, computed } = discrepancy.asserted;
  const unit = unitFor(entry, given);
  const printed = entry.id === own?.id ? sign : (entry.printed?.sign ?? sign);
  const shown = (amount: bigint): string => toDecimal(BigInt(printed) * amount, unit);
  return { kind, stated: shown(stated), computed: shown(computed) };
}

function cellAnswerer(
  at: Standpoint,
  { unitOfMeasure }: DeclaredView,
): (column: string, value: CellValue, printed: CellValue['stated']) => ViewCell {
  const nameOf = documentNamer(at);
  return (column, value, printed) => {
    const unit = unitFor(value.stated ?? printed, unitOfMeasure);
    const sign = BigInt(value.sign);
    return {
      column,
      value: decimal(value.amount === null ? null : sign * value.amount, unit),
      marks: [...value.marks],
      stated: statedCell(value, unitFor(value.stated, unitOfMeasure)),
      discrepancy: discrepancyOf(value),
      discrepancyClass: value.discrepancy?.class ?? null,
      disagreement: disagreementOf(value, unit),
    };
  };

  function statedCell({ stated, sign }: CellValue, unit: View['unitOfMeasure']): StatedCell | null {
    const source = stated?.source;
    if (stated === null || source === undefined) return null;
    // What is printed of a relative statement is its difference, not the number of this cell.
    if (stated.kind === 'statement' && stated.says.kind === 'relative') return null;
    let amount: bigint | null = null;
    if (stated.kind === 'statedDifference') amount = stated.amount;
    else if (stated.says.kind === 'amount') amount = stated.says.amount;
    return {
      printed: source.printed,
      value: amount === null ? null : toDecimal(BigInt(sign) * amount, unit),
      document: nameOf(source.document),
      table: source.table,
      row: source.row,
      column: source.column,
    };
  }
}
