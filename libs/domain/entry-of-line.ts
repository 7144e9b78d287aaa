import { fromDecimal, halfUnit, type Amount, type UnitOfMeasure } from '#amount';
import type {
  Cause as KernelCause,
  Change,
  PlainEntry,
  PrintedForm,
  Publication,
  Reading,
  Saying,
  SourceRank,
  StatedDifference,
  Statement,
} from '#ledger';
import type {
  Attested,
  Cause,
  ChangeLine,
  DecimalText,
  DifferenceLine,
  EntryParts,
  Frame,
  LineAddress,
  LineEntry,
  OtherReading,
  PrintedNumber,
  Said,
} from './lines.js';

/*
 * From a line of an event to an entry of the kernel. This is the hot path of a rebuild: no checks (what is stored was
 * checked before it was stored), what the event holds is shared and not copied, and every entry of a kind is built in
 * one place with the same fields, which V8 rewards.
 */

const NO_RANK: SourceRank = { authority: 0, table: 0, date: null, place: '' };

/** What holds for all lines of an event, worked out once. */
export interface Shared {
  readonly rank: SourceRank;
  readonly published: Publication | undefined;
  readonly attested: Attested;
}

export function sharedBy(attested: Attested): Shared {
  const date = attested.decision?.date;
  return {
    rank: attested.rank ?? (date === undefined ? NO_RANK : { ...NO_RANK, date }),
    published: attested.published ?? (date === undefined ? undefined : { date }),
    attested,
  };
}

export function entryId(eventId: string, n: number): string {
  return `${eventId}/${n}`;
}

export function readingOfLine(frame: Frame, address: LineAddress): Reading {
  const { at } = address;
  return {
    unit: at?.unit ?? frame.unit,
    area: at?.area ?? frame.area,
    line: address.line,
    measure: address.measure,
    period: at?.period ?? frame.period,
    basis: at?.basis ?? frame.basis,
    edition: at?.edition ?? frame.edition,
  };
}

/** Another reading is said by what differs from this one. */
export function otherReading(reading: Reading, other: OtherReading): Reading {
  return {
    unit: other.unit ?? reading.unit,
    area: other.area ?? reading.area,
    line: other.line ?? reading.line,
    measure: other.measure ?? reading.measure,
    period: other.period ?? reading.period,
    basis: other.basis ?? reading.basis,
    edition: other.edition ?? reading.edition,
  };
}

function printedOf(
  printed: PrintedNumber | undefined,
  unitOfMeasure: UnitOfMeasure,
): PrintedForm | undefined {
  if (printed === undefined) return undefined;
  return { text: printed.text, unitOfMeasure, decimals: printed.decimals, sign: printed.sign };
}

function rankOf(parts: EntryParts, shared: Shared): SourceRank {
  if (parts.rank !== undefined) return parts.rank;
  const own = parts.decision?.date;
  return own === undefined || shared.attested.rank !== undefined ? shared.rank : { ...NO_RANK, date: own };
}

function publishedOf(parts: EntryParts, shared: Shared): Publication | undefined {
  if (parts.published !== undefined) return parts.published;
  const own = parts.decision?.date;
  return own === undefined || shared.attested.published !== undefined ? shared.published : { date: own };
}

function saysOf(said: Said, reading: Reading, unit: UnitOfMeasure): Saying {
  if (said.relative === undefined) {
    return said.amount === null
      ? { kind: 'notStated' }
      : { kind: 'amount', amount: fromDecimal(said.amount, unit) };
  }
  return {
    kind: 'relative',
    terms: said.relative.terms.map((term) => ({
      coefficient: BigInt(term.coefficient),
      reading: otherReading(reading, term.of),
    })),
    difference: fromDecimal(said.relative.difference, unit),
  };
}

export function statement(id: string, reading: Reading, parts: EntryParts & Said, shared: Shared): Statement {
  return {
    kind: 'statement',
    id,
    status: parts.status ?? shared.attested.status,
    source: parts.source,
    printed: printedOf(parts.printed, parts.unitOfMeasure),
    rank: rankOf(parts, shared),
    published: publishedOf(parts, shared),
    decision: parts.decision ?? shared.attested.decision,
    preliminary: parts.preliminary,
    judgedBy: parts.judgedBy ?? shared.attested.judgedBy,
    note: parts.note,
    reading,
    says: saysOf(parts, reading, parts.unitOfMeasure),
  };
}

