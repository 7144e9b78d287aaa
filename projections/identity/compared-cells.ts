import {
  compared,
  comparesOthers,
  divisionsBetween,
  lineKey,
  spanOf,
  type Cell,
  type CellValue,
  type Compared,
  type Evaluator,
  type Mark,
  type Reading,
  type Restated,
  type ViewColumn,
  type ViewRow,
  type ViewSpec,
} from '#ledger';
import type { Findings } from './found.js';

/** A cell of a view with what it is, and what it is in the perimeter of what it is compared with. */
export interface ComparedCell {
  readonly column: string;
  readonly cell: Cell;
  readonly value: CellValue;
  /** Where it was asked for and is known: the reading, or of a difference the reading that it leads from. */
  readonly restated: Restated | null;
}

interface Plain {
  readonly column: string;
  readonly cell: Cell;
  readonly value: CellValue;
}

/**
 * The cells of a row, compared: those that are not of the same thing as what they stand beside are marked, and told in
 * `findings`. With `comparable` those that the ledger knows how to restate are. A view without moves, names and restated
 * editions costs one look at each pair of its columns.
 */
export function comparedCells(
  evaluator: Evaluator,
  section: ViewSpec,
  row: ViewRow,
  cells: readonly Plain[],
  path: readonly string[],
  findings: Findings,
  comparable: boolean,
): ComparedCell[] {
  const plain = cells.map((cell): ComparedCell => ({ ...cell, restated: null }));
  const pairs = pairsOf(evaluator, section);
  if (row.measure === null || !concerned(evaluator, section, row, pairs)) return plain;
  const names = evaluator.facts.names(row.unit, row.area);
  const of = new Map(cells.map((cell) => [cell.column, cell]));
  const changed = new Map<string, Changed>();
  for (const [column, against] of pairs) {
    const [own, other] = [readingAt(of, column), readingAt(of, against)];
    if (own === null || other === null || own.measure !== other.measure) continue;
    const found = compared(evaluator, own, other);
    findings.compared(found, path, column);
    if (isApart(found, own, other))
      changed.set(column, { restated: comparable ? found.restated : null, undivided: false });
    for (const division of divisionsBetween(evaluator, own, other)) {
      findings.divided(division, isEarlier(evaluator, own, other), path, column);
      if (division.isPart) changed.set(column, { restated: null, undivided: true });
    }
    if (names.isEmpty) continue;
    const [a, b] = [printedLine(of, column), printedLine(of, against)];
    if (a === null || b === null || lineKey(a) === lineKey(b)) continue;
    const judge = names.judgedBy(a) ?? names.judgedBy(b);
    if (isEarlier(evaluator, own, other)) findings.renamed(a, b, judge, path, column);
    else findings.renamed(b, a, judge, path, column);
  }
  return changed.size === 0
    ? plain
    : plain.map((cell) => applied(evaluator, section, cell, changed, comparable));
}

interface Changed {
  readonly restated: Restated | null;
  /** One of the two has the line only within another. */
  readonly undivided: boolean;
}

function applied(
  evaluator: Evaluator,
  section: ViewSpec,
  cell: ComparedCell,
  changed: ReadonlyMap<string, Changed>,
  comparable: boolean,
): ComparedCell {
  const source = section.columns.find(({ id }) => id === cell.column)?.source;
  if (source?.kind === 'reading') {
    const own = changed.get(cell.column);
    if (own === undefined) return cell;
    if (own.restated === null) return marked(cell);
    const { amount, marks } = own.restated;
    // What is printed is not asserted of what was restated.
    const value: CellValue = { ...cell.value, amount, marks, stated: null, discrepancy: null };
    return { ...cell, value, restated: own.restated };
  }
  if (source?.kind !== 'difference' || source.remainder === true || cell.cell.kind !== 'difference')
    return cell;
  const from = changed.get(source.against);
  if (from === undefined) return changed.has(source.of) ? marked(cell) : cell;
  if (from.restated === null) {
    const blank = comparable && from.undivided;
    return marked(blank ? { ...cell, value: { ...cell.value, amount: null } } : cell);
  }
  const amount = restatedDifference(evaluator, cell.cell.to, from.restated);
  if (amount === null) return marked(cell);
  const marks = new Set<Mark>(['computed', ...from.restated.marks]);
  const value: CellValue = { ...cell.value, amount, marks, stated: null, discrepancy: null };
  return { ...cell, value, restated: from.restated };
}

