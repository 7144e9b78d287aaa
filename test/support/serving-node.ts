import { startChild, type Child } from './child-process.js';

/** `liggaren serve` in a process of its own. */
export interface ServingNode {
  readonly url: string;
  /** What a query or a mutation answers; its failures as they came. */
  ask<T>(query: string, variables?: object): Promise<Answered<T>>;
  health(): Promise<{
    readonly status: string;
    readonly log?: { readonly state: string; readonly since?: string };
  }>;
  metrics(): Promise<string>;
  stop(): Promise<void>;
}

export interface Answered<T> {
  readonly data: T | null;
  readonly errors: readonly {
    readonly message: string;
    readonly extensions?: { readonly code?: string; readonly hint?: string };
  }[];
}

/** Resolves when it answers. */
export async function startNode(env: Readonly<Record<string, string | undefined>>): Promise<ServingNode> {
  const child = startChild('apps/cli/main.ts', ['serve', '--port', '0'], [], env);
  const url = await urlOf(child);
  const get = async (path: string): Promise<Response> =>
    fetch(`${url}${path}`, { headers: { connection: 'close' } });
  return {
    url,
    ask: async <T>(query: string, variables: object = {}) => {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        // A kept connection may be closed by the server in the moment when it is used again, as after a stall.
        headers: { 'content-type': 'application/json', connection: 'close' },
        body: JSON.stringify({ query, variables }),
      });
      const { data = null, errors = [] } = (await response.json()) as Partial<Answered<T>>;
      return { data, errors };
    },
    health: async () => (await get('/health/ready')).json() as ReturnType<ServingNode['health']>,
    metrics: async () => (await get('/metrics')).text(),
    stop: async () => {
      child.process.kill('SIGTERM');
      await child.ended;
    },
  };
}

async function urlOf(child: Child): Promise<string> {
  for await (const line of child.lines) {
    const url = /^http:\/\/\S+/.exec(line)?.[0];
    if (url !== undefined) return url;
  }
  throw new Error(`the node ended before it answered: ${await child.ended}`);
}
