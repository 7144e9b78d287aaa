import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { httpCaller } from '../figures/http-caller.js';
import type { Memory } from './memory.js';
import { requestOf } from './over-http.js';
import type { FromProcess, ListsTaken, ToProcess } from './process.js';
import type { Question } from './questions.js';

/** Answers of one way, and how long each took. */
export interface Answers {
  readonly times: readonly number[];
  /** Milliseconds of the processor; empty where another process worked. */
  readonly worked: readonly number[];
  readonly items: number;
  readonly memory: Memory | null;
}

/** A process that is asked. */
export interface Asker {
  /** Until it could be asked. */
  readonly milliseconds: number;
  readonly memory: Memory;
  ask(questions: readonly Question[]): Promise<Answers>;
  lists(): Promise<ListsTaken['lists']>;
  close(): Promise<void>;
}

/** The heap that answering has to do with, in megabytes. */
export const HEAP_MEGABYTES = 256;

export async function startAsker(
  role: 'reader' | 'by-hand' | 'server',
  paths: readonly string[],
  logId: string,
): Promise<Asker> {
  const child = fork(fileURLToPath(new URL('process.js', import.meta.url)), [role, ...paths], {
    execArgv: [`--max-old-space-size=${HEAP_MEGABYTES}`],
  });
  const first = await answerOf(child);
  if (!('ready' in first)) throw new Error('the process told something else than that it is ready');
  const { milliseconds, memory, url } = first.ready;
  const http = url === undefined ? null : httpCaller(1);
  return {
    milliseconds,
    memory,
    ask: async (questions) => {
      if (http !== null && url !== undefined) return overHttp(http.ask, url, questions, logId);
      const answer = await told(child, { ask: questions });
      if ('times' in answer) return answer;
      throw new Error('the process did not answer');
    },
    lists: async () => {
      const answer = await told(child, { lists: true });
      return 'lists' in answer ? answer.lists : [];
    },
    close: async () => {
      http?.close();
      const ended = once(child, 'exit');
      child.send({ end: true } satisfies ToProcess);
      await ended;
    },
  };
}

async function told(child: ChildProcess, message: ToProcess): Promise<FromProcess> {
  const answer = answerOf(child);
  child.send(message);
  return answer;
}

async function answerOf(child: ChildProcess): Promise<FromProcess> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void =>
      reject(new Error(`the process ended with ${code ?? 'a signal'}`));
    child.once('exit', ended);
    child.once('message', (message: FromProcess) => {
      child.off('exit', ended);
      resolve(message);
    });
  });
}

async function overHttp(
  ask: (url: string, body?: string) => Promise<string>,
  url: string,
  questions: readonly Question[],
  logId: string,
): Promise<Answers> {
  const times: number[] = [];
  let items = 0;
  for (const question of questions) {
    const body = JSON.stringify(requestOf(question, logId));
    const start = performance.now();
    const text = await ask(url, body);
    times.push(performance.now() - start);
    if (text.includes('"errors"')) throw new Error(text.slice(0, 500));
    items += text.length;
  }
  return { times, worked: [], items, memory: null };
}
