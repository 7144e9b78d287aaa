import { describe, expect, it } from '@jest/globals';
import { isLedgerError, type LedgerError } from '#amount';
import { readCsv } from './csv.js';

function refusal(text: string, columns: readonly string[] = ['a', 'b']): LedgerError {
  try {
    readCsv('f.csv', text, columns);
  } catch (error) {
    if (isLedgerError(error)) return error;
    throw error;
  }
  throw new Error('accepted');
}

const values = (text: string): unknown[] => readCsv('f.csv', text, ['a']).map((row) => row.values);

describe('readCsv', () => {
  it('reads the same with a byte order mark, with CRLF, and without a last line break', () => {
    const plain = [
      { a: '1', b: 'x' },
      { a: '2', b: 'y' },
    ];
    expect(values('a,b\n1,x\n2,y\n')).toEqual(plain);
    expect(values('\ufeffa,b\r\n1,x\r\n2,y\r\n')).toEqual(plain);
    expect(values('a,b\n1,x\r\n2,y')).toEqual(plain);
  });

  it('reads quotes, commas and line breaks in a field as they stand', () => {
    expect(values('a,b\n"1,5","en ""ram""\ntill"\n')).toEqual([{ a: '1,5', b: 'en "ram"\ntill' }]);
  });

  it('tells the line that a record begins on, past empty lines and fields of several lines', () => {
    for (const end of ['\n', '\r\n']) {
      const text = ['a,b', '', '1,"x', 'y"', '', '', '2,z', ''].join(end);
      expect(readCsv('f.csv', text, ['a']).map((row) => row.line)).toEqual([3, 7]);
    }
  });

  it('keeps columns that it does not know', () => {
    expect(values('b,a,note\n,1,n\n')).toEqual([{ b: '', a: '1', note: 'n' }]);
  });

  it('refuses a missing column, naming it and what is there', () => {
    const error = refusal('a,c\n1,2\n');
    expect(error.code).toBe('MISSING_COLUMN');
    expect(error.place).toEqual({ file: 'f.csv', line: 1, column: 'b' });
    expect(error.hint).toBe('It has: a, c.');
    expect(refusal('').hint).toBe('The file is empty.');
    expect(refusal('a;b\n1;2\n').hint).toContain('semicolons');
  });

  it('refuses a wrong number of fields, naming line and row', () => {
    const error = refusal('a,table,row\n1,t,r\n2,t,r,-1,5\n', ['a']);
    expect(error.code).toBe('CSV_UNREADABLE');
    expect(error.message).toBe('f.csv line 3 has 5 fields, the header 3');
    expect(error.place).toEqual({ file: 'f.csv', line: 3, table: 't', row: 'r' });
    expect(error.hint).toContain('double quotes');
  });

  it('refuses a quote that is never closed, a column twice, and another encoding', () => {
    expect(refusal('a,b\n1,"x\n2,y\n').code).toBe('CSV_UNREADABLE');
    expect(refusal('a,b\n1,x"y"\n').place).toEqual({ file: 'f.csv', line: 2 });
    expect(refusal('a,b,a\n1,2,3\n').place).toEqual({ file: 'f.csv', line: 1, column: 'a' });
    const latin1 = new TextDecoder('utf-8').decode(Uint8Array.from([...Buffer.from('a,b\n1,'), 0xe5, 0x0a]));
    const error = refusal(latin1);
    expect(error.place).toEqual({ file: 'f.csv', line: 2 });
    expect(error.hint).toBe('Save the file as CSV UTF-8.');
  });
});
