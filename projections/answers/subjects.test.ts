import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { CORRECTABLE_EVENTS, eventCorrection, putIn } from '#domain';
import type { Envelope } from '../runner/batch.js';
import { SUBJECT_KINDS, subjectOf, type SubjectKind } from '../runner/subjects.js';
import { memoryReadModel } from '../testing/memory-read-model.js';
import { subjectsOf } from './subjects.js';
import { standpoint } from './surroundings.js';

const unit = fc.constantFrom('k', 'k/n', 'k/n/r', 'kx', 'k/nx');
const id = fc.constantFrom('a', 'b', 'a b');
const period = fc.constantFrom('2030', '2031');

const told: fc.Arbitrary<{ readonly type: string; readonly data: object }> = fc.oneof(
  fc.record({ unit, goal: id, period }).map((data) => ({ type: 'GoalSet', data: { ...data, words: 'w' } })),
  fc
    .record({ unit, goal: id, period })
    .map((data) => ({ type: 'GoalAssessed', data: { ...data, state: 'notEvaluated' } })),
  fc
    .record({ unit, assignment: id })
    .map((data) => ({ type: 'AssignmentGiven', data: { ...data, words: 'w' } })),
  fc
    .record({ unit, control: id, period })
    .map((data) => ({ type: 'ControlPlanned', data: { ...data, what: 'w' } })),
  fc.record({ unit, sale: id }).map((data) => ({ type: 'LandSaleAgreed', data })),
  // Of an event before it, counted from the first: what it says, or that it is withdrawn.
  fc
    .record({ event: fc.nat({ max: 40 }), type: fc.constantFrom('EventCorrected', 'EventWithdrawn') })
    .map(({ event, type }) => ({ type, data: { event } })),
  fc.record({ unit, risk: id, period }).map((data) => ({
    type: 'RiskAssessed',
    data: {
      ...data,
      area: 'control',
      basis: 'approved',
      edition: data.period,
      line: [data.risk],
      likelihood: { score: 1 },
      materiality: { score: 2 },
    },
  })),
);

/** By hand, or in one of two imports; or a step in the life of one. */
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ told, importId: fc.constantFrom(undefined, undefined, 'one', 'two') }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      told: fc.constantFrom('ImportCompleted', 'ImportAbandoned').map((type) => ({ type, data: {} })),
      importId: fc.constantFrom('one', 'two'),
    }),
  },
);

/** Histories in which an import says nothing after its end. */
const histories = fc.array(step, { minLength: 1, maxLength: 40 }).map((steps) => {
  const ended = new Set<string>();
  const before: Envelope[] = [];
  return steps.flatMap(({ told, importId }, n): Envelope[] => {
    const { type } = told;
    const data = type.startsWith('Event') ? correctionOf(before, told, n) : told.data;
    if (data === null) return [];
    if (importId !== undefined && ended.has(importId)) return [];
    const end = type.startsWith('Import');
    if (end && importId !== undefined) ended.add(importId);
    const envelope: Envelope = {
      id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
      type,
      schemaVersion: 1,
      stream: 's',
      data: end ? { importId } : data,
      metadata: importId === undefined || end ? {} : { importId },
      recordedAt: '2031-01-01T00:00:00.000Z',
    };
    before.push(envelope);
    return [envelope];
  });
});

/** What a correction of one of the events before says, be it one that was corrected already; null of none. */
function correctionOf(
  before: readonly Envelope[],
  { type, data }: { readonly type: string; readonly data: object },
  n: number,
): object | null {
  const { event } = data as { event: number };
  const target = before[event % Math.max(1, before.length)];
  if (target === undefined || target.type === 'EventWithdrawn') return null;
  const earlier = eventCorrection(target);
  const told = earlier === undefined ? target : { type: earlier.event, data: putIn(earlier) };
  if (!Object.hasOwn(CORRECTABLE_EVENTS, told.type)) return null;
  const common = { corrects: target.id, event: told.type, version: 1, was: told.data, reason: 'Fel' };
  return type === 'EventWithdrawn'
    ? common
    : { ...common, is: { ...(told.data as object), note: String(n) }, nature: 'misread' };
}

/** What counts after so many events, in the order in which it does: that of an import from its completion. */
function effective(events: readonly Envelope[], count: number): Envelope[] {
  const found: Envelope[] = [];
  const held = new Map<string, Envelope[]>();
  for (const event of events.slice(0, count)) {
    const { importId } = event.metadata;
    if (importId !== undefined) held.set(importId, [...(held.get(importId) ?? []), event]);
    else if (event.type === 'ImportCompleted')
      found.push(...(held.get((event.data as { importId: string }).importId) ?? []));
    else if (event.type !== 'ImportAbandoned') found.push(event);
  }
  return found;
}

function expected(events: readonly Envelope[], kind: SubjectKind, of: string): [string, string[]][] {
  const subjects = new Map<string, string[]>();
  for (const event of events) {
    const subject = subjectOf(event);
    if (eventCorrection(event) !== undefined || subject?.kind !== kind) continue;
    const own = (event.data as { unit: string }).unit;
    if (own !== of && !own.startsWith(`${of}/`)) continue;
    // The correction that counts is the first of each, of whichever correction.
    let told: { id: string; data: unknown } | null = event;
    for (;;) {
      const by = events.find((other) => told !== null && eventCorrection(other)?.corrects === told.id);
      const correction = by && eventCorrection(by);
      if (by === undefined || correction === undefined) break;
      const is = putIn(correction);
      told = is === null ? null : { id: by.id, data: is };
    }
    if (told !== null)
      subjects.set(subject.key, [
        ...(subjects.get(subject.key) ?? []),
        `${told.id} ${JSON.stringify(told.data)}`,
      ]);
  }
  return [...subjects];
}

describe('subjects', () => {
  it('as of any position are those that a fold over the events up to there finds, however they were applied', () => {
    fc.assert(
      fc.property(
        histories,
        fc.integer({ min: 1, max: 7 }),
        fc.constantFrom('k', 'k/n'),
        (events, size, of) => {
          const { cache } = memoryReadModel(events, size);
          for (let count = 0; count <= events.length; count++) {
            const at = standpoint(cache, 'test', { asOf: `test:${count}` });
            for (const kind of SUBJECT_KINDS) {
              const found = subjectsOf(at, kind, of).histories.map((history): [string, string[]] => [
                [history.unit, ...history.key].join('\u001f'),
                history.events.map((event) => `${event.id} ${JSON.stringify(event.data)}`),
              ]);
              expect(found).toEqual(expected(effective(events, count), kind, of));
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
