import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Basis } from '#ledger';
import { smallHistory, type SmallHistory } from '../testing/small-history.js';
import type { View } from '../contract.js';

let history: SmallHistory;

beforeEach(async () => {
  history = await smallHistory();
});

afterEach(() => history.close());

const KS = 'k/ks';
const SBN = 'k/sbn';

function frame<B extends Basis>(unit: string, basis: B, period: string, edition: string) {
  return { unit, area: 'operations', basis, period, edition };
}

const ROWS = ['Kansli', 'Plan', 'Totalt'];

/** An outcome through August with its table: lines and their total. */
async function outcome(unit: string, year: string, amounts: Readonly<Record<string, string>>): Promise<void> {
  const at = frame(unit, 'outcome', year, `${year}-08`);
  await history.edition({ ...at, label: `Utfall ${year}`, order: [Number(year), 8, 0] });
  const lines = Object.keys(amounts);
  await history.record('LayoutStated', {
    ...at,
    table: `tabell-${unit}-${year}`,
    rank: 0,
    title: 'Resultat',
    unitOfMeasure: 'tkr',
    signs: {},
    rows: [
      ...lines.map((line) => ({ path: [line], kind: 'leaf' as const, line: [line], measure: 'cost' })),
      { path: ['Totalt'], kind: 'total', line: [], measure: 'cost', parts: lines.map((line) => [line]) },
    ],
  });
  await history.record('OutcomeReported', {
    ...at,
    through: `${year}-08`,
    lines: Object.entries(amounts).map(([line, amount]) => ({
      line: [line],
      measure: 'cost',
      amount,
      unitOfMeasure: 'tkr' as const,
    })),
  });
}

/** Planning moved from one board to another when the year began. */
async function planMoved(toLine: readonly string[] | null = ['Plan']): Promise<string> {
  await outcome(KS, '2032', { Kansli: '-100' });
  await outcome(SBN, '2032', { Bygg: '-70', Plan: '-20' });
  await outcome(KS, '2033', { Kansli: '-104', Plan: '-23' });
  await outcome(SBN, '2033', { Bygg: '-71' });
  for (const [unit, name] of [
    [KS, 'Kommunstyrelsen'],
    [SBN, 'Samhällsbyggnadsnämnden'],
  ] as const)
    await history.record('UnitDefined', { unit, name, kind: 'board' });
  return history.record('UnitMoved', {
    unit: SBN,
    line: ['Plan'],
    to: KS,
    ...(toLine === null ? {} : { toLine }),
    since: '2033',
    words: 'Planenheten flyttades.',
  });
}

const REQUEST = { view: 'delarsbokslut', unit: KS, year: '2033', through: '2033-08' } as const;

function cells(view: View, column: string): Record<string, readonly [string | null, readonly string[]]> {
  return Object.fromEntries(
    ROWS.flatMap((label) => {
      const cell = view.rows
        .find(({ path }) => path.at(-1) === label)
        ?.cells.find((c) => c.column === column);
      return cell === undefined
        ? []
        : [
            [
              label,
              [cell.value, cell.marks.filter((m) => m === 'restated' || m === 'notComparable')] as const,
            ],
          ];
    }),
  );
}

