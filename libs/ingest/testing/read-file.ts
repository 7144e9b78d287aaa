import { describeError, isLedgerError } from '#amount';
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { readDocument } from '../document/read-document.js';

/** What a process of its own says after it read one file. */
export interface ReadFileReport {
  /** Code of what was refused, or null where the file was read. */
  readonly code: string | null;
  readonly message: string;
  readonly blocks: number;
  readonly milliseconds: number;
  /** Most memory that the process ever had. */
  readonly megabytes: number;
}

/** A process of its own that reads the file it is given and prints a {@link ReadFileReport}. */
async function main(path: string): Promise<void> {
  const begun = process.hrtime.bigint();
  const outcome = await attempt(path);
  const report: ReadFileReport = {
    ...outcome,
    milliseconds: Number((process.hrtime.bigint() - begun) / 1_000_000n),
    megabytes: Math.round(mostKilobytes() / 1024),
  };
  process.stdout.write(`${JSON.stringify(report)}\n`);
}

/** Linux counts what the process had before it began to run for its own, except here. */
function mostKilobytes(): number {
  const status = '/proc/self/status';
  const line = existsSync(status) ? /^VmHWM:\s*(\d+)/m.exec(readFileSync(status, 'utf8')) : null;
  return line === null ? process.resourceUsage().maxRSS : Number(line[1]);
}

async function attempt(path: string): Promise<Pick<ReadFileReport, 'code' | 'message' | 'blocks'>> {
  try {
    const { blocks } = await readDocument(readFileSync(path), basename(path));
    return { code: null, message: '', blocks: blocks.length };
  } catch (error) {
    if (!isLedgerError(error)) throw error;
    return { code: error.code, message: describeError(error), blocks: 0 };
  }
}

await main(process.argv[2] ?? '');
