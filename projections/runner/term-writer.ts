import type { Database, Statement } from 'better-sqlite3';
import { BLOCK_EVENTS, isWorded, worded } from './terms.js';

/** Numbers of terms that are remembered; beyond that they are looked up again. */
const NUMBERS_MAX = 200_000;

/** Writes what events are found by. What is told goes into the tables with `flush`, sorted by term. */
export class TermWriter {
  readonly #numbers = new Map<string, number>();
  readonly #find: Statement<unknown[], number>;
  readonly #insert: Statement;
  readonly #words: Statement;
  readonly #say: Statement;
  /** By term: the numbers of the events that say it. */
  #waiting = new Map<number, number[]>();

  constructor(database: Database) {
    this.#find = database.prepare<unknown[], number>('SELECT id FROM term WHERE key = ?').pluck();
    this.#insert = database.prepare('INSERT INTO term (key) VALUES (?)');
    this.#words = database.prepare('INSERT INTO words (rowid, text) VALUES (?, ?)');
    this.#say = database.prepare(
      `INSERT INTO said (term, block, events) VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET events = events || excluded.events`,
    );
  }

  number(key: string): number {
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    if (this.#numbers.size >= NUMBERS_MAX) this.#numbers.clear();
    let id = this.#find.get(key);
    if (id === undefined) {
      id = Number(this.#insert.run(key).lastInsertRowid);
      if (isWorded(key)) this.#words.run(id, worded(key.slice(1)));
    }
    this.#numbers.set(key, id);
    return id;
  }

  say(term: number, seq: number): void {
    const waiting = this.#waiting.get(term);
    if (waiting === undefined) this.#waiting.set(term, [seq]);
    else waiting.push(seq);
  }

  flush(): void {
    // By term, as the table has them.
    for (const [term, events] of [...this.#waiting].sort(([a], [b]) => a - b)) {
      let block = -1;
      let places = '';
      for (const seq of events) {
        const own = Math.floor(seq / BLOCK_EVENTS);
        if (own !== block) {
          if (places !== '') this.#say.run(term, block, places);
          block = own;
          places = '';
        }
        places += `${seq % BLOCK_EVENTS} `;
      }
      this.#say.run(term, block, places);
    }
    this.#waiting = new Map();
  }

  /** Forgets what was told and numbered in a transaction that is undone. */
  rollback(): void {
    this.#waiting = new Map();
    this.#numbers.clear();
  }
}
