import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { ReadLedger } from '#projections';

/** Seconds: from a read out of memory to a rebuild of a view that nobody had asked for. */
const REQUEST_BUCKETS = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5];

/**
 * `/metrics` among the pages, in Prometheus' text form: the process, all requests of the server, and how far behind the
 * read model is.
 *
 * @returns the registry, for what else is measured
 */
export function serveMetrics(server: FastifyInstance, pages: FastifyInstance, reader: ReadLedger): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'liggaren_http_request_seconds',
    help: 'Time to answer a request',
    labelNames: ['method', 'route', 'status'],
    buckets: REQUEST_BUCKETS,
    registers: [registry],
  });
  const events = new Gauge({ name: 'liggaren_log_events', help: 'Events in the log', registers: [registry] });
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

  server.addHook('onResponse', (request, reply, done) => {
    // The route as it is declared, never the path as it was asked: labels must be few.
    const route = request.routeOptions.url ?? 'unknown';
    requests.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
    done();
  });
  pages.get('/metrics', async (_request, reply) => {
    const status = await reader.status();
    events.set(status.log.events);
    behind.set(status.readModel.behind);
    rebuilding.set(status.readModel.rebuilding ? 1 : 0);
    return reply.type(registry.contentType).send(await registry.metrics());
  });
  return registry;
}
