import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { read, utils } from '@e965/xlsx';
import {
  COUNT_MS_MAX,
  everyItem,
  type EntryAnswer,
  type EventAnswer,
  type HistoryFilter,
  type HistoryTotals,
} from '#projections';
import { createServer, type ApiServer } from '../../apps/api/index.js';
import { importInputs } from '../../apps/cli/import/import-inputs.js';
import { planInputs } from '../../apps/cli/import/planned-input.js';
import { run } from '../../apps/cli/run.js';
import { openLedger } from '../support/engine.js';
import { memoryIo } from '../support/memory-io.js';
import { LOADING_MS, publishedLedger, PUBLISHED, type PublishedLedger } from '../support/published-ledger.js';

let published: PublishedLedger;
let server: ApiServer;
let folder: string;

async function liggaren(...argv: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const io = memoryIo({ env: { LIGGAREN_LEDGER: join(folder, 'ledger') } });
  const code = await run(argv, { io, openLedger, planInputs, importInputs });
  return { code, ...io.written };
}

interface Answer {
  readonly data: Record<string, { edges: { cursor: string; node: Record<string, unknown> }[] }> | null;
  readonly errors?: readonly { extensions: { code: string; place?: object } }[];
}

async function ask(query: string): Promise<Answer> {
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return (await response.json()) as Answer;
}

/** Every event or entry, page by page. */
async function all(filter: HistoryFilter, newestFirst = false, first = 500): Promise<EventAnswer[]> {
  const found: EventAnswer[] = [];
  let after: string | undefined;
  for (;;) {
    const page = await published.ledger.events.events(filter, { first, after, newestFirst });
    found.push(...page.items.map(({ item }) => item));
    if (!page.hasNext) return found;
    after = page.endCursor ?? undefined;
  }
}

function entries(filter: HistoryFilter, newestFirst = false, first = 500): EntryAnswer[] {
  const found: EntryAnswer[] = [];
  let after: string | undefined;
  for (;;) {
    const page = published.ledger.reader.entries(filter, { first, after, newestFirst });
    found.push(...page.items.map(({ item }) => item));
    if (!page.hasNext) return found;
    after = page.endCursor ?? undefined;
  }
}

beforeAll(async () => {
  published = await publishedLedger();
  server = await createServer({ access: published.ledger, caughtUp: published.ledger.caughtUp });
  folder = await mkdtemp(join(tmpdir(), 'liggaren-history-'));
  const imported = await liggaren('import', PUBLISHED);
  if (imported.code !== 0) throw new Error(imported.err);
}, LOADING_MS);

afterAll(async () => {
  await server.close();
  await published.remove();
  await rm(folder, { recursive: true, force: true });
});

