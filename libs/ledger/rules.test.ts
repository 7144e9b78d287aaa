import { describe, expect, it } from '@jest/globals';
import { circleOfLayout } from './circle.js';
import { difference } from './difference.js';
import { offeredEnds } from './ending.js';
import { textOf, tkr, within } from './testing/figures.js';
import { story, type Story } from './testing/story.js';

/** Rules beside the numbered cases: statuses, dates, what makes a line, and where a series starts. */

const at = within();

describe('What is proposed', () => {
  const steps = () => {
    const told = story(at).table('1', { x: 100 }).table('2', { x: 120 }).table('3', { x: 150 });
    told.change('x@2', 20, { from: at('x@1') });
    told.change('x@3', 25, { from: at('x@2') });
    return told;
  };

  it('for a pair is listed, and does not take the place of the causes of its steps', () => {
    const told = steps();
    told.change('x@3', 40, { from: at('x@1'), status: 'proposed' });
    told.inEveryOrder((is) => {
      expect(is.difference(at('x@1'), at('x@3'))).toBe('50 = 45 + 0 + 0 + 5');
      expect(is.difference(at('x@3'), at('x@1'))).toBe('−50 = −45 + 0 + 0 − 5');
      expect(is.split(at('x@1'), at('x@3')).changes.map((c) => [c.amount, c.counted])).toEqual([
        [tkr(20), true],
        [tkr(25), true],
        [tkr(40), false],
      ]);
      expect(is.steps(at('x@3'))).toEqual([
        '1: opening 100',
        '2: 20 + 0 + 0 + 0 → 120',
        '3: 25 + 0 + 0 + 5 → 150',
      ]);
    });
  });

  it('but one without an amount, adopted, is what is known of its pair', () => {
    const told = steps();
    told.change('x@3', null, { from: at('x@1') });
    told.inEveryOrder((is) => expect(is.difference(at('x@1'), at('x@3'))).toBe('50 = 0 + 0 + 0 + 50'));
  });

  it('counts in an edition that is a proposal; a total has the lowest status of its parts', () => {
    const told = story(at).full('1', { status: 'proposed' });
    told.state('x@1', 10);
    told.state('y@1', 3, { status: 'adopted' });
    told.inEveryOrder((is) =>
      expect(is.values(at('x@1'), at('y@1'), at('total@1'))).toEqual([
        '10 proposed',
        '3',
        '13 computed proposed',
      ]),
    );
  });

  it('and what is for information counts, and marks what it carries into', () => {
    const told = story(at).table('1', { x: 100, y: 5 }).amending('2');
    told.change('x@2', 20, { status: 'forInformation' });
    told.inEveryOrder((is) =>
      expect(is.values(at('x@2'), at('y@2'), at('total@2'))).toEqual([
        '120 carried forInformation',
        '5 carried',
        '125 computed forInformation',
      ]),
    );
  });
});

describe('Where a series starts', () => {
  it("an outcome of a project's lifetime starts with its opening, one within a year at 0", () => {
    const outlay = within({ area: 'land', basis: 'outcome', period: 'lifetime', measure: 'outlay' });
    const project = story(outlay)
      .full('2022-12', { order: [2022, 12] })
      .full('2023-12', { order: [2023, 12] });
    project.state('x@2022-12', -10);
    project.state('x@2023-12', -15);
    expect(project.now().steps(outlay('x@2023-12'))).toEqual([
      '2022-12: opening −10',
      '2023-12: 0 + 0 + 0 − 5 → −15',
    ]);
    expect(project.now().value(outlay('x@start'))).toBe('none');

    const revenue = within({ basis: 'outcome', period: '2023', measure: 'revenue' });
    const year = story(revenue).full('2023-08');
    year.state('x@2023-08', 7);
    expect(year.now().steps(revenue('x@2023-08'))).toEqual([
      'start: 0 + 0 + 0 + 0 → 0',
      '2023-08: 0 + 0 + 0 + 7 → 7',
    ]);
  });

  it('a change starts from 0 only where somebody has made the edition before known; that is not unlearnt', () => {
    const told = story(at).full('1').amending('2');
    told.state('y@1', 1);
    told.change('x@2', 5);
    expect(told.now().value(at('x@2'))).toBe('none');
    told.edition('1', { known: true });
    expect(told.now().value(at('x@2'))).toBe('5 carried');
    told.edition('1');
    expect(told.now().value(at('x@2'))).toBe('5 carried');
  });

  it('what is carried from an inferred value is inferred too', () => {
    const told = story(at).full('1').amending('2').amending('3');
    told.state('y@1', 10);
    told.relative('x@1', 'y@1', 1);
    told.change('x@2', 2);
    told.inEveryOrder((is) =>
      expect(is.values(at('x@2'), at('x@3'))).toEqual(['13 carried inferred', '13 carried inferred']),
    );
  });
});

