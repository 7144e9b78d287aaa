import type { Command } from 'commander';
import type { CopiedLedger } from '../../shared/copying/copy-ledger.js';
import { counted } from '../counted.js';
import { globalsOf } from '../globals.js';
import { progress, type Progress } from '../progress.js';
import type { Surroundings } from '../surroundings.js';
import { json } from '../with-ledger.js';

interface CopyOptions {
  readonly from: string;
  readonly to: string;
  readonly views: boolean;
}

/** `liggaren copy --from L --to L` */
export function addCopy(program: Command, surroundings: Surroundings): void {
  program
    .command('copy')
    .description(
      'copy a ledger to another place or engine: same events, same bytes, same order; then compare both',
    )
    .requiredOption('--from <ledger>', 'a folder, or esdb://host:2113?prefix=name; it is only read')
    .requiredOption('--to <ledger>', 'the same; empty, or what an earlier copy has left there')
    .option('--no-views', 'compare the logs only, and not every view of both')
    .addHelpText(
      'after',
      `
Examples:
  liggaren copy --from ledger --to 'esdb://127.0.0.1:2113?tls=false&prefix=boras'
  liggaren copy --from 'esdb://127.0.0.1:2113?tls=false&prefix=boras' --to ledger-from-server

Interrupted at any time, the same command goes on where it stood; when the source has grown, it copies the rest. Nobody
else may write to the target meanwhile. Positions belong to one log: in the copy, ask by event id or by time (--as-of).
Exit code 4: the target holds something else, and nothing more is copied. LIGGAREN_LOG and --ledger do not count here.`,
    )
    .action(async ({ from, to, views }: CopyOptions, self: Command) => {
      const { io } = surroundings;
      const { form } = globalsOf(self, io);
      const { copyLedger } = await import('../../shared/copying/copy-ledger.js');
      let step = '';
      let bar: Progress | undefined;
      const onProgress = (now: string, done: number, total: number | null): void => {
        if (now !== step || bar === undefined) {
          bar?.end();
          bar = progress(io, now);
          step = now;
        }
        bar.step(done, total);
      };
      try {
        const copied = await copyLedger({ from, to, views, onProgress });
        bar?.end();
        io.out(form === 'json' ? json(copied) : copiedText(copied));
      } catch (error) {
        bar?.end();
        throw error;
      }
    });
}

function copiedText({
  events,
  appended,
  alreadyThere,
  streams,
  digest,
  views,
  from,
  to,
}: CopiedLedger): string {
  const before = alreadyThere === 0 ? '' : ` (${counted(alreadyThere, 'event')} stood there already)`;
  const seen = views === null ? '' : `, ${counted(views, 'view')}`;
  return [
    `copied ${counted(appended, 'event')}${before} from ${from.log} (${from.engine}) to ${to.log} (${to.engine})`,
    `the same in both: ${counted(events, 'event')}, ${counted(streams, 'stream')} by their hashes (all: ${digest})${seen}`,
    `positions of ${from.log} mean nothing in ${to.log}: cite event ids or times`,
    '',
  ].join('\n');
}
