import type { Command } from 'commander';
import { globalsOf, ofNow } from '../globals.js';
import { progress } from '../progress.js';
import type { Surroundings } from '../surroundings.js';
import { json, withLedger } from '../with-ledger.js';

/** `liggaren rebuild` */
export function addRebuild(program: Command, surroundings: Surroundings): void {
  ofNow(program.command('rebuild'))
    .description('read the whole log again into a new read model, beside the old one, and go over to it')
    .addHelpText(
      'after',
      '\nExample:\n  liggaren rebuild\n\nThe log itself is only read. Interrupted, it goes on where it stood.',
    )
    .action(async (_options: object, self: Command) => {
      const { io } = surroundings;
      const globals = globalsOf(self, io);
      const bar = progress(io, 'rebuilding');
      const began = Date.now();
      const { events } = await withLedger(surroundings, globals, 'read', async (ledger) => {
        try {
          return await ledger.rebuild(bar.step);
        } finally {
          bar.end();
        }
      });
      const seconds = ((Date.now() - began) / 1000).toFixed(1);
      io.err(`rebuilt from ${events} events in ${seconds} s\n`);
      if (globals.form === 'json') io.out(json({ events }));
    });
}
