import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { openSqliteEventStore } from '#event-store';
import type { View, ViewRequest } from '../contract.js';
import type { LiveMessage, LiveRequest, LiveTopic } from '../live-contract.js';
import { openReadLedger } from '../open-read-ledger.js';
import { allOf, folded, tableOf } from '../testing/live.js';
import { smallHistory, type SmallHistory } from '../testing/small-history.js';

let history: SmallHistory;

beforeEach(async () => {
  history = await smallHistory();
});

afterEach(() => history.close());

const UNIT = 'k/ks';
const BUDGET = { unit: UNIT, area: 'operations', basis: 'budget', period: '2033' } as const;
const cost = (amount: string) => ({ line: ['Stab'], measure: 'cost', amount, unitOfMeasure: 'tkr' }) as const;

const VIEWS: readonly ViewRequest[] = [
  { view: 'life', unit: UNIT, year: '2033', line: ['Stab'], measure: 'cost' },
  { view: 'budget-diff', unit: 'k', year: '2033', from: '2033:1', to: '2033:2' },
  { view: 'internal-control', unit: UNIT, year: '2031' },
  { view: 'goals', unit: 'k' },
  { view: 'land', unit: UNIT, year: '2031' },
  { view: 'tertial-forecast', unit: UNIT, year: '2033' },
];

/** A little of everything; gives the position of each event. */
async function everything({ record, edition }: SmallHistory): Promise<string[]> {
  const at: string[] = [];
  const add = async (position: Promise<string>): Promise<void> => void at.push(await position);
  await add(record('UnitDefined', { unit: 'k', name: 'Kommunen', kind: 'municipality' }));
  await add(edition({ ...BUDGET, edition: '2033:1', label: '2033:1', order: [2033, 1, 0] }));
  await add(record('BudgetAdopted', { ...BUDGET, edition: '2033:1', lines: [cost('-110')] }));
  await add(edition({ ...BUDGET, edition: '2033:2', label: '2033:2', order: [2033, 2, 0] }, 'amending'));
  await add(
    record('BudgetChanged', {
      ...BUDGET,
      edition: '2033:2',
      cause: { kind: 'saving', words: 'Sparbeting.' },
      lines: [cost('8')],
    }),
  );
  const forecast = { ...BUDGET, basis: 'forecast', edition: 'T1' } as const;
  await add(edition({ ...forecast, label: 'T1', order: [2033, 4, 0] }));
  await add(record('ForecastRevised', { ...forecast, lines: [cost('-105')] }));
  await add(record('UnitDefined', { unit: UNIT, name: 'Kommunstyrelsen', kind: 'board' }));
  for (const period of ['2030', '2031']) {
    const frame = { unit: UNIT, area: 'control', basis: 'approved', period, edition: period } as const;
    await add(edition({ ...frame, label: period, order: [Number(period), 0, 0] }));
    await add(
      record('RiskAssessed', {
        ...frame,
        risk: 'brand',
        line: ['Brand'],
        likelihood: { score: 3 },
        materiality: { score: period === '2030' ? 4 : 2 },
      }),
    );
  }
  const outcome = {
    unit: UNIT,
    area: 'indicator',
    basis: 'outcome',
    period: '2031',
    edition: '2031-12',
  } as const;
  await add(edition({ ...outcome, label: 'Utfall', order: [2031, 12] }));
  await add(
    record('IndicatorMeasured', {
      ...outcome,
      goal: 'g1',
      lines: [{ line: ['Nöjda'], measure: 'value', amount: '61', unitOfMeasure: 'percent' }],
    }),
  );
  const approved = {
    unit: UNIT,
    area: 'land',
    basis: 'approved',
    period: 'lifetime',
    edition: '2030',
  } as const;
  await add(edition({ ...approved, label: 'Godkänd', order: [2030, 0, 0] }));
  await add(
    record('LayoutStated', {
      ...approved,
      table: 'projekt',
      rank: 1,
      title: 'Projekt',
      unitOfMeasure: 'tkr',
      signs: { outlay: -1 },
      rows: [{ path: ['Norra'], kind: 'leaf', line: ['Norra'], measure: 'outlay' }],
    }),
  );
  await add(
    record('ProjectApproved', {
      ...approved,
      project: 'norra',
      name: 'Norra stan',
      lines: [{ line: ['Norra'], measure: 'outlay', amount: '-100', unitOfMeasure: 'tkr' }],
    }),
  );
  await add(
    record('LayoutStated', {
      ...BUDGET,
      edition: '2033:1',
      table: 'drift',
      rank: 1,
      title: 'Drift',
      unitOfMeasure: 'tkr',
      signs: { cost: -1 },
      rows: [{ path: ['Staben'], kind: 'leaf', line: ['Stab'], measure: 'cost' }],
    }),
  );
  return at;
}

