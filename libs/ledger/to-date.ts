import type { Amount } from '#amount';
import type { Change, PlainEntry, Statement } from './entry.js';
import { editionLineOf, readingKey, type Reading } from './figure.js';
import { toleranceOf, type Asserted } from './reconcile.js';
import { counts, editionBefore } from './table.js';
import type { Evaluator, Value } from './value.js';

/*
 * What is known of figures to date beyond their table: an outcome counts up from the start of its year, or of its
 * project, and what was laid out keeps within what was approved.
 */

/** What only adds up as time goes. A net, a result or an indicator may go either way. */
const CUMULATIVE_MEASURES: ReadonlySet<string> = new Set([
  'revenue',
  'cost',
  'outlay',
  'sale',
  'contribution',
  'grant',
]);

const LIFETIME = 'lifetime';
const YEAR = /^\d{4}$/;
/** An outcome's edition is the month it runs through, preliminary or not; one that is restated later is no step of it. */
const THROUGH = /^(\d{4}-\d{2})p?$/;

function monthOf(edition: string): string | null {
  return THROUGH.exec(edition)?.[1] ?? null;
}

/** A printed figure to date, which is not the sum of others that are. */
function printedToDate(evaluator: Evaluator, at: Reading): { value: Value; standing: Statement } | null {
  if (at.basis !== 'outcome' || (at.period !== LIFETIME && !YEAR.test(at.period))) return null;
  const value = evaluator.value(at);
  if (value.amount === null || value.standing === null || value.marks.has('computed')) return null;
  return { value, standing: value.standing };
}

/**
 * A cumulative figure that is smaller than in an earlier month, where no change that was entered takes it down (a repaid
 * sale may), nor a month between them that is stated by itself: accounts of a month may come to less than nothing.
 */
export function fallOf(evaluator: Evaluator, reading: Reading): Asserted | null {
  if (!CUMULATIVE_MEASURES.has(reading.measure) || reading.basis !== 'outcome') return null;
  const at = evaluator.resolve(reading);
  const month = monthOf(at.edition);
  const now = month === null ? null : printedToDate(evaluator, at);
  if (now === null || month === null) return null;
  const before = earlier(evaluator, at, month);
  if (before === null || before.value.amount === null || now.value.amount === null) return null;
  const from = before.value.amount;
  const direction = from < 0n ? -1n : 1n;
  let floor = from;
  for (const change of takingDown(evaluator, at, direction)) floor += change.amount ?? 0n;
  for (const single of monthsBetween(at, before.month, month)) {
    const amount = statedOf(evaluator, single);
    if (amount !== null && direction * amount < 0n) floor += amount;
  }
  const difference = now.value.amount - floor;
  const tolerance = toleranceOf(now.standing) + toleranceOf(before.standing);
  if (from === 0n || direction * difference >= 0n) return null;
  return {
    entry: now.standing,
    kind: 'cumulative',
    class: direction * difference < -tolerance ? 'discrepancy' : 'rounding',
    reading: at,
    stated: now.value.amount,
    computed: floor,
    difference,
    tolerance,
    places: [now.standing, before.standing],
    roots: [],
  };
}

/** The same figure in the last month before that has it. */
function earlier(
  evaluator: Evaluator,
  at: Reading,
  month: string,
): { value: Value; standing: Statement; month: string } | null {
  const editions = evaluator.facts
    .editions(editionLineOf(at))
    .flatMap(({ edition }) => {
      const through = monthOf(edition);
      return through === null || through >= month ? [] : [{ edition, through }];
    })
    .sort((a, b) => (a.through === b.through ? 0 : a.through < b.through ? 1 : -1));
  for (const { edition, through } of editions) {
    const found = printedToDate(evaluator, { ...at, edition });
    if (found !== null) return { ...found, month: through };
  }
  return null;
}

/** The same figure of each single month after one and through another of its year. */
function monthsBetween(at: Reading, after: string, through: string): Reading[] {
  if (!YEAR.test(at.period)) return [];
  const months = Array.from({ length: 12 }, (_, n) => `${at.period}-${String(n + 1).padStart(2, '0')}`);
  return months.filter((month) => month > after && month <= through).map((period) => ({ ...at, period }));
}

