import { LedgerError } from '#amount';
import { LINE_CHARACTERS_MAX, LINES_MAX } from '../document/limits.js';
import { requireSize, tooLarge } from '../document/refusal.js';
import { decodeSie } from './encoding.js';
import { labelOf, SieRecord } from './record.js';
import { sieAmount } from './sie-amount.js';
import {
  SIE_AMOUNTS,
  type SieAccount,
  type SieAmount,
  type SieAmountLabel,
  type SieDimension,
  type SieFile,
  type SieObject,
  type SieObjectRef,
  type SieYear,
} from './sie-file.js';

/** Known records that say nothing of figures, or that may name a person. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  'ADRESS',
  'BKOD',
  'ENHET',
  'FNR',
  'FORMAT',
  'FTYP',
  'KPTYP',
  'PROSA',
  'SRU',
  'TAXAR',
]);

/** Reserved for employees, customers and suppliers, and their invoices (SIE filformat 4B, reserved dimensions). */
const OF_PERSONS: ReadonlySet<number> = new Set([7, 8, 9, 10]);
const NAMES_OF_PERSONS = /anställ|personnummer|person$|brukare|elev|klient|handläggare|kund|leverantör/iu;

/** A personal number has 0 or 1 in its third place, an organisation's number at least 2. */
const ORGANISATION = /^\d{2}[2-9]\d{3}-?\d{4}$/;

/** Is it SIE 1 to 4? They begin with `#FLAGGA`, after blanks or a byte order mark. */
export function isSie(bytes: Uint8Array): boolean {
  const start = new TextDecoder('windows-1252').decode(bytes.subarray(0, 200));
  return /^(?:ï»¿)?\s*#FLAGGA[ \t]/i.test(start);
}

/**
 * Reads a SIE file of types 1 to 4.
 *
 * @throws LedgerError naming file and line: FILE_EMPTY, FILE_TOO_LARGE, ENCODING_BROKEN, SIE_UNKNOWN (no SIE file),
 * SIE_MALFORMED (a record that the standard knows has not its form), SIE_REPEATED (the same amount twice), SIE_TRUNCATED
 */
export function readSie(bytes: Uint8Array, fileName: string): SieFile {
  requireSize(bytes, fileName);
  if (!isSie(bytes)) {
    throw new LedgerError('SIE_UNKNOWN', `${fileName} is no SIE file`, {
      place: { file: fileName, line: 1 },
      hint: 'A SIE file of types 1 to 4 begins with #FLAGGA.',
    });
  }
  const { text, encoding } = decodeSie(bytes, fileName);
  const reading = new Reading(fileName);
  let line = 0;
  for (const content of linesOf(text)) {
    line += 1;
    if (line > LINES_MAX) throw tooLarge(fileName, `more than ${LINES_MAX} lines`, `${LINES_MAX}`, line);
    if (content.length > LINE_CHARACTERS_MAX) {
      throw tooLarge(fileName, `a line of ${content.length} characters`, `${LINE_CHARACTERS_MAX}`, line);
    }
    reading.line(content.trim(), line);
  }
  return { fileName, encoding, ...reading.end(line) };
}

/** One after the other, so that the lines of a large file are never all there at once. */
function* linesOf(text: string): Generator<string> {
  // Ctrl-Z ends a text in the systems that the character set is of.
  const length = text.endsWith('\u001a') ? text.length - 1 : text.length;
  let from = text.startsWith('\ufeff') ? 1 : 0;
  const breaks = /\r\n|\n|\r/g;
  breaks.lastIndex = from;
  for (let found = breaks.exec(text); found !== null; found = breaks.exec(text)) {
    yield text.slice(from, found.index);
    from = found.index + found[0].length;
  }
  if (from < length) yield text.slice(from, length);
}