async function readAgain(request: LiveRequest, after: string): Promise<LiveMessage[]> {
  const topic = await history.opened.ledger.live.open(request, after);
  const messages = await allOf(topic);
  topic.close();
  return messages;
}

const start = (): string => `${history.opened.store.logId}:0`;

describe('following', () => {
  it('each view is, applied message by message, the view as of every position', async () => {
    const positions = await everything(history);
    const { reader } = history;
    for (const request of VIEWS) {
      const messages = await readAgain({ kind: 'viewChanged', request }, start());
      let before = JSON.stringify(tableOf(null));
      for (const [i, position] of positions.entries()) {
        let view: View | null = null;
        try {
          view = reader.view(request, { asOf: position });
        } catch {
          // There is no such unit or edition yet.
        }
        const until = messages.filter((m) => positions.indexOf(m.position) <= i);
        expect([request.view, position, folded(until)]).toEqual([request.view, position, tableOf(view)]);
        const moved = JSON.stringify(tableOf(view)) !== before;
        expect([request.view, i, until.some((m) => m.position === position)]).toEqual([
          request.view,
          i,
          moved,
        ]);
        before = JSON.stringify(tableOf(view));
      }
    }
  });

  it('another process reads the same as the one that applies, beside it and through a rebuild', async () => {
    await everything(history);
    const { ledger, store } = history.opened;
    const other = await openSqliteEventStore({ path: join(history.folder, 'log.sqlite'), mode: 'read' });
    const beside = openReadLedger({ folder: history.folder, store: other });
    await beside.ready;
    expect(beside.runner.status().applies).toBe(false);
    const requests: LiveRequest[] = [
      ...VIEWS.map((request): LiveRequest => ({ kind: 'viewChanged', request })),
      { kind: 'eventRecorded', filter: { unit: UNIT } },
      { kind: 'discrepancyChanged', filter: {} },
      { kind: 'figureChanged', reading: { ...BUDGET, edition: '2033:2', line: ['Stab'], measure: 'cost' } },
    ];
    const topics: LiveTopic[] = [];
    for (const request of requests) topics.push(await beside.live.open(request));
    const from = beside.live.cursor();
    const heard: LiveMessage[][] = topics.map(() => []);
    const taken = async (): Promise<void> => {
      for (const [i, topic] of topics.entries()) heard[i]?.push(...(await allOf(topic)));
    };
    await taken();
    let concerned = 0;
    const stop = beside.live.onAdvance((topics) => void (concerned += topics?.size ?? 0));
    await history.record('BudgetAdopted', { ...BUDGET, edition: '2033:1', lines: [cost('-112')] });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(concerned).toBeGreaterThan(3);
    await taken();
    await ledger.runner.rebuild();
    await history.record('UnitDefined', { unit: 'k', name: 'Staden', kind: 'municipality' });
    const position = await history.record('ForecastRevised', {
      ...BUDGET,
      basis: 'forecast',
      edition: 'T1',
      lines: [{ ...cost('-99'), line: ['Stab', 'Ledning'] }],
    });
    await beside.runner.waitFor(other.position(position));
    await taken();
    for (const [i, request] of requests.entries()) {
      expect([request, heard[i]]).toEqual([request, await readAgain(request, from)]);
      expect(topics[i]?.standing).toBe(position);
    }
    expect(heard.filter((messages) => messages.length > 0).length).toBeGreaterThan(4);
    expect(store.logId).toBe(other.logId);
    stop();
    await beside.close();
    await other.close();
  });

  it('says why: the changes, statements and corrections that a cell rests on', async () => {
    await everything(history);
    const view: LiveRequest = { kind: 'viewChanged', request: VIEWS[1] as ViewRequest };
    const from = history.opened.ledger.live.cursor();
    const position = await history.record('BudgetChanged', {
      ...BUDGET,
      edition: '2033:2',
      cause: { kind: 'indexation', words: 'Löner.' },
      decision: { body: 'Kommunstyrelsen', date: '2033-03-01' },
      lines: [cost('-3')],
    });
    const [message, ...more] = await readAgain(view, from);
    expect(more).toEqual([]);
    if (message?.kind !== 'viewChanged') throw new Error('no message');
    expect(message).toMatchObject({
      cursor: `${position}/0`,
      position,
      actor: 'test',
      initial: false,
      shape: null,
    });
    expect(message.cells.map((c) => [c.column, c.before, c.after])).toEqual([
      ['to', '102', '105'],
      ['change', '-8', '-5'],
    ]);
    expect(message.cells[0]?.why).toMatchObject([
      {
        kind: 'change',
        change: { cause: 'Löner.', amount: '-3', counted: true, decision: { body: 'Kommunstyrelsen' } },
      },
    ]);
    const why = message.cells[0]?.why[0];
    const corrects = why?.kind === 'change' ? why.change.entry : '';
    const after = history.opened.ledger.live.cursor();
    const { position: done } = await history.opened.store.append(
      'budget-k/ks|2033',
      [
        {
          id: 'ffffffff-0000-4000-8000-000000000001',
          type: 'EntryWithdrawn',
          schemaVersion: 1,
          data: { corrects, was: { kind: 'change' }, reason: 'Fel nämnd.' },
          metadata: { actor: 'test' },
        },
      ],
      'any',
    );
    await history.opened.ledger.runner.waitFor(done);
    const [withdrawn] = await readAgain(view, after);
    if (withdrawn?.kind !== 'viewChanged') throw new Error('no message');
    expect(withdrawn.cells[0]).toMatchObject({
      before: '105',
      after: '102',
      why: [{ kind: 'correction', correction: { corrects, is: null, reason: 'Fel nämnd.' } }],
    });
  });

  it('refuses cursors that are none, of another log, and ahead of the end', async () => {
    const positions = await everything(history);
    const { live } = history.opened.ledger;
    const events: LiveRequest = { kind: 'eventRecorded', filter: {} };
    const { logId } = history.opened.store;
    for (const bad of ['', 'x', `${logId}:1/`, `${logId}:1/-1`, `${logId}:1/1/1`, `${logId}:1/start/`]) {
      await expect(live.open(events, bad)).rejects.toMatchObject({ code: 'CURSOR_UNREADABLE' });
    }
    await expect(live.open(events, 'other:1/0')).rejects.toMatchObject({ code: 'POSITION_OF_OTHER_LOG' });
    await expect(live.open(events, `${logId}:${positions.length + 9}`)).rejects.toMatchObject({
      code: 'POSITION_NOT_REACHED',
      place: { field: 'after' },
    });
    await expect(
      live.open({ kind: 'viewChanged', request: { view: 'goals', unit: 'nowhere' } }),
    ).rejects.toMatchObject({ code: 'UNKNOWN_UNIT' });
    const reading = {
      unit: 'nowhere',
      area: 'operations',
      line: [],
      measure: 'cost',
      period: '2031',
      basis: 'budget',
      edition: '2031',
    } as const;
    await expect(live.open({ kind: 'figureChanged', reading })).rejects.toMatchObject({
      code: 'UNKNOWN_UNIT',
    });
    expect(live.compare(`${logId}:1/0`, `${logId}:1`)).toBeLessThan(0);
    expect(live.compare(`${logId}:1/10`, `${logId}:1/9`)).toBeGreaterThan(0);
    expect(live.compare(`${logId}:2/0`, `${logId}:1`)).toBeGreaterThan(0);
  });

  it('the events of an import come when it completes, in their order; of one that is abandoned none', async () => {
    const { record } = history;
    const importing = { importId: 'i' };
    const unit = (name: string, metadata?: Record<string, string>) =>
      record('UnitDefined', { unit: 'k', name, kind: 'municipality' }, metadata);
    const asked: LiveRequest = { kind: 'eventRecorded', filter: { type: 'UnitDefined' } };
    const topic = await history.opened.ledger.live.open(asked, start());
    await unit('A', importing);
    await unit('B');
    await unit('C', importing);
    await unit('D', { importId: 'j' });
    const heard = [...(await allOf(topic))];
    expect(heard.map(({ cursor }) => cursor)).toEqual([`${start().slice(0, -2)}:2/0`]);
    await record('ImportAbandoned', { importId: 'j', reason: 'avbruten' }, { importId: 'j' });
    const completed = await record('ImportCompleted', { importId: 'i', events: 2 }, importing);
    heard.push(...(await allOf(topic)));
    expect(heard.slice(1).map(({ cursor }) => cursor)).toEqual([`${completed}/0`, `${completed}/2`]);
    expect(heard.map((m) => (m.kind === 'eventRecorded' ? m.hit.position.split(':')[1] : ''))).toEqual([
      '2',
      '1',
      '3',
    ]);
    expect(await readAgain(asked, `${completed}/0`)).toEqual(heard.slice(2));
    expect(await readAgain(asked, completed)).toEqual([]);
  });
});
