import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import type { LiveLedger, LiveMessage, LiveTopic } from '#projections';
import { Follower, type Receiver } from './follower.js';
import { Head } from './head.js';
import { GATHER_MS, LAG_MS, PAGE_MESSAGES, TURN_WRITES } from './limits.js';
import { keyOf } from './live-request.js';
import type { Followed } from './operations.js';
import type { Serialise, Shown } from './shape.js';

export interface HubOptions {
  readonly live: LiveLedger;
  readonly serialise: Serialise;
  /** Reads what messages show; leaves out those that are not of the scope. */
  readonly show: (messages: readonly LiveMessage[], followed: Followed) => Promise<readonly Shown[]>;
}

/** A subscription that was accepted, and sends nothing before it is started. */
export interface Following {
  /** All that comes is after this; undefined where what is now comes first. */
  readonly from: string | undefined;
  start(): void;
  stop(): void;
}

export interface HubCounts {
  /** Operations executed over a message. */
  executions: number;
  /** Messages given to subscriptions. */
  messages: number;
}

/** All that is followed: a head for each scope, and those on their way to one. */
export class Hub {
  readonly counted: HubCounts = { executions: 0, messages: 0 };
  readonly #options: HubOptions;
  readonly #heads = new Map<string, Promise<Head>>();
  readonly #byTopic = new Map<LiveTopic, Head>();
  readonly #stop: () => void;
  readonly #gathering = new Map<string, Convoy>();
  #followers = 0;
  #replays = 0;

  constructor(options: HubOptions) {
    this.#options = options;
    this.#stop = options.live.onAdvance((concerned) => this.#advance(concerned));
  }

  get topics(): number {
    return this.#byTopic.size + this.#replays;
  }

  get subscriptions(): number {
    return this.#followers;
  }

  /**
   * Accepts a subscription.
   * @throws LedgerError CURSOR_UNREADABLE, POSITION_OF_OTHER_LOG, POSITION_NOT_REACHED, and what the query of the same
   *   name throws
   */
  async follow(followed: Followed, receiver: Receiver): Promise<Following> {
    const { live } = this.#options;
    const { after, scope } = followed;
    const own = after === undefined ? undefined : await live.open(scope.request, after);
    const follower = new Follower(followed, receiver, after ?? (await live.whenRead()));
    let head: Head;
    try {
      head = await this.#enter(follower);
    } catch (error) {
      own?.close();
      throw error;
    }
    this.#followers++;
    let started = false;
    const hasInitial = own === undefined && scope.request.kind !== 'eventRecorded';
    return {
      from: hasInitial ? undefined : follower.cursor,
      start: () => {
        if (!follower.open || started) return;
        started = true;
        if (own !== undefined) this.#replay(follower, head, own);
        else if (hasInitial) head.joinWithInitial(follower);
        else this.#fromNowOn(follower, head);
      },
      stop: () => {
        if (!follower.open) return;
        follower.open = false;
        this.#followers--;
        if (!started) own?.close();
        this.#leave(follower, head);
      },
    };
  }

  close(): void {
    this.#stop();
    for (const head of this.#byTopic.values()) head.close();
    this.#byTopic.clear();
    this.#heads.clear();
  }

  /** Of events there is nothing that is now: only what comes. */
  #fromNowOn(follower: Follower, head: Head): void {
    if (this.#options.live.compare(follower.cursor, head.at) >= 0) head.join(follower);
    else this.#replay(follower, head, undefined);
  }

  #advance(concerned: ReadonlySet<LiveTopic> | null): void {
    if (concerned === null) for (const head of this.#byTopic.values()) head.wake();
    else for (const topic of concerned) this.#byTopic.get(topic)?.wake();
  }

  /** The head of its scope, opened for the first who needs it; it stays until the last has left. */
  async #enter(follower: Follower): Promise<Head> {
    const key = keyOfHead(follower);
    for (;;) {
      let opening = this.#heads.get(key);
      if (opening === undefined) {
        opening = this.#open(follower.followed);
        this.#heads.set(key, opening);
        opening.catch(() => this.#heads.delete(key));
      }
      const head = await opening;
      // The last may have left in the turn before.
      if (this.#heads.get(key) !== opening) continue;
      head.enter(follower);
      return head;
    }
  }

  async #open(followed: Followed): Promise<Head> {
    const { live, serialise, show } = this.#options;
    const topic = await live.open(followed.scope.request);
    const head = new Head({
      live,
      topic,
      open: () => live.open(followed.scope.request),
      serialise,
      show: (messages) => show(messages, followed),
      apart: (follower) => this.#replay(follower, head, undefined),
      failed: () => this.#forget(head, keyOf(followed.scope)),
      counted: this.counted,
    });
    this.#byTopic.set(topic, head);
    return head;
  }

  #leave(follower: Follower, head: Head): void {
    head.leave(follower);
    if (head.needed) return;
    head.close();
    this.#forget(head, keyOfHead(follower));
  }

