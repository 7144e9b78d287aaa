import { times, type ChangeShare } from './changes.js';
import { compareText } from './entry.js';
import type { Split } from './difference.js';
import { isUnallocated, type Reading } from './figure.js';
import { counts } from './table.js';
import type { Evaluator } from './value.js';

const TEMPORARY = 'temporary';

/**
 * A temporary change (*tillfällig förändring*) is not reversed by itself: its end is offered as a cause, to be entered
 * by somebody who knows that it came. Those of a difference that ended after the first reading's period began and
 * before the second's was over, each with its amount turned; none of them is counted.
 */
export function offeredEnds(evaluator: Evaluator, split: Split): ChangeShare[] {
  const entered = new Set(split.changes.map((share) => share.change.cause.id));
  return endsWithin(evaluator, split)
    .filter(({ change }) => !entered.has(change.cause.id))
    .sort((a, b) => compareText(a.change.id, b.change.id));
}

function endsWithin(evaluator: Evaluator, { from, to, parts }: Split): ChangeShare[] {
  // What is on a total and on none of its parts is found where the total is.
  if (isUnallocated(from.line)) return [];
  return [
    ...endsOf(evaluator, from, to),
    ...parts.flatMap(({ coefficient, split }) =>
      endsWithin(evaluator, split).map((share) => times(coefficient, share)),
    ),
  ];
}

/** The temporary changes that led to the figure by the first reading, in its own year or one before, and are over. */
function endsOf({ facts }: Evaluator, from: Reading, to: Reading): ChangeShare[] {
  const [before, after] = [daysOf(from.period), daysOf(to.period)];
  if (before === null || after === null || before.last >= after.last) return [];
  return facts
    .editionLines()
    .filter((line) => line.unit === from.unit && line.area === from.area && line.basis === from.basis)
    .filter((line) => (daysOf(line.period)?.last ?? '9999') <= before.last)
    .flatMap((line) => {
      const editions = facts.editions(line);
      const asked = line.period === from.period ? editions.findIndex((e) => e.edition === from.edition) : -1;
      return (asked < 0 ? editions : editions.slice(0, asked + 1)).flatMap((edition) =>
        facts
          .changes({ ...from, period: line.period, edition: edition.edition })
          .filter(({ cause, status }) => {
            const end = cause.kind === TEMPORARY && cause.until !== undefined ? lastDayOf(cause.until) : null;
            return end !== null && before.first <= end && end < after.last && counts(status, edition);
          })
          .map((change) => ({
            change,
            amount: change.amount === null ? null : -change.amount,
            counted: false,
          })),
      );
    });
}

/** First and last day of a period: a year or a range of months; null for a lifetime. */
function daysOf(period: string): { readonly first: string; readonly last: string } | null {
  const match = /^(\d{4})(?:(-\d{2})\W+\d{4}(-\d{2}))?$/.exec(period);
  if (match === null) return null;
  const [, year = '', first = '-01', last = '-12'] = match;
  return { first: `${year}${first}-01`, last: lastDayOf(`${year}${last}`) };
}

/** A text that no day of the year or month comes after: days are only compared. */
function lastDayOf(day: string): string {
  if (day.length === 4) return `${day}-12-31`;
  return day.length === 7 ? `${day}-31` : day;
}
