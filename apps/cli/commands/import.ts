import type { Command } from 'commander';
import { isLedgerError, LedgerError } from '#amount';
import type { ImportOptions, ImportOutcome } from '../../shared/import-outcome.js';
import type { Ledger } from '../../shared/ledger.js';
import { globalsOf, ofNow } from '../globals.js';
import { counted } from '../counted.js';
import { outcomesCsv, outcomeText } from '../import-text.js';
import { progress, type Progress } from '../progress.js';
import type { Surroundings } from '../surroundings.js';
import { json, withLedger } from '../with-ledger.js';

interface Given {
  readonly dryRun?: boolean;
  readonly cells?: boolean;
  readonly profile?: readonly string[];
  readonly correct?: boolean;
  readonly reason?: string;
  readonly replaces?: string;
  readonly separate?: boolean;
}

const EXAMPLES = `
Examples:
  liggaren import budget-2025.docx --dry-run       what would be recorded, what is corrected, what does not add up
  liggaren import documents/ data/                 a folder of documents, and a data package
  liggaren import budget-2025-rattad.docx          another print: what it says otherwise is recorded as errata
  liggaren import causes-2025.csv                  a list of causes (liggaren causes DOCUMENT gives a template)

All is checked before the first is recorded. Each document is an import of its own, and takes effect as a whole or not
at all; interrupted, the same command goes on where it stood. Exit code 3: something is not understood; 4: the same
document is read otherwise than before, and --correct was not asked for. Nothing is stored in either case.`;

/** `liggaren import PATH… [--dry-run]` */
export function addImport(program: Command, surroundings: Surroundings): void {
  ofNow(program.command('import'))
    .description('record what files hold; importing the same again stores nothing twice')
    .argument('<path...>', 'documents, folders of documents, data packages, lists of causes')
    .option('--dry-run', 'check, and say what would be recorded; nothing is stored')
    .option('--cells', 'list every cell, and what becomes of it')
    .option(
      '--profile <file...>',
      "read documents by this profile, before the ledger's and the program's own",
    )
    .option('--correct', 'record what the same document is read otherwise as, as corrections (with --reason)')
    .option('--reason <text>', 'why it is corrected')
    .option('--replaces <document>', 'the document that this one replaces: file name, case number or sha-256')
    .option('--separate', 'a document of its own, though it looks like another print of one')
    .addHelpText('after', EXAMPLES)
    .action(async (paths: readonly string[], given: Given, self: Command) => {
      const { io } = surroundings;
      const { ledger, actor, form } = globalsOf(self, io);
      requireUsage(given);
      const { dryRun = false, profile, ...options } = given;
      const outcomes = await imported(surroundings, {
        ...options,
        ...(profile === undefined ? {} : { profiles: profile }),
        paths,
        ledger,
        actor,
        dryRun,
      });
      const refused = outcomes.filter((outcome) => outcome.refused !== null);
      const tell = refused.length > 0 && !dryRun ? io.err : io.out;
      if (form === 'json') tell(json(outcomes));
      else if (form === 'csv') tell(outcomesCsv(outcomes));
      else for (const outcome of outcomes) tell(outcomeText(outcome));
      requireAccepted(refused, dryRun);
    });
}

/** @throws LedgerError WRONG_USAGE */
function requireUsage({ correct, reason, replaces, separate }: Given): void {
  const wrong = (message: string, field: string, hint: string): LedgerError =>
    new LedgerError('WRONG_USAGE', message, { place: { field }, hint });
  if (correct === true && (reason ?? '').trim() === '')
    throw wrong('a correction has a reason', '--correct', 'Say why with --reason "…".');
  if (separate === true && replaces !== undefined) {
    throw wrong(
      'a document replaces another or is one of its own',
      '--separate',
      'Leave one of the two out.',
    );
  }
}

/** A dry run of what would be refused ends as the import would, so that a script may ask first. */
function requireAccepted(refused: readonly ImportOutcome[], dryRun: boolean): void {
  const [first] = refused;
  if (first === undefined) return;
  const would = dryRun ? 'would be' : 'is';
  const unclear = refused.filter((outcome) => outcome.refused === 'NOT_UNDERSTOOD');
  if (unclear.length > 0) {
    const things = unclear.reduce((sum, { notUnderstood }) => sum + notUnderstood.length, 0);
    const [one] = unclear.flatMap(({ notUnderstood }) => notUnderstood);
    const message = `the import ${would} refused: ${counted(things, 'thing')} to settle first in ${counted(unclear.length, 'file')}`;
    throw new LedgerError('NOT_UNDERSTOOD', message, {
      ...(one === undefined ? {} : { place: one.place }),
      hint: 'Nothing is stored. Each is listed above with what to do about it.',
    });
  }
  const [cell] = first.changed;
  const { document, table, row, column } = cell ?? {};
  throw new LedgerError(
    'SAME_ID_OTHER_CONTENT',
    `the import of ${refused.map(({ name }) => name).join(', ')} ${would} refused: the ledger holds otherwise`,
    {
      place: {
        ...(document ? { document } : {}),
        ...(table ? { table } : {}),
        ...(row ? { row } : {}),
        ...(column ? { column } : {}),
      },
      hint: 'The same document is read otherwise than before. To record that as corrections: --correct --reason "…".',
    },
  );
}

async function imported(surroundings: Surroundings, asked: ImportOptions): Promise<readonly ImportOutcome[]> {
  const bars = new Bars(surroundings);
  const options: ImportOptions = { ...asked, onProgress: bars.step };
  try {
    const inputs = await surroundings.planInputs(options);
    const run = async (ledger: Ledger | null, dryRun: boolean): Promise<readonly ImportOutcome[]> =>
      surroundings.importInputs(ledger, inputs, { ...options, dryRun });
    const ledger = options.ledger ?? '';
    // What is not understood makes no ledger, and opens none for writing.
    if (options.dryRun || inputs.some(({ kind }) => kind === 'refused'))
      return await againstLedger(surroundings, ledger, (open) => run(open, options.dryRun));
    return await withLedger(surroundings, { ledger }, 'write', (open) => run(open, false));
  } finally {
    bars.end();
  }
}

/** Progress, a bar for each thing that is done. */
class Bars {
  #name = '';
  #bar: Progress | null = null;

  constructor(private readonly surroundings: Surroundings) {}

  readonly step = (name: string, done: number, total: number | null): void => {
    if (name !== this.#name || this.#bar === null) {
      this.#bar?.end();
      this.#bar = progress(this.surroundings.io, name);
      this.#name = name;
    }
    this.#bar.step(done, total);
  };

  end(): void {
    this.#bar?.end();
  }
}

/** A dry run is held against the ledger where there is one, and makes none where there is not. */
async function againstLedger<T>(
  surroundings: Surroundings,
  ledger: string,
  work: (ledger: Ledger | null) => Promise<T>,
): Promise<T> {
  try {
    return await withLedger(surroundings, { ledger }, 'read', work);
  } catch (error) {
    if (isLedgerError(error, 'LOG_MISSING')) return work(null);
    throw error;
  }
}
