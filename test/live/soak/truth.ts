import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SELECTIONS, type WatchMessage } from '../../../apps/cli/watch/messages.js';
import { selected } from '../../../apps/cli/watch/selection.js';
import { eventAnswerAt } from '../../../apps/shared/event-list.js';
import { openSqliteEventStore, type EventStore, type RecordedEvent } from '#event-store';
import { openReadLedger, type LiveMessage, type OpenReadLedger } from '#projections';
import { toldOfMessage, type Followed, type Told } from './followed.js';

const PAGE = 200;

/** What each subscriber must have been told, worked out afterwards from the log and a read model of its own. */
export class Truth {
  readonly events: readonly RecordedEvent[];
  readonly #read: OpenReadLedger;
  readonly #store: EventStore;
  readonly #folder: string;
  readonly #keep: boolean;
  readonly #replays = new Map<string, readonly Told[]>();

  private constructor(
    folder: string,
    store: EventStore,
    read: OpenReadLedger,
    events: readonly RecordedEvent[],
    keep: boolean,
  ) {
    this.#folder = folder;
    this.#keep = keep;
    this.#store = store;
    this.#read = read;
    this.events = events;
  }

  /** @param keep whether messages are kept as they are, to show what is wrong with one */
  static async of(ledger: string, keep: boolean): Promise<Truth> {
    const folder = await mkdtemp(join(tmpdir(), 'liggaren-truth-'));
    const store = await openSqliteEventStore({ path: join(ledger, 'log.sqlite'), mode: 'read' });
    const read = openReadLedger({ folder, store });
    await read.ready;
    const events: RecordedEvent[] = [];
    for await (const event of store.readAll()) events.push(event);
    return new Truth(folder, store, read, events, keep);
  }

  /** What comes after a cursor. */
  async after({ name, watched }: Followed, cursor: string): Promise<readonly Told[]> {
    const key = `${name} ${cursor}`;
    const known = this.#replays.get(key);
    if (known !== undefined) return known;
    const topic = await this.#read.live.open(watched.request, cursor);
    const told: Told[] = [];
    for (;;) {
      const messages = await topic.take(PAGE);
      if (messages.length === 0) break;
      for (const message of messages) {
        const shown = await this.#shown(message);
        if (shown.kind === 'eventRecorded' && watched.stream !== undefined) {
          if (shown.recorded.stream !== watched.stream) continue;
        }
        told.push(toldOfMessage(shown, this.#keep));
      }
    }
    topic.close();
    this.#replays.set(key, told);
    return told;
  }

  /** What is wrong with what somebody was told first, which is what was then. */
  async wrongAtFirst(
    { watched: { request } }: Followed,
    { cursor, text = '' }: Told,
  ): Promise<string | null> {
    const asOf = cursor.split('/')[0] ?? '';
    const message = JSON.parse(text) as WatchMessage;
    const { reader } = this.#read;
    const differs = (was: unknown, is: unknown): string | null =>
      JSON.stringify(was) === JSON.stringify(is)
        ? null
        : `as of ${asOf} it was ${JSON.stringify(was)}, told was ${JSON.stringify(is)}`;
    if (request.kind === 'viewChanged' && message.kind === 'viewChanged') {
      const { rows } = reader.view(request.request, { asOf });
      const cells = rows.flatMap((row, n) => row.cells.map(({ column, value }) => [n, column, value]));
      return differs(
        cells,
        message.cells.map(({ row, column, after }) => [row, column, after]),
      );
    }
    if (request.kind === 'figureChanged' && message.kind === 'figureChanged') {
      return differs(reader.figure(request.reading, { asOf }).value, message.after);
    }
    if (request.kind === 'discrepancyChanged' && message.kind === 'discrepancyChanged') {
      const { items } = await reader.discrepancies(request.filter, { first: 1 }, { asOf });
      return differs(items[0]?.item.id, message.after?.id);
    }
    return `${message.kind} is not what was asked for`;
  }

  /**
   * The ids of all events in the order in which they come, from the log alone: those of an import where it completes.
   */
  deliveries(): readonly RecordedEvent[] {
    const waiting = new Map<string, RecordedEvent[]>();
    const come: RecordedEvent[] = [];
    for (const event of this.events) {
      const { type, metadata } = event;
      const { importId } = metadata;
      if (importId === undefined || type === 'ImportStarted' || type === 'ImportAbandoned') {
        come.push(event);
        continue;
      }
      const of = waiting.get(importId) ?? [];
      waiting.set(importId, of);
      of.push(event);
      if (type !== 'ImportCompleted') continue;
      come.push(...of);
      waiting.delete(importId);
    }
    return come;
  }

  async close(): Promise<void> {
    await this.#read.close();
    await this.#store.close();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #shown(message: LiveMessage): Promise<WatchMessage> {
    const { kind } = message;
    if (kind !== 'eventRecorded')
      return { kind, ...(selected(message, SELECTIONS[kind]) as object) } as WatchMessage;
    const recorded = await eventAnswerAt(this.#store, message.hit);
    return { kind, ...(selected({ ...message, recorded }, SELECTIONS[kind]) as object) } as WatchMessage;
  }
}
