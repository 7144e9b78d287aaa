import { LedgerError } from '#amount';
import type { PlainEntry } from '#ledger';
import type { Answers } from '../answers.js';
import { requireKnownKind, requireThere, sound } from '../by-hand.js';
import type { CorrectEntry, EntryAmendment, WithdrawEntry } from '../commands.js';
import type { Decider, Happened } from '../decider.js';
import { entriesOf } from '../entries-of.js';
import { dataOfEntry } from '../entry-data.js';
import { entryId } from '../entry-of-line.js';
import { refuse, sameData } from '../refuse.js';
import { unitOf } from '../stood.js';
import type { EntryCorrected, EntryData } from './events.js';

export type EntryCommandName = 'AddSource' | 'CorrectEntry' | 'WithdrawEntry';

/** What happened in the stream, the latest first. Its entries are looked up only when one is corrected. */
export interface History {
  readonly event: Happened;
  readonly before: History | null;
}

/** Corrections, withdrawals and added sources go to the stream of what they are about, whichever it is. */
export const entryDecider: Decider<History | null, EntryCommandName> = {
  initialState: null,

  evolve: (before, event) => ({ event, before }),

  decide: (history, command, answers) => {
    switch (command.type) {
      case 'AddSource': {
        const event = sound('SourceAdded', command.data);
        event.data.to.forEach((id, n) => requireStanding(history, id, `to[${n}]`));
        return [event];
      }
      case 'CorrectEntry': {
        const was = requireStanding(history, command.data.corrects, 'corrects');
        const { corrects, nature, date, reason } = command.data;
        requireDate(command.data);
        const common = { corrects, was, is: completed(command.data, was), nature, reason };
        const event = sound('EntryCorrected', date === undefined ? common : { ...common, date });
        if (command.importId === undefined) requireKnown(event.data, answers);
        return [event];
      }
      case 'WithdrawEntry': {
        const was = requireStanding(history, command.data.corrects, 'corrects');
        requireDate(command.data);
        return [sound('EntryWithdrawn', { ...command.data, was })];
      }
    }
  },
};

/** Where the correction says another place or another kind of cause, there is such a one. */
function requireKnown({ was, is }: EntryCorrected, answers: Answers): void {
  if (!sameData(was.reading, is.reading) && answers.placeOf(was.reading).hasLine === true)
    requireThere(is.reading, is.kind === 'statement' ? undefined : is.from, 'is.reading', answers);
  if (is.kind === 'change' && !(was.kind === 'change' && was.cause.kind === is.cause.kind))
    requireKnownKind(is.cause, answers, 'is.cause.kind');
}

export function requireDate({ nature, date }: Pick<WithdrawEntry, 'nature' | 'date'>): void {
  if (nature !== 'erratum' || date !== undefined) return;
  refuse(
    'EVENT_INVALID',
    'date',
    'An erratum has a date of its own',
    'Give the day on which the erratum was published, as 2031-05-25.',
  );
}

/** A replacement stands in the place of what it corrects: same source, rank and publication unless it gives its own. */
function completed({ is, nature }: CorrectEntry, was: EntryData): EntryData {
  const whole = is.kind === undefined ? amended(is, was) : replacing(is, was);
  // An erratum has a date of its own, not that of what it corrects.
  if (nature === 'erratum' && is.published === undefined) delete whole['published'];
  return whole as unknown as EntryData;
}

function replacing(is: EntryData, was: EntryData): Record<string, unknown> {
  const { source, rank, published, decision, status } = was;
  const whole = { ...defined({ source, rank, published, decision, status }), ...defined(is) };
  // The cause stays the same cause, whatever is said of it otherwise.
  if (is.kind === 'change' && was.kind === 'change') whole['cause'] = { id: was.cause.id, ...is.cause };
  return whole;
}

/** What is not said to be otherwise is as it was, but for how the number was printed: another is not printed so. */
function amended(is: EntryAmendment, was: EntryData): Record<string, unknown> {
  const whole: Record<string, unknown> = { ...was, ...defined(is) };
  whole['reading'] = { ...was.reading, ...defined(is.reading ?? {}) };
  if (is.cause !== undefined && was.kind === 'change')
    whole['cause'] = { ...was.cause, ...defined(is.cause) };
  if (is.relative !== undefined && is.amount === undefined) delete whole['amount'];
  if (is.amount !== undefined && is.relative === undefined) delete whole['relative'];
  const another = is.amount !== undefined || is.relative !== undefined || is.unitOfMeasure !== undefined;
  if (another && is.printed === undefined) delete whole['printed'];
  return whole;
}

function defined(value: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined));
}

/** @throws LedgerError ENTRY_UNKNOWN, ENTRY_NOT_EFFECTIVE, CONFLICT (it was taken out, by what) */
function requireStanding(history: History | null, id: string, field: string): EntryData {
  let found: Happened | undefined;
  for (let at = history; at !== null; at = at.before) {
    const { event } = at;
    if (
      (event.type === 'EntryCorrected' || event.type === 'EntryWithdrawn') &&
      event.effective &&
      event.data.corrects === id
    ) {
      throw new LedgerError(
        'CONFLICT',
        `The entry ${id} was ${event.type === 'EntryCorrected' ? 'corrected' : 'withdrawn'} by ${entryId(event.id, 0)}`,
        {
          place: { field, rule: 'correct-what-stands' },
          hint:
            event.type === 'EntryCorrected'
              ? `Correct ${entryId(event.id, 0)}, which stands now.`
              : 'Register what shall stand as a new entry.',
        },
      );
    }
    if (id.startsWith(`${event.id}/`)) found = event;
  }
  const n = Number(id.slice(id.lastIndexOf('/') + 1));
  const entry = found === undefined ? undefined : plainEntries(found)[n];
  if (found === undefined || entry === undefined) {
    return refuse(
      'ENTRY_UNKNOWN',
      field,
      `There is no entry ${id} in this stream`,
      'Name an entry by its id, <event id>/<n>, as `entries` and the explanations tell it.',
    );
  }
  if (!found.effective) {
    return refuse(
      'ENTRY_NOT_EFFECTIVE',
      field,
      `The import of the entry ${id} is not complete`,
      'Complete the import first; until then the entry does not stand.',
    );
  }
  return dataOfEntry(entry, unitOf(found, n));
}

/** The entries that an event puts in, by their number. */
function plainEntries(event: Happened): readonly (PlainEntry | undefined)[] {
  return entriesOf(event).map((record) => {
    switch (record.kind) {
      case 'statement':
      case 'change':
      case 'statedDifference':
        return record;
      case 'correction':
        return record.replacement ?? undefined;
      default:
        return undefined;
    }
  });
}
