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
