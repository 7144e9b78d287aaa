import type { UnitOfMeasure } from '#amount';
import type { PlainEntry } from '#ledger';
import type { EntryData } from './correction/events.js';
import { entriesOf } from './entries-of.js';
import { dataOfEntry } from './entry-data.js';
import type { Storable } from './event.js';

/** An entry that an event puts in, and as a correction of it would record it. */
export interface Stood {
  readonly id: string;
  readonly entry: PlainEntry;
  readonly data: EntryData;
}

/** The entries that an event puts in, in the order of its lines; none where it takes one out or declares something. */
export function stoodIn(event: Storable): Stood[] {
  return entriesOf(event).flatMap((record, n): Stood[] => {
    const entry = record.kind === 'correction' ? record.replacement : record;
    switch (entry?.kind) {
      case 'statement':
      case 'change':
      case 'statedDifference':
        return [{ id: entry.id, entry, data: dataOfEntry(entry, unitOf(event, n)) }];
      default:
        return [];
    }
  });
}

/** The unit of measure that an entry was written in. */
export function unitOf(event: Storable, n: number): UnitOfMeasure {
  const data = event.data as Partial<{
    is: { unitOfMeasure: UnitOfMeasure };
    lines: readonly { unitOfMeasure: UnitOfMeasure }[];
    moves: readonly { lines: readonly { unitOfMeasure: UnitOfMeasure }[] }[];
  }>;
  if (event.type === 'EntryCorrected') return data.is?.unitOfMeasure ?? 'count';
  const lines = data.lines ?? data.moves?.flatMap((move) => move.lines) ?? [];
  return lines[n]?.unitOfMeasure ?? 'count';
}
