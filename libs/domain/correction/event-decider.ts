import { fromDecimal, isLedgerError, LedgerError } from '#amount';
import { sound } from '../by-hand.js';
import type { CommandOf } from '../commands.js';
import type { Happened } from '../decider.js';
import { eventOf, type DomainEvent } from '../event.js';
import { requireCompletedAfter, requireRepaidAtMost, requireRescindedAfter } from '../land/sale-decider.js';
import type { LandSaleAgreed, LandSaleCompleted, LandSaleRescinded } from '../land/events.js';
import { refuse, sameData } from '../refuse.js';
import { requireSound } from '../soundness.js';
import { stoodIn } from '../stood.js';
import { requireElsewhere, requireYearsFree } from '../unit/decider.js';
import type { ScaleDefined, UnitMoved } from '../unit/events.js';
import { currentVersion } from '../upcast.js';
import { requireDate } from './decider.js';
import { CORRECTABLE_EVENTS, type CorrectableEvent, type CorrectedData, type EntryData } from './events.js';
import { eventCorrection, standingEvents, type StandingEvent } from './standing-events.js';

export type EventCommandName = 'CorrectEvent' | 'WithdrawEvent';

/** Fields in which null says something of its own: not stated in the source. */
const NULLABLE: ReadonlySet<string> = new Set(['price', 'repaid']);

/**
 * Corrects or withdraws an event, and the entries that it put in with it: a status that a table prints as a number, and
 * the figures that a sale moved.
 */
export function correctEvent(
  events: readonly Happened[],
  command: CommandOf<EventCommandName>,
): readonly DomainEvent[] {
  const { corrects, reason } = command.data;
  requireDate(command.data);
  const all = standingEvents(events.filter(({ effective }) => effective));
  const standing = requireStandingEvent(events, all, corrects);
  const event = standing.first.type as CorrectableEvent;
  const was = standing.data as CorrectedData;
  const common = { corrects, event, version: currentVersion(event), was, reason };
  const { nature, date } = command.data;
  const dated = date === undefined ? {} : { date };
  const others = all.filter(({ id }) => id !== corrects);
  if (command.type === 'WithdrawEvent') {
    requireNothingOnIt(standing, others);
    const withdrawn = sound('EventWithdrawn', {
      ...common,
      ...(nature === undefined ? {} : { nature }),
      ...dated,
    });
    return [withdrawn, ...entriesToo(events, standing, null, withdrawn.data)];
  }
  const is = amended(was, command.data.is);
  requirePossible(event, was, is);
  requireFitting(event, is, others);
  if (command.importId === undefined) requireInOrder(event, was, is, others);
  const corrected = sound('EventCorrected', { ...common, is, nature: command.data.nature, ...dated });
  return [corrected, ...entriesToo(events, standing, is, corrected.data)];
}

/** What is not said to be otherwise is as it was; null leaves a field out. */
function amended(was: CorrectedData, otherwise: CorrectedData): CorrectedData {
  const fields = Object.entries({ ...was, ...otherwise, ...unprinted(was, otherwise) });
  return Object.fromEntries(
    fields.filter(([name, value]) => value !== undefined && (value !== null || NULLABLE.has(name))),
  );
}

/** How a code was printed is not kept where it is another: another is not printed so. */
function unprinted(was: CorrectedData, { code = was['code'], printed }: CorrectedData): CorrectedData {
  return code === was['code'] || printed !== undefined ? {} : { printed: null };
}

