import type { Direction, NewEvent } from '#event-store';
import type { Random } from '../live/soak/random.js';

/*
 * What callers do, drawn by a seed. Where an operation is about the state of the log (the revision of a stream, an append
 * that was made, a position), it says which, and not what that is: it is looked up when its turn comes.
 */

/** What an append says of its stream, as seen from the last revision that was acknowledged to anybody. */
export type Wish = 'exact' | 'ahead' | 'behind' | 'any' | 'mustExist' | 'mustNotExist';

export type Operation =
  | {
      readonly kind: 'append';
      readonly stream: string;
      readonly events: readonly NewEvent[];
      readonly wish: Wish;
    }
  /** An earlier append of this caller, again: the same ids, with the same content or with other. */
  | { readonly kind: 'repeat'; readonly back: number; readonly isChanged: boolean }
  /** Several appends of one caller at once, each to a stream of its own. */
  | { readonly kind: 'burst'; readonly appends: readonly (Operation & { readonly kind: 'append' })[] }
  | {
      readonly kind: 'readStream';
      readonly stream: string;
      /** As a share of what is known of the stream; `undefined`: its first or last event. */
      readonly from: number | undefined;
      readonly direction: Direction;
      readonly maxCount: number;
    }
  | {
      readonly kind: 'readAll';
      /** As a share of the positions that were acknowledged; `undefined`: the start or the end. */
      readonly from: number | undefined;
      readonly direction: Direction;
      readonly maxCount: number;
    }
  | { readonly kind: 'head'; readonly stream: string };

export interface Drawing {
  readonly random: Random;
  readonly caller: number;
  /** An append may say nothing of its stream: not where it has to be repeated by the caller. */
  readonly mayExpectAny: boolean;
}

const SHARED_STREAMS = 6;
const OWN_STREAMS = 4;
const EVENTS_MAX = 12;
const BURST_MAX = 5;

export function draw(drawing: Drawing): Operation {
  const { random } = drawing;
  const kind = random.weighted({ append: 56, repeat: 12, burst: 2, readStream: 16, readAll: 10, head: 4 });
  const direction = random.chance(0.6) ? 'forwards' : 'backwards';
  switch (kind) {
    case 'append':
      return append(drawing, stream(drawing));
    case 'repeat':
      return { kind, back: random.between(1, 12), isChanged: random.chance(0.4) };
    case 'burst': {
      const count = random.between(2, BURST_MAX);
      const streams = Array.from({ length: count }, (_, n) => `burst-${drawing.caller}-${n}`);
      return { kind, appends: streams.map((name) => append(drawing, name)) };
    }
    case 'readStream':
      return {
        kind,
        stream: stream(drawing),
        from: random.chance(0.7) ? random.next() * 1.1 : undefined,
        direction,
        maxCount: random.between(1, 80),
      };
    case 'readAll':
      return {
        kind,
        from: random.chance(0.9) ? random.next() : undefined,
        direction,
        maxCount: random.between(1, 150),
      };
    case 'head':
      return { kind, stream: stream(drawing) };
  }
}

/** Some belong to one caller, so that every answer is certain; for the others all compete. */
function stream({ random, caller }: Drawing): string {
  return random.chance(0.5)
    ? `shared-${random.between(1, SHARED_STREAMS)}`
    : `own-${caller}/${random.between(1, OWN_STREAMS)}`;
}

function append({ random, mayExpectAny }: Drawing, name: string): Operation & { readonly kind: 'append' } {
  const count = random.chance(0.6) ? 1 : random.between(2, EVENTS_MAX);
  return {
    kind: 'append',
    stream: name,
    events: Array.from({ length: count }, () => event(random)),
    wish: random.weighted({
      exact: 60,
      ahead: 6,
      behind: 6,
      any: mayExpectAny ? 16 : 0,
      mustExist: mayExpectAny ? 8 : 0,
      mustNotExist: 6,
    }),
  };
}

const TEXTS = ['Kommunledning', 'Ofördelat ”2024”', 'a\u0000b', '🌲', '', '"\\', '\u2028', '−1 250,5'];

export function event(random: Random): NewEvent {
  return {
    id: uuid(random),
    type: random.pick(['BudgetChanged', 'OutcomeStated', 'EditionDeclared']),
    schemaVersion: random.between(1, 3),
    data: {
      line: random.pick(TEXTS),
      amount: String(random.between(-9_999_999, 9_999_999)),
      parts: Array.from({ length: random.between(0, 4) }, (_, n) => ({
        [String(9 - n)]: random.pick(TEXTS),
        n,
      })),
      none: null,
      // Now and then one that does not fit in a packet.
      ...(random.chance(0.004) ? { long: 'x'.repeat(random.between(10_000, 60_000)) } : {}),
    },
    metadata: random.chance(0.2)
      ? {}
      : {
          actor: 'test',
          idempotencyKey: uuid(random),
          ...(random.chance(0.2) ? { _own: random.pick(TEXTS) } : {}),
        },
  };
}

/** The same ids with other content. */
export function changed(events: readonly NewEvent[]): NewEvent[] {
  return events.map((old) => ({ ...old, data: { ...old.data, amount: 'another' } }));
}

function uuid(random: Random): string {
  const hex = Array.from({ length: 4 }, () =>
    random
      .between(0, 2 ** 32 - 1)
      .toString(16)
      .padStart(8, '0'),
  ).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}
