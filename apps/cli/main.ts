#!/usr/bin/env node
import { processIo } from './io.js';
import { run } from './run.js';

const io = processIo();
process.exitCode = await run(process.argv.slice(2), {
  io,
  openLedger: async (options) => (await import('../shared/open-ledger.js')).openLedger(options),
  planInputs: async (options) => (await import('./import/planned-input.js')).planInputs(options),
  importInputs: async (...given) => (await import('./import/import-inputs.js')).importInputs(...given),
});

/** How long what is still open may keep a process that has nothing left to do. */
const LINGER_MS = 500;

// The client of a cluster looks for its leader for as long as it takes, and cannot be told to leave it.
function leave(): void {
  const isTold = process.stdout.writableLength + process.stderr.writableLength === 0;
  if (isTold) process.exit();
  else setTimeout(leave, LINGER_MS).unref();
}
setTimeout(leave, LINGER_MS).unref();
