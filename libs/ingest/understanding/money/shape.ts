import type { AssembledTable } from '../../document/document.js';
import { isNumericCell } from '../../document/numeric-cell.js';
import { headingText, plainText } from '../words.js';
import { phraseOf, type ReadingWord } from './heading-phrase.js';
import { isBlank } from './grid.js';
import { rowWords, type MoneyMeasure } from './row-words.js';

/** The forms in which municipalities print money. */
export type MoneyShape =
  /** Revenue, cost, net, grant and result of a frame (*ekonomiskt sammandrag*). */
  | 'summary'
  /** The same with lines of accounts between (*kontogrupper*). */
  | 'accounts'
  /** Activities, each with revenue, cost and net. */
  | 'activities'
  /** Projects, each with its rows of outlay and sale. */
  | 'projectGroups'
  /** Projects, one a row. */
  | 'projects'
  /** Kinds of investment or projects, one a row. */
  | 'investments'
  /** Totals of other tables (*sammanställning*). */
  | 'compilation'
  /** Activities or boards, one a row, of one measure that the heading names. */
  | 'list';

const MONEY_WORDS: readonly ReadingWord[] = [
  'budget',
  'periodBudget',
  'plan',
  'forecast',
  'outcome',
  'yearEnd',
  'interim',
  'approved',
  'extension',
];

/** Worked out once a table: each kind asks. */
const KNOWN = new WeakMap<AssembledTable, { readonly shape: MoneyShape | null }>();

/** From the table alone; null where it is no table of money. */
export function moneyShape(table: AssembledTable): MoneyShape | null {
  const known = KNOWN.get(table);
  if (known !== undefined) return known.shape;
  const shape = shapeOf(table);
  KNOWN.set(table, { shape });
  return shape;
}

function shapeOf(table: AssembledTable): MoneyShape | null {
  if (!hasMoneyColumns(table)) return null;
  const rows = table.rows
    .filter(({ label }) => plainText(label) !== '')
    .map((row) => ({ blank: isBlank(row), words: rowWords(row.label), label: plainText(row.label) }));
  const whole = new Set(
    rows.flatMap(({ words }) => (words.whole && words.measure !== null ? [words.measure] : [])),
  );
  const isHeading = ({ words, blank }: (typeof rows)[number]): boolean =>
    blank && !words.whole && !words.buffer && !words.ofWhich;
  // A kind of cost that is blank stands before a total too; what stands under activities recurs.
  const isActivity = (row: (typeof rows)[number], index: number): boolean => {
    const next = rows[index + 1];
    if (!isHeading(row) || !isTerm(next?.words.measure)) return false;
    if (isOfProjects([next?.words.measure])) return true;
    const recurs = rows.filter(({ label }) => label === next?.label).length > 1;
    return recurs || !rows.slice(0, index).some(({ words }) => isTerm(words.measure));
  };
  if (rows.some(isActivity)) {
    return isOfProjects(rows.flatMap(({ words }) => words.measure ?? [])) ? 'projectGroups' : 'activities';
  }
  const frame = (['revenue', 'cost', 'net', 'grant', 'financial', 'result'] as const).filter((each) =>
    whole.has(each),
  );
  if (
    frame.length >= 3 ||
    (frame.length === 2 && (whole.has('net') || whole.has('result') || whole.has('cost')))
  ) {
    const lines = rows.some(
      ({ words, blank }) => !blank && words.measure === null && !words.buffer && !words.ofWhich,
    );
    return lines ? 'accounts' : 'summary';
  }
  return shapeOfList(table);
}

/** By the nearest heading that says it. */
function shapeOfList(table: AssembledTable): MoneyShape | null {
  for (const text of labelsOf(table)) {
    if (/sammanställning/i.test(text) && /invester/i.test(text)) return 'compilation';
    if (/exploater|markförsälj|tomtförsälj|projekt/i.test(text)) return 'projects';
    if (/invester/i.test(text)) return 'investments';
    if (measureOfHeading(text) !== null) return 'list';
  }
  const labels = table.rows.map(({ label }) => plainText(label));
  if (labels.filter((label) => /invester/i.test(label)).length > 1) return 'investments';
  const approved = table.columns.some(({ text }) => isPhrase(text, ['approved', 'extension']));
  if (approved || /^projekt/i.test(plainText(table.corner))) return 'projects';
  return null;
}

/** What the heading of a list says that it lists: `Kommunbidrag per verksamhet`. */
export function measureOfHeading(text: string): MoneyMeasure | null {
  const found = MEASURES.find(([, pattern]) => pattern.test(text));
  return found?.[0] ?? null;
}

const MEASURES: readonly (readonly [MoneyMeasure, RegExp])[] = [
  ['grant', /kommunbidrag|budgetram/i],
  ['net', /nettokostnad|nettobudget|driftbudget|driftram/i],
  ['result', /\bresultat per\b/i],
  ['revenue', /^intäkter(?: per|,|$)/i],
  ['cost', /^kostnader(?: per|,|$)/i],
];

/** What it is said to mean, its caption and headings, the nearest first. */
export function labelsOf({ means, caption, headings, corner }: AssembledTable): string[] {
  return [means ?? '', caption ?? '', ...headings.toReversed(), corner]
    .map(headingText)
    .filter((text) => text !== '');
}

/** Do columns name budgets, outcomes or forecasts, with numbers below? */
export function hasMoneyColumns({ columns, rows }: AssembledTable): boolean {
  const phrases = columns.map(({ text }) => phraseOf(text));
  if (phrases.some((phrase) => phrase?.kind === 'score')) return false;
  if (phrases.some((phrase) => phrase?.kind === 'reading' && phrase.word === 'target')) return false;
  return columns.some(
    ({ text }, index) =>
      isPhrase(text, MONEY_WORDS) && rows.some(({ cells }) => isNumericCell(cells[index]?.text ?? '')),
  );
}

function isPhrase(text: string, words: readonly ReadingWord[]): boolean {
  const phrase = phraseOf(text);
  return phrase?.kind === 'reading' && words.includes(phrase.word);
}

function isTerm(measure: MoneyMeasure | null | undefined): boolean {
  return measure === 'revenue' || measure === 'cost' || measure === 'net' || isOfProjects([measure]);
}

function isOfProjects(measures: readonly (MoneyMeasure | null | undefined)[]): boolean {
  return measures.some((measure) => measure === 'outlay' || measure === 'sale' || measure === 'contribution');
}
