import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openReadLedger } from '#projections';
import type { ReadLedger } from '../read-ledger.js';
import { smallHistory, type SmallHistory } from '../testing/small-history.js';
import { tablesIn } from '../testing/tables.js';
import { subjectOf } from './subjects.js';

let history: SmallHistory;

beforeEach(async () => {
  history = await smallHistory();
});

afterEach(() => history.close());

const UNIT = 'k/ks';
const DEAL = { unit: UNIT, property: 'Hälla 1:2', price: '7', unitOfMeasure: 'tkr', date: '2031' } as const;

/** Some of every kind, by hand and in imports that are completed and abandoned. */
async function recorded(): Promise<void> {
  const { record } = history;
  await record('GoalSet', { goal: 'g', unit: UNIT, period: '2031', words: 'Växa' });
  await record('LandSaleAgreed', { ...DEAL, sale: 's' });
  for (const [importId, end] of [
    ['one', 'ImportCompleted'],
    ['two', 'ImportAbandoned'],
  ] as const) {
    await record('ImportStarted', { importId, documents: ['ab'.repeat(32)], profile: 'test' });
    const within = { importId };
    await record('GoalAssessed', { goal: 'g', unit: UNIT, period: '2031', state: 'notEvaluated' }, within);
    await record('AssignmentGiven', { assignment: importId, unit: UNIT, words: 'Utreda' }, within);
    await record(
      'ControlPlanned',
      { control: importId, unit: UNIT, period: '2031', what: 'Stickprov' },
      within,
    );
    await record(end, { importId } as never);
  }
  await record('LandSaleCompleted', { ...DEAL, sale: 's' });
  await record('LandAcquired', { ...DEAL, purchase: 'p' });
}

function answers(reader: ReadLedger, asOf?: string): unknown {
  const at = asOf === undefined ? {} : { asOf };
  return [
    reader.land(UNIT, '2031', at).sales,
    reader.land(UNIT, '2031', at).purchases,
    reader.goals(UNIT, '2031', at).goals,
    reader.internalControl(UNIT, '2031', at).controls,
    reader.assignments({ unit: UNIT }, at).assignments,
  ];
}

describe('subjects in the read model', () => {
  it('a read model built at once is the one that grew event by event', async () => {
    await recorded();
    const folder = mkdtempSync(join(tmpdir(), 'liggaren-'));
    const other = openReadLedger({ folder, store: history.opened.store });
    await other.ready;
    expect(tablesIn(folder)).toEqual(tablesIn(history.folder));
    expect(answers(other.reader)).toEqual(answers(history.reader));
    await other.close();
    rmSync(folder, { recursive: true });
  });

  it('what an import says counts from its completion, what an abandoned one says never does', async () => {
    await recorded();
    const { reader } = history;
    expect(reader.assignments({ unit: UNIT }).assignments.map(({ assignment }) => assignment)).toEqual([
      'one',
    ]);
    expect(reader.internalControl(UNIT, '2031').controls.map(({ control }) => control)).toEqual(['one']);
    expect(reader.goals(UNIT).goals[0]?.assessments).toHaveLength(1);
    const [started] = (await positions()).slice(2);
    expect(reader.goals(UNIT, '2031', { asOf: started }).goals[0]?.state).toBeNull();
  });

  it('an answer as of a position is the one that was given when the log ended there', async () => {
    const { record, reader } = history;
    await record('UnitDefined', { unit: UNIT, name: 'Kommunstyrelsen', kind: 'board' });
    await record('GoalSet', { goal: 'g', unit: UNIT, period: '2031', words: 'Växa' });
    await record('ControlPlanned', { control: 'c', unit: UNIT, period: '2031', what: 'Stickprov' });
    await record('LandSaleAgreed', { ...DEAL, sale: 's' });
    const given: [string, unknown][] = [];
    const keep = (position: string): void => void given.push([position, answers(reader)]);
    keep(await record('LandSaleCompleted', { ...DEAL, sale: 's' }));
    keep(await record('GoalAssessed', { goal: 'g', unit: UNIT, period: '2031', state: 'fullyFulfilled' }));
    keep(await record('AssignmentReported', { assignment: 'u', unit: UNIT, status: 'started' }));
    keep(
      await record('ControlOutcomeRecorded', {
        control: 'c',
        unit: UNIT,
        period: '2031',
        outcome: 'notStated',
      }),
    );
    for (const [position, answer] of given) expect(answers(reader, position)).toEqual(answer);
  });

  it('an indicator that belongs to no goal is about figures alone', () => {
    const data = { unit: UNIT, period: '2031' };
    expect(subjectOf({ type: 'IndicatorMeasured', data })).toBeNull();
    expect(subjectOf({ type: 'BudgetAdopted', data })).toBeNull();
    expect(subjectOf({ type: 'ControlPlanned', data: { ...data, control: 'c' } })).toEqual({
      kind: 'control',
      key: 'k/ks\u001f2031\u001fc',
    });
  });
});

async function positions(): Promise<string[]> {
  const found: string[] = [];
  for await (const { position } of history.opened.store.readAll()) found.push(position);
  return found;
}
