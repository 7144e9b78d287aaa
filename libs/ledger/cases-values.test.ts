import { describe, expect, it } from '@jest/globals';
import { tkr, within } from './testing/figures.js';
import { enterCauses, kommunledning } from './testing/kommunledning.js';
import { story } from './testing/story.js';

const at = within();

describe('Values', () => {
  it('K1 Full and amending: dead lines stay dead', () => {
    const told = story(at)
      .table('1', { x: 100, y: 50, z: 30 })
      .amending('2')
      .table('3', { x: 120, z: 40 })
      .amending('4');
    told.change('x@2', 20);
    told.change('z@4', 10);
    told.inEveryOrder((is) => {
      const row = (line: string): string[] =>
        is.values(...['1', '2', '3', '4'].map((e) => at(`${line}@${e}`)));
      expect(row('x')).toEqual(['100', '120 carried', '120', '120 carried']);
      expect(row('y')).toEqual(['50', '50 carried', 'none', 'none']);
      expect(row('z')).toEqual(['30', '30 carried', '40', '50 carried']);
      // Carrying into the full edition would revive y: 210 and 220.
      expect(row('total')).toEqual(['180 computed', '200 computed', '160 computed', '170 computed']);
      expect(is.difference(at('total@1'), at('total@4'))).toBe('−10 = 30 + 0 − 50 + 10');
      expect(is.parts(at('total@1'), at('total@4'))).toEqual({
        x: '20 = 20 + 0 + 0 + 0',
        y: '−50 = 0 + 0 − 50 + 0',
        z: '20 = 10 + 0 + 0 + 10',
      });
      expect(is.difference(at('total@4'), at('total@1'))).toBe('10 = −30 + 50 + 0 − 10');
      // A figure that is carried over is told by where it began, also as a part.
      const [x] = is.explain(at('total@2')).parts;
      expect(x?.explanation.editions.map(({ edition, opening }) => [edition, opening])).toEqual([
        ['1', true],
        ['2', false],
      ]);
    });
  });

  it('K2 What has nothing to start from has no value', () => {
    const forecast = within({ basis: 'forecast' });
    const a = story(forecast)
      .full('T1', { known: true, order: [2021, 4] })
      .full('T2', { order: [2021, 8] });
    a.state('x@T1', -500);
    a.change('x@T2', -40, { from: forecast('x@T1') });
    a.inEveryOrder((is) => {
      expect(is.values(forecast('x@T1'), forecast('x@T2'))).toEqual(['−500', 'none']);
      expect(is.difference(forecast('x@T1'), forecast('x@T2'))).toBe('none');
    });

    const b = story(at).amending('2');
    b.change('x@2', 1250);
    b.inEveryOrder((is) => expect(is.value(at('x@2'))).toBe('none'));
    b.full('1');
    b.inEveryOrder((is) => expect(is.value(at('x@2'))).toBe('none'));
    const instead = b.branch();
    b.table('1', { y: 7 });
    b.inEveryOrder((is) => {
      expect(is.value(at('x@2'))).toBe('1 250 carried');
      expect(is.difference(at('x@1'), at('x@2'))).toBe('1 250 = 1 250 + 0 + 0 + 0');
    });
    instead.table('1', { x: -5000 });
    instead.inEveryOrder((is) => expect(is.value(at('x@2'))).toBe('−3 750 carried'));
  });

  it('K3 Opening; changes against statements: Kommunledning', () => {
    const { told, beforeCauses, causes } = kommunledning();
    const [first, second] = [at('Kommunledning@2021:1'), at('Kommunledning@2021:2')];
    const before = told.asOf(beforeCauses);
    expect(before.steps(first)).toEqual(['2021:1: opening −185 419']);
    expect(before.difference(first, second)).toBe('1 250 = 0 + 0 + 0 + 1 250');
    told.inEveryOrder((is) => {
      expect(is.steps(first)).toEqual(['2021:1: opening −185 419']);
      expect(is.difference(first, second)).toBe('1 250 = 1 300 + 0 + 0 − 50');
      expect(is.causes(first, second)).toHaveLength(3);
      expect([...is.split(first, second).marks]).toEqual(['withinPrecision']);
      expect(is.split(first, second).precision).toBe(tkr(150));
      expect(is.value(second)).toBe('−184 169');
      expect(is.steps(second)).toEqual(['2021:1: opening −185 419', '2021:2: 1 300 + 0 + 0 − 50 → −184 169']);
    });
    told.record({ kind: 'addedSource', id: 'source-1', to: causes[0] as string });
    expect(told.now().difference(first, second)).toBe('1 250 = 1 300 + 0 + 0 − 50');
    expect(told.now().book.addedSources(causes[0] as string)).toHaveLength(1);
  });

  it('K4 One cause, two figures', () => {
    const { told } = kommunledning();
    told.state(at('total@2021:1', { measure: 'grant' }), 128_650);
    told.state(at('total@2021:2', { measure: 'grant' }), 127_400);
    enterCauses(told, 'total', 'grant', -1);
    const sum = {
      operation: 'sum' as const,
      terms: [
        { coefficient: 1n, measure: 'cost' },
        { coefficient: 1n, measure: 'grant' },
      ],
    };
    for (const edition of ['2021:1', '2021:2']) {
      told.layout(edition, [], {
        measures: [],
        formulas: [{ line: 'total', measure: 'result', formula: sum }],
      });
    }
    told.inEveryOrder((is) => {
      const grant = [
        at('total@2021:1', { measure: 'grant' }),
        at('total@2021:2', { measure: 'grant' }),
      ] as const;
      expect(is.difference(...grant)).toBe('−1 250 = −1 300 + 0 + 0 + 50');
      const result = [
        at('total@2021:1', { measure: 'result' }),
        at('total@2021:2', { measure: 'result' }),
      ] as const;
      expect(is.difference(...result)).toBe('0 = 0 + 0 + 0 + 0');
      const causes = is.causes(...result);
      expect(causes).toHaveLength(3);
      for (const { lines } of causes)
        expect([...lines].sort()).toEqual(['cost Kommunledning', 'grant total']);
    });
  });

  it("K5 An outcome starts at 0: land development's revenue", () => {
    const land = within({
      unit: 'alingsas/ks/exploatering',
      basis: 'outcome',
      period: '2023',
      measure: 'revenue',
    });
    const yearBefore = within({
      unit: 'alingsas/ks/exploatering',
      basis: 'outcome',
      period: '2022',
      measure: 'revenue',
    });
    const [start, august] = [land('total@start'), land('total@2023-08')];
    const told = story(land)
      .full(august, { known: true, order: [2023, 8] })
      .full(yearBefore('total@2022-08'), { known: true });
    told.state(august, -172);
    told.state(yearBefore('total@2022-08'), 29_869);
    told.change(august, -1158, { from: start, cause: 'hävt köp', kind: 'rescission' });
    told.inEveryOrder((is) => {
      expect(is.value(start)).toBe('0');
      expect(is.difference(start, august)).toBe('−172 = −1 158 + 0 + 0 + 986');
      expect(is.steps(august)).toEqual(['start: 0 + 0 + 0 + 0 → 0', '2023-08: −1 158 + 0 + 0 + 986 → −172']);
    });
    told.change(august, 986, { from: start, cause: 'hyror och arrenden' });
    told.inEveryOrder((is) => {
      expect(is.difference(start, august)).toBe('−172 = −172 + 0 + 0 + 0');
      expect(is.value(august)).toBe('−172');
      expect(is.difference(yearBefore('total@2022-08'), august)).toBe('−30 041 = 0 + 0 + 0 − 30 041');
    });
    const april = land('total@2023-04');
    told.full(april, { known: true, order: [2023, 4] });
    told.state(april, 400);
    told.inEveryOrder((is) => {
      expect(is.difference(start, august)).toBe('−172 = −172 + 0 + 0 + 0');
      expect(is.steps(august)).toEqual(['start: 0 + 0 + 0 + 0 → 0', '2023-08: −172 + 0 + 0 + 0 → −172']);
      expect(is.difference(april, august)).toBe('−572 = 0 + 0 + 0 − 572');
      expect(is.difference(start, april)).toBe('400 = 0 + 0 + 0 + 400');
    });
  });

  it('K6 An edition inserted late, everything stated', () => {
    const told = story(at).table('1', { x: 1000 }).table('3', { x: 1150 });
    told.change('x@3', 140, { from: at('x@1') });
    const before = told.position;
    told.inEveryOrder((is) => expect(is.difference(at('x@1'), at('x@3'))).toBe('150 = 140 + 0 + 0 + 10'));
    told.table('2', { x: 1060 });
    told.change('x@2', 50, { from: at('x@1') });
    told.inEveryOrder((is) => {
      expect(is.difference(at('x@1'), at('x@2'))).toBe('60 = 50 + 0 + 0 + 10');
      // Hanging the 140 on this step would leave −50.
      expect(is.difference(at('x@2'), at('x@3'))).toBe('90 = 0 + 0 + 0 + 90');
      expect(is.difference(at('x@1'), at('x@3'))).toBe('150 = 140 + 0 + 0 + 10');
    });
    expect(told.asOf(before).difference(at('x@1'), at('x@3'))).toBe('150 = 140 + 0 + 0 + 10');
    expect(told.asOf(before).value(at('x@2'))).toBe('none');
  });

  it('K7 An edition inserted late in an amending line', () => {
    const told = story(at).table('1', { x: 1000 }).amending('3');
    told.change('x@3', 40);
    told.inEveryOrder((is) => expect(is.value(at('x@3'))).toBe('1 040 carried'));
    const instead = told.branch();
    told.amending('2');
    told.change('x@2', 20);
    told.inEveryOrder((is) => {
      expect(is.values(at('x@2'), at('x@3'))).toEqual(['1 020 carried', '1 060 carried']);
      expect(is.difference(at('x@1'), at('x@3'))).toBe('60 = 60 + 0 + 0 + 0');
      expect(is.difference(at('x@2'), at('x@3'))).toBe('40 = 40 + 0 + 0 + 0');
    });
    instead.table('2', { x: 1025 });
    instead.inEveryOrder((is) => {
      expect(is.value(at('x@3'))).toBe('1 065 carried');
      expect(is.difference(at('x@1'), at('x@3'))).toBe('65 = 40 + 0 + 0 + 25');
    });
  });

  it('K8 Direct pair against steps', () => {
    const told = story(at);
    for (const [index, amount] of [100, 120, 150, 160].entries())
      told.table(String(index + 1), { x: amount });
    const pair = (from: number, to: number): [ReturnType<typeof at>, ReturnType<typeof at>] => [
      at(`x@${from}`),
      at(`x@${to}`),
    ];
    told.change('x@2', 20, { from: at('x@1') });
    told.change('x@3', 25, { from: at('x@2') });
    told.inEveryOrder((is) => expect(is.difference(...pair(1, 3))).toBe('50 = 45 + 0 + 0 + 5'));
    told.change('x@3', 40, { from: at('x@1') });
    told.inEveryOrder((is) => {
      expect(is.difference(...pair(1, 3))).toBe('50 = 40 + 0 + 0 + 10');
      expect(is.difference(...pair(1, 2))).toBe('20 = 20 + 0 + 0 + 0');
      expect(is.difference(...pair(2, 3))).toBe('30 = 25 + 0 + 0 + 5');
      expect(is.difference(...pair(1, 4))).toBe('60 = 40 + 0 + 0 + 20');
      expect(is.steps(at('x@4'))).toEqual([
        '1: opening 100',
        '3: 40 + 0 + 0 + 10 → 150',
        '4: 0 + 0 + 0 + 10 → 160',
      ]);
    });
    told.change('x@4', 10, { from: at('x@3') });
    told.inEveryOrder((is) => {
      expect(is.difference(...pair(1, 4))).toBe('60 = 50 + 0 + 0 + 10');
      expect(is.difference(...pair(2, 4))).toBe('40 = 35 + 0 + 0 + 5');
    });
  });
});
