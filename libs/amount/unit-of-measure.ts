import { LedgerError, type Place } from './errors.js';

/** What a number is measured in (*måttenhet*), as it is printed. */
export type UnitOfMeasure = 'tkr' | 'mnkr' | 'kr' | 'percent' | 'index' | 'count';

/** Amounts of one kind can be added and compared, whichever of its units they were printed in. */
export type UnitKind = 'money' | 'percent' | 'index' | 'count';

interface UnitFacts {
  readonly kind: UnitKind;
  /** One unit is 10^exponent of the base unit of its kind (krona, percent, index point, piece). */
  readonly exponent: number;
  /** As it stands in a heading. */
  readonly label: string;
  /** As it stands beside a number; empty where a number stands alone. */
  readonly symbol: string;
}

const FACTS: Readonly<Record<UnitOfMeasure, UnitFacts>> = {
  kr: { kind: 'money', exponent: 0, label: 'kronor', symbol: 'kr' },
  tkr: { kind: 'money', exponent: 3, label: 'tusen kronor', symbol: 'tkr' },
  mnkr: { kind: 'money', exponent: 6, label: 'miljoner kronor', symbol: 'mnkr' },
  percent: { kind: 'percent', exponent: 0, label: 'procent', symbol: '%' },
  index: { kind: 'index', exponent: 0, label: 'index', symbol: '' },
  count: { kind: 'count', exponent: 0, label: 'antal', symbol: '' },
};

export const UNITS_OF_MEASURE: readonly UnitOfMeasure[] = ['tkr', 'mnkr', 'kr', 'percent', 'index', 'count'];

/** Spellings met in headings and texts of municipal documents, in lower case. */
const SPELLINGS: ReadonlyMap<string, UnitOfMeasure> = new Map<string, UnitOfMeasure>([
  ['kr', 'kr'],
  ['kr.', 'kr'],
  ['sek', 'kr'],
  ['krona', 'kr'],
  ['kronor', 'kr'],
  ['tkr', 'tkr'],
  ['tkr.', 'tkr'],
  ['tsek', 'tkr'],
  ['ksek', 'tkr'],
  ['kkr', 'tkr'],
  ['tusen kr', 'tkr'],
  ['tusen kronor', 'tkr'],
  ['tusental kronor', 'tkr'],
  ['mnkr', 'mnkr'],
  ['mnkr.', 'mnkr'],
  ['mkr', 'mnkr'],
  ['mkr.', 'mnkr'],
  ['msek', 'mnkr'],
  ['milj. kr', 'mnkr'],
  ['milj kr', 'mnkr'],
  ['mn kr', 'mnkr'],
  ['miljon kronor', 'mnkr'],
  ['miljoner kr', 'mnkr'],
  ['miljoner kronor', 'mnkr'],
  ['%', 'percent'],
  ['percent', 'percent'],
  ['procent', 'percent'],
  ['proc.', 'percent'],
  ['index', 'index'],
  ['nki', 'index'],
  ['indextal', 'index'],
  ['indexpoäng', 'index'],
  ['count', 'count'],
  ['antal', 'count'],
  ['st', 'count'],
  ['st.', 'count'],
  ['stycken', 'count'],
]);

/** NBSP and its narrow and thin relatives are among \s. */
const SPACES = /\s+/gu;

/** The unit that a text names, or undefined; for a caller to whom another word is no error. */
export function findUnitOfMeasure(text: string): UnitOfMeasure | undefined {
  return (
    SPELLINGS.get(text) ?? SPELLINGS.get(text.normalize('NFC').replace(SPACES, ' ').trim().toLowerCase())
  );
}

/**
 * The unit that a text names: `tkr`, `Tkr`, `Mkr`, `%`, `procent` …, whatever its case and spaces.
 * @throws LedgerError UNKNOWN_UNIT
 */
export function parseUnitOfMeasure(text: string, place?: Place): UnitOfMeasure {
  const unit = findUnitOfMeasure(text);
  if (unit !== undefined) return unit;
  throw new LedgerError('UNKNOWN_UNIT', `"${text}" is not a unit of measure`, {
    place,
    hint: `Use one of ${UNITS_OF_MEASURE.join(', ')}.`,
  });
}

/** Is this one of the six names themselves (as in events and files that programs write)? */
export function isUnitOfMeasure(value: unknown): value is UnitOfMeasure {
  return typeof value === 'string' && Object.hasOwn(FACTS, value);
}

export function kindOf(unit: UnitOfMeasure): UnitKind {
  return FACTS[unit].kind;
}

export function isMoney(unit: UnitOfMeasure): boolean {
  return FACTS[unit].kind === 'money';
}

/** One unit is 10^exponent of the base unit of its kind: tkr 3, mnkr 6, every other 0. */
export function exponentOf(unit: UnitOfMeasure): number {
  return FACTS[unit].exponent;
}

/** Swedish, as in a heading: `tusen kronor`, `procent`, `antal`. */
export function labelOf(unit: UnitOfMeasure): string {
  return FACTS[unit].label;
}

/** As beside a number: `tkr`, `%`; empty for index and count. */
export function symbolOf(unit: UnitOfMeasure): string {
  return FACTS[unit].symbol;
}
