import type { LayoutStated } from './declaration.js';
import { readingOf, type Statement } from './entry.js';
import type { Facts } from './facts.js';
import {
  CARRYING_BASES,
  editionLineOf,
  isUnallocated,
  lineKey,
  readingKey,
  withLine,
  type Line,
  type Reading,
} from './figure.js';
import { editionBefore, Tables } from './table.js';
import { operandReading } from './operation.js';

/**
 * Circles are refused when they would be recorded: over all statements that stand or could come to stand, and with the
 * steps from total to part, of formulas and of carrying, so that no withdrawal can make one later.
 *
 * @returns the readings of a circle that the statement closes, first and last the same; null where there is none.
 */
export function circleThrough(
  facts: Facts,
  statement: Statement,
  tables = new Tables(facts),
): readonly Reading[] | null {
  if (statement.says.kind !== 'relative') return null;
  const terms = statement.says.terms.map((term) => term.reading);
  return circleBy(facts, readingOf(statement), terms, tables);
}

/** A circle that a layout closes by itself, by the parts and formulas of its rows. */
export function circleOfLayout(
  facts: Facts,
  layout: LayoutStated,
  tables = new Tables(facts),
): readonly Reading[] | null {
  for (const { line, measure, parts, formula } of layout.rows) {
    if (measure === null || (parts === undefined && formula === undefined)) continue;
    const reading: Reading = { ...layout.line, edition: layout.edition, line, measure };
    const circle = circleBy(facts, reading, dependencies(facts, reading, tables), tables);
    if (circle !== null) return circle;
  }
  return null;
}

/** The way from a reading by the first steps given back to itself. */
function circleBy(
  facts: Facts,
  reading: Reading,
  first: readonly Reading[],
  tables: Tables,
): readonly Reading[] | null {
  const resolve = (r: Reading): Reading => withLine(r, facts.names(r.unit, r.area).resolve(r.line));
  const start = resolve(reading);
  const goal = readingKey(start);
  const seen = new Set<string>();
  const path: Reading[] = [start];
  const visit = (reading: Reading): boolean => {
    const key = readingKey(reading);
    path.push(reading);
    if (key === goal) return true;
    if (!seen.has(key)) {
      seen.add(key);
      for (const next of dependencies(facts, reading, tables)) if (visit(resolve(next))) return true;
    }
    path.pop();
    return false;
  };
  for (const next of first) if (visit(resolve(next))) return path;
  return null;
}

/** Every circle among the statements given: for declarations, whose steps may close one. */
export function circlesAmong(facts: Facts, statements: Iterable<Statement>): (readonly Reading[])[] {
  const circles: (readonly Reading[])[] = [];
  const tables = new Tables(facts);
  for (const statement of statements) {
    const circle = circleThrough(facts, statement, tables);
    if (circle !== null) circles.push(circle);
  }
  return circles;
}

/** Every reading whose value may enter the value of this one. */
export function dependencies(
  facts: Facts,
  reading: Reading,
  tables: Pick<Tables, 'of' | 'formula'> = new Tables(facts),
): Reading[] {
  const found: Reading[] = [];
  for (const statement of facts.statements(reading)) {
    if (statement.says.kind === 'relative') found.push(...statement.says.terms.map((term) => term.reading));
  }
  const line = editionLineOf(reading);
  const at = (other: Line): Reading => withLine(reading, other);
  // The unallocated part is what the total and its other parts leave.
  if (isUnallocated(reading.line)) found.push(at(reading.line.slice(0, -1)));
  const formula = tables.formula(line, reading.edition, reading.line, reading.measure);
  if (formula !== null) found.push(...formula.terms.map((operand) => operandReading(reading, operand)));
  const table = tables.of(line, reading.edition, reading.measure);
  const key = lineKey(reading.line);
  for (const part of table.parts.get(key) ?? []) found.push(at(part));
  for (const part of facts.names(reading.unit, reading.area).mergerParts(reading.line) ?? [])
    found.push(at(part));
  const remainder = table.remainders.get(key);
  if (remainder !== undefined) found.push(at(remainder.total), ...remainder.memoranda.map(at));
  if (CARRYING_BASES.has(reading.basis)) {
    const before = editionBefore(facts.editions(line), reading.edition);
    if (before !== null) found.push({ ...reading, edition: before.edition });
  }
  return found;
}
