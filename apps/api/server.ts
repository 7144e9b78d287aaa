import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { printSchema } from 'graphql';
import type { FastifyInstance } from 'fastify';
import { pino, type Logger } from 'pino';
import { appModule, GRAPHQL_PATH } from './app.module.js';
import { doorkeeper, keepDoor } from './doorkeeper.js';
import { maskedFailure } from './failure.js';
import { serveHealth } from './health.js';
import { drainer } from './drain.js';
import { readPersistently } from './live/read-persistently.js';
import type { LedgerAccess } from './ledger-access.js';
import { REQUEST_BYTES_MAX, REQUEST_MS_MAX } from './limits.js';
import type { LiveLimits } from './live/limits.js';
import { liveServer, type LiveServer } from './live/live-server.js';
import { serveMetrics } from './metrics.js';
import { servePages } from './pages.js';
import { requireQueryText } from './query-text.js';
import { DEFAULT_ACTOR, DEFAULT_HOST, type ServerSettings } from './settings.js';

export interface ServerOptions {
  readonly access: LedgerAccess;
  readonly settings?: Partial<ServerSettings>;
  /** Settles when the read model has come as far as the log had; ready from the start where nothing is given. */
  readonly caughtUp?: Promise<unknown>;
  /** Of subscriptions, where they are not the usual ones. */
  readonly liveLimits?: Partial<LiveLimits>;
  /** Default: warnings and worse, on standard error. */
  readonly log?: Logger;
}

export interface ApiServer {
  /** `http://127.0.0.1:4000`. */
  readonly url: string;
  readonly fastify: FastifyInstance;
  /** Answers what has been asked, then lets go of the port. The ledger stays open: it is the caller's. */
  close(): Promise<void>;
}

/** When all is answered, connections have so long to end by themselves. */
const SILENT_CONNECTION_MS = 500;

/** The log of the server: what nobody who asks may see. */
export function serverLog(): Logger {
  return pino({ name: 'liggaren', level: 'warn' }, pino.destination({ dest: 2, sync: true }));
}

/**
 * Starts the API over a ledger that is open; resolves when it listens.
 * @throws the error of the port where it is taken (`EADDRINUSE`)
 */
export async function createServer(options: ServerOptions): Promise<ApiServer> {
  const settings: ServerSettings = {
    host: DEFAULT_HOST,
    port: 0,
    origins: [],
    actor: DEFAULT_ACTOR,
    ...options.settings,
  };
  const log = options.log ?? serverLog();
  const adapter = new FastifyAdapter({
    loggerInstance: log,
    bodyLimit: REQUEST_BYTES_MAX,
    requestTimeout: REQUEST_MS_MAX,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
  });
  const app = await NestFactory.create<NestFastifyApplication>(
    appModule(options.access, log, settings.actor),
    adapter,
    {
      logger: false,
      abortOnError: false,
    },
  );
  const fastify = app.getHttpAdapter().getInstance();
  const drain = drainer(fastify.server, REQUEST_MS_MAX);
  const mayAsk = doorkeeper(settings);
  keepDoor(fastify, mayAsk);
  requireQueryText(fastify, GRAPHQL_PATH);
  if (settings.origins.length > 0) app.enableCors({ origin: [...settings.origins] });
  const closing = new AbortController();
  const live = followed(options.access, closing.signal, {
    fastify,
    mayAsk,
    log,
    path: GRAPHQL_PATH,
    limits: options.liveLimits,
    schema: () => app.get(GraphQLSchemaHost).schema,
    answer: ({ query, variables, operationName }) =>
      fastify.graphql(query, {}, { ...variables }, operationName ?? undefined),
  });
  let schema: string | undefined;
  await fastify.register(async (pages) => {
    pages.setErrorHandler(async (error, request, reply) =>
      reply.code(500).send(maskedFailure(error, { route: request.routeOptions.url }, log)),
    );
    pages.get('/', async (_request, reply) => reply.redirect('/graphiql'));
    const { reader, store } = options.access;
    serveHealth(pages, options.caughtUp ?? Promise.resolve(), store && (() => store.status()));
    const registry = serveMetrics(fastify, pages, reader, store);
    live?.measure(registry);
    await live?.serveStreams(pages);
    servePages(pages, () => (schema ??= `${printSchema(app.get(GraphQLSchemaHost).schema)}\n`));
  });
  try {
    await app.listen(settings.port, settings.host);
  } catch (error) {
    await app.close();
    throw error;
  }
  const close = async (): Promise<void> => {
    closing.abort();
    await live?.close();
    await drain();
    // A connection on which nothing was ever asked, as browsers open them beforehand, does not count as idle.
    const cutOff = setTimeout(() => fastify.server.closeAllConnections(), SILENT_CONNECTION_MS);
    await app.close();
    clearTimeout(cutOff);
  };
  return { url: urlOf(fastify, settings.host), fastify, close };
}

/** Subscriptions, where the ledger can be followed. */
function followed(
  { live, store }: LedgerAccess,
  closing: AbortSignal,
  options: Omit<Parameters<typeof liveServer>[0], 'live' | 'readEvent'>,
): LiveServer | undefined {
  if (live === undefined || store === undefined) return undefined;
  return liveServer({ ...options, live, readEvent: readPersistently(store, closing) });
}

function urlOf(fastify: FastifyInstance, host: string): string {
  const address = fastify.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
