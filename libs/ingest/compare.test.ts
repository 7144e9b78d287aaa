import { describe, expect, it } from '@jest/globals';
import { isLedgerError, type LedgerError } from '#amount';
import { compareWithStored, requireUnchanged, type PlanComparison } from './compare.js';
import { edited, eventsOf, planOf, sjovik, withLine, type Files } from './testing/sjovik.js';

const files = sjovik();
const stored = planOf(files);
/** As they come back from a log: without an order of fields of their own. */
const storedById = new Map(
  eventsOf(stored).map((event) => [event.id, JSON.parse(JSON.stringify(event)) as typeof event]),
);

function later(of: Files): PlanComparison {
  return compareWithStored(planOf(of), storedById);
}

function refusal(comparison: PlanComparison): LedgerError {
  try {
    requireUnchanged(comparison);
  } catch (error) {
    if (isLedgerError(error)) return error;
    throw error;
  }
  throw new Error('accepted');
}

const cell = 'Torget > Kostnad,Budget 2030:1,-300';

describe('a plan held against what is stored', () => {
  it('is all new in an empty ledger, and all there the second time', () => {
    const all = eventsOf(stored).length;
    const empty = compareWithStored(stored, new Map());
    expect([empty.fresh.length, empty.alreadyThere.length, empty.changed]).toEqual([all, 0, []]);
    const again = later(files);
    expect([again.fresh, again.alreadyThere.length, again.changed]).toEqual([[], all, []]);
    expect(() => requireUnchanged(again)).not.toThrow();
  });

  it('names a cell that is another one now, and nothing else', () => {
    const comparison = later(edited(files, 'cells.csv', cell, 'Torget > Kostnad,Budget 2030:1,-310'));
    expect(comparison.fresh).toEqual([]);
    expect(comparison.changed).toEqual([
      {
        event: expect.any(String),
        type: 'BudgetAdopted',
        place: {
          document: 'budget-2030.txt',
          table: 'budget-2030/drift',
          row: 'Torget > Kostnad',
          column: 'Budget 2030:1',
        },
        was: '-300',
        is: '-310',
      },
    ]);
    const error = refusal(comparison);
    expect(error.code).toBe('SAME_ID_OTHER_CONTENT');
    expect(error.message).toBe('What is stored says "-300" and the import "-310"');
    expect(error.place).toEqual(comparison.changed[0]?.place);
    expect(error.hint).toContain('correction');
  });

  it('tells how many cells differ, and those that came or went', () => {
    const fewer = edited(files, 'cells.csv', `budget-2030/drift,${cell}\n`, '');
    const comparison = later(
      edited(
        fewer,
        'cells.csv',
        'Hamnen > Intäkt,Budget 2030:1,1 200',
        'Hamnen > Intäkt,Budget 2030:1,1 300',
      ),
    );
    expect(comparison.changed.map(({ place, was, is }) => [place.row, was, is])).toEqual([
      ['Hamnen > Intäkt', '1 200', '1 300'],
      ['Torget > Kostnad', '-300', null],
    ]);
    expect(refusal(comparison).message).toContain('and 1 more differ');
  });

  it('tells the amount where the printed text is the same and is read otherwise', () => {
    const { changed } = later(
      edited(files, 'signs.csv', 'outlay-positive,outlay,-1', 'outlay-positive,outlay,1'),
    );
    expect(changed).toContainEqual(
      expect.objectContaining({
        place: expect.objectContaining({ row: 'Norra kajen > Gator', column: 'Godkänd utgift' }),
        was: 'amount -4000',
        is: 'amount 4000',
      }),
    );
  });

  it('names a field that is no cell: a title, the words of a cause, the kind of a row', () => {
    const title = later(edited(files, 'documents.csv', 'txt,Budget 2030,', 'txt,Budget för 2030,'));
    expect(title.changed).toMatchObject([
      { place: { document: 'budget-2030.txt', field: 'title' }, was: 'Budget 2030', is: 'Budget för 2030' },
    ]);
    const words = later(edited(files, 'causes.csv', 'Färre öppettider', 'Kortare öppettider'));
    expect(words.changed).toMatchObject([
      {
        type: 'ChangeExplained',
        place: { document: 'budget-2030.txt', table: 'Förändringar', field: 'cause' },
      },
    ]);
    const kind = later(edited(files, 'rows.csv', 'Totalt > Kostnad,total', 'Totalt > Kostnad,subtotal'));
    expect(kind.changed).toMatchObject([
      {
        type: 'LayoutStated',
        place: { table: 'budget-2030/drift', row: 'Totalt > Kostnad' },
        was: 'total',
        is: 'subtotal',
      },
      { type: 'LayoutStated', was: 'total', is: 'subtotal' },
    ]);
  });

  it('tells a statement in running text by its figure', () => {
    const { changed } = later(edited(files, 'changes.csv', '"0,8",mnkr', '"0,7",mnkr'));
    expect(changed).toMatchObject([
      { place: { table: 'Förändringar', row: 'Hamnen' }, was: '0,8 mnkr', is: '0,7 mnkr' },
    ]);
  });

  it('takes a table or a document more for new, and leaves what was there', () => {
    const table = withLine(
      withLine(
        withLine(
          withLine(
            files,
            'tables.csv',
            'uppfoljning-2030/ny,uppfoljning-2030,Ny,sjovik/ks/drift,operations,tkr,2,1,',
          ),
          'columns.csv',
          'uppfoljning-2030/ny,1,Budget 2030:3,reading,budget,2030:3,2030,canonical,,,,,,',
        ),
        'rows.csv',
        'uppfoljning-2030/ny,1,Parken,leaf,Parken,cost,,,,',
      ),
      'cells.csv',
      'uppfoljning-2030/ny,Parken,Budget 2030:3,-40',
    );
    const withTable = later(table);
    // The edition was only mentioned before: with its table it is declared known, beside the first declaration.
    expect(withTable.fresh.map(({ type }) => type)).toEqual([
      'EditionDeclared',
      'LayoutStated',
      'BudgetAdopted',
    ]);
    expect(withTable.changed).toEqual([]);
    const document = `bilaga,bilaga.txt,Bilaga,sjovik,sjovik/ks,,,,adopted,stated,,,${'e'.repeat(64)},`;
    const withDocument = later(withLine(files, 'documents.csv', document));
    expect(withDocument.fresh.map(({ type }) => type)).toEqual(['DocumentRegistered']);
    expect(withDocument.changed).toEqual([]);
  });

  it('takes a row more for a change of the table that it stands in', () => {
    const row = withLine(files, 'rows.csv', 'budget-2030/drift,9,Parken,leaf,Parken,cost,,,,');
    const { fresh, changed } = later(
      withLine(row, 'cells.csv', 'budget-2030/drift,Parken,Budget 2030:1,-40'),
    );
    expect(fresh).toEqual([]);
    expect(changed.map(({ type, place, was }) => [type, place.row, was])).toEqual([
      ['LayoutStated', 'Parken', null],
      ['LayoutStated', 'Parken', null],
      ['BudgetAdopted', 'Parken', null],
    ]);
  });
});
