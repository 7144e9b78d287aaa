import { cp } from 'node:fs/promises';
import type { From } from '#event-store';
import { openLog as openEmbedded, type OpenLogOptions } from '../../../apps/shared/open-log.js';
import { isOnServer, openLog } from '../engine.js';

/** An embedded ledger once more, event for event, on the engine of the test. */
export async function copyFolder(from: string, to: string, log: OpenLogOptions['log']): Promise<void> {
  if (!isOnServer()) {
    await cp(from, to, { recursive: true });
    return;
  }
  const source = await openEmbedded({ folder: from, mode: 'read' });
  const target = await openLog({ folder: to, mode: 'write', log });
  for (let at: From = 'start'; ;) {
    const page = await source.readRawPage({ from: at });
    const last = page.at(-1);
    if (last === undefined) break;
    await target.appendRaw(page);
    at = last.position;
  }
  await Promise.all([source.close(), target.close()]);
}
