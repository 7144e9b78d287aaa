import { describe, expect, it } from '@jest/globals';
import { correctionConflict } from './book.js';
import { circlesAmong, circleThrough } from './circle.js';
import type { Statement } from './entry.js';
import { within } from './testing/figures.js';
import { kommunledning } from './testing/kommunledning.js';
import { story, type Story } from './testing/story.js';

const at = within();

const statementsOf = (told: Story): Statement[] =>
  [...told.now().book.entries()].filter((entry): entry is Statement => entry.kind === 'statement');

describe('Which statement stands', () => {
  it('K9 By source, never by order', () => {
    const nights = within({ area: 'indicator', basis: 'outcome', period: '2023', measure: 'count' });
    const reading = nights('Gästnätter@2023-12');
    const told = story(nights).full(reading);
    told.state(reading, 235_000, { table: 2, place: 'diagram', id: 'chart' });
    const cell = told.state(reading, 231_373, { table: 1, place: 'tabell', id: 'cell' });
    told.inEveryOrder((is) => {
      expect(is.value(reading)).toBe('231 373');
      expect(is.assertions(reading)).toEqual(['235 000 against 231 373: discrepancy 3 627 (1)']);
    });
    const blank = told.branch();
    told.withdraw(cell);
    told.inEveryOrder((is) => {
      expect(is.value(reading)).toBe('235 000');
      expect(is.assertions(reading)).toEqual([]);
    });

    // The cell is blank instead.
    blank.events.splice(2, 1);
    blank.state(reading, '-', { table: 1, id: 'blank' });
    blank.inEveryOrder((is) => expect(is.value(reading)).toBe('235 000'));
    blank.withdraw('chart');
    blank.inEveryOrder((is) => expect(is.value(reading)).toBe('none notStated'));
  });

  it('K10 Correction of a correction, conflict, withdrawal', () => {
    const { told, causes } = kommunledning({ withSecond: false });
    const e1 = told.state('Kommunledning@2021:2', -184_619, { id: 'e1' });
    const afterE1 = told.position;
    const e2 = told.correct(e1, { amount: -184_196 }, { id: 'e2' });
    const afterE2 = told.position;
    expect(causes).toHaveLength(3);
    expect(correctionConflict(told.now().book, e1)).toMatchObject({ kind: 'takenOut', names: e2 });
    expect(correctionConflict(told.now().book, e2)).toBeNull();
    expect(correctionConflict(told.now().book, 'e9')).toEqual({ kind: 'unknown' });
    // One that two writers made at once stores nothing that counts.
    const race = told.branch();
    race.correct(e1, { amount: -1 }, { id: 'e2b' });
    expect(race.now().value(at('Kommunledning@2021:2'))).toBe('−184 196');
    const e3 = told.correct(e2, { amount: -184_169 }, { id: 'e3' });

    const reading = at('Kommunledning@2021:2');
    const asOf = (position: number): [string, string] => {
      const is = told.asOf(position);
      return [is.value(reading), is.difference(at('Kommunledning@2021:1'), reading)];
    };
    expect(asOf(afterE1)).toEqual(['−184 619', '800 = 1 300 + 0 + 0 − 500']);
    expect(asOf(afterE2)).toEqual(['−184 196', '1 223 = 1 300 + 0 + 0 − 77']);
    expect(asOf(told.position)).toEqual(['−184 169', '1 250 = 1 300 + 0 + 0 − 50']);
    told.inEveryOrder((is) => expect(is.value(reading)).toBe('−184 169'));

    const withdrawal = told.withdraw(e3);
    told.inEveryOrder((is) => {
      expect(is.value(reading)).toBe('none');
      expect(correctionConflict(is.book, e3)).toMatchObject({ kind: 'takenOut', names: withdrawal });
      expect(
        is
          .explain(reading)
          .corrections.map(({ entry }) => entry.id)
          .sort(),
      ).toEqual(['e1', 'e2', 'e3']);
    });
    told.state(reading, -184_169, { id: 'e4' });
    told.inEveryOrder((is) => expect(is.value(reading)).toBe('−184 169'));
  });

  it('K11 Withdrawing a change; falling back', () => {
    const { told, causes } = kommunledning();
    told.withdraw(causes[1] as string);
    told.inEveryOrder((is) => {
      expect(is.difference(at('Kommunledning@2021:1'), at('Kommunledning@2021:2'))).toBe(
        '1 250 = 800 + 0 + 0 + 450',
      );
      expect(is.value(at('Kommunledning@2021:2'))).toBe('−184 169');
    });

    const b = story(at).table('1', { x: 100 }).amending('2');
    b.change('x@2', 20);
    const stated = b.state('x@2', 125);
    b.inEveryOrder((is) => {
      expect(is.value(at('x@2'))).toBe('125');
      expect(is.difference(at('x@1'), at('x@2'))).toBe('25 = 20 + 0 + 0 + 5');
    });
    b.withdraw(stated);
    b.inEveryOrder((is) => {
      expect(is.value(at('x@2'))).toBe('120 carried');
      expect(is.difference(at('x@1'), at('x@2'))).toBe('20 = 20 + 0 + 0 + 0');
    });
  });

  it('K12 A correction that moves an entry', () => {
    const investment = within({ unit: 'alingsas/ks', area: 'investment', measure: 'outlay', period: '2023' });
    const [re, fastigheter, nolhaga] = [
      'Reinvestering',
      'Reinvestering > Fastigheter',
      'Reinvestering > Nolhaga slott',
    ].map((line) => investment(`${line}@2023`)) as [
      ReturnType<typeof at>,
      ReturnType<typeof at>,
      ReturnType<typeof at>,
    ];
    const told = story(investment).full(re);
    const parts = ['Inventarier', 'Tjänstekatalog', 'Fastigheter', 'Nolhaga slott'].map(
      (line) => `Reinvestering > ${line}`,
    );
    told.layout(re, ['Reinvestering', ...parts]);
    told.state('Reinvestering > Inventarier@2023', -400, { place: '1' });
    told.state('Reinvestering > Tjänstekatalog@2023', -6000, { place: '2' });
    told.state(fastigheter, -2455, { place: '3' });
    told.state(re, -13_255, { place: '0' });
    const mistaken = told.state(fastigheter, -4400, { place: '4' });
    const before = told.position;
    const then = (is = told.asOf(before)): void => {
      expect(is.value(fastigheter)).toBe('−2 455');
      expect(is.assertions(fastigheter)).toEqual(['−4 400 against −2 455: discrepancy −1 945 (1)']);
      expect(is.value(re)).toBe('−13 255 partial statedOnly');
      expect(is.value(investment('Reinvestering > ofördelat@2023'))).toBe('−4 400 computed');
    };
    told.inEveryOrder(then);
    told.correct(mistaken, { at: nolhaga, amount: -4400 });
    told.inEveryOrder((is) => {
      expect(is.value(fastigheter)).toBe('−2 455');
      expect(is.assertions(fastigheter)).toEqual([]);
      expect(is.value(nolhaga)).toBe('−4 400');
      expect(is.value(re)).toBe('−13 255 computed');
      expect(is.value(investment('Reinvestering > ofördelat@2023'))).toBe('0 computed');
    });
    then();
  });

  it('K13 Misread against erratum', () => {
    const told = story(at).full('1');
    const first = told.state('x@1', 100, { published: '2021-01-20' });
    const before = told.position;
    const row = (nature: 'misread' | 'erratum', date?: string): string[] => {
      const branch = told.branch();
      branch.correct(first, { amount: 110 }, date === undefined ? { nature } : { nature, date });
      branch.inEveryOrder((is) => expect(is.value(at('x@1'))).toBe('110'));
      return [
        branch.now(),
        branch.publishedBy('2021-02-28'),
        branch.publishedBy('2021-03-15'),
        branch.asOf(before),
      ].map((is) => is.value(at('x@1')));
    };
    expect(row('misread')).toEqual(['110', '110', '110', '100']);
    // The day on which somebody noticed a misread says nothing of what was published.
    expect(row('misread', '2021-03-15')).toEqual(['110', '110', '110', '100']);
    expect(row('erratum', '2021-03-15')).toEqual(['110', '100', '110', '100']);
  });

  it('K14 Inferred statements: April from August', () => {
    const land = within({
      unit: 'alingsas/ks/exploatering',
      basis: 'forecast',
      period: '2023',
      measure: 'result',
    });
    const [t1, t2] = [land('total@T1'), land('total@T2')];
    const told = story(land)
      .full('T1', { order: [2023, 4] })
      .full('T2', { order: [2023, 8] });
    told.relative(t1, t2, -418);
    told.inEveryOrder((is) => expect(is.value(t1)).toBe('none inferred'));
    const stated = told.state(t2, -3798);
    const before = told.position;
    told.inEveryOrder((is) => expect(is.value(t1)).toBe('−4 216 inferred'));
    told.correct(stated, { amount: -3789 });
    told.inEveryOrder((is) => {
      expect(is.value(t1)).toBe('−4 207 inferred');
      expect(is.difference(t1, t2)).toBe('418 = 0 + 0 + 0 + 418');
    });
    expect(told.asOf(before).value(t1)).toBe('−4 216 inferred');
    expect(told.asOf(before).difference(t1, t2)).toBe('418 = 0 + 0 + 0 + 418');
  });

  it.each(['with a layout of its own', 'in the table of August'])('K14 … investments, April %s', (how) => {
    const investment = within({
      unit: 'alingsas/ks',
      area: 'investment',
      basis: 'forecast',
      measure: 'outlay',
      period: '2023',
    });
    const [t1, t2] = [investment('total@T1'), investment('total@T2')];
    const merged = 'Anpassnings- och reinvesteringar';
    const groups = ['Expansionsinvestering', 'Imageinvestering', 'Reinvestering', 'Anpassningsinvestering'];
    const told = story(investment)
      .full('T1', { order: [2023, 4] })
      .full('T2', { order: [2023, 8], known: true });
    told.layout('T2', groups);
    const ids = [-22_876, 0, -11_000, -19_500].map((amount, i) => told.state(`${groups[i]}@T2`, amount));
    if (how === 'with a layout of its own') told.layout('T1', ['Expansionsinvestering', merged]);
    told.relative(t1, t2, -629);
    told.relative('Expansionsinvestering@T1', 'Expansionsinvestering@T2', 2126);
    told.inEveryOrder((is) => {
      expect(is.value(t2)).toBe('−53 376 computed');
      expect(is.value(t1)).toBe('−54 005 inferred partial statedOnly');
      expect(is.value(investment('Expansionsinvestering@T1'))).toBe('−20 750 inferred');
      expect(is.value(investment('ofördelat@T1'))).toBe('−33 255 computed');
    });
    told.merger(merged, ['Reinvestering', 'Anpassningsinvestering']);
    told.relative(
      `${merged}@T1`,
      [investment('Reinvestering@T2'), investment('Anpassningsinvestering@T2')],
      -2755,
    );
    // Without a layout of its own April also has the line Image, of which nothing is said.
    if (how !== 'with a layout of its own') told.state('Imageinvestering@T1', 0);
    told.inEveryOrder((is) => {
      expect(is.value(investment(`${merged}@T1`))).toBe('−33 255 inferred');
      expect(is.value(t1)).toBe('−54 005 computed inferred');
      expect(is.assertions(t1)).toEqual([expect.stringContaining('−629 against −629: equal 0')]);
      expect(is.difference(t1, t2)).toBe('629 = 0 + 0 + 0 + 629');
      // Ended 33 255 and begun −30 500 would be two lines for one.
      expect(is.parts(t1, t2)).toMatchObject({
        Expansionsinvestering: '−2 126 = 0 + 0 + 0 − 2 126',
        [merged]: '2 755 = 0 + 0 + 0 + 2 755',
      });
      expect(is.parts(t1, t2)).not.toHaveProperty('Reinvestering');
    });
    told.correct(ids[2] as string, { amount: -11_100 });
    told.inEveryOrder((is) =>
      expect(is.values(investment(`${merged}@T1`), t1)).toEqual([
        '−33 355 inferred',
        '−54 105 computed inferred',
      ]),
    );
  });

  it("K14 … the period's budget from the outcome", () => {
    const operations = within({ unit: 'alingsas/ks/exkl-exploatering', measure: 'result', period: '2023' });
    const outcome = operations('total@2023-08', { basis: 'outcome' });
    const budget = operations('total@2023', { period: '2023-01/2023-08' });
    const told = story(operations).full(outcome).full(budget);
    told.relative(budget, outcome, -4910);
    told.state(outcome, 5167);
    told.inEveryOrder((is) => expect(is.value(budget)).toBe('257 inferred'));
  });

  it('K15 A circle is refused', () => {
    const forecast = within({ basis: 'forecast' });
    const told = story(forecast).full('T1').full('T2');
    told.state('x@T2', -3798);
    told.relative('x@T1', 'x@T2', -418);
    const refused = (...statement: Parameters<typeof told.relativeStatement>): boolean =>
      circleThrough(told.now().book, told.relativeStatement(...statement)) !== null;
    // Though −3 798 would stand before it.
    expect(refused('x@T2', 'x@T1', 418, { authority: 1 })).toBe(true);
    expect(refused('x@T1', 'x@T1', 5)).toBe(true);
    expect(refused('x@T1', 'x@T2', 5)).toBe(false);
    expect(told.now().values(forecast('x@T1'), forecast('x@T2'))).toEqual(['−4 216 inferred', '−3 798']);

    const made = story(at).full('1');
    made.relative('x@1', 'y@1', 1);
    made.relative('y@1', 'z@1', 1);
    const z = made.relativeStatement('z@1', 'x@1', 1);
    expect(circleThrough(made.now().book, z)?.map(({ line }) => line[0])).toEqual(['z', 'x', 'y', 'z']);
    const raced = made.branch();
    made.state('z@1', 10);
    made.inEveryOrder((is) => expect(is.value(at('x@1'))).toBe('12 inferred'));
    // What two writers made at once has no value and is marked.
    raced.record(z);
    raced.inEveryOrder((is) =>
      expect(is.values(at('x@1'), at('y@1'), at('z@1'))).toEqual([
        'none circular',
        'none circular',
        'none circular',
      ]),
    );
  });

  it('K15 … nor through a total, a formula or what an amending edition carries', () => {
    const told = story(at).table('1', { x: 1, y: 2 }).amending('2');
    const sum = { operation: 'sum' as const, terms: [{ coefficient: 1n, measure: 'cost' }] };
    told.layout('1', ['x', 'y'], { formulas: [{ line: 'x', measure: 'net', formula: sum }] });
    const refused = (...statement: Parameters<typeof told.relativeStatement>): boolean =>
      circleThrough(told.now().book, told.relativeStatement(...statement)) !== null;
    expect(refused('x@1', 'total@1', -2)).toBe(true);
    expect(refused('x@1', at('x@1', { measure: 'net' }), 0)).toBe(true);
    expect(refused('x@1', 'x@2', 0)).toBe(true);
    expect(refused('x@1', 'ofördelat@2', 0)).toBe(true);
    expect(refused('x@2', 'x@1', 0)).toBe(false);
    expect(refused('x@1', 'y@1', 0)).toBe(false);

    // A name may close a circle that no statement closed: it is found when the name is declared.
    const named = told.branch();
    named.relative('y@1', 'z@1', 0);
    const found = (): number => circlesAmong(named.now().book, statementsOf(named)).length;
    expect(found()).toBe(0);
    named.alias('z', 'y');
    expect(found()).toBe(1);
    // The amount of the table still stands before it; were that withdrawn, y would rest on itself.
    expect(named.now().value(at('y@1'))).toBe('2');
    const amount = statementsOf(named).find((s) => s.says.kind === 'amount' && s.reading.line[0] === 'y');
    named.withdraw(amount?.id ?? '');
    named.inEveryOrder((is) => expect(is.value(at('y@1'))).toBe('none circular'));
  });
});
