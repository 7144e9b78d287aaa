import { isLedgerError, LedgerError } from '#amount';
import { tooLarge } from '../errors.js';
import { APPEND_BYTES_MAX } from '../port.js';

/**
 * What to do about an error of the server or of its client.
 *
 * - `again`: what came of the call is not known, or it was not even begun; the same call with the same ids finds out
 * - `conflict`: the stream is not where the append expected it
 * - `refuse`: the call is wrong, and would be so again
 * - `giveUp`: the server will not have us, or answers what nobody has seen
 */
export type FaultClass = 'again' | 'conflict' | 'refuse' | 'giveUp';

/** An append that the server answered with WrongExpectedVersion. */
export class WrongVersion extends Error {
  readonly actual: number;

  /** @param actual the stream's last revision, −1 where there is no stream */
  constructor(actual: number) {
    super(`the stream is at revision ${actual}`);
    this.actual = actual;
  }
}

/** No answer within the time that we give a call. */
export class NoAnswer extends Error {
  constructor(what: string, milliseconds: number) {
    super(`no answer to ${what} within ${milliseconds} ms`);
  }
}

/** The connection was given up by ourselves, in order to make a new one. */
export class ConnectionRenewed extends Error {
  constructor() {
    super('the connection was made anew');
  }
}

/** An answer in a batch reply that is no success: `google.rpc.Status`, its packed type and its message. */
export class BatchRefusal extends Error {
  readonly typeName: string;

  constructor(typeName: string, message: string) {
    super(message === '' ? typeName : message);
    this.typeName = typeName;
  }
}

/** The messages of `UnknownError`s that pass by themselves: there is no leader yet, or the server starts or ends. */
const PASSING =
  /server is not ready|server is (?:too )?busy|no leader info|failed to discover|write after end/i;

/** gRPC codes of what may succeed when tried again; 2 (unknown) and 13 (internal) by their message only. */
const PASSING_CODES = new Set([1 /* cancelled */, 4 /* deadline */, 10 /* aborted */, 14 /* unavailable */]);
const INTERNAL = 13;
/** A message that is too large has it, and so has an HTTP/2 stream that is told to calm down, which passes. */
const RESOURCE_EXHAUSTED = 8;
const LARGER = /larger than|exceeds the maximum/i;
const UNKNOWN = 2;

const PASSING_TYPES = new Set(['unavailable', 'deadline-exceeded', 'not-leader', 'cancelled', 'timeout']);
const REFUSED_TYPES = new Set(['maximum-append-size-exceeded', 'stream-deleted', 'invalid-argument']);
const UNWELCOME_TYPES = new Set(['access-denied', 'unsupported']);

/** Into which class an error falls; the cases are those of the server 23.10 and of the client 6.2. */
export function faultClass(error: unknown): FaultClass {
  if (error instanceof WrongVersion) return 'conflict';
  if (error instanceof NoAnswer || error instanceof ConnectionRenewed) return 'again';
  if (error instanceof BatchRefusal) return batchClass(error);
  const { type, code, message } = facts(error);
  if (type === 'wrong-expected-version') return 'conflict';
  if (type !== undefined && PASSING_TYPES.has(type)) return 'again';
  if (type !== undefined && REFUSED_TYPES.has(type)) return 'refuse';
  if (type !== undefined && UNWELCOME_TYPES.has(type)) return 'giveUp';
  if (PASSING.test(message)) return 'again';
  if (/could not recognize badrequest/i.test(message)) return 'refuse';
  if (typeof code === 'string') return 'again'; // ECONNRESET and its like, of the socket below.
  if (code === RESOURCE_EXHAUSTED) return LARGER.test(message) ? 'refuse' : 'again';
  if (code !== undefined && PASSING_CODES.has(code)) return 'again';
  // A stream that is reset in its middle; the server's own failures come with code 2.
  if (code === INTERNAL) return 'again';
  // What the client and grpc-js throw of themselves: "Channel has been shut down", "Failed to discover …".
  if (code === undefined && type === undefined && error instanceof Error && !(error instanceof TypeError))
    return 'again';
  // OperationResult.Unknown of a batch reply has no message and says nothing of what was stored.
  if (type === 'unknown' && message === '') return 'again';
  return 'giveUp';
}

function batchClass({ typeName, message }: BatchRefusal): FaultClass {
  switch (typeName) {
    case 'event_store.client.Timeout':
    case 'event_store.client.Unknown':
      return 'again';
    case 'event_store.client.MaximumAppendSizeExceeded':
    case 'event_store.client.StreamDeleted':
    case 'event_store.client.BadRequest':
      return 'refuse';
    case 'event_store.client.AccessDenied':
      return 'giveUp';
    default:
      return PASSING.test(message) ? 'again' : 'giveUp';
  }
}

/** What grpc-js tells of a connection that does not come about, and what there is to do. */
interface ConnectionTrouble {
  readonly sign: RegExp;
  readonly says: string;
  readonly hint: string;
  /** Who has never been let in by the server waits in vain. */
  readonly isLasting: boolean;
}

