import { describe, expect, it } from '@jest/globals';
import { at, edit, files, inFile, type Refused } from '../testing/refused.js';
import { refusalOf, type Files } from '../testing/sjovik.js';

const DRIFT = 'budget-2030/drift';

const cellOf = (text: string): Files =>
  edit('cells.csv', 'Hamnen > Kostnad,Budget 2030:2,-11 250', `Hamnen > Kostnad,Budget 2030:2,${text}`);
const badCell = (what: string, text: string): Refused =>
  at(
    what,
    cellOf(text),
    ['cells.csv', `Budget 2030:2,${text}`],
    'NUMBER_UNREADABLE',
    text.replaceAll('"', ''),
    {
      document: 'budget-2030',
      table: DRIFT,
      row: 'Hamnen > Kostnad',
      column: 'Budget 2030:2',
      field: 'printed',
    },
    '',
  );

/** Numbers, words and dates that cannot be read. */
const REFUSED: readonly Refused[] = [
  badCell('a letter in a number', '-11 2O0'),
  badCell('groups of another size', '12 34'),
  badCell('two commas', '"1,2,3"'),
  badCell('more decimals than the unit holds', '"1,1234567890"'),
  at(
    'an unknown unit of measure',
    edit(
      'tables.csv',
      'Driftbudget,sjovik/ks/drift,operations,tkr',
      'Driftbudget,sjovik/ks/drift,operations,miljoner',
    ),
    ['tables.csv', 'miljoner'],
    'UNKNOWN_UNIT',
    '"miljoner"',
    inFile('unitOfMeasure', { document: 'budget-2030', table: DRIFT }),
    'tkr',
  ),
  at(
    'an unknown unit of measure of a change',
    edit('changes.csv', '"0,8",mnkr', '"0,8",mkr!'),
    ['changes.csv', 'mkr!'],
    'UNKNOWN_UNIT',
    '"mkr!"',
    inFile('unitOfMeasure'),
    'tkr',
  ),
  at(
    'movements without a cause',
    edit('columns.csv', ',utokning,', ',,'),
    ['columns.csv', 'Utökning'],
    'VALUE_MISSING',
    'cause is blank',
    { table: 'budget-2030/mark', column: 'Utökning', field: 'cause' },
    '',
  ),
  at(
    'movements of an outcome',
    edit('columns.csv', 'change,approved,2030,', 'change,outcome,2029-10,'),
    ['columns.csv', 'change,outcome'],
    'VALUE_UNKNOWN',
    'movements cannot be of outcome',
    { table: 'budget-2030/mark', column: 'Utökning', field: 'basis' },
    'difference',
  ),
  at(
    'a factor that is none',
    edit('signs.csv', 'canonical,*,1', 'canonical,*,-2'),
    ['signs.csv', '-2'],
    'VALUE_UNKNOWN',
    'factor cannot be "-2"',
    inFile('factor'),
    'One of: 1, -1.',
  ),
  at(
    'a sha-256 that is none',
    edit('documents.csv', 'b'.repeat(64), 'B'.repeat(64)),
    ['documents.csv', 'BBB'],
    'VALUE_UNKNOWN',
    'no sha-256',
    inFile('sha256', { document: 'budget-2030' }),
    '64 hexadecimal digits',
  ),
  at(
    'a day that does not exist',
    edit('documents.csv', '2029-11-20', '2029-11-31'),
    ['documents.csv', '2029-11-31'],
    'VALUE_UNKNOWN',
    '"2029-11-31" is no date',
    inFile('date', { document: 'budget-2030' }),
    'YYYY-MM-DD',
  ),
  at(
    'a decision on no day',
    edit('causes.csv', '2029-10-15', '15/10 2029'),
    ['causes.csv', '15/10'],
    'VALUE_UNKNOWN',
    '"15/10 2029" is no date',
    inFile('decisionDate', { document: 'budget-2030' }),
    'YYYY-MM-DD',
  ),
  at(
    'an unknown status',
    edit('documents.csv', ',adopted,', ',antagen,'),
    ['documents.csv', 'antagen'],
    'VALUE_UNKNOWN',
    'status cannot be "antagen"',
    inFile('status', { document: 'budget-2030' }),
    'One of: proposed, forInformation, adopted.',
  ),
  at(
    'a document without a status',
    edit('documents.csv', ',adopted,', ',,'),
    ['documents.csv', 'budget-2030'],
    'VALUE_MISSING',
    'a document has a status',
    inFile('status', { document: 'budget-2030' }),
    'judged',
  ),
  at(
    'a judged status that nobody judged',
    edit('documents.csv', 'judged,fixture', 'judged,'),
    ['documents.csv', 'uppfoljning-2030'],
    'VALUE_MISSING',
    'judgedBy is blank',
    inFile('judgedBy', { document: 'uppfoljning-2030' }),
    '',
  ),
  at(
    'an unknown basis',
    edit('editions.csv', 'operations,forecast,2030,T2', 'operations,prognos,2030,T2'),
    ['editions.csv', 'prognos,2030'],
    'VALUE_UNKNOWN',
    'basis cannot be "prognos"',
    inFile('basis', { document: 'uppfoljning-2030' }),
    'One of: budget, forecast',
  ),
  at(
    'an unknown kind of row',
    edit('rows.csv', 'Torget,group', 'Torget,rubrik'),
    ['rows.csv', 'rubrik'],
    'VALUE_UNKNOWN',
    'kind cannot be "rubrik"',
    inFile('kind', { table: DRIFT, row: 'Torget' }),
    'One of: leaf, group',
  ),
  at(
    'an order that is no number',
    edit('rows.csv', 'drift,5,Torget', 'drift,5b,Torget'),
    ['rows.csv', '5b'],
    'NUMBER_UNREADABLE',
    '"5b" is no whole number',
    inFile('order', { table: DRIFT, row: 'Torget' }),
    'Digits only',
  ),
  at(
    'a formula that is none',
    edit('rows.csv', 'revenue + cost', 'revenue +'),
    ['rows.csv', 'revenue +'],
    'FORMULA_UNREADABLE',
    '"revenue +" is no formula',
    inFile('formula', { table: DRIFT, row: 'Hamnen > Nettokostnad' }),
    'revenue + cost',
  ),
  at(
    'a term that is no reading',
    edit('relative.csv', 'T1,forecast;T2;2030;Hamnen;cost', 'T1,forecast;T2;Hamnen'),
    ['relative.csv', 'T2;Hamnen'],
    'TERM_UNREADABLE',
    'is no reading',
    inFile('terms', { document: 'uppfoljning-2030' }),
    'basis;edition;period;line;measure',
  ),
  at(
    'a difference that is blank',
    edit('relative.csv', 'cost,-150,', 'cost,,'),
    ['relative.csv', 'cost,,tkr'],
    'VALUE_MISSING',
    'difference is blank',
    inFile('difference', { document: 'uppfoljning-2030' }),
    '',
  ),
  at(
    'a stated number that cannot be read',
    edit('statements.csv', '"-11,6"', '"-11,6x"'),
    ['statements.csv', '11,6x'],
    'NUMBER_UNREADABLE',
    '11,6x',
    inFile('amount', { document: 'budget-2030' }),
    '',
  ),
  at(
    'other decimals than are printed',
    edit('changes.csv', '"0,8",mnkr,1', '"0,8",mnkr,2'),
    ['changes.csv', 'mnkr,2'],
    'DECIMALS_DIFFER',
    'has 1 decimals and not 2',
    inFile('decimals'),
    '',
  ),
  at(
    'a change of an outcome from nowhere',
    edit('changes.csv', 'outcome,,,start,', 'outcome,,,,'),
    ['changes.csv', 'outcome,,,,'],
    'VALUE_MISSING',
    'fromEdition is blank',
    inFile('fromEdition'),
    'in force',
  ),
  at(
    'an outcome that names no month',
    {
      ...edit('columns.csv', 'reading,outcome,2030-08', 'reading,outcome,augusti'),
      'editions.csv': (files['editions.csv'] ?? '').replace('2030-08,2030;8;0', 'augusti,2030;8;0'),
    },
    ['columns.csv', 'outcome,augusti'],
    'VALUE_UNKNOWN',
    '"augusti" is no edition of an outcome',
    { column: 'Utfall augusti 2030', field: 'edition' },
    '2023-08',
  ),
  at(
    'an unknown kind of name',
    edit('names.csv', 'alias', 'synonym'),
    ['names.csv', 'synonym'],
    'VALUE_UNKNOWN',
    'kind cannot be "synonym"',
    inFile('kind'),
    'One of: alias, merger, split.',
  ),
  at(
    'a kind of cause that is no word',
    edit('causes.csv', ',efficiency,', ',Mer Effektivt!,'),
    ['causes.csv', 'Mer Effektivt!'],
    'EVENT_INVALID',
    'cause.kind',
    { document: 'budget-2030', field: 'cause.kind' },
    '',
  ),
  {
    what: 'a missing column',
    of: edit('cells.csv', 'table,row,column,printed', 'table,row,column,text'),
    code: 'MISSING_COLUMN',
    says: 'no column "printed"',
    place: { file: 'cells.csv', line: 1, column: 'printed' },
    hint: 'It has: table, row, column, text.',
  },
  {
    what: 'a wrong number of fields',
    of: edit('cells.csv', 'Torget > Kostnad,Budget 2030:1,-300', 'Torget > Kostnad,Budget 2030:1,-300,5'),
    code: 'CSV_UNREADABLE',
    says: 'has 5 fields, the header 4',
    place: { file: 'cells.csv', line: 11, table: DRIFT, row: 'Torget > Kostnad' },
    hint: 'double quotes',
  },
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
