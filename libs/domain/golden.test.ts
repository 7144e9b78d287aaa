import { readdirSync, readFileSync } from 'node:fs';
import {
  currentVersion,
  entriesOf,
  invalidity,
  SCHEMAS,
  streamOf,
  upcast,
  type DomainEvent,
  type StoredEvent,
} from './index.js';

interface Golden {
  readonly event: StoredEvent;
  /** Big integers are written as `"184169n"`. */
  readonly entries: readonly unknown[];
}

const folder = new URL('./golden/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
const goldenOf = (file: string): Golden => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Golden;
const asJson = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_key, field: unknown) => (typeof field === 'bigint' ? `${field}n` : field)),
  );

// An event once written is read for ever: its golden file never changes after the release that wrote it.
describe('golden events', () => {
  it('has a file for each version of each event', () => {
    expect(files.map((file) => file.replace(/\.json$/, '')).sort()).toEqual([...SCHEMAS.keys()].sort());
  });

  it.each(files)('%s is valid, and means what it meant', (file) => {
    const { event, entries } = goldenOf(file);
    expect(file).toBe(`${event.type}.v${event.schemaVersion}.json`);
    expect(invalidity(event)).toBeUndefined();
    const current = upcast(event);
    expect(current.schemaVersion).toBe(currentVersion(event.type));
    expect(invalidity(current)).toBeUndefined();
    expect(asJson(entriesOf(event))).toEqual(entries);
  });

  it.each(files)('%s stands in the stream that it belongs to', (file) => {
    const { event } = goldenOf(file);
    const named = [
      'ImportStarted',
      'ImportCompleted',
      'ImportAbandoned',
      'SourceAdded',
      'EntryCorrected',
      'EntryWithdrawn',
      'EventCorrected',
      'EventWithdrawn',
    ];
    if (named.includes(event.type))
      expect(() => streamOf(event as unknown as DomainEvent)).toThrow('goes to the stream of');
    else expect(streamOf(event as unknown as DomainEvent)).toBe(event.stream);
  });
});
