import type { EventStore, Position, RawEvent, RecordedEvent } from '#event-store';
import type { AppendAsked } from './history.js';

/** The whole log as it is when everything is over. */
export class FinalLog {
  readonly streams = new Map<string, RecordedEvent[]>();
  readonly indexOf = new Map<Position, number>();

  constructor(
    readonly all: readonly RecordedEvent[],
    readonly raw: readonly RawEvent[],
  ) {
    for (const [n, event] of all.entries()) {
      this.indexOf.set(event.position, n);
      const stream = this.streams.get(event.stream) ?? [];
      stream.push(event);
      this.streams.set(event.stream, stream);
    }
  }

  static async read(store: EventStore): Promise<FinalLog> {
    const all: RecordedEvent[] = [];
    for await (const event of store.readAll()) all.push(event);
    const raw: RawEvent[] = [];
    for (let from: Position | undefined; ;) {
      const page = await store.readRawPage({ from, maxCount: 1_000 });
      raw.push(...page);
      from = page.at(-1)?.position;
      if (from === undefined) break;
    }
    return new FinalLog(all, raw);
  }

  stream(name: string): readonly RecordedEvent[] {
    return this.streams.get(name) ?? [];
  }
}

/** An append that wrote, and the events of the log that are its. */
export interface Written {
  readonly asked: AppendAsked;
  readonly first: number;
}
