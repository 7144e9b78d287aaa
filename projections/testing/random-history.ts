import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type {
  Basis,
  Change,
  EditionDeclared,
  LayoutStated,
  LedgerRecord,
  Line,
  LoggedEvent,
  PlainEntry,
  Reading,
  Statement,
} from '#ledger';
import type { Envelope } from '../runner/batch.js';

/*
 * Random histories for the property that the read model answers as the kernel's book does: a few lines and totals in two
 * lines of editions, in which everything happens that may happen: editions declared late, layouts, names, statements of
 * several ranks, changes, corrections, withdrawals, imports complete, abandoned and unfinished.
 */

export interface TestEvent {
  readonly envelope: Envelope;
  readonly logged: LoggedEvent;
}

const LINES: readonly Line[] = [[], ['a'], ['b'], ['g'], ['g', 'x'], ['g', 'y'], ['h', 'x'], ['c']];
const EDITIONS = ['1', '2', '3', '4'];
const MEASURES = ['cost', 'revenue', 'net'];
const BASES: readonly Basis[] = ['budget', 'forecast'];

type Step = (made: {
  readonly ids: readonly string[];
  readonly eventId: string;
  readonly n: number;
}) => LedgerRecord | null;

const reading = fc
  .record({
    basis: fc.constantFrom(...BASES),
    edition: fc.constantFrom(...EDITIONS),
    line: fc.constantFrom(...LINES),
    measure: fc.constantFrom('cost', 'cost', 'revenue'),
  })
  .map((r): Reading => ({ unit: 'k/n/r', area: 'operations', period: '2021', ...r }));

const amount = fc.integer({ min: -9, max: 9 }).map((n) => BigInt(n) * 1_000_000_000n);

const common = fc.record({
  authority: fc.constantFrom(0 as const, 1 as const),
  status: fc.constantFrom(undefined, undefined, 'proposed' as const, 'adopted' as const),
  published: fc.constantFrom(undefined, { date: '2021-01-01' }, { date: '2021-06-01' }),
});

const statementOf = (readings: fc.Arbitrary<Reading>): fc.Arbitrary<Step> =>
  fc
    .record({
      reading: readings,
      common,
      says: fc.oneof(
        { weight: 6, arbitrary: amount.map((a): Statement['says'] => ({ kind: 'amount', amount: a })) },
        { weight: 1, arbitrary: fc.constant<Statement['says']>({ kind: 'notStated' }) },
        {
          weight: 1,
          arbitrary: fc
            .record({ of: reading, difference: amount })
            .map(({ of, difference }): Statement['says'] => ({
              kind: 'relative',
              terms: [{ coefficient: 1n, reading: of }],
              difference,
            })),
        },
      ),
    })
    .map(({ reading: of, common: c, says }): Step => ({ eventId, n }) => ({
      kind: 'statement',
      id: `${eventId}/${n}`,
      reading: of,
      says,
      status: c.status,
      published: c.published,
      rank: { authority: c.authority, table: 0, date: null, place: '' },
    }));

const statement = statementOf(reading);

const change: fc.Arbitrary<Step> = fc
  .record({ reading, common, amount: fc.option(amount), from: fc.option(fc.constantFrom(...EDITIONS)) })
  .map(({ reading: to, common: c, amount: by, from }): Step => ({ eventId, n }): Change => ({
    kind: 'change',
    id: `${eventId}/${n}`,
    to,
    from: from === null ? 'inForce' : { ...to, edition: from },
    amount: by,
    precision: 0n,
    status: c.status,
    published: c.published,
    rank: { authority: 0, table: 0, date: null, place: '' },
    cause: { id: eventId, kind: 'other', words: 'Orsak' },
  }));

const difference: fc.Arbitrary<Step> = fc
  .record({ reading, amount, from: fc.constantFrom(...EDITIONS) })
  .map(({ reading: to, amount: by, from }): Step => ({ eventId, n }) => ({
    kind: 'statedDifference',
    id: `${eventId}/${n}`,
    to,
    from: { ...to, edition: from },
    amount: by,
    rank: { authority: 0, table: 0, date: null, place: '' },
  }));

const edition: fc.Arbitrary<Step> = fc
  .record({
    basis: fc.constantFrom(...BASES),
    edition: fc.constantFrom(...EDITIONS),
    extent: fc.constantFrom('full' as const, 'amending' as const),
    known: fc.boolean(),
    status: fc.constantFrom('adopted' as const, 'proposed' as const),
  })
  .map(({ basis, edition: name, extent, known, status }): Step => (): EditionDeclared => ({
    kind: 'edition',
    line: { unit: 'k/n/r', area: 'operations', basis, period: '2021' },
    edition: name,
    label: name,
    order: [2021, Number(name)],
    extent,
    status,
    known,
  }));

