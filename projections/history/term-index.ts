import type { Database, Statement } from 'better-sqlite3';
import { BLOCK_EVENTS } from '../runner/terms.js';

/** Texts whose events are merged; of more, each event is looked at instead. */
export const TERMS_MERGED_MAX = 1_000;

const INDEXES = new WeakMap<Database, TermIndex>();

/** The index of a file; its statements are prepared once. */
export function termIndexOf(database: Database): TermIndex {
  let index = INDEXES.get(database);
  if (index === undefined) {
    index = new TermIndex(database);
    INDEXES.set(database, index);
  }
  return index;
}

/** Reads what events are found by. */
export class TermIndex {
  readonly #exact: Statement<unknown[], number>;
  readonly #range: Statement<unknown[], number>;
  readonly #keys: Statement<unknown[], string>;
  readonly #matching: Statement<unknown[], number>;
  readonly #matches: Statement<unknown[], number>;
  readonly #matchingRange: Statement<unknown[], number>;
  readonly #down: Statement<unknown[], number>;
  readonly #up: Statement<unknown[], number>;
  readonly #events: Statement<unknown[], string>;

  constructor(database: Database) {
    const numbers = (sql: string): Statement<unknown[], number> =>
      database.prepare<unknown[], number>(sql).pluck();
    this.#exact = numbers('SELECT id FROM term WHERE key = ?');
    this.#range = numbers('SELECT id FROM term WHERE key >= ? AND key < ?');
    this.#keys = database
      .prepare<unknown[], string>('SELECT key FROM term WHERE key >= ? AND key < ? LIMIT ?')
      .pluck();
    this.#matching = numbers('SELECT rowid FROM words WHERE words MATCH ? LIMIT ?');
    this.#matches = numbers('SELECT rowid FROM words WHERE words MATCH ? AND rowid = ?');
    this.#matchingRange = numbers(
      `SELECT term.id FROM words JOIN term ON term.id = words.rowid
       WHERE words MATCH ? AND term.key >= ? AND term.key < ? LIMIT ?`,
    );
    this.#down = numbers('SELECT max(block) FROM said WHERE term = ? AND block <= ?');
    this.#up = numbers('SELECT min(block) FROM said WHERE term = ? AND block >= ?');
    this.#events = database
      .prepare<unknown[], string>('SELECT events FROM said WHERE term = ? AND block = ?')
      .pluck();
  }

  exact(key: string): number[] {
    return this.#exact.all(key);
  }

  range(from: string, below: string): number[] {
    return this.#range.all(from, below);
  }

  /** Terms between two, the second left out: so many at most. */
  keys(from: string, below: string, most: number): string[] {
    return this.#keys.all(from, below, most);
  }

  /** The texts that an expression of the full-text search finds, of any field or of one: all, or at most so many. */
  matching(expression: string, field?: string, most = -1): number[] {
    if (field === undefined) return this.#matching.all(expression, most);
    return this.#matchingRange.all(expression, field, String.fromCharCode(field.charCodeAt(0) + 1), most);
  }

  /** Whether it finds one of them. */
  matches(expression: string, term: number): boolean {
    return this.#matches.get(expression, term) !== undefined;
  }

  /** The block nearest to one, it included, in which a term is said; null where there is none. */
  nearest(term: number, block: number, down: boolean): number | null {
    return (down ? this.#down : this.#up).get(term, block) ?? null;
  }

  /** The places of the events of a block that say a term, each with a space behind it. */
  placesIn(term: number, block: number): string {
    return this.#events.get(term, block) ?? '';
  }
}

/** Few enough that each is looked for in the text of another set, which is then not taken apart. */
const LOOKED_FOR_MAX = 100;

/** The places in one block where any of some terms is said. */
class Places {
  readonly size: number;

  constructor(readonly texts: readonly string[]) {
    this.size = texts.reduce((sum, text) => sum + text.length, 0);
  }

  all(): Set<string> {
    const places = new Set<string>();
    for (const text of this.texts) for (const place of text.trimEnd().split(' ')) places.add(place);
    places.delete('');
    return places;
  }

  /** Those of some places that are here as well. */
  of(places: readonly string[]): string[] {
    if (places.length > LOOKED_FOR_MAX) {
      const own = this.all();
      return places.filter((place) => own.has(place));
    }
    return places.filter((place) =>
      this.texts.some((text) => text.startsWith(`${place} `) || text.includes(` ${place} `)),
    );
  }
}

/** The events that say any of some terms, block by block in one direction. */
class Union {
  readonly #at: (number | null)[];

  constructor(
    readonly index: TermIndex,
    readonly terms: readonly number[],
    readonly down: boolean,
    first: number,
  ) {
    this.#at = terms.map((term) => index.nearest(term, first, down));
  }

  nearest(block: number): number | null {
    let best: number | null = null;
    for (const [i, term] of this.terms.entries()) {
      let at = this.#at[i] ?? null;
      if (at !== null && (this.down ? at > block : at < block)) {
        at = this.index.nearest(term, block, this.down);
        this.#at[i] = at;
      }
      if (at !== null && (best === null || (this.down ? at > best : at < best))) best = at;
    }
    return best;
  }

  placesIn(block: number): Places {
    const texts: string[] = [];
    for (const [i, term] of this.terms.entries()) {
      if (this.#at[i] === block) texts.push(this.index.placesIn(term, block));
    }
    return new Places(texts);
  }
}

/** The numbers of events between two, both included, that say one term of each set; all of them where there is no set. */
export function* eventsSaying(
  index: TermIndex,
  sets: readonly (readonly number[])[],
  low: number,
  high: number,
  down: boolean,
): Generator<number> {
  if (low > high || sets.some((terms) => terms.length === 0)) return;
  const step = down ? -1 : 1;
  if (sets.length === 0) {
    for (let seq = down ? high : low; seq >= low && seq <= high; seq += step) yield seq;
    return;
  }
  const blockOf = (seq: number): number => Math.floor(seq / BLOCK_EVENTS);
  let block = blockOf(down ? high : low);
  const last = blockOf(down ? low : high);
  const unions = sets.map((terms) => new Union(index, terms, down, block));
  while (down ? block >= last : block <= last) {
    let agreed = true;
    for (const union of unions) {
      const nearest = union.nearest(block);
      if (nearest === null) return;
      if (nearest !== block) {
        block = nearest;
        agreed = false;
      }
    }
    if (!agreed) continue;
    const [first, ...others] = unions
      .map((union) => union.placesIn(block))
      .sort((a, b) => a.size - b.size) as [Places, ...Places[]];
    let places = [...first.all()];
    for (const other of others) places = other.of(places);
    const both = places
      .map((place) => block * BLOCK_EVENTS + Number(place))
      .filter((seq) => seq >= low && seq <= high);
    yield* both.sort((a, b) => (a - b) * step);
    block += step;
  }
}
