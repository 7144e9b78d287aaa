import { eventOf, type DomainEvent, type EntryData, type LineEntry } from '#domain';
import type { PlannedEvent } from '../import-plan.js';
import type { Wanted } from './entries.js';

interface Lines {
  readonly lines?: readonly unknown[];
  readonly moves?: readonly { readonly lines: readonly unknown[] }[];
}

/** An event with some of its lines only: those that the ledger does not have. */
export function residual(event: PlannedEvent, entries: readonly Wanted[]): DomainEvent {
  const kept = new Set(entries.map(({ n }) => n));
  const { id: _, ...whole } = event;
  const { lines, moves } = event.data as Lines;
  if (lines !== undefined) {
    return {
      ...whole,
      data: { ...event.data, lines: lines.filter((_line, n) => kept.has(n)) },
    } as DomainEvent;
  }
  if (moves !== undefined) {
    let n = 0;
    const some = moves.map((move) => ({ ...move, lines: move.lines.filter(() => kept.has(n++)) }));
    const data: unknown = { ...event.data, moves: some.filter((move) => move.lines.length > 0) };
    return { ...whole, data } as DomainEvent;
  }
  return statedApart(entries);
}

/** An event whose entries are no lines of it (likelihood and materiality of a risk) cannot be told by halves. */
function statedApart(entries: readonly Wanted[]): DomainEvent {
  const lines = entries.flatMap(({ data }): LineEntry[] => (data.kind === 'statement' ? [lineOf(data)] : []));
  const [first] = entries;
  if (first === undefined || lines.length < entries.length)
    throw new Error('an event without lines puts in something else than statements');
  const { unit, area, basis, period, edition } = first.data.reading;
  return eventOf('TotalStated', { unit, area, basis, period, edition, lines });
}

function lineOf(data: EntryData & { readonly kind: 'statement' }): LineEntry {
  const { kind: _, reading, ...parts } = data;
  const { unit, area, basis, period, edition } = reading;
  return {
    ...parts,
    line: reading.line,
    measure: reading.measure,
    at: { unit, area, basis, period, edition },
  };
}
