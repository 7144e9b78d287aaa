import type { Command } from 'commander';
import { isLedgerError } from '#amount';
import type { ImportOutcome, Ledger } from '../../shared/ledger.js';
import { csvLine } from '../csv.js';
import { globalsOf } from '../globals.js';
import { progress } from '../progress.js';
import type { Surroundings } from '../surroundings.js';
import { json, withLedger } from '../with-ledger.js';

/** `liggaren import PATH… [--dry-run]` */
export function addImport(program: Command, surroundings: Surroundings): void {
  program
    .command('import')
    .description('record what files hold; importing the same again stores nothing twice')
    .argument('<path...>', 'folders with a datapackage.json, or the file itself')
    .option('--dry-run', 'check, and say what would be recorded; nothing is stored')
    .addHelpText(
      'after',
      '\nExamples:\n  liggaren import data\n  liggaren import data --dry-run --json\n\nA package takes effect as a whole or not at all. Interrupted, the same command goes on where it stood.',
    )
    .action(async (paths: readonly string[], options: { dryRun?: boolean }, self: Command) => {
      const { io } = surroundings;
      const globals = globalsOf(self, io);
      const dryRun = options.dryRun === true;
      const outcomes = await importAll(surroundings, paths, { ...globals, dryRun });
      if (globals.form === 'json') io.out(json(outcomes));
      else if (globals.form === 'csv') io.out(outcomesCsv(outcomes));
      else for (const outcome of outcomes) io.out(`${outcomeText(outcome)}\n`);
    });
}

async function importAll(
  surroundings: Surroundings,
  paths: readonly string[],
  given: { readonly ledger: string; readonly actor: string; readonly dryRun: boolean },
): Promise<ImportOutcome[]> {
  const { io, importPath } = surroundings;
  const { actor, dryRun } = given;
  const check = async (ledger: Ledger | null): Promise<ImportOutcome[]> => {
    const checked: ImportOutcome[] = [];
    for (const path of paths) checked.push(await importPath(ledger, { path, actor, dryRun: true }));
    return checked;
  };
  if (dryRun) return againstLedger(surroundings, given, check);
  // All are checked before the first is recorded, so that a later one that is refused leaves nothing behind.
  await check(null);
  return withLedger(surroundings, given, 'write', async (ledger) => {
    const outcomes: ImportOutcome[] = [];
    for (const path of paths) {
      const bar = progress(io, `importing ${path}`);
      try {
        outcomes.push(await importPath(ledger, { path, actor, dryRun, onProgress: bar.step }));
      } finally {
        bar.end();
      }
    }
    return outcomes;
  });
}

/** A dry run is held against the ledger where there is one, and makes none where there is not. */
async function againstLedger<T>(
  surroundings: Surroundings,
  given: { readonly ledger: string },
  work: (ledger: Ledger | null) => Promise<T>,
): Promise<T> {
  try {
    return await withLedger(surroundings, given, 'read', work);
  } catch (error) {
    if (isLedgerError(error, 'LOG_MISSING')) return work(null);
    throw error;
  }
}

function outcomeText(outcome: ImportOutcome): string {
  const { name, documents, streams, events, alreadyStored, dryRun, position } = outcome;
  const size = `${events} events in ${streams} streams, from ${documents} documents`;
  if (dryRun) return dryRunText(outcome, size);
  if (alreadyStored === events) return `${name}: nothing new, all ${events} events were recorded before`;
  const before = alreadyStored > 0 ? ` (${alreadyStored} of them were recorded before)` : '';
  return `${name}: recorded ${size}${before}; in effect from ${position ?? ''}`;
}

function dryRunText({ name, events, alreadyStored, changed }: ImportOutcome, size: string): string {
  if (changed.length > 0) {
    const cells = changed.map(({ document, table, row, column, was, is }) => {
      const place = [document, table, row, column].filter((part) => part !== null).join(', ');
      return `  ${place}: recorded ${quoted(was)}, here ${quoted(is)}`;
    });
    const head = `${name}: would be refused, the ledger holds otherwise in ${changed.length} places`;
    return [head, ...cells].join('\n');
  }
  if (alreadyStored === events) return `${name}: nothing new, all ${events} events were recorded before`;
  const before = alreadyStored > 0 ? ` (${alreadyStored} of them were recorded before)` : '';
  return `${name}: would record ${size}${before}`;
}

function quoted(printed: string | null): string {
  return printed === null ? 'nothing' : `"${printed}"`;
}

function outcomesCsv(outcomes: readonly ImportOutcome[]): string {
  return [
    csvLine(['name', 'documents', 'streams', 'events', 'alreadyStored', 'dryRun', 'position']),
    ...outcomes.map((o) =>
      csvLine([o.name, o.documents, o.streams, o.events, o.alreadyStored, o.dryRun, o.position]),
    ),
  ].join('');
}
