import { describe, expect, it } from '@jest/globals';
import type { RowFormula } from './declaration.js';
import { NameTable } from './names.js';
import { lineOf, textOf, within } from './testing/figures.js';
import { story } from './testing/story.js';

const at = within();

describe('the value of a risk', () => {
  it('is likelihood times materiality also where no table says so; alone it is what is stated', () => {
    const control = within({ area: 'control', measure: 'risk' });
    const count = { unitOfMeasure: 'count' as const };
    const told = story(control).full('1');
    for (const [measure, score] of [
      ['likelihood', 3],
      ['materiality', 4],
    ] as const)
      told.state(control('Brand@1', { measure }), score, count);
    told.state('Energibrist@1', 8, count);
    told.inEveryOrder((is) => {
      const explained = is.explain(control('Brand@1'));
      expect([explained.value.amount, explained.composition]).toEqual([12_000_000n, 'product']);
      expect(is.explain(control('Energibrist@1')).value.amount).toBe(8_000_000n);
      // In another area the word means nothing.
      expect(is.explain(within({ area: 'staff', measure: 'risk' })('Brand@1')).composition).toBeNull();
    });
  });
});

describe('the table of an edition', () => {
  it('an amending edition that states a table of its own puts it into the one before', () => {
    const told = story(at)
      .table('1', { x: 100, y: 50 })
      .layout('1', ['x', 'y'])
      .amending('2')
      .layout('2', ['x']);
    told.state('x@2', 110);
    told.inEveryOrder((is) => {
      expect(is.values(at('y@2'), at('total@2'))).toEqual(['50 carried', '160 computed']);
      expect(is.difference(at('total@1'), at('total@2'))).toBe('10 = 0 + 0 + 0 + 10');
    });
  });

  it('an entry below what the layout has as a leaf is a part of it: the leaf is stated, the rest unallocated', () => {
    const told = story(at).table('1', { P: -100, Q: -10 }).layout('1', ['P', 'Q']);
    told.state('P > a@1', -30);
    told.inEveryOrder((is) => {
      expect(is.values(at('P@1'), at('P > ofördelat@1'))).toEqual([
        '−100 partial statedOnly',
        '−70 computed',
      ]);
      expect(is.value(at('total@1'))).toBe('−110 computed');
    });
  });

  it('a change below a leaf in an amending edition keeps the leaf as unallocated', () => {
    const told = story(at).table('1', { P: -100 }).amending('2');
    told.change('P > a@2', -5);
    told.inEveryOrder((is) => {
      expect(is.values(at('P > a@2'), at('P@2'), at('total@2'))).toEqual([
        '−5 carried',
        '−105 partial',
        '−105 computed',
      ]);
      expect(is.difference(at('P@1'), at('P@2'))).toBe('−5 = −5 + 0 + 0 + 0');
    });
  });

  it('a leaf that the amending edition states part by part is not carried beside them', () => {
    const told = story(at).table('1', { P: -100 }).amending('2').layout('2', ['P', 'P > a', 'P > b']);
    told.state('P > a@2', -60);
    told.state('P > b@2', -45);
    told.inEveryOrder((is) => {
      expect(is.value(at('P@2'))).toBe('−105 computed');
      expect(is.difference(at('P@1'), at('P@2'))).toBe('−5 = 0 + 0 + 0 − 5');
    });
  });

  it('what is stated of a partial total in an amending edition stands before what is carried', () => {
    const told = story(at).full('1').layout('1', ['x', 'y']).amending('2');
    told.state('total@1', -100);
    told.state('x@1', -60);
    told.state('total@2', -130);
    told.inEveryOrder((is) =>
      expect(is.values(at('total@2'), at('ofördelat@2'))).toEqual([
        '−130 partial statedOnly',
        '−70 computed',
      ]),
    );
  });

  it('each table has its own further breakdown of a total', () => {
    const told = story(at).table('1', { x: -80, y: -20 }).layout('1', ['x', 'y']);
    told.layout('1', [], { table: 'a', rank: 1, breakdown: { remainder: 'Kostnader', därav: ['Buffert'] } });
    told.layout('1', [], { table: 'b', rank: 2, breakdown: { remainder: 'Övrigt', därav: ['Personal'] } });
    told.state('Buffert@1', -3);
    told.state('Personal@1', -70);
    told.inEveryOrder((is) =>
      expect(is.values(at('Kostnader@1'), at('Övrigt@1'), at('total@1'))).toEqual([
        '−97 computed',
        '−30 computed',
        '−100 computed',
      ]),
    );
  });
});

