import { LedgerError } from '#amount';
import type { EventStore, Position } from '#event-store';
import type { Random } from '../live/soak/random.js';
import type { Followed } from './history.js';

/** How it follows: page by page, event by event, or so slowly that what comes is more than what it takes. */
export type Manner = 'pages' | 'events' | 'slow';

export interface FollowerOptions {
  readonly name: string;
  readonly manner: Manner;
  /** How likely it is to leave after an event or a page, to go on from its checkpoint. */
  readonly leaves: number;
  readonly random: Random;
  /** The log that it follows the next time: another opening of it, now and then. */
  readonly open: () => Promise<EventStore>;
}

const SLOW_MS = 15;
const PAUSE_MS_MAX = 30;

/** Applies every event once, in its order, and keeps a checkpoint behind what it applied. */
export class Follower {
  readonly followed: Followed;
  private checkpoint: Position | undefined;
  private stopping = new AbortController();
  private isOver = false;
  private running: Promise<void> | undefined;

  constructor(private readonly options: FollowerOptions) {
    this.followed = { name: options.name, applied: [], resumed: 0 };
  }

  start(): void {
    this.running = this.run();
  }

  /** Cuts it off wherever it is; it goes on by itself. */
  cut(): void {
    this.stopping.abort();
  }

  async stop(): Promise<void> {
    this.isOver = true;
    this.cut();
    await this.running;
  }

  get count(): number {
    return this.followed.applied.length;
  }

  private async run(): Promise<void> {
    const { random, open } = this.options;
    while (!this.isOver) {
      this.stopping = new AbortController();
      try {
        await this.follow(await open(), this.stopping.signal);
      } catch (error) {
        // A log that was closed meanwhile, or that was away for longer than it waits.
        if (!(error instanceof LedgerError)) throw error;
      }
      this.followed.resumed++;
      await pause(random.between(0, PAUSE_MS_MAX));
    }
  }

  private async follow(store: EventStore, signal: AbortSignal): Promise<void> {
    const { manner, random, leaves } = this.options;
    const options = { from: this.checkpoint, signal, maxCount: random.between(1, 200) };
    if (manner === 'events') {
      for await (const event of store.follow(options)) {
        this.followed.applied.push(event);
        this.checkpoint = event.position;
        if (random.chance(leaves)) return;
      }
      return;
    }
    for await (const page of store.followPages(options)) {
      // In the middle of a page it is left behind the last event that was applied.
      const isLeaving = random.chance(leaves);
      const applied = isLeaving ? page.slice(0, random.between(0, page.length)) : page;
      this.followed.applied.push(...applied);
      this.checkpoint = applied.at(-1)?.position ?? this.checkpoint;
      if (isLeaving) return;
      if (manner === 'slow') await pause(SLOW_MS);
    }
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
