import { describe, expect, it } from '@jest/globals';
import { within } from './testing/figures.js';
import { story, type Story } from './testing/story.js';

const at = within();

const OVR = 'Expansionsinvesteringar > Övr. exploateringsområden';
const EXPLOATERING = 'Expansionsinvestering > Expansionsinvestering - Exploatering';

const BUDGET_2023: Readonly<Record<string, number>> = {
  'Expansionsinvestering > Markinköp': -2000,
  [`${EXPLOATERING} > Norra Stadsskogen`]: -17_000,
  [`${EXPLOATERING} > Verksamhetsområde norr`]: -2000,
  [`${EXPLOATERING} > Övriga exploateringsområden`]: -6050,
  Imageinvestering: 0,
  'Reinvestering > Inventarier': -400,
  'Reinvestering > Tjänstekatalog': -6000,
  'Reinvestering > Fastigheter': -2455,
  'Reinvestering > Nolhaga slott': -4400,
  'Anpassningsinvestering > IT-infrastruktur': -5000,
  'Anpassningsinvestering > Lokalanpassningar': -15_000,
};

const BUDGET_2024: Readonly<Record<string, number>> = {
  'Expansionsinvesteringar > Bälinge företagspark': -3000,
  'Expansionsinvesteringar > Stadsskogen': -9000,
  [OVR]: -32_500,
  Imageinvesteringar: 0,
  'Reinvesteringar > Inventarier': -900,
  'Reinvesteringar > Tjänstekatalog': -6000,
  'Reinvesteringar > Fastigheter': -13_200,
  'Anpassningsinvesteringar > IT-Infrastruktur': -5000,
  'Anpassningsinvesteringar > Lokalanpassningar': -2000,
};

const outlay = within({ unit: 'alingsas/ks', area: 'investment', measure: 'outlay' });
const from = (line: string): ReturnType<typeof at> => outlay(`${line}@2023`, { period: '2023' });
const to = (line: string): ReturnType<typeof at> => outlay(`${line}@2024@2025`, { period: '2024' });

