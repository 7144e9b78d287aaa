import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client as Urql, fetchExchange, subscriptionExchange } from '@urql/core';
import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createWsClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { LOADING_MS, publishedLedger, type PublishedLedger } from '../support/published-ledger.js';
import { RegisterClient } from '../support/register-client.js';
import { until } from '../support/live-clients.js';
import { patient } from '../support/patience.js';

/* The clients that there are, as anybody would use them, against a server over the published figures: a mutation here,
   the message there. */

const FRAME = 'boras/ks/stadsledningskansliet';
const LINE = 'Kommunledning';
const READING = `{ unit: "${FRAME}", area: "operations", line: ["${LINE}"], measure: "cost", period: "2021", basis: budget, edition: "2021:2" }`;

const OPERATIONS = {
  eventRecorded: `subscription ($after: String) { eventRecorded(unit: "${FRAME}", type: "EntryCorrected", after: $after) {
    cursor recorded { type actor } entries { value reading { line } } } }`,
  viewChanged: `subscription ($after: String) {
    viewChanged(view: "budget-diff", unit: "${FRAME}", year: "2021", from: "2021:1", to: "2021:2", after: $after) {
      cursor initial shape { rows { path } }
      cells { path column before after why { kind change { cause } correction { reason } } } } }`,
  figureChanged: `subscription ($after: String) { figureChanged(reading: ${READING}, after: $after) {
    cursor initial before after: after unitOfMeasure why { correction { reason } } } }`,
  discrepancyChanged: `subscription ($after: String) { discrepancyChanged(unit: "${FRAME}", after: $after) {
    cursor initial id before { difference } after { difference } } }`,
} as const;

type Kind = keyof typeof OPERATIONS;
const KINDS = Object.keys(OPERATIONS) as Kind[];

interface Message {
  readonly cursor: string;
  readonly initial?: boolean;
  readonly [field: string]: unknown;
}

interface Following {
  readonly messages: Message[];
  readonly failures: unknown[];
  readonly stop: () => void;
}

/** A way to follow, and to go on after a cursor. */
interface Way {
  readonly name: string;
  readonly follow: (kind: Kind, after?: string) => Following;
  readonly close: () => void;
}

let published: PublishedLedger;
let client: RegisterClient;
let standing: string;
let amount = -185_000;

beforeAll(async () => {
  published = await publishedLedger();
  client = await RegisterClient.over(published.ledger);
  const found = published.ledger.reader.entries(
    { unit: FRAME, line: [LINE], measure: 'cost', edition: '2021:2' },
    { first: 50 },
  );
  standing = found.items.map(({ item }) => item).find(({ says }) => says === 'amount')?.id ?? '';
}, LOADING_MS);

afterAll(async () => {
  await client.close();
  await published.remove();
});

/** The mutation: what the line costs is another number now. */
async function correct(): Promise<{ readonly is: string; readonly position: string }> {
  const is = String(--amount);
  const { entry, position } = await client.registered('CorrectEntry', {
    corrects: standing,
    is: { amount: is },
    nature: 'misread',
    reason: `Fel avläst ${is}`,
  });
  standing = entry;
  return { is, position };
}

function received(kind: Kind): Following & {
  take: (result: { data?: unknown; errors?: unknown; error?: unknown }) => void;
  stopWith: (stop: () => void) => void;
} {
  const messages: Message[] = [];
  const failures: unknown[] = [];
  let stop = (): void => undefined;
  return {
    messages,
    failures,
    stop: () => stop(),
    stopWith: (how) => (stop = how),
    take: ({ data, errors, error }) => {
      if (errors !== undefined || error !== undefined) failures.push(errors ?? error);
      const message = (data as Record<Kind, Message> | null | undefined)?.[kind];
      if (message !== undefined) messages.push(message);
    },
  };
}

function graphqlWs(): Way {
  const ws = createWsClient({
    url: `${client.server.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
  });
  return {
    name: 'graphql-ws',
    follow: (kind, after) => {
      const following = received(kind);
      const stop = ws.subscribe(
        { query: OPERATIONS[kind], variables: { after } },
        {
          next: (result) => following.take(result),
          error: (error) => following.failures.push(error),
          complete: () => undefined,
        },
      );
      following.stopWith(stop);
      return following;
    },
    close: () => void ws.dispose(),
  };
}

function graphqlSse(): Way {
  const sse = createSseClient({ url: `${client.server.url}/graphql/stream` });
  return {
    name: 'graphql-sse',
    follow: (kind, after) => {
      const following = received(kind);
      const stop = sse.subscribe<Record<string, unknown>>(
        { query: OPERATIONS[kind], variables: { after } },
        {
          next: (result) => following.take(result),
          error: (error) => following.failures.push(error),
          complete: () => undefined,
        },
      );
      following.stopWith(stop);
      return following;
    },
    close: () => sse.dispose(),
  };
}

/** urql with subscriptions over graphql-ws, as its documentation has it. */
function urql(): Way {
  const ws = createWsClient({
    url: `${client.server.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
  });
  const graph = new Urql({
    url: `${client.server.url}/graphql`,
    preferGetMethod: false,
    exchanges: [
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: ({ query, variables }) => ({
          subscribe: (sink) => ({
            unsubscribe: ws.subscribe(
              { query: query ?? '', variables: variables as Record<string, unknown> },
              {
                next: (result) => sink.next(result as Parameters<typeof sink.next>[0]),
                error: (error) => sink.error(error),
                complete: () => sink.complete(),
              },
            ),
          }),
        }),
      }),
    ],
  });
  return {
    name: 'urql',
    follow: (kind, after) => {
      const following = received(kind);
      const { unsubscribe } = graph
        .subscription(OPERATIONS[kind], { after })
        .subscribe((result) => following.take(result));
      following.stopWith(unsubscribe);
      return following;
    },
    close: () => void ws.dispose(),
  };
}

