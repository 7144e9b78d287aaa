import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { fromDecimal, type Amount } from '#amount';
import { Sqlite } from '#event-store';
import { Book, effectsOf, Evaluator, termsOf, type Cell, type LedgerRecord, type LoggedEvent } from '#ledger';
import type { BeliefStep, ComparisonAnswer } from '../belief-answers.js';
import type { DifferenceAnswer } from '../contract.js';
import { LedgerCache } from '../ledger/ledger-cache.js';
import { Model } from '../ledger/model.js';
import { Applier } from '../runner/applier.js';
import { batchOf, type Envelope } from '../runner/batch.js';
import { createTables } from '../runner/schema.js';
import { histories, READINGS, type TestEvent } from '../testing/random-history.js';
import { beliefsOf } from './beliefs.js';
import { compareSides } from './comparison.js';
import { linesOf, valueOf, type Side } from './sides.js';
import { RestingFacts } from '../ledger/resting-facts.js';
import { standpoint, type Standpoint } from './surroundings.js';

/*
 * Over random histories: the difference of any two sides, each at any standpoint, is the sum of its parts at every level;
 * and what is told of a belief's history, folded, is the value as of every position.
 */

const LOG = 'test';

function cacheOf(events: readonly TestEvent[]): LedgerCache {
  const byId = new Map<string, readonly LedgerRecord[]>(events.map((e) => [e.envelope.id, e.logged.records]));
  const recordsOf = (event: Envelope): readonly LedgerRecord[] => byId.get(event.id) ?? [];
  const database = new Sqlite(':memory:');
  createTables(database, LOG);
  const applier = new Applier(database, recordsOf);
  const items = events.map(({ envelope, logged }) => ({
    position: String(logged.seq),
    text: JSON.stringify(envelope),
    event: envelope,
  }));
  applier.begin();
  applier.apply(batchOf(items, recordsOf));
  applier.commit();
  return new LedgerCache(new Model(database, recordsOf));
}

function bookAt(events: readonly LoggedEvent[], seq: number, publishedBy?: string): Book {
  const records = effectsOf(events)
    .filter((effect) => effect.seq <= seq)
    .flatMap((effect) => effect.records);
  return new Book(records, publishedBy === undefined ? {} : { publishedBy });
}

interface View {
  readonly cell: Exclude<Cell, { kind: 'empty' }>;
  /** As a share of the history's length. */
  readonly at: number;
  readonly publishedBy?: string;
}

const cell = fc
  .tuple(fc.constantFrom(...READINGS), fc.constantFrom(...READINGS), fc.integer({ min: 0, max: 3 }))
  .map(([a, b, kind]): View['cell'] =>
    kind < 2
      ? { kind: 'reading', reading: a }
      : { kind: 'difference', from: kind === 2 ? { ...a, edition: b.edition } : b, to: a },
  );

const view = fc
  .record({
    cell,
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    publishedBy: fc.constantFrom(undefined, undefined, '2021-02-01', '2021-07-01', '2020-12-31'),
  })
  .map(({ publishedBy, ...rest }): View => ({
    ...rest,
    ...(publishedBy === undefined ? {} : { publishedBy }),
  }));

function sideOf(at: Standpoint, { cell: of }: View): Side {
  const side = { cell: of, table: 't', label: 'x', unit: 'tkr', terms: termsOf(of), lines: [] } as const;
  const resting = new RestingFacts(at.facts);
  valueOf(new Evaluator(resting), side);
  return { ...side, lines: linesOf(resting.rests) };
}

const amount = (text: string | null): Amount => (text === null ? 0n : fromDecimal(text, 'tkr'));

const TERMS = ['difference', 'changed', 'begun', 'ended', 'unexplained'] as const;

function requireParts(answer: Pick<DifferenceAnswer, (typeof TERMS)[number] | 'parts'>, skip = false): void {
  const told =
    amount(answer.changed) + amount(answer.begun) + amount(answer.ended) + amount(answer.unexplained);
  if (!skip && answer.difference !== null) expect(told).toBe(amount(answer.difference));
  if (answer.parts.length === 0) return;
  for (const term of TERMS) {
    if (skip && term === 'difference') continue;
    const sum = answer.parts.reduce(
      (total, part) => total + BigInt(part.coefficient) * amount(part[term]),
      0n,
    );
    expect([term, sum]).toEqual([term, amount(answer[term])]);
  }
  for (const part of answer.parts) requireParts(part);
}

