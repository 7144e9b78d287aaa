import type { Ledger, OpenOptions } from '../shared/ledger.js';
import type { Globals } from './globals.js';
import { progress } from './progress.js';
import type { Surroundings } from './surroundings.js';

/** Opens the ledger, does one thing with it, and closes it whatever happens. */
export async function withLedger<T>(
  { io, openLedger }: Surroundings,
  { ledger: folder, connectMs }: Pick<Globals, 'ledger'> & Pick<OpenOptions, 'connectMs'>,
  mode: 'read' | 'write',
  work: (ledger: Ledger) => T | Promise<T>,
): Promise<T> {
  const bar = progress(io, 'reading the log');
  const address = io.env.LIGGAREN_LOG;
  const ledger = await openLedger({ folder, address, mode, connectMs, onProgress: bar.step });
  try {
    await ledger.caughtUp;
    bar.end();
    return await work(ledger);
  } finally {
    await ledger.close();
  }
}

export function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
