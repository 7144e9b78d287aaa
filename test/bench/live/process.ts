import { readFile } from 'node:fs/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Captured } from './captured.js';
import { serveOurs, type Serving } from './ours.js';
import { serveStock } from './stock.js';
import { serveToldBeforehand } from './told-beforehand.js';

/* A server in a process of its own, that tells what it uses: `ours FOLDER`, or `told FILE`
 * and `stock FILE` with what they publish. */

/** What a server used since it was asked last. */
export interface Usage {
  /** Of the processor, in milliseconds. */
  readonly worked: number;
  readonly milliseconds: number;
  /** Resident memory now and at its highest, and what of it is JavaScript's; MiB. */
  readonly resident: number;
  readonly peak: number;
  readonly heap: number;
  /** How late its turns came, in milliseconds. */
  readonly lag: number;
}

export type ToServer = { readonly usage: true } | { readonly end: true };
export type FromServer = { readonly url: string; readonly publishUrl?: string } | { readonly usage: Usage };

const SAMPLE_MS = 100;

const [role = '', path = ''] = process.argv.slice(2);
const server = await serving();

const lag = monitorEventLoopDelay({ resolution: 5 });
lag.enable();
let peak = 0;
setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), SAMPLE_MS).unref();
let before = { at: performance.now(), cpu: process.cpuUsage() };

process.on('message', (message: ToServer) => void take(message));
process.on('disconnect', () => process.exit());
tell({ url: server.url, publishUrl: server.publishUrl });

async function serving(): Promise<Serving> {
  if (role === 'ours') return serveOurs(path);
  const captured = JSON.parse(await readFile(path, 'utf8')) as Captured;
  return role === 'told' ? serveToldBeforehand(captured) : serveStock(captured);
}

function tell(message: FromServer): void {
  process.send?.(message);
}

async function take(message: ToServer): Promise<void> {
  if ('end' in message) {
    await server.close();
    process.exit();
  }
  tell({ usage: used() });
}

function used(): Usage {
  const now = { at: performance.now(), cpu: process.cpuUsage() };
  const memory = process.memoryUsage();
  const usage = {
    worked: (now.cpu.user + now.cpu.system - before.cpu.user - before.cpu.system) / 1000,
    milliseconds: now.at - before.at,
    resident: mebibytes(memory.rss),
    peak: mebibytes(Math.max(peak, memory.rss)),
    heap: mebibytes(memory.heapUsed),
    lag: lag.percentile(99) / 1e6,
  };
  before = now;
  peak = 0;
  lag.reset();
  return usage;
}

function mebibytes(bytes: number): number {
  return Math.round(bytes / 2 ** 20);
}