export interface ChangeParts extends EntryParts {
  readonly from?: OtherReading;
  readonly amount: DecimalText | null;
  readonly precision?: DecimalText;
}

export function change(
  id: string,
  to: Reading,
  parts: ChangeParts,
  cause: KernelCause,
  shared: Shared,
): Change {
  const { amount, precision, printed, unitOfMeasure } = parts;
  return {
    kind: 'change',
    id,
    status: parts.status ?? shared.attested.status,
    source: parts.source,
    printed: printedOf(printed, unitOfMeasure),
    rank: rankOf(parts, shared),
    published: publishedOf(parts, shared),
    decision: parts.decision ?? shared.attested.decision,
    preliminary: parts.preliminary,
    judgedBy: parts.judgedBy ?? shared.attested.judgedBy,
    note: parts.note,
    to,
    from: parts.from === undefined ? 'inForce' : otherReading(to, parts.from),
    amount: amount === null ? null : fromDecimal(amount, unitOfMeasure),
    precision: precisionOf(precision, printed, unitOfMeasure),
    cause,
  };
}

function precisionOf(
  precision: DecimalText | undefined,
  printed: PrintedNumber | undefined,
  unit: UnitOfMeasure,
): Amount {
  if (precision !== undefined) return fromDecimal(precision, unit);
  return printed === undefined ? 0n : halfUnit(unit, printed.decimals);
}

export interface DifferenceParts extends EntryParts {
  readonly from: OtherReading;
  readonly amount: DecimalText;
}

export function difference(
  id: string,
  to: Reading,
  parts: DifferenceParts,
  shared: Shared,
): StatedDifference {
  return {
    kind: 'statedDifference',
    id,
    status: parts.status ?? shared.attested.status,
    source: parts.source,
    printed: printedOf(parts.printed, parts.unitOfMeasure),
    rank: rankOf(parts, shared),
    published: publishedOf(parts, shared),
    decision: parts.decision ?? shared.attested.decision,
    preliminary: parts.preliminary,
    judgedBy: parts.judgedBy ?? shared.attested.judgedBy,
    note: parts.note,
    to,
    from: otherReading(to, parts.from),
    amount: fromDecimal(parts.amount, parts.unitOfMeasure),
  };
}

/** The cause with its id: by default that of the event, so that all its lines share it. */
export function causeOf(cause: Cause, eventId: string): KernelCause {
  return cause.id === undefined ? { ...cause, id: eventId } : { ...cause, id: cause.id };
}

export function statementsOf(
  eventId: string,
  data: Frame & Attested & { lines: readonly LineEntry[] },
): PlainEntry[] {
  const shared = sharedBy(data);
  const entries: PlainEntry[] = [];
  for (const line of data.lines) {
    entries.push(statement(entryId(eventId, entries.length), readingOfLine(data, line), line, shared));
  }
  return entries;
}

export function statedOf(
  eventId: string,
  data: Frame & Attested & { lines: readonly (LineEntry | DifferenceLine)[] },
): PlainEntry[] {
  const shared = sharedBy(data);
  const entries: PlainEntry[] = [];
  for (const line of data.lines) {
    const id = entryId(eventId, entries.length);
    const reading = readingOfLine(data, line);
    entries.push(
      'from' in line ? difference(id, reading, line, shared) : statement(id, reading, line, shared),
    );
  }
  return entries;
}

/** Ids go on from `first`: an event may have several frames of lines. */
export function changesOf(
  eventId: string,
  data: Frame & Attested & { lines: readonly ChangeLine[] },
  cause: Cause,
  first = 0,
): Change[] {
  const shared = sharedBy(data);
  const why = causeOf(cause, eventId);
  const entries: Change[] = [];
  for (const line of data.lines) {
    entries.push(
      change(entryId(eventId, first + entries.length), readingOfLine(data, line), line, why, shared),
    );
  }
  return entries;
}
