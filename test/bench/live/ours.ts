import { createServer } from '../../../apps/api/index.js';
import { openLedger } from '../../../apps/shared/open-ledger.js';

export interface Serving {
  readonly url: string;
  /** Where to post for the next message, of what has no ledger. */
  readonly publishUrl?: string;
  close(): Promise<void>;
}

/** The server as it is, over the ledger in a folder. */
export async function serveOurs(folder: string): Promise<Serving> {
  const ledger = await openLedger({ folder, mode: 'write' });
  await ledger.caughtUp;
  const server = await createServer({ access: ledger, settings: { actor: 'bench' } });
  return {
    url: server.url,
    close: async () => {
      await server.close();
      await ledger.close();
    },
  };
}
