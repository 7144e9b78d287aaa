import type { UnitOfMeasure } from '#amount';
import { tokensOf, type Concept, type Token } from './heading-words.js';

/** What a column heading says, before the document around it says of when and in which edition. */
export type Phrase =
  ReadingPhrase | DifferencePhrase | { readonly kind: 'text' | 'status' | 'score' | 'percent' };

export type ReadingWord =
  | 'budget'
  | 'periodBudget'
  | 'plan'
  | 'forecast'
  | 'outcome'
  | 'yearEnd'
  | 'interim'
  | 'approved'
  | 'extension'
  | 'target';

export interface ReadingPhrase {
  readonly kind: 'reading';
  readonly word: ReadingWord;
  readonly year: number | null;
  /** Of the edition: 2 in `Budget 2021:2`. */
  readonly number: number | null;
  /** That it runs through: 8 in `jan–aug`, in `tom augusti` and in `T2`. */
  readonly month: number | null;
  readonly fullYear: boolean;
  readonly preliminary: boolean;
  /** Of the year before (*föregående år*). */
  readonly previous: boolean;
  /** From the beginning of a project to a day: `Utgift tom 2023`. */
  readonly toDate: boolean;
  /** Of a whole project: `Prognos totalt`. */
  readonly total: boolean;
  readonly unit: UnitOfMeasure | null;
}

/** A printed difference (*avvikelse*, *förändring*, *diff.*). */
export interface DifferencePhrase {
  readonly kind: 'difference';
  /** A deviation is held against a plan; a change leads from the one before. */
  readonly word: 'deviation' | 'change';
  /** As far as the heading names them, in its order. */
  readonly between: readonly Operand[];
  /** The heading says which is subtracted: `mot budget`. */
  readonly against: Operand | null;
}

export interface Operand {
  readonly word: ReadingWord | null;
  readonly year: number | null;
  readonly number: number | null;
  readonly month: number | null;
}

const READING_WORDS: readonly Concept[] = [
  'extension',
  'approved',
  'projectTotal',
  'periodBudget',
  'plan',
  'forecast',
  'interim',
  'yearEnd',
  'outcome',
  'budget',
  'target',
];

/** The meaning of a heading's words; null where one of them is not known, or they do not make a reading. */
export function phraseOf(heading: string): Phrase | null {
  const tokens = tokensOf(heading);
  const concepts = conceptsOf(tokens);
  const has = (concept: Concept): boolean => concepts.has(concept);
  if (tokens.length === 0) return null;
  if (has('percent')) return { kind: 'percent' };
  if (tokens.some(({ kind }) => kind === 'unknown')) return has('text') ? { kind: 'text' } : null;
  if (['deviation', 'change', 'budgetDeviation', 'forecastDeviation'].some((word) => has(word as Concept))) {
    return differenceOf(tokens, concepts);
  }
  const reading = readingOf(tokens);
  if (reading !== null) return reading;
  if (has('status')) return { kind: 'status' };
  if (has('score')) return { kind: 'score' };
  return has('text') ? { kind: 'text' } : null;
}

function conceptsOf(tokens: readonly Token[]): ReadonlySet<Concept> {
  return new Set(tokens.flatMap((token) => (token.kind === 'word' ? [token.concept] : [])));
}

function readingOf(tokens: readonly Token[]): ReadingPhrase | null {
  const concepts = conceptsOf(tokens);
  const years = tokens.flatMap((token) => (token.kind === 'year' ? [token] : []));
  const [year = null] = years;
  if (years.length > 1) return null;
  const has = (concept: Concept): boolean => concepts.has(concept);
  const told = READING_WORDS.find((word) => has(word)) ?? null;
  const month = monthThrough(tokens);
  const toDate = has('through') && has('amount');
  const word = told === null && toDate ? 'outcome' : wordOf(told, year !== null);
  if (word === null) return null;
  const isApproval = word === 'approved' || word === 'extension';
  if (month !== null && (isApproval || word === 'plan' || word === 'yearEnd' || word === 'target'))
    return null;
  return {
    kind: 'reading',
    word: word === 'budget' && (month !== null || has('period')) ? 'periodBudget' : word,
    year: year?.year ?? null,
    number: year?.number ?? null,
    month,
    fullYear: has('fullYear') && !has('previous'),
    preliminary: has('preliminary'),
    previous: has('previous'),
    toDate: toDate || (word === 'outcome' && has('total')),
    total: has('total'),
    unit: tokens.find((token) => token.kind === 'unit')?.unit ?? null,
  };
}

/** `Projektbudget` is what is approved of a project, and `Projektbudget 2025` the part of a year. */
function wordOf(told: Concept | null, ofYear: boolean): ReadingWord | null {
  if (told === 'projectTotal') return ofYear ? 'budget' : 'approved';
  return told as ReadingWord | null;
}

/** The last month of a range, `tom` a month, or the end of a tertial or quarter. */
function monthThrough(tokens: readonly Token[]): number | null {
  const months = tokens.flatMap((token) => {
    if (token.kind === 'month') return [token.month];
    if (token.kind === 'tertial') return [token.tertial * 4];
    return token.kind === 'quarter' ? [token.quarter * 3] : [];
  });
  return months.at(-1) ?? null;
}

function differenceOf(tokens: readonly Token[], concepts: ReadonlySet<Concept>): DifferencePhrase {
  const groups: Token[][] = [[]];
  let named = -1;
  for (const token of tokens) {
    const joins = token.kind === 'slash' || token.kind === 'dash';
    const against = token.kind === 'word' && token.concept === 'against';
    if (joins || against) {
      if (against && named === -1) named = groups.length;
      groups.push([]);
    } else groups.at(-1)?.push(token);
  }
  const operands = groups.map(operandOf);
  const isNamed = (operand: Operand): boolean => operand.word !== null || operand.year !== null;
  const against = named === -1 ? null : (operands.slice(named).find(isNamed) ?? null);
  const implied: Operand[] = [];
  if (concepts.has('budgetDeviation')) implied.push({ ...NOTHING, word: 'budget' });
  if (concepts.has('forecastDeviation')) implied.push({ ...NOTHING, word: 'forecast' });
  const [first] = implied;
  return {
    kind: 'difference',
    word: concepts.has('change') ? 'change' : 'deviation',
    between: completed([...operands.filter(isNamed), ...implied]),
    against: against ?? (first?.word === 'budget' ? first : null),
  };
}

const NOTHING: Operand = { word: null, year: null, number: null, month: null };

function operandOf(tokens: readonly Token[]): Operand {
  const concepts = conceptsOf(tokens);
  const year = tokens.find((token) => token.kind === 'year');
  return {
    word: wordOf(READING_WORDS.find((word) => concepts.has(word)) ?? null, year !== undefined),
    year: year?.year ?? null,
    number: year?.number ?? null,
    month: monthThrough(tokens),
  };
}

/** `prognos/budget 2023` names the year once, `utfall 2022/2023` the word. */
function completed(operands: readonly Operand[]): Operand[] {
  const word = operands.find((operand) => operand.word !== null)?.word ?? null;
  const year = operands.findLast((operand) => operand.year !== null)?.year ?? null;
  return operands.map((operand) => ({
    ...operand,
    word: operand.word ?? word,
    year: operand.year ?? year,
  }));
}
