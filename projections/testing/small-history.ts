import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { derivedEventId, eventOf, streamOf, type DomainEvent, type EventType } from '#domain';
import type { Catalogue } from '#domain';
import type { ReadLedger } from '../read-ledger.js';
import { openLedger, type TestLedger } from './published-ledger.js';

/** A ledger of a few events, each recorded by itself. */
export interface SmallHistory {
  readonly reader: ReadLedger;
  readonly opened: TestLedger;
  readonly folder: string;
  /** Records an event in the stream that it belongs to; gives its position. */
  record<T extends EventType>(
    type: T,
    data: Catalogue[T],
    metadata?: Record<string, string>,
  ): Promise<string>;
  /** An edition, declared and known. */
  edition(
    frame: Omit<Catalogue['EditionDeclared'], 'extent' | 'status' | 'known'>,
    extent?: 'amending',
  ): Promise<string>;
  close(): Promise<void>;
}

export async function smallHistory(): Promise<SmallHistory> {
  const folder = mkdtempSync(join(tmpdir(), 'liggaren-'));
  const opened = await openLedger(folder);
  const { store, ledger } = opened;
  let n = 0;
  const record: SmallHistory['record'] = async (type, data, metadata = {}) => {
    const event = eventOf(type, data) as DomainEvent;
    const stream = type.startsWith('Import') ? 'source-document-1' : streamOf(event);
    const id = derivedEventId(['small history', String(n++)]);
    const { position } = await store.append(
      stream,
      [{ ...event, id, metadata: { actor: 'test', ...metadata } }],
      'any',
    );
    await ledger.runner.waitFor(position);
    return position;
  };
  return {
    reader: ledger.reader,
    opened,
    folder,
    record,
    edition: (frame, extent) =>
      record('EditionDeclared', { ...frame, extent: extent ?? 'full', status: 'adopted', known: true }),
    close: async () => {
      await opened.close();
      rmSync(folder, { recursive: true });
    },
  };
}
