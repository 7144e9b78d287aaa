import { openSqliteEventStore } from '#event-store';
import { openReadLedger } from '#projections';
import { createServer } from '../../../apps/api/index.js';
import { eventReader } from '../../../apps/shared/event-list.js';
import { openByHand } from './by-hand.js';
import { lists } from './lists.js';
import { memoryNow, type Memory } from './memory.js';
import { budgetRequest, PAGE_ITEMS, type Question } from './questions.js';

/*
 * A process that answers, and tells how long each answer took: `reader LOG FOLDER`, `by-hand FILE`, or `server LOG
 * FOLDER`, which is asked over HTTP. Its heap is as large as who starts it says.
 */

export type ToProcess =
  { readonly ask: readonly Question[] } | { readonly lists: true } | { readonly end: true };

export interface ListsTaken {
  readonly lists: readonly (readonly [name: string, milliseconds: number, items: number])[];
}

export type FromProcess =
  | { readonly ready: { readonly milliseconds: number; readonly url?: string; readonly memory: Memory } }
  | {
      readonly times: readonly number[];
      /** Of the processor, in milliseconds: what a machine with others on it does not change. */
      readonly worked: readonly number[];
      readonly items: number;
      readonly memory: Memory;
    }
  | ListsTaken;

interface Answering {
  readonly url?: string;
  /** How many rows or items the answer has. */
  answer?(question: Question): Promise<number> | number;
  lists?(): Promise<ListsTaken>;
  close(): Promise<void> | void;
}

const [role = '', ...paths] = process.argv.slice(2);
const began = performance.now();
const answering = await open(role, paths);

process.on('message', (message: ToProcess) => void take(message));
tell({ ready: { milliseconds: performance.now() - began, ...urlOf(answering), memory: memoryNow() } });

function urlOf({ url }: Answering): { url?: string } {
  return url === undefined ? {} : { url };
}

function tell(message: FromProcess): void {
  process.send?.(message);
}

async function take(message: ToProcess): Promise<void> {
  if ('end' in message) {
    await answering.close();
    process.disconnect();
    return;
  }
  if ('lists' in message) {
    const answer = await answering.lists?.();
    if (answer !== undefined) tell(answer);
    return;
  }
  const times: number[] = [];
  const worked: number[] = [];
  let items = 0;
  for (const question of message.ask) {
    const before = process.cpuUsage();
    const start = performance.now();
    items += (await answering.answer?.(question)) ?? 0;
    times.push(performance.now() - start);
    const { user, system } = process.cpuUsage(before);
    worked.push((user + system) / 1000);
  }
  tell({ times, worked, items, memory: memoryNow() });
}

async function open(as: string, [first = '', folder = '']: readonly string[]): Promise<Answering> {
  if (as === 'by-hand') return openByHand(first);
  const store = await openSqliteEventStore({ path: first, mode: 'read' });
  const read = openReadLedger({ folder, store });
  await read.ready;
  const { reader } = read;
  const events = eventReader(store, reader);
  const close = async (): Promise<void> => {
    await read.close();
    await store.close();
  };
  if (as === 'server') {
    const server = await createServer({ access: { reader, events } });
    return {
      url: `${server.url}/graphql`,
      answer: () => 0,
      close: async () => {
        await server.close();
        await close();
      },
    };
  }
  return {
    close,
    lists: async () => ({ lists: await lists(reader) }),
    answer: async (question) => {
      if (question.kind === 'view' || question.kind === 'explain') {
        const options = { asOf: `${store.logId}:${question.asOf}` };
        const request = budgetRequest(question);
        if (question.kind === 'view') return reader.view(request, options).rows.length;
        const column = question.asOf % 2 === 0 ? 'to' : 'change';
        const explained = reader.explain(request, 'Totalt', column, undefined, options);
        return explained.kind === 'cell' ? explained.cell.parts.length : explained.difference.parts.length;
      }
      const { filter, startAt } = question;
      const page = { first: PAGE_ITEMS, newestFirst: true, ...(startAt === undefined ? {} : { startAt }) };
      const answer =
        question.kind === 'events' ? await events.events(filter, page) : reader.entries(filter, page);
      return answer.items.length;
    },
  };
}
