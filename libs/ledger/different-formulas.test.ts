import { describe, expect, it } from '@jest/globals';
import type { RowFormula } from './declaration.js';
import type { Reading } from './figure.js';
import { within } from './testing/figures.js';
import { story } from './testing/story.js';

const sumOf = (...terms: readonly (readonly [bigint, string])[]): RowFormula => ({
  operation: 'sum',
  terms: terms.map(([coefficient, measure]) => ({ coefficient, measure })),
});

describe('a net that two editions make in different ways', () => {
  const at = within({ unit: 'sjovik/ks', period: '2024' });
  const of = (measure: string, edition: string): Reading => at(`Vägar@${edition}`, { measure });

  function told(one: RowFormula, two: RowFormula) {
    const is = story(at);
    for (const [edition, formula] of [
      ['1', one],
      ['2', two],
    ] as const) {
      is.full(of('cost', edition));
      is.layout(of('cost', edition), ['Vägar'], {
        measures: ['revenue', 'cost', 'grant'],
        formulas: [{ line: 'Vägar', measure: 'result', formula }],
      });
    }
    is.state(of('revenue', '1'), 10);
    is.state(of('cost', '1'), -100);
    is.state(of('grant', '1'), 80);
    is.state(of('revenue', '2'), 30);
    is.state(of('cost', '2'), -110);
    is.state(of('grant', '2'), 85);
    return is.now();
  }

  it('differs by what it is: a term of one of them only begins or ends', () => {
    const result = told(
      sumOf([1n, 'revenue'], [1n, 'cost']),
      sumOf([1n, 'revenue'], [1n, 'cost'], [1n, 'grant']),
    );
    expect(result.values(of('result', '1'), of('result', '2'))).toEqual(['−90 computed', '5 computed']);
    const split = result.split(of('result', '1'), of('result', '2'));
    expect([split.difference, split.begun, split.unexplained]).toEqual(
      [95n, 85n, 10n].map((tkr) => tkr * 1_000_000_000n),
    );
    const back = result.split(of('result', '2'), of('result', '1'));
    expect([back.difference, back.ended]).toEqual([-95n, -85n].map((tkr) => tkr * 1_000_000_000n));
  });

  it('with another coefficient the term is two', () => {
    const result = told(sumOf([1n, 'revenue'], [1n, 'cost']), sumOf([2n, 'revenue'], [1n, 'cost']));
    const split = result.split(of('result', '1'), of('result', '2'));
    expect([split.difference, split.begun, split.ended, split.unexplained]).toEqual(
      [40n, 60n, -10n, -10n].map((tkr) => tkr * 1_000_000_000n),
    );
  });
});
