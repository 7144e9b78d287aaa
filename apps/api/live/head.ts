import { setImmediate as turn } from 'node:timers/promises';
import { isLedgerError } from '#amount';
import type { LiveLedger, LiveMessage, LiveTopic } from '#projections';
import type { Follower } from './follower.js';
import { Held } from './held.js';
import { INITIAL_KEPT, PAGE_MESSAGES, REST_MS_MAX, TURN_WRITES } from './limits.js';
import { piecesOf, type Rendered } from './rendered.js';
import { Shape, type RenderedInitial, type Serialise, type Shown } from './shape.js';

/** What a head needs of its surroundings. */
export interface HeadOptions {
  readonly live: LiveLedger;
  readonly topic: LiveTopic;
  /** Another topic of the same scope. */
  readonly open: () => Promise<LiveTopic>;
  readonly serialise: Serialise;
  readonly show: (messages: readonly LiveMessage[]) => Promise<readonly Shown[]>;
  /** Takes back one whose queue is full: it goes on by itself until it has caught up. */
  readonly apart: (follower: Follower) => void;
  /** It cannot go on, and nobody is to join it. */
  readonly failed: () => void;
  readonly counted: { executions: number; messages: number };
}

/**
 * What happens now in one scope, for all who follow it (*gemensam ström*). Everything that reaches its followers is
 * taken, executed and sent here, in the order of the log and one page at a time; between two of its steps it stands at
 * `at`, and whoever stands there too can join.
 */
export class Head {
  readonly topic: LiveTopic;
  /** All up to here was given to the followers. */
  at: string;
  readonly shapes = new Map<string, Shape>();
  readonly #options: HeadOptions;
  readonly #waiting = new Set<Follower>();
  /** What is now, as it was read and of where; until something comes. */
  readonly #initial = new Held<Initial>();
  /** A topic tells what is now before anything is taken from it. */
  #taken = false;
  #error: unknown;
  #restUntil = 0;
  #resting: NodeJS.Timeout | undefined;
  #behind = true;
  #working = false;
  #closed = false;

  constructor(options: HeadOptions) {
    this.#options = options;
    this.topic = options.topic;
    this.at = options.topic.standing;
  }

  /** Whether anybody needs it. */
  get needed(): boolean {
    return this.shapes.size > 0;
  }

