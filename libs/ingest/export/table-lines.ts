import type { UnitOfMeasure } from '#amount';
import type { EntryData, Frame, LayoutStated, StatedRow } from '#domain';
import { sameLine, type Line } from '#ledger';
import { grouped } from '../data-package/context.js';
import { frameKey } from '../data-package/frames.js';
import { pathsText, pathText, type PackageLines } from './lines.js';
import { placeOf, type Standing } from './sources.js';

/** What a ledger holds of one table of a document. */
export interface HeldTable {
  readonly id: string;
  readonly document: string;
  readonly cells: readonly Standing[];
  /** Those that hold, one for each frame that the table states. */
  readonly layouts: readonly LayoutStated[];
  /** Goal of a row, for indicators. */
  readonly goals: ReadonlyMap<string, string>;
}

interface ColumnDraft {
  readonly name: string;
  readonly order: number;
  readonly cells: readonly Standing[];
  readonly role: 'reading' | 'difference' | 'change' | 'text';
  readonly frame: Frame;
  readonly measure: string;
  readonly unitOfMeasure: UnitOfMeasure | '';
  readonly status: string;
}

/** The table as lines of tables, columns, rows, cells and signs. */
export function addTable(lines: PackageLines, table: HeldTable, signs: SignProfiles): void {
  const [layout] = table.layouts;
  const [cell] = table.cells;
  if (layout === undefined || cell === undefined) return;
  const unitOfMeasure = mostOf(table.layouts.map((stated) => stated.unitOfMeasure)) ?? 'tkr';
  lines.add('tables', {
    table: table.id,
    document: table.document,
    title: layout.title,
    unit: layout.unit,
    area: layout.area,
    unitOfMeasure,
    place: layout.rank,
    rank: cell.first.data.rank?.table ?? 1,
  });
  const columns = columnsOf(table, unitOfMeasure);
  for (const column of columns) addColumn(lines, table, column, columns, signs);
  addRows(lines, table, columns, unitOfMeasure);
  for (const { first, data } of table.cells) {
    const { row, column } = first.data.source ?? { row: '', column: '' };
    lines.add('cells', { table: table.id, row, column, printed: printedOf(data) });
  }
}

/** As it stands printed; a correction by hand that has no print is written as its source would have. */
function printedOf(data: EntryData): string {
  if (data.source !== undefined) return data.source.printed;
  if (data.printed !== undefined) return data.printed.text;
  return data.kind === 'statement' && data.relative !== undefined
    ? ''
    : (data.amount ?? '').replace('.', ',');
}

function columnsOf(table: HeldTable, ofTable: UnitOfMeasure): ColumnDraft[] {
  const drafts = [...grouped(table.cells, ({ first }) => first.data.source?.column ?? '')].map(
    ([name, cells]): ColumnDraft => {
      const [one] = cells;
      if (one === undefined) throw new Error('a group of cells is never empty');
      const kinds = new Set(cells.map(({ data }) => data.kind));
      const role = isCode(one)
        ? 'text'
        : kinds.has('change')
          ? 'change'
          : kinds.has('difference')
            ? 'difference'
            : 'reading';
      const frame = frameOf(one.data);
      const layout = table.layouts.find((stated) => frameKey(stated) === frameKey(frame));
      const own = layout?.unitOfMeasure ?? ofTable;
      const statuses = new Set(cells.map(({ data }) => data.status ?? ''));
      return {
        name,
        order: placeOf(one.first.data)?.column ?? 0,
        cells,
        role,
        frame,
        measure: '',
        unitOfMeasure: role === 'difference' || own === ofTable ? '' : own,
        status: statuses.size === 1 ? ([...statuses][0] ?? '') : '',
      };
    },
  );
  drafts.sort((a, b) => a.order - b.order);
  const sharing = grouped(drafts.filter(isOfFrame), ({ frame }) => frameKey(frame));
  // Columns of one frame are told apart by their measure.
  return drafts.map((draft) =>
    isOfFrame(draft) && (sharing.get(frameKey(draft.frame))?.length ?? 0) > 1
      ? { ...draft, measure: draft.cells[0]?.data.reading.measure ?? '' }
      : draft,
  );
}

/** Its cells are of one basis, period and edition. */
function isOfFrame({ role }: ColumnDraft): boolean {
  return role === 'reading' || role === 'change';
}

/** A status code stands beside its project and is read as text. */
function isCode({ data }: Standing): boolean {
  return data.reading.measure === 'status';
}

function addColumn(
  lines: PackageLines,
  table: HeldTable,
  column: ColumnDraft,
  columns: readonly ColumnDraft[],
  signs: SignProfiles,
): void {
  const { name, order, role, frame, cells } = column;
  if (role === 'text') {
    lines.add('columns', { table: table.id, order, column: name, role, measure: 'status' });
    return;
  }
  const shared = {
    table: table.id,
    order,
    column: name,
    role,
    signs: signs.nameOf(cells),
    status: column.status,
  };
  if (role !== 'difference') {
    const { basis, period, edition } = frame;
    const change = cells.find(({ data }) => data.kind === 'change')?.data;
    const cause = change?.kind === 'change' ? change.cause.id : '';
    const { measure, unitOfMeasure } = column;
    lines.add('columns', { ...shared, basis, period, edition, measure, unitOfMeasure, cause });
    return;
  }
  const [one] = cells;
  if (one?.data.kind !== 'difference') return;
  const from = { ...one.data.reading, ...one.data.from };
  const named = (of: Frame): string =>
    columns.find((other) => isOfFrame(other) && frameKey(other.frame) === frameKey(of))?.name ?? '';
  lines.add('columns', { ...shared, of: named(frame), against: named(from) });
}

