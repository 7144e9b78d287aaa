import { describe, expect, it } from '@jest/globals';
import { inspect } from 'node:util';
import { isLedgerError, type LedgerError } from '#amount';
import { FILE_BYTES_MAX } from '../document/limits.js';
import { isSie, readSie } from './read-sie.js';
import { sjovikSie } from './testing/fixture.js';

const HEAD = '#FLAGGA 0\n#SIETYP 3\n#RAR 0 20230101 20231231\n#KONTO 5010 "Löner"\n';

function read(text: string): ReturnType<typeof readSie> {
  return readSie(new TextEncoder().encode(text), 'prov.se');
}

function refusal(bytes: Uint8Array | string): LedgerError {
  try {
    readSie(typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes, 'prov.se');
  } catch (error) {
    if (isLedgerError(error)) return error;
    throw error;
  }
  throw new Error('The file was accepted');
}

describe('a SIE file', () => {
  const file = readSie(sjovikSie(), 'sjovik.se');

  it('says whose it is, of which years and in what', () => {
    expect(file).toMatchObject({
      fileName: 'sjovik.se',
      encoding: 'cp437',
      type: 3,
      program: 'Sjöbok',
      generated: '2023-04-05',
      company: 'Sjövik kommun',
      organisation: '212000-9999',
      currency: 'SEK',
      through: '2023-03-31',
    });
    expect([...file.years]).toEqual([
      [0, { from: '2023-01-01', to: '2023-12-31', line: 9 }],
      [-1, { from: '2022-01-01', to: '2022-12-31', line: 10 }],
    ]);
  });

  it('has accounts with their kind, dimensions and objects', () => {
    expect(file.accounts.get('5010')).toEqual({ name: 'Löner, arbetad tid', type: 'K', line: 23 });
    expect(file.accounts.get('6410')?.name).toBe('Förbrukningsmateriel "grönyta"');
    expect(file.dimensions.get(21)).toMatchObject({ name: 'Verksamhet', below: 1 });
    expect(file.objects.map(({ number, name }) => [number, name])).toEqual([
      ['100', 'Kommunledning'],
      ['250', 'Parker och torg'],
    ]);
  });

  it('has amounts exactly, in the sign of the file, with their line', () => {
    const of = (label: string, period: string | null, account: string, object?: string) =>
      file.amounts.find(
        (a) =>
          a.label === label &&
          a.year === 0 &&
          a.period === period &&
          a.account === account &&
          a.objects[0]?.number === object,
      );
    expect(of('PSALDO', '2023-02', '3110', '250')).toMatchObject({
      amount: -15_000_500_000n,
      text: '-15000.50',
    });
    expect(of('PSALDO', '2023-03', '6410', '250')).toMatchObject({ amount: 1_250_500_000n, text: '1250.5' });
    expect(of('PSALDO', '2023-01', '5010')).toMatchObject({ amount: 290_000_000_000n, objects: [] });
    expect(of('RES', null, '4610')).toMatchObject({ amount: 122_000_000_000n });
    expect(of('IB', null, '1510')).toMatchObject({ text: '12000.00' });
    expect(of('OIB', null, '1510', '250')).toMatchObject({ text: '12000.00' });
    expect(of('PBUDGET', '2023-12', '5610', '100')).toMatchObject({ text: '64000.00' });
    expect(file.amounts.find((a) => a.year === -1)).toMatchObject({ period: '2022-03', text: '280000.00' });
  });

  it('is the same in UTF-8 and windows-1252, whatever #FORMAT says', () => {
    for (const [name, encoding] of [
      ['-utf8', 'utf-8'],
      ['-1252', 'windows-1252'],
    ] as const) {
      expect(readSie(sjovikSie(name), 'sjovik.se')).toEqual({ ...file, encoding });
    }
    const marked = Buffer.concat([Buffer.from('\ufeff'), sjovikSie('-utf8')]);
    expect(readSie(marked, 'sjovik.se')).toEqual({ ...file, encoding: 'utf-8' });
  });

  it('keeps nobody: vouchers and persons are counted only', () => {
    expect(file.skipped).toEqual({
      vouchers: 1,
      transactions: 2,
      persons: 2,
      others: 5,
      unknown: new Map([['NYPOST', 1]]),
    });
    expect(inspect(file, { depth: null, maxArrayLength: null })).not.toMatch(/Ada|Öberg|0042|EkAd/);
  });

  it('puts amounts together that differ in the person alone', () => {
    const { amounts, skipped } = read(
      `${HEAD}#PSALDO 0 202301 5010 {} 50.00\n#PSALDO 0 202301 5010 {1 "A" 7 "1"} 10.00\n` +
        '#PSALDO 0 202301 5010 {1 "A" 7 "2"} 40.00\n',
    );
    expect(amounts.map(({ objects, text }) => [objects, text])).toEqual([
      [[], '50.00'],
      [[{ dimension: 1, number: 'A' }], '50.00'],
    ]);
    expect(skipped.persons).toBe(2);
  });

  it('leaves out a personal number where an organisation number should be', () => {
    expect(read(`${HEAD}#ORGNR 850101-1234\n`).organisation).toBeNull();
  });
});

