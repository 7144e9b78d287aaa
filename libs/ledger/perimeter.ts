import type { EditionDeclared, UnitMoved } from './declaration.js';
import { compareText } from './entry.js';
import { startsWith, type Line, type Reading } from './figure.js';

/**
 * Perimeters (*omfattning*): what a unit comprises on a day. A move names two addresses and a day; an edition is about
 * the days of its year or months, a restated one about those of the document that restates it, and a plan about those of
 * the round it was made in.
 */

/** The days whose perimeter a reading has, ISO, both included. */
export interface Span {
  readonly from: string;
  readonly through: string;
}

const YEAR = /^\d{4}$/;
const MONTH_EDITION = /^(\d{4})-(\d{2})(?!\d)/;
const MONTHS = /^(\d{4}-\d{2})\/(\d{4}-\d{2})$/;
/** `2024@2025`, `2023@2023-08`; not `plan@2022`, nor a point of a chart (`2023-08@diagram`). */
const RESTATED = /^(?!plan@).+@(\d{4})(?:-(\d{2}))?$/;
const PLAN = /^plan@(\d{4})$/;

/** Whether an edition is an earlier one in the perimeter of a later document (*omräknad*). */
export function isRestated(edition: string): boolean {
  return RESTATED.test(edition);
}

/** Null where nothing tells which days it is about. */
export function spanOf(at: Pick<Reading, 'period' | 'edition'>, declared?: EditionDeclared): Span | null {
  const restated = RESTATED.exec(at.edition);
  if (restated !== null) return yearThrough(restated[1] ?? '', restated[2] ?? '12');
  const plan = PLAN.exec(at.edition);
  if (plan !== null) return yearThrough(plan[1] ?? '', '12');
  const months = MONTHS.exec(at.period);
  if (months !== null) return { from: `${months[1] ?? ''}-01`, through: lastDay(months[2] ?? '') };
  const month = MONTH_EDITION.exec(at.edition);
  if (YEAR.test(at.period)) {
    const own = month !== null && month[1] === at.period ? (month[2] ?? '12') : '12';
    return yearThrough(at.period, own);
  }
  // Over a project's lifetime: as it stood by then.
  if (month !== null) return pointAt(lastDay(`${month[1] ?? ''}-${month[2] ?? ''}`));
  const round = declared?.order[0];
  if (typeof round === 'number') return yearThrough(String(round), '12');
  const year = at.edition.slice(0, 4);
  return YEAR.test(year) ? yearThrough(year, '12') : null;
}

function yearThrough(year: string, month: string): Span {
  return { from: `${year}-01-01`, through: lastDay(`${year}-${month}`) };
}

function pointAt(day: string): Span {
  return { from: day, through: day };
}

/** A text that no day of the month is behind: days are only compared. */
function lastDay(month: string): string {
  return `${month}-31`;
}

/** The day that a move is from: the first of its year or month, where no day is stated. */
export function dayOf(since: string): string {
  return since.length === 4 ? `${since}-01-01` : since.length === 7 ? `${since}-01` : since;
}

/** Whether a span has the perimeter of before a move, of after it, or some of both. */
export type Side = 'before' | 'within' | 'after';

export function sideOf(move: UnitMoved, { from, through }: Span): Side {
  const day = dayOf(move.since);
  if (day <= from) return 'after';
  return day > through ? 'before' : 'within';
}

/** Moves in the order of their days, and never in that of their recording. */
export function compareMoves(a: UnitMoved, b: UnitMoved): number {
  return compareText(dayOf(a.since), dayOf(b.since)) || compareText(a.id, b.id);
}

/** Those that a unit gave or got something by, or one that it is below did as a whole. */
export function movesOf(moves: readonly UnitMoved[], unit: string): UnitMoved[] {
  const isAt = (of: string | undefined, whole: boolean): boolean =>
    of !== undefined && (of === unit || (whole && unit.startsWith(`${of}/`)));
  return moves.filter((move) => {
    const whole = move.line === undefined;
    return isAt(move.unit, whole) || isAt(move.to, whole);
  });
}

/** An address that moves lead to or from. `line` null: nobody has said which rows. */
interface Place {
  readonly unit: string;
  readonly line: Line | null;
  /** With the units below it. */
  readonly whole: boolean;
}

/** One part of what a reading has in another perimeter: of `reading` so many times. */
export interface Flow {
  readonly coefficient: bigint;
  readonly reading: Reading;
  /** It is the part itself that moved, and not a row of it. */
  readonly part?: boolean;
  /** It cuts a year at a month: without it nobody knows. */
  readonly cut?: boolean;
}

/** Spelt as the names of the unit have it by now. */
export type Resolve = (unit: string, area: string, line: Line) => Line;

/**
 * What a move takes from a reading and brings to it; `back` as if what moved had stayed where it was. Empty where it does
 * not concern the reading, null where it does and nobody has said which part of it.
 */
export function flowsOf(
  move: UnitMoved,
  at: Reading,
  resolve: Resolve,
  back = false,
): readonly Flow[] | null {
  if (move.area !== undefined && move.area !== at.area) return [];
  const whole = move.line === undefined;
  const placed = (unit: string, line: Line | undefined): Place => ({
    unit,
    line: line === undefined ? (whole ? [] : null) : resolve(unit, at.area, line),
    whole: whole && (line === undefined || line.length === 0),
  });
  const giver = placed(move.unit, move.line);
  const receiver = move.to === undefined ? null : placed(move.to, move.toLine);
  const [from, to] = back ? [receiver, giver] : [giver, receiver];
  const flows: Flow[] = [];
  for (const [place, sign] of [
    [from, -1n],
    [to, 1n],
  ] as const) {
    if (place === null) continue;
    const found = flowAt(place, from, at, sign);
    if (found === null) return null;
    if (found !== 'nothing') flows.push(found);
  }
  return flows;
}

/** What of `from` is in the reading, which is at `place` or below or above it. */
function flowAt(place: Place, from: Place | null, at: Reading, coefficient: bigint): Flow | 'nothing' | null {
  const below = place.whole && at.unit.startsWith(`${place.unit}/`);
  if (at.unit !== place.unit && !below) return 'nothing';
  if (place.line !== null && !startsWith(at.line, place.line) && !startsWith(place.line, at.line))
    return 'nothing';
  // Came from outside the ledger, or to rows that nobody has named: the whole has it, and of its rows nobody knows.
  if (from === null || from.line === null) return null;
  if (place.line === null && at.line.length > 0) return null;
  const inside = place.line !== null && startsWith(at.line, place.line);
  const rest = inside && place.line !== null ? at.line.slice(place.line.length) : [];
  const unit = below ? `${from.unit}${at.unit.slice(place.unit.length)}` : from.unit;
  const part = from.line.length > 0 && rest.length === 0;
  return { coefficient, reading: { ...at, unit, line: [...from.line, ...rest] }, part };
}
