import type { Amount } from '#amount';
import type { SieEncoding } from './encoding.js';

/**
 * What a SIE 4 file (*SIE filformat*, edition 4B, types 1 to 4) says of a financial year: its accounts and objects, the
 * balances of accounts, the changes of each month and the budget. Vouchers are counted and not kept, nor is anything
 * that may name a person: who wrote the file, contacts, free texts, and objects of dimensions of persons.
 */
export interface SieFile {
  readonly fileName: string;
  readonly encoding: SieEncoding;
  /** `#SIETYP`: 1 balances of the year, 2 of its months too, 3 of objects too, 4 with vouchers. */
  readonly type: 1 | 2 | 3 | 4;
  readonly program: string | null;
  /** The day on which it was written, `YYYY-MM-DD`. */
  readonly generated: string | null;
  readonly company: string | null;
  /** *Organisationsnummer*, `212000-0000`. That of a person is left out. */
  readonly organisation: string | null;
  /** `SEK` where the file names none. */
  readonly currency: string;
  /** `#OMFATTN`: the day through which the figures run. */
  readonly through: string | null;
  /** By number: 0 is the year of the file, −1 the year before. */
  readonly years: ReadonlyMap<number, SieYear>;
  readonly accounts: ReadonlyMap<string, SieAccount>;
  readonly dimensions: ReadonlyMap<number, SieDimension>;
  readonly objects: readonly SieObject[];
  readonly amounts: readonly SieAmount[];
  readonly skipped: Skipped;
}

/** `#RAR`: a financial year (*räkenskapsår*), from and through which day. */
export interface SieYear {
  readonly from: string;
  readonly to: string;
  readonly line: number;
}

export interface SieAccount {
  readonly name: string;
  /** `#KTYP`: T asset (*tillgång*), S debt (*skuld*), K cost or outlay, I revenue; null where none is said. */
  readonly type: 'T' | 'S' | 'K' | 'I' | null;
  readonly line: number;
}

/** `#DIM`, `#UNDERDIM`. */
export interface SieDimension {
  readonly name: string;
  /** The dimension that it is below, null where it is below none. */
  readonly below: number | null;
  readonly line: number;
}

/** `#OBJEKT`. */
export interface SieObject {
  readonly dimension: number;
  readonly number: string;
  readonly name: string;
  readonly line: number;
}

export interface SieObjectRef {
  readonly dimension: number;
  readonly number: string;
}

export const SIE_AMOUNTS = ['IB', 'UB', 'OIB', 'OUB', 'RES', 'PSALDO', 'PBUDGET'] as const;
/**
 * IB, UB: balance of an account as the year begins, ends (*ingående, utgående balans*); OIB, OUB: of an object. RES: an
 * account's result of the year. PSALDO: the change of an account in a month; PBUDGET: its budget for the month.
 */
export type SieAmountLabel = (typeof SIE_AMOUNTS)[number];

/** One amount of the file, in its sign: debit +, credit −. */
export interface SieAmount {
  readonly label: SieAmountLabel;
  /** Number of the year, as in `years`. */
  readonly year: number;
  /** `YYYY-MM` of PSALDO and PBUDGET; null of the others, which are of the whole year. */
  readonly period: string | null;
  readonly account: string;
  /** None: the whole account. */
  readonly objects: readonly SieObjectRef[];
  readonly amount: Amount;
  /** As it stands in the file. */
  readonly text: string;
  readonly line: number;
}

/** How many records were left out, and why. */
export interface Skipped {
  /** `#VER`. */
  readonly vouchers: number;
  /** `#TRANS`, `#RTRANS`, `#BTRANS`. */
  readonly transactions: number;
  /** Objects of dimensions of persons, and amounts of them alone. */
  readonly persons: number;
  /** Known records that say nothing of figures: addresses, texts, tax codes, checksums. */
  readonly others: number;
  /** Labels that the standard does not have, which are to be ignored, and how often each stood there. */
  readonly unknown: ReadonlyMap<string, number>;
}
