import { isRestated, type Compared, type Crossing, type Division, type Line } from '#ledger';
import type { ComparabilityAnswer } from './comparability-answer.js';

/** What people call a unit. */
export type UnitName = (unit: string) => string;

type Item = Omit<ComparabilityAnswer, 'rows' | 'columns'>;

/** The row and the column of the answer that something concerns; null: all of them. */
type Concerned = readonly [row: readonly string[] | null, column: string | null];

interface Collected {
  readonly item: Item;
  readonly rows: Map<string, readonly string[]>;
  readonly columns: Set<string>;
}

/** Collects what was found of an answer: each thing once, with the rows and columns that it concerns. */
export class Findings {
  readonly #found = new Map<string, Collected>();
  readonly #names = new Map<string, string>();

  constructor(readonly unitName: UnitName) {}

  add(item: Item, ...[row, column]: Concerned): void {
    const key = JSON.stringify([item.kind, item.from, item.to, item.since, item.what, item.restatable]);
    const known = this.#found.get(key) ?? { item, rows: new Map(), columns: new Set<string>() };
    this.#found.set(key, known);
    if (row !== null) known.rows.set(row.join('\u001e'), row);
    if (column !== null) known.columns.add(column);
  }

  /** What stands between a reading and the one that it is compared with. */
  compared({ crossings, restatedEdition, restated }: Compared, ...concerned: Concerned): void {
    for (const crossing of crossings) this.add(this.#moved(crossing, restated !== null), ...concerned);
    if (restatedEdition !== null) {
      this.add(
        {
          kind: 'perimeterChanged',
          what: `${restatedEdition.label} finns omräknad (${restatedEdition.edition})`,
          from: null,
          to: restatedEdition.edition,
          since: sinceOf(restatedEdition.edition),
          judgedBy: null,
          source: null,
          restatable: restated?.edition !== null && restated !== null,
        },
        ...concerned,
      );
    }
  }

  #moved({ move, within }: Crossing, restatable: boolean): Item {
    const { unit, line = [], to, toLine = [], since, words, judgedBy = null, source = null } = move;
    return {
      kind: 'unitMoved',
      what: within ? `${words} (mitt i det som jämförs)` : words,
      from: this.#place(unit, line),
      to: to === undefined ? null : this.#place(to, toLine),
      since,
      judgedBy,
      source,
      restatable,
    };
  }

  #place(unit: string, line: Line): string {
    let name = this.#names.get(unit);
    if (name === undefined) this.#names.set(unit, (name = this.unitName(unit)));
    return [name, ...line].join(' > ');
  }

  /** What is said of the names of lines: on no day, in no cell, and always undone by counting them as one. */
  #named(item: Omit<Item, 'since' | 'source' | 'restatable'>, ...concerned: Concerned): void {
    this.add({ ...item, since: null, source: null, restatable: true }, ...concerned);
  }

  /** `earlier`: the reading is of before what it is compared with. */
  divided(division: Division, earlier: boolean, ...concerned: Concerned): void {
    const { line, parts, undivided, judgedBy } = division;
    const isSplit = (undivided === 'reading') === earlier;
    const whole = line.join(' > ');
    const each = parts.map((part) => part.join(' > ')).join(' | ');
    this.#named(
      {
        kind: isSplit ? 'lineSplit' : 'linesMerged',
        what: isSplit ? `${whole} är delad` : `${whole} är sammanslagen`,
        from: isSplit ? whole : each,
        to: isSplit ? each : whole,
        judgedBy,
      },
      ...concerned,
    );
  }

  /** The same line under two names: what differs of them, without what is the same below. */
  renamed(from: Line, to: Line, judgedBy: string | null, ...concerned: Concerned): void {
    let same = 0;
    while (same < Math.min(from.length, to.length) - 1 && from.at(-1 - same) === to.at(-1 - same)) same++;
    const [a, b] = [from, to].map((line) => line.slice(0, line.length - same).join(' > '));
    this.#named(
      {
        kind: 'lineRenamed',
        what: `${a ?? ''} heter ${b ?? ''}`,
        from: a ?? '',
        to: b ?? '',
        judgedBy,
      },
      ...concerned,
    );
  }

  /** In an order that is the same whatever was recorded first: as they concern the rows of the answer. */
  answers(): ComparabilityAnswer[] {
    return [...this.#found.values()].map(({ item, rows, columns }) => ({
      ...item,
      rows: [...rows.values()],
      columns: [...columns],
    }));
  }
}

/** The year or the month of the document that restates. */
function sinceOf(edition: string): string | null {
  return isRestated(edition) ? edition.slice(edition.lastIndexOf('@') + 1) : null;
}
