import type { UnitOfMeasure } from '#amount';
import type { DocumentKind } from '../table-kind.js';
import type { ReadingPhrase } from './heading-phrase.js';

/** Which reading a column holds, and its edition with its place in line (*utgåva*). */
export interface ColumnReading {
  readonly role: 'reading' | 'change';
  readonly basis: 'budget' | 'forecast' | 'outcome' | 'approved' | 'target';
  /** A year, a range of months, or `lifetime`. */
  readonly period: string;
  readonly edition: string;
  /** Year of the budget round, number, restatement. */
  readonly order: readonly [number, number, number];
  readonly extent: 'full' | 'amending';
  /** Of such columns by themselves; null is the document's own. */
  readonly status: 'adopted' | 'forInformation' | null;
  readonly unit: UnitOfMeasure | null;
}

/** What is known of the document and the table around a heading. */
export interface AboutColumn {
  readonly kind: DocumentKind;
  readonly year: number;
  /** Of a report: the month that it runs through, `2023-08`. */
  readonly through?: string;
  /** The table follows projects from beginning to end: it has a column of what is approved. */
  readonly ofProjects: boolean;
  /** It has a column of extensions: what is approved is so before the document. */
  readonly hasExtension: boolean;
}

/** After the numbered ones. */
const RESTATED = 99;
/** Before the outcome of December and after that of November. */
const PRELIMINARY = [11, 12] as const;

/** Null where the document does not make clear what the heading leaves out. */
export function readingOfPhrase(phrase: ReadingPhrase, about: AboutColumn): ColumnReading | null {
  switch (phrase.word) {
    case 'budget':
    case 'plan':
      return budgetOf(phrase, about);
    case 'periodBudget':
      return periodBudgetOf(phrase, about);
    case 'forecast':
      return forecastOf(phrase, about);
    case 'approved':
    case 'extension':
      return approvedOf(phrase, about);
    case 'target':
      return targetOf(phrase, about);
    default:
      return outcomeOf(phrase, about);
  }
}

function budgetOf(phrase: ReadingPhrase, about: AboutColumn): ColumnReading | null {
  const year = yearOf(phrase, about);
  if (year === null) return null;
  const budget = { basis: 'budget', period: String(year) } as const;
  if (phrase.word === 'plan') {
    if (phrase.year === null) return null;
    const status = decidesBudgets(about) ? null : 'adopted';
    return reading(phrase, { ...budget, edition: `plan@${about.year}`, order: [about.year, 0, 0], status });
  }
  if (phrase.number !== null) {
    const status = decidesBudgets(about) && year === about.year ? null : 'adopted';
    const edition = `${year}:${phrase.number}`;
    return reading(phrase, { ...budget, edition, order: [year, phrase.number, 0], status });
  }
  if (decidesBudgets(about) && year === about.year) {
    return reading(phrase, { ...budget, edition: String(year), order: [year, 0, 0], status: null });
  }
  return reading(phrase, { ...budget, ...restated(year, about), status: 'adopted' });
}

/** The budget of the months so far: `Budget jan–aug 2023`, `Periodbudget`. */
function periodBudgetOf(phrase: ReadingPhrase, about: AboutColumn): ColumnReading | null {
  const year = yearOf(phrase, about);
  const month = phrase.month ?? monthOf(about.through);
  if (year === null || month === null) return null;
  const period = month === 12 ? String(year) : `${year}-01/${year}-${pad(month)}`;
  return reading(phrase, { basis: 'budget', period, ...restated(year, about), status: 'adopted' });
}

function forecastOf(phrase: ReadingPhrase, about: AboutColumn): ColumnReading | null {
  const year = yearOf(phrase, about);
  if (year === null) return null;
  const ofProject = about.ofProjects && phrase.year === null && phrase.total;
  const shared = {
    basis: 'forecast',
    period: ofProject ? 'lifetime' : String(year),
    status: 'forInformation',
  } as const;
  const through = about.kind === 'interim' && year === about.year ? monthOf(about.through) : null;
  const month = phrase.month ?? through;
  if (month === null) return reading(phrase, { ...shared, ...restated(year, about) });
  return reading(phrase, { ...shared, edition: forecastEdition(year, month), order: [year, month, 0] });
}

/** Forecasts are made in April and August; where a board has others they are called by their month. */
function forecastEdition(year: number, month: number): string {
  if (month === 4) return 'T1';
  return month === 8 ? 'T2' : `${year}-${pad(month)}`;
}

