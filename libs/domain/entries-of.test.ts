import fc from 'fast-check';
import { readingOf, type Change, type LedgerRecord, type PlainEntry, type Statement } from '#ledger';
import {
  dataOfEntry,
  entriesOf,
  entryOfData,
  eventOf,
  importStepOf,
  type BudgetAdopted,
  type ChangeExplained,
  type DomainEvent,
  type LandSaleRescinded,
  type LineEntry,
} from '#domain';

const id = 'e1';
const read = (event: DomainEvent): readonly LedgerRecord[] => entriesOf({ ...event, id });
const frame = {
  unit: 'boras/ks/slk',
  area: 'operations',
  basis: 'budget',
  period: '2021',
  edition: '2021:2',
} as const;
const line: LineEntry = { line: ['Kommunledning'], measure: 'cost', amount: '-184169', unitOfMeasure: 'tkr' };
const adopted = (data: Partial<BudgetAdopted>): Statement =>
  read(eventOf('BudgetAdopted', { ...frame, lines: [line], ...data }))[0] as Statement;

describe('an entry of a line', () => {
  it('has the id of its event and its number', () => {
    const records = read(
      eventOf('BudgetAdopted', { ...frame, lines: [line, { ...line, measure: 'revenue' }] }),
    );
    expect(records.map((record) => (record as PlainEntry).id)).toEqual(['e1/0', 'e1/1']);
  });

  it('is of the frame of its event, but for what it says itself', () => {
    expect(adopted({}).reading).toEqual({ ...frame, line: ['Kommunledning'], measure: 'cost' });
    const elsewhere = { ...line, at: { unit: 'boras/ks/kg', edition: '2021:1' } };
    expect(adopted({ lines: [elsewhere] }).reading).toMatchObject({
      unit: 'boras/ks/kg',
      edition: '2021:1',
      period: '2021',
    });
  });

  it('is published and ranked by the date of its decision, unless more is said', () => {
    const decision = { body: 'Kommunfullmäktige', date: '2020-11-25' };
    expect(adopted({ decision })).toMatchObject({
      decision,
      published: { date: '2020-11-25' },
      rank: { date: '2020-11-25' },
    });
    const own = { body: 'Kommunstyrelsen', date: '2021-01-18' };
    expect(adopted({ decision, lines: [{ ...line, decision: own }] })).toMatchObject({
      decision: own,
      published: { date: '2021-01-18' },
      rank: { date: '2021-01-18' },
    });
    expect(adopted({ decision, published: { date: '2020-12-01' } }).published).toEqual({
      date: '2020-12-01',
    });
    expect(adopted({})).toMatchObject({
      published: undefined,
      rank: { authority: 0, table: 0, date: null, place: '' },
    });
  });

  it('tells what is not stated from zero', () => {
    expect(adopted({ lines: [{ ...line, amount: null }] }).says).toEqual({ kind: 'notStated' });
    expect(adopted({ lines: [{ ...line, amount: '0' }] }).says).toEqual({ kind: 'amount', amount: 0n });
  });
});

describe('a change', () => {
  const explained = (data: Partial<ChangeExplained['lines'][number]>): Change => {
    const { amount: _, ...rest } = line;
    const pair = {
      ...rest,
      amount: '1.3',
      unitOfMeasure: 'mnkr',
      from: { edition: '2021:1' },
      ...data,
    } as const;
    const cause = { kind: 'efficiency', words: 'Effektivisering 1,0 %' };
    return read(eventOf('ChangeExplained', { ...frame, cause, lines: [pair] }))[0] as Change;
  };

  it('leads from the reading that it names by what differs', () => {
    const { from, to } = explained({});
    expect(from).toEqual({ ...to, edition: '2021:1' });
    expect(explained({ from: { basis: 'forecast', edition: 'T1' } }).from).toEqual({
      ...to,
      basis: 'forecast',
      edition: 'T1',
    });
  });

  it('is as precise as its source: "1,3 mnkr" is ± 50 tkr', () => {
    expect(explained({ printed: { text: '1,3 mnkr', decimals: 1, sign: 1 } })).toMatchObject({
      amount: 1_300_000_000_000n,
      precision: 50_000_000_000n,
    });
    expect(explained({ precision: '0.1' }).precision).toBe(100_000_000_000n);
    expect(explained({}).precision).toBe(0n);
  });

  it('shares its cause with the other lines of its event', () => {
    expect(explained({}).cause).toEqual({ id: 'e1', kind: 'efficiency', words: 'Effektivisering 1,0 %' });
  });

  it('from the budget in force finds what that is when it is read', () => {
    const { amount: _, ...rest } = line;
    const cause = { kind: 'saving', words: 'Sparbeting' };
    const [change] = read(eventOf('BudgetChanged', { ...frame, cause, lines: [{ ...rest, amount: null }] }));
    expect(change).toMatchObject({ kind: 'change', from: 'inForce', amount: null });
  });
});