  shapeFor({ followed }: Follower): Shape {
    const known = this.shapes.get(followed.shape);
    if (known !== undefined) return known;
    const shape = new Shape(followed, this.#options.serialise, () => this.#options.counted.executions++);
    this.shapes.set(followed.shape, shape);
    return shape;
  }

  enter(follower: Follower): void {
    this.shapeFor(follower).users++;
  }

  leave(follower: Follower): void {
    this.#waiting.delete(follower);
    const shape = this.shapes.get(follower.followed.shape);
    if (shape === undefined) return;
    shape.followers.delete(follower);
    shape.users--;
    if (shape.users === 0) this.shapes.delete(follower.followed.shape);
  }

  /** One that stands where this stands, or further. */
  join(follower: Follower): void {
    if (this.#hasFailed(follower)) return;
    follower.ahead = this.#options.live.compare(follower.cursor, this.at) > 0 ? follower.cursor : null;
    this.shapeFor(follower).followers.add(follower);
    this.#work();
  }

  /** One that wants what is now first: it gets that, and joins, between two pages. */
  joinWithInitial(follower: Follower): void {
    if (this.#hasFailed(follower)) return;
    this.#waiting.add(follower);
    this.#work();
  }

  /** Whoever was accepted before it failed, and begins after, is told so too. */
  #hasFailed({ receiver }: Follower): boolean {
    if (this.#error === undefined) return false;
    receiver.fail(this.#error);
    return true;
  }

  /** There may be more to take. */
  wake(): void {
    this.#behind = true;
    this.#work();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#resting);
    this.topic.close();
  }

  #work(): void {
    if (this.#working || this.#closed) return;
    this.#working = true;
    this.#steps().catch((error: unknown) => this.#fail(error));
  }

  async #steps(): Promise<void> {
    while (!this.#closed) {
      if (this.#waiting.size > 0) await this.#giveInitial();
      else if (this.#behind && !this.#rests()) await this.#take();
      else break;
    }
    this.#working = false;
  }

  /** Whether it rests yet; then it is woken when it has. */
  #rests(): boolean {
    const left = this.#restUntil - performance.now();
    if (left <= 0) return false;
    this.#resting ??= setTimeout(() => {
      this.#resting = undefined;
      this.#work();
    }, left);
    return true;
  }

  async #take(): Promise<void> {
    this.#behind = false;
    this.#taken = true;
    const began = performance.now();
    const messages = await this.topic.take(PAGE_MESSAGES);
    if (messages.length === 0) {
      this.at = this.topic.standing;
      return;
    }
    this.#behind = true;
    const standing = this.topic.standing;
    const shown = await this.#options.show(messages);
    if (this.#closed) return;
    await this.#giveAll(shown, standing);
    const now = performance.now();
    // Of a full page there is more already.
    if (messages.length < PAGE_MESSAGES) this.#restUntil = now + Math.min(now - began, REST_MS_MAX);
    // A burst is many pages: others have their turn between two of them.
    await turn();
  }

  async #giveAll(shown: readonly Shown[], standing: string): Promise<void> {
    // Who joins from here on has read up to `standing` by itself, and is not among these.
    this.at = standing;
    this.#initial.forget();
    for (const shape of this.shapes.values()) shape.forgetInitial();
    const groups = [...this.shapes.values()].map((shape) => ({ shape, followers: new Set(shape.followers) }));
    let writes = 0;
    for (const { shape, followers } of groups) {
      if (followers.size === 0) continue;
      for (const part of piecesOf(shown.map((one) => shape.render(one)))) {
        for (const follower of followers) {
          // One that goes on by itself may be back before the last part: it has read that too.
          if (!this.#give(shape, follower, part)) followers.delete(follower);
          writes += part.length;
          if (writes < TURN_WRITES) continue;
          writes = 0;
          await turn();
          if (this.#closed) return;
        }
      }
    }
  }

  /** False where it is not to be given what comes next. */
  #give(shape: Shape, follower: Follower, messages: readonly Rendered[]): boolean {
    if (!follower.open || !shape.followers.has(follower)) return false;
    const { receiver } = follower;
    if (receiver.full) {
      shape.followers.delete(follower);
      this.#options.apart(follower);
      return false;
    }
    const news = this.#newTo(follower, messages);
    const last = news.at(-1);
    if (last === undefined) return true;
    receiver.send(news);
    follower.cursor = last.cursor;
    this.#options.counted.messages += news.length;
    return true;
  }

  #newTo(follower: Follower, messages: readonly Rendered[]): readonly Rendered[] {
    const { ahead } = follower;
    if (ahead === null) return messages;
    const news = messages.filter(({ cursor }) => this.#options.live.compare(cursor, ahead) > 0);
    if (news.length > 0) follower.ahead = null;
    return news;
  }

  async #giveInitial(): Promise<void> {
    const initial = this.#initial.get() ?? (await this.#readInitialOrRefuse());
    if (initial === null) return;
    this.#initial.hold(initial, initial.shown.length <= INITIAL_KEPT);
    const made = new Map<string, RenderedInitial>();
    let writes = 0;
    for (const follower of this.#waiting) {
      this.#waiting.delete(follower);
      const { shape } = follower.followed;
      // What finds no room is not made before there is some.
      if (!follower.receiver.full && !made.has(shape))
        made.set(shape, this.shapeFor(follower).renderInitial(initial.shown));
      const pieces = follower.receiver.full ? undefined : made.get(shape)?.pieces;
      let given = 0;
      for (const piece of pieces ?? []) {
        if (follower.receiver.full || !follower.open) break;
        this.#givePiece(follower, piece);
        writes += piece.length;
        given++;
      }
      if (follower.open) {
        if (given === pieces?.length) {
          follower.cursor = initial.at;
          this.join(follower);
        } else this.#giveRest(follower, initial, given);
      }
      if (writes < TURN_WRITES) continue;
      writes = 0;
      await turn();
      if (this.#closed) return;
    }
  }

  #givePiece({ receiver }: Follower, piece: readonly Rendered[]): void {
    receiver.send(piece);
    this.#options.counted.messages += piece.length;
  }

  /** As fast as the client takes it, and nobody waits for it; then it reads what came meanwhile. */
  #giveRest(follower: Follower, initial: Initial, given: number): void {
    const { receiver } = follower;
    const roomy = async (): Promise<boolean> => {
      // When there is room again, other subscriptions of the connection may have taken it.
      while (receiver.full && follower.open) if (!(await receiver.drained())) return false;
      return follower.open;
    };
    const give = async (): Promise<void> => {
      if (!(await roomy())) return;
      // As long as one is on its way through it, the others are given the same.
      const rendered = this.shapeFor(follower).renderInitial(initial.shown);
      for (let next = given; next < rendered.pieces.length; next++) {
        while (receiver.full) if (!(await roomy())) return;
        if (!follower.open) return;
        this.#givePiece(follower, rendered.pieces[next] ?? []);
      }
      if (!follower.open) return;
      follower.cursor = initial.at;
      this.#options.apart(follower);
    };
    give().catch((error: unknown) => {
      if (follower.open) receiver.fail(error);
    });
  }

  /** What would be refused now (a line of which nothing is said any more) those who follow it already follow on. */
  async #readInitialOrRefuse(): Promise<Initial | null> {
    try {
      return await this.#readInitial();
    } catch (error) {
      if (!this.#taken || !isLedgerError(error)) throw error;
      for (const follower of this.#waiting) {
        this.#waiting.delete(follower);
        follower.receiver.fail(error);
      }
      return null;
    }
  }

  async #readInitial(): Promise<Initial> {
    const { open, show } = this.#options;
    const topic = this.#taken ? await open() : this.topic;
    try {
      const messages = await topic.initial();
      const at = topic.standing;
      if (topic === this.topic) this.at = at;
      return { at, shown: await show(messages) };
    } finally {
      if (topic !== this.topic) topic.close();
    }
  }

  #fail(error: unknown): void {
    this.#working = false;
    // A topic that is closed under a read of it may well throw.
    if (this.#closed) return;
    this.#error = error;
    this.close();
    this.#options.failed();
    const all = [...this.#waiting, ...[...this.shapes.values()].flatMap(({ followers }) => [...followers])];
    for (const follower of all) follower.receiver.fail(error);
  }
}

/** What is now, and as of where. */
interface Initial {
  readonly at: string;
  readonly shown: readonly Shown[];
}
