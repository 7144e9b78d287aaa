import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createClient, type Client } from 'graphql-ws';
import { pino } from 'pino';
import { WebSocket } from 'ws';
import { memoryLive, type MemoryLive } from '../../../test/support/live-memory.js';
import { smallLedger } from '../../../test/support/small-ledger.js';
import { createServer, type ApiServer } from '../server.js';

const EVENTS =
  'subscription($after: String) { eventRecorded(after: $after) { cursor event recorded { type } } }';

let memory: MemoryLive;
let server: ApiServer;
const clients: Client[] = [];

beforeEach(async () => {
  memory = memoryLive();
  server = await serving(memory);
});

afterEach(async () => {
  await Promise.all(clients.splice(0).map(async (client) => client.dispose()));
  await server.close();
});

function serving({ live, store }: MemoryLive): Promise<ApiServer> {
  const events = { events: async () => ({ items: [], hasNext: false, endCursor: null }) };
  return createServer({
    access: { reader: smallLedger(), events, live, store },
    log: pino({ level: 'silent' }),
  });
}

function client(): Client {
  const made = createClient({
    url: server.url.replace('http', 'ws') + '/graphql',
    webSocketImpl: WebSocket,
    lazy: true,
    retryAttempts: 0,
  });
  clients.push(made);
  return made;
}

describe('a subscription over graphql-ws', () => {
  it('gets each event as it is recorded', async () => {
    const messages = client().iterate({ query: EVENTS });
    const first = messages.next();
    await new Promise((resolve) => setTimeout(resolve, 200));
    memory.record({ type: 'BudgetAdopted' });
    expect((await first).value).toEqual({
      data: { eventRecorded: { cursor: 'mem1:1/0', event: 'event-1', recorded: { type: 'BudgetAdopted' } } },
    });
    await messages.return?.();
  });
});