function requirePossible(event: CorrectableEvent, was: CorrectedData, is: CorrectedData): void {
  try {
    requireSound(eventOf(event, is as never));
  } catch (error) {
    if (!isLedgerError(error)) throw error;
    const { field = 'data', rule = 'schema' } = error.place ?? {};
    throw new LedgerError(error.code, error.message, {
      place: { field: `is.${field}`, rule },
      hint: error.hint,
      cause: error,
    });
  }
  const otherwise = CORRECTABLE_EVENTS[event].find((field) => !sameData(was[field], is[field]));
  if (otherwise !== undefined) {
    refuse(
      'EVENT_OF_ANOTHER',
      `is.${otherwise}`,
      `A correction of ${event} cannot say another ${otherwise}`,
      'Withdraw the event, and register the right one.',
    );
  }
  if (sameData(was, is)) {
    refuse(
      'NOTHING_CORRECTED',
      'is',
      'The correction says what stands already',
      'Say what shall be otherwise, or withdraw the event.',
    );
  }
}

/** A rescission refers to the completed sale, so that stands as long as the rescission does. */
function requireNothingOnIt(
  { first }: StandingEvent<Happened>,
  others: readonly StandingEvent<Happened>[],
): void {
  if (first.type !== 'LandSaleCompleted') return;
  const rescission = others.find((other) => other.first.type === 'LandSaleRescinded');
  if (rescission === undefined) return;
  refuse(
    'SALE_RESCINDED',
    'corrects',
    `The sale ${first.data.sale} is rescinded, by ${rescission.id}`,
    `Withdraw ${rescission.id} first: a rescission is of a completed sale.`,
  );
}

/** Rules between the event and others of its stream, which a correction must keep too. */
function requireFitting(
  event: CorrectableEvent,
  is: CorrectedData,
  others: readonly StandingEvent<Happened>[],
): void {
  const dataOf = (type: CorrectableEvent): unknown[] =>
    others.filter(({ first }) => first.type === type).map(({ data }) => data);
  if (event === 'ScaleDefined')
    requireYearsFree(is as unknown as ScaleDefined, dataOf('ScaleDefined') as ScaleDefined[]);
  if (event === 'UnitMoved') requireElsewhere(is as unknown as UnitMoved);
  const completed = (event === 'LandSaleCompleted' ? is : dataOf('LandSaleCompleted').at(-1)) as
    LandSaleCompleted | undefined;
  const rescinded = (event === 'LandSaleRescinded' ? is : dataOf('LandSaleRescinded').at(-1)) as
    LandSaleRescinded | undefined;
  if (rescinded === undefined) return;
  const price = completed?.price ?? rescinded.unseen?.price ?? null;
  const unitOfMeasure = completed?.unitOfMeasure ?? rescinded.unitOfMeasure;
  requireRepaidAtMost(rescinded, price === null ? null : fromDecimal(price, unitOfMeasure));
}

/** The days of a sale, where the correction is one of them: what an old source had in another order may stay so. */
function requireInOrder(
  event: CorrectableEvent,
  was: CorrectedData,
  is: CorrectedData,
  others: readonly StandingEvent<Happened>[],
): void {
  if (sameData([was['date'], was['unseen']], [is['date'], is['unseen']])) return;
  const stepOf = (type: CorrectableEvent): unknown =>
    event === type ? is : others.findLast(({ first }) => first.type === type)?.data;
  const agreed = stepOf('LandSaleAgreed') as LandSaleAgreed | undefined;
  const completed = stepOf('LandSaleCompleted') as LandSaleCompleted | undefined;
  const rescinded = stepOf('LandSaleRescinded') as LandSaleRescinded | undefined;
  if (completed !== undefined) requireCompletedAfter(agreed?.date, completed);
  if (rescinded !== undefined) requireRescindedAfter(completed?.date ?? rescinded.unseen?.date, rescinded);
}