describe('the form of a record', () => {
  it.each<[string, string]>([
    ['tabs between fields', '#PSALDO\t0\t202301\t5010\t{}\t1.50'],
    ['leading blanks', '   #PSALDO 0 202301 5010 {} 1.50'],
    ['quotation marks around all', '#PSALDO "0" "202301" "5010" {} "1.50"'],
    ['no blanks around braces', '#PSALDO 0 202301 5010{}1.50'],
    ['further fields', '#PSALDO 0 202301 5010 {} 1.50 3 "mer"'],
    ['no braces', '#PSALDO 0 202301 5010 1.50'],
    ['one decimal', '#PSALDO 0 202301 5010 {} 1.5'],
    ['zeros in front', '#PSALDO 0 202301 5010 {} 001.50'],
    ['a label in small letters', '#psaldo 0 202301 5010 {} 1.50'],
  ])('%s', (_, line) => {
    expect(read(HEAD + line).amounts).toMatchObject([
      { label: 'PSALDO', period: '2023-01', account: '5010', objects: [], amount: 1_500_000n },
    ]);
  });

  it('has lists of several objects, by dimension', () => {
    const [amount] = read(`${HEAD}#PSALDO 0 202301 5010 {6 "P \\"1\\"" 1 "100"} -0.01\n`).amounts;
    expect(amount).toMatchObject({ amount: -10_000n });
    expect(amount?.objects).toEqual([
      { dimension: 1, number: '100' },
      { dimension: 6, number: 'P "1"' },
    ]);
  });

  it('is type 1 where none is said, and ends with Ctrl-Z in old files', () => {
    expect(read('#FLAGGA 0\r\n#RES 0 3000 -5\r\n\u001a')).toMatchObject({
      type: 1,
      amounts: [{ text: '-5' }],
    });
  });

  it.each<[string, string, string, string]>([
    ['an amount with a comma', '#PSALDO 0 202301 5010 {} 1,50', 'SIE_MALFORMED', 'no amount'],
    ['an amount with groups', '#RES 0 5010 "1 500"', 'SIE_MALFORMED', 'no amount'],
    ['no amount', '#RES 0 5010', 'SIE_MALFORMED', 'missing'],
    ['an amount too large', '#RES 0 5010 99999999999999999999', 'SIE_MALFORMED', 'larger'],
    ['an amount too fine', '#RES 0 5010 0.0000001', 'SIE_MALFORMED', '0.0000001'],
    ['a thirteenth month', '#PSALDO 0 202313 5010 {} 1', 'SIE_MALFORMED', 'no period'],
    ['a year in four digits', '#RES 2023 5010 1', 'SIE_MALFORMED', 'number of a year'],
    ['an account of letters', '#RES 0 löner 1', 'SIE_MALFORMED', 'no account'],
    ['an odd list of objects', '#PSALDO 0 202301 5010 {1} 1', 'SIE_MALFORMED', 'pairs'],
    ['a list that is not closed', '#PSALDO 0 202301 5010 {1 "100" 1', 'SIE_MALFORMED', 'not closed'],
    ['a quotation mark that is not closed', '#KONTO 5020 "Löner', 'SIE_MALFORMED', 'quotation mark'],
    ['a dimension twice', '#PSALDO 0 202301 5010 {1 "a" 1 "b"} 1', 'SIE_MALFORMED', 'twice'],
    ['an object balance of no object', '#OIB 0 1510 5.00', 'SIE_MALFORMED', 'list of objects'],
    ['a day that is none', '#RAR -1 20220101 20220231', 'SIE_MALFORMED', 'no day'],
    ['a year backwards', '#RAR -1 20221231 20220101', 'SIE_MALFORMED', 'ends before'],
    ['a year twice', '#RAR 0 20230101 20231231', 'SIE_REPEATED', 'line 3'],
    ['an account of two names', '#KONTO 5010 "Annat"', 'SIE_REPEATED', 'line 4'],
    ['a kind of account that is none', '#KTYP 5010 X', 'SIE_MALFORMED', 'kind'],
    ['text outside records', 'Periodens saldo', 'SIE_MALFORMED', 'record was expected'],
    ['a type of later editions', '#SIETYP 5', 'SIE_MALFORMED', 'type'],
    ['a voucher that is not closed', '#VER A 1 20230101\n{\n#TRANS 5010 {} 1.00', 'SIE_TRUNCATED', 'line 5'],
    ['a record within a voucher', '#VER A 1 20230101\n{\n#KONTO 1 "A"\n}', 'SIE_TRUNCATED', 'line 5'],
    ['a checksum that is not there', '#KSUMMA\n#RES 0 5010 1', 'SIE_TRUNCATED', 'line 5'],
  ])('is refused for %s, naming file and line', (_, line, code, says) => {
    const error = refusal(`${HEAD}${line}\n`);
    expect(error.code).toBe(code);
    expect(error.message).toContain(says);
    expect(error.place).toMatchObject({ file: 'prov.se' });
    expect(error.place?.line).toBeGreaterThanOrEqual(5);
    expect(error.hint).toBeTruthy();
  });

  it('has each amount once', () => {
    const error = refusal(`${HEAD}#RES 0 5010 1.00\n#RES 0 5020 1.00\n#RES 0 5010 2.00\n`);
    expect(error).toMatchObject({ code: 'SIE_REPEATED', place: { line: 7 } });
    expect(error.message).toContain('line 5');
  });
});

