import { entriesOf } from '#domain';
import {
  isNumericCell,
  packageOf,
  planDataPackage,
  readDocument,
  understandDocument,
  type Profile,
} from '#ingest';
import {
  Book,
  describeReading,
  Evaluator,
  readingKey,
  readingOf,
  Reconciler,
  type PlainEntry,
  type Reading,
} from '#ledger';
import { structureOf } from '../../libs/ingest/testing/money-table.js';

const MONEY: ReadonlySet<string> = new Set(['operations', 'investment', 'land']);

/** A document as the whole pipeline reads its text. */
export interface Reread {
  /** Rows, columns and layouts of every table, without their numbers. */
  readonly structure: readonly string[];
  readonly book: Book;
  /** By their place and what they state: ids follow the text, and are others where it has changed. */
  readonly entries: ReadonlyMap<string, PlainEntry>;
  /** What is reported, and is more than rounding. */
  readonly findings: ReadonlySet<string>;
  /** Lines of the text that tables of money have figures on, from 1. */
  readonly moneyLines: ReadonlySet<number>;
}

export async function reread(text: string, fileName: string, profiles: readonly Profile[]): Promise<Reread> {
  const read = await readDocument(new TextEncoder().encode(text), fileName);
  const { records, notUnderstood, facts } = understandDocument(read, profiles);
  if (facts === null || notUnderstood.length > 0)
    throw new Error(notUnderstood.map(({ message }) => message).join('\n'));
  const plan = planDataPackage(packageOf(facts.id, records));
  const book = new Book(
    plan.streams.flatMap(({ events }) => events.flatMap((event) => [...entriesOf(event)])),
  );
  const tables = (records.tables ?? []).filter(({ values }) => MONEY.has(values['area'] ?? ''));
  const ofMoney = new Set(tables.map(({ values }) => values['table']));
  const cells = (records.cells ?? []).filter(({ values }) => ofMoney.has(values['table']));
  return {
    structure: structureOf(records),
    book,
    entries: new Map([...book.entries()].map((entry) => [placeOf(entry), entry])),
    findings: findingsOf(book),
    moneyLines: new Set(cells.map(({ line }) => line)),
  };
}

function placeOf(entry: PlainEntry): string {
  const { table, row, column } = entry.source ?? {};
  return [table, row, column, entry.kind, describeReading(readingOf(entry))].join(' | ');
}

function findingsOf(book: Book): Set<string> {
  const reconciler = new Reconciler(new Evaluator(book));
  const readings = new Map<string, Reading>();
  for (const entry of book.entries()) {
    const reading = book.resolve(readingOf(entry));
    readings.set(readingKey(reading), reading);
  }
  const findings = [...readings.values()].flatMap((reading) => reconciler.of(reading));
  return new Set(
    findings
      .filter((finding) => finding.class !== 'rounding')
      .map(({ asserted: { reading, stated, computed, places } }) =>
        [describeReading(reading), stated, computed, ...places.map(placeOf)].join(' ; '),
      ),
  );
}

export function amountOf(entry: PlainEntry): bigint | null {
  if (entry.kind !== 'statement') return entry.amount;
  return entry.says.kind === 'amount' ? entry.says.amount : null;
}

/** A text in which one printed number is another. */
export interface OtherText {
  readonly text: string;
  readonly place: string;
}

/** Marks of the formats that texts print tables in. */
const BETWEEN_CELLS = /(\t|<\/?t[dhr][^>]*>|\|)/;

/** The first digit of each numeric cell of these lines another: never to nought, and nought to nine. */
export function* otherTexts(text: string, lines: ReadonlySet<number>): Generator<OtherText> {
  const all = text.split('\n');
  for (const [index, line] of all.entries()) {
    if (!lines.has(index + 1)) continue;
    const parts = line.split(BETWEEN_CELLS);
    for (const [at, part] of parts.entries()) {
      const cell = part.replaceAll(/<[^>]*>|\*\*/g, '').trim();
      const digit = /\d/.exec(part);
      if (digit === null || !isNumericCell(cell)) continue;
      const other = part.slice(0, digit.index) + otherDigit(digit[0]) + part.slice(digit.index + 1);
      yield {
        text: all.with(index, parts.with(at, other).join('')).join('\n'),
        place: `line ${index + 1} ${(parts[0] ?? '').trim()}: ${cell} is ${other.trim()}`,
      };
    }
  }
}

function otherDigit(digit: string): string {
  const was = Number(digit);
  if (was === 0) return '9';
  return String(was < 6 ? was + 4 : was - 4);
}
