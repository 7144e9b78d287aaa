import {
  editionBefore,
  editionLineOf,
  carries,
  dependencies,
  Evaluator,
  isThere,
  isUnallocated,
  lineKey,
  START_EDITION,
  tableOf,
  Tables,
  type Composition,
  type Facts,
  type Reading,
  type Table,
} from '#ledger';
import { structureOf, type StatedTable, type Structure } from './declarations.js';
import type { SqliteFacts } from './facts.js';

/** A row of a view goes to and fro between the editions of its columns. */
const LAST_TABLES_MAX = 6;

/** Before the lines of the edition that one carries from. */
const EDITION_BEFORE = '\u001b';

/** The table of a measure in an edition, and what is remembered of it. */
interface TableAt {
  readonly reading: Reading;
  readonly key: string;
  /** See `#linesKey`. */
  readonly lines: string;
  readonly structure: Structure;
  /** By line. */
  readonly compositions: Map<string, Composition | null>;
  readonly steps: Map<string, readonly Reading[]>;
}

/**
 * The kernel's evaluator, with one thing remembered between answers: how tables are built. That depends on what is
 * declared and on which lines have entries beside the layout, and hardly ever changes, while values do all the time.
 */
export class StoredEvaluator extends Evaluator {
  readonly #facts: SqliteFacts;
  readonly #tables = new Map<string, TableAt>();
  readonly #lastTables: TableAt[] = [];

  constructor(facts: SqliteFacts) {
    super(facts);
    this.#facts = facts;
  }

  override table(reading: Reading): Table {
    const at = this.#tableAt(reading);
    const { key, structure } = at;
    let table = structure.tables.get(key);
    if (table === undefined) {
      table = this.#build(at);
      structure.tables.set(key, table);
    }
    return table;
  }

  override composition(reading: Reading): Composition | null {
    const at = this.resolve(reading);
    if (at.edition === START_EDITION || isUnallocated(at.line)) return null;
    const { structure, compositions } = this.#tableAt(at);
    const key = lineKey(at.line);
    let composition = compositions.get(key);
    if (composition === undefined) {
      composition = super.composition(at);
      compositions.set(key, composition);
      structure.size++;
    }
    return composition;
  }

  /** Every reading whose value may enter the value of this one, which is resolved: what the kernel's `dependencies` gives. */
  dependencies(at: Reading): readonly Reading[] {
    const { structure, steps } = this.#tableAt(at);
    const key = lineKey(at.line);
    let found = steps.get(key);
    if (found === undefined) {
      const tables = new Tables(this.#facts);
      found = dependencies(withoutEntries(this.#facts), at, {
        of: (line, edition, measure) => this.table({ ...at, ...line, edition, measure }),
        formula: (line, edition, of, measure) => tables.formula(line, edition, of, measure),
      });
      steps.set(key, found);
      structure.size++;
    }
    const stated = this.#facts
      .statements(at)
      .flatMap(({ says }) => (says.kind === 'relative' ? says.terms.map((term) => term.reading) : []));
    return stated.length === 0 ? found : [...stated, ...found];
  }

  /** Where no edition that it rests on has entries beside its layout, it is what the layouts alone make of it. */
  #build({ reading, lines, structure }: TableAt): Table {
    const stated = structure.stated.get(`${reading.edition}\u001d${reading.measure}`);
    if (stated !== null && stated !== undefined && lines.replaceAll(EDITION_BEFORE, '') === '')
      return stated.table;
    return tableOf(this.#facts, editionLineOf(reading), reading.edition, reading.measure);
  }

  #structure(reading: Reading): Structure {
    return structureOf(this.#facts.declared(reading), this.#facts.names(reading.unit, reading.area));
  }

  #tableAt(reading: Reading): TableAt {
    for (const last of this.#lastTables) {
      const of = last.reading;
      if (of.edition !== reading.edition || of.measure !== reading.measure || of.period !== reading.period)
        continue;
      if (of.basis === reading.basis && of.area === reading.area && of.unit === reading.unit) return last;
    }
    const scope = `${reading.unit}\u001f${reading.area}\u001f${reading.basis}\u001f${reading.period}`;
    const asked = `${scope}\u001f${reading.edition}\u001f${reading.measure}`;
    let table = this.#tables.get(asked);
    if (table === undefined) {
      table = this.#newTable(reading);
      this.#tables.set(asked, table);
    }
    this.#lastTables.unshift(table);
    if (this.#lastTables.length > LAST_TABLES_MAX) this.#lastTables.pop();
    return table;
  }

  /** What, beside declarations and names, a table depends on: which lines have entries. */
  #newTable(reading: Reading): TableAt {
    const lines = this.#linesKey(reading);
    const key = `${reading.edition}\u001d${reading.measure}\u001d${lines}`;
    const structure = this.#structure(reading);
    let compositions = structure.compositions.get(key);
    if (compositions === undefined)
      structure.compositions.set(key, (compositions = new Map<string, Composition | null>()));
    let steps = structure.steps.get(key);
    if (steps === undefined) structure.steps.set(key, (steps = new Map<string, readonly Reading[]>()));
    return { reading, key, lines, structure, compositions, steps };
  }

  #linesKey(reading: Reading): string {
    const line = editionLineOf(reading);
    const editions = this.#facts.editions(line);
    const declared = editions.find((e) => e.edition === reading.edition);
    const stated = this.#stated(reading)?.lines ?? null;
    const own = this.#facts
      .entryLines(line, reading.edition, reading.measure)
      .filter((at) => stated === null || !stated.has(lineKey(at)))
      .filter((at) => isThere(this.#facts, { ...reading, line: at }, declared))
      .map((at) => `\u001c${lineKey(at)}`)
      .sort()
      // The whole table is a line too, and its key is empty: nothing and it alone must not look the same.
      .join('');
    const before = carries(line, declared) ? editionBefore(editions, reading.edition) : null;
    return before === null
      ? own
      : `${own}${EDITION_BEFORE}${this.#linesKey({ ...reading, edition: before.edition })}`;
  }

  /** The table of the edition's own layout, where it has one: entries on its lines change nothing of it. */
  #stated(reading: Reading): StatedTable | null {
    const { stated } = this.#structure(reading);
    const key = `${reading.edition}\u001d${reading.measure}`;
    let found = stated.get(key);
    if (found === undefined) {
      const line = editionLineOf(reading);
      const own = this.#facts
        .layouts(line)
        .some((l) => l.edition === reading.edition && l.rows.some((row) => row.measure === reading.measure));
      if (own) {
        const table = tableOf(withoutEntries(this.#facts), line, reading.edition, reading.measure);
        found = { table, lines: new Set([...table.lines, ...table.memoranda]) };
      } else found = null;
      stated.set(key, found);
    }
    return found;
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
