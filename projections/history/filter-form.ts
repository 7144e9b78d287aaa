import { fromDecimal, LedgerError } from '#amount';
import { isDay } from '#domain';
import type { HistoryFilter } from '../history-answers.js';

/**
 * Tells what matches nothing from what can match nothing, whatever is recorded.
 * @param isPeriod whether something is recorded of a period
 * @throws LedgerError WRONG_USAGE, AMOUNT_UNREADABLE and its like
 */
export function requireForm(
  { period, amountAtLeast }: HistoryFilter,
  isPeriod: (period: string) => boolean,
): void {
  if (period !== undefined && !hasPeriodForm(period) && !isPeriod(period)) {
    throw wrong(
      'period',
      `"${period.slice(0, 40)}" is no period`,
      'Write it as 2021, 2021-08, 2021-01/2021-08 or lifetime.',
    );
  }
  if (amountAtLeast !== undefined && isNegative(amountAtLeast)) {
    throw wrong(
      'amountAtLeast',
      'an amount is compared in absolute value, which is never negative',
      `Leave the sign out: ${amountAtLeast.trim().slice(1, 40)}.`,
    );
  }
}

/** @throws LedgerError WRONG_USAGE */
export function refuseReversed(): never {
  throw wrong(
    'recordedFrom',
    'it begins after it ends',
    'Give an earlier `recordedFrom` (--recorded-from), or a later `recordedTo` (--recorded-to).',
  );
}

/** A year, a month, a day, from one to another, or the whole of a project. */
function hasPeriodForm(period: string): boolean {
  if (period === 'lifetime') return true;
  const ends = period.split(/[/–]/u);
  return ends.length <= 2 && ends.every(isDay);
}

function isNegative(text: string): boolean {
  try {
    return fromDecimal(text, 'tkr') < 0n;
  } catch (error) {
    throw error instanceof LedgerError ? error.at({ field: 'amountAtLeast' }) : error;
  }
}

function wrong(field: string, message: string, hint: string): LedgerError {
  return new LedgerError('WRONG_USAGE', message, { place: { field }, hint });
}