/** What is stated of a figure in the last edition that has it. */
function statedOf(evaluator: Evaluator, at: Reading): Amount | null {
  const editions = evaluator.facts.editions(editionLineOf(at)).map(({ edition }) => edition);
  for (const edition of editions.reverse()) {
    const { amount, standing } = evaluator.value({ ...at, edition });
    if (standing !== null && amount !== null) return amount;
  }
  return null;
}

function takingDown(evaluator: Evaluator, at: Reading, direction: bigint): readonly Change[] {
  const edition = evaluator.edition(at);
  return evaluator.facts
    .changes(at)
    .filter(
      ({ from, status, amount }) =>
        counts(status, edition) &&
        amount !== null &&
        direction * amount < 0n &&
        (from === 'inForce' || (from.basis === at.basis && from.period === at.period)),
    );
}

/** Outlay to date beyond the approval in force. Where parts are approved one by one, the part tells and not the sum. */
export function excessOf(evaluator: Evaluator, reading: Reading): Asserted | null {
  if (reading.measure !== 'outlay' || reading.basis !== 'outcome' || reading.period !== LIFETIME) return null;
  const at = evaluator.resolve(reading);
  const { amount, standing } = evaluator.value(at);
  if (amount === null || standing === null || partExceeds(evaluator, at)) return null;
  const approval = approvalInForce(evaluator, at, standing);
  if (approval === null) return null;
  const places = approvedIn(evaluator, approval.reading);
  if (places.length === 0 || amount >= approval.amount) return null;
  const difference = amount - approval.amount;
  const tolerance = [standing, ...places].reduce((sum, entry) => sum + toleranceOf(entry), 0n);
  return {
    entry: standing,
    kind: 'limit',
    class: -difference > tolerance ? 'discrepancy' : 'rounding',
    reading: at,
    stated: amount,
    computed: approval.amount,
    difference,
    tolerance,
    places: [standing, ...places],
    roots: [],
  };
}

function partExceeds(evaluator: Evaluator, at: Reading, seen: ReadonlySet<string> = new Set()): boolean {
  const composition = evaluator.composition(at);
  const key = readingKey(at);
  if (composition?.kind !== 'total' || seen.has(key)) return false;
  const deeper = new Set([...seen, key]);
  return composition.parts.some(
    (part) => partExceeds(evaluator, part, deeper) || excessOf(evaluator, part)?.class === 'discrepancy',
  );
}

/**
 * The approval that held when the outlay was reported: the one printed beside it, else the last one decided by the year
 * of its month. A proposed extension holds nothing.
 */
function approvalInForce(
  evaluator: Evaluator,
  at: Reading,
  standing: Statement,
): { reading: Reading; amount: Amount } | null {
  const line = { ...editionLineOf(at), basis: 'approved' as const };
  const year = Number((monthOf(at.edition) ?? at.edition).slice(0, 4));
  const editions = evaluator.facts.editions(line).filter(({ status }) => status !== 'proposed');
  const readingIn = (edition: string): Reading => evaluator.resolve({ ...at, basis: 'approved', edition });
  const beside = editions.findLast(({ edition }) =>
    evaluator.facts
      .statements(readingIn(edition))
      .some(({ source }) => source !== undefined && source.document === standing.source?.document),
  );
  const inForce = beside ?? editions.findLast(({ order: [decided] }) => Number(decided) <= year);
  if (inForce === undefined) return null;
  const reading = readingIn(inForce.edition);
  const { amount } = evaluator.value(reading);
  return amount === null ? null : { reading, amount };
}

/** The entries that make up an approval: what is stated of it, and the extensions since. */
function approvedIn(evaluator: Evaluator, reading: Reading): PlainEntry[] {
  const editions = evaluator.facts.editions(editionLineOf(reading));
  const changes: PlainEntry[] = [];
  for (let edition: string | undefined = reading.edition; edition !== undefined;) {
    const at = { ...reading, edition };
    const { standing } = evaluator.statements(at);
    if (standing !== null) return [standing, ...changes];
    changes.unshift(...evaluator.inForceChanges(at));
    edition = editionBefore(editions, edition)?.edition;
  }
  return changes;
}
