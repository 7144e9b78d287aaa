import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { LedgerError } from '#amount';
import { standpointAt, surroundingsOf, type Standpoint } from '../answers/surroundings.js';
import { viewAnswer } from '../answers/view-answer.js';
import type { FindingClass } from '#ledger';
import type { DiscrepancyFilter, DiscrepancyItem, ReadOptions, View, ViewRequest } from '../contract.js';
import type { EventHit, HistoryFilter, HistoryPage } from '../history-answers.js';
import { eventsFound } from '../history/history.js';
import { LedgerCache } from '../ledger/ledger-cache.js';
import type { LiveLedger, LiveMessage, LiveRequest, LiveTopic } from '../live-contract.js';
import { allOf, folded, tableOf } from '../testing/live.js';
import { liveModel, LOG_ID, type LiveModel } from '../testing/live-model.js';
import { discrepancyPage } from '../reconciliation/discrepancies.js';
import { Findings, findingSpool, FindingStore } from '../reconciliation/kept-findings.js';
import { reconcileScope } from '../reconciliation/reconcile.js';
import {
  contradictingHistories,
  histories,
  idOf,
  READINGS,
  type TestEvent,
} from '../testing/random-history.js';

const either = fc.oneof(histories, contradictingHistories);

const UNIT = 'k/n/r';

const views = fc.oneof(
  fc.record({
    view: fc.constant('budget-diff' as const),
    unit: fc.constantFrom(UNIT, 'k'),
    year: fc.constant('2021'),
    from: fc.constantFrom('1', '2'),
    to: fc.constantFrom('2', '3'),
  }),
  fc.record({
    view: fc.constant('tertial-forecast' as const),
    unit: fc.constant(UNIT),
    year: fc.constant('2021'),
  }),
  fc.record({
    view: fc.constant('delarsbokslut' as const),
    unit: fc.constant(UNIT),
    year: fc.constant('2021'),
    through: fc.constantFrom('2021-04', '2021-08'),
  }),
  fc.record({
    view: fc.constant('life' as const),
    unit: fc.constant(UNIT),
    year: fc.constant('2021'),
    area: fc.constant('operations'),
    line: fc.constantFrom([], ['a'], ['c']),
    measure: fc.constantFrom('cost', 'net'),
  }),
) satisfies fc.Arbitrary<ViewRequest>;

const days = fc.constantFrom(undefined, undefined, '2021-03-01');

const filters: fc.Arbitrary<HistoryFilter> = fc.record(
  {
    unit: fc.constantFrom(UNIT, 'k', 'x'),
    line: fc.constantFrom(['a'], ['c']),
    measure: fc.constantFrom('cost', 'revenue'),
    basis: fc.constantFrom('budget' as const, 'forecast' as const),
    causeKind: fc.constant('other'),
    cause: fc.constantFrom('orsak', 'taxi'),
    type: fc.constantFrom('ImportAbandoned', 'ImportCompleted'),
    amountAtLeast: fc.constantFrom('5', '2000'),
    recordedFrom: fc.constant('2026-01-01T00:00:06Z'),
    recordedTo: fc.constant('2026-01-01T00:00:09Z'),
  },
  { requiredKeys: [] },
);
/** Mostly one condition: all of them hardly ever hold. */
const filter = fc.tuple(filters, fc.nat(), fc.boolean()).map(([all, n, none]): HistoryFilter => {
  const pairs = Object.entries(all);
  const pair = pairs[n % Math.max(1, pairs.length)];
  return none || pair === undefined ? {} : Object.fromEntries([pair]);
});

const classes = fc.constantFrom<readonly FindingClass[]>(
  ['discrepancy', 'followOn'],
  ['followOn'],
  ['discrepancy', 'followOn', 'rounding'],
);
const discrepancies: fc.Arbitrary<DiscrepancyFilter> = fc.oneof(
  fc.constant({}),
  classes.map((asked) => ({ classes: asked })),
  fc.constantFrom('new' as const, 'explained' as const, 'accepted' as const).map((status) => ({ status })),
  fc.record({ unit: fc.constantFrom(UNIT, 'k'), kind: fc.constant('sum' as const) }),
);

const requests: fc.Arbitrary<LiveRequest> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('viewChanged' as const), request: views, publishedBy: days }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('figureChanged' as const),
      reading: fc.constantFrom(...READINGS),
      publishedBy: days,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('eventRecorded' as const), filter }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('discrepancyChanged' as const), filter: discrepancies }),
  },
);

