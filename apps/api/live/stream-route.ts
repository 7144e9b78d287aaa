import type { ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ExecutionResult } from 'graphql';
import { LedgerError } from '#amount';
import { maskedFailure } from '../failure.js';
import { answerOf, followingOf, operationOf, publicErrors, type Asking } from './asking.js';
import type { Connections } from './connections.js';
import type { Receiver } from './follower.js';
import { FRAME_BYTES_MAX, RETRY_AFTER_S, SSE_RETRY_MS } from './limits.js';
import { askedOf, Operation, type Asked } from './operations.js';
import { Outlet } from './outlet.js';
import type { Rendered } from './rendered.js';

export interface StreamOptions {
  readonly path: string;
  readonly asking: Asking;
  readonly connections: Connections;
}

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-transform',
  // Asks nginx to hand on each message as it comes.
  'x-accel-buffering': 'no',
  'x-content-type-options': 'nosniff',
} as const;

/** An empty field of data, or EventSource tells nobody. */
const COMPLETE = 'event: complete\ndata: \n\n';

/** GraphQL over SSE in its mode of distinct connections: one operation, one stream. */
export async function serveStreams(fastify: FastifyInstance, options: StreamOptions): Promise<void> {
  await fastify.register(async (scope) => {
    scope.setErrorHandler(async (error, _request, reply) => {
      const refused = error instanceof LedgerError ? error : unreadable(error);
      if (refused === undefined)
        return reply.code(500).send(maskedFailure(error, { route: options.path }, options.asking.log));
      return refuse(reply, statusOf(error), refused);
    });
    scope.get(options.path, { exposeHeadRoute: false }, async (request, reply) =>
      stream(request, reply, askedByAddress(request), options),
    );
    scope.post(options.path, { bodyLimit: FRAME_BYTES_MAX }, async (request, reply) =>
      stream(request, reply, askedOf(request.body), options),
    );
  });
}

async function stream(
  request: FastifyRequest,
  reply: FastifyReply,
  asked: Asked,
  options: StreamOptions,
): Promise<FastifyReply> {
  if (!acceptsStream(request.headers.accept)) {
    return refuse(
      reply,
      406,
      invalid('what is asked for comes as text/event-stream', 'Accept it: `Accept: text/event-stream`.'),
    );
  }
  const noPlace = options.connections.refusal();
  if (noPlace !== undefined) return refuse(reply.header('retry-after', RETRY_AFTER_S), 503, noPlace);
  const { asking } = options;
  const operation = operationOf(asked, asking);
  if (operation instanceof Operation && operation.kind === 'mutation' && request.method === 'GET') {
    return refuse(
      reply.header('allow', 'POST'),
      405,
      invalid('a mutation is not asked by GET', 'Send it with POST.'),
    );
  }
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) reply.raw.setHeader(name, value);
  }
  reply.hijack();
  const connection = new Stream(reply.raw, options);
  if (!(operation instanceof Operation)) connection.finish({ errors: operation });
  else if (operation.kind === 'subscription') await connection.follow(asked, operation, resumedFrom(request));
  else connection.finish(await answerOf(asked, asking));
  return reply;
}

/** A response that stays open. */
class Stream implements Receiver {
  readonly #response: ServerResponse;
  readonly #options: StreamOptions;
  readonly #outlet: Outlet;
  #stop: () => void = () => undefined;
  #slow = false;

