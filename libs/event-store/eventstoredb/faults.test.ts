import {
  AccessDeniedError,
  CancelledError,
  DeadlineExceededError,
  MaxAppendSizeExceededError,
  StreamDeletedError,
  TimeoutError,
  UnavailableError,
  UnknownError,
  WrongExpectedVersionError,
  convertToCommandError,
} from '@eventstore/db-client';
import grpc from '@grpc/grpc-js';
import { describe, expect, test } from '@jest/globals';
import { LedgerError } from '#amount';
import {
  BatchRefusal,
  ConnectionRenewed,
  NoAnswer,
  WrongVersion,
  asLedgerError,
  ofAppend,
  faultClass,
  type FaultClass,
} from './faults.js';

/** An error as grpc-js gives it. */
function serviceError(
  code: number,
  details: string,
  metadata: Record<string, string> = {},
): grpc.ServiceError {
  const facts = new grpc.Metadata();
  for (const [key, value] of Object.entries(metadata)) facts.set(key, value);
  return Object.assign(new Error(`${code} ${details}`), { code, details, metadata: facts });
}

const plain = (message: string, code?: number | string): Error =>
  Object.assign(new Error(message), code === undefined ? {} : { code });

const notLeader = convertToCommandError(
  serviceError(grpc.status.NOT_FOUND, 'Leader info available', {
    exception: 'not-leader',
    'leader-endpoint-host': '127.0.0.1',
    'leader-endpoint-port': '2113',
  }),
);