function requireSums(answer: ComparisonAnswer, same: boolean): void {
  const told =
    amount(answer.changed) +
    amount(answer.begun) +
    amount(answer.ended) +
    amount(answer.unexplained) +
    amount(answer.learned);
  const between = amount(answer.to.value) - amount(answer.from.value);
  if (answer.difference !== null) expect(amount(answer.difference)).toBe(between);
  else expect(answer.from.value === null || answer.to.value === null).toBe(true);
  if (!same || answer.difference !== null) expect(told).toBe(between);
  const steps = answer.steps.reduce(
    (sum, step) => sum + amount(step.moved),
    amount(answer.earlier?.moved ?? null),
  );
  expect(steps).toBe(amount(answer.learned));
  requireParts(answer, true);
}

describe('over random histories', () => {
  it('the difference of any two sides at any two standpoints sums exactly at every level', () => {
    fc.assert(
      fc.property(
        histories,
        fc.array(fc.tuple(view, view), { minLength: 6, maxLength: 6 }),
        (events, pairs) => {
          const cache = cacheOf(events);
          const logged = events.map((e) => e.logged);
          for (const [a, b] of pairs) {
            const [from, to] = [a, b].map((one) => {
              const seq = Math.round(one.at * events.length);
              const { publishedBy } = one;
              const at = standpoint(cache, LOG, {
                asOf: `${LOG}:${seq}`,
                ...(publishedBy === undefined ? {} : { publishedBy }),
              });
              const side = sideOf(at, one);
              const expected = valueOf(new Evaluator(bookAt(logged, seq, publishedBy)), side).amount;
              return { at, side, expected };
            }) as [Given, Given];
            const answer = compareSides(
              { from: from.at, to: to.at },
              { from: from.side, to: to.side },
              { from: {}, to: {} },
            );
            expect([answer.from.value, answer.to.value].map(nullable)).toEqual([from.expected, to.expected]);
            const same = from.at.seq === to.at.seq && a.publishedBy === b.publishedBy;
            requireSums(answer, same);
          }
        },
      ),
      { numRuns: 150 },
    );
  }, 240_000);

  it('beliefs fold to the value as of every position, in pages, both ways', () => {
    fc.assert(
      fc.property(
        histories,
        fc.array(fc.constantFrom(...READINGS), { minLength: 5, maxLength: 5 }),
        fc.constantFrom(undefined, undefined, '2021-02-01'),
        (events, readings, publishedBy) => {
          const cache = cacheOf(events);
          const logged = events.map((e) => e.logged);
          const at = standpoint(cache, LOG, publishedBy === undefined ? {} : { publishedBy });
          for (const reading of readings) {
            const steps = allSteps(at, reading, false);
            expect(allSteps(at, reading, true).reverse()).toEqual(steps);
            let believed: (typeof steps)[number] | null = null;
            const left = [...steps];
            for (let seq = 0; seq <= events.length; seq++) {
              while (left[0]?.position === `${LOG}:${seq}`) {
                const step = left.shift() as BeliefStep;
                expect(step.before).toBe(believed?.after ?? null);
                believed = step;
              }
              const value = new Evaluator(bookAt(logged, seq, publishedBy)).value(reading);
              expect([seq, nullable(believed?.after ?? null)]).toEqual([seq, value.amount]);
              expect([...(believed?.marks ?? [])].sort()).toEqual([...value.marks].sort());
              expect(believed?.status ?? null).toBe(value.status);
            }
            expect(left).toEqual([]);
          }
        },
      ),
      { numRuns: 150 },
    );
  }, 240_000);
});

interface Given {
  readonly at: Standpoint;
  readonly side: Side;
  readonly expected: Amount | null;
}

function nullable(text: string | null): Amount | null {
  return text === null ? null : amount(text);
}

function allSteps(at: Standpoint, reading: (typeof READINGS)[number], newestFirst: boolean): BeliefStep[] {
  const steps: BeliefStep[] = [];
  for (let after: string | null | undefined; after !== null;) {
    const page = beliefsOf(
      at,
      { reading },
      { first: 2, newestFirst, ...(after === undefined ? {} : { after }) },
    );
    steps.push(...page.items.map(({ item }) => item));
    after = page.hasNext ? page.endCursor : null;
  }
  return steps;
}
