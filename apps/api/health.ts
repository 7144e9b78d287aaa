import type { FastifyInstance } from 'fastify';
import type { LogStatus } from '#event-store';

/**
 * `/health/live`: the process answers. `/health/ready`: the read model has come as far as the log had when the server
 * started, so that answers are not of some earlier day. It tells too how the log is doing; one that is lost for a while
 * leaves the server ready, since what was read of it is answered, and what is registered is refused with its code.
 */
export function serveHealth(
  fastify: FastifyInstance,
  caughtUp: Promise<unknown>,
  log: (() => LogStatus) | undefined,
): void {
  let state: 'starting' | 'ready' | 'failed' = 'starting';
  caughtUp.then(
    () => (state = 'ready'),
    () => (state = 'failed'),
  );
  fastify.get('/health/live', async () => ({ status: 'live' }));
  fastify.get('/health/ready', async (_request, reply) =>
    reply
      .code(state === 'ready' ? 200 : 503)
      .send({ status: state, ...(log === undefined ? {} : { log: log() }) }),
  );
}