/** What a reading differs by from a restated one; a line that its table does not have is nothing. */
export function restatedDifference(evaluator: Evaluator, to: Reading, restated: Restated): bigint | null {
  const { amount } = evaluator.value(to);
  if (amount !== null) return amount - restated.amount;
  const nowhere = evaluator.edition(to) === undefined || evaluator.isAbsent(to);
  return nowhere ? -restated.amount : null;
}

function marked(cell: ComparedCell): ComparedCell {
  return { ...cell, value: { ...cell.value, marks: new Set<Mark>([...cell.value.marks, 'notComparable']) } };
}

/**
 * What each column is compared with: of a difference, what it is taken from with what is taken; any other with the one
 * that is last in time.
 */
function pairsOf(evaluator: Evaluator, section: ViewSpec): readonly (readonly [string, string])[] {
  const found = evaluator.beside(pairsOfSections);
  const known = found.get(section);
  if (known !== undefined) return known;
  const differences = section.columns.flatMap(({ source }) =>
    source.kind === 'difference' && source.remainder !== true ? [source] : [],
  );
  const readings = section.columns.filter(({ source }) => source.kind === 'reading');
  const last = lastOf(readings);
  const taken = new Set(differences.map(({ of }) => of));
  const pairs = readings.flatMap(({ id }): [string, string][] => {
    const against = differences.find((difference) => difference.against === id)?.of;
    if (against !== undefined) return [[id, against]];
    return taken.has(id) || last === undefined || last === id ? [] : [[id, last]];
  });
  found.set(section, pairs);
  return pairs;
}

const pairsOfSections = (): Map<ViewSpec, readonly (readonly [string, string])[]> => new Map();

function lastOf(columns: readonly ViewColumn[]): string | undefined {
  let last: string | undefined;
  let through = '';
  for (const { id, source } of columns) {
    if (source.kind !== 'reading' || source.edition === '') continue;
    const end = spanOf(source)?.through ?? '';
    if (end < through) continue;
    last = id;
    through = end;
  }
  return last;
}

/** Whether anything is recorded that could set the columns of the row apart. */
function concerned(
  evaluator: Evaluator,
  section: ViewSpec,
  row: ViewRow,
  pairs: readonly (readonly [string, string])[],
): boolean {
  const { facts } = evaluator;
  if (pairs.length === 0) return false;
  if (facts.moves(row.unit).length > 0 || !facts.names(row.unit, row.area).isEmpty) return true;
  const known = evaluator.beside(sectionsRestated);
  let found = known.get(section);
  if (found === undefined) {
    const sourceOf = (id: string): Reading | null => {
      const source = section.columns.find((column) => column.id === id)?.source;
      if (source?.kind !== 'reading') return null;
      const { basis, period, edition } = source;
      return { unit: row.unit, area: row.area, line: [], measure: '', basis, period, edition };
    };
    found = pairs.some(([id, against]) => {
      const [a, b] = [sourceOf(id), sourceOf(against)];
      return a !== null && b !== null && comparesOthers(evaluator, a, b);
    });
    known.set(section, found);
  }
  return found;
}

const sectionsRestated = (): Map<ViewSpec, boolean> => new Map();

function readingAt(cells: ReadonlyMap<string, Plain>, column: string): Reading | null {
  const cell = cells.get(column)?.cell;
  return cell?.kind === 'reading' && cell.reading.edition !== '' ? cell.reading : null;
}

/** The line as the source of the cell spells it. */
function printedLine(cells: ReadonlyMap<string, Plain>, column: string): readonly string[] | null {
  const stated = cells.get(column)?.value.stated;
  return stated?.kind === 'statement' ? stated.reading.line : null;
}

/** An edition beside its own restatement is what it is called; of another year it is of another perimeter. */
export function isApart({ crossings, restatedEdition }: Compared, own: Reading, other: Reading): boolean {
  return crossings.length > 0 || (restatedEdition !== null && !sameYear(own, other));
}

function sameYear(a: Reading, b: Reading): boolean {
  return a.basis === b.basis && a.period === b.period;
}

/** By the days that they are about; of the same days by their place in line. */
export function isEarlier(evaluator: Evaluator, a: Reading, b: Reading): boolean {
  const [own, other] = [a, b].map((at) => spanOf(at, evaluator.edition(at))?.through ?? '');
  if (own !== other) return (own ?? '') < (other ?? '');
  const editions = evaluator.facts.editions(a).map(({ edition }) => edition);
  return !sameYear(a, b) || editions.indexOf(a.edition) < editions.indexOf(b.edition);
}
