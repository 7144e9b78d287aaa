import { rm } from 'node:fs/promises';
import { isLogAddress, openEventStoreDb, type EventStore } from '#event-store';
import { openReadLedger, type OpenReadLedger } from '#projections';
import { openLog } from '../open-log.js';
import { compareViews } from './compare-views.js';
import { copyLog, type CopiedLog } from './copy-log.js';
import { makeScratchFolder } from './scratch-folder.js';

export interface CopyLedgerOptions {
  /** A folder, or the connection string of a server with the ledger's prefix. */
  readonly from: string;
  readonly to: string;
  /** Whether the views of both are compared at the end, for which both are read once. */
  readonly views: boolean;
  readonly onProgress?: (step: string, done: number, total: number | null) => void;
}

export interface CopiedLedger extends CopiedLog {
  readonly from: CopiedSide;
  readonly to: CopiedSide;
  /** How many views were compared; null where none were. */
  readonly views: number | null;
}

export interface CopiedSide {
  readonly log: string;
  readonly engine: EventStore['engine'];
}

/**
 * Copies a ledger from one engine (or one place) to another, and verifies the copy.
 * @throws LedgerError as copyLog and openLog; LOG_MISSING where the source is not there
 */
export async function copyLedger({ from, to, views, onProgress }: CopyLedgerOptions): Promise<CopiedLedger> {
  const opened: Side[] = [];
  const open = async (place: string, mode: 'read' | 'write'): Promise<Side> => {
    const side = await openSide(place, mode);
    opened.push(side);
    return side;
  };
  try {
    const source = await open(from, 'read');
    const target = await open(to, 'write');
    const copied = await copyLog(source.store, target.store, onProgress);
    const sides = { from: told(source), to: told(target) };
    if (!views || copied.end === null) return { ...copied, ...sides, views: null };
    // One after the other: while an embedded log is read, a server's answers wait, and would be taken for none.
    const a = source.read('reading the source');
    await a.ready;
    const b = target.read('reading the target');
    await b.ready;
    const compared = await compareViews(
      { reader: a.reader, asOf: copied.end.from },
      { reader: b.reader, asOf: copied.end.to },
      (done) => onProgress?.('comparing views', done, null),
    );
    return { ...copied, ...sides, views: compared };
  } finally {
    for (const side of opened.reverse()) await side.close();
  }

  function told({ store }: Side): CopiedSide {
    return { log: store.logId, engine: store.engine };
  }

  async function openSide(place: string, mode: 'read' | 'write'): Promise<Side> {
    const isServer = isLogAddress(place);
    const store = isServer
      ? await openEventStoreDb({ connection: place, mode })
      : await openLog({ folder: place, mode });
    let read: OpenReadLedger | undefined;
    let made: string | undefined;
    // A server has no folder: what is read of it is thrown away when it has been compared, and not made before.
    const folderOf = (): string => (isServer ? (made = makeScratchFolder()) : place);
    return {
      store,
      read: (step) =>
        (read = openReadLedger({
          folder: folderOf(),
          store,
          onProgress: ({ done, total }) => onProgress?.(step, done, total),
        })),
      close: async () => {
        await read?.close();
        await store.close();
        if (made !== undefined) await rm(made, { recursive: true, force: true });
      },
    };
  }
}

/** A ledger of the two. */
interface Side {
  readonly store: EventStore;
  readonly read: (step: string) => OpenReadLedger;
  readonly close: () => Promise<void>;
}
