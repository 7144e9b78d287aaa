import { describe, expect, it } from '@jest/globals';
import type { View } from '#projections';
import { withRows } from './rows-of.js';

const PATHS = [
  ['Kansli'],
  ['Kansli', 'Intäkt'],
  ['Kansli', 'Kostnad'],
  ['Stab'],
  ['Stab', 'Kostnad'],
  ['Totalt', 'Kostnad'],
];

function view(paths: readonly (readonly string[])[]): View {
  return {
    view: 'budget-diff',
    unit: 'sjovik/ks/stab',
    unitOfMeasure: 'tkr',
    columns: [],
    rows: paths.map((path) => ({ path, kind: 'leaf', cells: [] })),
    comparability: [],
    asOf: null,
    position: 'k3f9:7',
    undatedLeftOut: 0,
  };
}

const shown = (...asked: readonly string[]): string[] =>
  withRows(view(PATHS), asked).rows.map(({ path }) => path.join(' > '));

describe('some rows of a view', () => {
  it('are all of them where none is asked for', () => {
    expect(withRows(view(PATHS), undefined)).toEqual(view(PATHS));
    expect(withRows(view(PATHS), [])).toEqual(view(PATHS));
  });

  it('come with what stands below them, in the order of the table', () => {
    expect(shown('Stab', 'Kansli')).toEqual([
      'Kansli',
      'Kansli > Intäkt',
      'Kansli > Kostnad',
      'Stab',
      'Stab > Kostnad',
    ]);
  });

  it('may leave out the outer labels, case and spaces', () => {
    expect(shown('Kostnad')).toEqual(['Kansli > Kostnad', 'Stab > Kostnad', 'Totalt > Kostnad']);
    expect(shown('stab>  KOSTNAD')).toEqual(['Stab > Kostnad']);
  });

  it('are refused where there is none of that name, telling those that are near', () => {
    expect(() => withRows(view(PATHS), ['Stab > Intäkt'])).toThrow(
      expect.objectContaining({
        code: 'UNKNOWN_ROW',
        place: { row: 'Stab > Intäkt' },
        hint: 'There is "Kansli > Intäkt", "Stab", "Stab > Kostnad".',
      }),
    );
    expect(() => withRows(view([]), ['Stab'])).toThrow(expect.objectContaining({ hint: 'It has no rows.' }));
  });

  it('come with what sets them apart, and not with what sets others apart', () => {
    const note = { kind: 'lineSplit', what: '', from: null, to: null, since: null, judgedBy: null } as const;
    const about = (...rows: readonly string[][]) => ({
      ...note,
      source: null,
      restatable: false,
      rows,
      columns: [],
    });
    const comparability = [about(), about(['Kansli']), about(['Stab'], ['Totalt', 'Kostnad'])];
    expect(withRows({ ...view(PATHS), comparability }, ['Stab > Kostnad']).comparability).toEqual([
      about(),
      about(['Stab']),
    ]);
  });

  it('of goals come with what has to be known of their values', () => {
    const indicators = PATHS.map((path) => ({ path }));
    const goals = { ...view(PATHS), indicators } as unknown as View;
    expect(withRows(goals, ['Stab'])).toMatchObject({
      indicators: [{ path: ['Stab'] }, { path: ['Stab', 'Kostnad'] }],
    });
  });
});
