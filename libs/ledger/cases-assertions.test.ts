import { describe, expect, it } from '@jest/globals';
import { fromDecimal } from '#amount';
import type { RowFormula } from './declaration.js';
import type { Reading } from './figure.js';
import { divideRounded } from './operation.js';
import { assertionsOf, groupDiscrepancies, type Asserted } from './reconcile.js';
import type { Answers } from './testing/answers.js';
import { printed, tkr, within } from './testing/figures.js';
import { story, type Story } from './testing/story.js';

const sumOf = (...measures: string[]): RowFormula => ({
  operation: 'sum',
  terms: measures.map((measure) => ({ coefficient: 1n, measure })),
});

const all = (is: Answers, readings: readonly Reading[]): Asserted[] =>
  readings.flatMap((reading) => assertionsOf(is.evaluator, reading));

/** What is printed, computed, the difference, the tolerance and the class, by the entry's id. */
function table(asserted: readonly Asserted[]): Record<string, string[]> {
  return Object.fromEntries(
    asserted.map((a) => [
      a.entry.id,
      [...[a.stated, a.computed, a.difference, a.tolerance].map((amount) => printed(amount)), a.class],
    ]),
  );
}

describe('Assertions', () => {
  it('K29 Rounding, discrepancy, follow-on', () => {
    const at = within({ unit: 'alingsas/ks/exkl-exploatering', period: '2024' });
    const of = (measure: string, line = 'total'): Reading => at(`${line}@2024@2025`, { measure });
    const costs = { Personal: -114_196, Lokaler: -7986, Tjänster: -51_171, Övrigt: -41_587 };
    const source = { source: 'budget-2025/ramar' };
    const told = story(at).full(of('cost'));
    told.layout(of('cost'), Object.keys(costs), {
      table: 'ramar',
      formulas: [
        { line: 'total', measure: 'net', formula: sumOf('revenue', 'cost') },
        { line: 'total', measure: 'result', formula: sumOf('net', 'grant', 'financial') },
      ],
    });
    for (const [line, amount] of Object.entries(costs)) told.state(of('cost', line), amount, source);
    told.state(of('revenue'), 100_548, source);
    told.state(of('grant'), 114_308, source);
    told.state(of('financial'), 85, source);
    told.state(of('cost'), -214_941, { ...source, id: 'kostnader' });
    told.state(of('net'), -114_393, { ...source, id: 'nettokostnader' });
    told.state(of('result'), 0, { ...source, id: 'resultat' });
    told.inEveryOrder((is) => {
      expect(
        table(
          all(
            is,
            ['cost', 'net', 'result'].map((measure) => of(measure)),
          ),
        ),
      ).toEqual({
        kostnader: ['−214 941', '−214 940', '−1', '2,5', 'rounding'],
        nettokostnader: ['−114 393', '−114 392', '−1', '1,5', 'rounding'],
        resultat: ['0', '1', '−1', '2', 'rounding'],
      });
    });
  });

  it('K29 … of a printed difference, in percent', () => {
    const at = within({ area: 'staff', basis: 'outcome', measure: 'absence' });
    const [before, after] = [
      at('total@2022-07', { period: '2022' }),
      at('total@2023-07', { period: '2023' }),
    ];
    const told = story(at).full(before).full(after);
    told.state(before, 3.7, { unitOfMeasure: 'percent', decimals: 1 });
    told.state(after, 3.6, { unitOfMeasure: 'percent', decimals: 1 });
    told.statedDifference(before, after, -0.05, { unitOfMeasure: 'percent', decimals: 2 });
    const percent = (text: string): bigint => fromDecimal(text, 'percent');
    told.inEveryOrder((is) => {
      expect(all(is, [after])).toMatchObject([
        {
          stated: percent('-0.05'),
          computed: percent('-0.1'),
          difference: percent('0.05'),
          tolerance: percent('0.105'),
          class: 'rounding',
        },
      ]);
    });
  });

  it('K29 … a discrepancy and what follows from it', () => {
    const at = within({ unit: 'alingsas/ks', area: 'investment', period: '2028', measure: 'outlay' });
    const source = { source: 'budget-2025/investeringar' };
    const amounts: Record<string, number> = {
      Expansionsinvesteringar: -112_480,
      Imageinvesteringar: 0,
      Reinvesteringar: -19_600,
      'Anpassningsinvesteringar > IT-Infrastruktur': -5000,
      'Anpassningsinvesteringar > Lokalanpassningar': -2000,
    };
    const told = story(at).full(at('total@plan@2025'));
    told.layout(
      at('total@plan@2025'),
      [
        'Expansionsinvesteringar',
        'Imageinvesteringar',
        'Reinvesteringar',
        'Anpassningsinvesteringar',
        ...Object.keys(amounts).slice(3),
      ],
      { table: 'investeringar' },
    );
    for (const [line, amount] of Object.entries(amounts)) told.state(`${line}@plan@2025`, amount, source);
    told.state('Anpassningsinvesteringar@plan@2025', -10_000, { ...source, id: 'anpassning' });
    told.state('total@plan@2025', -142_080, { ...source, id: 'total' });
    told.inEveryOrder((is) => {
      const found = all(is, [at('Anpassningsinvesteringar@plan@2025'), at('total@plan@2025')]);
      expect(is.value(at('Anpassningsinvesteringar@plan@2025'))).toBe('−7 000 computed');
      expect(table(found)).toEqual({
        anpassning: ['−10 000', '−7 000', '−3 000', '1,5', 'discrepancy'],
        total: ['−142 080', '−139 080', '−3 000', '2,5', 'followOn'],
      });
      const { discrepancies } = groupDiscrepancies(found);
      expect(discrepancies.map((d) => [d.root.entry.id, d.followOns.map((f) => f.entry.id)])).toEqual([
        ['anpassning', ['total']],
      ]);
    });
  });

  const LINES: readonly (readonly [string, number, number, number])[] = [
    ['Övrig gemensam verksamhet', 0, 475, 475],
    ['Bidrag till samarbetsorganisationer', 843, 19_592, 20_435],
    ['Näringslivsfrämjande åtgärder', 0, 2264, 2264],
    ['Räddningstjänst', 0, 101_443, 101_443],
    ['Kommunikationer', 0, 13_279, 13_279],
    ['Ekonomiskt bistånd', 5, 0, 5],
    ['total', 848, 137_053, 137_901],
  ];

  /** Two tables of the same facts; the cost column of the first read with one sign or the other. */
  function twoTables(costSign: 1 | -1, costRow: 'total' | 'remainder'): { told: Story; readings: Reading[] } {
    const at = within({ unit: 'boras/ks/kommungemensam-verksamhet', basis: 'outcome', period: '2023' });
    const of = (measure: string, line = 'total'): Reading => at(`${line}@2023-12`, { measure });
    const lines = LINES.map(([line]) => line);
    const told = story(at).full(of('cost'));
    told.layout(of('cost'), lines.slice(0, -1), {
      table: 'verksamhet',
      measures: ['revenue', 'cost'],
      formulas: lines.map((line) => ({ line, measure: 'net', formula: sumOf('revenue', 'cost') })),
    });
    const formulas = [
      { line: 'total', measure: 'net', formula: sumOf('revenue', 'cost') },
      { line: 'total', measure: 'result', formula: sumOf('net', 'grant') },
    ];
    const summary = { table: 'sammandrag', rank: 1, formulas };
    if (costRow === 'total')
      told.layout(of('cost'), [], { ...summary, measures: ['revenue', 'cost'], plain: true });
    else {
      const breakdown = { remainder: 'Summa kostnader', därav: ['Buffert'] };
      const rows = [{ path: [], kind: 'total' as const, line: [], measure: 'revenue' }];
      told.layout(of('cost'), [], { ...summary, measures: ['cost'], breakdown, rows });
    }
    for (const [line, revenue, cost, net] of LINES) {
      const said = { source: 'planering/verksamhet', table: 0 };
      told.state(of('revenue', line), revenue, { ...said, id: `${line} intäkt` });
      told.state(of('cost', line), costSign * cost, { ...said, id: `${line} kostnad` });
      told.state(of('net', line), net, { ...said, id: `${line} netto` });
    }
    const said = { source: 'planering/sammandrag', table: 1 };
    const costs = costRow === 'total' ? 'total' : 'Summa kostnader';
    told.state(of('revenue'), 847, { ...said, id: 'sammandrag intäkter' });
    told.state(of('cost', costs), -137_053, { ...said, id: 'sammandrag kostnader' });
    if (costRow === 'remainder') told.state(of('cost', 'Buffert'), 0, { ...said, id: 'sammandrag buffert' });
    told.state(of('net'), -136_206, { ...said, id: 'sammandrag netto' });
    told.state(of('grant'), 136_950, { ...said, id: 'sammandrag kommunbidrag' });
    told.state(of('result'), 744, { ...said, id: 'sammandrag resultat' });
    const readings = ['revenue', 'cost', 'net'].flatMap((measure) => lines.map((line) => of(measure, line)));
    readings.push(of('result'), ...(costRow === 'remainder' ? [of('cost', costs)] : []));
    return { told, readings };
  }

  it.each(['total', 'remainder'] as const)('K30 A discrepancy names two places (costs as %s)', (costRow) => {
    const { told, readings } = twoTables(1, costRow);
    told.inEveryOrder((is) => {
      const found = all(is, readings);
      const { discrepancies, roundings } = groupDiscrepancies(found);
      expect(discrepancies.map((d) => d.root.entry.id)).toEqual(['sammandrag kostnader']);
      const [one] = discrepancies;
      expect(one?.root.difference).toBe(tkr(-274_106));
      expect(one?.root.places.map((entry) => entry.id)).toEqual(
        expect.arrayContaining(['sammandrag kostnader', 'total kostnad']),
      );
      expect(one?.followOns.map((f) => [f.entry.id, printed(f.difference)]).sort()).toEqual([
        ['sammandrag netto', '−274 107'],
        ['sammandrag resultat', '−274 107'],
      ]);
      expect(roundings.map((r) => [r.entry.id, printed(r.tolerance)])).toEqual([
        ['sammandrag intäkter', '1'],
      ]);
    });
  });

  it.each(['total', 'remainder'] as const)(
    'K30 … and the profile moves it, costs printed + (costs as %s)',
    (costRow) => {
      const { told, readings } = twoTables(-1, costRow);
      told.inEveryOrder((is) => {
        const off = all(is, readings).filter((a) => a.class === 'discrepancy' || a.class === 'followOn');
        const lines = off.filter((a) => a.entry.id !== 'total netto');
        expect(lines.map((a) => a.entry.id).sort()).toEqual(
          LINES.slice(0, 5)
            .map(([line]) => `${line} netto`)
            .sort(),
        );
        expect(lines.reduce((sum, a) => sum + a.difference, 0n)).toBe(tkr(274_106));
        expect(off.find((a) => a.entry.id === 'total netto')?.difference).toBe(tkr(274_106));
        expect(off).toHaveLength(6);
      });
    },
  );

  it('K32 Product and ratio', () => {
    const control = within({ area: 'control', measure: 'risk' });
    const risk = control('Välfärdsbrottslighet@2025');
    const product: RowFormula = {
      operation: 'product',
      terms: ['likelihood', 'materiality'].map((measure) => ({ coefficient: 1n, measure })),
    };
    const count = { unitOfMeasure: 'count' as const };
    const risks = story(control).full(risk);
    risks.layout(risk, [], {
      measures: [],
      formulas: [{ line: 'Välfärdsbrottslighet', measure: 'risk', formula: product }],
    });
    risks.state({ ...risk, measure: 'likelihood' }, 3, count);
    risks.state({ ...risk, measure: 'materiality' }, 4, count);
    risks.state(risk, 12, { ...count, source: 'kontrollplan/risker' });
    risks.inEveryOrder((is) => {
      const explained = is.explain(risk);
      expect([explained.value.amount, explained.composition]).toEqual([12_000_000n, 'product']);
      expect(explained.parts.map((part) => part.explanation.value.amount)).toEqual([3_000_000n, 4_000_000n]);
      expect(all(is, [risk])).toMatchObject([{ class: 'equal', kind: 'product' }]);
    });

    const outlay = within({ unit: 'alingsas/ks', area: 'investment', measure: 'outlay' });
    const line = 'Expansion';
    const share: RowFormula = {
      operation: 'ratio',
      percent: true,
      terms: [
        { coefficient: 1n, measure: 'outlay', line: [line] },
        { coefficient: 1n, measure: 'outlay', line: [] },
      ],
    };
    const columns = [
      { period: '2025', edition: '2025' },
      { period: '2026', edition: 'plan@2025' },
    ];
    const both: RowFormula = {
      operation: 'sum',
      terms: columns.map((column) => ({ coefficient: 1n, measure: 'outlay', ...column })),
    };
    const told = story(outlay);
    const amounts = [
      [-70_690, -36_100],
      [-91_753, -53_100],
    ] as const;
    const shares = columns.map(({ period, edition }, i) => {
      const total = outlay(`total@${edition}`, { period });
      told
        .full(total)
        .layout(total, [line, 'Annat'], { formulas: [{ line, measure: 'share', formula: share }] });
      told.state({ ...total, line: [line] }, amounts[i]?.[0] as number);
      told.state({ ...total, line: ['Annat'] }, amounts[i]?.[1] as number);
      return { ...total, line: [line], measure: 'share' };
    });
    const together = outlay('total@2025', { period: '2025–2026' });
    told.full(together).layout(together, [], {
      measures: [],
      formulas: [
        { line, measure: 'outlay', formula: both },
        { line: 'total', measure: 'outlay', formula: both },
        { line, measure: 'share', formula: share },
      ],
    });
    told.inEveryOrder((is) => {
      const percent = (reading: Reading): bigint =>
        divideRounded(is.evaluator.value(reading).amount as bigint, 10_000n);
      expect(shares.map(percent)).toEqual([6620n, 6334n]);
      // The mean of the two would be 64,77.
      expect(percent({ ...together, line: [line], measure: 'share' })).toBe(6455n);
      expect(is.value({ ...together, line: [line] })).toBe('−162 443 computed');
      expect(is.value(together)).toBe('−251 643 computed');
    });
  });

  it('K32 … a rounded share', () => {
    const outcome = within({ unit: 'alingsas/ks', area: 'investment', basis: 'outcome', measure: 'outlay' });
    const total = outcome('total@2024-12');
    const formula: RowFormula = {
      operation: 'ratio',
      terms: [
        { coefficient: 1n, measure: 'outlay', line: ['Expansion'] },
        { coefficient: 1n, measure: 'outlay', line: [] },
      ],
      percent: true,
    };
    const told = story(outcome).full(total);
    told.layout(total, ['Expansion', 'Annat'], {
      formulas: [{ line: 'Expansion', measure: 'share', formula }],
    });
    told.state('Expansion@2024-12', -37_355);
    told.state('Annat@2024-12', -19_063);
    const share = outcome('Expansion@2024-12', { measure: 'share' });
    told.state(share, 66, { unitOfMeasure: 'percent' });
    told.inEveryOrder((is) => {
      expect(divideRounded(is.evaluator.value(share).amount as bigint, 10_000n)).toBe(6621n);
      expect(all(is, [share])).toMatchObject([{ class: 'rounding', kind: 'product', tolerance: 500_000n }]);
    });
  });
});
