import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { httpCaller } from '../figures/http-caller.js';
import type { FromServer, ToServer, Usage } from './process.js';
import { mutation, type Command } from './table.js';

/** Requests under way at a time: as many as register at once. */
const CONNECTIONS = 16;

/** A server that is loaded. */
export interface Target {
  readonly url: string;
  /** Registers; resolves with the number of its position in the log. */
  register(command: Command): Promise<number>;
  /** Since it was asked last. */
  usage(): Promise<Usage>;
  close(): Promise<void>;
}

/** @param profile a folder for its profile of the processor */
export async function startTarget(
  role: 'ours' | 'told' | 'stock',
  path: string,
  profile = '',
): Promise<Target> {
  const child = fork(fileURLToPath(new URL('process.js', import.meta.url)), [role, path], {
    execArgv: profile === '' ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`],
  });
  const answer = async (): Promise<FromServer> => {
    const ended = new AbortController();
    const gone = once(child, 'exit', { signal: ended.signal }).then(() => {
      throw new Error('the server ended');
    });
    try {
      const told = once(child, 'message', { signal: ended.signal }) as Promise<[FromServer]>;
      return (await Promise.race([told, gone]))[0];
    } finally {
      ended.abort();
      gone.catch(() => undefined);
    }
  };
  const first = await answer();
  if (!('url' in first)) throw new Error('the server told something else than where it is');
  const { url, publishUrl } = first;
  const http = httpCaller(CONNECTIONS);
  return {
    url,
    register: async (command) => {
      const body = JSON.stringify({ query: mutation(command), variables: { input: command.input } });
      const text =
        publishUrl === undefined ? await http.ask(`${url}/graphql`, body) : await http.ask(publishUrl, '{}');
      const found = /"position":"\w+:(\d+)"/.exec(text);
      if (found === null) throw new Error(`${command.name}: ${text.slice(0, 500)}`);
      return Number(found[1]);
    },
    usage: async () => {
      const told = answer();
      child.send({ usage: true } satisfies ToServer);
      const usage = await told;
      if (!('usage' in usage)) throw new Error('the server did not tell what it uses');
      return usage.usage;
    },
    close: async () => {
      http.close();
      const ended = once(child, 'exit');
      child.send({ end: true } satisfies ToServer);
      const timer = setTimeout(() => child.kill('SIGKILL'), 15_000);
      await ended;
      clearTimeout(timer);
    },
  };
}
