import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { edited, FILE_NAMES, planOf, sjovik, type Files } from '../testing/sjovik.js';

const files = sjovik();
const plan = planOf(files);

const lines = (text: string): string[] => text.trimEnd().split('\n');

/** Every file with its lines below the header in an order drawn. */
const permuted: fc.Arbitrary<Files> = fc
  .tuple(
    ...FILE_NAMES.map((name) => {
      const [header = '', ...rest] = lines(files[name] ?? '');
      return fc
        .shuffledSubarray(rest, { minLength: rest.length })
        .map((shuffled) => [name, [header, ...shuffled, ''].join('\n')] as const);
    }),
  )
  .map((entries) => ({ ...files, ...Object.fromEntries(entries) }));

describe('the order of lines in the files', () => {
  it('means nothing: the same events, in the same streams, in the same order', () => {
    fc.assert(
      fc.property(permuted, (other) => {
        expect(planOf(other)).toEqual(plan);
      }),
      { numRuns: 60 },
    );
  });

  it('nor does that of the columns', () => {
    const cells = lines(files['cells.csv'] ?? '').map((line) => {
      const [table, row, column, printed] = line.split(',');
      return [printed, column, row, table].join(',');
    });
    expect(planOf({ ...files, 'cells.csv': cells.join('\r\n') })).toEqual(plan);
  });
});

describe('the id of an import', () => {
  it('follows from the content alone: not from the name of the package or what no event says', () => {
    expect(planOf(edited(files, 'datapackage.json', '"name": "sjovik",', '"name": "other",')).importId).toBe(
      plan.importId,
    );
    expect(planOf(edited(files, 'statements.csv', 'Ungefärligt.', 'Omkring.')).importId).toBe(plan.importId);
  });

  it('is another one for another content, even of one cell', () => {
    const changed = planOf(
      edited(
        files,
        'cells.csv',
        'Torget > Kostnad,Budget 2030:1,-300',
        'Torget > Kostnad,Budget 2030:1,-301',
      ),
    );
    expect(changed.importId).not.toBe(plan.importId);
    const same = new Set(plan.streams.flatMap(({ events }) => events.map(({ id }) => id)));
    expect(changed.streams.flatMap(({ events }) => events).every(({ id }) => same.has(id))).toBe(true);
  });
});
