/** Dates as text, without a clock: only whether they exist. */

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;
const YEAR = /^\d{4}$/;

/** Is this a day of the calendar, `2021-02-28`? */
export function isDate(text: string): boolean {
  const match = DATE.exec(text);
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month);
}

/** `2023-08` */
export function isMonth(text: string): boolean {
  return MONTH.test(text);
}

/** A date, a month or a year: as precise as the source is. */
export function isDay(text: string): boolean {
  return isDate(text) || MONTH.test(text) || YEAR.test(text);
}

/** Is one before another, as far as both say: `2021-03` is before `2021-04-01`, and not before `2021-03-31`. */
export function isBefore(one: string, other: string): boolean {
  const both = Math.min(one.length, other.length);
  return one.slice(0, both) < other.slice(0, both);
}

function daysOf(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
