import fc from 'fast-check';
import type { RowFormula } from '../declaration.js';
import { readingOf, type PlainEntry } from '../entry.js';
import type { Reading } from '../figure.js';
import type { LedgerRecord } from '../history.js';
import { within } from './figures.js';
import { Story } from './story.js';

/**
 * Random histories: three lines and a total, one line with parts of its own, four editions of one budget full and
 * amending, a forecast and the year before beside it. Each fact is declared once and each entry corrected at most once,
 * so that no order of recording is the point.
 */

const budget = within();
const forecast = within({ basis: 'forecast' });
const outcome = within({ basis: 'outcome' });
const yearBefore = within({ period: '2020' });

export const EDITIONS = ['1', '2', '3', '4'] as const;
const STATED = ['A', 'B', 'C', 'C > c1', 'C > c2', 'total'] as const;
const SPELLED = [...STATED, 'A2', 'M', 'G'] as const;

/** Tables that an edition may state, beside none at all. */
const LAYOUTS: readonly {
  lines: readonly string[];
  parts?: Readonly<Record<string, readonly string[]>>;
  därav?: string;
}[] = [
  { lines: ['A', 'B', 'C'] },
  { lines: ['A', 'B', 'C', 'C > c1', 'C > c2'] },
  { lines: ['A2', 'B', 'C', 'C > c1'], därav: 'D' },
  { lines: ['A', 'B', 'C', 'C > c1', 'G'], parts: { total: ['G', 'C'], G: ['A', 'B'] } },
  { lines: ['A', 'B', 'G', 'C > c1'], parts: { total: ['G', 'B'], G: ['A', 'C > c1'] } },
  { lines: ['M', 'C'] },
];

/** Nets that an edition may make: another one its own way. */
const NETS: readonly RowFormula[] = [
  {
    operation: 'sum',
    terms: [
      { coefficient: 1n, measure: 'revenue' },
      { coefficient: 1n, measure: 'cost' },
      { coefficient: -2n, measure: 'grant' },
    ],
  },
  {
    operation: 'sum',
    terms: [
      { coefficient: 1n, measure: 'revenue' },
      { coefficient: 2n, measure: 'cost' },
    ],
  },
];

export interface History {
  /** One record an event, in one possible order. */
  readonly records: readonly LedgerRecord[];
  readonly entries: readonly PlainEntry[];
}

/** Every reading a history may speak of. */
export const READINGS: readonly Reading[] = [
  ...EDITIONS.flatMap((e) =>
    [...SPELLED, 'ofördelat', 'C > ofördelat', 'D', 'rest'].map((line) => budget(`${line}@${e}`)),
  ),
  ...EDITIONS.flatMap((e) => ['net', 'revenue', 'grant'].map((measure) => budget(`A@${e}`, { measure }))),
  ...['A', 'B', 'total'].flatMap((line) => [forecast(`${line}@T1`), yearBefore(`${line}@1`)]),
  ...['start', '2021-04', '2021-08'].flatMap((e) => [outcome(`A@${e}`), outcome(`total@${e}`)]),
];

const amount = fc.integer({ min: -60, max: 60 });
const line = fc.constantFrom(...SPELLED);
const edition = fc.constantFrom(...EDITIONS);
const status = fc.constantFrom('adopted', 'adopted', 'adopted', 'proposed', 'forInformation', undefined);

const statement = fc.record({
  kind: fc.constant('statement' as const),
  line,
  edition,
  amount: fc.oneof({ weight: 4, arbitrary: amount }, { weight: 1, arbitrary: fc.constant('-' as const) }),
  authority: fc.constantFrom(0 as const, 1 as const),
  table: fc.integer({ min: 0, max: 2 }),
  measure: fc.constantFrom('cost', 'cost', 'cost', 'cost', 'revenue', 'grant', 'net'),
  status,
});
const relative = fc.record({
  kind: fc.constant('relative' as const),
  line,
  edition,
  to: fc.constantFrom('A', 'B', 'total'),
  amount,
});
const beside = fc.record({
  kind: fc.constant('beside' as const),
  of: fc.constantFrom('forecast', 'before', '2021-04', '2021-08'),
  line: fc.constantFrom('A', 'B', 'total'),
  amount,
});
const change = fc.record({
  kind: fc.constant('change' as const),
  line,
  to: fc.integer({ min: 0, max: 3 }),
  from: fc.oneof(
    fc.integer({ min: 0, max: 3 }),
    fc.constantFrom('inForce' as const, 'inForce' as const, 'forecast' as const, 'before' as const),
  ),
  amount: fc.option(amount, { freq: 6 }),
  precision: fc.integer({ min: 0, max: 5 }),
  measure: fc.constantFrom('cost', 'cost', 'cost', 'revenue', 'net'),
  status,
});

