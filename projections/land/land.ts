import {
  lineKey,
  startsWith,
  type Basis,
  type EditionDeclared,
  type EditionLine,
  type Facts,
  type ViewColumn,
  type ViewRow,
} from '#ledger';
import {
  editionNamed,
  labelOf,
  lastOfYear,
  prefixOf,
  requireLines,
  tablesOf,
  unitOfMeasureOf,
  type Table,
} from '../view/editions.js';
import { measureLabel } from '../view/measures.js';
import { layoutsShown, rowsFor, viewRow, type RowSource } from '../view/rows.js';
import type { ViewDeclaration } from '../view/view-declaration.js';

export const LIFETIME = 'lifetime';

/** The editions that the land of a unit is seen in from a year; blank where there is none. */
export interface LandEditions {
  /** Approved before what the year's own decisions or proposals extend it by. */
  readonly approved: string;
  readonly inForce: string;
  readonly spent: string;
  readonly budget: string;
  /** Of later years: the last plan made by then. */
  readonly plans: ReadonlyMap<string, string>;
}

/**
 * Land projects (*exploatering*): what is approved over their lifetime, what the year extends it by, what has been spent
 * and sold to date, what remains, and the budget and plan years.
 */
export const land: ViewDeclaration<'land'> = {
  view: 'land',

  declare({ view, unit, year }, surroundings) {
    const { facts } = surroundings;
    const lines = surroundings.editionLines.filter((line) => line.area === 'land');
    const shown = tablesOf(lines)
      .map((table) => ({ table, editions: landEditions(facts, lines, table, year) }))
      .map(({ table, editions }) => ({ table, editions, sources: sourcesOf(table, year, editions) }))
      .filter(({ sources }) => sources.length > 0);
    if (
      shown.length === 0 &&
      !(['sale', 'purchase', 'project'] as const).some((kind) => surroundings.has(kind))
    ) {
      requireLines(surroundings, [], {
        unit,
        year,
        what: 'land projects',
        bases: ['budget', 'approved'],
        area: 'land',
      });
    }
    const extended = shown.some(({ editions }) => editions.approved !== editions.inForce);
    const planned = [...new Set(shown.flatMap(({ editions }) => [...editions.plans.keys()]))].sort();
    const label = (
      basis: Basis,
      period: string,
      of: (editions: LandEditions) => string,
      otherwise: string,
    ): string =>
      labelOf(
        shown.map(({ table, editions }) => editionNamed(facts, { ...table, basis, period }, of(editions))),
        otherwise,
      );
    const has = (of: (editions: LandEditions) => string): boolean =>
      shown.length === 0 || shown.some(({ editions }) => of(editions) !== '');
    const approves = has((e) => e.inForce);
    const spends = has((e) => e.spent);
    // A column that no table has is left out.
    const columnsWith = (e: LandEditions): ViewColumn[] => {
      const approved = label('approved', LIFETIME, (o) => o.approved, 'Godkänd utgift');
      const inForce = label('approved', LIFETIME, (o) => o.inForce, 'Godkänd med utökning');
      const spent = label('outcome', LIFETIME, (o) => o.spent, 'Till och med');
      return [
        ...(approves ? [reading('approved', approved, 'approved', LIFETIME, e.approved)] : []),
        ...(extended
          ? [
              difference('extended', 'Utökning', 'inForce', 'approved'),
              reading('inForce', inForce, 'approved', LIFETIME, e.inForce),
            ]
          : []),
        ...(spends ? [reading('spent', spent, 'outcome', LIFETIME, e.spent)] : []),
        ...(approves && spends
          ? [
              {
                id: 'remaining',
                label: 'Återstår',
                source: {
                  kind: 'difference',
                  of: extended ? 'inForce' : 'approved',
                  against: 'spent',
                  remainder: true,
                },
              } as const,
            ]
          : []),
        reading(
          'budget',
          label('budget', year, (o) => o.budget, `Budget ${year}`),
          'budget',
          year,
          e.budget,
        ),
        ...planned.map((period) => {
          const plan = (o: LandEditions): string => o.plans.get(period) ?? '';
          return reading(
            `plan${period}`,
            label('budget', period, plan, `Plan ${period}`),
            'budget',
            period,
            plan(e),
          );
        }),
      ];
    };
    const tables = shown.map(({ table }) => table);
    const unitOfMeasure = unitOfMeasureOf(
      facts,
      shown.flatMap(({ sources }) => sources),
    );
    const sections = shown.map(({ table, editions, sources }) => {
      const columns = columnsWith(editions);
      const prefix = prefixOf(surroundings, tables, table.unit);
      const rows = withTotals(
        facts,
        sources,
        columns,
        prefix,
        rowsFor(surroundings, sources, columns, prefix),
      );
      return { view, unit: table.unit, unitOfMeasure, columns, rows };
    });
    return { columns: sections[0]?.columns ?? columnsWith(NONE), unitOfMeasure, sections };
  },
};

