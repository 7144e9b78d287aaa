import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import { operationOf } from '../../../apps/cli/watch/operation.js';
import { toldOf, type Followed, type Told } from './followed.js';
import type { Subscriber, SubscriberOptions } from './subscriber.js';

const RETRY_MS = 100;

/** What EventSource does: it remembers the last id that came, and asks again with it when the stream ends. */
export class StreamSubscriber implements Subscriber {
  readonly way = 'sse';
  readonly followed: Followed;
  readonly told: Told[] = [];
  from: string | undefined;
  returns = -1;
  failure: string | undefined;
  readonly #server: string;
  readonly #keep: boolean;
  #lastId: string | undefined;
  #asking: ClientRequest | null = null;
  #here = false;

  constructor(server: string, { followed, after, keep }: SubscriberOptions) {
    this.#server = server;
    this.followed = followed;
    this.from = after;
    this.#keep = keep;
  }

  get name(): string {
    return `${this.followed.name} over ${this.way}`;
  }

  come(): void {
    if (this.#here) return;
    this.#here = true;
    this.#ask();
  }

  async leave(): Promise<void> {
    this.#here = false;
    this.#asking?.destroy();
    this.#asking = null;
  }

  #ask(): void {
    const { query, variables } = operationOf(this.followed.watched, this.from);
    const body = JSON.stringify({ query, variables });
    const asking = request(`${this.#server}/graphql/stream`, {
      method: 'POST',
      agent: false,
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        ...(this.#lastId === undefined ? {} : { 'last-event-id': this.#lastId }),
      },
    });
    this.#asking = asking;
    let over = false;
    const again = (): void => {
      if (over) return;
      over = true;
      if (this.#here && asking === this.#asking) setTimeout(() => this.#askAgain(asking), RETRY_MS);
    };
    asking.on('error', again);
    asking.on('close', again);
    asking.on('response', (response) => this.#read(response, asking));
    asking.end(body);
  }

  #askAgain(before: ClientRequest): void {
    if (this.#here && before === this.#asking) this.#ask();
  }

  #read(response: IncomingMessage, asking: ClientRequest): void {
    response.on('error', () => undefined);
    if (response.statusCode === 503) {
      response.resume();
      return;
    }
    this.returns++;
    let rest = '';
    response.setEncoding('utf8');
    response.on('data', (piece: string) => {
      if (asking !== this.#asking) return;
      const events = (rest + piece).split('\n\n');
      rest = events.pop() ?? '';
      for (const event of events) this.#take(event);
    });
  }

  #take(event: string): void {
    const fields = new Map(
      event.split('\n').map((line): [string, string] => {
        const colon = line.indexOf(':');
        return [line.slice(0, colon), line.slice(colon + 1).trimStart()];
      }),
    );
    const { kind } = this.followed.watched.request;
    const data = fields.get('data');
    if (fields.get('event') === 'complete') this.failure ??= 'it was completed';
    if (fields.get('event') === 'next' && data !== undefined) {
      const result = JSON.parse(data) as { data?: Record<string, unknown>; errors?: unknown };
      if (result.data === undefined || result.errors !== undefined) {
        this.failure ??= data;
        return;
      }
      const told = toldOf(kind, result.data, this.#keep);
      if (fields.get('id') !== told.cursor)
        this.failure ??= `the id ${fields.get('id')} is not ${told.cursor}`;
      this.told.push(told);
    }
    const id = fields.get('id');
    if (id === undefined) return;
    if (this.told.length === 0) this.from ??= id;
    this.#lastId = id;
  }
}
