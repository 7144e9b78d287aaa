import { describeError, isLedgerError } from '#amount';
import { assembleTables, readDocument } from '#ingest';
import { HOSTILE_TEXTS } from './hostile-texts.js';

/**
 * Reads the hostile texts, one after the other, in a process of its own. A line for each says how it ended and how long
 * it took, and the last one the most memory that the process ever had.
 */
for (const [name, make] of Object.entries(HOSTILE_TEXTS)) {
  const bytes = make();
  const began = performance.now();
  const ended = await read(bytes);
  const seconds = (performance.now() - began) / 1000;
  process.stdout.write(`${JSON.stringify({ name, ended, seconds })}\n`);
}
process.stdout.write(`${JSON.stringify({ megabytes: Math.ceil(process.resourceUsage().maxRSS / 1024) })}\n`);

async function read(bytes: Uint8Array): Promise<string> {
  try {
    const tables = assembleTables(await readDocument(bytes, 'hostile.txt'));
    return `read: ${tables.length} tables`;
  } catch (error) {
    if (isLedgerError(error)) return `${error.code}: ${describeError(error)}`;
    throw error;
  }
}
