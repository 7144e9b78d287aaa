import { readFile } from 'node:fs/promises';
import fastify from 'fastify';
import mercurius, { type MercuriusContext } from 'mercurius';
import type { Captured } from './captured.js';
import type { Serving } from './ours.js';
import { publishing } from './publishing.js';

/** What the stock driver names its log: as long as ours. */
const LOG = 'stock0';

/**
 * Mercurius as it comes, with its own subscriptions and its own publishing in memory. It publishes a message of each
 * operation, made beforehand: it stores nothing and computes nothing, so that all it has to do is to tell. Its schema is
 * ours, and so are the operations and what they answer with.
 */
export async function serveStock({ operations, messages }: Captured): Promise<Serving> {
  const app = fastify();
  const numbers = new Map<string, number[]>();
  for (const [i, { field }] of operations.entries()) numbers.set(field, [...(numbers.get(field) ?? []), i]);
  const subscriptions = [...numbers].map(([field, [first = 0, second = first]]) => [
    field,
    {
      subscribe: async (_root: unknown, args: { readonly unit?: string }, { pubsub }: MercuriusContext) =>
        // Of two filters over events the first one names its unit.
        pubsub.subscribe(topicOf(args.unit === undefined ? second : first)),
    },
  ]);
  const schema = await readFile(new URL('../../../../schema.graphql', import.meta.url), 'utf8');
  await app.register(mercurius, {
    schema,
    resolvers: { Subscription: Object.fromEntries(subscriptions) as never },
    subscription: true,
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  let published = 0;
  const publish = await publishing(async () => {
    const n = ++published;
    const position = `${LOG}:${n}`;
    for (const [i, { field }] of operations.entries()) {
      const known = messages[i] ?? [];
      const payload = { [field]: { ...known[n % known.length], cursor: `${position}/0`, position } };
      app.graphql.pubsub.publish({ topic: topicOf(i), payload });
    }
    return position;
  });
  return {
    url,
    publishUrl: publish.url,
    close: async () => {
      await publish.close();
      await app.close();
    },
  };
}

function topicOf(operation: number): string {
  return `operation-${operation}`;
}
