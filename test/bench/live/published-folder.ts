import { fileURLToPath } from 'node:url';
import { importInputs } from '../../../apps/cli/import/import-inputs.js';
import { planInputs } from '../../../apps/cli/import/planned-input.js';
import { openLedger } from '../../../apps/shared/open-ledger.js';

const PUBLISHED = fileURLToPath(new URL('../../../../data', import.meta.url));

/** A ledger with the published figures in a folder, that nobody has open. */
export async function publishedFolder(folder: string): Promise<void> {
  const ledger = await openLedger({ folder, mode: 'write' });
  try {
    await ledger.caughtUp;
    const options = { paths: [PUBLISHED], actor: 'bench', dryRun: false };
    await importInputs(ledger, await planInputs(options), options);
  } finally {
    await ledger.close();
  }
}