describe('a file that cannot be read', () => {
  it('is empty, no SIE file, or too large', () => {
    expect(refusal(new Uint8Array()).code).toBe('FILE_EMPTY');
    expect(refusal('Budget 2023\n').code).toBe('SIE_UNKNOWN');
    expect(refusal(new Uint8Array(FILE_BYTES_MAX + 1)).code).toBe('FILE_TOO_LARGE');
    expect(isSie(new TextEncoder().encode('  #FLAGGA 0'))).toBe(true);
    expect(isSie(new TextEncoder().encode('<xml>#FLAGGA</xml>'))).toBe(false);
  });

  it('was cut within a letter, or is of two characters sets', () => {
    const bytes = sjovikSie('-utf8');
    const cut = bytes.subarray(0, Buffer.from(bytes).indexOf('ö', 40) + 1);
    expect(refusal(cut)).toMatchObject({ code: 'ENCODING_BROKEN', place: { file: 'prov.se', line: 6 } });
  });

  it('is refused wherever it is cut within a record that is read', () => {
    const bytes = sjovikSie();
    const vouchers = Buffer.from(bytes).indexOf('#VER');
    for (let end = vouchers + 22; end < bytes.length - 3; end += 1) {
      expect(refusal(bytes.subarray(0, end)).code).toMatch(/^SIE_/);
    }
  });

  it('has half a million lines: read in seconds, or refused for its lines', () => {
    const line = '#TRANS 5010 {} 1.00\n';
    const many = `${HEAD}#VER A 1 20230101\n{\n${line.repeat(400_000)}}\n`;
    expect(read(many).skipped.transactions).toBe(400_000);
    expect(refusal(`${HEAD}${'\n'.repeat(600_000)}`)).toMatchObject({ code: 'FILE_TOO_LARGE' });
    expect(refusal(`${HEAD}#PROSA ${'x'.repeat(600_000)}`)).toMatchObject({ code: 'FILE_TOO_LARGE' });
  }, 30_000);
});
