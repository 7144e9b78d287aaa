/**
 * Figures and readings: what can be pointed at.
 *
 * A figure (*siffra*) is one quantity; a reading (*avläsning*) is a figure in a basis and an edition (*utgåva*).
 */

/** What a series of a figure is about. */
export type Basis = 'budget' | 'forecast' | 'outcome' | 'approved' | 'target';

export const BASES: readonly Basis[] = ['budget', 'forecast', 'outcome', 'approved', 'target'];

/** Bases in which an amending edition carries the value of the edition before it. */
export const CARRYING_BASES: ReadonlySet<Basis> = new Set<Basis>(['budget', 'approved', 'target']);

/** A path of labels from the outermost; `[]` is the whole table of the frame (its *Totalt*). */
export type Line = readonly string[];

/** The address of a figure. `unit` is `municipality/board/frame`; `period` a year, a month range or `lifetime`. */
export interface Figure {
  readonly unit: string;
  readonly area: string;
  readonly line: Line;
  readonly measure: string;
  readonly period: string;
}

/** A figure in a basis and an edition. */
export interface Reading extends Figure {
  readonly basis: Basis;
  readonly edition: string;
}

/** The editions of one table are declared in one line (*utgåvornas ordning*), shared by all its figures. */
export interface EditionLine {
  readonly unit: string;
  readonly area: string;
  readonly basis: Basis;
  readonly period: string;
}

/**
 * The part *ofördelat* that every total has: what is stated or changed on the total and on none of its parts. It is
 * addressed as a line below the total; the parentheses keep it apart from any printed label.
 */
export const UNALLOCATED = '(ofördelat)';

/** The start of the year: the point before the first month of an outcome, where everything is 0 ({@link startsAtZero}). */
export const START_EDITION = 'start';

const YEAR = /^\d{4}$/;

/** An outcome within a year starts at 0; any other series, as that of a project's lifetime, with its opening. */
export function startsAtZero({ basis, period }: EditionLine): boolean {
  return basis === 'outcome' && YEAR.test(period);
}

const SEPARATOR = '\u001f';
const LINE_SEPARATOR = '\u001e';

/** One text for a line; different lines have different texts. */
export function lineKey(line: Line): string {
  return line.join(LINE_SEPARATOR);
}

export function lineOfKey(key: string): Line {
  return key === '' ? [] : key.split(LINE_SEPARATOR);
}

export function sameLine(a: Line, b: Line): boolean {
  return a.length === b.length && a.every((label, index) => label === b[index]);
}

export function startsWith(line: Line, prefix: Line): boolean {
  return prefix.length <= line.length && prefix.every((label, index) => label === line[index]);
}

export function isUnallocated(line: Line): boolean {
  return line.at(-1) === UNALLOCATED;
}

/** One text for a reading; different readings have different texts. */
export function readingKey(r: Reading): string {
  return `${r.unit}${SEPARATOR}${r.area}${SEPARATOR}${r.basis}${SEPARATOR}${r.period}${SEPARATOR}${r.edition}${SEPARATOR}${r.measure}${SEPARATOR}${lineKey(r.line)}`;
}

export function editionLineOf(r: EditionLine): EditionLine {
  return { unit: r.unit, area: r.area, basis: r.basis, period: r.period };
}

export function editionLineKey(l: EditionLine): string {
  return `${l.unit}${SEPARATOR}${l.area}${SEPARATOR}${l.basis}${SEPARATOR}${l.period}`;
}

/** The same figure (line replaced) in the same edition. */
export function withLine(r: Reading, line: Line): Reading {
  return { ...r, line };
}

export function sameSeries(a: Reading, b: Reading): boolean {
  return (
    a.unit === b.unit &&
    a.area === b.area &&
    a.basis === b.basis &&
    a.period === b.period &&
    a.measure === b.measure &&
    sameLine(a.line, b.line)
  );
}

/** A text for messages and lists: `alingsas/ks operations 2023 budget 2023:1: Kostnader (cost)`. */
export function describeReading(r: Reading): string {
  const line = r.line.length === 0 ? 'Totalt' : r.line.join(' > ');
  return `${r.unit} ${r.area} ${r.period} ${r.basis} ${r.edition}: ${line} (${r.measure})`;
}