const layoutOf = (among: readonly Line[]): fc.Arbitrary<Step> =>
  fc
    .record({
      basis: fc.constantFrom(...BASES),
      edition: fc.constantFrom(...EDITIONS),
      lines: fc.subarray([...among], { minLength: 1 }),
      net: fc.boolean(),
    })
    .map(({ basis, edition: name, lines, net }): Step => (): LayoutStated => ({
      kind: 'layout',
      line: { unit: 'k/n/r', area: 'operations', basis, period: '2021' },
      edition: name,
      table: 't',
      rank: 0,
      title: 'Tabell',
      unitOfMeasure: 'tkr',
      signs: {},
      rows: ['cost', 'revenue'].flatMap((measure) => [
        ...lines.map((line) => ({ path: line, kind: 'leaf' as const, line, measure })),
        {
          path: ['Totalt'],
          kind: 'total' as const,
          line: [],
          measure,
          parts: lines.filter((l) => l.length === 1),
        },
        ...(net
          ? [
              {
                path: ['Netto'],
                kind: 'net' as const,
                line: [],
                measure: 'net',
                formula: {
                  operation: 'sum' as const,
                  terms: [
                    { coefficient: 1n, measure: 'cost' },
                    { coefficient: 1n, measure: 'revenue' },
                  ],
                },
              },
            ]
          : []),
      ]),
    }));

const layout = layoutOf(LINES.slice(1));

const name: fc.Arbitrary<Step> = fc.oneof(
  fc
    .record({ line: fc.constantFrom(...LINES.slice(1)), of: fc.constantFrom(...LINES.slice(1)) })
    .map(({ line, of }): Step => () => ({
      kind: 'name',
      unit: 'k/n/r',
      area: 'operations',
      line,
      is: { kind: 'alias', of },
    })),
  fc.constant<Step>(() => ({
    kind: 'name',
    unit: 'k/n/r',
    area: 'operations',
    line: ['c'],
    is: { kind: 'merger', parts: [['a'], ['b']] },
  })),
);

const correctionBy = (put: fc.Arbitrary<Step>): fc.Arbitrary<Step> =>
  fc
    .record({
      pick: fc.nat(),
      nature: fc.constantFrom('misread' as const, 'erratum' as const, 'withdrawal' as const),
      put,
    })
    .map(({ pick, nature, put }): Step => (made) => {
      const corrects = made.ids[pick % Math.max(1, made.ids.length)];
      if (corrects === undefined) return null;
      const replacement = nature === 'withdrawal' ? null : (put(made) as PlainEntry);
      const id = `${made.eventId}/${made.n}`;
      return {
        kind: 'correction',
        id,
        corrects,
        nature,
        reason: 'Fel',
        replacement,
        ...(nature === 'erratum' ? { date: '2021-03-15' } : {}),
      };
    });

const correction = correctionBy(fc.oneof(statement, change));

const record = fc.oneof(
  { weight: 10, arbitrary: statement },
  { weight: 4, arbitrary: change },
  { weight: 1, arbitrary: difference },
  { weight: 3, arbitrary: edition },
  { weight: 1, arbitrary: layout },
  { weight: 1, arbitrary: name },
  { weight: 4, arbitrary: correction },
);

/** Where printed numbers contradict each other often: few readings, of which much is stated. */
const tight = fc
  .record({
    at: fc.constantFrom(
      { basis: 'budget' as const, period: '2021', edition: '1' },
      { basis: 'budget' as const, period: '2021', edition: '1' },
      { basis: 'budget' as const, period: '2021', edition: '2' },
      { basis: 'forecast' as const, period: '2021', edition: '1' },
      { basis: 'outcome' as const, period: '2021', edition: '2021-04' },
      { basis: 'outcome' as const, period: '2021', edition: '2021-08' },
      { basis: 'outcome' as const, period: 'lifetime', edition: '2021-08' },
      { basis: 'approved' as const, period: 'lifetime', edition: '1' },
    ),
    line: fc.constantFrom<Line>([], [], ['a'], ['b']),
    measure: fc.constantFrom('cost', 'revenue', 'net', 'outlay'),
  })
  .map(({ at, line, measure }): Reading => ({ unit: 'k/n/r', area: 'operations', ...at, line, measure }));