describe('an error of the server or of its client', () => {
  test.each<[string, unknown, FaultClass]>([
    ['UnavailableError', new UnavailableError(serviceError(14, 'No connection established')), 'again'],
    ['DeadlineExceededError', new DeadlineExceededError(), 'again'],
    ['NotLeaderError', notLeader, 'again'],
    [
      'a server that is not ready',
      new UnknownError(undefined, 'Could not recognize Server Is Not Ready'),
      'again',
    ],
    ['a server that is busy', new UnknownError(undefined, 'Could not recognize Server Is Busy'), 'again'],
    ['no leader', new UnknownError(serviceError(2, 'No leader info available in response')), 'again'],
    ['a plain error with code 14', plain('14 UNAVAILABLE: read ECONNRESET', 14), 'again'],
    ['no discovery', plain('Failed to discover after 10 attempts.'), 'again'],
    ['a channel that is closed', plain('Channel has been shut down'), 'again'],
    ['a fault of our own', new TypeError('x is not a function'), 'giveUp'],
    ['what a dispose does', new UnknownError(serviceError(1, 'Cancelled on client')), 'again'],
    ['what the server cancels', new CancelledError(serviceError(1, 'Call cancelled')), 'again'],
    ['a consumer that is too slow', new TimeoutError(serviceError(10, 'Consumer too slow')), 'again'],
    ['a socket that is gone', plain('read ECONNRESET', 'ECONNRESET'), 'again'],
    [
      'a stream that is reset',
      new UnknownError(serviceError(13, 'Received RST_STREAM with code 2')),
      'again',
    ],
    ['no answer', new NoAnswer('an append', 5), 'again'],
    ['a connection made anew', new ConnectionRenewed(), 'again'],
    ['a timeout in a batch', new BatchRefusal('event_store.client.Timeout', 'Timeout'), 'again'],
    ['an unknown result in a batch', new BatchRefusal('event_store.client.Unknown', 'Unknown'), 'again'],
    ['not ready in a batch', new BatchRefusal('google.protobuf.Empty', 'Server Is Not Ready'), 'again'],
    [
      'no leader in a batch',
      new BatchRefusal('google.protobuf.Empty', 'No leader info available in response'),
      'again',
    ],
    ['WrongExpectedVersion in a batch', new WrongVersion(4), 'conflict'],
    [
      'WrongExpectedVersionError',
      new WrongExpectedVersionError(null as never, { streamName: 'a', current: 4n, expected: 'no_stream' }),
      'conflict',
    ],
    ['BadRequest', new UnknownError(undefined, 'Could not recognize BadRequest'), 'refuse'],
    ['BadRequest in a batch', new BatchRefusal('event_store.client.BadRequest', 'BadRequest'), 'refuse'],
    ['MaxAppendSizeExceededError', MaxAppendSizeExceededError.fromMaxAppendSize(1_048_576), 'refuse'],
    [
      'too large, in a batch',
      new BatchRefusal('event_store.client.MaximumAppendSizeExceeded', 'MaximumAppendSizeExceeded'),
      'refuse',
    ],
    ['a message of 20 MB', new UnknownError(serviceError(8, 'Received message larger than max')), 'refuse'],
    [
      'a message of 20 MB to the server',
      new UnknownError(serviceError(8, 'Received message exceeds the maximum configured message size.')),
      'refuse',
    ],
    [
      'a stream that is told to calm down',
      new UnknownError(serviceError(8, 'Bandwidth exhausted or memory limit exceeded')),
      'again',
    ],
    ['a stream that was deleted', StreamDeletedError.fromStreamName('a'), 'refuse'],
    ['credentials that are refused', new AccessDeniedError(serviceError(16, 'Unauthenticated')), 'giveUp'],
    ['no rights, in a batch', new BatchRefusal('event_store.client.AccessDenied', 'AccessDenied'), 'giveUp'],
    ['what nobody has seen', new UnknownError(serviceError(2, 'Unexpected ReadAllResult: Error')), 'giveUp'],
    ['no error at all', 'nonsense', 'giveUp'],
  ])('%s', (_, error, expected) => {
    expect(faultClass(error)).toBe(expected);
  });

  test.each<[unknown, string]>([
    [MaxAppendSizeExceededError.fromMaxAppendSize(1_048_576), 'TOO_LARGE'],
    [new UnknownError(serviceError(8, 'Received message larger than max')), 'TOO_LARGE'],
    [new UnknownError(serviceError(8, 'Bandwidth exhausted or memory limit exceeded')), 'LOG_UNREACHABLE'],
    [StreamDeletedError.fromStreamName('a'), 'LOG_DAMAGED'],
    [new BatchRefusal('event_store.client.AccessDenied', 'AccessDenied'), 'LOG_ACCESS_DENIED'],
    [new NoAnswer('an append', 5), 'LOG_UNREACHABLE'],
    [new UnavailableError(serviceError(14, 'no connection')), 'LOG_UNREACHABLE'],
  ])('%p is told as %s', (error, code) => {
    expect(asLedgerError(error, 'esdb://localhost:2113')).toMatchObject({ code });
  });

  test('speaks of appends only where one was under way, and not of how the client is built', () => {
    const refused = plain(
      'No connection established. Last error: connect ECONNREFUSED 127.0.0.1:2113. Resolution note: see the guide',
    );
    const read = asLedgerError(refused, 'esdb://localhost:2113');
    expect(read.message).toMatch(/ECONNREFUSED 127\.0\.0\.1:2113\.$/);
    expect(read.hint).toBe('Look whether the server runs and can be reached, and try again.');
    expect(ofAppend(read)).toMatchObject({
      code: 'LOG_UNREACHABLE',
      message: read.message,
      hint: expect.stringMatching(
        /^Whether pending appends were stored is not known: repeat them/,
      ) as unknown,
    });
    const unsafe = ofAppend(asLedgerError(plain('self-signed certificate'), 'esdb://localhost:2113'));
    expect(unsafe).toMatchObject({ hint: expect.stringMatching(/tlsCAFile.*repeat them/) as unknown });
    const other = new LedgerError('LOG_DAMAGED', 'damaged');
    expect(ofAppend(other)).toBe(other);
  });

  test('tells no credentials', () => {
    const told = asLedgerError(
      plain('cannot reach esdb://ledger:secret@db:2113?tls=false now'),
      'esdb://db:2113',
    );
    expect(JSON.stringify(told.toJSON())).not.toContain('secret');
  });
});
