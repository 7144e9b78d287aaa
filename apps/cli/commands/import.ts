import type { Command } from 'commander';
import { isLedgerError, LedgerError } from '#amount';
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
      requireAccepted(outcomes);
    });
}

/** A dry run of what would be refused ends as the import would, so that a script may ask first. */
function requireAccepted(outcomes: readonly ImportOutcome[]): void {
  const refused = outcomes.filter(({ changed }) => changed.length > 0).map(({ name }) => name);
  if (refused.length === 0) return;
  throw new LedgerError('SAME_ID_OTHER_CONTENT', `the import of ${refused.join(', ')} would be refused`, {
    hint: 'A stored figure is never replaced: register a correction of it.',
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
    const checked = paths.length > 1 ? await check(ledger) : [];
    const refused = paths[checked.findIndex(({ changed }) => changed.length > 0)];
    // It says itself why, and stores nothing.
    if (refused !== undefined) await importPath(ledger, { path: refused, actor, dryRun });
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
  if (dryRun && outcome.changed.length > 0) return changedText(outcome);
  if (alreadyStored === events) return `${name}: nothing new, all ${events} events were recorded before`;
  const where = alreadyStored > 0 ? '' : ` in ${counted(streams, 'stream')}`;
  const before = alreadyStored > 0 ? `, beside ${alreadyStored} that were recorded before` : '';
  const size = `${counted(events - alreadyStored, 'event')}${where}, from ${counted(documents, 'document')}${before}`;
  return dryRun
    ? `${name}: would record ${size}`
    : `${name}: recorded ${size}; in effect from ${position ?? ''}`;
}

function counted(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}

function changedText({ name, changed }: ImportOutcome): string {
  const cells = changed.map(({ document, table, row, column, was, is }) => {
    const place = [document, table, row, column].filter(Boolean).join(', ');
    return `  ${place}: recorded ${quoted(was)}, here ${quoted(is)}`;
  });
  const head = `${name}: would be refused, the ledger holds otherwise in ${counted(changed.length, 'place')}`;
  return [head, ...cells].join('\n');
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
