import {
  editionBefore,
  editionLineOf,
  carries,
  Evaluator,
  isThere,
  isUnallocated,
  lineKey,
  START_EDITION,
  tableOf,
  type Composition,
  type Facts,
  type Reading,
  type Table,
} from '#ledger';
import { structureOf, type Structure } from './declarations.js';
import type { SqliteFacts } from './facts.js';

/** A row of a view goes to and fro between the editions of its columns. */
const LAST_KEYS_MAX = 6;

/**
 * The kernel's evaluator, with one thing remembered between answers: how tables are built. That depends on what is
 * declared and on which lines have entries beside the layout, and hardly ever changes, while values do all the time.
 */
export class StoredEvaluator extends Evaluator {
  readonly #facts: SqliteFacts;
  readonly #keys = new Map<string, string>();
  readonly #lastKeys: { readonly reading: Reading; readonly key: string }[] = [];

  constructor(facts: SqliteFacts) {
    super(facts);
    this.#facts = facts;
  }

  override table(reading: Reading): Table {
    const structure = this.#structure(reading);
    const key = this.#tableKey(reading);
    let table = structure.tables.get(key);
    if (table === undefined) {
      table = tableOf(this.#facts, editionLineOf(reading), reading.edition, reading.measure);
      structure.tables.set(key, table);
    }
    return table;
  }

  override composition(reading: Reading): Composition | null {
    const at = this.resolve(reading);
    if (at.edition === START_EDITION || isUnallocated(at.line)) return null;
    const { compositions } = this.#structure(at);
    const key = `${this.#tableKey(at)}\u001d${lineKey(at.line)}`;
    let composition = compositions.get(key);
    if (composition === undefined) {
      composition = super.composition(at);
      compositions.set(key, composition);
    }
    return composition;
  }

  #structure(reading: Reading): Structure {
    return structureOf(this.#facts.declared(reading), this.#facts.names(reading.unit, reading.area));
  }

  /** What, beside declarations and names, the table of a measure in an edition depends on: which lines have entries. */
  #tableKey(reading: Reading): string {
    for (const last of this.#lastKeys) {
      const of = last.reading;
      if (of.edition !== reading.edition || of.measure !== reading.measure || of.period !== reading.period)
        continue;
      if (of.basis === reading.basis && of.area === reading.area && of.unit === reading.unit) return last.key;
    }
    const key = this.#tableKeyOf(reading);
    this.#lastKeys.unshift({ reading, key });
    if (this.#lastKeys.length > LAST_KEYS_MAX) this.#lastKeys.pop();
    return key;
  }

  #tableKeyOf(reading: Reading): string {
    const scope = `${reading.unit}\u001f${reading.area}\u001f${reading.basis}\u001f${reading.period}`;
    const asked = `${scope}\u001f${reading.edition}\u001f${reading.measure}`;
    let key = this.#keys.get(asked);
    if (key === undefined) {
      key = `${reading.edition}\u001d${reading.measure}\u001d${this.#linesKey(reading)}`;
      this.#keys.set(asked, key);
    }
    return key;
  }

  #linesKey(reading: Reading): string {
    const line = editionLineOf(reading);
    const editions = this.#facts.editions(line);
    const declared = editions.find((e) => e.edition === reading.edition);
    const stated = this.#statedLines(reading);
    const own = this.#facts
      .entryLines(line, reading.edition, reading.measure)
      .filter((at) => stated === null || !stated.has(lineKey(at)))
      .filter((at) => isThere(this.#facts, { ...reading, line: at }, declared))
      .map((at) => `\u001c${lineKey(at)}`)
      .sort()
      // The whole table is a line too, and its key is empty: nothing and it alone must not look the same.
      .join('');
    const before = carries(line, declared) ? editionBefore(editions, reading.edition) : null;
    return before === null ? own : `${own}\u001b${this.#linesKey({ ...reading, edition: before.edition })}`;
  }

  /** The lines of the edition's own layout, where it has one: entries on them change nothing of its table. */
  #statedLines(reading: Reading): ReadonlySet<string> | null {
    const { stated } = this.#structure(reading);
    const key = `${reading.edition}\u001d${reading.measure}`;
    let lines = stated.get(key);
    if (lines === undefined) {
      const line = editionLineOf(reading);
      const own = this.#facts
        .layouts(line)
        .some((l) => l.edition === reading.edition && l.rows.some((row) => row.measure === reading.measure));
      if (own) {
        const table = tableOf(withoutEntries(this.#facts), line, reading.edition, reading.measure);
        lines = new Set([...table.lines, ...table.memoranda]);
      } else lines = null;
      stated.set(key, lines);
    }
    return lines;
  }
}

/** The declarations alone. */
function withoutEntries(facts: Facts): Facts {
  return {
    editionLines: () => facts.editionLines(),
    editions: (line) => facts.editions(line),
    layouts: (line) => facts.layouts(line),
    names: (unit, area) => facts.names(unit, area),
    moves: (unit) => facts.moves(unit),
    statements: () => [],
    changes: () => [],
    statedDifferences: () => [],
    entryLines: () => [],
    corrected: () => [],
    addedSources: () => [],
  };
}
