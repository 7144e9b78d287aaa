import { LedgerError } from '#amount';
import type { Basis, EditionLine, Facts, ViewColumn } from '#ledger';
import {
  editionNamed,
  labelOf,
  lastOfYear,
  linesOf,
  list,
  prefixOf,
  requireLines,
  tablesOf,
  unitOfMeasureOf,
  type Table,
} from '../view/editions.js';
import { rowsFor, type RowSource } from '../view/rows.js';
import type { ViewDeclaration } from '../view/view-declaration.js';

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

/** Which forecast a report through a month shows: the tertial's, else the month's own. */
const TERTIALS: Readonly<Record<string, string>> = { '04': 'T1', '08': 'T2' };

/**
 * The interim accounts (*delårsbokslut*): budget, forecast for the year and their deviation, outcome through a month,
 * the year before and the difference.
 */
export const delarsbokslut: ViewDeclaration<'delarsbokslut'> = {
  view: 'delarsbokslut',

  declare({ view, unit, year, through, area }, surroundings) {
    const { facts } = surroundings;
    requireMonth(through, year);
    const month = through.slice(5);
    const before = String(Number(year) - 1);
    const ofYear = linesOf(surroundings, ['budget', 'forecast', 'outcome'], year, area);
    requireLines(surroundings, ofYear, {
      unit,
      year,
      what: area === undefined ? 'accounts' : `accounts of ${area}`,
      bases: ['outcome'],
      area,
    });
    const at = (table: Table, basis: Basis, period: string): EditionLine => ({ ...table, basis, period });
    const tables = tablesOf(ofYear).filter((table) => {
      const outcome = at(table, 'outcome', year);
      return editionNamed(facts, outcome, outcomeEdition(facts, outcome, through)) !== undefined;
    });
    if (tables.length === 0) throw unknownMonth(facts, ofYear, unit, through);
    const shown = tables.map((table) => {
      const budgetLine = at(table, 'budget', year);
      const restated = editionNamed(facts, budgetLine, `${year}@${through}`);
      const budget = restated ?? lastOfYear(facts, budgetLine);
      const forecastLine = at(table, 'forecast', year);
      const tertial = TERTIALS[month];
      const forecast =
        tertial !== undefined && editionNamed(facts, forecastLine, tertial) !== undefined ? tertial : through;
      const outcomeLine = at(table, 'outcome', year);
      const outcome = outcomeEdition(facts, outcomeLine, through);
      const previousLine = at(table, 'outcome', before);
      const previous = outcomeEdition(facts, previousLine, `${before}-${month}`);
      const sources: RowSource[] = [
        { line: outcomeLine, edition: outcome },
        { line: forecastLine, edition: forecast },
        { line: budgetLine, edition: budget?.edition ?? year },
        { line: previousLine, edition: previous },
      ];
      return { table, sources, editions: { budget: budget?.edition ?? year, forecast, outcome, previous } };
    });
    type Editions = (typeof shown)[number]['editions'];
    const label = (index: number, otherwise: string): string =>
      labelOf(
        shown.map(({ sources }) => {
          const source = sources[index];
          return source === undefined ? undefined : editionNamed(facts, source.line, source.edition);
        }),
        otherwise,
      );
    const columnsOf = (e: Editions): ViewColumn[] => [
      reading('budget', label(2, `Budget ${year}`), 'budget', year, e.budget),
      reading('forecast', label(1, `Prognos helår ${year}`), 'forecast', year, e.forecast),
      {
        id: 'deviation',
        label: `Avvikelse prognos/budget ${year}`,
        source: { kind: 'difference', of: 'forecast', against: 'budget' },
      },
      reading('outcome', label(0, `Utfall t.o.m. ${through}`), 'outcome', year, e.outcome),
      reading(
        'outcomePreviousYear',
        label(3, `Utfall t.o.m. ${before}-${month}`),
        'outcome',
        before,
        e.previous,
      ),
      {
        id: 'difference',
        label: `Differens utfall ${before}/${year}`,
        source: { kind: 'difference', of: 'outcome', against: 'outcomePreviousYear' },
      },
    ];
    const unitOfMeasure = unitOfMeasureOf(
      facts,
      shown.flatMap(({ sources }) => sources),
    );
    const sections = shown.map(({ table, sources, editions }) => {
      const columns = columnsOf(editions);
      const rows = rowsFor(surroundings, sources, columns, prefixOf(surroundings, tables, table.unit));
      return { view, unit: table.unit, unitOfMeasure, columns, rows };
    });
    return { columns: sections[0]?.columns ?? [], unitOfMeasure, sections };
  },
};

function reading(id: string, label: string, basis: Basis, period: string, edition: string): ViewColumn {
  return { id, label, source: { kind: 'reading', basis, period, edition } };
}

/** The final outcome of a month, else the preliminary one. */
function outcomeEdition(facts: Facts, line: EditionLine, month: string): string {
  if (editionNamed(facts, line, month) !== undefined) return month;
  return editionNamed(facts, line, `${month}p`) === undefined ? month : `${month}p`;
}

function requireMonth(through: string, year: string): void {
  if (MONTH.test(through) && through.startsWith(`${year}-`)) return;
  throw new LedgerError('WRONG_USAGE', `"${through}" is no month of ${year}`, {
    place: { field: 'through' },
    hint: `Write it as ${year}-08.`,
  });
}

function unknownMonth(
  facts: Facts,
  lines: readonly EditionLine[],
  unit: string,
  through: string,
): LedgerError {
  const months = lines
    .filter((l) => l.basis === 'outcome')
    .flatMap((l) => facts.editions(l).map((e) => e.edition));
  const known = [...new Set(months)].sort();
  return new LedgerError('UNKNOWN_EDITION', `${unit} has no outcome through ${through}`, {
    place: { field: 'through' },
    hint: known.length === 0 ? 'No outcome of that year is known.' : `There is ${list(known)}.`,
  });
}