const correction = fc.record({ of: fc.nat(), amount: fc.option(amount, { freq: 3 }), line: fc.option(line) });

export const histories: fc.Arbitrary<History> = fc
  .record({
    editions: fc.array(
      fc.record({
        declared: fc.boolean().map((_) => _),
        extent: fc.constantFrom('full' as const, 'amending' as const),
        known: fc.boolean(),
        status: fc.constantFrom('adopted' as const, 'adopted' as const, 'proposed' as const),
        layout: fc.option(fc.nat({ max: LAYOUTS.length - 1 }), { freq: 2 }),
        formula: fc.constantFrom(null, 0, 0, 1),
      }),
      { minLength: 4, maxLength: 4 },
    ),
    undeclared: fc.option(fc.nat({ max: 3 }), { freq: 4 }),
    alias: fc.boolean(),
    merger: fc.boolean(),
    moved: fc.boolean(),
    entries: fc.array(
      fc.oneof({ weight: 5, arbitrary: statement }, relative, beside, { weight: 3, arbitrary: change }),
      {
        minLength: 1,
        maxLength: 18,
      },
    ),
    corrections: fc.array(correction, { maxLength: 5 }),
  })
  .map((plan) => {
    const told = new Story(budget);
    for (const [index, name] of EDITIONS.entries()) {
      const planned = plan.editions[index];
      if (planned === undefined) continue;
      if (plan.undeclared !== index) {
        told.edition(name, { extent: planned.extent, known: planned.known, status: planned.status });
      }
      if (planned.layout !== null) {
        const layout = LAYOUTS[planned.layout];
        if (layout === undefined) continue;
        const options = layout.parts === undefined ? {} : { parts: layout.parts };
        const breakdown =
          layout.därav === undefined ? {} : { breakdown: { remainder: 'rest', därav: [layout.därav] } };
        const net = planned.formula === null ? undefined : NETS[planned.formula];
        const formulas = net === undefined ? [] : [{ line: 'A', measure: 'net', formula: net }];
        told.layout(name, layout.lines, { ...options, ...breakdown, formulas });
      }
    }
    told.full(forecast('total@T1'), { known: true }).full(yearBefore('total@1'), { known: true });
    told
      .full(outcome('total@2021-04'), { order: [2021, 4] })
      .full(outcome('total@2021-08'), { order: [2021, 8] });
    if (plan.alias) told.alias('A2', 'A');
    if (plan.merger) told.merger('M', ['A', 'B']);
    if (plan.moved) told.alias('C > c2', 'B');
    const ids: string[] = [];
    for (const entry of plan.entries) {
      const id = enter(told, entry);
      if (id !== null) ids.push(id);
    }
    const corrected = new Set<string>();
    for (const { of, amount: by, line: at } of plan.corrections) {
      const id = ids[of % Math.max(1, ids.length)];
      if (id === undefined || corrected.has(id)) continue;
      corrected.add(id);
      if (by === null) told.withdraw(id);
      else
        ids.push(
          told.correct(id, at === null ? { amount: by } : { amount: by, at: sameEdition(told, id, at) }),
        );
    }
    const records = told.events.flatMap((event) => event.records);
    const entries = records.filter((r): r is PlainEntry => r.kind === 'statement' || r.kind === 'change');
    return { records, entries };
  });