/** A file while it is read, line by line. */
class Reading {
  readonly #file: string;
  #type: SieFile['type'] | null = null;
  #program: string | null = null;
  #generated: string | null = null;
  #company: string | null = null;
  #organisation: string | null = null;
  #currency = 'SEK';
  #through: string | null = null;
  readonly #years = new Map<number, SieYear>();
  readonly #accounts = new Map<string, SieAccount>();
  readonly #dimensions = new Map<number, SieDimension>();
  readonly #objects: SieObject[] = [];
  readonly #amounts: SieAmount[] = [];
  /** Texts and lists that come thousands of times are kept once. */
  readonly #texts = new Map<string, string>();
  readonly #lists = new Map<string, readonly SieObjectRef[]>();
  readonly #skipped = { vouchers: 0, transactions: 0, others: 0, unknown: new Map<string, number>() };
  /** The voucher whose rows are being read over: its line, and whether its brace was opened. */
  #voucher: { readonly line: number; open: boolean } | null = null;
  /** The line on which the sum of the file was begun. */
  #checksum: number | null = null;

  constructor(file: string) {
    this.#file = file;
  }

  line(text: string, line: number): void {
    if (text === '') return;
    const voucher = this.#voucher;
    if (text === '{' && voucher !== null && !voucher.open) {
      voucher.open = true;
      return;
    }
    if (text === '}' && voucher?.open === true) {
      this.#voucher = null;
      return;
    }
    if (!text.startsWith('#')) throw this.#stray(text, line);
    const label = labelOf(text);
    if (voucher !== null) {
      if (/^[RB]?TRANS$/.test(label)) {
        this.#skipped.transactions += 1;
        return;
      }
      if (voucher.open) throw this.#openVoucher(voucher.line, line);
      this.#voucher = null;
    }
    if (label === 'VER') {
      this.#skipped.vouchers += 1;
      this.#voucher = { line, open: false };
    } else this.#record(label, text, line);
  }

