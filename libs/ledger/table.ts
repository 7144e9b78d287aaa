import { kindOf } from '#amount';
import type { EditionDeclared, LayoutRow, LayoutStated, RowFormula } from './declaration.js';
import type { Status } from './entry.js';
import type { Facts } from './facts.js';
import {
  CARRYING_BASES,
  editionLineKey,
  lineKey,
  type EditionLine,
  type Line,
  type Reading,
} from './figure.js';
import {
  amend,
  attach,
  copyOf,
  draftOfPaths,
  emptyDraft,
  restrict,
  type Draft,
  type Table,
} from './table-draft.js';
import type { NameTable } from './names.js';

export type { Table } from './table-draft.js';

export function editionBefore(editions: readonly EditionDeclared[], edition: string): EditionDeclared | null {
  const index = editions.findIndex((e) => e.edition === edition);
  return index > 0 ? (editions[index - 1] ?? null) : null;
}

/** Whether an edition takes over what it does not state from the edition before it. */
export function carries(line: EditionLine, edition: EditionDeclared | undefined): boolean {
  return edition?.extent === 'amending' && CARRYING_BASES.has(line.basis);
}

interface EditionTables {
  /** By measure and line. */
  readonly formulas: ReadonlyMap<string, RowFormula>;
  /** By measure. */
  readonly tables: Map<string, Table>;
}

/**
 * The tables and formulas of one set of facts, remembered. They hold for as long as no edition, layout or name is
 * declared and no line gets its first entry, or loses its last, in an edition.
 */
export class Tables {
  readonly facts: Facts;
  readonly #editions = new Map<string, EditionTables>();

  constructor(facts: Facts) {
    this.facts = facts;
  }

  of(line: EditionLine, edition: string, measure: string): Table {
    const { tables } = this.#edition(line, edition);
    let table = tables.get(measure);
    if (table === undefined) {
      table = this.#build(line, edition, measure);
      tables.set(measure, table);
    }
    return table;
  }

  /** The formula of a derived measure on a line, where the layout gives one, or the measure is defined by one. */
  formula(line: EditionLine, edition: string, at: Line, measure: string): RowFormula | null {
    const { formulas } = this.#edition(line, edition);
    const stated = formulas.size === 0 ? undefined : formulas.get(`${measure}\u001f${lineKey(at)}`);
    return stated ?? (line.area === 'control' && measure === 'risk' ? RISK_VALUE : null);
  }

  #edition(line: EditionLine, edition: string): EditionTables {
    const key = `${editionLineKey(line)}\u001f${edition}`;
    let found = this.#editions.get(key);
    if (found === undefined) {
      found = { formulas: formulasOf(this.facts, line, edition), tables: new Map() };
      this.#editions.set(key, found);
    }
    return found;
  }

  #build(line: EditionLine, edition: string, measure: string): Table {
    const editions = this.facts.editions(line);
    const index = editions.findIndex((e) => e.edition === edition);
    const declared = editions[index];
    const names = this.facts.names(line.unit, line.area);
    const entryLines = this.facts
      .entryLines(line, edition, measure)
      .filter((at) => isThere(this.facts, { ...line, edition, measure, line: at }, declared));
    const known = declared?.known === true;
    // Asked only where a line has no place in a layout.
    const summed = (): boolean =>
      !entryLines.some((at) => isShare(this.facts, { ...line, edition, measure, line: at }));

    const own = draftOfLayouts(this.facts, line, edition, measure, names);
    const previous = editions[index - 1];
    if (carries(line, declared) && previous !== undefined) {
      const before = this.of(line, previous.edition, measure);
      const draft = own === null ? copyOf(before) : amend(own, before);
      attach(draft, entryLines, names, summed);
      return { ...draft, known: before.known };
    }
    if (own !== null) {
      attach(own, entryLines, names, summed);
      return { ...own, known: true };
    }
    const nearest = nearestLayout(this.facts, line, editions, index, measure, names);
    if (nearest === null) {
      return entryLines.length === 0
        ? { ...emptyDraft(), known }
        : { ...draftOfPaths(entryLines, summed()), known };
    }
    const draft = known ? restrict(nearest, entryLines) : nearest;
    attach(draft, entryLines, names, summed);
    return { ...draft, known };
  }
}

/**
 * Whether what is recorded of a reading tells that its edition has the line: a statement that stands or was withdrawn
 * does, and so does a change that builds the value of an amending edition. A cause of a difference does not: it moves
 * no figure, and so it makes no line either.
 */
export function isThere(facts: Facts, at: Reading, declared: EditionDeclared | undefined): boolean {
  if (facts.statements(at).some((statement) => counts(statement.status, declared))) return true;
  const builds = carries(at, declared);
  if (builds && facts.changes(at).some((c) => c.from === 'inForce' && counts(c.status, declared)))
    return true;
  return facts
    .corrected(at)
    .some(
      ({ entry, correction }) =>
        entry.kind === 'statement' && correction.replacement === null && counts(entry.status, declared),
    );
}

/** Percentages and indexes are summed only where a layout declares them parts of one whole. */
function isShare(facts: Facts, at: Reading): boolean {
  return facts.statements(at).some(({ printed }) => {
    const kind = printed === undefined ? 'money' : kindOf(printed.unitOfMeasure);
    return kind === 'percent' || kind === 'index';
  });
}