describe('a rescinded sale', () => {
  const rescission: LandSaleRescinded = {
    sale: 'tomt-7',
    unit: 'alingsas/ks/exploatering',
    repaid: '1158',
    unitOfMeasure: 'tkr',
    date: '2023',
    reason: 'Köparen fick inte bygglov',
  };
  const revenue = { line: [], measure: 'revenue', amount: '-1158', unitOfMeasure: 'tkr' } as const;

  it('moves no figure of its own accord', () => {
    expect(read(eventOf('LandSaleRescinded', rescission))).toEqual([]);
  });

  // K5
  it('is a change for just the pairs that it names', () => {
    const land = { unit: rescission.unit, area: 'operations', period: '2023' } as const;
    const moves = [
      { ...land, basis: 'outcome', edition: '2023-08', lines: [{ ...revenue, from: { edition: 'start' } }] },
      { ...land, basis: 'forecast', edition: 'T2', lines: [{ ...revenue, from: { edition: 'T1' } }] },
    ] as const;
    const records = read(eventOf('LandSaleRescinded', { ...rescission, moves }));
    expect(records).toMatchObject([
      {
        id: 'e1/0',
        to: { edition: '2023-08' },
        from: { edition: 'start' },
        amount: -1_158_000_000_000n,
        cause: { kind: 'rescission' },
      },
      {
        id: 'e1/1',
        to: { edition: 'T2' },
        from: { edition: 'T1' },
        cause: { id: 'e1', words: 'Köparen fick inte bygglov' },
      },
    ]);
  });
});

it('a split is a merger read the other way', () => {
  const is = { kind: 'split', parts: [['Re'], ['Anpassning']] } as const;
  const [name] = read(
    eventOf('LineNamed', { unit: 'alingsas/ks', area: 'investment', line: ['Re + Anpassning'], is }),
  );
  expect(name).toMatchObject({ kind: 'name', is: { kind: 'merger', parts: [['Re'], ['Anpassning']] } });
});

it('only the end of an import is a step of its life', () => {
  const step = (event: DomainEvent): unknown => importStepOf({ ...event, id });
  expect(step(eventOf('ImportCompleted', { importId: 'i', events: 1 }))).toEqual({
    importId: 'i',
    step: 'completed',
  });
  expect(step(eventOf('ImportAbandoned', { importId: 'i', reason: 'Fel fil' }))).toEqual({
    importId: 'i',
    step: 'abandoned',
  });
  expect(step(eventOf('ImportStarted', { importId: 'i', documents: ['a'] }))).toBeUndefined();
});

describe('an entry as a correction records it', () => {
  const text = fc.string({ minLength: 1, maxLength: 8 });
  const reading = fc.record({
    unit: fc.constantFrom('boras/ks', 'alingsas/ks'),
    area: fc.constantFrom('operations', 'investment'),
    line: fc.array(text, { maxLength: 2 }),
    measure: fc.constantFrom('cost', 'revenue'),
    period: fc.constantFrom('2021', '2022'),
    basis: fc.constantFrom('budget' as const, 'forecast' as const),
    edition: fc.constantFrom('2021:1', '2021:2', 'T1'),
  });
  const amount = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });
  const common = fc.record({
    rank: fc.record({
      authority: fc.constantFrom(0 as const, 1 as const),
      table: fc.nat(),
      date: fc.constantFrom(null, '2021-01-20'),
      place: text,
    }),
    status: fc.constantFrom('proposed' as const, undefined),
    published: fc.constantFrom({ date: '2021-01-20' }, undefined),
    preliminary: fc.constantFrom(true, undefined),
    printed: fc.constantFrom(undefined, {
      text: '1',
      unitOfMeasure: 'tkr' as const,
      decimals: 0,
      sign: -1 as const,
    }),
  });
  const says = fc.oneof(
    fc.record({ kind: fc.constant('amount' as const), amount }),
    fc.constant({ kind: 'notStated' as const }),
    fc.record({
      kind: fc.constant('relative' as const),
      terms: fc.array(fc.record({ coefficient: fc.constantFrom(1n, -1n), reading }), {
        minLength: 1,
        maxLength: 2,
      }),
      difference: amount,
    }),
  );
  const cause = fc.record({ id: text, kind: fc.constant('saving'), words: text });
  const entry: fc.Arbitrary<PlainEntry> = fc.oneof(
    fc.tuple(common, reading, says).map(([parts, at, said]) => ({
      ...parts,
      id: 'e1/0',
      kind: 'statement' as const,
      reading: at,
      says: said,
    })),
    fc
      .tuple(common, reading, fc.oneof(reading, fc.constant('inForce' as const)), amount, cause)
      .map(([parts, to, from, d, why]) => ({
        ...parts,
        id: 'e1/0',
        kind: 'change' as const,
        to,
        from,
        amount: d,
        precision: d < 0n ? -d : d,
        cause: why,
      })),
    fc.tuple(common, reading, reading, amount).map(([parts, to, from, d]) => ({
      ...parts,
      id: 'e1/0',
      kind: 'statedDifference' as const,
      to,
      from,
      amount: d,
    })),
  );

  it('is read back as the same entry, through JSON', () => {
    fc.assert(
      fc.property(entry, (plain) => {
        const data = dataOfEntry(plain, 'kr');
        const stored = JSON.parse(JSON.stringify(data)) as typeof data;
        expect(stored).toEqual(data);
        expect(entryOfData('e1/0', stored)).toEqual(plain);
        expect(readingOf(entryOfData('e1/0', stored))).toEqual(readingOf(plain));
      }),
    );
  });
});
