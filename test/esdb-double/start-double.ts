import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Fault, FaultName } from './faults.js';

/** The double, running in a process of its own. */
export interface Double {
  /** `esdb://127.0.0.1:…?tls=false`, with every node where there are several. */
  readonly connection: string;
  /** The first node by itself, the one that leads in the beginning. */
  readonly first: string;
  /** The next calls that it fits meet it. */
  fault(fault: Fault): Promise<void>;
  /** Takes back what was not met. */
  clear(): Promise<void>;
  /** How often each fault was met since the process began. */
  taken(): Promise<Partial<Record<FaultName, number>>>;
  cut(): Promise<void>;
  /** Nothing goes through any more, and nothing is closed. */
  freeze(): Promise<void>;
  thaw(): Promise<void>;
  /** Gone for so long, and back with everything but what it remembered of ids. */
  restart(milliseconds: number): Promise<void>;
  /** The process is killed, and another one goes on at the same address with what the first kept: wants `data`. */
  kill(): Promise<void>;
  /** Another node leads from now on. */
  lead(node: number): Promise<void>;
  /** What lies in its log, system events included. */
  log(): Promise<readonly { stream: string; revision: number; id: string; type: string }[]>;
  stop(): Promise<void>;
}

export interface DoubleOptions {
  /** The file that it keeps its log in. Default: none, all is in memory. */
  readonly data?: string;
  /** Nodes of the cluster. Default 1. */
  readonly nodes?: number;
  /** Speaks TLS with this certificate. Files, PEM. */
  readonly tls?: { readonly certificate: string; readonly key: string };
  /** `name:password` of the only one who is let in. */
  readonly user?: string;
}

interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<void>;
  readonly ports: readonly number[];
  readonly control: number;
}

export async function startDouble({ data, nodes = 1, tls, user }: DoubleOptions = {}): Promise<Double> {
  const asked = [
    ...(data === undefined ? [] : ['--data', data]),
    ...(tls === undefined ? [] : ['--certificate', tls.certificate, '--key', tls.key]),
    ...(user === undefined ? [] : ['--user', user]),
    '--nodes',
    String(nodes),
  ];
  let running = await begin(asked);
  const { ports } = running;
  const tell = async (command: string, what: object = {}): Promise<unknown> => {
    const response = await fetch(`http://127.0.0.1:${running.control}/${command}`, {
      method: 'POST',
      body: JSON.stringify(what),
    });
    if (!response.ok) throw new Error(await response.text());
    return response.json();
  };
  const told = async (command: string, what?: object): Promise<void> => {
    await tell(command, what);
  };
  return {
    connection: `esdb://${ports.map((port) => `127.0.0.1:${port}`).join(',')}?tls=false`,
    first: `esdb://127.0.0.1:${ports[0]}?tls=false`,
    fault: (fault) => told('fault', fault),
    clear: () => told('clear'),
    taken: async () => (await tell('taken')) as Partial<Record<FaultName, number>>,
    cut: () => told('cut'),
    freeze: () => told('freeze'),
    thaw: () => told('thaw'),
    restart: (milliseconds) => told('restart', { milliseconds }),
    kill: async () => {
      running.child.kill('SIGKILL');
      await running.ended;
      running = await begin([...asked, ...ports.flatMap((port) => ['--port', String(port)])]);
    },
    lead: (node) => told('lead', { node }),
    log: async () =>
      ((await tell('log')) as { events: { stream: string; revision: number; id: string; type: string }[] })
        .events,
    stop: async () => {
      running.child.stdin?.end();
      await running.ended;
    },
  };
}

async function begin(asked: readonly string[]): Promise<Running> {
  const child = spawn(
    process.execPath,
    [
      '--conditions=source',
      '--import',
      './test/support/typescript.mjs',
      'test/esdb-double/main.ts',
      ...asked,
    ],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const ended = new Promise<void>((resolve) => {
    child.on('close', () => resolve());
  });
  const line = await Promise.race([
    firstLine(child.stdout),
    ended.then((): never => {
      throw new Error('the double ended before it could be reached');
    }),
  ]);
  const { ports, control } = JSON.parse(line) as { ports: number[]; control: number };
  return { child, ended, ports, control };
}

async function firstLine(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) return line;
  throw new Error('the double said nothing');
}