function addRows(
  lines: PackageLines,
  table: HeldTable,
  columns: readonly ColumnDraft[],
  ofTable: UnitOfMeasure,
): void {
  const stated = rowsOf(table.layouts);
  const orders = new Map(
    table.cells.map(({ first }) => [first.data.source?.row ?? '', placeOf(first.data)?.row ?? 0]),
  );
  const byRow = grouped(table.cells, ({ first }) => first.data.source?.row ?? '');
  const columnOf = new Map(columns.map((column) => [column.name, column]));
  let before = 0;
  for (const [name, row] of stated) {
    // A heading has no cells to tell where it stands: it follows on the row before.
    const order = orders.get(name) ?? before + 1;
    before = order;
    const cells = byRow.get(name) ?? [];
    const unit = cells
      .map(({ first, data }) => ({ data, column: columnOf.get(first.data.source?.column ?? '') }))
      .find(
        ({ data, column }) =>
          column?.role !== 'text' && data.unitOfMeasure !== (column?.unitOfMeasure || ofTable),
      );
    const status = cells.find(
      ({ first, data }) =>
        data.status !== undefined && columnOf.get(first.data.source?.column ?? '')?.status === '',
    );
    lines.add('rows', {
      table: table.id,
      order,
      row: name,
      kind: row.kind,
      line: pathText(row.line),
      measure: row.measure,
      parts: (row.parts ?? []).map((part) => rowOf(stated, part, row.measure)).join(' | '),
      formula: formulaText(row),
      role: row.breakdown?.role,
      status: status?.data.status,
      unitOfMeasure: unit?.data.unitOfMeasure,
      goal: table.goals.get(name),
    });
  }
  for (const layout of table.layouts.slice(0, 1)) {
    for (const row of layout.rows) {
      if (row.path.length > 0) continue;
      const { unit, area } = layout;
      const line = pathText(row.line);
      const parts = pathsText(row.parts ?? []);
      lines.add('layouts', {
        table: table.id,
        unit,
        area,
        measure: row.measure,
        line,
        parts,
        document: table.document,
      });
    }
  }
}

/** The rows of a table by name, in their order: of its columns the one that says most of a row says it. */
function rowsOf(layouts: readonly LayoutStated[]): Map<string, StatedRow> {
  const rows = new Map<string, StatedRow>();
  for (const layout of layouts) {
    for (const row of layout.rows) {
      if (row.path.length === 0) continue;
      const name = pathText(row.path);
      const known = rows.get(name);
      if (known === undefined || (saying(row) > saying(known) && row.measure !== null)) rows.set(name, row);
    }
  }
  return rows;
}

function saying({ parts, formula, breakdown }: StatedRow): number {
  return [parts, formula, breakdown].filter((part) => part !== undefined).length;
}

function rowOf(rows: ReadonlyMap<string, StatedRow>, line: Line, measure: string | null): string {
  for (const [name, row] of rows) if (row.measure === measure && sameLine(row.line, line)) return name;
  return pathText(line);
}

/** `revenue + cost`; a product has × between. */
function formulaText({ formula }: StatedRow): string {
  if (formula === undefined) return '';
  const product = formula.operation === 'product';
  return formula.terms
    .map(({ coefficient, measure }, n) => {
      const sign = product ? '*' : coefficient < 0 ? '-' : '+';
      return n === 0 && coefficient > 0 ? measure : `${sign} ${measure}`;
    })
    .join(' ');
}

/** Sign profiles by what they say, each named once. */
export class SignProfiles {
  readonly #names = new Map<string, { name: string; signs: ReadonlyMap<string, 1 | -1> }>();

  nameOf(cells: readonly Standing[]): string {
    const signs = new Map<string, 1 | -1>();
    for (const { data } of cells) if (data.printed?.sign === -1) signs.set(data.reading.measure, -1);
    const key = [...signs.keys()].sort().join(' ');
    const known = this.#names.get(key);
    if (known !== undefined) return known.name;
    const name = key === '' ? 'canonical' : `${key.replaceAll(' ', '-')}-opposite`;
    this.#names.set(key, { name, signs });
    return name;
  }

  addTo(lines: PackageLines): void {
    for (const { name, signs } of this.#names.values()) {
      lines.add('signs', { signs: name, measure: '*', factor: 1 });
      for (const [measure, factor] of signs) lines.add('signs', { signs: name, measure, factor });
    }
  }
}

function frameOf({ reading }: EntryData): Frame {
  const { unit, area, basis, period, edition } = reading;
  return { unit, area, basis, period, edition };
}

function mostOf<T>(values: readonly T[]): T | undefined {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}