/** The same, in which somebody says something of what does not agree, right when it is there. */
const discussed = fc
  .tuple(
    either,
    fc.array(fc.record({ at: fc.nat(), which: fc.nat(), accepts: fc.boolean() }), { maxLength: 3 }),
  )
  .map(([events, said]) => {
    const all = [...events];
    for (const [n, { at: place, which, accepts }] of said.entries()) {
      const seq = 1 + (place % all.length);
      const model = liveModel(all);
      model.apply(seq);
      const found = [...findingsAt(model, seq).all()];
      const finding = found[which % Math.max(1, found.length)];
      if (finding === undefined) continue;
      const { id, stated, computed } = finding;
      const envelope = {
        id: idOf(1_000 + n),
        type: accepts ? 'DiscrepancyAccepted' : 'DiscrepancyExplained',
        schemaVersion: 1,
        stream: 'test-2',
        data: { discrepancy: id, stated, computed, explanation: 'Så är det' },
        metadata: {},
        recordedAt: all[seq - 1]?.envelope.recordedAt ?? '',
      };
      const logged = { seq: 0, eventId: envelope.id, time: envelope.recordedAt, records: [] };
      all.splice(seq, 0, { envelope, logged });
    }
    return all;
  });

/** What does not agree as of a seq, with nothing that was worked out before. */
function findingsAt(model: LiveModel, seq: number): Findings {
  const cache = new LedgerCache(model.cache().model);
  cache.refresh();
  const scopes = new FindingStore(cache.model.database).scopes();
  const found = findingSpool();
  for (const scope of scopes) found.keep(scope, reconcileScope(cache, scope, seq), seq);
  return new Findings(null, found);
}

/**
 * What the history finds; it refuses a name of which nothing is said yet (UNKNOWN_…; of a measure or a kind of cause
 * WRONG_USAGE), and who follows the name waits for it.
 */
function matching(standpoint: Standpoint, asked: HistoryFilter): HistoryPage<EventHit>['items'] {
  try {
    return eventsFound(standpoint, LOG_ID, asked, { first: 1_000 }).items;
  } catch (error) {
    if (error instanceof LedgerError && /^(?:UNKNOWN_|WRONG_USAGE$)/.test(error.code)) return [];
    throw error;
  }
}

async function openOrNull(live: LiveLedger, request: LiveRequest, after: string): Promise<LiveTopic | null> {
  try {
    return await live.open(request, after);
  } catch (error) {
    if (error instanceof LedgerError) return null;
    throw error;
  }
}

const at = (seq: number): string => `${LOG_ID}:${seq}`;

async function readAgain(
  events: readonly TestEvent[],
  request: LiveRequest,
  after = at(0),
): Promise<LiveMessage[] | null> {
  const model = liveModel(events);
  model.apply(events.length);
  const topic = await openOrNull(model.live, request, after);
  return topic === null ? null : allOf(topic, 3);
}

function viewAt(model: LiveModel, request: ViewRequest, seq: number, options: ReadOptions): View | null {
  // Of a cache of its own: nothing that was worked out before is in it.
  const cache = new LedgerCache(model.cache().model);
  cache.refresh();
  try {
    const standpoint = standpointAt(cache, LOG_ID, seq, options);
    return viewAnswer(standpoint, request, surroundingsOf(standpoint, request.unit));
  } catch (error) {
    if (error instanceof LedgerError) return null;
    throw error;
  }
}

/** How many histories each property is tried on; more where somebody asks for it. */
const RUNS = Number(process.env['LIVE_RUNS'] ?? 100);

const optionsOf = (request: LiveRequest): ReadOptions =>
  'publishedBy' in request && request.publishedBy !== undefined ? { publishedBy: request.publishedBy } : {};

