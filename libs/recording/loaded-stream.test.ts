import { describe, expect, it } from '@jest/globals';
import type { Position, ReadStreamOptions, RecordedEvent } from '#event-store';
import { Random } from '../../test/live/soak/random.js';
import { KnownStreams } from './loaded-stream.js';

const answers = { importState: () => 'completed' as const };
const SEED = 5;

let count = 0;
function event(stream: string, revision: number): RecordedEvent {
  count++;
  return {
    id: `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`,
    type: 'LineNamed',
    schemaVersion: 1,
    stream,
    data: {},
    metadata: {},
    recordedAt: '2026-01-01T00:00:00.000Z',
    revision,
    position: `log1:${count}` as Position,
  };
}

const idsOf = (events: readonly RecordedEvent[]): string => events.map(({ id }) => id).join(' ');

/** A log of a server: others write to it, and an answer may be as old as a node is late. */
class Shared {
  readonly streams = new Map<string, RecordedEvent[]>();
  late = 0;
  reads = 0;

  of(stream: string): RecordedEvent[] {
    const events = this.streams.get(stream) ?? [];
    this.streams.set(stream, events);
    return events;
  }

  /** Whether the stream was still where it was expected. */
  append(stream: string, expected: number | 'mustNotExist'): boolean {
    const events = this.of(stream);
    const revision = events.length - 1;
    if ((expected === 'mustNotExist' ? -1 : expected) !== revision) return false;
    events.push(event(stream, revision + 1));
    return true;
  }

  readonly readStream = (
    stream: string,
    { from = 0 }: ReadStreamOptions = {},
  ): AsyncIterable<RecordedEvent> => {
    const events = this.of(stream);
    const seen = events.slice(from, Math.max(0, events.length - this.late));
    this.reads += seen.length;
    return (async function* () {
      for (const one of seen) yield await Promise.resolve(one);
    })();
  };
}

describe('streams that are known', () => {
  it('are true beginnings, and whole where an append on them succeeds, with many who write and answers that are late', async () => {
    const random = new Random(SEED);
    const log = new Shared();
    const nodes = [new KnownStreams(), new KnownStreams(), new KnownStreams()];
    let appended = 0;
    for (let n = 0; n < 3_000; n++) {
      const stream = `budget-${random.between(1, 8)}`;
      log.late = random.chance(0.3) ? random.between(1, 4) : 0;
      const standing = log.of(stream);
      const isLate = log.late > 0;
      const { stored, revision } = await random.pick(nodes).load(log, stream, answers);
      expect(idsOf(stored)).toEqual(idsOf(standing.slice(0, stored.length)));
      expect(revision).toBe(stored.at(-1)?.revision ?? 'mustNotExist');
      if (!isLate) expect(stored).toHaveLength(standing.length);
      if (random.chance(0.2))
        log.append(stream, standing.length === 0 ? 'mustNotExist' : standing.length - 1);
      const before = standing.length;
      if (!log.append(stream, revision)) continue;
      expect(stored).toHaveLength(before);
      appended++;
    }
    expect(appended).toBeGreaterThan(1_000);
  });

  it('are read on from where they end', async () => {
    const log = new Shared();
    const known = new KnownStreams();
    for (let n = 0; n < 100; n++) log.append('a', n === 0 ? 'mustNotExist' : n - 1);
    await known.load(log, 'a', answers);
    log.append('a', 99);
    log.reads = 0;
    expect((await known.load(log, 'a', answers)).stored).toHaveLength(101);
    expect(log.reads).toBe(2);
  });

  it('are forgotten where the log is another one: restored, shorter or gone on otherwise', async () => {
    const log = new Shared();
    const known = new KnownStreams();
    const write = (times: number): void => {
      for (let n = 0; n < times; n++)
        log.append('a', log.of('a').length === 0 ? 'mustNotExist' : log.of('a').length - 1);
    };
    write(10);
    await known.load(log, 'a', answers);
    log.of('a').splice(6);
    expect(await known.load(log, 'a', answers)).toMatchObject({ stored: log.of('a'), revision: 5 });
    write(4);
    await known.load(log, 'a', answers);
    log.of('a').splice(6);
    write(8);
    expect((await known.load(log, 'a', answers)).stored).toEqual(log.of('a'));
    log.streams.clear();
    expect(await known.load(log, 'a', answers)).toMatchObject({ stored: [], revision: 'mustNotExist' });
  });
});
