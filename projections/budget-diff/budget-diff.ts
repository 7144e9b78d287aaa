import type { ViewColumn } from '#ledger';
import {
  editionNamed,
  labelOf,
  linesOf,
  prefixOf,
  requireLines,
  tablesOf,
  unitOfMeasureOf,
  unknownEdition,
} from '../view/editions.js';
import { rowsFor } from '../view/rows.js';
import type { ViewDeclaration } from '../view/view-declaration.js';

/**
 * Two editions of a budget side by side, and what changed (*budget mot budget*). Every area that has at least one of
 * them is shown; the rows are those of the later one's layout, with what only the earlier one has put in.
 */
export const budgetDiff: ViewDeclaration<'budget-diff'> = {
  view: 'budget-diff',

  declare({ view, unit, year, from, to }, surroundings) {
    const { facts } = surroundings;
    const all = linesOf(surroundings, ['budget'], year);
    requireLines(surroundings, all, { unit, year, what: 'budget', bases: ['budget'] });
    for (const [field, edition] of [
      ['from', from],
      ['to', to],
    ] as const) {
      if (!all.some((line) => editionNamed(facts, line, edition)))
        throw unknownEdition(facts, all, edition, field);
    }
    const lines = all.filter((line) => editionNamed(facts, line, from) ?? editionNamed(facts, line, to));
    const label = (edition: string): string =>
      labelOf(
        lines.map((line) => editionNamed(facts, line, edition)),
        edition,
      );
    const columns: ViewColumn[] = [
      {
        id: 'from',
        label: label(from),
        source: { kind: 'reading', basis: 'budget', period: year, edition: from },
      },
      { id: 'to', label: label(to), source: { kind: 'reading', basis: 'budget', period: year, edition: to } },
      { id: 'change', label: 'Förändring', source: { kind: 'difference', of: 'to', against: 'from' } },
    ];
    const tables = tablesOf(lines);
    const shown = lines.map((line) => {
      const editions = [to, from].filter((edition) => editionNamed(facts, line, edition) !== undefined);
      return { line, sources: editions.map((edition) => ({ line, edition })) };
    });
    const unitOfMeasure = unitOfMeasureOf(
      facts,
      shown.flatMap(({ sources }) => sources),
    );
    const sections = shown.map(({ line, sources }) => ({
      view,
      unit: line.unit,
      unitOfMeasure,
      columns,
      rows: rowsFor(surroundings, sources, columns, prefixOf(surroundings, tables, line.unit)),
    }));
    return { columns, unitOfMeasure, sections };
  },
};
