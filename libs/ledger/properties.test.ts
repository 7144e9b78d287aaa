import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Book, correctionConflict } from './book.js';
import { difference, type Split } from './difference.js';
import type { Change, Correction, Statement } from './entry.js';
import { explainReading, type Explanation } from './explain.js';
import { readingKey, type Reading } from './figure.js';
import { effectsOf, type LedgerRecord, type LoggedEvent } from './history.js';
import { shown } from './testing/answers.js';
import { textOf } from './testing/figures.js';
import { histories, pairs, READINGS } from './testing/histories.js';
import { shuffled } from './testing/story.js';
import { Evaluator } from './value.js';

const evaluatorOf = (records: readonly LedgerRecord[]): Evaluator => new Evaluator(new Book(records));
const runs = (numRuns: number): fc.Parameters<unknown> => ({ numRuns });

const values = (evaluator: Evaluator): Record<string, string> =>
  Object.fromEntries(
    READINGS.map((r) => [readingKey(r), `${shown(evaluator.value(r))} ${evaluator.value(r).status}`]),
  );

/** A split as plain text, parts included, in any order. */
function told(split: Split): unknown {
  const { changed, begun, ended, unexplained, precision, judgedBy } = split;
  return {
    difference: split.difference,
    sum: [changed, begun, ended, unexplained, precision],
    marks: [...split.marks].sort(),
    judgedBy,
    changes: split.changes.map((c) => `${c.change.id} ${c.amount} ${c.counted}`).sort(),
    parts: Object.fromEntries(
      split.parts
        .map(
          (p) =>
            [`${p.coefficient} ${p.split.to.measure} ${textOf(p.split.to.line)}`, told(p.split)] as const,
        )
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
  };
}

function expectExact(split: Split, top = true): void {
  if (split.difference === null) return;
  if (top) expect(split.difference).toBe((split.toValue.amount ?? 0n) - (split.fromValue.amount ?? 0n));
  expect(split.changed + split.begun + split.ended + split.unexplained).toBe(split.difference);
  const counted = split.changes.filter((share) => share.counted);
  expect(counted.reduce((sum, share) => sum + (share.amount ?? 0n), 0n)).toBe(split.changed);
  if (split.parts.length === 0) return;
  for (const field of ['difference', 'changed', 'begun', 'ended', 'unexplained'] as const) {
    const sum = split.parts.reduce((total, p) => total + p.coefficient * (p.split[field] ?? 0n), 0n);
    expect([field, sum]).toEqual([field, split[field]]);
  }
  for (const part of split.parts) expectExact(part.split, false);
}

function expectSum(explanation: Explanation): void {
  const { value, parts, composition } = explanation;
  for (const part of parts) expectSum(part.explanation);
  if (value.amount === null || parts.length === 0 || composition === 'product' || composition === 'ratio')
    return;
  const sum = parts.reduce((total, p) => total + p.coefficient * (p.explanation.value.amount ?? 0n), 0n);
  expect([textOf(explanation.reading.line), sum]).toEqual([textOf(explanation.reading.line), value.amount]);
}

describe('K33 Order and exactness, as properties', () => {
  it('values and differences do not depend on the order of recording', () => {
    fc.assert(
      fc.property(histories, pairs, pairs, fc.nat(), ({ records }, one, two, seed) => {
        const [first, second] = [evaluatorOf(records), evaluatorOf(shuffled(records, seed + 1))];
        expect(values(second)).toEqual(values(first));
        for (const [a, b] of [one, two]) {
          expect(told(difference(second, a, b))).toEqual(told(difference(first, a, b)));
        }
      }),
      runs(700),
    );
  });

  it('nor on the order of asking', () => {
    fc.assert(
      fc.property(histories, fc.nat(), ({ records }, seed) => {
        const [first, second] = [evaluatorOf(records), evaluatorOf(records)];
        for (const reading of shuffled(READINGS, seed + 1)) second.value(reading);
        expect(values(second)).toEqual(values(first));
      }),
      runs(300),
    );
  });

  it('b − a = Σ changes + Σ begun or ended + Σ unexplained, exactly and at each level', () => {
    fc.assert(
      fc.property(histories, fc.array(pairs, { minLength: 4, maxLength: 8 }), ({ records }, asked) => {
        const evaluator = evaluatorOf(records);
        for (const [a, b] of asked) expectExact(difference(evaluator, a, b));
      }),
      runs(1500),
    );
  });

  it('asked backwards every sign turns, and ended becomes begun', () => {
    fc.assert(
      fc.property(histories, fc.array(pairs, { minLength: 2, maxLength: 4 }), ({ records }, asked) => {
        const evaluator = evaluatorOf(records);
        for (const [a, b] of asked) {
          const [there, back] = [difference(evaluator, a, b), difference(evaluator, b, a)];
          expect(back.difference).toBe(there.difference === null ? null : -there.difference);
          expect([back.changed, back.begun, back.ended, back.unexplained]).toEqual([
            -there.changed,
            -there.ended,
            -there.begun,
            -there.unexplained,
          ]);
        }
      }),
      runs(800),
    );
  });

  it('the parts of an explanation add up to the value, and so do its steps through the editions', () => {
    fc.assert(
      fc.property(
        histories,
        fc.uniqueArray(fc.constantFrom(...READINGS), { minLength: 6, maxLength: 12 }),
        ({ records }, asked) => {
          const evaluator = evaluatorOf(records);
          for (const reading of asked) {
            const explanation = explainReading(evaluator, reading);
            expectSum(explanation);
            const { editions, value } = explanation;
            if (value.amount === null || editions.length === 0) continue;
            let sum = 0n;
            for (const step of editions) {
              if (step.opening) sum += step.value ?? 0n;
              sum += step.begun + step.ended + step.unexplained;
              for (const share of step.changes) if (share.counted) sum += share.amount ?? 0n;
            }
            expect(sum).toBe(value.amount);
          }
        },
      ),
      runs(800),
    );
  });

  it('a cause for a named pair moves no figure', () => {
    fc.assert(
      fc.property(histories, pairs, fc.bigInt(-50n, 50n), ({ records }, [from, to], amount) => {
        const change: Change = {
          kind: 'change',
          id: 'late',
          to,
          from,
          amount,
          precision: 0n,
          cause: { id: 'late', kind: 'other', words: 'Sen orsak' },
          rank: { authority: 0, table: 0, date: null, place: '' },
        };
        expect(values(evaluatorOf([...records, change]))).toEqual(values(evaluatorOf(records)));
      }),
      runs(500),
    );
  });

  it('a proposal moves no figure of an edition that is not one', () => {
    fc.assert(
      fc.property(
        histories,
        fc.constantFrom(...READINGS),
        fc.bigInt(-50n, 50n),
        ({ records }, reading, amount) => {
          const edition = new Evaluator(new Book(records)).edition(reading);
          fc.pre(edition?.status !== 'proposed');
          const common = {
            status: 'proposed' as const,
            rank: { authority: 0 as const, table: -1, date: null, place: '' },
          };
          const statement: Statement = {
            ...common,
            kind: 'statement',
            id: 's',
            reading,
            says: { kind: 'amount', amount },
          };
          const cause = { id: 'c', kind: 'other', words: 'Förslag' };
          const change: Change = {
            ...common,
            kind: 'change',
            id: 'c',
            to: reading,
            from: 'inForce',
            amount,
            precision: 0n,
            cause,
          };
          expect(values(evaluatorOf([...records, statement, change]))).toEqual(values(evaluatorOf(records)));
        },
      ),
      runs(500),
    );
  });

  it('a correction changes what is known now, not what was known then, and is refused a second time', () => {
    fc.assert(
      fc.property(histories, fc.nat(), ({ records, entries }, pick) => {
        const before = new Book(records);
        const live = entries.filter((entry) => correctionConflict(before, entry.id) === null);
        fc.pre(live.length > 0);
        const entry = live[pick % live.length];
        if (entry === undefined) return;
        // Statements of equal rank stand by their ids, so the new one sorts as the old one did.
        const id = `${entry.id}~`;
        const correction: Correction = {
          kind: 'correction',
          id,
          corrects: entry.id,
          nature: 'misread',
          replacement: { ...entry, id },
          reason: 'Fel avläst',
        };
        const events = [...records, correction].map((record, index): LoggedEvent => ({
          seq: index + 1,
          eventId: `e${index}`,
          time: '2026-01-01T00:00:00Z',
          records: [record],
        }));
        const then = effectsOf(events).filter((effect) => effect.seq <= records.length);
        expect(values(evaluatorOf(then.flatMap((effect) => effect.records)))).toEqual(
          values(evaluatorOf(records)),
        );
        const now = new Book([...records, correction]);
        expect(correctionConflict(now, entry.id)).toMatchObject({ kind: 'takenOut', names: id });
        // Put back unchanged it changes nothing but the entry that stands.
        expect(values(new Evaluator(now))).toEqual(values(new Evaluator(before)));
        const second = { ...correction, id: 'later', replacement: { ...entry, id: 'later' } };
        expect(new Book([...records, correction, second]).entry('later')).toBeNull();
      }),
      runs(250),
    );
  });

  it('as of a position is a replay of what counted by then, imports included', () => {
    const imported = fc.array(fc.constantFrom(undefined, undefined, 'i1', 'i2'), {
      minLength: 60,
      maxLength: 60,
    });
    fc.assert(
      fc.property(histories, imported, fc.nat(), fc.nat(), ({ records }, imports, end, at) => {
        const events: LoggedEvent[] = [];
        const log = (event: Partial<LoggedEvent>): void => {
          const seq = events.length + 1;
          events.push({ seq, eventId: `e${seq}`, time: `t${seq}`, records: [], ...event });
        };
        for (const [index, record] of records.entries()) {
          const importId = imports[index];
          log({ records: [record], ...(importId === undefined ? {} : { importId }) });
          if (index === end % records.length) log({ lifecycle: { importId: 'i1', step: 'completed' } });
        }
        log({ lifecycle: { importId: 'i2', step: 'abandoned' } });
        const position = 1 + (at % events.length);
        const asOf = effectsOf(events).filter((effect) => effect.seq <= position);
        expect(asOf).toEqual(effectsOf(events.slice(0, position)));
        const counted = asOf.flatMap((effect) => effect.records);
        expect(values(evaluatorOf(shuffled(counted, at + 1)))).toEqual(values(evaluatorOf(counted)));
      }),
      runs(400),
    );
  });

  it('a reading of an alias is the reading of its line', () => {
    fc.assert(
      fc.property(histories, ({ records }) => {
        const evaluator = evaluatorOf(records);
        for (const reading of READINGS) {
          const resolved: Reading = evaluator.resolve(reading);
          expect(evaluator.value(reading)).toBe(evaluator.value(resolved));
        }
      }),
      runs(200),
    );
  });
});
