import type { HistoryFilter, ViewRequest } from '#projections';
import { mixed } from '../bench-events.js';

/** What is asked of the ledger, and by hand of the tables beside it. */
export type Question =
  | { readonly kind: 'view'; readonly unit: string; readonly year: string; readonly asOf: number }
  | { readonly kind: 'explain'; readonly unit: string; readonly year: string; readonly asOf: number }
  | {
      readonly kind: 'events' | 'entries';
      readonly filter: HistoryFilter;
      /** A day to begin at, newest first; from the end where absent. */
      readonly startAt?: string;
    };

/** A figure of the large benchmark: a kind of question, and what it should take. */
export interface Asked {
  readonly name: string;
  readonly referenceName: string;
  /** Milliseconds that 99 of a hundred should stay below. */
  readonly p99Below: number;
  readonly question: (n: number, of: Country) => Question;
}

/** What is known of the country that was made, to ask of what there is. */
export interface Country {
  readonly logId: string;
  readonly events: number;
  readonly municipalities: number;
  /** By year: the number of the event when both its budgets were there. */
  readonly years: readonly (readonly [year: string, seq: number])[];
  readonly dnrs: readonly string[];
  readonly actors: readonly string[];
}

export const PAGE_ITEMS = 50;

function one<T>(items: readonly T[], random: number): T {
  return items[random % items.length] as T;
}

function municipalityOf(of: Country, random: number): string {
  return `kommun-${String(1 + (random % of.municipalities)).padStart(3, '0')}`;
}

/** The table of 60 rows of any municipality, any year, as of any position since it had two editions. */
function tableOf(n: number, of: Country): { unit: string; year: string; asOf: number } {
  const random = mixed(n);
  const [year, since] = one(of.years, random >>> 3);
  const asOf = since + (mixed(random) % Math.max(1, of.events - since));
  return { unit: `${municipalityOf(of, mixed(random + 1))}/ks/ledning`, year, asOf };
}

export function budgetRequest({ unit, year }: { unit: string; year: string }): ViewRequest {
  return { view: 'budget-diff', unit, year, from: `${year}:1`, to: `${year}:2` };
}

/** Some day since there is something to find. */
function dayOf(n: number, of: Country): string {
  const random = mixed(n + 77);
  const month = String(1 + ((random >>> 8) % 12)).padStart(2, '0');
  return `${one(of.years, random)[0]}-${month}-15`;
}

const BOARDS = ['ks', 'grundskola', 'aldre', 'teknik', 'kultur'] as const;
const WORDS = ['energi', 'elever', 'omfördelning', 'bemanningen', 'hyror', 'livsmed*'] as const;
const RARE = ['ärende 1234', '"etapp 17" hyror', 'vinterväghållning energi', 'färdtjänst'] as const;
const KINDS = ['efficiency', 'volym', 'temporary', 'price', 'omfördelning'] as const;
const LEAST = ['2000', '10000', '50000', '200000', '1000000'] as const;
const LINES = ['Lokaler', 'Ledning', 'Grundskola', 'Hemtjänst'] as const;

function page(
  name: string,
  filter: (n: number, of: Country) => HistoryFilter,
  options: { readonly kind?: 'entries'; readonly jumps?: boolean } = {},
): Asked {
  return {
    name,
    referenceName: 'the same filter by hand',
    p99Below: 50,
    question: (n, of) => ({
      kind: options.kind ?? 'events',
      filter: filter(n, of),
      ...(options.jumps === true ? { startAt: dayOf(n, of) } : {}),
    }),
  };
}

export const PAGES: readonly Asked[] = [
  page('page: unit and words', (n, of) => ({
    unit: `${municipalityOf(of, mixed(n))}/${one(BOARDS, mixed(n + 1))}`,
    text: one(WORDS, mixed(n + 2)),
  })),
  page('page: amount at least, from a day', (n) => ({ amountAtLeast: one(LEAST, mixed(n)) }), {
    jumps: true,
  }),
  page(
    'page: kind of cause, from a day',
    (n, of) => ({
      causeKind: one(KINDS, mixed(n)),
      ...(n % 2 === 0 ? {} : { unit: municipalityOf(of, mixed(n + 1)) }),
    }),
    { jumps: true },
  ),
  page('page: case number', (n, of) => ({ dnr: one(of.dnrs, mixed(n)) })),
  page('page: actor, from a day', (n, of) => ({ actor: one(of.actors, mixed(n)) }), { jumps: true }),
  page('page: year that it concerns', (n, of) => ({
    period: one(of.years, mixed(n))[0],
    ...(n % 2 === 0 ? {} : { unit: municipalityOf(of, mixed(n + 1)) }),
  })),
  page('page: rare words of all', (n) => ({ text: one(RARE, mixed(n)) })),
  page(
    'page of entries: unit and line',
    (n, of) => ({ unit: municipalityOf(of, mixed(n)), line: [one(LINES, mixed(n + 1))] }),
    { kind: 'entries', jumps: true },
  ),
];

const mixedPages: Asked = {
  name: 'history page, all kinds of filter',
  referenceName: 'the same filter by hand',
  p99Below: 50,
  question: (n, of) => one(PAGES, n).question(Math.floor(n / PAGES.length) + 5_000, of),
};

export const VIEWS: readonly Asked[] = [
  {
    name: 'view of 60 rows as of a random position',
    referenceName: 'the same numbers by hand',
    p99Below: 10,
    question: (n, of) => ({ kind: 'view', ...tableOf(n, of) }),
  },
  {
    name: 'explain of its total',
    referenceName: 'its parts, changes and causes by hand',
    p99Below: 50,
    question: (n, of) => ({ kind: 'explain', ...tableOf(n + 50_000, of) }),
  },
];

export const FIGURES: readonly Asked[] = [...VIEWS, mixedPages, ...PAGES];

/** Over HTTP the pages are asked together. */
export const FIGURES_OVER_HTTP: readonly Asked[] = [...VIEWS, mixedPages];