describe('a part that moved between boards, in the interim accounts', () => {
  it('is told, and the year before is marked where it is another thing; no value moves', async () => {
    await planMoved();
    const view = history.reader.view(REQUEST);
    expect(cells(view, 'outcomePreviousYear')).toEqual({
      Kansli: ['-100', []],
      Plan: [null, ['notComparable']],
      Totalt: ['-100', ['notComparable']],
    });
    expect(cells(view, 'difference')).toEqual({
      Kansli: ['-4', []],
      Plan: ['-23', ['notComparable']],
      Totalt: ['-27', ['notComparable']],
    });
    expect(view.comparability).toEqual([
      {
        kind: 'unitMoved',
        what: 'Planenheten flyttades.',
        from: 'Samhällsbyggnadsnämnden > Plan',
        to: 'Kommunstyrelsen > Plan',
        since: '2033',
        judgedBy: null,
        source: null,
        restatable: true,
        rows: [['Plan'], ['Totalt']],
        columns: ['outcomePreviousYear'],
      },
    ]);
  });

  it('asked to be comparable the year before has it where it went, and the sums hold', async () => {
    await planMoved();
    const view = history.reader.view({ ...REQUEST, comparable: true });
    expect(cells(view, 'outcomePreviousYear')).toEqual({
      Kansli: ['-100', []],
      Plan: ['-20', ['restated']],
      Totalt: ['-120', ['restated']],
    });
    expect(cells(view, 'difference')).toEqual({
      Kansli: ['-4', []],
      Plan: ['-3', ['restated']],
      Totalt: ['-7', ['restated']],
    });
    const giver = history.reader.view({ ...REQUEST, unit: SBN, comparable: true });
    expect(cells(giver, 'outcomePreviousYear')).toMatchObject({
      Plan: ['0', ['restated']],
      Totalt: ['-70', ['restated']],
    });
  });

  it('whose rows nobody has named makes the total comparable and marks every row', async () => {
    await planMoved(null);
    const view = history.reader.view({ ...REQUEST, comparable: true });
    expect(cells(view, 'outcomePreviousYear')).toMatchObject({
      Kansli: ['-100', ['notComparable']],
      Totalt: ['-120', ['restated']],
    });
    expect(view.comparability.map(({ restatable, rows }) => [restatable, rows.length])).toEqual([
      [false, 2],
      [true, 1],
    ]);
  });

  it('as of before it was recorded, and from what had been published, the answers are as exact', async () => {
    const position = await planMoved();
    const before = `${position.slice(0, position.indexOf(':') + 1)}${Number(position.split(':')[1]) - 1}`;
    const then = history.reader.view({ ...REQUEST, comparable: true }, { asOf: before });
    expect(then.comparability).toEqual([]);
    expect(cells(then, 'difference')).toMatchObject({ Totalt: ['-27', []] });
    const published = history.reader.view({ ...REQUEST, comparable: true }, { publishedBy: '2034-01-01' });
    expect(published.comparability).toHaveLength(1);
  });

  it('the explanation of a restated cell has its terms, and of a restated difference what was restated', async () => {
    await planMoved();
    const request = { ...REQUEST, comparable: true };
    const cell = history.reader.explain(request, 'Totalt', 'outcomePreviousYear');
    if (cell.kind !== 'cell') throw new Error('no cell');
    expect(cell.cell).toMatchObject({ value: '-120', reading: { unit: KS, line: [] } });
    expect(
      cell.cell.parts.map(({ coefficient, value, reading }) => [coefficient, value, reading?.unit]),
    ).toEqual([
      [1, '-100', KS],
      [1, '-20', SBN],
    ]);
    expect(cell.cell.comparability).toMatchObject([{ kind: 'unitMoved', restatable: true }]);
    const why = history.reader.explain(request, 'Totalt', 'difference');
    if (why.kind !== 'difference') throw new Error('no difference');
    const { difference } = why;
    expect(difference).toMatchObject({ fromValue: '-120', toValue: '-127', difference: '-7' });
    const sum = [difference.changed, difference.begun, difference.ended, difference.unexplained];
    expect(sum.reduce((total, text) => total + Number(text), 0)).toBe(-7);
    const parts = difference.parts.map((part) => part.coefficient * Number(part.difference));
    expect(parts.reduce((total, part) => total + part, 0)).toBe(-7);
    const plain = history.reader.explain(REQUEST, 'Totalt', 'difference');
    if (plain.kind !== 'difference') throw new Error('no difference');
    expect(plain.difference.comparability).toMatchObject([{ kind: 'unitMoved' }]);
    expect(plain.difference.marks).toContain('notComparable');
  });
});

describe('lines that are called otherwise, merged or split', () => {
  it('a renamed line is told with both names and who judged it, and is comparable as it is', async () => {
    await outcome(KS, '2032', { Kansliet: '-100' });
    await outcome(KS, '2033', { Kansli: '-104' });
    await history.record('LineNamed', {
      unit: KS,
      area: 'operations',
      line: ['Kansliet'],
      is: { kind: 'alias', of: ['Kansli'] },
      judgedBy: 'ekonom-7',
    });
    const view = history.reader.view(REQUEST);
    expect(cells(view, 'difference')).toMatchObject({ Kansli: ['-4', []] });
    expect(view.comparability).toMatchObject([
      { kind: 'lineRenamed', from: 'Kansliet', to: 'Kansli', judgedBy: 'ekonom-7', restatable: true },
    ]);
  });

  it('a split line is compared with the sum of its parts; a part alone is compared with nothing', async () => {
    await outcome(KS, '2032', { Kansli: '-123' });
    await outcome(KS, '2033', { Stab: '-104', Plan: '-23' });
    await history.record('LineNamed', {
      unit: KS,
      area: 'operations',
      line: ['Kansli'],
      is: { kind: 'split', parts: [['Stab'], ['Plan']] },
    });
    const plain = history.reader.view(REQUEST);
    expect(plain.comparability).toMatchObject([
      { kind: 'lineSplit', from: 'Kansli', to: 'Stab | Plan', restatable: true },
    ]);
    expect(cells(plain, 'difference')).toMatchObject({
      Plan: ['-23', ['notComparable']],
      Kansli: ['-4', []],
    });
    const view = history.reader.view({ ...REQUEST, comparable: true });
    expect(cells(view, 'difference')).toEqual({
      Kansli: ['-4', []],
      Plan: [null, ['notComparable']],
      Totalt: ['-4', []],
    });
  });
});
