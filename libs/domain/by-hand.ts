import { describeReading, readingKey, type Line, type Reading } from '#ledger';
import type { Answers } from './answers.js';
import { otherReading, readingOfLine } from './entry-of-line.js';
import type { Catalogue } from './catalogue.js';
import { CAUSE_KIND_TERMS, causeKindOf } from './cause-kinds.js';
import { eventOf, type DomainEvent, type EventOf, type EventType } from './event.js';
import type { Attested, Cause, Frame, LineAddress, OtherReading } from './lines.js';
import { MEASURES } from './measures.js';
import { nearest } from './nearest.js';
import { refuse } from './refuse.js';
import { requireSound } from './soundness.js';

/*
 * Rules for what somebody registers today. Imported history needs none of them: it was registered under the rules of its
 * time, and an edition of 2021 was never opened here.
 */

/** The event, where it is sound by itself. */
export function sound<Type extends EventType>(type: Type, data: Catalogue[Type]): EventOf<Type> {
  const event = eventOf(type, data);
  requireSound(event as DomainEvent);
  return event;
}

interface Lines extends Frame {
  readonly lines: readonly LineAddress[];
}

/** Every unit, area, basis, period and edition that the lines stand in. */
function framesOf(data: Lines): Frame[] {
  const frames = new Map<string, Frame>();
  for (const line of data.lines) {
    const { unit, area, basis, period, edition } = readingOfLine(data, line);
    frames.set([unit, area, basis, period, edition].join('\u001f'), { unit, area, basis, period, edition });
  }
  return [...frames.values()];
}

function nameOf({ basis, edition, unit, area }: Frame): string {
  return `the edition ${edition} of ${basis} (${unit}, ${area})`;
}

/** What changes an edition by hand needs it open. */
export function requireOpen(data: Lines, answers: Answers): void {
  for (const frame of framesOf(data)) {
    const state = answers.editionState(frame);
    if (state === 'open') continue;
    refuse(
      'EDITION_NOT_OPEN',
      'edition',
      `Nothing can be registered by hand: ${nameOf(frame)} is ${state === 'declared' ? 'not open' : state}`,
      state === 'undeclared'
        ? 'Declare the edition first, and open it.'
        : 'Open the edition, or register in another.',
    );
  }
}

/** What states an edition by hand needs it declared, and not closed. */
export function requireDeclared(data: Lines, answers: Answers): void {
  for (const frame of framesOf(data)) {
    const state = answers.editionState(frame);
    if (state === 'declared' || state === 'open') continue;
    refuse(
      state === 'closed' ? 'EDITION_CLOSED' : 'EDITION_UNDECLARED',
      'edition',
      `Nothing can be registered by hand: ${nameOf(frame)} is ${state}`,
      state === 'closed' ? 'Open the edition again, or correct an entry.' : 'Declare the edition first.',
    );
  }
}

/** One event says each reading (or pair) once: twice is a slip of the hand. */
export function requireOnce(
  data: Frame & { readonly lines: readonly (LineAddress & { from?: OtherReading })[] },
): void {
  const seen = new Set<string>();
  data.lines.forEach((line, n) => {
    const to = readingOfLine(data, line);
    const key =
      readingKey(to) + (line.from === undefined ? '' : `\u001d${readingKey(otherReading(to, line.from))}`);
    if (seen.has(key)) {
      refuse(
        'LINE_TWICE',
        `lines[${n}]`,
        `The line ${line.line.length === 0 ? 'Totalt' : line.line.join(' > ')} (${line.measure}) stands there twice`,
        'Keep one of them.',
      );
    }
    seen.add(key);
  });
}

/** A temporary change that is registered by hand says until when; an old source may have kept silent. */
export function requireEnd(cause: Cause): void {
  if (cause.kind !== 'temporary' || cause.until !== undefined) return;
  refuse('CAUSE_WITHOUT_END', 'cause.until', 'A temporary change says until when', 'Name a date or a year.');
}

