import { describe, expect, test } from '@jest/globals';
import { describeError, describePlace, isLedgerError, LedgerError } from './errors.js';

describe('an expected failure', () => {
  const error = new LedgerError('NUMBER_UNREADABLE', '"1 00" cannot be read as a number', {
    place: { document: 'Budget 2021', table: '5.1', row: 'Kommunledning > Intäkt', column: '2021:2' },
    hint: 'Groups are of three digits.',
  });

  test('is an Error with a code, a place and a next step', () => {
    expect(error).toBeInstanceOf(Error);
    expect(error.name).toBe('LedgerError');
    expect(isLedgerError(error)).toBe(true);
    expect(isLedgerError(error, 'NUMBER_UNREADABLE')).toBe(true);
    expect(isLedgerError(error, 'CONFLICT')).toBe(false);
    expect(isLedgerError(new Error('NUMBER_UNREADABLE'))).toBe(false);
  });

  test('is shown on one line', () => {
    expect(describeError(error)).toBe(
      '"1 00" cannot be read as a number (document "Budget 2021", table "5.1", row "Kommunledning > Intäkt", ' +
        'column "2021:2"). Groups are of three digits.',
    );
    expect(describeError(new LedgerError('CONFLICT', 'Somebody else wrote'))).toBe('Somebody else wrote');
  });

  test('as JSON shows neither stack nor cause', () => {
    const caused = new LedgerError('CONFLICT', 'Somebody else wrote', { cause: new Error('inner') });
    expect(JSON.parse(JSON.stringify(caused))).toEqual({ code: 'CONFLICT', message: 'Somebody else wrote' });
    expect(Object.keys(error.toJSON())).toEqual(['code', 'message', 'place', 'hint']);
    expect(caused.cause).toBeInstanceOf(Error);
  });

  test('learns more of its place on the way out, and keeps what it knew', () => {
    const further = error.at({ file: 'budget.csv', line: 7, row: 'another' });
    expect(further.place).toEqual({ ...error.place, file: 'budget.csv', line: 7 });
    expect(further.hint).toBe(error.hint);
    expect(further.code).toBe(error.code);
  });
});

describe('a place', () => {
  test.each([
    [{}, ''],
    [{ document: '' }, ''],
    [{ file: 'budget.csv', line: 3, column: 'Intäkt' }, 'file "budget.csv", line 3, column "Intäkt"'],
    [{ field: 'amount', rule: 'decimal' }, 'field "amount", rule "decimal"'],
  ])('%j', (place, text) => {
    expect(describePlace(place)).toBe(text);
  });
});
