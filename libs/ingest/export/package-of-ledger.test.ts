import { describe, expect, it } from '@jest/globals';
import {
  derivedEventId,
  eventOf,
  stoodIn,
  streamOf,
  type DocumentRegistered,
  type DomainEvent,
  type EntryData,
} from '#domain';
import { packageOf, readDataPackage, type ReadFile } from '../data-package/package.js';
import { planDataPackage } from '../data-package/plan.js';
import type { StoredFact } from '../held/holding.js';
import { contentText, type ImportPlan } from '../import-plan.js';
import { planOf, sjovik } from '../testing/sjovik.js';
import { packageOfLedger } from './package-of-ledger.js';
import { packageFiles } from './write-package.js';

const plan = planOf(sjovik());

function factsOfPlan({ streams }: ImportPlan): StoredFact[] {
  return streams.flatMap(({ stream, events }) =>
    events.map((event) => ({ ...event, stream, importId: 'x' })),
  );
}

function factByHand(event: DomainEvent, name: string, stream = streamOf(event)): StoredFact {
  return { ...event, id: derivedEventId([name]), stream };
}

function again(facts: readonly StoredFact[]): ImportPlan {
  const files = packageFiles('x', 'X', packageOfLedger(facts).records);
  const read: ReadFile = (name) => files.get(name) ?? null;
  return planDataPackage(readDataPackage(read));
}

/** What each reading is said to be, whoever says it. */
function said(facts: readonly { readonly data: EntryData }[]): string[] {
  return facts
    .map(({ data }) => {
      const { kind, reading } = data;
      return contentText([kind, reading, data.kind === 'statement' ? (data.amount ?? null) : data.amount]);
    })
    .sort();
}

function entriesOfPlan({ streams }: ImportPlan): { data: EntryData }[] {
  return streams.flatMap(({ events }) => events.flatMap((event) => stoodIn(event)));
}

describe('the package of a ledger', () => {
  it('that holds one package is that package: the same events, by id and content', () => {
    const contents = ({ streams }: ImportPlan): string[] =>
      streams.flatMap(({ events }) => events.map(({ id, data }) => `${id} ${contentText(data)}`)).sort();
    const { leftOut } = packageOfLedger(factsOfPlan(plan));
    expect([...leftOut]).toEqual([]);
    expect(contents(again(factsOfPlan(plan)))).toEqual(contents(plan));
  });

  it('has a corrected cell as it stands, in the place where it was first', () => {
    const facts = factsOfPlan(plan);
    const [life] = facts.flatMap((fact) =>
      stoodIn(fact).filter(({ data }) => data.kind === 'statement' && (data.source?.row ?? '') !== ''),
    );
    if (life?.data.kind !== 'statement') throw new Error('no cell');
    const { printed, source } = life.data;
    if (printed === undefined || source === undefined) throw new Error('no print');
    const is: EntryData = {
      ...life.data,
      relative: undefined,
      amount: '4711',
      printed: { ...printed, text: '4 711', sign: 1 as const },
      source: { ...source, printed: '4 711' },
    };
    const correction = eventOf('EntryCorrected', {
      corrects: life.id,
      was: life.data,
      is,
      nature: 'misread',
      reason: 'fel läst',
    });
    const { records } = packageOfLedger([
      ...facts,
      factByHand(correction, 'correction', 'the stream of what it corrects'),
    ]);
    const cell = records.cells?.find(
      ({ values }) =>
        values['table'] === source.table &&
        values['row'] === source.row &&
        values['column'] === source.column,
    );
    expect(cell?.values['printed']).toBe('4 711');
    expect(records.cells).toHaveLength(packageOfLedger(facts).records.cells?.length ?? 0);
  });

  it('has the prints of a document as one: what stands is what the last of them says', () => {
    const facts = factsOfPlan(plan);
    const before = packageOfLedger(facts).records;
    const [life] = facts.flatMap((fact) =>
      stoodIn(fact).filter(({ data }) => data.kind === 'statement' && (data.source?.row ?? '') !== ''),
    );
    const registered = facts.find(
      ({ type, data }) =>
        type === 'DocumentRegistered' && (data as { sha256: string }).sha256 === life?.data.source?.document,
    );
    if (life?.data.kind !== 'statement' || life.data.source === undefined || registered === undefined)
      throw new Error('no cell');
    const first = registered.data as DocumentRegistered;
    const sha256 = 'ab'.repeat(32);
    const print = eventOf('DocumentRegistered', {
      ...first,
      sha256,
      fileName: 'rattad.txt',
      replaces: first.sha256,
    });
    const source = { ...life.data.source, document: sha256, printed: '12' };
    const is: EntryData = { ...life.data, relative: undefined, amount: '12', source };
    const erratum = eventOf('EntryCorrected', {
      corrects: life.id,
      was: life.data,
      is,
      nature: 'erratum',
      reason: 'tryckfel',
    });
    const { records } = packageOfLedger([
      ...facts,
      factByHand(print, 'print'),
      factByHand(erratum, 'erratum', 'the stream of what it corrects'),
    ]);
    expect(records.documents).toHaveLength(before.documents?.length ?? 0);
    const document = records.documents?.find(({ values }) => values['sha256'] === sha256)?.values;
    expect(document).toMatchObject({ file: 'rattad.txt', replaces: '' });
    expect(document?.['note']).toContain(first.sha256);
    expect(records.documents?.some(({ values }) => values['sha256'] === first.sha256)).toBe(false);
    const table = records.tables?.find(({ values }) => values['table'] === source.table);
    expect(table?.values['document']).toBe(document?.['document']);
    expect(records.cells).toHaveLength(before.cells?.length ?? 0);
  });

  it('has what was registered by hand, a move too', () => {
    const facts = factsOfPlan(plan);
    const declared = facts.find(({ type }) => type === 'EditionDeclared');
    if (declared === undefined) throw new Error('no edition');
    const { unit, area, basis, period, edition } = declared.data as Record<string, string>;
    const frame = { unit, area, basis, period, edition } as never;
    const registered = factByHand(
      eventOf('TotalStated', {
        ...(frame as object),
        lines: [{ line: ['Ny verksamhet'], measure: 'cost', amount: '-12.5', unitOfMeasure: 'tkr' }],
      } as never),
      'registered',
    );
    const moved = factByHand(
      eventOf('UnitMoved', { unit: String(unit), since: '2024', words: 'Flyttad' }),
      'moved',
    );
    const all = [...facts, registered, moved];
    expect([...packageOfLedger(all).leftOut]).toEqual([]);
    expect(packageOfLedger(all).records.moves?.map(({ values }) => values['words'])).toEqual(['Flyttad']);
    const before = said(entriesOfPlan(plan));
    const after = said(entriesOfPlan(again(all)));
    expect(after.filter((entry) => !before.includes(entry))).toEqual([expect.stringContaining('"-12.5"')]);
  });

  it('of an empty ledger is an empty package', () => {
    expect(packageOf('x', packageOfLedger([]).records).cells).toEqual([]);
  });
});