/** A proposal counts only in an edition that is itself one; what is for information counts. */
export function counts(status: Status | undefined, edition: EditionDeclared | undefined): boolean {
  return status !== 'proposed' || edition?.status === 'proposed';
}

export function tableOf(facts: Facts, line: EditionLine, edition: string, measure: string): Table {
  return new Tables(facts).of(line, edition, measure);
}

/** The rows that state the edition's layout, else the nearest edition's, of all tables in order. */
export function rowsOf(facts: Facts, line: EditionLine, edition: string): readonly LayoutRow[] {
  const layouts = facts.layouts(line);
  const own = layouts.filter((layout) => layout.edition === edition);
  if (own.length > 0) return own.flatMap((layout) => layout.rows);
  const editions = facts.editions(line);
  const index = editions.findIndex((e) => e.edition === edition);
  for (const candidate of byNearness(editions, index)) {
    const stated = layouts.filter((layout) => layout.edition === candidate.edition);
    if (stated.length > 0) return stated.flatMap((layout) => layout.rows);
  }
  return [];
}

/** What the value of a risk is, also of one that was registered by hand and stands in no table (*riskvärde*). */
const RISK_VALUE: RowFormula = {
  operation: 'product',
  terms: [
    { coefficient: 1n, measure: 'likelihood' },
    { coefficient: 1n, measure: 'materiality' },
  ],
};

/** The formulas that hold in an edition by measure and line: its own layouts', else the nearest edition's. */
function formulasOf(facts: Facts, line: EditionLine, edition: string): Map<string, RowFormula> {
  const names = facts.names(line.unit, line.area);
  const formulas = new Map<string, RowFormula>();
  for (const row of rowsOf(facts, line, edition)) {
    if (row.formula === undefined || row.measure === null) continue;
    const key = `${row.measure}\u001f${lineKey(names.resolve(row.line))}`;
    if (!formulas.has(key)) formulas.set(key, row.formula);
  }
  return formulas;
}

function draftOfLayouts(
  facts: Facts,
  line: EditionLine,
  edition: string,
  measure: string,
  names: NameTable,
): Draft | null {
  const draft = emptyDraft();
  let found = false;
  for (const layout of facts.layouts(line)) {
    if (layout.edition !== edition) continue;
    const rows = layout.rows.filter((row) => row.measure === measure);
    if (rows.length === 0) continue;
    found = true;
    for (const row of rows) if (row.breakdown === undefined) addRow(draft, row, names);
    addBreakdowns(draft, rows, names);
  }
  return found ? draft : null;
}

function addRow(draft: Draft, row: LayoutRow, names: NameTable): void {
  const key = lineKey(names.resolve(row.line));
  draft.lines.add(key);
  if (row.parts === undefined || row.parts.length === 0 || draft.parts.has(key)) return;
  const parts = row.parts.map((part) => names.resolve(part));
  draft.parts.set(key, parts);
  for (const part of parts) draft.lines.add(lineKey(part));
}

/** The further breakdowns of one table: the remainder of a total, and what the table takes from it (*därav*). */
function addBreakdowns(draft: Draft, rows: readonly LayoutRow[], names: NameTable): void {
  const taken = new Map<string, Line[]>();
  for (const row of rows) {
    if (row.breakdown?.role !== 'därav') continue;
    const line = names.resolve(row.line);
    const total = lineKey(names.resolve(row.breakdown.of));
    taken.set(total, [...(taken.get(total) ?? []), line]);
    draft.memoranda.add(lineKey(line));
  }
  for (const row of rows) {
    if (row.breakdown?.role !== 'remainder') continue;
    const key = lineKey(names.resolve(row.line));
    const total = names.resolve(row.breakdown.of);
    draft.memoranda.add(key);
    if (!draft.remainders.has(key)) {
      draft.remainders.set(key, { total, memoranda: taken.get(lineKey(total)) ?? [] });
    }
  }
}

/** What one table prints of a total by a further breakdown: its remainder and the parts named *därav*. */
export function breakdownIn(
  layout: LayoutStated,
  total: Line,
  measure: string,
  names: NameTable,
): readonly Line[] {
  const key = lineKey(total);
  return layout.rows
    .filter((row) => row.measure === measure && row.breakdown !== undefined)
    .filter((row) => row.breakdown !== undefined && lineKey(names.resolve(row.breakdown.of)) === key)
    .map((row) => names.resolve(row.line));
}

function nearestLayout(
  facts: Facts,
  line: EditionLine,
  editions: readonly EditionDeclared[],
  index: number,
  measure: string,
  names: NameTable,
): Draft | null {
  for (const candidate of byNearness(editions, index)) {
    const draft = draftOfLayouts(facts, line, candidate.edition, measure, names);
    if (draft !== null) return draft;
  }
  return null;
}

/** The other editions, nearest first; of two equally near the earlier. */
function byNearness(editions: readonly EditionDeclared[], index: number): EditionDeclared[] {
  if (index < 0) return [];
  return editions
    .map((edition, i) => ({ edition, distance: Math.abs(i - index), i }))
    .filter(({ i }) => i !== index)
    .sort((a, b) => a.distance - b.distance || a.i - b.i)
    .map(({ edition }) => edition);
}
