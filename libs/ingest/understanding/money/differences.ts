import type { Amount } from '#amount';
import type { DifferencePhrase, Operand } from './heading-phrase.js';
import type { MoneyRow } from './money-row.js';
import type { Flips } from './signs.js';
import type { MoneyColumn } from './table-columns.js';

/** A column that differences are taken between. */
export type ReadingColumn = Extract<MoneyColumn, { readonly role: 'reading' | 'change' }>;

export interface ResolvedDifference {
  readonly of: ReadingColumn;
  readonly against: ReadingColumn;
  /** How it prints signs: as the result has them, or as the columns beside it. */
  readonly flips: Flips;
}

interface Pair {
  readonly of: ReadingColumn;
  readonly against: ReadingColumn;
}

/**
 * Which two columns a printed difference is between, and in which sign. What the heading says stands, unless most rows
 * contradict it and hold with another pair; where it says nothing, the usual pair, then any that holds in most rows.
 */
export function resolveDifference(
  column: MoneyColumn & { readonly role: 'difference' },
  readings: readonly ReadingColumn[],
  rows: readonly MoneyRow[],
  flips: ReadonlyMap<number, Flips>,
): ResolvedDifference | null {
  const { phrase, index } = column;
  const named = namedPairs(phrase, readings, index);
  const usual = [...named, ...usualPairs(phrase, readings, index)];
  const pairs = unique([...usual, ...(phrase.between.length > 0 ? [] : allPairs(readings))]);
  const hypotheses = pairs.flatMap((pair): ResolvedDifference[] => {
    const ofReadings = flips.get(pair.of.index) ?? new Set();
    const canonical: Flips = new Set();
    const same = { ...pair, flips: ofReadings };
    if (ofReadings.size === 0) return [same];
    const isDeviation = pair.of.reading.basis !== pair.against.reading.basis;
    return isDeviation ? [{ ...pair, flips: canonical }, same] : [same, { ...pair, flips: canonical }];
  });
  const [first] = hypotheses;
  if (first === undefined) return null;
  const scored = hypotheses.map((each) => ({ each, ...matches(each, index, rows, flips) }));
  const own = scored[0];
  // One row that contradicts it may be a misprint.
  if (own === undefined || own.told - own.holds <= 1 || own.holds * 2 > own.told) return first;
  const best = scored.reduce((a, b) => (b.holds > a.holds ? b : a));
  return best.holds * 2 > best.told ? best.each : first;
}

function matches(
  { of, against, flips: own }: ResolvedDifference,
  index: number,
  rows: readonly MoneyRow[],
  flips: ReadonlyMap<number, Flips>,
): { holds: number; told: number } {
  let holds = 0;
  let told = 0;
  for (const { row, measure } of rows) {
    const printed = row.numbers[index]?.amount ?? null;
    if (measure === null || printed === null) continue;
    const canonical = (column: number, by: Flips | undefined): Amount => {
      const amount = row.numbers[column]?.amount ?? 0n;
      return by?.has(measure) === true ? -amount : amount;
    };
    const a = canonical(of.index, flips.get(of.index));
    const b = canonical(against.index, flips.get(against.index));
    const stated = own.has(measure) ? -printed : printed;
    if (a === b && stated === 0n) continue;
    const half = (column: number): Amount => row.numbers[column]?.half ?? 0n;
    const tolerance = half(index) + half(of.index) + half(against.index);
    const off = stated - (a - b);
    told++;
    if ((off < 0n ? -off : off) <= tolerance) holds++;
  }
  return { holds, told };
}

/** By what the heading names, in whichever order it names them. */
function namedPairs(phrase: DifferencePhrase, readings: readonly ReadingColumn[], index: number): Pair[] {
  const { against, between } = phrase;
  if (against !== null) {
    const other = between.find((operand) => !same(operand, against));
    const left = leftOf(readings, index).sort((a, b) => Number(isPlanned(a)) - Number(isPlanned(b)));
    const ofs = other === undefined ? left : fitting(other, readings);
    return fitting(against, readings).flatMap((b) =>
      ofs.filter((a) => a !== b).map((a) => ({ of: a, against: b })),
    );
  }
  const [first, second] = between;
  if (first === undefined) return [];
  if (second === undefined) return pairsOfOne(first, readings, index);
  const pairs = fitting(first, readings).flatMap((a) =>
    fitting(second, readings).flatMap((b) => (a === b ? [] : [directed(a, b), reversed(directed(a, b))])),
  );
  // Years alone may name a forecast and a budget: two of a kind come first.
  const ofKind = ({ of, against }: Pair): boolean => of.reading.basis === against.reading.basis;
  return first.word === null ? pairs.sort((a, b) => Number(ofKind(b)) - Number(ofKind(a))) : pairs;
}