  #forget(head: Head, key: string): void {
    // One that failed was forgotten before its followers left, and another may be in its place.
    if (this.#byTopic.delete(head.topic)) this.#heads.delete(key);
  }

  /** One by itself; where `topic` is there, with the others who begin in the same turn at the same place. */
  #replay(follower: Follower, head: Head, topic: LiveTopic | undefined): void {
    if (topic === undefined) {
      this.#readUp(new Convoy(head, new Set([follower]), follower.cursor));
      return;
    }
    const key = `${follower.cursor} ${keyOfHead(follower)}`;
    const gathering = this.#gathering.get(key);
    if (gathering !== undefined && gathering.head === head) {
      gathering.followers.add(follower);
      topic.close();
      return;
    }
    const convoy = new Convoy(head, new Set([follower]), follower.cursor, topic);
    this.#gathering.set(key, convoy);
    setTimeout(() => {
      this.#gathering.delete(key);
      this.#readUp(convoy);
    }, GATHER_MS);
  }

  #readUp(convoy: Convoy): void {
    this.#replays++;
    this.#travel(convoy)
      .catch((error: unknown) => {
        for (const { open, receiver } of convoy.followers) if (open) receiver.fail(error);
      })
      .finally(() => {
        this.#replays--;
        convoy.topic?.close();
      });
  }

  /** Reads what was before, as fast as the clients take it, until it stands where their head stands; then they join. */
  async #travel(convoy: Convoy): Promise<void> {
    const { live, show } = this.#options;
    const { head, followers } = convoy;
    let writes = 0;
    for (;;) {
      const [first] = followers;
      if (first === undefined || !(await this.#ready(convoy, first))) return;
      convoy.topic ??= await live.open(first.followed.scope.request, convoy.cursor);
      const messages = await convoy.topic.take(PAGE_MESSAGES);
      const { standing } = convoy.topic;
      for (const shown of await show(messages, first.followed)) {
        for (const follower of followers) {
          if (!follower.open) followers.delete(follower);
          // When there is room again, other subscriptions of the connection may have taken it.
          while (followers.has(follower) && follower.receiver.full) await this.#wait(convoy, follower);
          if (!followers.has(follower)) continue;
          follower.receiver.send([head.shapeFor(follower).render(shown)]);
          follower.cursor = shown.message.cursor;
          this.counted.messages++;
          if (++writes % TURN_WRITES === 0) await turn();
        }
        if (followers.size === 0) return;
      }
      const arrived = live.compare(standing, head.at) >= 0;
      for (const follower of followers) {
        if (!follower.open) continue;
        follower.cursor = standing;
        if (arrived) head.join(follower);
      }
      if (arrived) return;
      // There is nothing, and the head is further: the read model is built anew, and has not come so far yet.
      await (messages.length === 0 ? sleep(LAG_MS) : turn());
    }
  }

  /** Nobody waits for another: one of several whose queue is full goes on alone. */
  async #wait(convoy: Convoy, follower: Follower): Promise<void> {
    if (convoy.followers.size === 1) {
      await this.#ready(convoy, follower);
      return;
    }
    convoy.followers.delete(follower);
    this.#replay(follower, convoy.head, undefined);
  }

  async #ready({ followers }: Convoy, follower: Follower): Promise<boolean> {
    if ((await follower.receiver.drained()) && follower.open) return true;
    followers.delete(follower);
    return followers.size > 0;
  }
}

/** Those who read what was before together: after a restart of the server everybody comes back to the same place. */
class Convoy {
  topic: LiveTopic | undefined;
  readonly head: Head;
  readonly followers: Set<Follower>;
  readonly cursor: string;

  constructor(head: Head, followers: Set<Follower>, cursor: string, topic?: LiveTopic) {
    this.head = head;
    this.followers = followers;
    this.cursor = cursor;
    this.topic = topic;
  }
}

function keyOfHead({ followed: { scope } }: Follower): string {
  return keyOf(scope);
}
