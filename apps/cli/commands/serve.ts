import type { Command } from 'commander';
import { globalsOf, ofNow } from '../globals.js';
import { progress } from '../progress.js';
import type { Surroundings } from '../surroundings.js';

/** `liggaren serve [--port N]` */
export function addServe(program: Command, surroundings: Surroundings): void {
  ofNow(program.command('serve'))
    .description('serve the ledger over GraphQL, on this machine')
    .option('--port <n>', 'which port (or LIGGAREN_PORT; default 4000); 0 takes any free one')
    .addHelpText(
      'after',
      '\nExamples:\n  liggaren serve\n  liggaren serve --port 0\n\nLIGGAREN_HOST, LIGGAREN_ORIGINS and LIGGAREN_INSECURE_LISTEN say who may reach it; what is\n' +
        'registered there is registered as --actor (or LIGGAREN_ACTOR).',
    )
    .action(async (options: { port?: string }, self: Command) => {
      const { io, openLedger } = surroundings;
      const { ledger: folder, actor } = globalsOf(self, io);
      // Loaded for this command only: the other ones answer before the framework would be there.
      const { listeningText, readingText, serve } = await import('../../api/index.js');
      const bar = progress(io, 'reading the log');
      await serve({
        folder,
        port: options.port,
        actor,
        env: io.env,
        openLedger,
        onProgress: bar.step,
        onReading: (url) => io.err(readingText(url)),
        onReady: (url) => {
          bar.end();
          io.out(listeningText(url));
        },
        untilStopped: io.untilStopped,
      });
    });
}
