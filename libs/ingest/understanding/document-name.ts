import type { Status } from '#ledger';
import { MONTHS } from '../months.js';
import type { AssembledTable } from '../document/document.js';
import type { DocumentRule } from '../profile/profile.js';
import type { FrontMatter } from './front-matter.js';
import type { DocumentKind } from './table-kind.js';
import { plainText } from './words.js';

/** What a document is called and is about: title, kind, year and, of a report, the month that it runs through. */

/** What kinds are called everywhere; a profile's own come first. */
export const USUAL_DOCUMENTS: readonly DocumentRule[] = [
  usual('planning', ['planeringsunderlag', 'budgetunderlag'], 'planeringsunderlag', 'proposed'),
  usual(
    'interim',
    ['delårsbokslut', 'delårsrapport', 'tertialrapport', 'uppföljning', 'prognosrapport'],
    'delarsbokslut',
    'forInformation',
  ),
  usual(
    'annual',
    ['årsredovisning', 'årsbokslut', 'årsrapport', 'verksamhetsberättelse', 'bokslut'],
    'arsredovisning',
    'forInformation',
  ),
  usual('budget', ['budget', 'verksamhetsplan'], 'budget', 'proposed'),
];

function usual(kind: DocumentKind, words: readonly string[], slug: string, status: Status): DocumentRule {
  return { kind, words, slug, status, through: null };
}

/** A year that a title or a heading names. */
const YEAR = /(?<!\d)(20\d\d|19\d\d)(?!\d)/;

export interface Title {
  readonly text: string;
  readonly rule: DocumentRule;
  readonly year: number | null;
}

/** The outermost heading of the front matter that has a word for a kind of document, before one without a year. */
export function titleOf(front: FrontMatter, rules: readonly DocumentRule[]): Title | null {
  const titles = front.labels.flatMap(({ text, level }) => {
    const rule = ruleIn(text, rules);
    // "Dnr …", "Typ av styrdokument: Budget": a fact and no title.
    if (rule === null || /:\s/.test(text)) return [];
    const year = YEAR.exec(text)?.[1];
    return [{ text, rule, year: year === undefined ? null : Number(year), level: level ?? LEVEL_OF_TEXT }];
  });
  const [first] = titles.sort(
    (a, b) => Number(a.year === null) - Number(b.year === null) || a.level - b.level,
  );
  return first === undefined ? null : { text: first.text, rule: first.rule, year: first.year };
}

const LEVEL_OF_TEXT = 9;

/** The rule with the longest word that the text has: a "delårsbokslut" is no "bokslut". Of equals the profile's own. */
function ruleIn(text: string, rules: readonly DocumentRule[]): DocumentRule | null {
  const title = text.toLowerCase();
  let best: { readonly rule: DocumentRule; readonly length: number } | null = null;
  for (const rule of rules) {
    for (const word of rule.words) {
      if (title.includes(word) && word.length > (best?.length ?? 0)) best = { rule, length: word.length };
    }
  }
  return best?.rule ?? null;
}

export function ruleOfKind(kind: DocumentKind, rules: readonly DocumentRule[]): DocumentRule | null {
  return rules.find((rule) => rule.kind === kind) ?? null;
}

/** Kind and year as the columns of the tables tell them: the latest year that is more than a plan. */
export function toldByColumns(
  tables: readonly AssembledTable[],
): { kind: DocumentKind; year: number } | null {
  const latest = { budget: 0, report: 0, outcome: 0 };
  for (const { columns } of tables) {
    for (const { text } of columns) {
      const [, word = '', year = ''] = COLUMN.exec(plainText(text)) ?? [];
      const column = COLUMN_WORDS[word.toLowerCase()];
      if (column !== undefined) latest[column] = Math.max(latest[column], Number(year));
    }
  }
  const year = Math.max(latest.budget, latest.report, latest.outcome);
  if (year === 0) return null;
  if (latest.report === year) return { kind: 'interim', year };
  return { kind: latest.outcome === year ? 'annual' : 'budget', year };
}

const COLUMN =
  /^(budget|bokslut|delårsbokslut|delårsrapport|prognos helår|utfall jan\S*|årsutfall)\s+(20\d\d)\b/i;
const COLUMN_WORDS: Readonly<Record<string, 'budget' | 'report' | 'outcome'>> = {
  budget: 'budget',
  bokslut: 'outcome',
  årsutfall: 'outcome',
  delårsbokslut: 'report',
  delårsrapport: 'report',
  'prognos helår': 'report',
};

const MONTH = `(${MONTHS.join('|')})`;
/** "delårsbokslutet per augusti månad", "uppföljningen per den 30 april", "delårsrapport augusti 2023". */
const REPORT_THROUGH = new RegExp(
  `(?:delårs|tertial|uppföljning|bokslut|rapport)\\p{L}*,? (?:(?:t\\.?o\\.?m\\.?|per|efter|till och med)(?: den)?(?: \\d{1,2})? |\\d{4} )?${MONTH}`,
  'iu',
);
const MONTH_RANGE = new RegExp(`januari\\s*[-–]\\s*${MONTH}`, 'i');

/** The month, 1 to 12, that a report says it runs through; null where it does not say. */
export function throughOf(title: string, texts: readonly string[]): number | null {
  const [, last = ''] = MONTH_RANGE.exec(title) ?? [];
  if (last !== '') return monthNumber(last);
  for (const text of [title, ...texts]) {
    const [, month = ''] = REPORT_THROUGH.exec(text) ?? [];
    if (month !== '') return monthNumber(month);
  }
  return null;
}

function monthNumber(month: string): number {
  return MONTHS.indexOf(month.toLowerCase()) + 1;
}
