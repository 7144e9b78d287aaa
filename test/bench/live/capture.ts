import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { Captured } from './captured.js';
import { changing, operations } from './table.js';
import type { Target } from './target.js';

const MESSAGES = 8;

/** Messages of each operation as ours tells them, for the stock driver to publish. */
export async function captured(target: Target, unit: string): Promise<Captured> {
  const followed = operations(unit);
  const client = createClient({
    url: `${target.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
  });
  const messages = followed.map((): Record<string, unknown>[] => []);
  let failure: unknown;
  for (const [n, { field, query }] of followed.entries()) {
    client.subscribe<Record<string, Record<string, unknown>>>(
      { query },
      {
        next: ({ data, errors }) => {
          failure ??= errors;
          const message = data?.[field];
          if (message !== undefined && message['initial'] !== true) messages[n]?.push(message);
        },
        error: (error) => (failure = error),
        complete: () => undefined,
      },
    );
  }
  const end = performance.now() + 60_000;
  for (let n = 0; messages.some((some) => some.length < MESSAGES); n++) {
    if (failure !== undefined) throw new Error(JSON.stringify(failure));
    if (performance.now() > end)
      throw new Error(`not all was told: ${messages.map(({ length }) => length).join(' ')}`);
    await target.register(changing(unit, n));
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await client.dispose();
  return { operations: followed, messages: messages.map((some) => some.slice(-MESSAGES)) };
}
