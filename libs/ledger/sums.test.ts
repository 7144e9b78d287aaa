import { describe, expect, it } from '@jest/globals';
import { differenceOfSums, type Split, type Summed } from './difference.js';
import { editionSteps, namedPairs } from './explain.js';
import type { Reading } from './figure.js';
import type { Answers } from './testing/answers.js';
import { tkr, within } from './testing/figures.js';
import { story } from './testing/story.js';
import { NO_VALUE } from './value.js';

const land = within({ unit: 'alingsas/ks/exploatering', period: '2023', measure: 'revenue' });
const budget = land('total@2023');
const forecast = land('total@T2', { basis: 'forecast' });
const outcome = land('total@2023-08', { basis: 'outcome' });
const yearBefore = land('total@2022-08', { basis: 'outcome', period: '2022' });

/** Budget 9 531, forecast 7 949 with a cause of the pair, outcome −172 of which 29 869 the year before. */
function figures() {
  const told = story(land).full(budget).full(forecast).full(outcome).full(yearBefore);
  told.state(budget, 9531);
  told.state(forecast, 7949);
  told.state(outcome, -172);
  told.state(yearBefore, 29_869);
  told.change(forecast, -1712, { from: budget, cause: 'tomter' });
  return told;
}

/** `of` − `against`, or one reading alone. */
function sum(is: Answers, of: Reading, against?: Reading): Summed {
  const terms = [
    { coefficient: 1n, reading: of },
    ...(against === undefined ? [] : [{ coefficient: -1n, reading: against }]),
  ];
  const values = terms.map(({ reading }) => is.evaluator.value(reading).amount);
  const amount = values.some((value) => value === null)
    ? null
    : terms.reduce((total, { coefficient }, i) => total + coefficient * (values[i] ?? 0n), 0n);
  return { terms, value: { ...NO_VALUE, amount } };
}

function told({ difference, changed, begun, ended, unexplained }: Split): (bigint | null)[] {
  return [difference, changed, begun, ended, unexplained];
}

describe('the difference of two sums', () => {
  it('is that of their terms, paired by place, each by its coefficient', () => {
    figures().inEveryOrder((is) => {
      // −1 582 less −30 041, of which the cause of the deviation explains nothing of the second.
      const split = differenceOfSums(is.evaluator, sum(is, outcome, yearBefore), sum(is, forecast, budget));
      expect(told(split)).toEqual([tkr(28_459), 0n, 0n, 0n, tkr(28_459)]);
      expect(split.parts.map((part) => [part.coefficient, part.split.difference])).toEqual([
        [1n, tkr(8121)],
        [-1n, tkr(-20_338)],
      ]);
    });
  });

  it('a term that only one of them has is begun or ended; of two single readings it is theirs', () => {
    figures().inEveryOrder((is) => {
      const deviation = sum(is, forecast, budget);
      expect(told(differenceOfSums(is.evaluator, sum(is, forecast), deviation))).toEqual([
        tkr(-9531),
        0n,
        tkr(-9531),
        0n,
        0n,
      ]);
      expect(told(differenceOfSums(is.evaluator, deviation, sum(is, forecast)))).toEqual([
        tkr(9531),
        0n,
        0n,
        tkr(9531),
        0n,
      ]);
      expect(told(differenceOfSums(is.evaluator, sum(is, budget), sum(is, forecast)))).toEqual([
        tkr(-1582),
        tkr(-1712),
        0n,
        0n,
        tkr(130),
      ]);
    });
  });

  it('one without a value has none, and where nothing else is asked counts as nothing', () => {
    const missing = land('total@T1', { basis: 'forecast' });
    figures().inEveryOrder((is) => {
      const [a, b] = [sum(is, missing), sum(is, forecast)];
      expect(differenceOfSums(is.evaluator, a, b).difference).toBeNull();
      expect(differenceOfSums(is.evaluator, a, b, false).difference).toBe(tkr(7949));
    });
  });
});

describe('the pairs that causes were entered for by name', () => {
  it('are those of other series and of editions that no step leads from, also of what a total is made of', () => {
    const cost = within({ period: '2025' });
    const before = cost('Kansli@2024', { period: '2024' });
    const figure = story(cost)
      .full(before)
      .full(cost('Kansli@1'))
      .full(cost('Kansli@2'))
      .full(cost('Kansli@3'));
    figure.state(before, -90);
    for (const [edition, amount] of [
      ['1', -100],
      ['2', -105],
      ['3', -110],
    ] as const)
      figure.state(cost(`Kansli@${edition}`), amount);
    figure.change(cost('Kansli@3'), -20, { from: before, cause: 'index' });
    figure.change(cost('Kansli@3'), -5, { from: cost('Kansli@2'), cause: 'taxi' });
    figure.inEveryOrder((is) => {
      for (const at of [cost('Kansli@3'), cost('total@3')]) {
        const steps = editionSteps(is.evaluator, at).map(({ edition }) => edition);
        expect(namedPairs(is.evaluator, at, steps)).toEqual([{ ...at, period: '2024', edition: '2024' }]);
      }
    });
  });
});
