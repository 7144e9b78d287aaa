import {
  carries,
  CARRYING_BASES,
  editionLineOf,
  isUnallocated,
  lineKey,
  startsWith,
  type EditionLine,
  type Evaluator,
  type Facts,
  type Line,
  type Reading,
} from '#ledger';

/** What there is in the tables where somebody is about to register something (*plats*). */
export interface Place {
  /** Whether the tables of the edition have the line; null where nothing is printed of it. */
  readonly hasLine: boolean | null;
  /** The lines that they have, as printed. */
  readonly lines: readonly Line[];
  readonly hasMeasure: boolean;
  /** The entry that states the reading itself, where its value is what is stated. */
  readonly statedBy: string | null;
  /** Whether the value is worked out from other measures or rows. A total of parts is not: changes stand on it. */
  readonly isDerived: boolean;
}

/** Where there is nothing. */
export const OPEN_PLACE: Place = {
  hasLine: null,
  lines: [],
  hasMeasure: false,
  statedBy: null,
  isDerived: false,
};

/** The same for the read model and for a book in memory: by their evaluator. */
export function placeIn(evaluator: Evaluator, asked: Reading): Place {
  const at = evaluator.resolve(asked);
  const composition = evaluator.composition(at);
  const { standing } = evaluator.statements(at);
  const tables = printed(evaluator.facts, editionLineOf(at), at.edition);
  return {
    hasLine: tables.isPrinted ? isThere(evaluator.facts, tables, at) : null,
    lines: [...tables.lines.values()],
    hasMeasure: tables.measures.has(at.measure),
    statedBy: composition === null && standing !== null ? standing.id : null,
    isDerived: composition !== null && composition.kind !== 'total',
  };
}

function isThere(facts: Facts, { lines, editions }: Printed, at: Reading): boolean {
  // The whole of a frame is there without a row of its own, and the part of a total that is on none of its parts.
  const line = isUnallocated(at.line) ? at.line.slice(0, -1) : at.line;
  if (line.length === 0 || lines.has(lineKey(line))) return true;
  const names = facts.names(at.unit, at.area);
  const resolved = [...lines.values()].map((one) => names.resolve(one));
  const keys = new Set(resolved.map(lineKey));
  return (
    // A heading is there by what stands below it.
    resolved.some((one) => startsWith(one, line)) ||
    // So are lines that are merged in one table and not in another.
    (names.mergerParts(line) ?? []).some((part) => keys.has(lineKey(part))) ||
    names.mergers().some((merged) => keys.has(lineKey(merged.line)) && hasLine(merged.parts, line)) ||
    // Not every figure of a document stands in a table of it.
    editions.some((edition) => facts.statements({ ...at, line, edition }).length > 0)
  );
}

function hasLine(lines: readonly Line[], line: Line): boolean {
  return lines.some((one) => lineKey(one) === lineKey(line));
}

interface Printed {
  /** Whether anything is printed of the edition itself, or of what it amends. */
  readonly isPrinted: boolean;
  /** By key, as printed. */
  readonly lines: ReadonlyMap<string, Line>;
  readonly measures: ReadonlySet<string>;
  readonly editions: readonly string[];
}

/** What is printed of an edition and of what was in force before it: a line that ends may be changed to its end. */
function printed(facts: Facts, line: EditionLine, edition: string): Printed {
  const declared = facts.editions(line);
  const layouts = facts.layouts(line);
  const lines = new Map<string, Line>();
  const measures = new Set<string>();
  const editions: string[] = [];
  const add = (of: string): void => {
    editions.push(of);
    for (const { measure, ...row } of layouts.flatMap((one) => (one.edition === of ? one.rows : []))) {
      if (measure === null) continue;
      measures.add(measure);
      for (const one of [row.line, ...(row.parts ?? [])]) if (one.length > 0) lines.set(lineKey(one), one);
    }
  };
  add(edition);
  let n = declared.findIndex((one) => one.edition === edition);
  for (; n > 0 && carries(line, declared[n]); n -= 1) add(declared[n - 1]?.edition ?? '');
  const isPrinted = lines.size > 0;
  const before = CARRYING_BASES.has(line.basis) ? declared[n - 1] : undefined;
  if (before !== undefined) add(before.edition);
  return { isPrinted, lines, measures, editions };
}
