import { describe, expect, it } from '@jest/globals';
import { add, at, inFile, type Refused } from '../testing/refused.js';
import { refusalOf } from '../testing/sjovik.js';

const DRIFT = 'budget-2030/drift';

/** Two lines of a file that say what one of them can. */
const REFUSED: readonly Refused[] = [
  at(
    'a cell twice',
    add('cells.csv', `${DRIFT},Torget > Kostnad,Budget 2030:1,-301`),
    ['cells.csv', '-301'],
    'DUPLICATE_ROW',
    'repeats line',
    { table: DRIFT, row: 'Torget > Kostnad', column: 'Budget 2030:1' },
    'Keep one',
  ),
  at(
    'a row twice',
    add('rows.csv', `${DRIFT},99,Torget > Kostnad,leaf,Torget,cost,,,,`),
    ['rows.csv', ',99,'],
    'DUPLICATE_ROW',
    'repeats line',
    { table: DRIFT, row: 'Torget > Kostnad' },
    'Keep one',
  ),
  at(
    'two rows in one place',
    add('rows.csv', `${DRIFT},1,Parken,leaf,Parken,cost,,,,`),
    ['rows.csv', 'Parken'],
    'DUPLICATE_ROW',
    'order "1"',
    { table: DRIFT, row: 'Parken', column: 'order' },
    'Keep one',
  ),
  at(
    'a column twice',
    add('columns.csv', `${DRIFT},9,Förändring,text,,,,,,,,,,`),
    ['columns.csv', ',9,'],
    'DUPLICATE_ROW',
    'repeats line',
    { table: DRIFT, column: 'Förändring' },
    'Keep one',
  ),
  at(
    'a table twice',
    add('tables.csv', `${DRIFT},budget-2030,Drift,sjovik/ks/drift,operations,tkr,7,1,`),
    ['tables.csv', ',7,1,'],
    'DUPLICATE_ROW',
    'repeats line',
    { document: 'budget-2030', table: DRIFT },
    'Keep one',
  ),
  at(
    'an edition twice',
    add('editions.csv', 'sjovik/ks/drift,operations,budget,2030,2030:1,2030;7;0,full,,B,budget-2030'),
    ['editions.csv', '2030;7'],
    'DUPLICATE_ROW',
    'edition "2030:1"',
    inFile('edition', { document: 'budget-2030' }),
    'Keep one',
  ),
  at(
    'a document twice',
    add('documents.csv', `budget-2030,f.txt,T,,,,,,adopted,stated,,,${'d'.repeat(64)},`),
    ['documents.csv', 'f.txt'],
    'DUPLICATE_ROW',
    'document "budget-2030"',
    { document: 'budget-2030' },
    'Keep one',
  ),
  at(
    'two documents with one sha-256',
    add('documents.csv', `igen,f.txt,T,,,,,,adopted,stated,,,${'b'.repeat(64)},`),
    ['documents.csv', 'f.txt'],
    'DUPLICATE_ROW',
    'sha256',
    inFile('sha256', { document: 'igen' }),
    'Keep one',
  ),
  at(
    'a unit twice',
    add('units.csv', 'sjovik,Sjövik,board,'),
    ['units.csv', 'Sjövik,'],
    'DUPLICATE_ROW',
    'unit "sjovik"',
    inFile('unit'),
    'Keep one',
  ),
  at(
    'a cause twice',
    add('causes.csv', 'muddring,budget-2030,X,other,Igen.,,,,,,'),
    ['causes.csv', 'Igen.'],
    'DUPLICATE_ROW',
    'cause "muddring"',
    inFile('cause', { document: 'budget-2030' }),
    'Keep one',
  ),
  at(
    'a change twice',
    add('changes.csv', 'muddring,1,sjovik/ks/drift,operations,Torget,cost,2030,budget,,,,2030:3,-7,tkr,0,'),
    ['changes.csv', '-7,tkr'],
    'DUPLICATE_ROW',
    'order "1"',
    inFile('order'),
    'Keep one',
  ),
  at(
    'a name twice',
    add('names.csv', 'alias,sjovik/ks/drift,operations,Hamn,Torget,stated,,'),
    ['names.csv', 'Hamn,Torget'],
    'DUPLICATE_ROW',
    'line "Hamn"',
    inFile('line'),
    'Keep one',
  ),
];

describe('a package is refused for', () => {
  it.each(REFUSED)('$what', ({ of, code, says, place, hint }) => {
    const error = refusalOf(of);
    expect(error.code).toBe(code);
    expect(error.message).toContain(says);
    expect(error.place).toMatchObject(place);
    expect(error.hint).toContain(hint);
    expect(error.hint).not.toBe('');
  });
});
