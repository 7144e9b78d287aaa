import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Book } from './book.js';
import { compared, divisionsBetween } from './comparability.js';
import type { EditionDeclared, UnitMoved } from './declaration.js';
import type { Statement } from './entry.js';
import { editionLineOf, readingKey, type Line, type Reading } from './figure.js';
import type { LedgerRecord } from './history.js';
import { spanOf } from './perimeter.js';
import { Evaluator } from './value.js';

const KS = 'k/ks';
const SBN = 'k/sbn';

function at(unit: string, line: Line, period: string, edition: string, basis: Reading['basis'] = 'outcome') {
  return { unit, area: 'operations', line, measure: 'cost', period, basis, edition } satisfies Reading;
}

let n = 0;

/** Editions with their whole tables: the total is the sum of the lines. */
function table(frame: Reading, amounts: Readonly<Record<string, number>>): LedgerRecord[] {
  const declared: EditionDeclared = {
    kind: 'edition',
    line: editionLineOf(frame),
    edition: frame.edition,
    label: `Utgåva ${frame.edition}`,
    order: [Number(frame.edition.slice(0, 4)) || 2020, n++, frame.edition],
    extent: 'full',
    status: 'adopted',
    known: true,
  };
  return [
    declared,
    ...Object.entries(amounts).map(([line, amount]) => stated({ ...frame, line: line.split(' > ') }, amount)),
  ];
}

function stated(reading: Reading, amount: number): Statement {
  return {
    kind: 'statement',
    id: `s${n++}/0`,
    reading,
    says: { kind: 'amount', amount: BigInt(amount) },
    rank: { authority: 0, table: 0, date: null, place: readingKey(reading) },
  };
}

function moved(of: Partial<UnitMoved>): UnitMoved {
  return { kind: 'move', id: `m${n++}/0`, unit: SBN, to: KS, since: '2023', words: 'Flyttad.', ...of };
}

const PLAN = moved({ line: ['Plan'], toLine: ['Plan'] });

const accounts = [
  ...table(at(KS, [], '2022', '2022-08'), { Kansli: -100, IT: -40 }),
  ...table(at(KS, [], '2023', '2023-08'), { Kansli: -105, IT: -41, Plan: -22 }),
  ...table(at(SBN, [], '2022', '2022-08'), { Bygg: -70, Plan: -20 }),
  ...table(at(SBN, [], '2023', '2023-08'), { Bygg: -73 }),
];

function ask(records: readonly LedgerRecord[], from: Reading, to: Reading) {
  return compared(new Evaluator(new Book(records)), from, to);
}

