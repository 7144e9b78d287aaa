import { lineKey, type EditionLine, type Facts, type ViewColumn, type ViewRow } from '#ledger';
import { prefixOf, requireLines, tablesOf } from '../view/editions.js';
import type { AssessedRisk, ViewDeclaration, ViewSurroundings } from '../view/view-declaration.js';

/**
 * The risks of a year (*risk- och väsentlighetsanalys*): likelihood, materiality, their product, and how far that moved
 * since the last year before that has any. A risk is the same one by the names of its line; one of the year before that is not assessed any
 * more stands last.
 */
export const internalControl: ViewDeclaration<'internal-control'> = {
  view: 'internal-control',

  declare({ view, unit, year }, surroundings) {
    const { facts } = surroundings;
    const before = yearBefore(surroundings, year);
    const current = surroundings.risks(year);
    const previous = surroundings.risks(before);
    if (current.length === 0 && !surroundings.has('control')) {
      requireLines(surroundings, [], { unit, year, what: 'internal control', bases: ['approved'] });
    }
    const tables = tablesOf([...current, ...previous].map(({ line }) => line));
    const sections = tables.map((table) => {
      const own = current.filter(({ line }) => line.unit === table.unit && line.area === table.area);
      const earlier = previous.filter(({ line }) => line.unit === table.unit && line.area === table.area);
      const { basis = 'approved' as const } = own[0]?.line ?? earlier[0]?.line ?? {};
      const columns = riskColumns(
        { line: { ...table, basis, period: year }, edition: lastEdition(facts, own) },
        previous.length === 0
          ? null
          : { line: { ...table, basis, period: before }, edition: lastEdition(facts, earlier) },
      );
      const prefix = prefixOf(surroundings, tables, table.unit);
      return {
        view,
        unit: table.unit,
        unitOfMeasure: 'count' as const,
        columns,
        rows: riskRows(facts, [...own, ...earlier], prefix),
      };
    });
    const nothing = {
      line: { unit, area: 'control', basis: 'approved', period: year } as const,
      edition: '',
    };
    const columns = sections[0]?.columns ?? riskColumns(nothing, null);
    return { columns, unitOfMeasure: 'count', sections };
  },
};

/** The last year before in which risks were assessed; the calendar's where there is none. */
export function yearBefore({ riskYears }: ViewSurroundings, year: string): string {
  return riskYears().findLast((of) => of < year) ?? String(Number(year) - 1);
}

interface At {
  readonly line: EditionLine;
  readonly edition: string;
}

/** Without anything of the year before there is nothing to have moved from. */
function riskColumns(now: At, before: At | null): ViewColumn[] {
  const reading = (
    id: string,
    label: string,
    { line: { basis, period }, edition }: At,
    measure: string,
  ): ViewColumn => ({
    id,
    label,
    source: { kind: 'reading', basis, period, edition, measure },
  });
  return [
    reading('likelihood', 'Sannolikhet', now, 'likelihood'),
    reading('materiality', 'Väsentlighet', now, 'materiality'),
    reading('value', 'Riskvärde', now, 'risk'),
    ...(before === null
      ? []
      : [
          reading('before', `Riskvärde ${before.line.period}`, before, 'risk'),
          {
            id: 'movement',
            label: 'Förändring',
            source: { kind: 'difference', of: 'value', against: 'before' },
          } as const,
        ]),
  ];
}

/** The last edition in line of those that the risks were assessed in. */
function lastEdition(facts: Facts, risks: readonly AssessedRisk[]): string {
  const [first] = risks;
  if (first === undefined) return '';
  const used = new Set(risks.map((risk) => risk.edition));
  return (
    facts.editions(first.line).findLast((e) => used.has(e.edition))?.edition ?? risks.at(-1)?.edition ?? ''
  );
}

function riskRows(facts: Facts, risks: readonly AssessedRisk[], prefix: readonly string[]): ViewRow[] {
  const rows = new Map<string, ViewRow>();
  for (const {
    line: { unit, area },
    risk,
    table,
  } of risks) {
    const key = lineKey(facts.names(unit, area).resolve(risk));
    if (rows.has(key)) continue;
    rows.set(key, {
      path: [...prefix, ...risk],
      kind: 'leaf',
      unit,
      area,
      line: risk,
      measure: 'risk',
      table,
      signs: {},
    });
  }
  return [...rows.values()];
}
