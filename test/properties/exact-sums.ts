import { fromDecimal, type Amount, type UnitOfMeasure } from '#amount';
import type { CellExplanationAnswer, ChangeAnswer, DifferenceAnswer } from '#projections';

/*
 * What an explanation promises, held against its answer as anybody reads it: decimal texts, each in the unit of measure
 * that it names.
 */

/** How a formula of the random ledgers computes a measure that is no sum. */
const PRODUCTS: ReadonlySet<string> = new Set(['risk']);
const RATIOS: ReadonlySet<string> = new Set(['per-capita']);

/** What was seen on the way, so that a test can tell that there was something to see. */
export class Seen {
  readonly counts = new Map<string, number>();

  note(what: string, many = 1): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + many);
  }
}

const amountIn = (text: string | null, unit: UnitOfMeasure): Amount =>
  text === null ? 0n : fromDecimal(text, unit);

function requireEqual(what: string, found: Amount, expected: Amount, of: unknown): void {
  if (found === expected) return;
  throw new Error(`${what}: ${found} is not ${expected} in ${JSON.stringify(of).slice(0, 4000)}`);
}

/** Parts give the value at each level, and the steps through the editions lead to it. */
export function requireCellAddsUp(cell: CellExplanationAnswer, seen: Seen): void {
  const { value, unitOfMeasure: unit, parts, reading, editions } = cell;
  for (const part of parts) requireCellAddsUp(part, seen);
  if (value === null) return;
  const whole = fromDecimal(value, unit);
  seen.note('explanations answered');
  if (parts.length > 0) requirePartsGive(cell, whole);
  if (editions.length === 0) return;
  let steps = 0n;
  for (const step of editions) {
    if (step.opening) steps += amountIn(step.value, unit);
    steps += amountIn(step.begun, unit) + amountIn(step.ended, unit) + amountIn(step.unexplained, unit);
    steps += counted(step.changes, unit);
  }
  requireEqual('The steps through the editions', steps, whole, cell);
  const [last] = editions.slice(-1);
  if (last?.edition === reading.edition)
    requireEqual('The last step', amountIn(last.value, unit), whole, cell);
}

function requirePartsGive(cell: CellExplanationAnswer, whole: Amount): void {
  const { measure } = cell.reading;
  const amounts = cell.parts.map((part) => amountIn(part.value, part.unitOfMeasure));
  const [first = 0n, second = 0n] = amounts;
  if (PRODUCTS.has(measure)) {
    requireEqual('The product', (first * second) / 1_000_000n, whole, cell);
  } else if (RATIOS.has(measure)) {
    // Rounded to the last place that is kept, be it a share or in percent.
    const off = [1n, 100n].map((times) => first * 1_000_000n * times - whole * second);
    const limit = second < 0n ? -second : second;
    if (off.every((by) => 2n * (by < 0n ? -by : by) > limit))
      throw new Error(`The ratio ${first} / ${second} is not ${whole}`);
  } else {
    const sum = cell.parts.reduce(
      (total, { coefficient }, n) => total + BigInt(coefficient) * (amounts[n] ?? 0n),
      0n,
    );
    requireEqual('The sum of the parts', sum, whole, cell);
  }
}

function counted(changes: readonly ChangeAnswer[], unit: UnitOfMeasure): Amount {
  return changes.reduce((sum, change) => sum + (change.counted ? amountIn(change.amount, unit) : 0n), 0n);
}

const TERMS = ['difference', 'changed', 'begun', 'ended', 'unexplained'] as const;

/** difference = changes + begun + ended + unexplained = to − from, and each of these is the sum of its parts. */
export function requireDifferenceAddsUp(answer: DifferenceAnswer, seen: Seen, top = true): void {
  const { unitOfMeasure: unit, parts } = answer;
  if (answer.difference === null) return;
  const terms = Object.fromEntries(TERMS.map((term) => [term, amountIn(answer[term], unit)])) as Record<
    (typeof TERMS)[number],
    Amount
  >;
  if (top) {
    const between = amountIn(answer.toValue, unit) - amountIn(answer.fromValue, unit);
    requireEqual('To less from', between, terms.difference, answer);
    seen.note('differences answered');
  }
  const told = terms.changed + terms.begun + terms.ended + terms.unexplained;
  requireEqual('Changes, begun, ended and unexplained', told, terms.difference, answer);
  requireEqual('The changes', counted(answer.changes, unit), terms.changed, answer);
  if (parts.length === 0) return;
  for (const term of TERMS) {
    const sum = parts.reduce(
      (total, part) => total + BigInt(part.coefficient) * amountIn(part[term], part.unitOfMeasure),
      0n,
    );
    requireEqual(`The parts of ${term}`, sum, terms[term], answer);
  }
  for (const part of parts) requireDifferenceAddsUp(part, seen, false);
}
