import { setTimeout as wait } from 'node:timers/promises';
import type { WatchMessage } from '../../../apps/cli/watch/messages.js';
import { toldOfMessage, type Followed, type Told } from './followed.js';
import { runLiggaren, type Running } from './processes.js';
import type { Subscriber, SubscriberOptions, Way } from './subscriber.js';

const RETRY_MS = 250;
/** `liggaren watch` ends with this where the server was not there to begin with, or the ledger is kept by another one. */
const UNREACHABLE = 5;

/** `liggaren watch --json`, a process of its own, which goes on with `--after`. */
export class WatchSubscriber implements Subscriber {
  readonly way: Way;
  readonly followed: Followed;
  readonly told: Told[] = [];
  readonly from: string | undefined;
  returns = -1;
  failure: string | undefined;
  readonly #where: readonly string[];
  readonly #keep: boolean;
  #running: Running | null = null;
  #here = false;

  /** @param ledger its folder, which is named also where a server is followed */
  constructor(ledger: string, server: string | null, { followed, after, keep }: SubscriberOptions) {
    this.way = server === null ? 'watch a folder' : 'watch a server';
    this.#where = ['--ledger', ledger, 'watch', ...followed.argv, '--json'];
    if (server !== null) this.#where = [...this.#where, '--server', server];
    this.followed = followed;
    this.from = after;
    this.#keep = keep;
  }

  get name(): string {
    return `${this.followed.name}, ${this.way}`;
  }

  come(): void {
    if (this.#here) return;
    this.#here = true;
    this.#start();
  }

  async leave(): Promise<void> {
    this.#here = false;
    const running = this.#running;
    this.#running = null;
    running?.process.kill('SIGKILL');
    await running?.ended;
  }

  #start(): void {
    const after = this.told.at(-1)?.cursor ?? this.from;
    const running = runLiggaren([...this.#where, ...(after === undefined ? [] : ['--after', after])]);
    this.#running = running;
    this.returns++;
    let rest = '';
    running.process.stdout?.setEncoding('utf8');
    running.process.stdout?.on('data', (piece: string) => {
      if (running !== this.#running) return;
      const lines = (rest + piece).split('\n');
      rest = lines.pop() ?? '';
      // A line that was cut off by the end of the process was not told.
      for (const line of lines) this.told.push(toldOfMessage(JSON.parse(line) as WatchMessage, this.#keep));
    });
    void this.#again(running);
  }

  /** It has ended by itself. */
  async #again(running: Running): Promise<void> {
    const { code, err } = await running.ended;
    const isMine = (): boolean => this.#here && running === this.#running;
    if (!isMine()) return;
    if (code !== UNREACHABLE) {
      this.failure ??= `exit ${code}: ${err}`;
      return;
    }
    await wait(RETRY_MS);
    if (isMine()) this.#start();
  }
}
