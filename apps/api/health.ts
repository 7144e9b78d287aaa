import type { FastifyInstance } from 'fastify';

/**
 * `/health/live`: the process answers. `/health/ready`: the read model has come as far as the log had when the server
 * started, so that answers are not of some earlier day.
 */
export function serveHealth(fastify: FastifyInstance, caughtUp: Promise<unknown>): void {
  let state: 'starting' | 'ready' | 'failed' = 'starting';
  caughtUp.then(
    () => (state = 'ready'),
    () => (state = 'failed'),
  );
  fastify.get('/health/live', async () => ({ status: 'live' }));
  fastify.get('/health/ready', async (_request, reply) =>
    reply.code(state === 'ready' ? 200 : 503).send({ status: state }),
  );
}
