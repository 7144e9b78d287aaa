import type { Amount } from '#amount';
import { isWithin, type SieProfile } from './sie-profile.js';
import type { SieAmount, SieAmountLabel, SieFile } from './sie-file.js';

/** An amount of one account in one month or year, and what it is of. */
export interface Part {
  readonly label: SieAmountLabel;
  readonly year: number;
  readonly period: string | null;
  readonly account: string;
  /** Object of the dimension that units are, null where the amount has none. */
  readonly unitObject: string | null;
  /** Object of the dimension that lines are, null where the amount has none. */
  readonly lineObject: string | null;
  readonly amount: Amount;
  /** As it stands in the file; null where it is what is left of one. */
  readonly text: string | null;
  readonly line: number;
}

type Family = readonly SieAmount[];

/**
 * The amounts of the accounts that the profile has in its table, each amount of money once. A file of type 3 has it
 * several times: of the whole account and of its objects in each dimension, or of several of them together. Taken are
 * those of the dimensions that the profile names; what they leave of the whole account is of no object.
 */
export function partsOf(file: SieFile, profile: SieProfile): Part[] {
  const wanted = [profile.units?.dimension, profile.lines].filter((d) => d !== undefined && d !== null);
  const monthly = new Set(file.amounts.filter(({ label }) => label === 'PSALDO').map(({ year }) => year));
  const inTable = tabledAccounts(profile);
  const accounts = new Map<string, SieAmount[]>();
  for (const amount of file.amounts) {
    // The result of a year is of whole accounts: where months are divided among objects, it is no line of theirs.
    if (amount.label === 'RES' && wanted.length > 0 && monthly.has(amount.year)) continue;
    if (amount.label !== 'PSALDO' && amount.label !== 'PBUDGET' && amount.label !== 'RES') continue;
    if (!inTable(amount.account)) continue;
    const key = `${amount.label}\u001f${amount.year}\u001f${amount.account}`;
    const own = accounts.get(key);
    if (own === undefined) accounts.set(key, [amount]);
    else own.push(amount);
  }
  return [...accounts.values()].flatMap((amounts) => partsOfAccount(amounts, wanted, profile));
}

/** The parts that are of one month or year and have one fate, put together: what a cell sums is then few. */
export class Sums {
  readonly #sums = new Map<string, Part>();

  add(part: Part): void {
    const key = `${part.label} ${part.year} ${part.period ?? ''}`;
    const before = this.#sums.get(key);
    if (before === undefined) this.#sums.set(key, part);
    else this.#sums.set(key, { ...before, amount: before.amount + part.amount, text: null });
  }

  get parts(): readonly Part[] {
    return [...this.#sums.values()];
  }
}

/** Whether an account is in the table; asked thousands of times of the same. */
function tabledAccounts(profile: SieProfile): (account: string) => boolean {
  const known = new Map<string, boolean>();
  return (account) => {
    let is = known.get(account);
    if (is === undefined) {
      is = (profile.accounts.find((rule) => isWithin(account, rule))?.measure ?? null) !== null;
      known.set(account, is);
    }
    return is;
  };
}

function partsOfAccount(amounts: Family, wanted: readonly number[], profile: SieProfile): Part[] {
  const whole = amounts.filter(({ objects }) => objects.length === 0);
  if (wanted.length === 0) {
    const family = whole.length > 0 ? whole : smallest(amounts);
    return family.map((amount) => partOf(amount, profile));
  }
  const having = amounts.filter(({ objects }) => wanted.every((d) => objects.some((o) => o.dimension === d)));
  if (having.length === 0) {
    const family = whole.length > 0 ? whole : smallest(amounts);
    return family.map((amount) => partOf(amount, profile));
  }
  const exact = having.filter(({ objects }) => objects.length === wanted.length);
  // Amounts of further objects are either parts of those, or stand beside them: the whole account tells which.
  const beside =
    exact.length === 0 || (whole.length > 0 && !sameSums(exact, whole) && sameSums(having, whole));
  const chosen = exact.length === 0 ? smallest(having) : beside ? having : exact;
  return [...chosen.map((amount) => partOf(amount, profile)), ...restOf(whole, chosen)];
}

/** The amounts of the fewest objects, and of several such lists of dimensions the lowest. */
function smallest(amounts: Family): Family {
  const families = new Map<string, SieAmount[]>();
  for (const amount of amounts) {
    const dimensions = amount.objects.map(({ dimension }) => String(dimension).padStart(6, '0'));
    const key = `${String(dimensions.length).padStart(3, '0')} ${dimensions.join(' ')}`;
    const family = families.get(key);
    if (family === undefined) families.set(key, [amount]);
    else family.push(amount);
  }
  const [least] = [...families.keys()].sort();
  return families.get(least ?? '') ?? [];
}

/** What the objects leave of the whole account, month by month; nothing where the file has no whole. */
function restOf(whole: Family, chosen: Family): Part[] {
  const sums = sumsOf(chosen);
  return whole.flatMap((amount): Part[] => {
    const left = amount.amount - (sums.get(amount.period) ?? 0n);
    if (left === 0n) return [];
    const text = sums.has(amount.period) ? null : amount.text;
    return [{ ...bare(amount), unitObject: null, lineObject: null, amount: left, text }];
  });
}

function partOf(amount: SieAmount, profile: SieProfile): Part {
  const objectOf = (dimension: number | null | undefined): string | null =>
    amount.objects.find((object) => object.dimension === dimension)?.number ?? null;
  return {
    ...bare(amount),
    unitObject: objectOf(profile.units?.dimension),
    lineObject: objectOf(profile.lines),
    amount: amount.amount,
    text: amount.text,
  };
}

function bare({
  label,
  year,
  period,
  account,
  line,
}: SieAmount): Pick<Part, 'label' | 'year' | 'period' | 'account' | 'line'> {
  return { label, year, period, account, line };
}

function sumsOf(amounts: Family): Map<string | null, Amount> {
  const sums = new Map<string | null, Amount>();
  for (const { period, amount } of amounts) sums.set(period, (sums.get(period) ?? 0n) + amount);
  return sums;
}

function sameSums(some: Family, others: Family): boolean {
  const [a, b] = [sumsOf(some), sumsOf(others)];
  return [...new Set([...a.keys(), ...b.keys()])].every(
    (period) => (a.get(period) ?? 0n) === (b.get(period) ?? 0n),
  );
}