/** A kind of cause that nobody has used is a slip of the hand. */
export function requireKnownKind({ kind }: Cause, answers: Answers, field = 'cause.kind'): void {
  if (Object.hasOwn(CAUSE_KIND_TERMS, kind) || answers.isInUse('causeKind', kind)) return;
  const words = nearest(kind, Object.entries(CAUSE_KIND_TERMS).flat());
  const near = new Set(words.map((word) => causeKindOf(word) ?? word));
  refuse(
    'CAUSE_KIND_UNKNOWN',
    field,
    `No cause is of the kind "${kind}"`,
    `The nearest are ${[...near].join(', ')}; where none fits it is "other", and its words tell.`,
  );
}

interface PlacedLines extends Frame, Attested {
  readonly lines: readonly (LineAddress & Attested & { readonly from?: OtherReading })[];
}

export function requirePlaced(data: PlacedLines, answers: Answers, field = 'lines'): void {
  data.lines.forEach((line, n) => {
    requireThere(readingOfLine(data, line), line.from, `${field}[${n}]`, answers);
  });
}

/** The figures that a deal moved. */
export function requireMovesPlaced(
  { moves = [] }: { readonly moves?: readonly PlacedLines[] },
  answers: Answers,
): void {
  moves.forEach((move, n) => requirePlaced(move, answers, `moves[${n}].lines`));
}

/**
 * A line that no table has, or a measure that there is not, would be stored and shown nowhere. Where nothing is printed
 * of an edition any line is one of it. What explains a difference may stand in the table of either side.
 */
export function requireThere(
  to: Reading,
  from: OtherReading | undefined,
  field: string,
  answers: Answers,
): void {
  requireMeasure(to, field, answers);
  const place = answers.placeOf(to);
  if (place.hasLine !== false) return;
  if (from !== undefined && answers.placeOf(otherReading(to, from)).hasLine === true) return;
  const near = nearest(nameOfLine(to.line), place.lines.map(nameOfLine)).map((name) => `"${name}"`);
  refuse(
    'LINE_UNKNOWN',
    `${field}.line`,
    `There is no line "${nameOfLine(to.line)}" in the tables of ${nameOf(to)}`,
    `The nearest are ${near.join(', ')}. If the line is new, state a table with it first (state-layout).`,
  );
}

/** An adopted budget says itself which lines it has, and not which measures there are. */
export function requireMeasures(data: PlacedLines, answers: Answers): void {
  data.lines.forEach((line, n) => requireMeasure(readingOfLine(data, line), `lines[${n}]`, answers));
}

function requireMeasure(to: Reading, field: string, answers: Answers): void {
  const { measure } = to;
  if (MEASURES.some((known) => known === measure) || answers.isInUse('measure', measure)) return;
  if (answers.placeOf(to).hasMeasure) return;
  refuse(
    'MEASURE_UNKNOWN',
    `${field}.measure`,
    `There is no measure "${measure}"`,
    `The nearest are ${nearest(measure, MEASURES).join(', ')}. One of your own stands in a table first (state-layout).`,
  );
}

function nameOfLine(line: Line): string {
  return line.join(' > ');
}

/**
 * A change of the budget in force moves what is carried and what a total has on none of its parts. Where the edition
 * states the figure, or it is worked out from others, it would move nothing; one that is only proposed moves nothing yet.
 */
export function requireMoving(data: PlacedLines, answers: Answers): void {
  data.lines.forEach((line, n) => {
    if (line.from !== undefined || (line.status ?? data.status) === 'proposed') return;
    const to = readingOfLine(data, line);
    const { statedBy, isDerived } = answers.placeOf(to);
    if (isDerived) {
      refuse(
        'FIGURE_DERIVED',
        `lines[${n}].measure`,
        `A change cannot move what is worked out from other figures: ${describeReading(to)}`,
        'Change the figures that it is worked out from, as revenue and cost.',
      );
    }
    if (statedBy !== null) {
      refuse(
        'FIGURE_STATED',
        `lines[${n}]`,
        `A change cannot move what the edition itself states: ${describeReading(to)}, by the entry ${statedBy}`,
        `Tell why it differs with explain-change, correct the entry ${statedBy}, or declare an amending edition for it.`,
      );
    }
  });
}
