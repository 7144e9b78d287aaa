import { Sqlite } from '#event-store';
import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import {
  Book,
  difference,
  effectsOf,
  Evaluator,
  explainReading,
  type LedgerRecord,
  type LoggedEvent,
  type Reading,
  type Split,
  type Value,
} from '#ledger';
import { Applier } from '../runner/applier.js';
import { batchOf, type Envelope } from '../runner/batch.js';
import { createTables } from '../runner/schema.js';
import { histories, READINGS, type TestEvent } from '../testing/random-history.js';
import { SqliteFacts } from './facts.js';
import { LedgerCache } from './ledger-cache.js';
import { Model } from './model.js';
import { recordsAbout } from './records-about.js';
import { StoredEvaluator } from './stored-evaluator.js';

/** A read model in memory, to which events are applied in batches. */
function readModel(events: readonly TestEvent[]): {
  apply(from: number, to: number): void;
  cache: LedgerCache;
} {
  const byId = new Map<string, readonly LedgerRecord[]>(events.map((e) => [e.envelope.id, e.logged.records]));
  const recordsOf = (event: Envelope): readonly LedgerRecord[] => byId.get(event.id) ?? [];
  const database = new Sqlite(':memory:');
  createTables(database, 'test');
  const applier = new Applier(database, recordsOf);
  return {
    cache: new LedgerCache(new Model(database, recordsOf)),
    apply: (from, to) => {
      const items = events.slice(from, to).map(({ envelope, logged }) => ({
        position: String(logged.seq),
        text: JSON.stringify(envelope),
        event: envelope,
      }));
      if (items.length === 0) return;
      applier.begin();
      applier.apply(batchOf(items, recordsOf));
      applier.commit();
    },
  };
}

function bookAt(events: readonly LoggedEvent[], seq: number, publishedBy?: string): Book {
  const records = effectsOf(events)
    .filter((effect) => effect.seq <= seq)
    .flatMap((effect) => effect.records);
  return new Book(records, publishedBy === undefined ? {} : { publishedBy });
}

const plain = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? `${value}n` : value);

function valueText(value: Value): string {
  return JSON.stringify(
    [value.amount, [...value.marks].sort(), value.status, value.standing?.id ?? null, value.ratio ?? null],
    plain,
  );
}

function splitText(split: Split): string {
  return JSON.stringify(
    {
      difference: split.difference,
      changed: split.changed,
      begun: split.begun,
      ended: split.ended,
      unexplained: split.unexplained,
      marks: [...split.marks].sort(),
      changes: split.changes.map((c) => [c.change.id, c.amount, c.counted]).sort(),
      parts: split.parts.map((p) => [p.coefficient, splitText(p.split)]),
    },
    plain,
  );
}

function answers(evaluator: Evaluator, pairs: readonly (readonly [Reading, Reading])[]): unknown {
  return {
    values: READINGS.map((reading) => valueText(evaluator.value(reading))),
    splits: pairs.map(([from, to]) => splitText(difference(evaluator, from, to))),
    corrected: READINGS.map((reading) =>
      evaluator.facts
        .corrected(evaluator.resolve(reading))
        .map(({ entry, correction }) => `${entry.id} ${correction.id}`)
        .sort(),
    ),
    steps: pairs
      .slice(0, 4)
      .map(([, to]) =>
        explainReading(evaluator, to).editions.map((s) =>
          JSON.stringify([s.edition, s.value, s.unexplained, s.opening], plain),
        ),
      ),
  };
}

const pairs = fc.array(
  fc
    .tuple(fc.constantFrom(...READINGS), fc.constantFrom(...READINGS), fc.boolean())
    .map(([a, b, same]): readonly [Reading, Reading] => [a, same ? { ...a, edition: b.edition } : b]),
  { minLength: 12, maxLength: 12 },
);

describe('the read model', () => {
  it('answers at every position as the kernel does over the events until then', () => {
    fc.assert(
      fc.property(histories, pairs, fc.integer({ min: 1, max: 9 }), (events, asked, batch) => {
        const logged = events.map((e) => e.logged);
        const { apply, cache } = readModel(events);
        for (let from = 0; from < events.length; from += batch) {
          apply(from, from + batch);
          cache.refresh();
          // Some in between, while more is to come, so that what is remembered from before must not show.
          const seq = Math.min(events.length, from + batch);
          expect(answers(new StoredEvaluator(new SqliteFacts(cache, seq)), asked)).toEqual(
            answers(new Evaluator(bookAt(logged, seq)), asked),
          );
        }
        for (let seq = events.length; seq >= 0; seq--) {
          expect(answers(new StoredEvaluator(new SqliteFacts(cache, seq)), asked)).toEqual(
            answers(new Evaluator(bookAt(logged, seq)), asked),
          );
        }
      }),
      { numRuns: 100 },
    );
  }, 240_000);

  it('answers as published by a day as the kernel does', () => {
    fc.assert(
      fc.property(
        histories,
        pairs,
        fc.constantFrom('2020-12-31', '2021-02-01', '2021-07-01'),
        (events, asked, day) => {
          const logged = events.map((e) => e.logged);
          const { apply, cache } = readModel(events);
          apply(0, events.length);
          cache.refresh();
          for (const seq of [events.length, Math.ceil(events.length / 2)]) {
            const records = recordsAbout(cache, READINGS, seq);
            expect(answers(new Evaluator(new Book(records, { publishedBy: day })), asked)).toEqual(
              answers(new Evaluator(bookAt(logged, seq, day)), asked),
            );
          }
        },
      ),
      { numRuns: 100 },
    );
  }, 240_000);
});
