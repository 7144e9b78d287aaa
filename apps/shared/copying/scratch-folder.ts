import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const NAME = /^liggaren-copy-(\d+)-/;

/**
 * A folder among the temporary ones for a read model that is thrown away. Those that copies left that were killed go
 * first: they have the size of a ledger, and nobody else would look for them.
 */
export function makeScratchFolder(within = tmpdir()): string {
  for (const name of readdirSync(within)) {
    const [, pid] = NAME.exec(name) ?? [];
    if (pid !== undefined && !isRunning(Number(pid))) removeOld(join(within, name));
  }
  return mkdtempSync(join(within, `liggaren-copy-${process.pid}-`));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

function removeOld(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // Somebody else's, or just being removed by another copy.
  }
}
