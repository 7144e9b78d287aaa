import type { ChangeLine, EntryData, PairLine } from '#domain';
import { adoptedColumn, type CountryChange } from './figures.js';
import { eventId } from './ids.js';
import { decisionOf, frameAt, made, type Making, type Recorded } from './making.js';
import { happens, pick, spread } from './random.js';
import { EDITIONS, linesOf } from './tables.js';
import { causeWords } from './words.js';

/** A change as it is registered: of the budget in force where it is amended, between editions where it is restated. */
export function changed(making: Making, change: CountryChange, date: string): Recorded {
  const { of, frame, year } = making;
  const { n, cause, rows } = change;
  const decision = decisionOf(making, spread(frame.key, year, n, 16), date);
  const data = { ...frameAt(making, 'budget', `${year}:2`), basis: 'budget' as const, cause, decision };
  const lines = rows.map(([row, amount]): ChangeLine => ({
    line: [frame.lines[row] as string],
    measure: 'cost',
    amount: String(amount),
    unitOfMeasure: 'tkr',
  }));
  const options = { entries: lines.length };
  if (of.restates) {
    const pairs = lines.map((line): PairLine => ({ ...line, from: { edition: `${year}:1` } }));
    return made(making, ['change', n], 'ChangeExplained', { ...data, lines: pairs }, options);
  }
  const isMoved = rows.reduce((sum, [, amount]) => sum + amount, 0) === 0;
  return isMoved
    ? made(making, ['change', n], 'BudgetReallocated', { ...data, lines }, options)
    : made(making, ['change', n], 'BudgetChanged', { ...data, lines }, options);
}

/** Why a forecast moved, or why the outcome is another than the budget: on some lines. */
export function explained(making: Making, of: 'forecast' | 'outcome'): Recorded[] {
  const { frame, year } = making;
  const salt = of === 'forecast' ? 17 : 18;
  const count = 1 + pick(spread(frame.key, year, salt), Math.ceil(frame.lines.length / 6));
  return Array.from({ length: count }, (_, n) => {
    const random = spread(frame.key, year, n, salt, 1);
    const line = frame.lines[random % frame.lines.length] as string;
    const from = of === 'forecast' ? { edition: 'T1' } : { basis: 'budget' as const, edition: `${year}:2` };
    const amount = String(pick(random >>> 3, Math.max(20, Math.floor(frame.size / 8))) - 15);
    return made(
      making,
      [of === 'forecast' ? 'forecastChange' : 'outcomeChange', n],
      'ChangeExplained',
      {
        ...frameAt(making, of, of === 'forecast' ? 'T2' : `${year}-12`),
        cause: causeWords(spread(random, 2), line, year),
        lines: [{ line: [line], measure: 'cost', from, amount, unitOfMeasure: 'tkr' }],
      },
      { entries: 1 },
    );
  });
}

/** The printed difference between the two editions of a budget. */
export function printedDifference(making: Making, amount: number): Recorded {
  const { year } = making;
  const line = { line: [], measure: 'cost', amount: String(amount), unitOfMeasure: 'tkr' as const };
  return made(
    making,
    ['difference', 0],
    'TotalStated',
    {
      ...frameAt(making, 'budget', `${year}:2`),
      lines: [{ ...line, from: { edition: `${year}:1` } }],
    },
    { entries: 1 },
  );
}

/** In a thousand years of frames so many have a misread number, which is found later; every eighth is corrected again. */
const CORRECTED = 150;
const CORRECTED_AGAIN = 125;
const WITHDRAWN = 20;

/** Months from the start of its year at which a frame's mistake is found; 0 where there is none. */
export function mistakeFound({ frame, year }: Making): number {
  const random = spread(frame.key, year, 19);
  return happens(random, CORRECTED) ? 6 + pick(random >>> 3, 30) : 0;
}

/** What mends the mistake of a frame and year: an entry of its first budget, read wrong. */
export function corrections(making: Making, firstDocument: Making): Recorded[] {
  const { frame, year, seed } = making;
  const edition = EDITIONS.first(year);
  const random = spread(frame.key, year, 20);
  const row = random % frame.lines.length;
  const line = linesOf(firstDocument, edition, adoptedColumn(frame, year))[row];
  if (line === undefined || line.amount === undefined || line.amount === null) return [];
  const { line: path, measure, amount, relative: _, at: __, ...parts } = line;
  const reading = { ...frameAt(making, 'budget', edition.edition), line: path, measure };
  const entry = (value: string): EntryData => ({ kind: 'statement', reading, ...parts, amount: value });
  const stream = `budget-${frame.unit}|${year}`;
  const options = { entries: 1, stream };
  const right = String(Number(amount) + 1 + (random % 9));
  const first = made(
    making,
    ['correction', 0],
    'EntryCorrected',
    {
      corrects: `${eventId(frame, year, 'stated', edition.n, seed)}/${row}`,
      was: entry(amount),
      is: entry(right),
      nature: 'misread',
      reason: 'Siffran var felläst',
    },
    options,
  );
  if (!happens(random, CORRECTED_AGAIN)) return [first];
  const again = made(
    making,
    ['correction', 1],
    'EntryCorrected',
    {
      corrects: `${first.event.id}/0`,
      was: entry(right),
      is: entry(amount),
      nature: 'misread',
      reason: 'Den första läsningen var rätt',
    },
    options,
  );
  return [first, again];
}

/** A change that is taken back: the first of its year. */
export function withdrawal(making: Making, change: CountryChange): Recorded | null {
  const { of, frame, year, seed } = making;
  const [row, amount] = change.rows[0] as readonly [number, number];
  if (!happens(spread(frame.key, year, 21), WITHDRAWN)) return null;
  const was: EntryData = {
    kind: 'change',
    reading: {
      ...frameAt(making, 'budget', `${year}:2`),
      line: [frame.lines[row] as string],
      measure: 'cost',
    },
    ...(of.restates ? { from: { edition: `${year}:1` } } : {}),
    amount: String(amount),
    unitOfMeasure: 'tkr',
    cause: { ...change.cause, id: eventId(frame, year, 'change', change.n, seed) },
  };
  const corrects = `${eventId(frame, year, 'change', change.n, seed)}/0`;
  const stream = `budget-${frame.unit}|${year}`;
  const reason = 'Beslutet upphävdes';
  return made(making, ['withdrawal', 0], 'EntryWithdrawn', { corrects, was, reason }, { stream });
}