const CONNECTION_TROUBLES: readonly ConnectionTrouble[] = [
  {
    sign: /certificate|altnames|self.signed|unable to verify|unable to get (?:local )?issuer/i,
    says: 'the certificate of the server of the log is not trusted',
    hint: "Name the certificate of its authority (?tlsCAFile=…), and the server as it is called in its own; the client's certificate too where the server asks for one.",
    isLasting: true,
  },
  {
    sign: /wrong version number|packet length too long|http request/i,
    says: 'the server of the log does not speak TLS',
    hint: 'Write ?tls=false for a server without TLS, or name the port that has it.',
    isLasting: true,
  },
  {
    sign: /last error: failed to connect/i,
    says: 'the server of the log closes the connection at once',
    hint: 'One with TLS does so to whoever comes without: then leave tls=false out.',
    isLasting: false,
  },
  {
    sign: /failed to discover/i,
    says: 'no node of the cluster answers',
    hint: 'Look at their names and ports, and whether they speak TLS (tls=false, tlsCAFile).',
    isLasting: false,
  },
];

const UNREACHABLE = 'LOG_UNREACHABLE';
const LOOK = 'Look whether the server runs and can be reached, and try again.';
const REPEAT =
  'Whether pending appends were stored is not known: repeat them with the same ids and expected revision.';

/** Is it about how the connection is secured, so that the next try ends as this one did? */
export function isLastingTrouble(error: unknown): boolean {
  const { message } = facts(error);
  return CONNECTION_TROUBLES.some(({ sign, isLasting }) => isLasting && sign.test(message));
}

/** A position that is not the beginning of a record is refused with code 2 (measured), which says nothing else. */
export function isUnknownFailure(error: unknown): boolean {
  return facts(error).code === UNKNOWN;
}

/** What the caller is told of an error that is not tried again, or no longer. */
export function asLedgerError(error: unknown, where: string): LedgerError {
  if (error instanceof LedgerError) return error;
  const { type, message } = facts(error);
  const name = error instanceof BatchRefusal ? error.typeName : type;
  if (name === 'maximum-append-size-exceeded' || name === 'event_store.client.MaximumAppendSizeExceeded') {
    return tooLarge(APPEND_BYTES_MAX + 1, APPEND_BYTES_MAX);
  }
  if (facts(error).code === RESOURCE_EXHAUSTED && LARGER.test(message))
    return tooLarge(APPEND_BYTES_MAX + 1, APPEND_BYTES_MAX);
  if (name === 'stream-deleted' || name === 'event_store.client.StreamDeleted') {
    return new LedgerError('LOG_DAMAGED', 'a stream of the ledger was deleted on the server', {
      place: { file: where },
      hint: 'Nothing of a ledger is ever deleted: restore the server from its backup.',
    });
  }
  if (name === 'access-denied' || name === 'event_store.client.AccessDenied') {
    return new LedgerError('LOG_ACCESS_DENIED', 'the server of the log refuses these credentials', {
      place: { file: where },
      hint: 'Give a user that may read $all and write, in the connection string: esdb://user:password@host:2113.',
    });
  }
  const known = CONNECTION_TROUBLES.find(({ sign }) => sign.test(message));
  return new LedgerError(
    UNREACHABLE,
    `${known?.says ?? 'the server of the log does not answer as it should'}: ${brief(message)}`,
    { place: { file: where }, hint: known?.hint ?? LOOK },
  );
}

/** A stream begins at revision 0 and has no gaps: there is no other way to lose events than by deleting them. */
export function deleted(stream: string): LedgerError {
  return new LedgerError('LOG_DAMAGED', `events of the stream ${stream} were deleted on the server`, {
    place: { field: 'stream' },
    hint: 'Nothing of a ledger is ever deleted, truncated or scavenged: take back what the stream was told by its metadata, or restore the server from its backup.',
  });
}

/** The same where an append was under way: what came of it is not known. */
export function ofAppend(error: unknown): unknown {
  if (!isLedgerError(error, UNREACHABLE)) return error;
  const { code, message, place, hint } = error;
  const next = hint === undefined || hint === LOOK ? REPEAT : `${hint} ${REPEAT}`;
  return new LedgerError(code, message, { place, hint: next, cause: error });
}

/** The first line, without what could be a connection string, and without the client's advice about itself. */
function brief(message: string): string {
  const [line = ''] = message.split('\n');
  return (
    line
      .replace(/\s*Resolution note:.*$/i, '')
      .replace(/\b[a-z+]+:\/\/\S+/gi, '…')
      .slice(0, 200) || 'no reason is given'
  );
}

interface Facts {
  readonly type: string | undefined;
  /** Of gRPC, a number; of a socket, a name. */
  readonly code: number | string | undefined;
  readonly message: string;
}

function facts(error: unknown): Facts {
  if (!(error instanceof Error)) return { type: undefined, code: undefined, message: String(error) };
  const { type, code, message } = error as Error & { type?: unknown; code?: unknown };
  return {
    type: typeof type === 'string' ? type : undefined,
    code: typeof code === 'number' || typeof code === 'string' ? code : undefined,
    message,
  };
}
