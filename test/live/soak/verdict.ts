import type { RecordedEvent } from '#event-store';
import type { Told } from './followed.js';
import type { Subscriber } from './subscriber.js';
import type { Truth } from './truth.js';
import type { Writer } from './writer.js';

/** Filters whose answer is plain from the log alone, without anything of the program. */
const PLAIN: Readonly<Record<string, (event: RecordedEvent) => boolean>> = {
  'events all': () => true,
  'events of a type': ({ type }) => type === 'EntryCorrected',
  'events of a stream': ({ stream }) => stream === 'budget-boras/ks/soak|2031',
};

const SHOWN = 400;

/** What somebody must have been told by now, what was now at first apart. */
export async function expectedOf(
  { followed, from, told }: Subscriber,
  truth: Truth,
): Promise<readonly Told[]> {
  const cursor = from ?? told[0]?.cursor;
  return cursor === undefined ? [] : truth.after(followed, cursor);
}

/** What is wrong with what a subscriber was told; nothing where it is just what its filter lets through. */
export async function wrongWith(subscriber: Subscriber, truth: Truth): Promise<string[]> {
  const { name, followed, from, told, failure } = subscriber;
  const wrong: string[] = [];
  if (failure !== undefined) wrong.push(`it ended: ${failure}`);
  const [first] = told;
  if (from === undefined && first === undefined) wrong.push('it was not told what is now');
  if (from === undefined && first !== undefined) {
    if (!first.initial) wrong.push(`the first message is not what is now: ${first.cursor}`);
    else wrong.push(...[await truth.wrongAtFirst(followed, first)].filter((one) => one !== null));
  }
  const expected = await expectedOf(subscriber, truth);
  wrong.push(...differences(expected, from === undefined ? told.slice(1) : told));
  const plain = PLAIN[followed.name];
  if (plain !== undefined && from !== undefined) wrong.push(...againstLog(truth, plain, from, expected));
  return wrong.map((one) => `${name}: ${one}`);
}

/** Where two lists part, in words. */
function differences(expected: readonly Told[], told: readonly Told[]): string[] {
  const n = expected.findIndex(
    ({ cursor, print }, i) => told[i]?.cursor !== cursor || told[i]?.print !== print,
  );
  if (n < 0 && told.length <= expected.length) return [];
  const at = n < 0 ? expected.length : n;
  const shown = (one: Told | undefined): string =>
    one === undefined ? 'nothing' : `${one.cursor} ${one.text?.slice(0, SHOWN) ?? one.print}`;
  return [
    `of ${expected.length} messages it was told ${told.length}; message ${at} is to be ${shown(expected[at])}, and was ${shown(told[at])}`,
  ];
}

/** The truth itself is held against the log, where that is simple. */
function againstLog(
  truth: Truth,
  passes: (event: RecordedEvent) => boolean,
  from: string,
  expected: readonly Told[],
): string[] {
  if (from.includes('/')) return [];
  const after = positionOf(from);
  const completed = new Map<string, number>();
  for (const { type, metadata, position } of truth.events)
    if (type === 'ImportCompleted' && metadata.importId !== undefined)
      completed.set(metadata.importId, positionOf(position));
  const comesAt = ({ type, metadata, position }: RecordedEvent): number =>
    metadata.importId === undefined || type === 'ImportStarted' || type === 'ImportAbandoned'
      ? positionOf(position)
      : (completed.get(metadata.importId) ?? Infinity);
  const ids = truth
    .deliveries()
    .filter((event) => passes(event) && comesAt(event) > after)
    .map(({ id }) => id);
  const told = expected.map(({ event }) => event);
  if (JSON.stringify(ids) === JSON.stringify(told)) return [];
  const n = ids.findIndex((id, i) => told[i] !== id);
  return [`the log has ${ids.length} events for it and the replay ${told.length}; they part at ${n}`];
}

function positionOf(position: string): number {
  return Number(position.slice(position.indexOf(':') + 1));
}

/** Whatever was acknowledged is in the log, and whatever was sent is there at most once. */
export function wrongWithLog({ acknowledged, failures }: Writer, { events }: Truth): string[] {
  const wrong = failures.map((failure) => `the writer was told: ${failure}`);
  const byKey = new Map<string, string[]>();
  for (const { id, metadata } of events) {
    const { idempotencyKey } = metadata;
    if (idempotencyKey === undefined) continue;
    const ids = byKey.get(idempotencyKey) ?? [];
    byKey.set(idempotencyKey, ids);
    ids.push(id);
  }
  for (const [key, ids] of acknowledged) {
    const recorded = byKey.get(key) ?? [];
    if (JSON.stringify(recorded) !== JSON.stringify(ids))
      wrong.push(`${key}: acknowledged were ${ids.join(', ')}, recorded are ${recorded.join(', ')}`);
  }
  for (const key of byKey.keys())
    if (!acknowledged.has(key)) wrong.push(`${key} is recorded, and its answer never came`);
  return wrong;
}
