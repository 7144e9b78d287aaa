import { describe, expect, it } from '@jest/globals';
import { isLedgerError } from '#amount';
import { EVENT_OF_COMMAND } from './commands.js';
import type { EventType } from './event.js';
import { SCHEMAS } from './schemas/index.js';
import { breaksOf, samplesOf, type Break } from './testing/breaks.js';
import { invalidity } from './validate.js';

/*
 * Each demand that a schema makes on the data of a command, broken by itself: refused with code, field and rule, and with
 * what to do. The demands are taken from the schemas, so that a new one is tried here at once.
 */

const EVENTS: readonly EventType[] = [...new Set(Object.values(EVENT_OF_COMMAND))];

const refusal = (type: EventType, data: unknown): unknown => invalidity({ type, schemaVersion: 1, data });

/** What is not as it should be about a refusal. */
function wrong(type: EventType, { field, rule, code, data }: Break): string[] {
  const error = refusal(type, data);
  if (!isLedgerError(error)) return [`${field} ${rule}: it is not refused`];
  const { place, hint = '', message } = error;
  const fits = error.code === code && place?.field === field && place.rule === rule;
  const says =
    message.startsWith(`${type}: ${field} `) && /^(?:Expected|Give|Leave|Name)\b.{4,}\.$/.test(hint);
  if (fits && says) return [];
  return [
    `${field} ${rule}: ${error.code} ${place?.field ?? ''} ${place?.rule ?? ''} "${message}" "${hint}"`,
  ];
}

describe.each(EVENTS)('the schema of %s', (type) => {
  const samples = samplesOf(type);

  it('is kept by data that have each field', () => {
    expect(samples.map((data) => String(refusal(type, data)))).toEqual(samples.map(() => 'undefined'));
  });

  it('has no demand that is broken without a word of where and what to do', () => {
    const breaks = samples.flatMap((data) => breaksOf(type, data));
    expect(breaks.length).toBeGreaterThan(0);
    expect(breaks.flatMap((broken) => wrong(type, broken))).toEqual([]);
  });
});

it('there is a schema for each event that a command asks for', () => {
  expect([...SCHEMAS.keys()].map((key) => key.replace(/\.v\d+$/, '')).sort()).toEqual([...EVENTS].sort());
});