describe('the history', () => {
  it('is the same in both orders, and whatever the size of a page', async () => {
    const ids = (await all({})).map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(100);
    expect((await all({}, true, 37)).map(({ id }) => id).reverse()).toEqual(ids);
    const said = entries({}).map(({ id }) => id);
    expect(
      entries({}, true, 41)
        .map(({ id }) => id)
        .reverse(),
    ).toEqual(said);
    expect(new Set(said).size).toBe(said.length);
    const { entries: stored } = await published.ledger.reader.status();
    expect(said.length).toBe(stored);
  });

  it('finds by each field what a look at everything finds', () => {
    const everything = entries({});
    const change = everything.find((e) => e.kind === 'change' && e.decision?.body !== undefined);
    const some = change ?? everything[0];
    if (some === undefined) throw new Error('nothing is recorded');
    const { reading } = some;
    const checks: [HistoryFilter, (e: EntryAnswer) => boolean][] = [
      [{ unit: 'boras' }, (e) => e.reading.unit === 'boras' || e.reading.unit.startsWith('boras/')],
      [{ unit: reading.unit }, (e) => (e.reading.unit + '/').startsWith(`${reading.unit}/`)],
      [{ area: 'land' }, (e) => e.reading.area === 'land'],
      [{ period: '2021' }, (e) => e.reading.period === '2021'],
      [
        { measure: 'cost', basis: 'budget' },
        (e) => e.reading.measure === 'cost' && e.reading.basis === 'budget',
      ],
      [{ edition: reading.edition }, (e) => e.reading.edition === reading.edition],
    ];
    for (const [filter, holds] of checks) {
      expect(entries(filter).map(({ id }) => id)).toEqual(everything.filter(holds).map(({ id }) => id));
    }
    const large = entries({ amountAtLeast: '100000' });
    expect(large.length).toBeGreaterThan(0);
    expect(large.length).toBeLessThan(everything.length);
  });

  it('finds what stands in a document, by its name, its sha-256 or its number in the register', async () => {
    const everything = entries({});
    const documents = [...everyItem((page) => published.ledger.reader.documentsPage(page))];
    expect(documents.length).toBeGreaterThan(1);
    for (const { sha256, file, dnr } of documents) {
      const stands = everything.filter(({ source }) => source?.document === sha256).map(({ id }) => id);
      expect(stands.length).toBeGreaterThan(0);
      const names = [file, sha256, sha256.slice(0, 8), ...(dnr === null ? [] : [dnr.toLowerCase()])];
      for (const document of names) expect(entries({ document }).map(({ id }) => id)).toEqual(stands);
      const events = await all({ document: file });
      expect(events.map(({ type }) => type)).toEqual(
        expect.arrayContaining(['DocumentRegistered', 'ImportStarted', 'LayoutStated']),
      );
      expect(events.every(({ data }) => data.includes(sha256))).toBe(true);
      expect((await published.ledger.reader.totals({ document: file }, COUNT_MS_MAX)).entries).toBe(
        stands.length,
      );
      expect(entries({ document: file, measure: 'cost' }).length).toBeLessThanOrEqual(stands.length);
    }
    expect(() => entries({ document: 'nowhere.pdf' })).toThrow(
      expect.objectContaining({ code: 'UNKNOWN_DOCUMENT', place: { field: 'document' } }),
    );
  });

  it('knows the types of events', () => {
    expect(entries({ type: 'EntryWithdrawn' })).toEqual([]);
    expect(() => entries({ type: 'BudgetAdoptd' })).toThrow(
      expect.objectContaining({
        code: 'UNKNOWN_EVENT_TYPE',
        hint: expect.stringMatching(/are BudgetAdopted, /) as unknown,
      }),
    );
  });

  it.each([
    [{ unit: 'boras/kss' }, 'UNKNOWN_UNIT', 'unit', /are boras\/ks, /],
    [{ area: 'opertions' }, 'WRONG_USAGE', 'area', /are operations \(drift\), /],
    [{ area: 'drift' }, 'WRONG_USAGE', 'area', /are operations \(drift\), /],
    [{ unit: 'borås/KS' }, 'UNKNOWN_UNIT', 'unit', /are boras\/ks, /],
    [{ measure: 'kost' }, 'WRONG_USAGE', 'measure', /are cost \(kostnader\), /],
    [{ edition: '2021:9' }, 'UNKNOWN_EDITION', 'edition', /2021:1/],
    [{ causeKind: 'efficency' }, 'WRONG_USAGE', 'causeKind', /are efficiency \(effektivisering\), /],
    [{ causeKind: 'besparng' }, 'WRONG_USAGE', 'causeKind', /are saving \(besparing\), /],
    [{ causeKind: 'hav' }, 'WRONG_USAGE', 'causeKind', /are rescission \(hävning\), /],
    [{ period: '20x' }, 'WRONG_USAGE', 'period', /2021-08/],
    [{ amountAtLeast: '-5' }, 'WRONG_USAGE', 'amountAtLeast', /: 5\.$/],
    [{ recordedFrom: '2031-02-01', recordedTo: '2031-01-31' }, 'WRONG_USAGE', 'recordedFrom', /earlier/],
    [{ line: ['Kommunledningg'] }, 'UNKNOWN_LINE', 'line', /are "Kommunledning"/],
  ] as const)(
    'tells %j, which nothing was ever said of or can be, from what does not match',
    async (filter, code, field, hint) => {
      const refused = expect.objectContaining({
        code,
        place: { field },
        hint: expect.stringMatching(hint) as unknown,
      }) as unknown;
      expect(() => entries(filter)).toThrow(refused);
      await expect(all(filter)).rejects.toEqual(refused);
      await expect(published.ledger.reader.totals(filter)).rejects.toEqual(refused);
    },
  );

  it('answers with nothing what may well match nothing', async () => {
    const nothing = [{ actor: 'nobody' }, { text: 'ingenstans' }, { dnr: 'X 1' }, { period: '1999' }];
    for (const filter of nothing) {
      expect(await all(filter)).toEqual([]);
      expect(entries(filter)).toEqual([]);
    }
    expect(entries({ causeKind: 'training', dnr: 'X 1' })).toEqual([]);
  });

  it('finds changes by the kind of their cause in English and in Swedish, and by its words', async () => {
    const kind = entries({ causeKind: 'effektivisering' });
    expect(kind.length).toBeGreaterThan(0);
    expect(entries({ causeKind: 'efficiency' })).toEqual(kind);
    expect(kind.every((e) => e.kind === 'change')).toBe(true);
    const events = await all({ causeKind: 'efficiency' });
    expect(new Set(kind.map(({ event }) => event))).toEqual(new Set(events.map(({ id }) => id)));
    const { cause } = JSON.parse(events[0]?.data ?? '{}') as { cause: { words: string } };
    const words = cause.words.replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim();
    expect((await all({ cause: words.toUpperCase() })).map(({ id }) => id)).toContain(events[0]?.id);
  });

  it('searches in Swedish: case and beginnings, and å, ä and ö as letters of their own', async () => {
    const lines = entries({ text: 'kostnad*' });
    expect(entries({ text: 'KOSTNAD*' })).toEqual(lines);
    const åtgärd = entries({ text: 'räddning* ' });
    expect(entries({ text: 'raddning*' })).toEqual([]);
    expect(entries({ text: 'RÄDDNING*' })).toEqual(åtgärd);
    const found = await all({ text: 'kommunledning*' });
    expect(found.length).toBeGreaterThan(0);
    expect(await all({ text: 'kommunledni' })).toEqual([]);
    for (const odd of ['" OR "', 'NEAR(a b)', 'text:x', "'; DROP", '^a', 'a AND NOT b', '{x}']) {
      await expect(all({ text: odd }).catch((e: { code: string }) => e.code)).resolves.toBeDefined();
    }
  });

  it('begins at a day, and lies between two', async () => {
    const events = await all({});
    const day = (events.at(-1)?.recordedAt ?? '').slice(0, 10);
    const from = async (startAt: string, newestFirst: boolean): Promise<number> =>
      (await published.ledger.events.events({}, { first: 500, startAt, newestFirst })).items.length;
    expect(await from('2001-01-01', true)).toBe(0);
    expect(await from('2999-01-01', false)).toBe(0);
    expect(await from('2001-01-01', false)).toBeGreaterThan(0);
    expect(await all({ recordedFrom: '2001-01-01', recordedTo: day })).toEqual(events);
    expect(await all({ recordedTo: '2001-01-01' })).toEqual([]);
    await expect(all({ recordedFrom: 'igår' })).rejects.toMatchObject({ place: { field: 'recordedFrom' } });
  });

  it('is counted and summed apart, and says when the time was up', async () => {
    const filter = { unit: 'boras', measure: 'cost' };
    const totals = await published.ledger.reader.totals(filter, COUNT_MS_MAX);
    const counted = entries(filter);
    expect(totals).toMatchObject({ entries: counted.length, complete: true });
    expect(totals.events).toBe((await all(filter)).length);
    const sum = totals.sums.find((s) => s.kind === 'statement' && s.basis === 'budget');
    const stated = counted.filter(
      (e) => e.kind === 'statement' && e.reading.basis === 'budget' && e.says === 'amount',
    );
    expect(sum?.entries).toBe(stated.length);
    expect(sum?.sum).toBe(String(stated.reduce((total, e) => total + BigInt(e.value ?? '0'), 0n)));
    expect((await published.ledger.reader.totals({}, 0)).complete).toBe(false);
  });
});