describe('what is followed', () => {
  it('is the same live, read again, after a rebuild, and resumed at any cursor', async () => {
    let told = 0;
    await fc.assert(
      fc.asyncProperty(
        discussed,
        requests,
        fc.integer({ min: 1, max: 4 }),
        fc.nat({ max: 20 }),
        async (events, request, step, rebuildAt) => {
          const all = await readAgain(events, request);
          if (all === null) return;
          told += all.length;
          const model = liveModel(events);
          let topic: LiveTopic | null = null;
          const live: LiveMessage[] = [];
          for (let to = step; ; to += step) {
            model.apply(to);
            if (rebuildAt >= to && rebuildAt < to + step) model.rebuild();
            topic ??= await openOrNull(model.live, request, at(0));
            if (topic !== null) live.push(...(await allOf(topic, 2)));
            if (topic !== null) expect(topic.standing).toBe(model.live.cursor());
            if (to >= events.length) break;
          }
          expect(live).toEqual(all);
          for (const [i, { cursor }] of all.entries()) {
            expect(await readAgain(events, request, cursor)).toEqual(all.slice(i + 1));
          }
          for (let seq = 0; seq <= events.length; seq += 3) {
            const rest = all.filter(({ cursor }) => model.live.compare(cursor, at(seq)) > 0);
            expect(await readAgain(events, request, at(seq))).toEqual(rest);
          }
        },
      ),
      { numRuns: RUNS },
    );
    expect(told).toBeGreaterThan(RUNS / 2);
  }, 240_000);

  it('as a view is, applied message by message, the view as of every position', async () => {
    await fc.assert(
      fc.asyncProperty(either, views, days, async (events, view, publishedBy) => {
        const request: LiveRequest = {
          kind: 'viewChanged',
          request: view,
          ...(publishedBy === undefined ? {} : { publishedBy }),
        };
        const messages = await readAgain(events, request);
        if (messages === null) return;
        const model = liveModel(events);
        model.apply(events.length);
        let before = JSON.stringify(tableOf(null));
        for (let seq = 1; seq <= events.length; seq++) {
          const table = tableOf(viewAt(model, view, seq, optionsOf(request)));
          const sofar = messages.filter(({ position }) => model.live.compare(position, at(seq)) <= 0);
          expect(folded(sofar)).toEqual(table);
          // A message where it moved, and nowhere else.
          const moved = JSON.stringify(table) !== before;
          expect([seq, sofar.filter(({ position }) => position === at(seq)).length]).toEqual([
            seq,
            moved ? 1 : 0,
          ]);
          before = JSON.stringify(table);
        }
      }),
      { numRuns: RUNS },
    );
  }, 240_000);

  it('as events are, those that the query finds, once each, in order', async () => {
    await fc.assert(
      fc.asyncProperty(either, filter, async (events, asked) => {
        const messages = (await readAgain(events, { kind: 'eventRecorded', filter: asked })) ?? [];
        const model = liveModel(events);
        model.apply(events.length);
        const expected: string[] = [];
        const held = new Map<string, number[]>();
        const passes = (seq: number, as: number): boolean => {
          const cache = new LedgerCache(model.cache().model);
          cache.refresh();
          const standpoint = standpointAt(cache, LOG_ID, as);
          return matching(standpoint, asked).some(({ item }) => item.position === at(seq));
        };
        for (const { envelope, logged } of events) {
          const { seq } = logged;
          const importId = (envelope.data as { importId?: string }).importId ?? '';
          const of = envelope.metadata['importId'];
          if (of !== undefined) {
            held.set(of, [...(held.get(of) ?? []), seq]);
            continue;
          }
          if (envelope.type === 'ImportCompleted') {
            const own = held.get(importId) ?? [];
            const first = own[0] ?? seq;
            for (const one of [...own, seq])
              if (passes(one, seq)) expected.push(`${at(seq)}/${one - first} ${at(one)}`);
          } else if (passes(seq, seq)) expected.push(`${at(seq)}/0 ${at(seq)}`);
          if (envelope.type.startsWith('Import')) held.delete(importId);
        }
        const got = messages.map((m) =>
          m.kind === 'eventRecorded' ? `${m.cursor} ${m.hit.position}` : m.kind,
        );
        expect(got).toEqual(expected);
      }),
      { numRuns: RUNS },
    );
  }, 240_000);

  it('as discrepancies are, applied message by message, what the query lists at every position', async () => {
    const seen = { messages: 0, statuses: new Set<string>() };
    await fc.assert(
      fc.asyncProperty(discussed, discrepancies, async (events, asked) => {
        const request: LiveRequest = { kind: 'discrepancyChanged', filter: asked };
        const messages = await readAgain(events, request);
        if (messages === null) return;
        const model = liveModel(events);
        model.apply(events.length);
        const known = new Map<string, DiscrepancyItem>();
        for (let seq = 1; seq <= events.length; seq++) {
          for (const message of messages.filter(({ position }) => position === at(seq))) {
            if (message.kind !== 'discrepancyChanged') throw new Error(message.kind);
            seen.messages++;
            expect(message.before).toEqual(known.get(message.id) ?? null);
            expect(message.after).not.toEqual(message.before);
            if (message.after === null) known.delete(message.id);
            else known.set(message.id, message.after);
          }
          const cache = new LedgerCache(model.cache().model);
          cache.refresh();
          // A unit of which nothing is recorded yet has none.
          const { unit: _unit, ...rest } = asked;
          const listed = discrepancyPage(standpointAt(cache, LOG_ID, seq), findingsAt(model, seq), rest, {
            first: 1_000,
          }).items.map(({ item }) => item);
          expect(new Map(listed.map((item) => [item.id, item]))).toEqual(known);
          for (const item of listed) {
            seen.statuses.add(item.status);
          }
          if (seq < events.length) continue;
          const topic = await model.live.open(request);
          const there = await topic.initial();
          expect(there.map((m) => (m.kind === 'discrepancyChanged' ? m.after : null))).toEqual(listed);
        }
      }),
      { numRuns: 3 * RUNS },
    );
    expect(seen.messages).toBeGreaterThan(RUNS / 4);
    expect([...seen.statuses].sort()).toEqual(['accepted', 'explained', 'new']);
  }, 240_000);
});
