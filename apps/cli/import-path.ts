import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { LedgerError } from '#amount';
import type { EventStore } from '#event-store';
import {
  compareWithStored,
  DESCRIPTOR,
  planDataPackage,
  readDataPackage,
  requireUnchanged,
  type ChangedContent,
  type ImportPlan,
  type PlanComparison,
  type StoredContent,
} from '#ingest';
import { ImportRunner } from '#recording';
import type { ChangedCell, ImportOptions, ImportOutcome, Ledger } from '../shared/ledger.js';

/**
 * Imports a data package: reads and checks all of it, holds it against what the ledger has, then records it. A dry run
 * only says what would be recorded, and a cell that the ledger holds otherwise is told there and refused otherwise.
 * @throws LedgerError naming file, row and column; nothing is stored then
 */
export async function importPath(ledger: Ledger | null, options: ImportOptions): Promise<ImportOutcome> {
  const { path, actor, dryRun, onProgress } = options;
  const plan = planDataPackage(readDataPackage(readerOf(packageFolder(path))));
  const size = sizeOf(plan);
  if (ledger === null) return { ...size, alreadyStored: 0, changed: [], dryRun: true, position: null };
  const comparison = await heldAgainst(ledger.store, plan);
  if (dryRun) {
    const changed = comparison.changed.map(changedCell);
    return { ...size, alreadyStored: comparison.alreadyThere.length, changed, dryRun, position: null };
  }
  requireUnchanged(comparison);
  const runner = new ImportRunner({ store: ledger.store, answers: ledger.answers });
  const imported = await runner.run({
    importId: plan.importId,
    documents: plan.documents,
    streams: plan.streams,
    actor,
    onProgress: ({ step, done, total }) => {
      if (step === 'recording') onProgress?.(done, total);
    },
  });
  return { ...size, alreadyStored: imported.alreadyStored, changed: [], dryRun, position: imported.position };
}

/** What of a plan is new, there already, or there with another content. */
async function heldAgainst(store: EventStore, plan: ImportPlan): Promise<PlanComparison> {
  const stored = new Map<string, StoredContent>();
  for (const { stream } of plan.streams) {
    for await (const event of store.readStream(stream)) stored.set(event.id, event);
  }
  return compareWithStored(plan, stored);
}

function changedCell({ place, was, is }: ChangedContent): ChangedCell {
  const { document = null, table = null, row = null, column = null } = place;
  return { document, table, row, column, was, is };
}

function sizeOf(plan: ImportPlan): Pick<ImportOutcome, 'name' | 'documents' | 'streams' | 'events'> {
  return {
    name: plan.name,
    documents: plan.documents.length,
    streams: plan.streams.length,
    events: plan.streams.reduce((count, { events }) => count + events.length, 0),
  };
}

/** The folder of a package that is named by itself or by its descriptor. */
function packageFolder(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) {
    throw new LedgerError('MISSING_FILE', `there is no ${path}`, {
      place: { file: path },
      hint: 'Name a folder that has a datapackage.json.',
    });
  }
  if (stats.isDirectory()) {
    if (existsSync(join(path, DESCRIPTOR))) return resolve(path);
    throw new LedgerError('MISSING_FILE', `there is no ${DESCRIPTOR} in ${path}`, {
      place: { file: join(path, DESCRIPTOR) },
      hint: `A data package is a folder with a ${DESCRIPTOR}.`,
    });
  }
  if (basename(path) === DESCRIPTOR) return resolve(dirname(path));
  throw new LedgerError('UNKNOWN_FORMAT', `${path} is no file that can be imported`, {
    place: { file: path },
    hint: `Name a folder that has a ${DESCRIPTOR}, or that file itself.`,
  });
}

/** Reads files of the package's own folder and of no other, whatever its descriptor names. */
function readerOf(folder: string): (name: string) => string | null {
  return (name) => {
    const path = join(folder, name);
    const within = relative(folder, path);
    if (within.startsWith(`..${sep}`) || within === '..') {
      throw new LedgerError('FILE_OUTSIDE_PACKAGE', `${name} is not in the folder of the package`, {
        place: { file: DESCRIPTOR },
        hint: 'A package is one folder: put the file into it.',
      });
    }
    try {
      return readFileSync(path, 'utf8');
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT' || code === 'ENOTDIR') return null;
      throw new LedgerError(
        'FILE_UNREADABLE',
        `${name} cannot be read: ${code === 'EISDIR' ? 'it is a folder' : String(code)}`,
        {
          place: { file: name },
          hint: 'Check what it is, and who may read it.',
          cause: error,
        },
      );
    }
  };
}
