import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Fault } from './faults.js';

/** The double, running in a process of its own. */
export interface Double {
  /** `esdb://127.0.0.1:…?tls=false` */
  readonly connection: string;
  /** The next calls that it fits meet it. */
  fault(fault: Fault): Promise<void>;
  /** Takes back what was not met. */
  clear(): Promise<void>;
  cut(): Promise<void>;
  /** Nothing goes through any more, and nothing is closed. */
  freeze(): Promise<void>;
  thaw(): Promise<void>;
  /** Gone for so long, and back with everything but what it remembered of ids. */
  restart(milliseconds: number): Promise<void>;
  /** What lies in its log, system events included. */
  log(): Promise<readonly { stream: string; revision: number; id: string; type: string }[]>;
  stop(): Promise<void>;
}

export async function startDouble(): Promise<Double> {
  const child = spawn(
    process.execPath,
    ['--conditions=source', '--import', './test/support/typescript.mjs', 'test/esdb-double/main.ts'],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const ended = new Promise<void>((resolve) => {
    child.on('close', () => resolve());
  });
  const [line] = await Promise.race([
    firstLine(child.stdout),
    ended.then((): never => {
      throw new Error('the double ended before it could be reached');
    }),
  ]);
  const { port, control } = JSON.parse(line) as { port: number; control: number };
  const tell = async (command: string, asked: object = {}): Promise<unknown> => {
    const response = await fetch(`http://127.0.0.1:${control}/${command}`, {
      method: 'POST',
      body: JSON.stringify(asked),
    });
    if (!response.ok) throw new Error(await response.text());
    return response.json();
  };
  const told = async (command: string, asked?: object): Promise<void> => {
    await tell(command, asked);
  };
  return {
    connection: `esdb://127.0.0.1:${port}?tls=false`,
    fault: (fault) => told('fault', fault),
    clear: () => told('clear'),
    cut: () => told('cut'),
    freeze: () => told('freeze'),
    thaw: () => told('thaw'),
    restart: (milliseconds) => told('restart', { milliseconds }),
    log: async () =>
      ((await tell('log')) as { events: { stream: string; revision: number; id: string; type: string }[] })
        .events,
    stop: async () => {
      child.stdin.end();
      await ended;
    },
  };
}

async function firstLine(output: NodeJS.ReadableStream): Promise<[string]> {
  for await (const line of createInterface({ input: output })) return [line];
  throw new Error('the double said nothing');
}