/** `Avvikelse prognos` is held against the budget of the same period. */
function pairsOfOne(operand: Operand, readings: readonly ReadingColumn[], index: number): Pair[] {
  return fitting(operand, readings).flatMap((named) =>
    leftOf(readings, index)
      .filter((other) => other !== named && isPlanned(other) !== isPlanned(named))
      .sort((a, b) => Number(samePeriod(b, named)) - Number(samePeriod(a, named)))
      .map((other) => directed(named, other)),
  );
}

/** Where the heading names none: a deviation from the budget, a change between the last two budgets or outcomes. */
function usualPairs(phrase: DifferencePhrase, readings: readonly ReadingColumn[], index: number): Pair[] {
  if (phrase.between.length > 0) return [];
  const left = leftOf(readings, index);
  const ordered = [...left, ...readings.filter((reading) => !left.includes(reading))];
  if (phrase.word === 'deviation') {
    return ordered
      .filter((reading) => !isPlanned(reading))
      .flatMap((of) =>
        ordered
          .filter(isPlanned)
          .sort((a, b) => Number(samePeriod(b, of)) - Number(samePeriod(a, of)))
          .map((against) => ({ of, against })),
      );
  }
  return [...lastTwo(readings, 'budget'), ...lastTwo(readings, 'outcome'), ...lastTwo(readings, null)];
}

function lastTwo(readings: readonly ReadingColumn[], basis: 'budget' | 'outcome' | null): Pair[] {
  const own = readings.filter(
    ({ reading }) => (basis === null || reading.basis === basis) && !reading.edition.startsWith('plan@'),
  );
  const [last, before] = own.sort(byTime).reverse();
  return last === undefined || before === undefined ? [] : [{ of: last, against: before }];
}

function allPairs(readings: readonly ReadingColumn[]): Pair[] {
  return readings.flatMap((a, i) =>
    readings.slice(i + 1).flatMap((b) => [directed(a, b), reversed(directed(a, b))]),
  );
}

/** A forecast or outcome against a budget; of two of a kind the later one against the earlier. */
function directed(a: ReadingColumn, b: ReadingColumn): Pair {
  if (isPlanned(a) !== isPlanned(b)) return isPlanned(a) ? { of: b, against: a } : { of: a, against: b };
  if (a.reading.basis !== b.reading.basis) {
    return a.reading.basis === 'outcome' ? { of: a, against: b } : { of: b, against: a };
  }
  return byTime(a, b) > 0 ? { of: a, against: b } : { of: b, against: a };
}

function reversed({ of, against }: Pair): Pair {
  return { of: against, against: of };
}

function byTime(a: ReadingColumn, b: ReadingColumn): number {
  if (a.reading.period !== b.reading.period) return a.reading.period < b.reading.period ? -1 : 1;
  for (const [place, part] of a.reading.order.entries()) {
    const other = b.reading.order[place] ?? 0;
    if (part !== other) return part - other;
  }
  return a.index - b.index;
}

function isPlanned({ reading }: ReadingColumn): boolean {
  return reading.basis === 'budget' || reading.basis === 'approved';
}

function samePeriod(a: ReadingColumn, b: ReadingColumn): boolean {
  return a.reading.period === b.reading.period;
}

/** The nearest first. */
function leftOf(readings: readonly ReadingColumn[], index: number): ReadingColumn[] {
  return readings.filter((reading) => reading.index < index).reverse();
}

function fitting(operand: Operand, readings: readonly ReadingColumn[]): ReadingColumn[] {
  return readings.filter(({ reading, phrase }) => {
    if (operand.word !== null && BASES[operand.word] !== reading.basis) return false;
    if (operand.number !== null && operand.number !== phrase.number) return false;
    return operand.year === null || reading.period.startsWith(String(operand.year));
  });
}

const BASES: Readonly<Record<NonNullable<Operand['word']>, ReadingColumn['reading']['basis']>> = {
  budget: 'budget',
  periodBudget: 'budget',
  plan: 'budget',
  forecast: 'forecast',
  outcome: 'outcome',
  yearEnd: 'outcome',
  interim: 'outcome',
  approved: 'approved',
  extension: 'approved',
  target: 'target',
};

function same(a: Operand, b: Operand): boolean {
  return a.word === b.word && (a.year === null || b.year === null || a.year === b.year);
}

function unique(pairs: readonly Pair[]): Pair[] {
  const seen = new Set<string>();
  return pairs.filter(({ of, against }) => {
    const key = `${of.index}|${against.index}`;
    return !seen.has(key) && seen.add(key);
  });
}
