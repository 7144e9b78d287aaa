import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { moneyTable, plannedFigures, readMoney, structureOf } from '../../testing/money-table.js';

/** A column of a made-up budget for 2031, with the reading that it must be. */
interface Column {
  readonly heading: string;
  readonly reading: string;
}

const COLUMNS: readonly Column[] = [
  { heading: 'Bokslut 2029', reading: 'outcome; 2029; 2029-12' },
  { heading: 'Budget 2030', reading: 'budget; 2030; 2030@2031' },
  { heading: 'Prognos 2030', reading: 'forecast; 2030; 2030@2031' },
  { heading: 'Budget 2031:1', reading: 'budget; 2031; 2031:1' },
  { heading: 'Budget 2031:2', reading: 'budget; 2031; 2031:2' },
  { heading: 'Plan 2032', reading: 'budget; 2032; plan@2031' },
  { heading: 'Plan 2033', reading: 'budget; 2033; plan@2031' },
];

const NAMES = [
  'Kansli',
  'Hamnen',
  'Parker',
  'Räddningstjänst',
  'Näringsliv',
  'Bibliotek',
  'Vägar och torg',
  'Övrigt',
];

const columns = fc.shuffledSubarray([...COLUMNS], { minLength: 3 });
const names = fc.shuffledSubarray(NAMES, { minLength: 2 });
const size = fc.integer({ min: 1, max: 400_000 });

/** How a table prints signs: as the effect on the result, or costs without a minus. */
const costsPositive = fc.boolean();

const activities = fc
  .record({
    columns,
    names,
    costsPositive,
    totalFirst: fc.boolean(),
    space: fc.constantFrom(' ', '\u00a0', '\u202f'),
  })
  .chain((form) =>
    fc
      .array(
        fc.array(fc.tuple(size, size), { minLength: form.columns.length, maxLength: form.columns.length }),
        {
          minLength: form.names.length,
          maxLength: form.names.length,
        },
      )
      .map((amounts) => ({ ...form, amounts })),
  );

function printed(amount: number, space: string): string {
  const digits = String(Math.abs(amount)).replaceAll(/(?<=\d)(?=(?:\d{3})+$)/g, space);
  return amount < 0 ? `-${digits}` : digits;
}

describe('a table of activities, printed and read', () => {
  it('gives the figures back that were printed, whatever its years, order and signs', () => {
    fc.assert(
      fc.property(activities, (form) => {
        const { rows, figures } = printedActivities(form);
        const table = moneyTable(['Verksamhet 2031'], header(form.columns), rows);
        const { records, notUnderstood } = readMoney(table);
        expect(notUnderstood).toEqual([]);
        expect(Object.fromEntries(plannedFigures(records))).toEqual(figures);
      }),
      { numRuns: 60 },
    );
  });

  it('has the same structure when one digit is another', () => {
    fc.assert(
      fc.property(activities, fc.nat(), fc.nat(), (form, row, column) => {
        const { rows } = printedActivities(form);
        const right = readMoney(moneyTable(['Verksamhet 2031'], header(form.columns), rows));
        const wrong = readMoney(
          moneyTable(['Verksamhet 2031'], header(form.columns), misprinted(rows, row, column)),
        );
        expect(structureOf(wrong.records)).toEqual(structureOf(right.records));
      }),
      { numRuns: 60 },
    );
  });
});

function header(all: readonly Column[]): string {
  return ['Tkr', ...all.map(({ heading }) => heading)].join(' | ');
}

type Activities = typeof activities extends fc.Arbitrary<infer T> ? T : never;

function printedActivities(form: Activities): { rows: string[]; figures: Record<string, string> } {
  const { costsPositive: positive, totalFirst, space } = form;
  const figures: Record<string, string> = {};
  const block = (name: string, line: string, pairs: readonly (readonly [number, number])[]): string[] => {
    const cells = (amountOf: (pair: readonly [number, number]) => number): string =>
      pairs.map((pair) => printed(amountOf(pair), space)).join(' | ');
    form.columns.forEach(({ reading }, index) => {
      const [revenue, cost] = pairs[index] ?? [0, 0];
      figures[`${line}; revenue; ${reading}`] = String(revenue);
      figures[`${line}; cost; ${reading}`] = String(-cost);
      figures[`${line}; net; ${reading}`] = String(revenue - cost);
    });
    const sign = positive ? 1 : -1;
    return [
      `*${name} |`,
      `Intäkt | ${cells(([revenue]) => revenue)}`,
      `Kostnad | ${cells(([, cost]) => sign * cost)}`,
      `Nettokostnad | ${cells(([revenue, cost]) => sign * (cost - revenue))}`,
    ];
  };
  const blocks = form.names.map((name, index) => block(name, name, form.amounts[index] ?? []));
  const sums = form.columns.map((_, column): readonly [number, number] => [
    form.amounts.reduce((sum, amounts) => sum + (amounts[column]?.[0] ?? 0), 0),
    form.amounts.reduce((sum, amounts) => sum + (amounts[column]?.[1] ?? 0), 0),
  ]);
  const total = block('Totalt', '', sums);
  return { rows: totalFirst ? [...total, ...blocks.flat()] : [...blocks.flat(), ...total], figures };
}

