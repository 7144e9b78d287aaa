import type { Database, Statement } from 'better-sqlite3';
import type { Model } from '../ledger/model.js';
import { touchedKeyOf } from '../runner/touched-keys.js';

/** Seqs read at once of one frame: what follows a large past is read piece by piece. */
const READ_MAX = 512;

/** When something took effect in what a key stands for. */
export interface Touched {
  /** In order, each once. */
  readonly seqs: readonly number[];
  /** Up to where these are all. */
  readonly upTo: number;
}

/** When something took effect in what a key of `touched` stands for: coarser than ledger/touches.ts, and of all that views ask. */
export class KeyTouches {
  readonly #model: Model;
  readonly #sql: Statements;

  constructor(model: Model) {
    this.#model = model;
    this.#sql = statementsOf(model.database);
  }

  /** The keys in which something took effect after a seq. */
  keysSince(seq: number): string[] {
    return this.#sql.since.all(seq);
  }

  /** When a key was touched after a seq, up to the head. */
  after(key: string, seq: number, head: number): Touched {
    // Of what was touched once and lies long back, which is nearly all, nothing more is read.
    if ((this.#sql.touched.get(key) ?? 0) <= seq) return { seqs: [], upTo: head };
    // Live events come one by one, and then this one is what touched it. (Where it was one behind the head, whoever asks
    // finds that nothing moved here.)
    if (head === seq + 1) return { seqs: [head], upTo: head };
    const found = new Set<number>();
    let upTo = head;
    const take = (seqs: readonly number[]): void => {
      for (const one of seqs) if (one <= head) found.add(one);
      if (seqs.length === READ_MAX) upTo = Math.min(upTo, seqs.at(-1) as number);
    };
    const of = touchedKeyOf(key);
    const noted = this.#sql.noted;
    switch (of.kind) {
      case 'scope':
        for (const { id } of this.#model.framesOf(of.key)) {
          take(this.#sql.filed.all(id, seq, READ_MAX));
          take(this.#sql.takenOut.all(id, seq, READ_MAX));
        }
        take(noted.all('line', of.key, seq, READ_MAX));
        break;
      case 'names':
        take(noted.all('names', of.key, seq, READ_MAX));
        break;
      case 'document':
        take(noted.all('document', of.sha256, seq, READ_MAX));
        break;
      case 'discrepancy':
        take(noted.all('discrepancy', of.id, seq, READ_MAX));
        break;
      case 'units':
        take(this.#sql.notedBetween.all('unit', '', '\uffff', seq, READ_MAX));
        break;
      case 'below':
      case 'subject': {
        const kind = of.kind === 'below' ? 'line' : of.subject;
        const between = this.#sql.notedBetween;
        take(between.all(kind, `${of.unit}\u001f`, `${of.unit}\u0020`, seq, READ_MAX));
        take(
          between.all(
            kind,
            of.unit === '' ? '' : `${of.unit}/`,
            of.unit === '' ? '\uffff' : `${of.unit}0`,
            seq,
            READ_MAX,
          ),
        );
        break;
      }
    }
    const seqs = [...found].filter((one) => one <= upTo).sort((a, b) => a - b);
    return { seqs, upTo };
  }
}

interface Statements {
  readonly since: Statement<unknown[], string>;
  readonly touched: Statement<unknown[], number>;
  readonly filed: Statement<unknown[], number>;
  readonly takenOut: Statement<unknown[], number>;
  readonly noted: Statement<unknown[], number>;
  readonly notedBetween: Statement<unknown[], number>;
}

const STATEMENTS = new WeakMap<Database, Statements>();

function statementsOf(database: Database): Statements {
  const known = STATEMENTS.get(database);
  if (known !== undefined) return known;
  const numbers = (sql: string): Statement<unknown[], number> =>
    database.prepare<unknown[], number>(sql).pluck();
  const made: Statements = {
    since: database.prepare<unknown[], string>('SELECT key FROM touched WHERE seq > ?').pluck(),
    touched: numbers('SELECT seq FROM touched WHERE key = ?'),
    filed: numbers('SELECT DISTINCT seq FROM filed WHERE frame = ? AND seq > ? ORDER BY seq LIMIT ?'),
    takenOut: numbers(
      'SELECT DISTINCT out_seq FROM taken_out WHERE frame = ? AND out_seq > ? ORDER BY out_seq LIMIT ?',
    ),
    noted: numbers(
      'SELECT DISTINCT seq FROM noted WHERE kind = ? AND key = ? AND seq > ? ORDER BY seq LIMIT ?',
    ),
    notedBetween: numbers(
      'SELECT DISTINCT seq FROM noted WHERE kind = ? AND key >= ? AND key < ? AND seq > ? ORDER BY seq LIMIT ?',
    ),
  };
  STATEMENTS.set(database, made);
  return made;
}