describe('a part that moved between boards', () => {
  it('of the earlier year the total and its own line have it where it went, and not where it was', () => {
    const records = [...accounts, PLAN];
    const amount = (unit: string, line: Line): bigint | undefined =>
      ask(records, at(unit, line, '2022', '2022-08'), at(unit, line, '2023', '2023-08')).restated?.amount;
    expect(amount(KS, [])).toBe(-160n);
    expect(amount(KS, ['Plan'])).toBe(-20n);
    expect(amount(SBN, [])).toBe(-70n);
    expect(amount(SBN, ['Plan'])).toBe(0n);
  });

  it('other lines are not concerned, nor is a comparison on one side of the move', () => {
    const records = [...accounts, PLAN];
    const nothing = { crossings: [], restated: null };
    expect(ask(records, at(KS, ['IT'], '2022', '2022-08'), at(KS, ['IT'], '2023', '2023-08'))).toMatchObject(
      nothing,
    );
    expect(ask(records, at(KS, [], '2023', '2023'), at(KS, [], '2023', '2023-08'))).toMatchObject(nothing);
  });

  it('its terms are the readings that it was, and asked backwards it is brought back', () => {
    const records = [...accounts, PLAN];
    const { restated, crossings } = ask(
      records,
      at(KS, [], '2022', '2022-08'),
      at(KS, [], '2023', '2023-08'),
    );
    expect(restated?.terms).toEqual([
      { coefficient: 1n, reading: at(KS, [], '2022', '2022-08'), amount: -140n },
      { coefficient: 1n, reading: at(SBN, ['Plan'], '2022', '2022-08'), amount: -20n },
    ]);
    expect(crossings).toEqual([{ move: PLAN, within: false }]);
    const back = ask(records, at(SBN, [], '2023', '2023-08'), at(SBN, [], '2022', '2022-08'));
    expect(back.restated?.amount).toBe(-95n);
  });

  it('where no board has its figures, or nobody said which rows it came to, that is told and nothing is guessed', () => {
    const unknown = accounts.filter((r) => r.kind !== 'statement' || r.reading.unit !== SBN);
    const from = at(KS, [], '2022', '2022-08');
    const to = at(KS, [], '2023', '2023-08');
    expect(ask([...unknown, PLAN], from, to)).toMatchObject({ crossings: [{ move: PLAN }], restated: null });
    const somewhere = moved({ line: ['Plan'] });
    const ofLine = (line: Line) => ask([...accounts, somewhere], { ...from, line }, { ...to, line });
    expect(ofLine([]).restated?.amount).toBe(-160n);
    expect(ofLine(['IT'])).toMatchObject({ crossings: [{ move: somewhere }], restated: null });
  });

  it('in the midst of a year an outcome is cut at the month before; a budget is not', () => {
    const may = moved({ line: ['Plan'], toLine: ['Plan'], since: '2023-05-01' });
    const april = table(at(SBN, [], '2022', '2022-04'), { Bygg: -34, Plan: -9 });
    const from = at(KS, [], '2022', '2022-08');
    const to = at(KS, [], '2023', '2023-08');
    expect(ask([...accounts, ...april, may], from, to)).toMatchObject({
      crossings: [{ within: true }],
      restated: { amount: -151n },
    });
    expect(ask([...accounts, may], from, to)).toMatchObject({
      crossings: [{ within: true }],
      restated: null,
    });
    const budgets = [
      ...table(at(KS, [], '2022', '2022', 'budget'), { Kansli: -1 }),
      ...table(at(SBN, [], '2022', '2022', 'budget'), { Plan: -1 }),
    ];
    const budget = ask(
      [...budgets, may],
      at(KS, [], '2022', '2022', 'budget'),
      at(KS, [], '2023', '2023', 'budget'),
    );
    expect(budget).toMatchObject({ crossings: [{ within: true }], restated: null });
  });

  it('a whole unit takes its lines and the units below it along', () => {
    const records = [
      ...table(at('k/ks/mark', [], '2022', '2022-08'), { Arrende: 30, Skog: 5 }),
      ...table(at('k/sbn/mark', [], '2023', '2023-08'), { Arrende: 31, Skog: 6 }),
      moved({ unit: 'k/ks', to: 'k/sbn' }),
    ];
    const of = (line: Line) =>
      ask(records, at('k/sbn/mark', line, '2022', '2022-08'), at('k/sbn/mark', line, '2023', '2023-08'));
    expect([of([]).restated?.amount, of(['Skog']).restated?.amount]).toEqual([35n, 5n]);
  });

  it('an edition that a document restates stands before what is computed', () => {
    const budget = (period: string, edition: string, amounts: Readonly<Record<string, number>>) =>
      table(at(KS, [], period, edition, 'budget'), amounts);
    const records = [
      ...budget('2022', '2022', { Kansli: -100 }),
      ...budget('2022', '2022@2023', { Kansli: -100, Plan: -19 }),
      ...budget('2023', '2023', { Kansli: -104, Plan: -21 }),
      ...table(at(SBN, [], '2022', '2022', 'budget'), { Plan: -20 }),
      PLAN,
    ];
    const { restated } = ask(
      records,
      at(KS, [], '2022', '2022', 'budget'),
      at(KS, [], '2023', '2023', 'budget'),
    );
    expect([restated?.amount, restated?.edition?.edition]).toEqual([-119n, '2022@2023']);
  });
});

describe('the days that a reading is about', () => {
  it('follow from its period, its month, its plan or what restates it', () => {
    const span = (period: string, edition: string) => spanOf({ period, edition });
    expect(span('2023', '2023:2')).toEqual({ from: '2023-01-01', through: '2023-12-31' });
    expect(span('2023', '2023-08p')).toEqual({ from: '2023-01-01', through: '2023-08-31' });
    expect(span('2025', 'plan@2022')).toEqual({ from: '2022-01-01', through: '2022-12-31' });
    expect(span('2024', '2024@2025')).toEqual({ from: '2025-01-01', through: '2025-12-31' });
    expect(span('2023', '2023@2023-08')).toEqual({ from: '2023-01-01', through: '2023-08-31' });
    expect(span('lifetime', '2020-04')).toEqual({ from: '2020-04-31', through: '2020-04-31' });
    expect(span('2023-01/2023-08', '2023-08@diagram')).toEqual({ from: '2023-01-01', through: '2023-08-31' });
  });
});

describe('a line that one table has in parts', () => {
  it('is told of the line and of each of its parts, with which table has it undivided', () => {
    const records = [
      ...table(at(KS, [], '2022', '2022-08'), { Stöd: -30 }),
      ...table(at(KS, [], '2023', '2023-08'), { HR: -20, IT: -12 }),
      {
        kind: 'name',
        unit: KS,
        area: 'operations',
        line: ['Stöd'],
        is: { kind: 'merger', parts: [['HR'], ['IT']] },
      } as const,
    ];
    const evaluator = new Evaluator(new Book(records));
    const of = (line: Line) =>
      divisionsBetween(evaluator, at(KS, line, '2022', '2022-08'), at(KS, line, '2023', '2023-08'));
    expect(of(['Stöd'])).toMatchObject([{ undivided: 'reading', isPart: false }]);
    expect(of(['IT'])).toMatchObject([{ undivided: 'reading', isPart: true }]);
    expect(evaluator.value(at(KS, ['Stöd'], '2023', '2023-08')).amount).toBe(-32n);
  });
});

