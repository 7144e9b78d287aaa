import { LedgerError } from '#amount';
import type { Command } from 'commander';
import { globalsOf } from '../globals.js';
import { progress } from '../progress.js';
import type { Surroundings } from '../surroundings.js';

/** `liggaren serve [--port N]` */
export function addServe(program: Command, surroundings: Surroundings): void {
  program
    .command('serve')
    .description('serve the ledger over GraphQL, on this machine')
    .option('--port <n>', 'which port (or LIGGAREN_PORT; default 4000); 0 takes any free one')
    .addHelpText(
      'after',
      '\nExamples:\n  liggaren serve\n  liggaren serve --port 0\n\nLIGGAREN_HOST, LIGGAREN_ORIGINS and LIGGAREN_INSECURE_LISTEN say who may reach it.',
    )
    .action(async (options: { port?: string }, self: Command) => {
      const { io, openLedger } = surroundings;
      const globals = globalsOf(self, io);
      const { createServer, settingsOf } = await import('../../api/index.js');
      const settings = settingsOf(io.env, options);
      const bar = progress(io, 'reading the log');
      const ledger = await openLedger({ folder: globals.ledger, mode: 'write', onProgress: bar.step });
      try {
        const server = await createServer({ access: ledger, settings, caughtUp: ledger.caughtUp }).catch(
          portTaken,
        );
        // The address comes first thing, so that a script can wait for it; reads answer from what is there by then.
        io.out(`${server.url} · open ${server.url}/graphiql, or ask in another terminal: liggaren status\n`);
        try {
          await ledger.caughtUp;
          bar.end();
          await io.untilStopped();
        } finally {
          await server.close();
        }
      } finally {
        await ledger.close();
      }
    });
}

function portTaken(error: unknown): never {
  if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
  throw new LedgerError('WRONG_USAGE', 'the port is taken by another process', {
    place: { field: '--port' },
    hint: 'Stop that process, or take another port: liggaren serve --port 0',
    cause: error,
  });
}