describe('a figure by its address', () => {
  const reading = {
    unit: 'boras/ks/stadsledningskansliet',
    area: 'operations',
    line: ['Kommunledning'],
    measure: 'cost',
    period: '2021',
    basis: 'budget',
    edition: '2021:2',
  } as const;

  it('has as reasons of what was believed what concerns it, and not the other lines of its table', () => {
    const { reader } = published.ledger;
    const { items } = reader.beliefs({ reading }, { first: 50 });
    expect(items.length).toBeGreaterThan(0);
    for (const { item } of items) {
      const lines = item.why.map(({ entry, change }) => entry?.reading.line ?? change?.line);
      for (const line of lines) expect(line).toEqual(['Kommunledning']);
      expect(item.more).toBe(0);
    }
    const sum = reader.beliefs({ reading: { ...reading, line: [], measure: 'net' } }, { first: 50 });
    const concerned = sum.items.flatMap(({ item }) => item.why.map(({ entry }) => entry?.reading.measure));
    expect(concerned).toEqual(expect.arrayContaining(['cost', 'revenue']));
  });

  it.each([
    ['UNKNOWN_UNIT', { unit: 'boras/ks/stadsledningskansliett' }, 'boras/ks/stadsledningskansliet'],
    ['UNKNOWN_EDITION', { edition: '2021:3' }, '2021:1, 2021:2'],
    ['UNKNOWN_LINE', { line: ['Komunledning'] }, '"Kommunledning"'],
  ])('that is misspelled is %s, with the nearest names', (code, wrong, near) => {
    const { reader } = published.ledger;
    const asked = { reading: { ...reading, ...wrong } };
    const refused = expect.objectContaining({ code, hint: expect.stringContaining(near) as unknown });
    expect(() => reader.figure(asked.reading)).toThrow(refused);
    expect(() => reader.figure(asked.reading, { asOf: '2001-01-01' })).toThrow(refused);
    expect(() => reader.difference({ reading }, asked)).toThrow(refused);
    expect(() => reader.beliefs(asked, { first: 5 })).toThrow(refused);
  });

  it('that is known and not stated, or not yet, has no value', () => {
    const { reader } = published.ledger;
    expect(reader.figure({ ...reading, measure: 'grant' }).value).toBeNull();
    expect(reader.figure(reading, { asOf: '2001-01-01' }).value).toBeNull();
  });
});