/** @throws LedgerError EVENT_NOT_RECORDED, EVENT_NOT_EFFECTIVE, EVENT_NOT_CORRECTABLE, CONFLICT */
function requireStandingEvent(
  events: readonly Happened[],
  all: readonly StandingEvent<Happened>[],
  id: string,
): StandingEvent<Happened> {
  const recorded = events.find((event) => event.id === id);
  if (recorded === undefined) {
    return refuse(
      'EVENT_NOT_RECORDED',
      'corrects',
      `There is no event ${id} in this stream`,
      'Name an event by its id, as `events` and the views tell it.',
    );
  }
  if (!recorded.effective) {
    return refuse(
      'EVENT_NOT_EFFECTIVE',
      'corrects',
      `The import of the event ${id} is not complete`,
      'Complete the import first; until then the event does not count.',
    );
  }
  const by = events.find((event) => event.effective && eventCorrection(event)?.corrects === id);
  if (by !== undefined) {
    return refuse(
      'CONFLICT',
      'corrects',
      `The event ${id} was ${by.type === 'EventCorrected' ? 'corrected' : 'withdrawn'} by ${by.id}`,
      by.type === 'EventCorrected'
        ? `Correct ${by.id}, which stands now.`
        : 'Register what shall stand as a new event.',
    );
  }
  const standing = all.find((event) => event.id === id);
  if (standing === undefined || !Object.hasOwn(CORRECTABLE_EVENTS, standing.first.type)) {
    return refuse(
      'EVENT_NOT_CORRECTABLE',
      'corrects',
      `${recorded.type} is not corrected as a whole`,
      HINTS[recorded.type] ?? 'Correct or withdraw its entries, <event id>/<n>, one by one.',
    );
  }
  return standing;
}

/** What to do instead about what can be wrong in what is neither such an event nor has entries. */
const HINTS: Readonly<Record<string, string>> = {
  EventWithdrawn: 'Register what shall stand as a new event.',
  EditionDeclared: 'Declare the edition again as it shall be: the last declaration counts.',
  LayoutStated: 'State the table again as it shall be: the last one counts.',
  EditionOpened: 'Close the edition.',
  EditionClosed: 'Open the edition.',
};

/** The entries of the event as they shall be: corrected, or withdrawn, where they are others. */
function entriesToo(
  events: readonly Happened[],
  { first, data }: StandingEvent<Happened>,
  is: CorrectedData | null,
  { nature, date, reason }: CommandOf<EventCommandName>['data'],
): DomainEvent[] {
  const stood = (says: unknown): readonly { id: string; data: EntryData }[] =>
    says === null ? [] : stoodIn({ ...first, data: says });
  const before = stood(data);
  const after = stood(is);
  if (after.length > before.length) {
    refuse(
      'EVENT_ENTRIES_ADDED',
      'is',
      `${first.type} moved ${before.length} figures when it was recorded, and cannot move ${after.length}`,
      'Register the cause of the other figures as a change of its own.',
    );
  }
  const dated = date === undefined ? {} : { date };
  return before.flatMap(({ id, data: was }, n): DomainEvent[] => {
    const shall = after[n]?.data;
    if (sameData(was, shall)) return [];
    const now = entryNow(events, id);
    if (now === null && shall === undefined) return [];
    if (now === null || (now.data !== null && !sameData(now.data, was))) {
      return refuse(
        'EVENT_ENTRY_CORRECTED',
        'corrects',
        `The entry ${id} of the event was ${now === null ? 'withdrawn' : 'corrected'} by itself`,
        now === null ? 'Register the figure as a change of its own.' : `Correct the entry ${now.id} first.`,
      );
    }
    const common = { corrects: now.id, was, reason, ...dated };
    return shall === undefined
      ? [sound('EntryWithdrawn', { ...common, ...(nature === undefined ? {} : { nature }) })]
      : [sound('EntryCorrected', { ...common, is: shall, nature: nature ?? 'misread' })];
  });
}

/** What stands of an entry by now: its last correction; null where it was withdrawn. */
function entryNow(events: readonly Happened[], id: string): { id: string; data: EntryData | null } | null {
  let now: { id: string; data: EntryData | null } = { id, data: null };
  for (const event of events) {
    if (!event.effective) continue;
    if (event.type === 'EntryWithdrawn' && event.data.corrects === now.id) return null;
    if (event.type === 'EntryCorrected' && event.data.corrects === now.id)
      now = { id: `${event.id}/0`, data: event.data.is };
  }
  return now;
}
