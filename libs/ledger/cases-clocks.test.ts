import { describe, expect, it } from '@jest/globals';
import { effectsOf } from './history.js';
import { tkr, within } from './testing/figures.js';
import { story, type Story } from './testing/story.js';

const at = within();

describe('Status and clocks', () => {
  it('K26 Proposed', () => {
    const project = within({ unit: 'boras/ks', area: 'land', basis: 'approved', period: 'lifetime' });
    const line = 'Viared Västra';
    const measures = ['outlay', 'contribution', 'sale'];
    const net = {
      operation: 'sum' as const,
      terms: measures.map((measure) => ({ coefficient: 1n, measure })),
    };
    const tell = (status2025: 'adopted' | 'proposed', extensions?: 'proposed'): Story => {
      const told = story(project).full('2024', { known: true, order: [2024] });
      told.amending('2025', { order: [2025], status: status2025 });
      told.layout('2024', [], { measures: [], formulas: [{ line, measure: 'net', formula: net }] });
      const amounts = [-382_700, -52_000, 615_000];
      const columns = [-10_000, 0, 0];
      for (const [i, measure] of measures.entries()) {
        told.state(project(`${line}@2024`, { measure }), amounts[i] as number);
        const status = extensions === undefined ? {} : { status: extensions };
        told.change(project(`${line}@2025`, { measure }), columns[i] as number, {
          cause: 'utökning',
          ...status,
        });
      }
      return told;
    };
    const [before, after] = [
      project(`${line}@2024`, { measure: 'outlay' }),
      project(`${line}@2025`, { measure: 'outlay' }),
    ];
    const [netBefore, netAfter] = [
      project(`${line}@2024`, { measure: 'net' }),
      project(`${line}@2025`, { measure: 'net' }),
    ];

    tell('proposed').inEveryOrder((is) => {
      expect(is.values(before, after)).toEqual(['−382 700', '−392 700 carried proposed']);
      expect(is.values(netBefore, netAfter)).toEqual(['180 300 computed', '170 300 computed proposed']);
      expect(is.difference(before, after)).toBe('−10 000 = −10 000 + 0 + 0 + 0');
      expect(is.difference(netBefore, netAfter)).toBe('−10 000 = −10 000 + 0 + 0 + 0');
    });
    tell('adopted', 'proposed').inEveryOrder((is) => {
      expect(is.value(netAfter)).toBe('180 300 computed');
      expect(is.evaluator.value(netAfter).status).toBe('adopted');
      expect(is.difference(before, after)).toBe('0 = 0 + 0 + 0 + 0');
      expect(is.split(before, after).changes.map((c) => [c.amount, c.counted])).toEqual([
        [tkr(-10_000), false],
      ]);
    });

    const made = story(at).full('1');
    made.state('x@1', 12, { status: 'proposed' });
    made.inEveryOrder((is) => expect(is.value(at('x@1'))).toBe('none'));
    made.state('x@1', 10, { authority: 1 });
    made.inEveryOrder((is) => {
      expect(is.value(at('x@1'))).toBe('10');
      expect(is.explain(at('x@1')).proposed).toHaveLength(1);
    });

    const parts = story(at).table('1', { x: 10 });
    parts.state('y@1', 5, { status: 'forInformation' });
    parts.inEveryOrder((is) => {
      expect(is.value(at('total@1'))).toBe('15 computed forInformation');
      expect(is.evaluator.value(at('total@1')).status).toBe('forInformation');
    });
  });

  it('K27 Two clocks', () => {
    const grant = within({ unit: 'alingsas/ks/exkl-exploatering', measure: 'grant' });
    const [now2025, now2023] = [
      grant('total@2025', { period: '2025' }),
      grant('total@2023', { period: '2023' }),
    ];
    const told = story(grant).full(now2025).full(now2023);
    const p = told.position;
    told.state(now2025, 118_535, { published: '2024-12-16' });
    told.state(now2023, 106_717);
    expect(told.now().value(now2025)).toBe('118 535');
    expect(told.asOf(p).value(now2025)).toBe('none');
    expect(told.publishedBy('2024-12-31').value(now2025)).toBe('118 535');
    expect(told.publishedBy('2024-12-15').value(now2025)).toBe('none');
    expect(told.publishedBy('2024-12-31', p).value(now2025)).toBe('none');
    expect(told.now().value(now2023)).toBe('106 717');
    for (const day of ['2023-01-01', '2099-12-31']) {
      const is = told.publishedBy(day);
      expect(is.value(now2023)).toBe('none');
      expect(is.book.undated).toHaveLength(1);
    }
  });

  it('K28 An import takes effect as a whole', () => {
    const told = story(at).table('1', { x: 100, y: 50 }).full('2', { known: true });
    const importId = 'import-1';
    const statement = (line: string, amount: number): ReturnType<typeof told.statement> =>
      told.statement(`${line}@2`, amount);
    told.log({ importId });
    told.log({ importId, records: [statement('x', 110)] });
    const change = told.change('x@2', 4, { from: at('x@1') });
    const changed = told.position;
    told.log({ importId, records: [statement('y', 55)] });
    const before = told.position;
    const c = told.log({ importId, lifecycle: { importId, step: 'completed' } });

    for (let position = 1; position <= before; position++)
      expect(told.asOf(position).value(at('total@2'))).toBe('none');
    expect(told.asOf(c).value(at('total@2'))).toBe('165 computed');
    expect(told.asOf(changed).book.changes(at('x@2'))).toHaveLength(1);
    expect(told.asOf(changed - 1).book.changes(at('x@2'))).toHaveLength(0);
    expect(told.now().difference(at('total@1'), at('total@2'))).toBe('15 = 4 + 0 + 0 + 11');
    // Delivery: the change, then at c both statements in their order.
    const delivered = effectsOf(told.events).filter((effect) => effect.seq >= changed);
    expect(
      delivered.map((effect) => [
        effect.seq,
        effect.records.map((r) => (r.kind === 'statement' ? r.reading.line[0] : 'id' in r && r.id)),
      ]),
    ).toEqual([
      [changed, [change]],
      [c, ['x']],
      [c, ['y']],
    ]);

    const abandoned = story(at).full('1');
    abandoned.log({ importId, records: [abandoned.statement('x@1', 1)] });
    abandoned.log({ lifecycle: { importId, step: 'abandoned' } });
    abandoned.log({ lifecycle: { importId, step: 'completed' } });
    expect(abandoned.now().value(at('x@1'))).toBe('none');
  });

  it('K28 … and the time of an effect never goes backwards', () => {
    const told = story(at).full('1');
    told.log({ time: '2030-01-01T00:00:00Z', records: [told.statement('x@1', 1)] });
    told.log({ time: '2029-01-01T00:00:00Z', records: [told.statement('y@1', 1)] });
    expect(effectsOf(told.events).at(-1)?.time).toBe('2030-01-01T00:00:00Z');
  });
});
