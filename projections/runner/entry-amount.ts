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

/** How many digits an amount has before its decimals, without its sign: 1 below ten, also of nothing. */
export function digitsOf(amount: Amount, unit: UnitOfMeasure): number {
  let one = ONES.get(unit);
  if (one === undefined) ONES.set(unit, (one = fromDecimal('1', unit)));
  return String((amount < 0n ? -amount : amount) / one).length;
}