const groups = fc
  .record({
    columns,
    groups: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 2, maxLength: 5 }),
    bold: fc.boolean(),
  })
  .chain((form) => {
    const leaves = form.groups.reduce((sum, children) => sum + Math.max(children, 1), 0);
    const amounts = fc.array(
      fc.array(size, { minLength: form.columns.length, maxLength: form.columns.length }),
      {
        minLength: leaves,
        maxLength: leaves,
      },
    );
    return amounts.map((all) => ({ ...form, amounts: all }));
  });

describe('a table of investments, printed and read', () => {
  it('gives the figures and the groups back, said by bold type or by the sums alone', () => {
    fc.assert(
      fc.property(groups, (form) => {
        // A group of one row cannot be told from two rows by sums alone.
        fc.pre(form.bold || !form.groups.includes(1));
        const { rows, parts } = printedInvestments(form);
        const { records, notUnderstood } = readMoney(
          moneyTable(['Investeringar'], header(form.columns), rows),
          {
            area: 'investment',
          },
        );
        expect(notUnderstood).toEqual([]);
        const read = records.rows?.map(({ values }) => `${values['row']} = ${values['parts']}`);
        expect(read).toEqual(parts);
        expect(records.columns?.every(({ values }) => values['signs'] === 'outlay-positive')).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('has the same structure when one digit is another', () => {
    fc.assert(
      fc.property(groups, fc.nat(), fc.nat(), (form, row, column) => {
        fc.pre(form.bold || !form.groups.includes(1));
        const { rows } = printedInvestments(form);
        const about = { area: 'investment' };
        const right = readMoney(moneyTable(['Investeringar'], header(form.columns), rows), about);
        const wrong = readMoney(
          moneyTable(['Investeringar'], header(form.columns), misprinted(rows, row, column)),
          about,
        );
        expect(structureOf(wrong.records)).toEqual(structureOf(right.records));
      }),
      { numRuns: 60 },
    );
  });
});

type Groups = typeof groups extends fc.Arbitrary<infer T> ? T : never;

function printedInvestments(form: Groups): { rows: string[]; parts: string[] } {
  const rows: string[] = [];
  const parts: string[] = [];
  let next = 0;
  const cells = (amounts: readonly number[]): string =>
    amounts.map((amount) => printed(amount, ' ')).join(' | ');
  const sum = (all: readonly (readonly number[])[]): number[] =>
    form.columns.map((_, column) => all.reduce((total, amounts) => total + (amounts[column] ?? 0), 0));
  for (const [index, children] of form.groups.entries()) {
    const own = form.amounts.slice(next, next + Math.max(children, 1));
    next += own.length;
    const name = `Investering ${'abcde'[index] ?? ''}`;
    rows.push(`${form.bold ? '*' : ''}${name} | ${cells(sum(own))}`);
    const below = children === 0 ? [] : own.map((_, n) => `${name} > Del ${n + 1}`);
    parts.push(`${name} = ${below.join(' | ')}`);
    if (children === 0) continue;
    own.forEach((amounts, n) => {
      rows.push(`Del ${n + 1} | ${cells(amounts)}`);
      parts.push(`${name} > Del ${n + 1} = `);
    });
  }
  rows.push(`Totala utgifter | ${cells(sum(form.amounts))}`);
  parts.push(`Totala utgifter = ${form.groups.map((_, i) => `Investering ${'abcde'[i] ?? ''}`).join(' | ')}`);
  return { rows, parts };
}

/** One of the rows with the first digit of one of its cells another. */
function misprinted(rows: readonly string[], row: number, column: number): string[] {
  const filled = rows.flatMap((text, index) => (/\d/.test(text.split('|').slice(1).join('')) ? [index] : []));
  const index = filled[row % filled.length] ?? 0;
  const [label = '', ...cells] = (rows[index] ?? '').split('|');
  const place = column % cells.length;
  const cell = (cells[place] ?? '').replace(/\d/, (digit) =>
    digit === '9' ? '1' : String(Number(digit) + 1),
  );
  return rows.with(index, [label, ...cells.with(place, cell)].join('|'));
}
