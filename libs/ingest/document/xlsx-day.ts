import type { Decimal } from 'decimal.js';
import { MONTHS } from '../months.js';

/** How a cell shows its number. */
export interface ShownNumber {
  readonly text: string;
  /** With all the digits, where the text hides some. */
  readonly exact?: string;
}

/**
 * Days and times of a workbook: a number counts days, its fraction is the time of day (ECMA-376 part 1, 18.17.4). Names
 * are Swedish.
 */

const WEEKDAYS = ['söndag', 'måndag', 'tisdag', 'onsdag', 'torsdag', 'fredag', 'lördag'];

const DAY_MS = 86_400_000;
const DAY_SECONDS = 86_400;
/** Day 0 of workbooks that count from 1900, as their days after 28 February 1900 fall: they count a 29th that never was. */
const ZERO_1900 = Date.UTC(1899, 11, 30);
const ZERO_1904 = Date.UTC(1904, 0, 1);
/** 31 December 9999. */
const LAST_DAY = 2_958_465;

const NO_CODE = /"[^"]*"?|\\.|[_*].|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi;
const TOKEN =
  /"([^"]*)"?|\\(.)|_.|\*.|\[(h+|m+|s+)\]|\[[^\]]*\]|(y+|m+|d+|h+|s+)|(AM\/PM|A\/P)|(\.0+)|(.)/gis;

/** Does the format show a day or a time? */
export function isDaySection(code: string): boolean {
  const bare = code.replaceAll(NO_CODE, '');
  return /[ymdhs]/i.test(bare) && !/[#?]/.test(bare) && !/general/i.test(bare);
}

interface Moment {
  readonly date: Date;
  readonly days: number;
  readonly seconds: number;
  /** Clock of twelve hours. */
  readonly half: boolean;
}

/** The day as the format shows it, with the time beside it where that is hidden; null where no day has that number. */
export function dayText(value: Decimal, code: string, since1904: boolean): ShownNumber | null {
  const wholeDays = value.floor();
  if (value.isNegative() || wholeDays.greaterThan(LAST_DAY)) return null;
  const allSeconds = BigInt(value.minus(wholeDays).times(DAY_SECONDS).toFixed(0));
  const carry = allSeconds === BigInt(DAY_SECONDS) ? 1 : 0;
  const days = Number(wholeDays.toFixed(0)) + carry;
  const seconds = carry === 1 ? 0 : Number(allSeconds);
  const date = new Date((since1904 ? ZERO_1904 : ZERO_1900) + days * DAY_MS);
  const matches = [...code.matchAll(TOKEN)];
  const half = matches.some(([, , , , , meridiem]) => meridiem !== undefined);
  const moment: Moment = { date, days, seconds, half };
  const text = matches
    .map((match, at) => tokenText(match, { moment, minutes: isMinutes(matches, at) }))
    .join('')
    .trim();
  const showsTime = matches.some(([, , , elapsed, part]) => /^[hs]/i.test(elapsed ?? part ?? ''));
  if (seconds === 0 || showsTime) return { text };
  return { text, exact: `${date.toISOString().slice(0, 10)} ${clock(seconds)}` };
}

/** `m` is minutes after hours and before seconds. */
function isMinutes(matches: readonly RegExpExecArray[], at: number): boolean {
  const part = (match: RegExpExecArray): string => (match[3] ?? match[4] ?? '').toLowerCase();
  const before = matches
    .slice(0, at)
    .map(part)
    .findLast((code) => code !== '');
  const after = matches
    .slice(at + 1)
    .map(part)
    .find((code) => code !== '');
  return (before ?? '').startsWith('h') || (after ?? '').startsWith('s');
}

function tokenText(
  match: RegExpExecArray,
  { moment, minutes }: { moment: Moment; minutes: boolean },
): string {
  const [whole, quoted, escaped, elapsed, part, meridiem, fraction, other] = match;
  if (elapsed !== undefined) return elapsedText(elapsed.toLowerCase(), moment);
  if (part !== undefined) return partText(part.toLowerCase(), moment, minutes);
  if (meridiem !== undefined) return moment.seconds < DAY_SECONDS / 2 ? 'fm' : 'em';
  if (fraction !== undefined) return '';
  return quoted ?? escaped ?? (whole.startsWith('[') || whole.startsWith('*') ? '' : (other ?? ' '));
}

function partText(part: string, { date, seconds, half }: Moment, minutes: boolean): string {
  const two = (value: number): string => (part.length > 1 ? String(value).padStart(2, '0') : String(value));
  const hour = Math.floor(seconds / 3600);
  switch (part[0]) {
    case 'y':
      return part.length > 2 ? String(date.getUTCFullYear()) : String(date.getUTCFullYear()).slice(-2);
    case 'd':
      return part.length > 2 ? named(WEEKDAYS[date.getUTCDay()], part) : two(date.getUTCDate());
    case 'h':
      return two(half ? ((hour + 11) % 12) + 1 : hour);
    case 's':
      return two(seconds % 60);
    default:
      if (minutes && part.length <= 2) return two(Math.floor(seconds / 60) % 60);
      return part.length > 2 ? named(MONTHS[date.getUTCMonth()], part) : two(date.getUTCMonth() + 1);
  }
}

function named(name: string | undefined, part: string): string {
  return (part.length === 3 ? name?.slice(0, 3) : name) ?? '';
}

function elapsedText(part: string, { days, seconds }: Moment): string {
  const all = days * DAY_SECONDS + seconds;
  const unit = part.startsWith('h') ? 3600 : part.startsWith('m') ? 60 : 1;
  return String(Math.floor(all / unit)).padStart(part.length, '0');
}

function clock(seconds: number): string {
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  return `${two(seconds / 3600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`;
}
