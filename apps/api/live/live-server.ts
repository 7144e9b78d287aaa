import type { FastifyInstance } from 'fastify';
import type { ExecutionResult, GraphQLSchema } from 'graphql';
import type { Registry } from 'prom-client';
import type { LiveLedger } from '#projections';
import type { Doorkeeper } from '../doorkeeper.js';
import { formatFailures, type FailureLog } from '../failure.js';
import type { Answer, Asking } from './asking.js';
import { Connections } from './connections.js';
import { showing, type ReadEvent } from './events-of-messages.js';
import { Hub } from './hub.js';
import { LIVE_LIMITS, type LiveLimits } from './limits.js';
import { measureLive } from './metrics.js';
import { Operations } from './operations.js';
import { acceptSockets } from './sockets.js';
import { serveStreams } from './stream-route.js';

export interface LiveServerOptions {
  readonly fastify: FastifyInstance;
  readonly live: LiveLedger;
  readonly readEvent: ReadEvent;
  readonly schema: () => GraphQLSchema;
  readonly answer: Answer;
  readonly mayAsk: Doorkeeper;
  readonly log: FailureLog;
  /** Of the WebSockets: the same as of queries. */
  readonly path: string;
  readonly limits?: Partial<LiveLimits>;
}

export interface LiveServer {
  readonly hub: Hub;
  /** Adds the route of SSE. */
  serveStreams(pages: FastifyInstance): Promise<void>;
  measure(registry: Registry): void;
  /** Tells all who follow something to come back, and lets them go. */
  close(): Promise<void>;
}

/** Subscriptions of a server: over WebSocket on the path of its queries, and over SSE below it. */
export function liveServer(options: LiveServerOptions): LiveServer {
  const { fastify, live, log, path, mayAsk } = options;
  const limits = { ...LIVE_LIMITS, ...options.limits };
  const hub = new Hub({
    live,
    serialise: (result) => serialised(result, log),
    show: showing(options.readEvent),
  });
  const connections = new Connections(limits);
  const asking: Asking = {
    hub,
    operations: new Operations(options.schema),
    answer: options.answer,
    log,
    limits,
  };
  const cursor = (): string => live.cursor();
  acceptSockets(fastify.server, { path, mayAsk, asking, connections, cursor });
  return {
    hub,
    serveStreams: (pages) => serveStreams(pages, { path: `${path}/stream`, asking, connections }),
    measure: (registry) => measureLive(registry, connections, hub),
    close: async () => {
      await connections.close();
      hub.close();
    },
  };
}

function serialised(result: ExecutionResult, log: FailureLog): string {
  const failed = result.errors !== undefined && result.errors.length > 0;
  return JSON.stringify(failed ? formatFailures(result, log).response : result);
}
