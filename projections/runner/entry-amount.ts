import { fromDecimal, kindOf, type Amount, type UnitOfMeasure } from '#amount';
import type { PlainEntry } from '#ledger';

/** What an entry states: of a relative statement its difference. */
export function amountOf(entry: PlainEntry): Amount | null {
  if (entry.kind !== 'statement') return entry.amount;
  return entry.says.kind === 'amount'
    ? entry.says.amount
    : entry.says.kind === 'relative'
      ? entry.says.difference
      : null;
}

/** Money in thousands of kronor, whatever it was printed in, so that it can be compared and summed. */
export function unitOfEntry(entry: PlainEntry): UnitOfMeasure {
  const printed = entry.printed?.unitOfMeasure;
  return printed === undefined || kindOf(printed) === 'money' ? 'tkr' : printed;
}

const ONES = new Map<UnitOfMeasure, Amount>();

/**
 * How large an amount is, without its sign and its decimals: how many digits it has and the first of them, so 42 of
 * 2 500 and 10 of nothing. Amounts of one size differ by a half at most.
 */
export function sizeOf(amount: Amount, unit: UnitOfMeasure): number {
  let one = ONES.get(unit);
  if (one === undefined) ONES.set(unit, (one = fromDecimal('1', unit)));
  const digits = String((amount < 0n ? -amount : amount) / one);
  return digits.length * 10 + Number(digits[0]);
}

/** Whether nothing of its size is smaller. */
export function isLeastOfSize(amount: Amount, unit: UnitOfMeasure): boolean {
  const size = sizeOf(amount, unit);
  return amount === fromDecimal(`${size % 10}${'0'.repeat(Math.floor(size / 10) - 1)}`, unit);
}
