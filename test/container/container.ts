import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { execForm } from './dockerfile.js';
import type { Image } from './image.js';
import { firstProcess, startBeside, startIn, type Process } from './root-file-system.js';

/** A container as docker-compose.yml would start it, as far as this machine can. */
export interface Container {
  /** Runs a command in it, as `docker compose exec` does. */
  exec(...command: string[]): Promise<Ended>;
  /** Waits until the image's own health check succeeds; the milliseconds that this took. */
  healthy(deadlineMs: number): Promise<number>;
  /** Asks it over GraphQL, from inside, as whoever comes through the published port does. */
  ask(query: string, host: string): Promise<unknown>;
  signal(signal: NodeJS.Signals): void;
  /** How it ended, and all that it printed. */
  readonly ended: Promise<Ended>;
}

export interface Ended {
  readonly status: number | null;
  readonly output: string;
}

export interface Started {
  /** The folder of the volume. */
  readonly volume: string;
  /** Beside the image's own. */
  readonly environment?: Readonly<Record<string, string>>;
  /** With no network but its own loopback. */
  readonly isAlone: boolean;
  readonly hidden: readonly string[];
}

/** How often the engine would try: more often here, to wait for less. */
const HEALTH_EVERY_MS = 500;

/** With node:http, since fetch has a name of its own for the host. */
const ASK = `const [query, host] = process.argv.slice(1);
const headers = { 'content-type': 'application/json', host };
require('node:http')
  .request({ host: '127.0.0.1', port: process.env.LIGGAREN_PORT, path: '/graphql', method: 'POST', headers }, (answer) =>
    answer.pipe(process.stdout))
  .end(JSON.stringify({ query }))`;

export function startContainer(image: Image, started: Started): Container {
  const of = (name: string): string =>
    image.stage.instructions.find((each) => each.name === name)?.text ?? '';
  const process: Process = {
    command: execForm(of('CMD')) ?? [],
    environment: { HOME: '/home/node', ...image.environment, ...started.environment },
    workingFolder: image.workingFolder,
    confined: { user: image.user, volume: { from: started.volume, at: of('VOLUME') } },
    hidden: started.hidden,
    isAlone: started.isAlone,
  };
  const child = startIn(image.root, process);
  const ended = endOf(child);
  const isOver = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const exec = async (...command: string[]): Promise<Ended> =>
    endOf(startBeside(firstProcess(child), { ...process, command }));
  const check = execForm(of('HEALTHCHECK').replace(/^CMD\s+/, '')) ?? [];
  return {
    exec,
    ended,
    async healthy(deadlineMs) {
      const began = performance.now();
      while (!isOver() && performance.now() - began < deadlineMs) {
        await sleep(HEALTH_EVERY_MS);
        if (!isOver() && (await exec(...check)).status === 0) return performance.now() - began;
      }
      throw new Error(
        isOver()
          ? `it ended before it was healthy\n${(await ended).output}`
          : `not healthy within ${deadlineMs} ms`,
      );
    },
    async ask(query, host) {
      const { status, output } = await exec('node', '-e', ASK, query, host);
      if (status !== 0) throw new Error(output);
      return JSON.parse(output) as unknown;
    },
    signal: (signal) => void globalThis.process.kill(firstProcess(child), signal),
  };
}

async function endOf(child: ChildProcess): Promise<Ended> {
  const output: string[] = [];
  child.stdout?.on('data', (data: Buffer) => output.push(data.toString()));
  child.stderr?.on('data', (data: Buffer) => output.push(data.toString()));
  const status = await new Promise<number | null>((resolve) => {
    child.on('close', resolve);
  });
  return { status, output: output.join('') };
}
