import { describe, expect, it } from '@jest/globals';
import { groupDiscrepancies, assertionsOf } from './reconcile.js';
import { tkr, within } from './testing/figures.js';
import { story } from './testing/story.js';
import { asserted } from './testing/answers.js';

describe('Pairs of other kinds', () => {
  it('K16 Against another basis', () => {
    const cost = within({ period: '2020' });
    const budget = cost('Kommunledning@2020@2021');
    const forecast = cost('Kommunledning@2020@2021', { basis: 'forecast' });
    const a = story(cost).full(budget).full(forecast);
    a.state(budget, -190_112);
    a.state(forecast, -216_112);
    a.inEveryOrder((is) => expect(is.difference(budget, forecast)).toBe('−26 000 = 0 + 0 + 0 − 26 000'));
    a.change(forecast, -26_000, { from: budget, cause: 'Gässlösa' });
    a.inEveryOrder((is) => {
      expect(is.difference(budget, forecast)).toBe('−26 000 = −26 000 + 0 + 0 + 0');
      expect(is.difference(forecast, budget)).toBe('26 000 = 26 000 + 0 + 0 + 0');
    });

    const land = within({ unit: 'alingsas/ks/exploatering', period: '2023', measure: 'revenue' });
    const year = land('total@2023');
    const [t1, t2] = [land('total@T1', { basis: 'forecast' }), land('total@T2', { basis: 'forecast' })];
    const b = story(land)
      .full(year)
      .full(t1, { order: [2023, 4] })
      .full(t2, { order: [2023, 8] });
    b.state(year, 9531);
    b.state(t2, 7949);
    b.change(t2, -1712, { from: year, cause: 'tomter', kind: 'sale' });
    b.inEveryOrder((is) => expect(is.difference(year, t2)).toBe('−1 582 = −1 712 + 0 + 0 + 130'));
    b.state(t1, 8000);
    b.change(t2, -51, { from: t1 });
    b.inEveryOrder((is) => {
      expect(is.difference(t1, t2)).toBe('−51 = −51 + 0 + 0 + 0');
      expect(is.difference(year, t1)).toBe('−1 531 = 0 + 0 + 0 − 1 531');
      expect(is.difference(year, t2)).toBe('−1 582 = −1 712 + 0 + 0 + 130');
    });
  });

  it('of an unallocated part and another line say the same whichever is asked first', () => {
    const cost = within({ period: '2021' });
    const told = story(cost).full(cost('C@1')).amending(cost('C@2'));
    told.state(cost('A@1'), -100);
    told.state(cost('C > c1@1'), -300);
    told.change(cost('C@2'), 1000, { cause: 'krav på hela C' });
    told.inEveryOrder((is) => {
      const [line, rest] = [cost('A@1'), cost('C > (ofördelat)@2')];
      const [there, back] = [is.split(line, rest), is.split(rest, line)];
      expect([back.changed, back.unexplained]).toEqual([-there.changed, -there.unexplained]);
      expect(there.changes).toEqual([]);
    });
  });

  it('K17 Year to year', () => {
    const grant = within({ unit: 'alingsas/ks/exkl-exploatering', measure: 'grant' });
    const before = grant('total@2024@2025', { period: '2024' });
    const after = grant('total@2025', { period: '2025' });
    const told = story(grant).full(before).full(after);
    told.state(before, 114_308, { source: 'budget/ramar' });
    told.state(after, 118_535, { source: 'budget/ramar' });
    told.change(after, 200, { from: before, cause: 'PKV', precision: 50 });
    told.change(after, 5000, { from: before, cause: 'omställningsfond', precision: 50 });
    const mnkr = { source: 'budget/text', authority: 1, unitOfMeasure: 'mnkr', decimals: 1 } as const;
    told.state(before, 113_300, { ...mnkr, id: 'text 2024' });
    told.state(after, 118_500, { ...mnkr, id: 'text 2025' });
    told.statedDifference(before, after, 5200, { ...mnkr, id: 'text +5,2' });
    told.inEveryOrder((is) => {
      expect(is.difference(before, after)).toBe('4 227 = 5 200 + 0 + 0 − 973');
      const split = is.split(before, after);
      expect([split.precision, split.marks.has('withinPrecision')]).toEqual([tkr(100), false]);
      expect(is.steps(after)).toEqual(['2025: opening 118 535']);
      expect(is.assertions(before)).toEqual(['113 300 against 114 308: discrepancy −1 008 (50,5)']);
      const found = [before, after].flatMap((reading) => assertionsOf(is.evaluator, reading));
      const { discrepancies, roundings } = groupDiscrepancies(found);
      expect(
        discrepancies.map(({ root, followOns }) => [root.entry.id, ...followOns.map((f) => f.entry.id)]),
      ).toEqual([['text 2024', 'text +5,2']]);
      expect(discrepancies[0]?.followOns.map(asserted)).toEqual([
        expect.stringContaining('5 200 against 4 227: followOn 973'),
      ]);
      expect(roundings.map((r) => r.entry.id)).toEqual(['text 2025']);
    });
  });

  it('K18 A change whose amount is not stated', () => {
    const personnel = within({ unit: 'alingsas/ks/exkl-exploatering', basis: 'outcome' });
    const before = personnel('Personal@2022-08', { period: '2022' });
    const after = personnel('Personal@2023-08', { period: '2023' });
    const told = story(personnel).full(before).full(after);
    told.state(before, -55_412);
    told.state(after, -64_523);
    const causes = [
      ['löner', -1300],
      ['arvoden', -700],
      ['vakanser', null],
      ['planenheten', null],
    ] as const;
    for (const [cause, amount] of causes) told.change(after, amount, { from: before, cause });
    told.inEveryOrder((is) => {
      expect(is.difference(before, after)).toBe('−9 111 = −2 000 + 0 + 0 − 7 111');
      expect(is.causes(before, after).map(({ words }) => words)).toEqual([
        'arvoden',
        'löner',
        'planenheten',
        'vakanser',
      ]);
    });
  });
});
