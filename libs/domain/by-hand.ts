import { readingKey } from '#ledger';
import type { Answers } from './answers.js';
import { otherReading, readingOfLine } from './entry-of-line.js';
import type { Catalogue } from './catalogue.js';
import { eventOf, type DomainEvent, type EventOf, type EventType } from './event.js';
import type { Cause, Frame, LineAddress, OtherReading } from './lines.js';
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
