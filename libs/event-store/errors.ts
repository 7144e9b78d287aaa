import { LedgerError } from '#amount';
import type { ExpectedRevision } from './port.js';

/**
 * The stable codes of a log's expected failures.
 *
 * - `CONFLICT`: the stream is not at the revision that was expected (a `ConflictError`)
 * - `SAME_ID_OTHER_CONTENT`: events with these ids stand in the stream already, with other content
 * - `EVENT_INVALID`, `VALUE_NOT_STORABLE`: an event is not well formed, or holds what JSON cannot keep
 * - `TOO_LARGE`: the append is larger than the log takes
 * - `STREAM_NAME_INVALID`, `WRONG_USAGE`: the call is wrong
 * - `POSITION_UNREADABLE`, `POSITION_OF_OTHER_LOG`, `POSITION_NOT_REACHED`: the token does not belong here
 * - `CLOSED`: the log has been closed by its owner
 * - `LOG_UNREACHABLE`: the engine failed (disk full, no connection); whether pending appends were stored is not known,
 *   and repeating them with the same ids and expected revision finds out
 * - `LOG_ACCESS_DENIED`: the server of the log does not let us in
 * - `LOG_LOCKED`, `LOG_MISSING`, `LOG_FOREIGN`, `LOG_DAMAGED`, `LOG_TOO_NEW`, `LOG_READ_ONLY`: the file cannot be used so
 */
export type LogErrorCode =
  | 'CONFLICT'
  | 'SAME_ID_OTHER_CONTENT'
  | 'EVENT_INVALID'
  | 'VALUE_NOT_STORABLE'
  | 'TOO_LARGE'
  | 'STREAM_NAME_INVALID'
  | 'WRONG_USAGE'
  | 'POSITION_UNREADABLE'
  | 'POSITION_OF_OTHER_LOG'
  | 'POSITION_NOT_REACHED'
  | 'CLOSED'
  | 'LOG_UNREACHABLE'
  | 'LOG_LOCKED'
  | 'LOG_MISSING'
  | 'LOG_FOREIGN'
  | 'LOG_DAMAGED'
  | 'LOG_TOO_NEW'
  | 'LOG_READ_ONLY'
  | 'LOG_ACCESS_DENIED';

/** What a conflicting append found instead: the revision of the stream's last event, or that there is no stream. */
export type ActualRevision = number | 'noStream';

/** An append that expected another revision of its stream than the one there is (code CONFLICT). */
export class ConflictError extends LedgerError {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly actual: ActualRevision;

  constructor(stream: string, expected: ExpectedRevision, actual: ActualRevision) {
    const found = actual === 'noStream' ? 'has no events' : `is at revision ${actual}`;
    super('CONFLICT', `the stream ${stream} ${found}; ${wish(expected)}`, {
      place: { field: 'expected' },
      hint: 'Somebody else wrote first: load the stream again, decide again, and append with its new revision.',
    });
    this.stream = stream;
    this.expected = expected;
    this.actual = actual;
  }
}

function wish(expected: ExpectedRevision): string {
  switch (expected) {
    case 'mustNotExist':
      return 'it was expected not to exist';
    case 'mustExist':
      return 'it was expected to exist';
    case 'any':
      return 'any revision was expected';
    default:
      return `revision ${expected} was expected`;
  }
}

export function sameIdOtherContent(stream: string, id: string, revision: number): LedgerError {
  return new LedgerError(
    'SAME_ID_OTHER_CONTENT',
    `the event ${id} stands at revision ${revision} of ${stream} already, with other content`,
    {
      place: { field: 'id' },
      hint: 'What is recorded is never replaced: give the new event an id of its own, or record a correction.',
    },
  );
}

export function tooLarge(bytes: number, bytesMax: number): LedgerError {
  return new LedgerError(
    'TOO_LARGE',
    `the append has ${bytes} bytes; this log takes at most ${bytesMax} at a time`,
    {
      place: { field: 'events' },
      hint: 'Divide it into several appends.',
    },
  );
}

export function closed(): LedgerError {
  return new LedgerError('CLOSED', 'the log has been closed', { hint: 'Open it again.' });
}

export function eventInvalid(message: string, field: string): LedgerError {
  return new LedgerError('EVENT_INVALID', message, { place: { field } });
}

export function wrongUsage(message: string, field: string): LedgerError {
  return new LedgerError('WRONG_USAGE', message, { place: { field } });
}