const NONE: LandEditions = { approved: '', inForce: '', spent: '', budget: '', plans: new Map() };

/** What had been declared by the end of a year. */
export function landEditions(
  facts: Facts,
  lines: readonly EditionLine[],
  table: Table,
  year: string,
): LandEditions {
  const by = (basis: Basis, period: string): EditionDeclared[] =>
    facts
      .editions({ ...table, basis, period })
      .filter(({ order: [round] }) => typeof round !== 'number' || round <= Number(year));
  const approvals = by('approved', LIFETIME);
  const inForce = approvals.at(-1)?.edition ?? '';
  const extending = approvals.findIndex((e) => e.extent === 'amending' && e.order[0] === Number(year));
  const plans = new Map<string, string>();
  for (const { unit, basis, period } of lines) {
    if (unit !== table.unit || basis !== 'budget' || !/^\d{4}$/.test(period) || period <= year) continue;
    const plan = by('budget', period).at(-1);
    if (plan !== undefined) plans.set(period, plan.edition);
  }
  return {
    approved: (extending > 0 ? approvals[extending - 1]?.edition : undefined) ?? inForce,
    inForce,
    spent: by('outcome', LIFETIME).at(-1)?.edition ?? '',
    budget: lastOfYear(facts, { ...table, basis: 'budget', period: year })?.edition ?? '',
    plans,
  };
}

function sourcesOf(table: Table, year: string, e: LandEditions): RowSource[] {
  const all: RowSource[] = [
    { line: { ...table, basis: 'approved', period: LIFETIME }, edition: e.inForce },
    { line: { ...table, basis: 'approved', period: LIFETIME }, edition: e.approved },
    { line: { ...table, basis: 'outcome', period: LIFETIME }, edition: e.spent },
    { line: { ...table, basis: 'budget', period: year }, edition: e.budget },
    ...[...e.plans].map(([period, edition]) => ({
      line: { ...table, basis: 'budget' as const, period },
      edition,
    })),
  ];
  return all.filter(({ edition }) => edition !== '');
}

/** A project's own outlay, where its table prints the parts and never their sum, below its rows. */
function withTotals(
  facts: Facts,
  sources: readonly RowSource[],
  columns: readonly ViewColumn[],
  prefix: readonly string[],
  rows: readonly ViewRow[],
): ViewRow[] {
  const all = [...rows];
  const taken = new Set(rows.map((row) => `${lineKey(row.line)} ${row.measure ?? ''}`));
  for (const { line, edition } of sources) {
    for (const layout of layoutsShown(facts, line, edition)) {
      for (const row of layout.rows) {
        const key = `${lineKey(row.line)} ${row.measure ?? ''}`;
        if (row.path.length > 0 || row.line.length === 0 || row.measure === null || taken.has(key)) continue;
        taken.add(key);
        const path = [...row.line, measureLabel(row.measure)];
        const last = all.findLastIndex((other) => startsWith(other.path, [...prefix, ...row.line]));
        all.splice(last < 0 ? all.length : last + 1, 0, viewRow(layout, { ...row, path }, columns, prefix));
      }
    }
  }
  return all;
}

function reading(id: string, label: string, basis: Basis, period: string, edition: string): ViewColumn {
  return { id, label, source: { kind: 'reading', basis, period, edition } };
}

function difference(id: string, label: string, of: string, against: string): ViewColumn {
  return { id, label, source: { kind: 'difference', of, against } };
}
