import type { Duplex } from 'node:stream';
import type { ExecutionArgs, ExecutionResult, GraphQLError } from 'graphql';
import type { Context, Server } from 'graphql-ws';
import type { RawData, WebSocket } from 'ws';
import { LedgerError } from '#amount';
import { answerOf, followingOf, operationOf, publicErrors, refusedBy, type Asking } from './asking.js';
import { CloseCode } from './codes.js';
import type { Receiver } from './follower.js';
import type { Following } from './hub.js';
import { FRAMES_MAX, OPERATIONS_MAX } from './limits.js';
import { askedOf, Operation, type Asked } from './operations.js';
import { Outlet } from './outlet.js';
import { framesOf, nextPrefix, type Rendered } from './rendered.js';

/** Of the answer to a ping (RFC 6455, 5.5). */
const PONG_BYTES_MAX = 127;

/** What graphql-ws carries with a connection. */
export interface SocketExtra {
  readonly connection: SocketConnection;
}

/** An operation as the hooks of graphql-ws hand it on. */
export interface SocketArgs extends ExecutionArgs {
  readonly asked: Asked;
  readonly following?: Following & { readonly ended: Promise<void> };
}

/**
 * A WebSocket with its operations. graphql-ws runs the protocol; the messages of subscriptions are written past it,
 * straight to the stream, as frames that were serialised once for all who get them.
 */
export class SocketConnection {
  readonly outlet: Outlet;
  /** Whether anything came since the last ping. */
  alive = true;
  slow = false;
  readonly #socket: WebSocket;
  readonly #stream: Duplex;
  readonly #asking: Asking;
  readonly #operations = new Set<string>();
  readonly #tooSlow: () => void;
  #frames = FRAMES_MAX;
  #framesAt = performance.now();

  constructor(
    socket: WebSocket,
    stream: Duplex,
    asking: Asking,
    tooSlow: () => void,
    wrote: (bytes: number) => void,
  ) {
    this.#socket = socket;
    this.#stream = stream;
    this.#asking = asking;
    this.#tooSlow = tooSlow;
    this.outlet = new Outlet(stream, asking.limits, () => this.closeSlow(), wrote);
  }