describe('random moves', () => {
  const UNITS = ['k/a', 'k/b', 'k/c'] as const;
  const LINES = ['x', 'y', 'z'] as const;
  const moves = fc.uniqueArray(
    fc.record({
      from: fc.constantFrom(...UNITS),
      to: fc.constantFrom(...UNITS),
      line: fc.constantFrom(...LINES),
      toLine: fc.constantFrom(...LINES),
      year: fc.integer({ min: 2021, max: 2024 }),
    }),
    { maxLength: 5, selector: ({ from, line, year }) => `${from} ${line} ${year}` },
  );
  const amounts = fc.array(fc.integer({ min: -999, max: 999 }), { minLength: 9, maxLength: 9 });

  it('leave every value as it was, restate to the same sum in all, and by whichever order they were recorded', () => {
    fc.assert(
      fc.property(moves, amounts, fc.infiniteStream(fc.nat()), (list, values, order) => {
        const tables = UNITS.flatMap((unit, u) =>
          table(
            at(unit, [], '2020', '2020', 'budget'),
            Object.fromEntries(LINES.map((line, l) => [line, values[3 * u + l] ?? 0])),
          ),
        );
        const later = UNITS.flatMap((unit) => table(at(unit, [], '2025', '2025', 'budget'), {}));
        const records = [...tables, ...later];
        const facts = list
          .filter(({ from, to, line, toLine }) => from !== to || line !== toLine)
          .map(({ from, to, line, toLine, year }, i) =>
            moved({ id: `m${i}/0`, unit: from, to, line: [line], toLine: [toLine], since: String(year) }),
          );
        const shuffled = [...facts].sort(() => ((order.next().value ?? 0) % 2 === 0 ? 1 : -1));
        const plain = new Evaluator(new Book(records));
        const [one, other] = [facts, shuffled].map((m) => new Evaluator(new Book([...records, ...m])));
        if (one === undefined || other === undefined) throw new Error('no evaluator');
        let before = 0n;
        let after = 0n;
        for (const unit of UNITS) {
          const whole = at(unit, [], '2020', '2020', 'budget');
          let rows = 0n;
          for (const line of [[], ...LINES.map((l) => [l])]) {
            const from = { ...whole, line };
            const to = at(unit, line, '2025', '2025', 'budget');
            expect(one.value(from).amount).toBe(plain.value(from).amount);
            const { restated, crossings } = compared(one, from, to);
            expect(compared(other, from, to)).toEqual({ ...compared(one, from, to) });
            if (crossings.length > 0) expect(restated).not.toBeNull();
            const amount = restated?.amount ?? one.value(from).amount ?? 0n;
            if (restated !== null) {
              const sum = restated.terms.reduce((s, t) => s + t.coefficient * t.amount, 0n);
              expect(restated.amount).toBe(sum);
            }
            if (line.length === 0) after += amount;
            else rows += amount;
            if (line.length === 0) before += one.value(from).amount ?? 0n;
            if (line.length === 0) rows -= amount;
          }
          expect(rows).toBe(0n);
        }
        expect(after).toBe(before);
      }),
      { numRuns: 300 },
    );
  });

  it('names, mergers and splits leave the total as it was, and a merged line is the sum of its parts', () => {
    fc.assert(
      fc.property(
        amounts,
        fc.subarray([...LINES]),
        fc.subarray([...LINES], { minLength: 1 }),
        (values, renamed, merged) => {
          const before = at(KS, [], '2022', '2022-08');
          const after = at(KS, [], '2023', '2023-08');
          const called = (line: string): string => (renamed.includes(line as 'x') ? `${line} (ny)` : line);
          const records = [
            ...table(before, Object.fromEntries(LINES.map((line, l) => [line, values[l] ?? 0]))),
            ...table(after, Object.fromEntries(LINES.map((line, l) => [called(line), values[3 + l] ?? 0]))),
          ];
          const name = { kind: 'name', unit: KS, area: 'operations' } as const;
          const names = [
            ...renamed.map(
              (line) => ({ ...name, line: [called(line)], is: { kind: 'alias', of: [line] } }) as const,
            ),
            { ...name, line: ['Ihop'], is: { kind: 'merger', parts: merged.map((line) => [line]) } } as const,
          ];
          const plain = new Evaluator(new Book(records));
          for (const order of [names, [...names].reverse()]) {
            const evaluator = new Evaluator(new Book([...order, ...records]));
            for (const frame of [before, after]) {
              expect(evaluator.value(frame).amount).toBe(plain.value(frame).amount);
              const parts = merged.map((line) => evaluator.value({ ...frame, line: [line] }).amount ?? 0n);
              expect(evaluator.value({ ...frame, line: ['Ihop'] }).amount).toBe(
                parts.reduce((a, b) => a + b, 0n),
              );
            }
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});