function outcomeOf(phrase: ReadingPhrase, about: AboutColumn): ColumnReading | null {
  const year = yearOf(phrase, about);
  if (year === null) return null;
  const lifetime = phrase.toDate && (about.ofProjects || phrase.word === 'outcome');
  const months = monthsOfOutcome(phrase, about, year, lifetime);
  if (months === null) return null;
  const { month, preliminary } = months;
  return reading(phrase, {
    basis: 'outcome',
    period: lifetime ? 'lifetime' : String(year),
    edition: `${year}-${pad(month)}${preliminary ? 'p' : ''}`,
    order: preliminary && month === 12 ? [year, ...PRELIMINARY] : [year, month, 0],
    status: 'forInformation',
  });
}

function monthsOfOutcome(
  phrase: ReadingPhrase,
  { kind, year: made, through }: AboutColumn,
  year: number,
  lifetime: boolean,
): { readonly month: number; readonly preliminary: boolean } | null {
  const { preliminary } = phrase;
  if (phrase.month !== null) return { month: phrase.month, preliminary };
  if (phrase.word === 'yearEnd' || phrase.fullYear) return { month: 12, preliminary };
  if (phrase.word === 'interim') return { month: monthOf(through) ?? 8, preliminary };
  // An interim report sets the same months of another year beside its own.
  const months = monthOf(through);
  if (kind === 'interim' && months !== null) {
    return { month: lifetime && year < made ? 12 : months, preliminary };
  }
  if (lifetime || kind === 'annual' || year < made - 1) return { month: 12, preliminary };
  // The year before the one that a budget is made for is not over when it is made.
  return year === made - 1 ? { month: 12, preliminary: true } : null;
}

/** Dated by the document; what a planning document extends, or finds approved, was so the year before. */
function approvedOf(phrase: ReadingPhrase, about: AboutColumn): ColumnReading {
  const shared = { basis: 'approved', period: 'lifetime' } as const;
  if (phrase.word === 'extension') {
    const { year } = about;
    const extension = { edition: String(year), order: [year, 0, 0], status: null } as const;
    return { ...reading(phrase, { ...shared, ...extension }), role: 'change', extent: 'amending' };
  }
  const before = about.kind === 'planning' || about.hasExtension;
  const year = phrase.year ?? (before ? about.year - 1 : about.year);
  return reading(phrase, { ...shared, edition: String(year), order: [year, 0, 0], status: 'adopted' });
}

function targetOf(phrase: ReadingPhrase, about: AboutColumn): ColumnReading | null {
  const year = yearOf(phrase, about);
  if (year === null) return null;
  const target = { basis: 'target', period: String(year) } as const;
  if (decidesBudgets(about) && year >= about.year) {
    const edition = year === about.year ? String(year) : `plan@${about.year}`;
    return reading(phrase, { ...target, edition, order: [about.year, 0, 0], status: null });
  }
  return reading(phrase, { ...target, ...restated(year, about), status: 'adopted' });
}

/** `2024@2025`, and of a report the month that it runs through: `2023@2023-08`. */
function restated(
  year: number,
  { kind, year: made, through }: AboutColumn,
): Pick<ColumnReading, 'edition' | 'order'> {
  const month = kind === 'interim' || kind === 'annual' ? monthOf(through) : null;
  const edition = month === null ? `${year}@${made}` : `${year}@${made}-${pad(month)}`;
  return { edition, order: [year, RESTATED, made * 100 + (month ?? 0)] };
}

/** A heading without a year is about the document's, where that has only one that it can be about. */
function yearOf({ year, previous, word }: ReadingPhrase, { kind, year: made }: AboutColumn): number | null {
  if (year !== null) return year;
  const reports = kind === 'interim' || kind === 'annual';
  if (previous) return reports ? made - 1 : null;
  if (reports) return made;
  return word === 'budget' && kind === 'budget' ? made : null;
}

function decidesBudgets({ kind }: AboutColumn): boolean {
  return kind === 'budget' || kind === 'planning';
}

type Told = Pick<ColumnReading, 'basis' | 'period' | 'edition' | 'order' | 'status'>;

function reading({ unit }: ReadingPhrase, told: Told): ColumnReading {
  return { role: 'reading', extent: 'full', unit, ...told };
}

function monthOf(through: string | undefined): number | null {
  return through === undefined ? null : Number(through.slice(5, 7));
}

function pad(month: number): string {
  return String(month).padStart(2, '0');
}
