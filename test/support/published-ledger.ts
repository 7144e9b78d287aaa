import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { importInputs } from '../../apps/cli/import/import-inputs.js';
import { planInputs } from '../../apps/cli/import/planned-input.js';
import type { Ledger } from '../../apps/shared/ledger.js';
import { openLedger } from './engine.js';
import { patient } from './patience.js';

/** The data package of the published figures. */
export const PUBLISHED = fileURLToPath(new URL('../../data', import.meta.url));

/** For the hook that loads them: two seconds on a file, and many times that on a cluster that shares its machine. */
export const LOADING_MS = patient(120_000);

export interface PublishedLedger {
  readonly folder: string;
  readonly ledger: Ledger;
  readonly remove: () => Promise<void>;
}

/** A ledger of its own with the published figures in it, open for writing. */
export async function publishedLedger(): Promise<PublishedLedger> {
  const folder = await mkdtemp(join(tmpdir(), 'liggaren-'));
  const ledger = await openLedger({ folder, mode: 'write' });
  const remove = async (): Promise<void> => {
    await ledger.close();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await ledger.caughtUp;
    const options = { paths: [PUBLISHED], actor: 'test', dryRun: false };
    await importInputs(ledger, await planInputs(options), options);
    return { folder, ledger, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}