  constructor(response: ServerResponse, options: StreamOptions) {
    this.#response = response;
    this.#options = options;
    response.on('error', () => response.destroy());
    response.writeHead(200, HEADERS);
    // Small messages are not held back to be sent together.
    response.socket?.setNoDelay(true);
    const { connections } = options;
    this.#outlet = new Outlet(
      response,
      options.asking.limits,
      () => this.#closeSlow(),
      (bytes) => connections.wrote(bytes),
    );
    const gone = connections.add({
      kind: 'sse',
      queued: () => this.#outlet.queued,
      beat: () => void response.write(':\n\n'),
      closeSlow: () => this.#closeSlow(),
      close: () => this.#cut(),
      terminate: () => response.destroy(),
    });
    response.once('close', () => {
      this.#stop();
      gone();
    });
  }

  get full(): boolean {
    return this.#outlet.full;
  }

  drained(): Promise<boolean> {
    return this.#outlet.drained();
  }

  async follow(asked: Asked, operation: Operation, from: string | undefined): Promise<void> {
    const { asking } = this.#options;
    const following = await followingOf(asked, operation, this, asking, from);
    if (!('start' in following)) return this.finish({ errors: following });
    if (this.#response.destroyed || this.#response.writableEnded) return following.stop();
    this.#stop = () => following.stop();
    // Whoever is cut off before the first message resumes from this id; what is now is begun anew.
    const id = following.from === undefined ? '' : `id: ${following.from}\n`;
    this.#response.write(`retry: ${SSE_RETRY_MS}\n${id}\n`);
    following.start();
  }

  send(messages: readonly Rendered[]): void {
    if (this.#response.writableEnded || this.#response.destroyed) return;
    const [only] = messages;
    const events =
      messages.length === 1 && only !== undefined
        ? only.event
        : Buffer.concat(messages.map(({ event }) => event));
    this.#response.write(events);
    this.#outlet.wrote(events.length);
  }

  fail(error: unknown): void {
    this.#stop();
    this.finish({ errors: publicErrors(error, this.#options.asking) });
  }

  /** The one answer, or the last. */
  finish(result: ExecutionResult): void {
    if (this.#response.writableEnded || this.#response.destroyed) return;
    const last = `event: next\ndata: ${JSON.stringify(result)}\n\n${COMPLETE}`;
    this.#response.end(last);
    this.#options.connections.wrote(last.length);
  }

  #closeSlow(): void {
    if (this.#slow) return;
    this.#slow = true;
    this.#options.connections.slow++;
    if (!this.#response.writableEnded) this.#response.write(': SLOW_READER\n\n');
    this.#cut();
  }

  /** Ends without `complete`: clients come back for the rest. */
  #cut(): void {
    this.#stop();
    this.#response.end();
    setTimeout(() => this.#response.destroy(), this.#options.asking.limits.closeMs).unref();
  }
}

/** What a client that was cut off saw last goes before what it once began after. */
function resumedFrom({ headers }: FastifyRequest): string | undefined {
  const last = headers['last-event-id'];
  // Node reads headers as latin1; what was sent is UTF-8, and a refusal repeats it.
  return typeof last === 'string' && last !== '' ? Buffer.from(last, 'latin1').toString('utf8') : undefined;
}

/** @throws LedgerError QUERY_INVALID */
function askedByAddress({ query }: FastifyRequest): Asked {
  const { variables, ...asked } = query as Record<string, unknown>;
  if (typeof variables !== 'string' || variables === '') return askedOf(asked);
  try {
    return askedOf({ ...asked, variables: JSON.parse(variables) as unknown });
  } catch (error) {
    throw error instanceof LedgerError
      ? error
      : invalid('`variables` is JSON', 'Encode it as in encodeURIComponent(JSON.stringify(variables)).');
  }
}

function acceptsStream(accept: string | undefined): boolean {
  if (accept === undefined || accept === '') return true;
  return accept.split(',').some((one) => {
    const [type = ''] = one.split(';');
    return ['text/event-stream', 'text/*', '*/*'].includes(type.trim().toLowerCase());
  });
}

/** A request that Fastify could not read: no JSON, too large, of another type. */
function unreadable(error: unknown): LedgerError | undefined {
  const status = statusOf(error);
  if (status < 400 || status > 499) return undefined;
  return invalid(
    (error as Error).message,
    'Send JSON such as {"query": "subscription { … }"}, of the size of a query.',
  );
}

function statusOf(error: unknown): number {
  if (error instanceof LedgerError) return 400;
  const { statusCode } = error as { statusCode?: unknown };
  return typeof statusCode === 'number' ? statusCode : 500;
}

function invalid(message: string, hint: string): LedgerError {
  return new LedgerError('QUERY_INVALID', message, { hint });
}

function refuse(reply: FastifyReply, status: number, error: LedgerError): FastifyReply {
  const { message, ...extensions } = error.toJSON();
  return reply.code(status).send({ errors: [{ message, extensions }] });
}
