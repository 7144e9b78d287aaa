import { LedgerError } from '#amount';
import {
  lineKey,
  type Basis,
  type EditionDeclared,
  type EditionLine,
  type Facts,
  type LayoutStated,
  type ViewColumn,
  type ViewRow,
} from '#ledger';
import { linesOf, list, requireLines, unitOfMeasureOf } from '../view/editions.js';
import { measureLabel } from '../view/measures.js';
import type { ViewDeclaration } from '../view/view-declaration.js';

/** The order in which a figure lives: what was approved or aimed at, planned and decided, believed, and what became of it. */
const BASES: readonly Basis[] = ['approved', 'target', 'budget', 'forecast', 'outcome'];

export const AREA_DEFAULT = 'operations';

/** Lines named in a hint: their paths are long. */
const LINES_NAMED_MAX = 12;

/**
 * One figure of a year in every edition of every basis (*en siffras liv*): plans, budgets, forecasts and outcomes over all
 * documents, in the order of their editions.
 */
export const life: ViewDeclaration<'life'> = {
  view: 'life',

  declare({ view, unit, year, area = AREA_DEFAULT, line, measure }, surroundings) {
    const { facts } = surroundings;
    // In the order of a life, so that no order of recording tells whose table the row is of.
    const lines = linesOf(surroundings, BASES, year, area)
      .filter((of) => of.unit === unit)
      .sort((a, b) => BASES.indexOf(a.basis) - BASES.indexOf(b.basis));
    requireLines(surroundings, lines, { unit, year, what: `figures of ${area}`, bases: BASES, area });
    const steps = BASES.flatMap((basis) =>
      lines
        .filter((of) => of.basis === basis)
        .flatMap((of) => facts.editions(of).map((edition) => ({ of, edition }))),
    );
    const stated = layoutsWith(facts, lines, line, measure);
    if (stated === null) throw unknownLine(facts, lines, line, measure);
    const columns = steps.map(({ of, edition }): ViewColumn => ({
      id: lifeColumn(of.basis, edition.edition),
      label: edition.label,
      source: { kind: 'reading', basis: of.basis, period: of.period, edition: edition.edition },
    }));
    const row: ViewRow = {
      path: [...(line.length === 0 ? ['Totalt'] : line), measureLabel(measure)],
      kind: 'leaf',
      unit,
      area,
      line,
      measure,
      table: stated[0]?.table ?? '',
      signs: Object.fromEntries(columns.map(({ id }) => [id, stated[0]?.signs[measure] ?? 1])),
    };
    const sources = steps.map(({ of, edition }: { of: EditionLine; edition: EditionDeclared }) => ({
      line: of,
      edition: edition.edition,
    }));
    const unitOfMeasure = unitOfMeasureOf(facts, sources);
    return { columns, unitOfMeasure, sections: [{ view, unit, unitOfMeasure, columns, rows: [row] }] };
  },
};

/** Two bases may have an edition of the same name. */
export function lifeColumn(basis: Basis, edition: string): string {
  return `${basis}-${edition}`;
}

/** The tables that state the figure; none where it was only registered by hand; null where nothing is known of it. */
function layoutsWith(
  facts: Facts,
  lines: readonly EditionLine[],
  asked: readonly string[],
  measure: string,
): readonly LayoutStated[] | null {
  const found: LayoutStated[] = [];
  let entered = false;
  for (const line of lines) {
    const names = facts.names(line.unit, line.area);
    const key = lineKey(names.resolve(asked));
    for (const layout of facts.layouts(line)) {
      if (layout.rows.some((row) => row.measure === measure && lineKey(names.resolve(row.line)) === key))
        found.push(layout);
    }
    entered ||= facts
      .editions(line)
      .some(({ edition }) => facts.entryLines(line, edition, measure).some((at) => lineKey(at) === key));
  }
  return found.length > 0 || entered ? found : null;
}

function unknownLine(
  facts: Facts,
  lines: readonly EditionLine[],
  line: readonly string[],
  measure: string,
): LedgerError {
  const rows = lines.flatMap((of) => facts.layouts(of).flatMap((layout) => layout.rows));
  const ofLine = rows.filter((row) => lineKey(row.line) === lineKey(line) && row.measure !== null);
  const named =
    ofLine.length > 0 ? ofLine.map((row) => row.measure ?? '') : rows.map((row) => lineText(row.line));
  return new LedgerError('UNKNOWN_ROW', `no table of the year has ${measure} of ${lineText(line)}`, {
    place: { field: ofLine.length > 0 ? 'measure' : 'line' },
    hint: rows.length === 0 ? 'It has no tables.' : `There is ${list([...new Set(named)], LINES_NAMED_MAX)}.`,
  });
}

function lineText(line: readonly string[]): string {
  return line.length === 0 ? '(the whole table)' : `"${line.join(' > ')}"`;
}
