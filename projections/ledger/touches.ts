import type { Database, Statement } from 'better-sqlite3';
import { FRAME_SEPARATOR } from '../runner/batch.js';
import type { Model } from './model.js';
import { unpacked } from '../runner/schema.js';
import type { Rests } from './resting-facts.js';

/** What took effect at one seq in what an answer rests on: which record of which event. */
export interface Touch {
  readonly what: 'filed' | 'takenOut' | 'declared';
  readonly event: number;
  readonly n: number;
}

/**
 * When something was recorded in what an answer rests on. Each question is a few seeks; what an answer rests on is
 * asked for as it was noted ({@link Rests}), so that it goes from touch to touch and never over the log.
 */
export class Touches {
  readonly #sql: Statements;
  readonly #frames = new Map<string, number>();

  constructor(readonly model: Model) {
    this.#sql = statements(model.database);
  }

  /** The first seq after one at which something of it was touched; null where there is none. */
  next(rests: Rests, after: number): number | null {
    let first: number | null = null;
    this.#seeks(rests, 'after', (sql, key) => {
      const seq = sql.get(...key, after);
      if (typeof seq === 'number' && (first === null || seq < first)) first = seq;
    });
    return first;
  }

  /** The last seq up to one at which something of it was touched; null where there is none. */
  last(rests: Rests, upTo: number): number | null {
    let last: number | null = null;
    this.#seeks(rests, 'upTo', (sql, key) => {
      const seq = sql.get(...key, upTo);
      if (typeof seq === 'number' && (last === null || seq > last)) last = seq;
    });
    return last;
  }

  /** What of it took effect at a seq. */
  at(rests: Rests, seq: number): Touch[] {
    const found: Touch[] = [];
    for (const frame of this.#framesOf(rests)) {
      for (const { event, entries } of this.#sql.filedAt.all(frame, seq)) {
        for (const n of ordinals(entries)) found.push({ what: 'filed', event, n });
      }
      for (const { event, n } of this.#sql.takenOutAt.all(frame, seq)) {
        found.push({ what: 'takenOut', event, n });
      }
    }
    for (const [kind, keys] of [
      ['line', rests.lines],
      ['names', rests.names],
    ] as const) {
      for (const key of keys) {
        for (const { event, n } of this.#sql.notedAt.all(kind, key, seq))
          found.push({ what: 'declared', event, n });
      }
    }
    return found;
  }

  #seeks(
    rests: Rests,
    way: 'after' | 'upTo',
    seek: (sql: Statement<unknown[], number | null>, key: readonly unknown[]) => void,
  ): void {
    const { filed, takenOut, noted } = this.#sql[way];
    for (const frame of this.#framesOf(rests)) {
      seek(filed, [frame]);
      seek(takenOut, [frame]);
    }
    for (const key of rests.lines) seek(noted, ['line', key]);
    for (const key of rests.names) seek(noted, ['names', key]);
  }

  /** The numbers of the frames that there are. */
  #framesOf({ frames }: Rests): number[] {
    const numbers: number[] = [];
    for (const key of frames) {
      let number = this.#frames.get(key);
      if (number === undefined) {
        const [scope = '', edition = '', measure = ''] = key.split(FRAME_SEPARATOR);
        number = this.model.frame(scope, edition, measure);
        if (number === undefined) continue;
        this.#frames.set(key, number);
      }
      numbers.push(number);
    }
    return numbers;
  }
}

function ordinals(entries: string): number[] {
  return unpacked(entries).map(({ n }) => n);
}

interface Seeks {
  readonly filed: Statement<unknown[], number | null>;
  readonly takenOut: Statement<unknown[], number | null>;
  readonly noted: Statement<unknown[], number | null>;
}

interface Statements {
  readonly after: Seeks;
  readonly upTo: Seeks;
  readonly filedAt: Statement<unknown[], { event: number; entries: string }>;
  readonly takenOutAt: Statement<unknown[], { event: number; n: number }>;
  readonly notedAt: Statement<unknown[], { event: number; n: number }>;
}

const PREPARED = new WeakMap<Database, Statements>();

function statements(database: Database): Statements {
  let prepared = PREPARED.get(database);
  if (prepared === undefined) {
    const seek = (sql: string): Statement<unknown[], number | null> =>
      database.prepare<unknown[], number | null>(sql).pluck();
    prepared = {
      after: {
        filed: seek('SELECT min(seq) FROM filed WHERE frame = ? AND seq > ?'),
        takenOut: seek('SELECT min(out_seq) FROM taken_out WHERE frame = ? AND out_seq > ?'),
        noted: seek('SELECT min(seq) FROM noted WHERE kind = ? AND key = ? AND seq > ?'),
      },
      upTo: {
        filed: seek('SELECT max(seq) FROM filed WHERE frame = ? AND seq <= ?'),
        takenOut: seek('SELECT max(out_seq) FROM taken_out WHERE frame = ? AND out_seq <= ?'),
        noted: seek('SELECT max(seq) FROM noted WHERE kind = ? AND key = ? AND seq <= ?'),
      },
      filedAt: database.prepare('SELECT event, entries FROM filed WHERE frame = ? AND seq = ?'),
      takenOutAt: database.prepare(
        'SELECT out_event AS event, out_n AS n FROM taken_out WHERE frame = ? AND out_seq = ?',
      ),
      notedAt: database.prepare('SELECT event, n FROM noted WHERE kind = ? AND key = ? AND seq = ?'),
    };
    PREPARED.set(database, prepared);
  }
  return prepared;
}
