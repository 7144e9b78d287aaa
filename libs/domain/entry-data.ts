import { toDecimal, type UnitOfMeasure } from '#amount';
import type { PlainEntry, Reading } from '#ledger';
import type { EntryData } from './correction/events.js';
import { causeOf, change, difference, sharedBy, statement } from './entry-of-line.js';
import type { EntryParts, OtherReading } from './lines.js';

const NOTHING_SHARED = sharedBy({});

/** The entry of the kernel that a correction puts in. */
export function entryOfData(id: string, data: EntryData): PlainEntry {
  switch (data.kind) {
    case 'statement':
      return statement(id, data.reading, data, NOTHING_SHARED);
    case 'change':
      return change(id, data.reading, data, causeOf(data.cause, id), NOTHING_SHARED);
    case 'difference':
      return difference(id, data.reading, data, NOTHING_SHARED);
  }
}

/**
 * The inverse: an entry as a correction records it. The unit of measure is the printed one where there is a print, else
 * the one given (an amount of the kernel does not say in which unit it was written).
 */
export function dataOfEntry(entry: PlainEntry, otherwise: UnitOfMeasure): EntryData {
  const unitOfMeasure = entry.printed?.unitOfMeasure ?? otherwise;
  const parts = compact<EntryParts>({
    unitOfMeasure,
    printed: entry.printed && {
      text: entry.printed.text,
      decimals: entry.printed.decimals,
      sign: entry.printed.sign,
    },
    source: entry.source,
    rank: entry.rank,
    published: entry.published,
    status: entry.status,
    decision: entry.decision,
    preliminary: entry.preliminary,
    judgedBy: entry.judgedBy,
    note: entry.note,
  });
  switch (entry.kind) {
    case 'statement': {
      const base = { kind: 'statement', reading: entry.reading, ...parts } as const;
      if (entry.says.kind === 'notStated') return { ...base, amount: null };
      if (entry.says.kind === 'amount')
        return { ...base, amount: toDecimal(entry.says.amount, unitOfMeasure) };
      return {
        ...base,
        relative: {
          terms: entry.says.terms.map((term) => ({
            coefficient: Number(term.coefficient),
            of: differing(entry.reading, term.reading),
          })),
          difference: toDecimal(entry.says.difference, unitOfMeasure),
        },
      };
    }
    case 'change':
      return {
        kind: 'change',
        reading: entry.to,
        ...(entry.from === 'inForce' ? {} : { from: differing(entry.to, entry.from) }),
        ...parts,
        amount: entry.amount === null ? null : toDecimal(entry.amount, unitOfMeasure),
        precision: toDecimal(entry.precision, unitOfMeasure),
        cause: entry.cause,
      };
    case 'statedDifference':
      return {
        kind: 'difference',
        reading: entry.to,
        from: differing(entry.to, entry.from),
        ...parts,
        amount: toDecimal(entry.amount, unitOfMeasure),
      };
  }
}

/** What of `other` differs from `reading`. */
export function differing(reading: Reading, other: Reading): OtherReading {
  const sameLine =
    other.line.length === reading.line.length && other.line.every((label, i) => label === reading.line[i]);
  return compact<OtherReading>({
    unit: other.unit === reading.unit ? undefined : other.unit,
    area: other.area === reading.area ? undefined : other.area,
    line: sameLine ? undefined : other.line,
    measure: other.measure === reading.measure ? undefined : other.measure,
    period: other.period === reading.period ? undefined : other.period,
    basis: other.basis === reading.basis ? undefined : other.basis,
    edition: other.edition === reading.edition ? undefined : other.edition,
  });
}

/** Without the fields that are undefined: JSON has no such thing. */
function compact<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;
}