  #record(label: string, text: string, line: number): void {
    if (isAmount(label)) return this.#amount(label, new SieRecord(text, this.#file, line));
    if (LEFT_OUT.has(label)) {
      this.#skipped.others += 1;
      return;
    }
    switch (label) {
      case 'KONTO':
        return this.#account(new SieRecord(text, this.#file, line));
      case 'KTYP':
        return this.#accountType(new SieRecord(text, this.#file, line));
      case 'OBJEKT':
        return this.#object(new SieRecord(text, this.#file, line));
      case 'DIM':
      case 'UNDERDIM':
        return this.#dimension(new SieRecord(text, this.#file, line));
      case 'RAR':
        return this.#year(new SieRecord(text, this.#file, line));
      case 'KSUMMA':
        this.#skipped.others += 1;
        // It is begun without a value, and given at the end.
        this.#checksum = new SieRecord(text, this.#file, line).length === 0 ? line : null;
        return;
      default:
        if (!this.#head(label, text, line)) {
          this.#skipped.unknown.set(label, (this.#skipped.unknown.get(label) ?? 0) + 1);
        }
    }
  }

  /** What stands once in a file; false where the label is none of these. */
  #head(label: string, text: string, line: number): boolean {
    const record = (): SieRecord => new SieRecord(text, this.#file, line);
    switch (label) {
      case 'FLAGGA': {
        const flag = record();
        if (!/^[01]$/.test(flag.text(0, 'the flag')))
          throw flag.malformed('the flag is not 0 or 1', 'It is 0 in a file that nobody has taken in.');
        return true;
      }
      case 'SIETYP': {
        const type = /^([1-4])[EI]?$/i.exec(record().text(0, 'the type'))?.[1];
        if (type === undefined) throw record().malformed('the type is unknown', 'Types 1 to 4 are read.');
        this.#type = Number(type) as SieFile['type'];
        return true;
      }
      case 'PROGRAM':
        this.#program = record().text(0, 'the program');
        return true;
      case 'GEN':
        this.#generated = record().date(0, 'the day');
        return true;
      case 'FNAMN':
        this.#company = record().text(0, 'the name');
        return true;
      case 'ORGNR': {
        const number = record().text(0, 'the number');
        this.#organisation = ORGANISATION.test(number) ? number : null;
        return true;
      }
      case 'VALUTA':
        this.#currency = record().text(0, 'the currency').toUpperCase();
        return true;
      case 'OMFATTN':
        this.#through = record().date(0, 'the day');
        return true;
      default:
        return false;
    }
  }

  #account(record: SieRecord): void {
    const number = record.account(0);
    const name = record.text(1, 'the name of the account');
    const before = this.#accounts.get(number);
    if (before !== undefined && before.name !== '' && before.name !== name) {
      const message = `account ${number} has another name on line ${before.line}`;
      throw record.malformed(message, 'Keep one of the two.', 'SIE_REPEATED');
    }
    this.#accounts.set(number, { name, type: before?.type ?? null, line: record.line });
  }

  #accountType(record: SieRecord): void {
    const number = record.account(0);
    const type = record.text(1, 'the kind of account').toUpperCase();
    if (type !== 'T' && type !== 'S' && type !== 'K' && type !== 'I') {
      throw record.malformed(`"${type}" is no kind of account`, 'One of T, S, K and I.');
    }
    const { name = '', line = record.line } = this.#accounts.get(number) ?? {};
    this.#accounts.set(number, { name, type, line });
  }

  #dimension(record: SieRecord): void {
    const name = record.text(1, 'the name of the dimension');
    const below = record.label === 'UNDERDIM' ? record.dimension(2) : null;
    this.#dimensions.set(record.dimension(0), { name, below, line: record.line });
  }

  #object(record: SieRecord): void {
    const dimension = record.dimension(0);
    const number = record.text(1, 'the object');
    const name = record.text(2, 'the name of the object');
    this.#objects.push({ dimension, number, name, line: record.line });
  }

  #year(record: SieRecord): void {
    const number = record.year(0);
    const from = record.date(1, 'the first day');
    const to = record.date(2, 'the last day');
    if (to < from)
      throw record.malformed('the year ends before it begins', 'First the first day, then the last.');
    const before = this.#years.get(number);
    if (before !== undefined) {
      const message = `year ${number} stands on line ${before.line} too`;
      throw record.malformed(message, 'Keep one of the two.', 'SIE_REPEATED');
    }
    this.#years.set(number, { from, to, line: record.line });
  }

  #amount(label: SieAmountLabel, record: SieRecord): void {
    const year = record.year(0);
    const monthly = label === 'PSALDO' || label === 'PBUDGET';
    const period = monthly ? record.period(1) : null;
    const at = monthly ? 2 : 1;
    const account = record.account(at);
    const ofObjects = monthly || label === 'OIB' || label === 'OUB';
    // Some programs leave the empty braces of a whole account out.
    const listed = record.isList(at + 1);
    const objects = listed || (ofObjects && !monthly) ? record.objects(at + 1) : [];
    const { amount, text } = record.amount(listed ? at + 2 : at + 1);
    this.#amounts.push({
      label,
      year,
      period: period === null ? null : this.#once(period),
      account: this.#once(account),
      objects: this.#listOnce(objects),
      amount,
      text,
      line: record.line,
    });
  }

  #once(text: string): string {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    // A part of a line would keep the whole text of the file in memory.
    const own = Buffer.from(text, 'utf8').toString('utf8');
    this.#texts.set(own, own);
    return own;
  }

  #listOnce(objects: readonly SieObjectRef[]): readonly SieObjectRef[] {
    const key = objects.map(({ dimension, number }) => `${dimension}\u001e${number}`).join('\u001f');
    const known = this.#lists.get(key);
    if (known !== undefined) return known;
    const own = objects.map(({ dimension, number }) => ({ dimension, number: this.#once(number) }));
    this.#lists.set(key, own);
    return own;
  }

  end(line: number): Omit<SieFile, 'fileName' | 'encoding'> {
    if (this.#voucher !== null) throw this.#openVoucher(this.#voucher.line, line);
    if (this.#checksum !== null) {
      const message = `the sum that is begun on line ${this.#checksum} is not there`;
      throw this.#at(line, 'SIE_TRUNCATED', message, 'The file was cut: export it again.');
    }
    const { amounts, persons } = this.#withoutPersons();
    this.#requireOnce(amounts);
    const objects = this.#objects.filter(({ dimension }) => !this.#isOfPersons(dimension));
    return {
      type: this.#type ?? 1,
      program: this.#program,
      generated: this.#generated,
      company: this.#company,
      organisation: this.#organisation,
      currency: this.#currency,
      through: this.#through,
      years: this.#years,
      accounts: this.#accounts,
      dimensions: this.#dimensions,
      objects,
      amounts,
      skipped: { ...this.#skipped, persons: persons + this.#objects.length - objects.length },
    };
  }

  #isOfPersons(dimension: number): boolean {
    return OF_PERSONS.has(dimension) || NAMES_OF_PERSONS.test(this.#dimensions.get(dimension)?.name ?? '');
  }

  /**
   * Without the objects that are persons. An amount of a person alone is a part of one that the file has for the whole
   * account; of a person and another object, it is a part of the other object's, and such parts are put together.
   */
  #withoutPersons(): { amounts: SieAmount[]; persons: number } {
    const dimensions = new Set([...this.#lists.values()].flat().map(({ dimension }) => dimension));
    if (![...dimensions].some((dimension) => this.#isOfPersons(dimension))) {
      return { amounts: this.#amounts, persons: 0 };
    }
    const amounts: SieAmount[] = [];
    const joined = new Map<string, number>();
    let persons = 0;
    for (const amount of this.#amounts) {
      const objects = amount.objects.filter(({ dimension }) => !this.#isOfPersons(dimension));
      if (objects.length === amount.objects.length) {
        amounts.push(amount);
        continue;
      }
      persons += 1;
      if (objects.length === 0) continue;
      const part = { ...amount, objects: this.#listOnce(objects) };
      const key = keyOf(part);
      const at = joined.get(key);
      const before = at === undefined ? undefined : amounts[at];
      if (at === undefined || before === undefined) {
        joined.set(key, amounts.length);
        amounts.push(part);
      } else {
        const sum = before.amount + amount.amount;
        amounts[at] = { ...before, amount: sum, text: sieAmount(sum) };
      }
    }
    return { amounts, persons };
  }

  #requireOnce(amounts: readonly SieAmount[]): void {
    // By list of objects, each of which is there once: a key of the rest is short, and few are alive at a time.
    const seen = new Map<readonly SieObjectRef[], Map<string, number>>();
    for (const amount of amounts) {
      const { label, year, period, account, objects, line } = amount;
      let own = seen.get(objects);
      if (own === undefined) seen.set(objects, (own = new Map<string, number>()));
      const key = `${label} ${year} ${period ?? ''} ${account}`;
      const before = own.get(key);
      if (before !== undefined) {
        const message = `#${label} of account ${account} stands on line ${before} too`;
        throw this.#at(line, 'SIE_REPEATED', message, 'Export the file again, or keep one of the two.');
      }
      own.set(key, line);
    }
  }

  #openVoucher(voucher: number, line: number): LedgerError {
    const message = `the voucher of line ${voucher} is not closed`;
    return this.#at(
      line,
      'SIE_TRUNCATED',
      message,
      'A voucher ends with }: the file was cut, or a line is lost.',
    );
  }

  #stray(text: string, line: number): LedgerError {
    const message = `"${text.slice(0, 1)}" where a record was expected`;
    return this.#at(
      line,
      'SIE_MALFORMED',
      message,
      'Each line begins with a label, as #KONTO; a record is one line.',
    );
  }

  #at(line: number, code: string, what: string, hint: string): LedgerError {
    return new LedgerError(code, `${this.#file} line ${line}: ${what}`, {
      place: { file: this.#file, line },
      hint,
    });
  }
}

function isAmount(label: string): label is SieAmountLabel {
  return (SIE_AMOUNTS as readonly string[]).includes(label);
}

/** One text for what an amount is of. */
function keyOf({ label, year, period, account, objects }: SieAmount): string {
  return [label, year, period, account, ...objects.map((o) => `${o.dimension}\u001e${o.number}`)].join(
    '\u001f',
  );
}