type Entered =
  | {
      kind: 'statement';
      line: string;
      edition: string;
      amount: number | '-';
      authority: 0 | 1;
      table: number;
      measure: string;
      status: Said;
    }
  | { kind: 'relative'; line: string; edition: string; to: string; amount: number }
  | { kind: 'beside'; of: string; line: string; amount: number }
  | {
      kind: 'change';
      line: string;
      to: number;
      from: number | 'inForce' | 'forecast' | 'before';
      amount: number | null;
      precision: number;
      measure: string;
      status: Said;
    };
type Said = 'adopted' | 'proposed' | 'forInformation' | undefined;

function enter(told: Story, entry: Entered): string | null {
  switch (entry.kind) {
    case 'statement': {
      const { authority, table, status: said, measure } = entry;
      const at = budget(`${measure === 'cost' ? entry.line : 'A'}@${entry.edition}`, { measure });
      return told.state(at, entry.amount, {
        authority,
        table,
        ...(said === undefined ? {} : { status: said }),
      });
    }
    case 'relative':
      // Only towards the forecast, which is relative to nothing: no circle.
      return told.relative(
        budget(`${entry.line}@${entry.edition}`),
        forecast(`${entry.to}@T1`),
        entry.amount,
      );
    case 'beside': {
      const of =
        entry.of === 'forecast'
          ? forecast(`${entry.line}@T1`)
          : entry.of === 'before'
            ? yearBefore(`${entry.line}@1`)
            : outcome(`${entry.line}@${entry.of}`);
      return told.state(of, entry.amount);
    }
    case 'change': {
      const name = entry.measure === 'cost' ? entry.line : 'A';
      const at = (index: number): Reading =>
        budget(`${name}@${EDITIONS[index] ?? '1'}`, { measure: entry.measure });
      const said = entry.status === undefined ? {} : { status: entry.status };
      const precision = { precision: entry.precision, ...said };
      if (entry.from === 'inForce') return told.change(at(entry.to), entry.amount, precision);
      const from =
        entry.from === 'forecast'
          ? { ...at(0), basis: 'forecast' as const, edition: 'T1' }
          : entry.from === 'before'
            ? { ...at(0), period: '2020' }
            : at(entry.from);
      if (entry.from === entry.to) return null;
      return told.change(at(entry.to), entry.amount, { from, ...precision });
    }
  }
}

function sameEdition(told: Story, id: string, line: string): Reading {
  const records = told.events.flatMap((event) => event.records);
  for (const record of records) {
    const entry = record.kind === 'correction' ? record.replacement : record;
    if (
      entry !== null &&
      'id' in entry &&
      entry.id === id &&
      (entry.kind === 'statement' || entry.kind === 'change')
    ) {
      const at = readingOf(entry);
      return { ...at, line: budget(`${line}@1`).line };
    }
  }
  throw new Error(`There is no entry ${id}`);
}

/** Two readings to compare: of one figure, or of figures that share a line across bases, periods and editions. */
export const pairs: fc.Arbitrary<readonly [Reading, Reading]> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.constantFrom(...SPELLED, 'rest'), edition, edition)
      .map(([l, a, b]) => [budget(`${l}@${a}`), budget(`${l}@${b}`)] as const),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(edition, edition)
      .map(([a, b]) => [budget(`total@${a}`), budget(`total@${b}`)] as const),
  },
  fc
    .tuple(edition, edition)
    .map(([a, b]) => [budget(`A@${a}`, { measure: 'net' }), budget(`A@${b}`, { measure: 'net' })] as const),
  fc
    .tuple(fc.constantFrom('A', 'B', 'total'), edition)
    .map(([l, e]) => [forecast(`${l}@T1`), budget(`${l}@${e}`)] as const),
  fc
    .tuple(fc.constantFrom('A', 'total'), edition)
    .map(([l, e]) => [yearBefore(`${l}@1`), budget(`${l}@${e}`)] as const),
  fc.constantFrom('A', 'total').map((l) => [outcome(`${l}@start`), outcome(`${l}@2021-08`)] as const),
  fc.tuple(fc.constantFrom(...READINGS), fc.constantFrom(...READINGS)),
);