/** urql with subscriptions over SSE, which it speaks by itself. */
function urqlOverSse(): Way {
  const graph = new Urql({
    url: `${client.server.url}/graphql/stream`,
    preferGetMethod: false,
    exchanges: [fetchExchange],
    fetchSubscriptions: true,
  });
  return {
    name: 'urql over SSE',
    follow: (kind, after) => {
      const following = received(kind);
      const { unsubscribe } = graph
        .subscription(OPERATIONS[kind], { after })
        .subscribe((result) => following.take(result));
      following.stopWith(unsubscribe);
      return following;
    },
    close: () => undefined,
  };
}

const subscriptions = async (): Promise<number> => {
  const text = await (await fetch(`${client.server.url}/metrics`)).text();
  return Number(/^liggaren_live_subscriptions (\d+)$/m.exec(text)?.[1]);
};

async function follows(count: number): Promise<void> {
  const over = Date.now() + patient(10_000);
  while ((await subscriptions()) !== count) {
    if (Date.now() > over) throw new Error(`there are ${await subscriptions()} subscriptions, not ${count}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe.each([
  ['graphql-ws', graphqlWs],
  ['graphql-sse', graphqlSse],
  ['urql', urql],
  ['urql over SSE', urqlOverSse],
])('%s', (_name, open) => {
  it('is told of a mutation, of each kind what it moved, and goes on after the cursor of any message', async () => {
    const way = open();
    try {
      const all = Object.fromEntries(KINDS.map((kind) => [kind, way.follow(kind)])) as Record<
        Kind,
        Following
      >;
      const { eventRecorded, viewChanged, figureChanged, discrepancyChanged } = all;
      await follows(KINDS.length);
      await until(() => viewChanged.messages.length === 1 && figureChanged.messages.length === 1);
      expect([viewChanged, figureChanged].map(({ messages }) => messages[0]?.initial)).toEqual([true, true]);
      const was = figureChanged.messages[0]?.['after'];
      const first = await correct();
      const second = await correct();
      await until(() => [eventRecorded, figureChanged].every(({ messages }) => messages.length >= 2));
      await until(() => viewChanged.messages.length === 3 && figureChanged.messages.length === 3);
      await until(
        () => discrepancyChanged.messages.at(-1)?.cursor.startsWith(`${second.position}/`) === true,
      );
      expect(eventRecorded.messages).toEqual(
        [first, second].map(({ is, position }) => ({
          ...eventRecorded.messages[0],
          cursor: `${position}/0`,
          recorded: expect.objectContaining({ type: 'EntryCorrected', actor: 'ekonom-1' }),
          entries: [
            expect.objectContaining({ value: is, reading: expect.objectContaining({ line: [LINE] }) }),
          ],
        })),
      );
      expect(figureChanged.messages.slice(1)).toMatchObject([
        { cursor: `${first.position}/0`, before: was, after: first.is },
        { cursor: `${second.position}/0`, before: first.is, after: second.is },
      ]);
      const why = JSON.stringify(viewChanged.messages[2]);
      expect(why).toContain(`Fel avläst ${second.is}`);
      for (const kind of KINDS) {
        const { messages, failures, stop } = all[kind];
        expect([kind, failures]).toEqual([kind, []]);
        stop();
        const since = messages.findIndex(
          ({ initial, cursor }) => initial !== true && !cursor.includes('start'),
        );
        const resumed = way.follow(kind, messages[since]?.cursor);
        await until(() => resumed.messages.length >= messages.length - since - 1);
        expect(resumed.messages).toEqual(messages.slice(since + 1));
        resumed.stop();
      }
      await follows(0);
    } finally {
      way.close();
    }
  }, 1_200_000);

  it('is told why, where it is refused', async () => {
    const way = open();
    try {
      const refused = way.follow('eventRecorded', 'zzzz:1/0');
      await until(() => refused.failures.length > 0);
      expect(JSON.stringify(refused.failures)).toContain('POSITION_OF_OTHER_LOG');
      expect(refused.messages).toEqual([]);
      refused.stop();
    } finally {
      way.close();
    }
  });
});
