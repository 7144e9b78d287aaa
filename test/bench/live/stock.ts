import { readFile } from 'node:fs/promises';
import fastify from 'fastify';
import mercurius, { type MercuriusContext } from 'mercurius';
import type { Serving } from './ours.js';
import type { Captured } from './process.js';

/** What the stock driver names its log: as long as ours. */
const LOG = 'stock0';

/**
 * Mercurius as it comes, with its own subscriptions and its own publishing in memory. A mutation publishes a message of
 * each operation, made beforehand: it stores nothing and computes nothing, so that all it has to do is to tell. Its
 * schema is ours, and so are the operations and the sizes of what they answer with.
 */
export async function serveStock({ operations, messages }: Captured): Promise<Serving> {
  const app = fastify();
  let published = 0;
  const publish = async (context: MercuriusContext): Promise<object> => {
    const n = ++published;
    const position = `${LOG}:${n}`;
    for (const [i, { field }] of operations.entries()) {
      const known = messages[i] ?? [];
      const payload = { [field]: { ...known[n % known.length], cursor: `${position}/0`, position } };
      await context.pubsub.publish({ topic: topicOf(i), payload });
    }
    return { __typename: 'Registered', position };
  };
  const fields = new Map<string, number[]>();
  for (const [i, { field }] of operations.entries()) fields.set(field, [...(fields.get(field) ?? []), i]);
  const subscriptions = [...fields].map(([field, numbers]) => [
    field,
    {
      subscribe: async (_root: unknown, args: { readonly unit?: string }, context: MercuriusContext) => {
        // Of two filters over events the first one names its unit.
        const number = numbers.length > 1 && args.unit === undefined ? numbers[1] : numbers[0];
        return context.pubsub.subscribe(topicOf(number ?? 0));
      },
    },
  ]);
  const schema = await readFile(new URL('../../../../schema.graphql', import.meta.url), 'utf8');
  await app.register(mercurius, {
    schema,
    resolvers: {
      Mutation: {
        changeBudget: (_root: unknown, _args: unknown, context: MercuriusContext) => publish(context),
      },
      Subscription: Object.fromEntries(subscriptions) as never,
    },
    subscription: true,
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return { url, close: () => app.close() };
}

function topicOf(operation: number): string {
  return `operation-${operation}`;
}
