import { compareEditions, type EditionDeclared, type EditionLine, type ViewColumn } from '#ledger';
import {
  labelOf,
  lastOfYear,
  linesOf,
  prefixOf,
  requireLines,
  tablesOf,
  unitOfMeasureOf,
} from '../view/editions.js';
import { rowsFor, type RowSource } from '../view/rows.js';
import type { ViewDeclaration } from '../view/view-declaration.js';

/**
 * The forecasts of a year in their order beside its budget (*tertialprognos*); the deviation is the last forecast
 * against the budget. Where a frame has no such edition its cells are blank.
 */
export const tertialForecast: ViewDeclaration<'tertial-forecast'> = {
  view: 'tertial-forecast',

  declare({ view, unit, year }, surroundings) {
    const { facts } = surroundings;
    const lines = linesOf(surroundings, ['forecast'], year).filter((line) => facts.editions(line).length > 0);
    requireLines(surroundings, lines, { unit, year, what: 'forecast', bases: ['forecast'] });
    const forecasts = inOrder(lines.flatMap((line) => facts.editions(line)));
    const tables = tablesOf(lines);
    const budgets = tables.map((table) => {
      const line: EditionLine = { ...table, basis: 'budget', period: year };
      return { line, edition: lastOfYear(facts, line) };
    });
    const last = forecasts.at(-1);
    const columnsWith = (budget: EditionDeclared | undefined): ViewColumn[] => [
      {
        id: 'budget',
        label: labelOf([budget, ...budgets.map((b) => b.edition)], 'Budget'),
        source: { kind: 'reading', basis: 'budget', period: year, edition: budget?.edition ?? year },
      },
      ...forecasts.map((forecast): ViewColumn => ({
        id: forecast.edition,
        label: forecast.label,
        source: { kind: 'reading', basis: 'forecast', period: year, edition: forecast.edition },
      })),
      {
        id: 'deviation',
        label: 'Avvikelse',
        source: { kind: 'difference', of: last?.edition ?? '', against: 'budget' },
      },
    ];
    const shown = tables.map((table, i) => {
      const line: EditionLine = { ...table, basis: 'forecast', period: year };
      const own = facts
        .editions(line)
        .map((e) => ({ line, edition: e.edition }))
        .reverse();
      const budget = budgets[i];
      const sources: RowSource[] = [...own];
      if (budget?.edition !== undefined) sources.push({ line: budget.line, edition: budget.edition.edition });
      return { table, sources, columns: columnsWith(budget?.edition) };
    });
    const unitOfMeasure = unitOfMeasureOf(
      facts,
      shown.flatMap(({ sources }) => sources),
    );
    const sections = shown.map(({ table, sources, columns }) => ({
      view,
      unit: table.unit,
      unitOfMeasure,
      columns,
      rows: rowsFor(surroundings, sources, columns, prefixOf(surroundings, tables, table.unit)),
    }));
    return { columns: columnsWith(undefined), unitOfMeasure, sections };
  },
};

/** Each edition once, in the order of their lines. */
function inOrder(editions: readonly EditionDeclared[]): EditionDeclared[] {
  const byName = new Map<string, EditionDeclared>();
  for (const edition of editions) if (!byName.has(edition.edition)) byName.set(edition.edition, edition);
  return [...byName.values()].sort(compareEditions);
}