describe('A temporary change', () => {
  const year = (text: string, period: string) => at(text, { period });
  const tell = () => {
    const told = story(at);
    for (const [period, x] of [
      ['2021', 90],
      ['2022', 100],
      ['2023', 98],
    ] as const) {
      told.table(year('total@1', period), { x, y: 5 });
    }
    const [a, b] = [year('x@1', '2021'), year('x@1', '2022')];
    told.change(b, 10, { from: a, kind: 'temporary', cause: 'projekt', until: '2022' });
    return told;
  };
  const offered = (
    told: Story,
    line: string,
    from: string,
    to: string,
  ): [string, bigint | null, boolean][] => {
    const { evaluator } = told.now();
    const split = difference(evaluator, year(`${line}@1`, from), year(`${line}@1`, to));
    return offeredEnds(evaluator, split).map((s) => [s.change.cause.words, s.amount, s.counted]);
  };

  it('is not reversed by itself: its end is offered as a cause of what comes after it, and counted by nobody', () => {
    const told = tell();
    expect(told.now().difference(year('x@1', '2022'), year('x@1', '2023'))).toBe('−2 = 0 + 0 + 0 − 2');
    expect(offered(told, 'x', '2022', '2023')).toEqual([['projekt', tkr(-10), false]]);
    expect(offered(told, 'total', '2022', '2023')).toEqual([['projekt', tkr(-10), false]]);
    // While it lasts, and of another line, there is nothing to offer.
    expect(offered(told, 'x', '2021', '2022')).toEqual([]);
    expect(offered(told, 'y', '2022', '2023')).toEqual([]);
  });

  it('is no longer offered when somebody has entered its end, nor if it was only proposed', () => {
    const told = tell();
    const proposed = tell();
    proposed.change(year('x@1', '2022'), 3, {
      from: year('x@1', '2021'),
      kind: 'temporary',
      cause: 'förslag',
      until: '2022-06',
      status: 'proposed',
    });
    expect(offered(proposed, 'x', '2022', '2023')).toEqual([['projekt', tkr(-10), false]]);
    told.change(year('x@1', '2023'), -10, { from: year('x@1', '2022'), cause: 'projekt' });
    expect(offered(told, 'x', '2022', '2023')).toEqual([]);
    expect(told.now().difference(year('x@1', '2022'), year('x@1', '2023'))).toBe('−2 = −10 + 0 + 0 + 8');
  });
});

describe('What a correction leaves', () => {
  it('a line that was withdrawn is still there, one corrected away is not', () => {
    const told = story(at).table('1', { x: 1, y: 2 }).table('2', { x: 1 });
    const y = told.state('y@2', 3);
    const withdrawn = told.branch();
    withdrawn.withdraw(y);
    expect(withdrawn.now().evaluator.isAbsent(at('y@2'))).toBe(false);
    const moved = told.branch();
    moved.correct(y, { at: 'z@2', amount: 3 });
    expect(moved.now().evaluator.isAbsent(at('y@2'))).toBe(true);
    expect(moved.now().difference(at('total@1'), at('total@2'))).toBe('1 = 0 + 3 − 2 + 0');
  });

  it('an erratum has a date of its own also where what it corrects has none, which is then left out and counted', () => {
    const told = story(at).full('1');
    const entry = told.state('x@1', 10);
    told.correct(entry, { amount: 12 }, { nature: 'erratum', date: '2021-03-01' });
    const by = (day: string): [string, number] => {
      const is = told.publishedBy(day);
      return [is.value(at('x@1')), is.book.undated.length];
    };
    expect([by('2021-02-01'), by('2021-04-01')]).toEqual([
      ['none', 1],
      ['12', 0],
    ]);
  });
});

describe('A circle of a table by itself', () => {
  it('is found, of parts and of formulas, also where a name closes it', () => {
    const circles = (told: Story): string[] => {
      const { book } = told.now();
      return book
        .editionLines()
        .flatMap((line) => book.layouts(line))
        .flatMap(
          (layout) => circleOfLayout(book, layout)?.map((r) => `${r.measure} ${textOf(r.line)}`) ?? [],
        );
    };
    const parts = story(at)
      .full('1')
      .layout('1', ['P', 'Q'], { parts: { P: ['Q'], Q: ['R'] } });
    expect(circles(parts)).toEqual([]);
    parts.alias('R', 'P');
    expect(circles(parts)).toEqual(['cost P', 'cost Q', 'cost P']);

    const of = (measure: string) => ({ operation: 'sum' as const, terms: [{ coefficient: 1n, measure }] });
    const formulas = story(at).full('1');
    formulas.layout('1', ['x'], { formulas: [{ line: 'x', measure: 'net', formula: of('result') }] });
    expect(circles(formulas)).toEqual([]);
    formulas.layout('1', [], {
      table: 'other',
      measures: [],
      formulas: [{ line: 'x', measure: 'result', formula: of('net') }],
    });
    expect(circles(formulas).slice(0, 3)).toEqual(['result x', 'net x', 'result x']);
  });
});

describe('Percentages and indexes', () => {
  const share = within({ area: 'indicator', measure: 'share' });
  const tell = () => {
    const told = story(share).full('1', { known: true });
    for (const [line, amount] of [
      ['A', 60],
      ['B', 40],
    ] as const)
      told.state(`${line}@1`, amount, { unitOfMeasure: 'percent' });
    return told;
  };

  it('are not summed', () => {
    tell().inEveryOrder((is) => expect(is.value(share('total@1'))).toBe('none'));
    const printed = tell();
    printed.state('total@1', 52, { unitOfMeasure: 'percent' });
    printed.inEveryOrder((is) => expect(is.value(share('total@1'))).toBe('0,052'));
  });

  it('unless a table declares them shares of one whole', () => {
    const told = tell().layout('1', ['A', 'B']);
    told.inEveryOrder((is) => expect(is.value(share('total@1'))).toBe('0,1 computed'));
  });
});
