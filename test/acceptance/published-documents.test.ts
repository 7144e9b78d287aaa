import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { entriesOf } from '#domain';
import {
  csvOf,
  planDocuments,
  readPackage,
  readProfile,
  readRecords,
  regenerated,
  type FileName,
  type PlannedDocument,
  type PlannedEvent,
  type Profile,
} from '#ingest';
import { documentFiles, itWithDocuments } from '../support/documents.js';
import { publishedPlan } from './published.js';

/* `data/` is what the readers make of the published documents, with what people entered beside it. */

const descriptor = JSON.parse(readFileSync('data/datapackage.json', 'utf8')) as {
  resources: { name: FileName; path: string; schema: { fields: { name: string }[] } }[];
};

function textOf(name: string): string | null {
  const file = join('data', name);
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

function profiles(): Profile[] {
  return readdirSync('profiles')
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => readProfile(name, readFileSync(join('profiles', name), 'utf8')));
}

function files(): { fileName: string; bytes: Uint8Array }[] {
  return documentFiles().map(({ name, bytes }) => ({ fileName: name, bytes }));
}

function planned(plans: Awaited<ReturnType<typeof planDocuments>>): PlannedDocument[] {
  return plans.map((plan) => {
    if (plan.kind === 'planned') return plan;
    throw new Error(plan.notUnderstood.map(({ message }) => message).join('\n'));
  });
}

describe('the package of the published documents', () => {
  it('describes each file with the columns that it has', () => {
    for (const { path, schema } of descriptor.resources) {
      const [header = ''] = (textOf(path) ?? '').split('\n');
      expect([path, header]).toEqual([path, schema.fields.map(({ name }) => name).join(',')]);
    }
  });

  itWithDocuments('is what they are read as, with what people entered', async () => {
    const { records, notUnderstood } = await readPackage(files(), profiles());
    expect(notUnderstood).toEqual([]);
    const again = regenerated(records, readRecords(textOf).records);
    for (const { name, path } of descriptor.resources) {
      const text = textOf(path) ?? '';
      const header = (text.split('\n')[0] ?? '').split(',');
      expect(csvOf(name, again[name] ?? [], header).split('\n')).toEqual(text.split('\n'));
    }
  });
});

describe('a published document', () => {
  itWithDocuments(
    'gives the events that the package gives, so that both together store each once',
    async () => {
      const inPackage = new Map(eventsOf(publishedPlan().streams).map((event) => [event.id, event]));
      for (const { fileName, plan } of planned(await planDocuments(files(), profiles()))) {
        const events = eventsOf(plan.streams);
        expect(events.length).toBeGreaterThan(100);
        const others = events.filter((event) => !isSame(event, inPackage.get(event.id)));
        expect([fileName, others.map(({ type, data }) => [type, data])]).toEqual([fileName, []]);
        expect(plan.profile).toMatch(/^(?:boras|alingsas) \d+$/);
      }
    },
  );

  itWithDocuments(
    'of another year and another board imports by the same profile, cell for cell',
    async () => {
      const known = profiles();
      const cells = async (each: ReturnType<typeof files>): Promise<number[]> =>
        planned(await planDocuments(each, known)).map(({ plan }) => cellsOf(plan.streams));
      const published = await cells(files());
      for (const [board, years] of [
        ['Servicenämnden', 3],
        ['Tekniska nämnden', -1],
        ['Vård- och äldrenämnden', 12],
      ] as const) {
        const moved = files().map(({ fileName, bytes }) => ({
          fileName,
          bytes: elsewhere(bytes, board, years),
        }));
        expect([board, await cells(moved)]).toEqual([board, published]);
      }
    },
  );

  itWithDocuments('is read and planned in less than a second of the processor', async () => {
    const known = profiles();
    // The start is not counted: the schemas of events are compiled when the first is checked.
    planned(await planDocuments(files().slice(0, 1), known));
    for (const file of files()) {
      const before = process.cpuUsage();
      planned(await planDocuments([file], known));
      const { user, system } = process.cpuUsage(before);
      expect(user + system).toBeLessThan(1_000_000);
    }
  });

  itWithDocuments('names nobody who took part in its decision', async () => {
    const plans = planned(await planDocuments(files(), profiles()));
    const counted = plans.flatMap(({ facts }) => Object.entries(facts.participation.notParticipating));
    expect(counted).toEqual([
      ['KD', 2],
      ['M', 2],
      ['SD', 2],
      ['V', 1],
    ]);
    const text = JSON.stringify(plans.map(({ plan }) => plan));
    expect(text).not.toMatch(/Kommunalrådet|Handläggare|Ordförande \p{Lu}/u);
  });
});

/** The same document of another board, some years later. */
function elsewhere(bytes: Uint8Array, board: string, years: number): Uint8Array {
  const text = new TextDecoder()
    .decode(bytes)
    .replaceAll(/(?<!\d)20[12]\d(?!\d)/g, (year) => String(Number(year) + years))
    .replaceAll('Kommunstyrelsen', board)
    .replaceAll('kommunstyrelsen', board.toLowerCase());
  return new TextEncoder().encode(text);
}

/** Entries of the events that come from a cell of a table. */
function cellsOf(streams: readonly { readonly events: readonly PlannedEvent[] }[]): number {
  return eventsOf(streams)
    .flatMap((event) => [...entriesOf(event)])
    .filter((entry) => 'source' in entry && entry.source !== undefined && entry.source.row !== '').length;
}

function eventsOf(streams: readonly { readonly events: readonly PlannedEvent[] }[]): PlannedEvent[] {
  return streams.flatMap(({ events }) => events);
}

function isSame(event: PlannedEvent, other: PlannedEvent | undefined): boolean {
  try {
    expect(other).toEqual(event);
    return true;
  } catch {
    return false;
  }
}
