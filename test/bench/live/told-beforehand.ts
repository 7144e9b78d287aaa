import type { EventStore, Position } from '#event-store';
import type { EventAnswer, LiveLedger, LiveMessage, LiveRequest, LiveTopic } from '#projections';
import { createServer } from '../../../apps/api/index.js';
import { smallLedger } from '../../support/small-ledger.js';
import type { Captured } from './captured.js';
import type { Serving } from './ours.js';
import { publishing } from './publishing.js';

const LOG = 'told01';

/**
 * Our subscriptions over messages made beforehand, as the stock driver has them: nothing is stored and nothing computed,
 * so that what is compared is how messages reach those who follow.
 */
export async function serveToldBeforehand(captured: Captured): Promise<Serving> {
  let head = 0;
  const listeners = new Set<(concerned: ReadonlySet<LiveTopic> | null) => void>();
  const known = (operation: number, position: number): Record<string, unknown> => {
    const messages = captured.messages[operation] ?? [];
    return messages[position % messages.length] ?? {};
  };
  const message = (kind: LiveRequest['kind'], operation: number, position: number): LiveMessage => {
    const text = `${LOG}:${position}`;
    const hit = { position: text, before: `${LOG}:${position - 1}`, correction: null, takenOut: null };
    return {
      ...known(operation, position),
      kind,
      cursor: `${text}/0`,
      position: text,
      hit,
    } as unknown as LiveMessage;
  };
  const topic = (request: LiveRequest): LiveTopic => {
    const operation = operationOf(request, captured);
    let at = head;
    return {
      get standing() {
        return `${LOG}:${at}`;
      },
      initial: async () => (request.kind === 'eventRecorded' ? [] : [message(request.kind, operation, at)]),
      take: async (max) => {
        const messages: LiveMessage[] = [];
        while (at < head && messages.length < max) messages.push(message(request.kind, operation, ++at));
        return messages;
      },
      close: () => undefined,
    };
  };
  const live: LiveLedger = {
    cursor: () => `${LOG}:${head}`,
    whenRead: async () => `${LOG}:${head}`,
    compare: (a, b) => numberOf(a) - numberOf(b),
    open: async (request) => topic(request),
    onAdvance: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const store = {
    position: (text: string) => text as Position,
    readRawPage: async ({ from = `${LOG}:0` as Position } = {}) => {
      const position = numberOf(from) + 1;
      const { recorded } = known(0, position) as { recorded?: Partial<EventAnswer> };
      const { data = '{}', id = '', type = '', stream = '', recordedAt = '' } = recorded ?? {};
      const metadata = { actor: recorded?.actor ?? 'local' };
      const about = JSON.stringify({ id, metadata, recordedAt, schemaVersion: 1, stream, type });
      const text = `{"data":${data},${about.slice(1)}`;
      return [{ position: `${LOG}:${position}` as Position, revision: position, text }];
    },
  } satisfies Pick<EventStore, 'position' | 'readRawPage'> as Partial<EventStore> as EventStore;
  const events = { events: async () => ({ items: [], hasNext: false, endCursor: null }) };
  const server = await createServer({ access: { reader: smallLedger(), events, live, store } });
  const publish = await publishing(async () => {
    head++;
    for (const listener of listeners) listener(null);
    return `${LOG}:${head}`;
  });
  return {
    url: server.url,
    publishUrl: publish.url,
    close: async () => {
      await publish.close();
      await server.close();
    },
  };
}

/** Of two filters over events the first one names its unit. */
function operationOf(request: LiveRequest, { operations }: Captured): number {
  const first = operations.findIndex(({ field }) => field === request.kind);
  return request.kind === 'eventRecorded' && request.filter.unit === undefined ? first + 1 : first;
}

function numberOf(cursor: string): number {
  return Number(/:(\d+)/.exec(cursor)?.[1] ?? 0);
}
