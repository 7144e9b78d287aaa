import { describe, expect, it } from '@jest/globals';
import { tkr, within } from './testing/figures.js';
import { enterCauses, nineLines } from './testing/kommunledning.js';
import { story } from './testing/story.js';

const at = within();
const [first, second] = [at('total@2021:1'), at('total@2021:2')];

describe('Totals', () => {
  it('K19 A demand on the frame', () => {
    const told = nineLines();
    const causes = enterCauses(told, 'total');
    told.inEveryOrder((is) => {
      expect(is.values(first, second)).toEqual(['−223 659 computed', '−222 409 computed']);
      expect(is.difference(first, second)).toBe('1 250 = 1 300 + 0 + 0 − 50');
      const { Kommunledning, ofördelat, ...rest } = is.parts(first, second);
      expect(Kommunledning).toBe('1 250 = 0 + 0 + 0 + 1 250');
      expect(ofördelat).toBe('0 = 1 300 + 0 + 0 − 1 300');
      expect(new Set(Object.values(rest))).toEqual(new Set(['0 = 0 + 0 + 0 + 0']));
      expect(Object.keys(rest)).toHaveLength(8);
    });
    const amounts = [1300, 500, -500];
    for (const [i, id] of causes.entries())
      told.correct(id, { at: 'Kommunledning@2021:2', amount: amounts[i] as number });
    told.inEveryOrder((is) => {
      expect(is.difference(first, second)).toBe('1 250 = 1 300 + 0 + 0 − 50');
      expect(is.parts(first, second)).toMatchObject({ Kommunledning: '1 250 = 1 300 + 0 + 0 − 50' });
      expect(is.parts(first, second)).not.toHaveProperty('ofördelat');
      expect(is.values(first, second)).toEqual(['−223 659 computed', '−222 409 computed']);
    });
  });

  it('K20 The same in an amending edition', () => {
    const told = story(at).table('1', { x: -100, y: -50 }).amending('2');
    told.change('total@2', 30);
    told.inEveryOrder((is) => {
      expect(is.values(at('x@2'), at('y@2'), at('ofördelat@2'), at('total@2'))).toEqual([
        '−100 carried',
        '−50 carried',
        '30 computed',
        '−120 computed',
      ]);
      expect(is.difference(at('total@1'), at('total@2'))).toBe('30 = 30 + 0 + 0 + 0');
      expect(is.partsOf(at('total@2'))).toEqual({
        x: '−100 carried',
        y: '−50 carried',
        ofördelat: '30 computed',
      });
    });
    told.table('3', { x: -80, y: -40 });
    told.inEveryOrder((is) => {
      expect(is.values(at('total@3'), at('ofördelat@3'))).toEqual(['−120 computed', '0 computed']);
      expect(is.difference(at('total@2'), at('total@3'))).toBe('0 = 0 + 0 + 0 + 0');
      expect(is.parts(at('total@2'), at('total@3'))).toEqual({
        x: '20 = 0 + 0 + 0 + 20',
        y: '10 = 0 + 0 + 0 + 10',
        ofördelat: '−30 = 0 + 0 + 0 − 30',
      });
    });
    for (const [line, amount] of [
      ['x', 20],
      ['y', 10],
      ['total', -30],
    ] as const) {
      told.change(`${line}@3`, amount, { from: at(`${line}@2`), cause: 'fördelning' });
    }
    told.inEveryOrder((is) => {
      expect(is.parts(at('total@2'), at('total@3'))).toEqual({
        x: '20 = 20 + 0 + 0 + 0',
        y: '10 = 10 + 0 + 0 + 0',
        ofördelat: '−30 = −30 + 0 + 0 + 0',
      });
      expect(is.difference(at('total@1'), at('total@3'))).toBe('30 = 30 + 0 + 0 + 0');
    });
  });

  it('K21 Partial totals', () => {
    const told = story(at).full('1').layout('1', ['x', 'y', 'z']);
    told.state('total@1', -100);
    told.inEveryOrder((is) =>
      expect(is.values(at('total@1'), at('ofördelat@1'))).toEqual([
        '−100 partial statedOnly',
        '−100 computed',
      ]),
    );
    told.state('x@1', -60);
    told.inEveryOrder((is) => expect(is.value(at('ofördelat@1'))).toBe('−40 computed'));
    told.amending('2');
    told.change('x@2', -5);
    told.inEveryOrder((is) => {
      expect(is.values(at('total@2'), at('ofördelat@2'))).toEqual(['−105 partial', '−40 computed']);
      expect(is.difference(at('total@1'), at('total@2'))).toBe('−5 = −5 + 0 + 0 + 0');
    });
    told.state('y@1', '-');
    told.inEveryOrder((is) => expect(is.value(at('total@1'))).toBe('−100 partial statedOnly'));
    told.state('z@1', -38);
    told.inEveryOrder((is) => {
      expect(is.value(at('total@1'))).toBe('−98 computed partsNotStated');
      expect(is.assertions(at('total@1'))).toEqual(['−100 against −98: discrepancy −2 (1,5)']);
    });

    const unstated = story(at).full('1').layout('1', ['x', 'y']);
    unstated.state('x@1', -60);
    unstated.inEveryOrder((is) => expect(is.value(at('total@1'))).toBe('none'));
  });

  it('K22 A hole is not an end', () => {
    const told = nineLines();
    const withoutTotal = told.branch();
    told.state('total@2021:2', -222_409);
    for (const branch of [told, withoutTotal]) {
      branch.change('Kommunledning@2021:2', 1300, { from: at('Kommunledning@2021:1') });
      branch.withdraw('Kommunledning@2021:2');
    }
    told.inEveryOrder((is) => {
      expect(is.values(second, at('ofördelat@2021:2'))).toEqual([
        '−222 409 partial statedOnly',
        '−184 169 computed',
      ]);
      expect(is.difference(first, second)).toBe('1 250 = 1 300 + 0 + 0 − 50');
      expect(is.parts(first, second)).toMatchObject({
        Kommunledning: '185 419 = 1 300 + 0 + 0 + 184 119',
        ofördelat: '−184 169 = 0 + 0 + 0 − 184 169',
      });
      const hole = is.split(first, second).parts.find(({ split }) => split.to.line[0] === 'Kommunledning');
      expect([...(hole?.split.marks ?? [])]).toEqual(['partial']);
      expect(is.difference(at('Kommunledning@2021:1'), at('Kommunledning@2021:2'))).toBe('none');
    });
    // Adding up what is left would give −38 240.
    withoutTotal.inEveryOrder((is) => expect(is.value(second)).toBe('none'));
  });

  it('K23 Two breakdowns: Buffert', () => {
    const told = nineLines();
    for (const edition of ['2021:1', '2021:2']) {
      const breakdown = { remainder: 'Kostnader', därav: ['Buffert'] };
      told.layout(edition, [], { table: 'sammandrag', rank: 1, breakdown });
      told.layout(
        edition,
        [...new Set(nineLines().now().book.entryLines(first, edition, 'cost'))].map(String),
        { table: 'verksamhet' },
      );
    }
    for (const [edition, buffert, kostnader] of [
      ['2021:1', -643, -223_016],
      ['2021:2', -637, -221_772],
    ] as const) {
      told.state(`Buffert@${edition}`, buffert, { source: 'budget/sammandrag' });
      told.state(`Kostnader@${edition}`, kostnader, { source: 'budget/sammandrag' });
    }
    told.inEveryOrder((is) => {
      const row = (line: string): string[] => is.values(at(`${line}@2021:1`), at(`${line}@2021:2`));
      expect(row('Kostnader')).toEqual(['−223 016 computed', '−221 772 computed']);
      // Summing Buffert once more would give −223 046.
      expect(row('total')).toEqual(['−223 659 computed', '−222 409 computed']);
      expect(is.difference(first, second)).toBe('1 250 = 0 + 0 + 0 + 1 250');
      expect(is.split(at('Kostnader@2021:1'), at('Kostnader@2021:2')).difference).toBe(tkr(1244));
      expect(is.split(at('Buffert@2021:1'), at('Buffert@2021:2')).difference).toBe(tkr(6));
      expect(is.assertions(at('Kostnader@2021:2'))).toEqual([
        expect.stringContaining('−221 772 against −221 772: equal 0'),
      ]);
    });
  });
});