describe('Begun, ended, and the names of lines', () => {
  it('K24 Begun, ended, and what a late alias does', () => {
    const told = story(outlay).table(from('total'), BUDGET_2023).table(to('total'), BUDGET_2024);
    const groupsOf = (lines: Readonly<Record<string, number>>): string[] => {
      const groups = Object.keys(lines).flatMap((line) => {
        const labels = line.split(' > ');
        return labels.map((_, i) => labels.slice(0, i + 1).join(' > '));
      });
      return [...new Set(groups)];
    };
    told.layout(from('total'), groupsOf(BUDGET_2023)).layout(to('total'), groupsOf(BUDGET_2024));
    const names: ((told: Story) => void)[] = [
      () => undefined,
      (t) => {
        for (const group of [
          'Expansionsinvestering',
          'Imageinvestering',
          'Reinvestering',
          'Anpassningsinvestering',
        ]) {
          t.alias(`${group}ar`, group);
        }
        t.alias('Anpassningsinvesteringar > IT-Infrastruktur', 'Anpassningsinvestering > IT-infrastruktur');
      },
      (t) => void t.alias(OVR, `${EXPLOATERING} > Övriga exploateringsområden`),
      (t) =>
        void t.alias(
          'Expansionsinvesteringar > Stadsskogen',
          `${EXPLOATERING} > Norra Stadsskogen`,
          'controller-1',
        ),
    ];
    const expected = [
      '−11 295 = 0 − 71 600 + 60 305 + 0',
      '−11 295 = 0 − 44 500 + 31 450 + 1 755',
      '−11 295 = 0 − 12 000 + 25 400 − 24 695',
      '−11 295 = 0 − 3 000 + 8 400 − 16 695',
    ];
    const positions = names.map((name, p) => {
      name(told);
      told.inEveryOrder((is) => {
        expect(is.difference(from('total'), to('total'))).toBe(expected[p]);
        expect(is.values(from('total'), to('total'))).toEqual(['−60 305 computed', '−71 600 computed']);
      });
      return told.position;
    });
    // Asked later, as of each position.
    for (const [p, position] of positions.entries()) {
      expect(told.asOf(position).difference(from('total'), to('total'))).toBe(expected[p]);
    }
    const p1 = told.asOf(positions[1] as number);
    expect(p1.parts(from('total'), to('total'))).toEqual({
      Expansionsinvestering: '−17 450 = 0 − 44 500 + 27 050 + 0',
      Imageinvestering: '0 = 0 + 0 + 0 + 0',
      Reinvestering: '−6 845 = 0 + 0 + 4 400 − 11 245',
      Anpassningsinvestering: '13 000 = 0 + 0 + 0 + 13 000',
    });
    expect(p1.parts(from('Reinvestering'), to('Reinvestering'))).toEqual({
      'Reinvestering > Inventarier': '−500 = 0 + 0 + 0 − 500',
      'Reinvestering > Tjänstekatalog': '0 = 0 + 0 + 0 + 0',
      'Reinvestering > Fastigheter': '−10 745 = 0 + 0 + 0 − 10 745',
      'Reinvestering > Nolhaga slott': '4 400 = 0 + 0 + 4 400 + 0',
    });
    const p2 = told.asOf(positions[2] as number);
    const expansion = [from('Expansionsinvestering'), to('Expansionsinvestering')] as const;
    expect(p2.parts(...expansion)).toMatchObject({
      [`${EXPLOATERING} > Övriga exploateringsområden`]: '−26 450 = 0 + 0 + 0 − 26 450',
    });
    expect([p2.split(...expansion).judgedBy, p2.split(...expansion).marks.has('judged')]).toEqual([
      null,
      false,
    ]);
    const now = told.now().split(...expansion);
    expect([now.judgedBy, now.marks.has('judged')]).toEqual(['controller-1', true]);
  });

  it('K25 Same name under two parents; a line that comes with a cause', () => {
    const a = story(at)
      .table('1', { 'P > n': 10, 'Q > n': 20 })
      .table('2', { 'P > n': 12, 'Q > m': 20, 'Q > n': 21 });
    a.inEveryOrder((is) => expect(is.difference(at('total@1'), at('total@2'))).toBe('23 = 0 + 20 + 0 + 3'));
    // By position Q would give 0, and n begun 21.
    expect(a.now().parts(at('Q@1'), at('Q@2'))).toEqual({
      'Q > n': '1 = 0 + 0 + 0 + 1',
      'Q > m': '20 = 0 + 20 + 0 + 0',
    });

    const b = story(at).table('1', { x: 10 }).table('2', { x: 10, y: 50 }).amending('3');
    b.change('y@2', 40, { from: at('y@1') });
    b.change('z@3', 7);
    b.inEveryOrder((is) => {
      expect(is.difference(at('total@1'), at('total@2'))).toBe('50 = 40 + 10 + 0 + 0');
      expect(is.difference(at('total@2'), at('total@3'))).toBe('7 = 7 + 0 + 0 + 0');
      expect(is.value(at('z@3'))).toBe('7 carried');
      expect(is.partsOf(at('total@1'))).toEqual({ x: '10' });
      expect(is.partsOf(at('total@3'))).toEqual({ x: '10 carried', y: '50 carried', z: '7 carried' });
      expect(is.value(at('ofördelat@3'))).toBe('0 computed');
      expect(is.steps(at('z@3'))).toEqual(['2: 0 + 0 + 0 + 0 → none', '3: 7 + 0 + 0 + 0 → 7']);
      expect(is.steps(at('y@2'))).toEqual(['1: 0 + 0 + 0 + 0 → none', '2: 40 + 10 + 0 + 0 → 50']);
    });
  });

  it('K25 … and a line that ends with one: a cause makes no line', () => {
    const told = story(at).table('1', { x: 10, y: 50 }).table('2', { x: 10 });
    told.change('y@2', -30, { from: at('y@1') });
    told.inEveryOrder((is) => {
      expect(is.values(at('y@2'), at('total@2'))).toEqual(['none', '10 computed']);
      expect(is.difference(at('y@1'), at('y@2'))).toBe('−50 = −30 + 0 − 20 + 0');
      expect(is.difference(at('total@1'), at('total@2'))).toBe('−50 = −30 + 0 − 20 + 0');
    });
  });

  it('K31 Blank, zero, missing', () => {
    const told = story(at).table('1', { x: 10, y: '-' }).table('2', { x: 10, y: 6, z: 0 });
    told.inEveryOrder((is) => {
      expect(is.values(at('y@1'), at('z@1'), at('z@2'))).toEqual(['none notStated', 'none', '0']);
      expect(is.value(at('total@1'))).toBe('10 computed partsNotStated');
      expect(is.difference(at('total@1'), at('total@2'))).toBe('6 = 0 + 0 + 0 + 6');
      expect(is.parts(at('total@1'), at('total@2'))).toMatchObject({ y: '6 = 0 + 0 + 0 + 6' });
      const y = is.split(at('total@1'), at('total@2')).parts.find(({ split }) => split.to.line[0] === 'y');
      expect([...(y?.split.marks ?? [])]).toEqual(['notStated']);
      expect(is.difference(at('y@1'), at('y@2'))).toBe('none');
      expect(is.difference(at('z@1'), at('z@2'))).toBe('0 = 0 + 0 + 0 + 0');
    });

    const index = within({ area: 'indicator', basis: 'outcome', measure: 'index' });
    const service = [
      index('Service@2022-12', { period: '2022' }),
      index('Service@2023-12', { period: '2023' }),
    ] as const;
    const indicators = story(index).full(service[0]).full(service[1]);
    indicators.state(service[0], '-');
    indicators.state(service[1], 81);
    indicators.inEveryOrder((is) => {
      expect(is.values(...service)).toEqual(['none notStated', '81']);
      expect(is.difference(...service)).toBe('none');
    });

    const summary = story(at).table('2025:1', { a: -100_000, b: -51_500 });
    summary.state('total@2025:1', '-', { source: 'planering/sammandrag' });
    summary.inEveryOrder((is) => {
      expect(is.value(at('total@2025:1'))).toBe('−151 500 computed');
      expect(is.assertions(at('total@2025:1'))).toEqual([]);
    });
  });
});
