import { fromDecimal, toDecimal, type Amount } from '#amount';
import { UNALLOCATED, type Basis, type Line, type Reading } from '../figure.js';

/** Amounts and readings as the worked cases write them: tkr, and `Reinvestering > Inventarier@2023`. */

export function tkr(amount: number | string): Amount {
  return fromDecimal(String(amount), 'tkr');
}

/** `−1 250`, with a real minus and spaces, as the cases print it. */
export function printed(amount: Amount): string {
  const [whole = '', decimals] = toDecimal(amount < 0n ? -amount : amount, 'tkr').split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ' ');
  return `${amount < 0n ? '−' : ''}${grouped}${decimals === undefined ? '' : `,${decimals}`}`;
}

export interface Frame {
  readonly unit: string;
  readonly area: string;
  readonly basis: Basis;
  readonly period: string;
  readonly measure: string;
}

export type Figures = (text: string, instead?: Partial<Frame>) => Reading;

const FRAME: Frame = {
  unit: 'boras/ks/stadsledningskansliet',
  area: 'operations',
  basis: 'budget',
  period: '2021',
  measure: 'cost',
};

/** Readings of one frame: `x@2` is line x in edition 2, `total@2` the whole table. */
export function within(frame: Partial<Frame> = {}): Figures {
  return (text, instead = {}) => {
    const [line = '', edition] = text.split('@', 2);
    if (edition === undefined) throw new Error(`"${text}" names no edition`);
    // An edition may hold an @ of its own: plan@2022.
    return { ...FRAME, ...frame, ...instead, line: lineOf(line), edition: text.slice(line.length + 1) };
  };
}

export function lineOf(text: string): Line {
  return text === 'total'
    ? []
    : text.split(' > ').map((label) => (label === 'ofördelat' ? UNALLOCATED : label));
}

export function textOf(line: Line): string {
  if (line.length === 0) return 'total';
  return line.map((label) => (label === UNALLOCATED ? 'ofördelat' : label)).join(' > ');
}
