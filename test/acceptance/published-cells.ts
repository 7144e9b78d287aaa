import { printAmount, readPrinted, type Amount, type UnitOfMeasure } from '#amount';
import type { DataPackage } from '#ingest';
import { difference, type Evaluator, type Reading } from '#ledger';

/**
 * Every printed cell beside what the ledger answers for it, worked out from the files anew: which reading a cell is of,
 * and which sign its column prints, without the events that the import made of them.
 */
export interface PublishedCell {
  readonly table: string;
  readonly row: string;
  readonly column: string;
  /** Tables print whole numbers of their unit; null where the cell is blank or `-`. */
  readonly stated: string | null;
  /** In the printed sign and unit; null where the ledger has no value. */
  readonly computed: string | null;
}

/** Tables of money; what the documents hold beside money has its own tests. */
export const MONEY_AREAS: readonly string[] = ['operations', 'investment', 'land'];

export function publishedCells(source: DataPackage, evaluator: Evaluator): PublishedCell[] {
  const tables = new Map(source.tables.map((t) => [t.id, t]));
  const columns = new Map(source.columns.map((c) => [`${c.table}\n${c.column}`, c]));
  const rows = new Map(source.rows.map((r) => [`${r.table}\n${r.row}`, r]));
  const readingAt = (table: string, row: string, column: string): Reading => {
    const [t, r, c] = [tables.get(table), rows.get(`${table}\n${row}`), columns.get(`${table}\n${column}`)];
    const [measure, basis] = [r?.measure ?? null, c?.basis ?? null];
    if (!t || !r || !c || measure === null || basis === null) throw new Error(`${table} ${row} ${column}`);
    const { period, edition } = c;
    return { unit: t.unit, area: t.area, line: r.line, measure, basis, period, edition };
  };
  return source.cells.flatMap(({ table, row, column, printed }) => {
    if (!MONEY_AREAS.includes(tables.get(table)?.area ?? '')) return [];
    const ofColumn = columns.get(`${table}\n${column}`);
    const measure = rows.get(`${table}\n${row}`)?.measure ?? null;
    if (ofColumn === undefined || ofColumn.role === 'text' || measure === null) return [];
    const unit = ofColumn.unitOfMeasure ?? tables.get(table)?.unitOfMeasure ?? 'tkr';
    const profile = source.signs.get(ofColumn.signs);
    const sign = profile?.get(measure) ?? profile?.get('*') ?? 1;
    const number = readPrinted(printed, unit);
    const canonical = (): Amount | null => {
      if (ofColumn.role === 'reading') return evaluator.value(readingAt(table, row, column)).amount;
      if (ofColumn.role === 'difference') {
        const { of, against } = ofColumn;
        return difference(evaluator, readingAt(table, row, against), readingAt(table, row, of)).difference;
      }
      return movement(evaluator, readingAt(table, row, column));
    };
    const amount = canonical();
    return [
      {
        table,
        row,
        column,
        stated: number.kind === 'amount' ? shown(number.amount, unit) : null,
        computed: amount === null ? null : shown(sign === 1 ? amount : -amount, unit),
      },
    ];
  });
}

/** What was moved into an edition: its difference from the edition before in line. */
function movement(evaluator: Evaluator, to: Reading): Amount | null {
  const editions = evaluator.facts.editions(to).map(({ edition }) => edition);
  const before = editions[editions.indexOf(to.edition) - 1];
  return before === undefined ? null : difference(evaluator, { ...to, edition: before }, to).difference;
}

/** Exactly: no rounding hides a difference. */
function shown(amount: Amount, unit: UnitOfMeasure): string {
  return printAmount(amount, unit);
}
