import type { Amount } from '#amount';
import type { PlainEntry, Statement } from './entry.js';
import { lineKey, readingKey, withLine, type Line, type Reading } from './figure.js';
import {
  amountsOf,
  held,
  isOfText,
  termOf,
  toleranceOf,
  type Asserted,
  type PrintedTerm,
} from './reconcile.js';
import type { Composition, Evaluator, FormulaTerm } from './value.js';

/*
 * A net whose term a source leaves blank is what the source states of it, and nothing of its own row can be held against
 * it. What else the documents print of the same thing can: the net of the total that its row is a part of, and of a
 * forecast that leaves the grant blank, the grant of the year's budget.
 */

/** What is printed of a derived reading, held against what is only stated of its lines, or against the grant of the budget. */
export function statedNetsOf(evaluator: Evaluator, reading: Reading): Asserted[] {
  const at = evaluator.resolve(reading);
  const composition = evaluator.composition(at);
  if (composition?.kind !== 'formula' || composition.formula.operation !== 'sum') return [];
  const printed = amountsOf(evaluator, at);
  if (printed.length === 0) return [];
  const found = [
    acrossLines(evaluator, at, composition, printed),
    againstGrant(evaluator, at, composition, printed),
  ];
  return found.flatMap((asserted): Asserted[] => {
    if (asserted === null) return [];
    return [isOfText(asserted.entry) ? { ...asserted, kind: 'text' } : asserted];
  });
}

/**
 * The net of a total against the nets of its lines, as kind `sum`, where one of them is only stated. Where the lines come
 * to what the total's own terms give, that is not said twice.
 */
function acrossLines(
  evaluator: Evaluator,
  at: Reading,
  composition: Extract<Composition, { kind: 'formula' }>,
  printed: readonly Statement[],
): Asserted | null {
  const lines = linesOf(evaluator, at, composition.terms).map((line) => withLine(at, line));
  if (lines.length === 0) return null;
  const parts = lines.flatMap((line) => unprintedOpened(evaluator, line, new Set()));
  const values = parts.map((part) => evaluator.value(part));
  if (!values.some(({ marks }) => marks.has('statedOnly'))) return null;
  // A line of which nothing is known at all leaves the sum open; a blank counts as nothing.
  if (values.some(({ amount, marks }) => amount === null && !marks.has('notStated'))) return null;
  const computed = values.reduce((sum, { amount }) => sum + (amount ?? 0n), 0n);
  const entry = inTableOf(evaluator, parts, printed) ?? printed[0];
  if (entry === undefined || entry.says.kind !== 'amount') return null;
  const terms = parts.map((part) => termOf(evaluator, 1n, part, entry));
  const asserted = held(entry.says.amount, toleranceOf(entry), entry, terms, computed);
  const own = evaluator.value(at);
  const apart = own.amount === null ? 0n : computed - own.amount;
  const isSaid = own.marks.has('computed') && (apart < 0n ? -apart : apart) <= asserted.tolerance;
  if (isSaid) return null;
  const { amount: stated } = entry.says;
  return { ...asserted, entry, kind: 'sum', acrossLines: true, reading: at, stated, computed };
}

/** The lines that the terms of a formula are summed over. */
function linesOf(
  evaluator: Evaluator,
  at: Reading,
  terms: readonly FormulaTerm[],
  depth = 0,
): readonly Line[] {
  const lines = new Map<string, Line>();
  for (const { reading } of terms) {
    if (readingKey({ ...reading, measure: at.measure }) !== readingKey(at)) return [];
    const composition = evaluator.composition(reading);
    if (composition?.kind === 'total')
      for (const { line } of composition.parts) lines.set(lineKey(line), line);
    else if (composition?.kind === 'formula' && depth < MAX_DEPTH)
      for (const line of linesOf(evaluator, reading, composition.terms, depth + 1))
        lines.set(lineKey(line), line);
  }
  return [...lines.values()];
}

/** A result is of a net, which is of totals; formulas that are nested deeper are of no table that was seen. */
const MAX_DEPTH = 4;

/** A line of which nothing is printed is taken for the lines below it. */
function unprintedOpened(evaluator: Evaluator, at: Reading, seen: ReadonlySet<string>): readonly Reading[] {
  const composition = evaluator.composition(at);
  const key = readingKey(at);
  if (composition?.kind !== 'formula' || amountsOf(evaluator, at).length > 0 || seen.has(key)) return [at];
  const below = linesOf(evaluator, at, composition.terms).map((line) => withLine(at, line));
  const all = new Set([...seen, key]);
  return below.length === 0 ? [at] : below.flatMap((line) => unprintedOpened(evaluator, line, all));
}

/** What is printed in a table that prints the lines too: another table's is held against that one's already. */
function inTableOf(
  evaluator: Evaluator,
  parts: readonly Reading[],
  printed: readonly Statement[],
): Statement | undefined {
  const tables = new Set(parts.flatMap((part) => amountsOf(evaluator, part)).map(tableOf));
  return printed.find((entry) => entry.source !== undefined && tables.has(tableOf(entry)));
}

function tableOf({ source }: PlainEntry): string {
  return source === undefined ? '' : `${source.document}\u001f${source.table}`;
}

/**
 * A result that a forecast states beside a blank grant, against the grant that the same table prints in a column of the
 * budget of that year: a council grants for the year, and a forecast is of the whole of it. Where the table has no such
 * column, or two that differ, nothing can tell. An outcome within the year has another share of the grant.
 */
function againstGrant(
  evaluator: Evaluator,
  at: Reading,
  composition: Extract<Composition, { kind: 'formula' }>,
  printed: readonly Statement[],
): Asserted | null {
  const [entry] = printed;
  if (at.basis !== 'forecast' || entry?.says.kind !== 'amount') return null;
  if (!evaluator.value(at).marks.has('statedOnly')) return null;
  let computed: Amount = 0n;
  let borrowed = false;
  const terms: PrintedTerm[] = [];
  for (const { coefficient, reading } of composition.terms) {
    const isBlank = evaluator.value(reading).amount === null;
    const from = isBlank && reading.measure === GRANT ? budgeted(evaluator, reading, entry) : reading;
    const term = from === null ? null : termOf(evaluator, coefficient, from, entry);
    if (term === null || term.computed === null) return null;
    computed += coefficient * term.computed;
    borrowed ||= from !== reading;
    terms.push(term);
  }
  if (!borrowed) return null;
  const stated = entry.says.amount;
  const asserted = held(stated, toleranceOf(entry), entry, terms, computed);
  return { ...asserted, entry, kind: 'deviation', reading: at, stated, computed };
}

const GRANT = 'grant';

/** The reading of the budget of the same year that the table of an entry prints, where it prints one. */
function budgeted(evaluator: Evaluator, reading: Reading, near: PlainEntry): Reading | null {
  if (near.source === undefined) return null;
  const line: Reading = { ...reading, basis: 'budget' };
  const found = evaluator.facts
    .editions(line)
    .map(({ edition }): Reading => ({ ...line, edition }))
    .filter((one) => amountsOf(evaluator, one).some((entry) => tableOf(entry) === tableOf(near)));
  const [first] = found;
  const amounts = new Set(found.map((one) => evaluator.value(one).amount));
  return first === undefined || amounts.size > 1 ? null : first;
}
