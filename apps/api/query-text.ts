import type { FastifyInstance, FastifyRequest } from 'fastify';
import { LedgerError } from '#amount';

/**
 * A query is text. Mercurius would take anything else for a document that is parsed already: one that no limit on its
 * length has seen, or a fault of the server where it is none.
 */
export function requireQueryText(fastify: FastifyInstance, path: string): void {
  fastify.addHook('preValidation', async (request, reply) => {
    if (request.routeOptions.url !== path || hasQueryText(request)) return;
    const { message, ...extensions } = new LedgerError('QUERY_INVALID', 'the request has no query', {
      place: { field: 'query' },
      hint: 'Send JSON such as {"query": "{ units { edges { node { unit } } } }"}, or open /graphiql.',
    }).toJSON();
    await reply.code(400).send({ data: null, errors: [{ message, extensions }] });
  });
}

function hasQueryText({ method, body, query }: FastifyRequest): boolean {
  const asked: unknown = method === 'GET' ? query : body;
  // A whole body of text is a query too (application/graphql); what is no object at all the route itself refuses.
  if (typeof asked !== 'object' || asked === null || Array.isArray(asked)) return true;
  const text = 'query' in asked ? asked.query : undefined;
  return typeof text === 'string' && text.trim() !== '';
}
