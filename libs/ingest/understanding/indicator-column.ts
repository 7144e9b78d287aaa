import type { DocumentKind } from './table-kind.js';
import { plainText } from './words.js';

/** Which reading of an indicator a column holds. */
export interface IndicatorColumn {
  readonly basis: 'target' | 'outcome' | 'forecast';
  /** A year, or a range of months. */
  readonly period: string;
  readonly edition: string;
  /** Place of the edition in its line. */
  readonly order: string;
  readonly status: 'adopted' | 'forInformation' | '';
  /** What the edition is called, the same whatever the column prints. */
  readonly label: string;
}

export interface AboutDocument {
  readonly kind: DocumentKind;
  readonly year: number;
  readonly through?: string;
}

const YEAR = '((?:19|20)\\d\\d)';
const WORDS: readonly (readonly [RegExp, Told])[] = [
  [/^(?:mål|målvärde|måltal|målnivå|börvärde)$/, 'target'],
  [/^(?:budget|plan)$/, 'target'],
  [
    /^(?:prel|prel\.|preliminärt|senaste|preliminärt års|prel\. års)\s*(?:utfall|värde|resultat)?$/,
    'preliminary',
  ],
  [/^(?:bokslut|årsutfall|årsbokslut|årsresultat)$/, 'final'],
  [/^(?:utfall|resultat|värde|uppmätt|delårsbokslut|delår|år|)$/, 'outcome'],
  [/^(?:prognos|prognos helår)$/, 'forecast'],
];
type Told = 'target' | 'preliminary' | 'final' | 'outcome' | 'forecast';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'maj', 'jun', 'jul', 'aug', 'sep', 'okt', 'nov', 'dec'];

/**
 * Reads the label of a column of indicators or measures: `Utfall 2022`, `Prel utfall 2023`, `Senaste utfall 2020`,
 * `Mål 2023`, `Budget 2021`, `Årsutfall 2023`, `T1 2020`, `År 2020`, `jan–jul 2023`, `2024`. Null where it is none.
 */
export function indicatorColumn(label: string, about: AboutDocument): IndicatorColumn | null {
  const text = plainText(label)
    .toLowerCase()
    .replaceAll(/[*:]+$/g, '');
  if (text === '') return null;
  const months = monthsIn(text);
  if (months !== null) return ofMonths(months);
  const [, before = '', year = '', after = ''] = new RegExp(`^(.*?)\\s*${YEAR}\\s*(.*)$`).exec(text) ?? [];
  const words = `${before} ${after}`.trim();
  // A column without a year is about the year of the document, where its word says what it is.
  const bare = year === '';
  const told = WORDS.find(([pattern]) => pattern.test(bare ? text : words))?.[1];
  if (told === undefined) return null;
  return ofYear(told, year === '' ? about.year : Number(year), about, /^plan$/.test(words));
}

function ofYear(told: Told, year: number, about: AboutDocument, isPlan: boolean): IndicatorColumn {
  const period = String(year);
  if (told === 'target') return target(year, about, isPlan);
  if (told === 'forecast') {
    const edition = about.through ?? `${year}@${about.year}`;
    const order = about.through === undefined ? `${year};99;${about.year}00` : monthOrder(about.through);
    return { basis: 'forecast', period, edition, order, status: 'forInformation', label: `Prognos ${year}` };
  }
  const { through } = about;
  const own = through !== undefined && through.startsWith(period);
  if (told === 'outcome' && own) return outcome(period, through, `Utfall ${year}`);
  // The year before the one that a budget is made for is not over when it is made.
  const open =
    told === 'outcome' && through === undefined && about.kind !== 'annual' && year >= about.year - 1;
  return told === 'preliminary' || open
    ? preliminary(period)
    : outcome(period, `${year}-12`, `Utfall ${year}`);
}

function target(
  year: number,
  { kind, year: made, through }: AboutDocument,
  isPlan: boolean,
): IndicatorColumn {
  const basis = 'target';
  const period = String(year);
  const label = `Mål ${year}`;
  if (through !== undefined || kind === 'annual') {
    const month = through ?? `${made}-12`;
    const order = `${year};99;${month.replace('-', '')}`;
    return { basis, period, edition: `${year}@${month}`, order, status: '', label };
  }
  if (year === made && !isPlan)
    return { basis, period, edition: period, order: `${year};0;0`, status: '', label };
  return year < made
    ? { basis, period, edition: `${year}@${made}`, order: `${year};99;${made}00`, status: 'adopted', label }
    : { basis, period, edition: `plan@${made}`, order: `${made};0;0`, status: '', label };
}

function outcome(period: string, edition: string, label: string): IndicatorColumn {
  return { basis: 'outcome', period, edition, order: monthOrder(edition), status: 'forInformation', label };
}

/** Before the final outcome of December, after that of November. */
function preliminary(year: string): IndicatorColumn {
  const label = `Preliminärt utfall ${year}`;
  const order = `${year};11;12`;
  return { basis: 'outcome', period: year, edition: `${year}-12p`, order, status: 'forInformation', label };
}

function monthOrder(month: string): string {
  return `${month.slice(0, 4)};${Number(month.slice(5))};0`;
}

interface Months {
  readonly from: string;
  readonly to: string;
  readonly label: string;
}

/** A tertial runs from the start of the year; `jan–jul 2023` and `rullande 12 okt 2020` say their months. */
function monthsIn(text: string): Months | null {
  const tertial = new RegExp(`^(?:utfall\\s+)?t(?:ertial)?\\s*([123])\\s+${YEAR}$`).exec(text);
  if (tertial !== null) {
    const [, n = '', year = ''] = tertial;
    const to = `${year}-${pad(Number(n) * 4)}`;
    return { from: `${year}-01`, to, label: `T${n} ${year}` };
  }
  const name = '(' + MONTHS.join('|') + ')\\p{L}*\\.?';
  const range = new RegExp(
    `^(?:utfall\\s+)?${name}\\s*(?:[-–—]|till|t\\.?o\\.?m\\.?)\\s*${name}\\s+${YEAR}$`,
    'u',
  );
  const months = range.exec(text);
  if (months !== null) {
    const [, first = '', last = '', year = ''] = months;
    const from = `${year}-${pad(MONTHS.indexOf(first) + 1)}`;
    return { from, to: `${year}-${pad(MONTHS.indexOf(last) + 1)}`, label: `${first}–${last} ${year}` };
  }
  const rolling = new RegExp(
    `^rullande (?:12|tolv)(?: månader)?,?\\s+(?:t\\.?o\\.?m\\.? )?${name}\\s+${YEAR}$`,
    'u',
  ).exec(text);
  if (rolling === null) return null;
  const [, month = '', year = ''] = rolling;
  const last = MONTHS.indexOf(month) + 1;
  const from = last === 12 ? `${year}-01` : `${Number(year) - 1}-${pad(last + 1)}`;
  return { from, to: `${year}-${pad(last)}`, label: `rullande 12 ${month} ${year}` };
}

function ofMonths({ from, to, label }: Months): IndicatorColumn {
  const period = from.endsWith('-01') && to === `${from.slice(0, 4)}-12` ? from.slice(0, 4) : `${from}/${to}`;
  return outcome(period, to, `Utfall ${label}`);
}

function pad(month: number): string {
  return String(month).padStart(2, '0');
}