  /** Begins to listen. */
  open(server: Server<SocketExtra>): void {
    const socket = this.#socket;
    // ws closes after a protocol error by itself, with its code.
    socket.on('error', () => undefined);
    socket.on('ping', () => this.#arrived());
    socket.on('pong', () => (this.alive = true));
    const closed = server.opened(
      {
        protocol: socket.protocol,
        send: async (text) => this.#send(text),
        close: async (code = CloseCode.internal, reason = '') => this.close(code, reason),
        onMessage: (take) =>
          socket.on('message', (data, isBinary) => {
            if (this.#arrived()) void this.#take(take, data, isBinary);
          }),
      },
      { connection: this },
    );
    socket.once('close', (code, reason) => void closed(code, String(reason)));
  }

  /** Says that it is over; what was written before goes out first. */
  close(code: number, reason: string): void {
    this.#socket.close(code, reason.length < 124 ? reason : reason.slice(0, 100));
    setTimeout(() => this.#socket.terminate(), this.#asking.limits.closeMs).unref();
  }

  /** What waits for it is not read. */
  closeSlow(): void {
    if (this.slow) return;
    this.slow = true;
    this.#tooSlow();
    this.close(CloseCode.slowReader, 'SLOW_READER');
  }

  /** Cuts it off. */
  terminate(): void {
    this.#socket.terminate();
  }

  ping(): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.ping();
  }

  /** The hook of graphql-ws: an operation, or the errors that end it. */
  async subscribing(
    context: Context<undefined, SocketExtra>,
    id: string,
    payload: unknown,
  ): Promise<SocketArgs | readonly GraphQLError[]> {
    const args = await this.#accept(context, id, payload);
    if (!('document' in args)) this.#operations.delete(id);
    return args;
  }

  /** The hook of graphql-ws when an operation is over. */
  completed(id: string): void {
    this.#operations.delete(id);
  }

  async #accept(
    context: Context<undefined, SocketExtra>,
    id: string,
    payload: unknown,
  ): Promise<SocketArgs | readonly GraphQLError[]> {
    if (this.#operations.has(id)) {
      // graphql-ws forgets an id when the client completes it, which may be before the operation has come to its end.
      this.close(CloseCode.operationExists, `Subscriber for ${id} already exists`);
      return [refusedBy(tooMany())];
    }
    if (this.#operations.size >= OPERATIONS_MAX) {
      return [refusedBy(tooMany())];
    }
    this.#operations.add(id);
    try {
      const asked = askedOf(payload);
      const operation = operationOf(asked, this.#asking);
      if (!(operation instanceof Operation)) return operation;
      const args = {
        asked,
        schema: undefined as never,
        document: operation.document,
        operationName: asked.operationName,
      };
      if (operation.kind !== 'subscription') return args;
      const subscription = new Subscription(this, context, id);
      const following = await followingOf(asked, operation, subscription, this.#asking);
      if (!('start' in following)) return following;
      return { ...args, following: { ...following, ended: subscription.ended } };
    } catch (error) {
      return publicErrors(error, this.#asking);
    }
  }

  /** Answers a query or a mutation. */
  answer({ asked }: SocketArgs): Promise<ExecutionResult> {
    return answerOf(asked, this.#asking);
  }

  get writable(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  /** Writes frames that are ready. */
  writeFrames(messages: readonly Rendered[], prefix: Buffer): void {
    if (!this.writable) return;
    const frames = framesOf(messages, prefix);
    this.#stream.write(frames);
    this.outlet.wrote(frames.length);
  }

  /** Ends an operation with errors, as the protocol does: nothing comes after. */
  writeError(context: Context<undefined, SocketExtra>, id: string, error: unknown): void {
    if (!(id in context.subscriptions)) return;
    const payload = publicErrors(error, this.#asking).map((one) => one.toJSON());
    // Without it graphql-ws says `complete` as well.
    delete (context.subscriptions as Record<string, unknown>)[id];
    this.#send(JSON.stringify({ id, type: 'error', payload }));
  }

  #send(text: string): void {
    if (!this.writable) return;
    this.#socket.send(text);
    this.outlet.wrote(text.length);
  }

  async #take(take: (text: string) => Promise<void>, data: RawData, isBinary: boolean): Promise<void> {
    if (isBinary) {
      this.close(CloseCode.badRequest, 'Invalid message received');
      return;
    }
    try {
      await take((data as Buffer).toString('utf8'));
    } catch (error) {
      if (error instanceof Error && error.message.startsWith('Unexpected message of type')) {
        this.close(CloseCode.badRequest, error.message);
        return;
      }
      this.#asking.log.error({ err: error }, 'unexpected failure in a WebSocket');
      this.close(CloseCode.internal, 'Internal server error');
    }
  }

  /** Counts what a client sends; false where it is too much. */
  #arrived(): boolean {
    this.alive = true;
    const now = performance.now();
    this.#frames = Math.min(FRAMES_MAX, this.#frames + ((now - this.#framesAt) / 1_000) * FRAMES_MAX) - 1;
    this.#framesAt = now;
    // Each ping is answered: whoever sends them and reads nothing fills a queue too.
    this.outlet.wrote(PONG_BYTES_MAX);
    if (this.#frames >= 0) return this.writable;
    this.close(CloseCode.tooManyMessages, 'TOO_MANY_MESSAGES');
    return false;
  }
}

/** A subscription of a connection, as the hub sees it. */
class Subscription implements Receiver {
  readonly ended: Promise<void>;
  readonly #connection: SocketConnection;
  readonly #context: Context<undefined, SocketExtra>;
  readonly #id: string;
  readonly #prefix: Buffer;
  #end: () => void = () => undefined;

  constructor(connection: SocketConnection, context: Context<undefined, SocketExtra>, id: string) {
    this.#connection = connection;
    this.#context = context;
    this.#id = id;
    this.#prefix = nextPrefix(id);
    this.ended = new Promise((resolve) => (this.#end = resolve));
  }

  get full(): boolean {
    return this.#connection.outlet.full;
  }

  drained(): Promise<boolean> {
    return this.#connection.outlet.drained();
  }

  send(messages: readonly Rendered[]): void {
    this.#connection.writeFrames(messages, this.#prefix);
  }

  fail(error: unknown): void {
    this.#connection.writeError(this.#context, this.#id, error);
    this.#end();
  }
}

/**
 * What graphql-ws iterates over while a subscription lasts: it yields nothing, as its messages are written past it.
 * They begin with the first question and end in the very turn in which graphql-ws ends it, so that nothing comes before
 * it is known or after it is completed.
 */
export function silent(following: NonNullable<SocketArgs['following']>): AsyncIterableIterator<never> {
  let finish: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => (finish = resolve));
  const done = { done: true, value: undefined } as const;
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: async () => {
      following.start();
      await Promise.race([following.ended, finished]);
      following.stop();
      return done;
    },
    return: async () => {
      following.stop();
      finish();
      return done;
    },
  };
}

function tooMany(): LedgerError {
  return new LedgerError(
    'SUBSCRIPTIONS_LIMIT',
    `one connection has at most ${OPERATIONS_MAX} operations at once`,
    {
      hint: 'Complete one before, or open another connection.',
    },
  );
}
