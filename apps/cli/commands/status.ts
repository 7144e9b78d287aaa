import type { Command } from 'commander';
import type { StatusAnswer } from '#projections';
import { alignColumns } from '../columns.js';
import { csvLine } from '../csv.js';
import { globalsOf, ofNow } from '../globals.js';
import type { Surroundings } from '../surroundings.js';
import { json, withLedger } from '../with-ledger.js';

/** Who asks how the ledger is, is told soon where its server does not answer. */
const CONNECT_MS = 4_000;

/** `liggaren status` */
export function addStatus(program: Command, surroundings: Surroundings): void {
  ofNow(program.command('status'))
    .description('what the ledger holds, and whether its read model is up to date')
    .addHelpText('after', '\nExamples:\n  liggaren status\n  liggaren status --json --ledger /srv/ledger')
    .action(async (_options: object, self: Command) => {
      const { io } = surroundings;
      const globals = globalsOf(self, io);
      const { status, unfinished } = await withLedger(
        surroundings,
        { ...globals, connectMs: CONNECT_MS },
        'read',
        async ({ reader }) => ({ status: await reader.status(), unfinished: reader.documentsUnderWay() }),
      );
      if (globals.form === 'json') io.out(json(status));
      else if (globals.form === 'csv')
        io.out(
          rowsOf(status)
            .map((row) => csvLine(row))
            .join(''),
        );
      else io.out(`${alignColumns(rowsOf(status), [{ align: 'left' }, { align: 'left' }]).join('\n')}\n`);
      if (unfinished.length > 0) io.err(unfinishedText(unfinished.map(({ file }) => file)));
    });
}

function rowsOf({ log, readModel, documents, entries }: StatusAnswer): string[][] {
  return [
    ['log', log.id],
    ['engine', log.engine],
    ['state', log.since === undefined ? log.state : `${log.state} since ${log.since}`],
    ['head', log.head],
    ['events', String(log.events)],
    ['documents', String(documents)],
    ['entries', String(entries)],
    ['read model', readModel.version],
    ['checkpoint', readModel.checkpoint],
    ['behind', String(readModel.behind)],
    ['rebuilding', readModel.rebuilding ? 'yes' : 'no'],
  ];
}

function unfinishedText(files: readonly string[]): string {
  return `an import is not complete, and nothing of it counts yet: run it again (it reads ${files.join(', ')})\n`;
}