describe('over GraphQL', () => {
  it('events, entries and totals take the filter, and pages go on', async () => {
    const { data, errors } = await ask(`{
      events(unit: "boras", newestFirst: true, first: 2) { edges { cursor node { id type } } pageInfo { hasNextPage endCursor } }
      entries(unit: "boras", text: "kommunledning*", first: 3) { edges { cursor node { id reading { line } } } pageInfo { endCursor } }
      historyTotals(unit: "boras") { events entries takenOut complete countedTo sums { kind basis measure unitOfMeasure entries sum } }
    }`);
    expect(errors).toBeUndefined();
    expect(data?.['events']?.edges.length).toBe(2);
    const [first, ...rest] = data?.['entries']?.edges ?? [];
    const next = await ask(
      `{ entries(unit: "boras", text: "kommunledning*", first: 2, after: "${first?.cursor ?? ''}") { edges { cursor } } }`,
    );
    expect(next.data?.['entries']?.edges.map(({ cursor }) => cursor)).toEqual(
      rest.map(({ cursor }) => cursor),
    );
  });

  it('what cannot be searched for is refused where it stands', async () => {
    const { errors } = await ask(
      '{ a: events(text: "–") { edges { cursor } } b: entries(after: "x") { edges { cursor } } c: historyTotals(milliseconds: 0) { events } }',
    );
    expect(errors?.map(({ extensions }) => extensions.place)).toEqual(
      expect.arrayContaining([{ field: 'text' }, { field: 'after' }, { field: 'milliseconds' }]),
    );
  });
});