const tightStatement = statementOf(tight);

const tightDifference: fc.Arbitrary<Step> = fc
  .record({ to: tight, from: tight, amount })
  .map(({ to, from, amount: by }): Step => ({ eventId, n }) => ({
    kind: 'statedDifference',
    id: `${eventId}/${n}`,
    to,
    from: { ...from, line: to.line, measure: to.measure },
    amount: by,
    rank: { authority: 0, table: 0, date: null, place: '' },
  }));

const tightDeclaration: fc.Arbitrary<Step> = tight.map(({ basis, period, edition: name }): Step => () => ({
  kind: 'edition',
  line: { unit: 'k/n/r', area: 'operations', basis, period },
  edition: name,
  label: name,
  order: [2021, Number(name.slice(-1))],
  extent: 'full',
  status: 'adopted',
  known: true,
}));

const tightRecord = fc.oneof(
  { weight: 14, arbitrary: tightStatement },
  { weight: 3, arbitrary: tightDifference },
  { weight: 5, arbitrary: tightDeclaration },
  { weight: 4, arbitrary: layoutOf([['a'], ['b']]) },
  { weight: 1, arbitrary: name },
  { weight: 2, arbitrary: correctionBy(tightStatement) },
);

type ImportId = fc.Arbitrary<string | null>;

const eventOf = (said: fc.Arbitrary<Step>, importId: ImportId) =>
  fc.oneof(
    {
      weight: 12,
      arbitrary: fc.record({
        kind: fc.constant('records' as const),
        steps: fc.array(said, { minLength: 1, maxLength: 3 }),
        importId,
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('lifecycle' as const),
        importId: fc.constantFrom('i', 'j'),
        step: fc.constantFrom('completed' as const, 'completed' as const, 'abandoned' as const),
      }),
    },
  );

export function idOf(n: number): string {
  const hash = createHash('sha256').update(String(n)).digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

const historiesOf = (
  said: fc.Arbitrary<Step>,
  { importId, minLength }: { importId: ImportId; minLength: number },
): fc.Arbitrary<TestEvent[]> =>
  fc.array(eventOf(said, importId), { minLength, maxLength: 25 }).map((events) => {
    const ids: string[] = [];
    // What a correction may name: also what comes later, and what is never there.
    for (let i = 1; i <= events.length; i++) ids.push(`${idOf(i)}/0`, `${idOf(i)}/1`);
    return events.map((e, i): TestEvent => {
      const seq = i + 1;
      const eventId = idOf(seq);
      const time = new Date(Date.UTC(2026, 0, 1, 0, 0, i % 3 === 2 ? 0 : i)).toISOString();
      const envelope = (type: string, data: unknown, importId?: string): Envelope => ({
        id: eventId,
        type,
        schemaVersion: 1,
        stream: 'test-1',
        data,
        metadata: importId === undefined ? {} : { importId },
        recordedAt: time,
      });
      if (e.kind === 'lifecycle') {
        const { importId, step } = e;
        const type = step === 'completed' ? 'ImportCompleted' : 'ImportAbandoned';
        return {
          envelope: envelope(type, { importId }),
          logged: { seq, eventId, time, lifecycle: { importId, step }, records: [] },
        };
      }
      const near = ids.slice(Math.max(0, 2 * i - 12), 2 * i + 4);
      const records: LedgerRecord[] = [];
      for (const step of e.steps) {
        const made = step({ ids: near, eventId, n: records.length });
        if (made !== null) records.push(made);
      }
      const importId = e.importId ?? undefined;
      return {
        envelope: envelope('Test', {}, importId),
        logged: { seq, eventId, time, records, ...(importId === undefined ? {} : { importId }) },
      };
    });
  });

export const histories = historiesOf(record, {
  importId: fc.option(fc.constantFrom('i', 'j'), { freq: 2 }),
  minLength: 1,
});

/** Histories in which printed numbers contradict each other often. */
export const contradictingHistories = historiesOf(tightRecord, {
  importId: fc.constantFrom(null, null, null, null, 'i'),
  minLength: 15,
});

/** Every reading that a history may say something of, and a few that it cannot. */
export const READINGS: readonly Reading[] = BASES.flatMap((basis) =>
  EDITIONS.flatMap((name) =>
    MEASURES.flatMap((measure) =>
      LINES.map((line): Reading => ({
        unit: 'k/n/r',
        area: 'operations',
        period: '2021',
        basis,
        edition: name,
        measure,
        line,
      })),
    ),
  ),
);
