import type { Position } from '../position.js';
import type { StoredEvent } from './records.js';

/** Events fetched at once for somebody who reads on and on: setting up a read costs as much as some hundred events. */
const LOT_EVENTS = 4_000;

/** Of how many readers what was fetched ahead is kept. */
const READERS_MAX = 8;

/** Ends of pages that are remembered, to know who reads on. */
const ENDS_MAX = 64;

/** What one read brought. Nothing in a log ever changes, so it stays true however late it is used. */
export interface Lot {
  readonly events: readonly StoredEvent[];
  /** There was more when it was read. */
  readonly isFull: boolean;
}

interface HeldLot extends Lot {
  /** The lot behind this one, being read while this one is looked at. */
  readonly next: Promise<Lot> | undefined;
}

export type FetchAfter = (from: Position | 'start', maxCount: number) => Promise<Lot>;

/**
 * Pages forwards, of whatever size they are asked for. Whoever asks for the page behind the last one is read ahead of:
 * a lot at a time, the next one while this one is handed out, two lots in memory at most.
 */
export class ReadAhead {
  private readonly held = new Map<string, Promise<HeldLot>>();
  private readonly ends = new Set<string>();

  constructor(private readonly fetchAfter: FetchAfter) {}

  async page(from: Position | 'start', maxCount: number): Promise<readonly StoredEvent[]> {
    const isReadingOn = this.ends.delete(from);
    const lot = (await this.take(from, maxCount)) ?? (await this.fetch(from, maxCount, isReadingOn));
    const page = lot.events.slice(0, maxCount);
    const last = page.at(-1);
    if (last === undefined) return page;
    remember(this.ends, last.position);
    const rest = lot.events.slice(maxCount);
    if (rest.length > 0) this.hold(last.position, Promise.resolve({ ...lot, events: rest }));
    else if (lot.next !== undefined) this.hold(last.position, this.readOn(lot.next));
    return page;
  }

  private async take(from: string, maxCount: number): Promise<HeldLot | undefined> {
    const held = this.held.get(from);
    if (held === undefined) return undefined;
    this.held.delete(from);
    try {
      const lot = await held;
      // What was the end of the log then may not be its end now.
      return lot.events.length >= maxCount || (lot.isFull && lot.events.length > 0) ? lot : undefined;
    } catch {
      return undefined;
    }
  }

  private async fetch(from: Position | 'start', maxCount: number, isReadingOn: boolean): Promise<HeldLot> {
    if (isReadingOn) return this.readOn(this.fetchAfter(from, Math.max(maxCount, LOT_EVENTS)));
    return { ...(await this.fetchAfter(from, maxCount)), next: undefined };
  }

  private async readOn(reading: Promise<Lot>): Promise<HeldLot> {
    const lot = await reading;
    const last = lot.events.at(-1);
    if (!lot.isFull || last === undefined) return { ...lot, next: undefined };
    const next = this.fetchAfter(last.position, LOT_EVENTS);
    // Whoever goes on there meets the error again, and nobody else does.
    next.catch(() => undefined);
    return { ...lot, next };
  }

  private hold(from: string, lot: Promise<HeldLot>): void {
    lot.catch(() => undefined);
    this.held.delete(from);
    this.held.set(from, lot);
    if (this.held.size <= READERS_MAX) return;
    for (const oldest of this.held.keys()) {
      this.held.delete(oldest);
      return;
    }
  }
}

function remember(ends: Set<string>, end: string): void {
  ends.add(end);
  if (ends.size <= ENDS_MAX) return;
  for (const oldest of ends) {
    ends.delete(oldest);
    return;
  }
}