describe('on the command line', () => {
  it('lists entries and events in each form, and counts them', async () => {
    for (const what of ['events', 'entries']) {
      const asked = [what, '--unit', 'boras', '--text', 'kommunledning*', '--newest-first', '--first', '7'];
      const { code, out, err } = await liggaren(...asked, '--json');
      expect({ code, listed: (JSON.parse(out) as unknown[]).length }).toEqual({ code: 0, listed: 7 });
      expect(err).toContain(
        `liggaren ${what} --unit boras --text 'kommunledning*' --newest-first --first 7 --json --after `,
      );
      expect((await liggaren(...asked, '--csv')).out.trimEnd().split('\n').length).toBeGreaterThan(7);
      // Below an event or an entry stands what it says in words.
      const lines = (await liggaren(...asked)).out.trimEnd().split('\n');
      expect(lines.filter((line) => !line.startsWith(' '))).toHaveLength(7);
      const counted = await liggaren(what, '--unit', 'boras', '--totals', '--json');
      expect((JSON.parse(counted.out) as HistoryTotals).entries).toBe(entries({ unit: 'boras' }).length);
    }
  });

  it('writes a workbook with every row', async () => {
    const file = join(folder, 'entries.xlsx');
    const { code } = await liggaren('entries', '--unit', 'boras', '--measure', 'cost', '--out', file);
    expect(code).toBe(0);
    const sheet = Object.values(read(await readFile(file)).Sheets)[0];
    if (sheet === undefined) throw new Error('no sheet');
    const rows = utils.sheet_to_json<Record<string, unknown>>(sheet, { raw: true });
    const expected = entries({ unit: 'boras', measure: 'cost' });
    // Another import of the same: on a server its streams may be stored in another order.
    expect(rows.map((row) => row['id']).sort()).toEqual(expected.map(({ id }) => id).sort());
    expect(rows.filter((row) => typeof row['value'] === 'number').length).toBeGreaterThan(0);
    expect((await liggaren('entries', '--out', join(folder, 'x.pdf'))).code).toBe(2);
  });

  it('lists what stands in a document, and refuses a type that there is not', async () => {
    const { file, sha256 } = published.ledger.reader.documentsPage({ first: 1 }).items[0]?.item ?? {
      file: '',
      sha256: '',
    };
    for (const name of [file, sha256.slice(0, 12)]) {
      const { out } = await liggaren('entries', '--document', name, '--first', '5', '--json');
      const cited = (JSON.parse(out) as EntryAnswer[]).map(({ source }) => source?.document);
      expect(cited).toEqual(Array.from({ length: 5 }, () => sha256));
    }
    expect(await liggaren('events', '--type', 'Foo')).toMatchObject({
      code: 2,
      err: expect.stringContaining('[UNKNOWN_EVENT_TYPE]') as unknown,
    });
    expect(await liggaren('entries', '--unit', 'boras/kss')).toMatchObject({
      code: 2,
      err: expect.stringMatching(/\[UNKNOWN_UNIT\][^]*boras\/ks/) as unknown,
    });
  });

  it('speaks Swedish to a person, and the words of the contract to a program', async () => {
    const asked = ['entries', '--unit', 'boras', '--measure', 'cost', '--basis', 'budget', '--first', '20'];
    const text = (await liggaren(...asked)).out;
    expect(text).toMatch(/^uppgift +boras\S* drift .* kostnader budget /mu);
    expect(text).not.toMatch(/statement|operations| cost /u);
    expect((await liggaren(...asked, '--csv')).out).toMatch(/,statement,boras\S*,operations,.*,cost,/u);
    const totals = await liggaren('entries', '--unit', 'boras', '--totals');
    expect(totals.out).toMatch(/^[\d\s]+ händelser, [\d\s]+ poster.*\n.*uppgift +budget +kostnader/su);
    expect((await liggaren('editions', '--unit', 'boras')).out).toMatch(/ drift +budget /u);
  });

  it('refuses another time where it answers of now', async () => {
    for (const command of ['status', 'rebuild', 'serve']) {
      const refused = { code: 2, err: expect.stringContaining('at field "--as-of"') as unknown };
      expect(await liggaren(command, '--as-of', '2021-01-01')).toMatchObject(refused);
      expect(await liggaren(command, '--published-by', '2021-01-01')).toMatchObject({ code: 2 });
    }
  });
});