describe('pairs of totals', () => {
  it('a line that moved to another part is compared with itself, both parts opened', () => {
    const told = story(at).table('1', { a: 10, b: 20, c: 5 }).table('2', { a: 11, b: 22, c: 5 });
    told.layout('1', ['G', 'a', 'b', 'c'], { parts: { total: ['G', 'b'], G: ['a', 'c'] } });
    told.layout('2', ['G', 'a', 'b', 'c'], { parts: { total: ['G'], G: ['a', 'b', 'c'] } });
    told.inEveryOrder((is) => {
      expect(is.parts(at('total@1'), at('total@2'))).toEqual({
        a: '1 = 0 + 0 + 0 + 1',
        b: '2 = 0 + 0 + 0 + 2',
        c: '0 = 0 + 0 + 0 + 0',
      });
      // Asked of the part alone, what moved in has begun there.
      expect(is.difference(at('G@1'), at('G@2'))).toBe('23 = 0 + 22 + 0 + 1');
      expect(is.difference(at('G@2'), at('G@1'))).toBe('−23 = 0 + 0 − 22 − 1');
    });
  });

  it('what a total of one side only holds of its own has begun with it', () => {
    const told = story(at).table('1', { x: 10 }).full('2', { known: true }).layout('2', ['x', 'P', 'P > a']);
    told.state('x@2', 10);
    told.state('P@2', 50);
    told.state('P > a@2', '-');
    told.inEveryOrder((is) =>
      expect(is.difference(at('total@1'), at('total@2'))).toBe('50 = 0 + 50 + 0 + 0'),
    );
    const partial = story(at)
      .table('1', { x: 10 })
      .full('2', { known: true })
      .layout('2', ['x', 'P', 'P > a', 'P > b']);
    partial.state('x@2', 10);
    partial.state('P@2', 50);
    partial.state('P > a@2', 20);
    partial.inEveryOrder((is) =>
      expect(is.difference(at('total@1'), at('total@2'))).toBe('50 = 0 + 50 + 0 + 0'),
    );
  });

  it('a leaf on one side and a total on the other are one line, with the changes of its parts', () => {
    const told = story(at).table('1', { P: 100 }).table('2', { 'P > a': 70, 'P > b': 45 });
    told.layout('1', ['P']).layout('2', ['P', 'P > a', 'P > b']);
    told.change('P > a@2', 10, { from: at('P > a@1') });
    told.inEveryOrder((is) => {
      expect(is.difference(at('P@1'), at('P@2'))).toBe('15 = 10 + 0 + 0 + 5');
      expect(is.difference(at('total@1'), at('total@2'))).toBe('15 = 10 + 0 + 0 + 5');
    });
  });
});

describe('formulas', () => {
  const net: RowFormula = {
    operation: 'sum',
    terms: [
      { coefficient: 1n, measure: 'revenue' },
      { coefficient: 1n, measure: 'cost' },
    ],
  };
  const told = story(at).full('1', { known: true }).full('2', { known: true });
  for (const edition of ['1', '2'])
    told.layout(edition, [], { measures: [], formulas: [{ line: 'x', measure: 'net', formula: net }] });
  const of = (measure: string, edition: string): ReturnType<typeof at> => at(`x@${edition}`, { measure });
  told.state(of('revenue', '1'), 40);
  told.state(of('cost', '1'), -100);
  told.state(of('cost', '2'), -90);
  told.change(of('cost', '2'), 6, { from: of('cost', '1') });

  it('a net with a blank term is what is stated of it; the causes of its terms are still listed', () => {
    const blank = told.branch();
    blank.state(of('revenue', '2'), '-');
    blank.state(of('net', '2'), -55);
    blank.inEveryOrder((is) => {
      expect(is.values(of('net', '1'), of('net', '2'))).toEqual([
        '−60 computed',
        '−55 partsNotStated statedOnly',
      ]);
      expect(is.difference(of('net', '1'), of('net', '2'))).toBe('5 = 6 + 0 + 0 − 1');
    });
  });

  it('a change entered on a net stands beside those of its terms', () => {
    const own = told.branch();
    own.state(of('revenue', '2'), 41);
    own.change(of('net', '2'), 3, { from: of('net', '1') });
    own.inEveryOrder((is) => {
      expect(is.difference(of('net', '1'), of('net', '2'))).toBe('11 = 9 + 0 + 0 + 2');
      expect(is.parts(of('net', '1'), of('net', '2'))).toMatchObject({
        'x > ofördelat': '0 = 3 + 0 + 0 − 3',
      });
    });
  });
});

describe('names', () => {
  const names = (...aliases: (readonly [string, string])[]): NameTable =>
    new NameTable(
      aliases.map(([line, of]) => ({
        kind: 'name',
        unit: 'u',
        area: 'a',
        line: lineOf(line),
        is: { kind: 'alias', of: lineOf(of) },
      })),
    );
  const resolved = (table: NameTable, line: string): string => textOf(table.resolve(lineOf(line)));

  it('an alias of a group holds for the lines below it', () => {
    const table = names(['Rei', 'Reinvestering'], ['Reinvestering > Inv', 'Reinvestering > Inventarier']);
    expect(resolved(table, 'Rei > Inv')).toBe('Reinvestering > Inventarier');
  });

  it('aliases in a circle name one line, from wherever it is entered', () => {
    const table = names(['b', 'c'], ['c', 'b'], ['a', 'b']);
    expect(['a', 'b', 'c'].map((line) => resolved(table, line))).toEqual(['b', 'b', 'b']);
  });

  it('an alias that would lengthen the path for ever holds once', () => {
    const table = names(['a', 'b > y'], ['b', 'a > x']);
    expect(resolved(table, 'a')).toBe('a > x > y');
  });
});
