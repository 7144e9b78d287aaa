import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { isLedgerError } from '#amount';
import type { EventStore, LogStatus } from '#event-store';
import type { ReadLedger, StatusAnswer } from '#projections';

export const LOG_STATES: readonly LogStatus['state'][] = ['connecting', 'live', 'behind', 'lost'];

const LOG_EVENTS = 'liggaren_log_events';

/** Seconds: from a read out of memory to a rebuild of a view that nobody had asked for. */
const REQUEST_BUCKETS = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5];

/**
 * `/metrics` among the pages, in Prometheus' text form: the process, all requests of the server, and how far behind the
 * read model is, and how the log is doing.
 *
 * @returns the registry, for what else is measured
 */
export function serveMetrics(
  server: FastifyInstance,
  pages: FastifyInstance,
  reader: ReadLedger,
  store?: EventStore,
): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'liggaren_http_request_seconds',
    help: 'Time to answer a request',
    labelNames: ['method', 'route', 'status'],
    buckets: REQUEST_BUCKETS,
    registers: [registry],
  });
  // Registered when it is known: a gauge that was never set tells 0.
  const events = new Gauge({ name: LOG_EVENTS, help: 'Events in the log', registers: [] });
  const behind = new Gauge({
    name: 'liggaren_read_model_behind_events',
    help: 'Events that the read model has not applied yet',
    registers: [registry],
  });
  const rebuilding = new Gauge({
    name: 'liggaren_read_model_rebuilding',
    help: '1 while the read model is rebuilt',
    registers: [registry],
  });
  const logState = new Gauge({
    name: 'liggaren_log_state',
    help: 'How the log is doing: 1 for the state that it is in',
    labelNames: ['engine', 'state'],
    registers: [registry],
  });
  const lostSince = new Gauge({
    name: 'liggaren_log_lost_since_seconds',
    help: 'Since when the log does not answer (Unix time); 0 while it does',
    registers: [registry],
  });
  const tellLog = ({ engine }: EventStore, log: LogStatus): void => {
    for (const state of LOG_STATES) logState.set({ engine, state }, log.state === state ? 1 : 0);
    lostSince.set(log.state === 'lost' ? Date.parse(log.since) / 1000 : 0);
  };
  const tellLedger = ({ log, readModel }: StatusAnswer): void => {
    events.set(log.events);
    if (registry.getSingleMetric(LOG_EVENTS) === undefined) registry.registerMetric(events);
    behind.set(readModel.behind);
    rebuilding.set(readModel.rebuilding ? 1 : 0);
  };

  server.addHook('onResponse', (request, reply, done) => {
    // The route as it is declared, never the path as it was asked: labels must be few.
    const route = request.routeOptions.url ?? 'unknown';
    requests.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
    done();
  });
  pages.get('/metrics', async (_request, reply) => {
    // Of a log that is lost the numbers stay as they were: asking would only wait.
    if (store?.status().state !== 'lost') {
      try {
        tellLedger(await reader.status());
      } catch (error) {
        if (!isLedgerError(error, 'LOG_UNREACHABLE')) throw error;
      }
    }
    if (store !== undefined) tellLog(store, store.status());
    return reply.type(registry.contentType).send(await registry.metrics());
  });
  return registry;
}
