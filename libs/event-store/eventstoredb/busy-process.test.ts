import { EventEmitter } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import sharedMessages from '@eventstore/db-client/generated/shared_pb.js';
import streamsMessages, { type BatchAppendReq } from '@eventstore/db-client/generated/streams_pb.js';
import { AppendCalls } from './append-calls.js';
import type { AppendCall, Connection, ReadCall } from './connection.js';
import { NoAnswer } from './faults.js';
import { newHealth } from './health.js';
import { streamRequest } from './read-requests.js';
import { readOnce } from './reading.js';
import { persistently } from './retrying.js';

/* A process that is not run for longer than a call may take has answers that it has not looked at. */

const TIMEOUT_MS = 40;
const BOUNDS = { bytesMax: 1_000, timeoutMs: TIMEOUT_MS };
const REQUEST = streamRequest('a', 'start', 'forwards', 10);

/** As a machine does that has other things to run. */
function stall(): void {
  const until = performance.now() + 3 * TIMEOUT_MS;
  while (performance.now() < until);
}

class Call extends EventEmitter {
  isCancelled = false;
  readonly written: BatchAppendReq[] = [];
  cancel(): void {
    this.isCancelled = true;
  }
  write(message: BatchAppendReq): void {
    this.written.push(message);
  }
}

/** What AppendCalls and readOnce want of a connection, without a server. */
class Fake {
  readonly calls: Call[] = [];
  generation = 1;
  heard = 0;
  renewals = 0;
  readonly patience = 1;
  read(): Promise<ReadCall> {
    return Promise.resolve(this.call() as unknown as ReadCall);
  }
  batchAppend(): Promise<AppendCall> {
    return Promise.resolve(this.call() as unknown as AppendCall);
  }
  hear(): void {
    this.heard++;
  }
  renew(generation = this.generation): void {
    if (generation !== this.generation) return;
    this.generation++;
    this.renewals++;
  }
  as(): Connection {
    return this as unknown as Connection;
  }
  private call(): Call {
    const call = new Call();
    this.calls.push(call);
    return call;
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const elapsed = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
const reading = (connection: Fake): Promise<unknown> =>
  readOnce(connection.as(), REQUEST, BOUNDS, (event) => event);

function stored(message: BatchAppendReq | undefined): unknown {
  const success = new streamsMessages.BatchAppendResp.Success();
  success.setCurrentRevision('0');
  success.setNoPosition(new sharedMessages.Empty());
  const response = new streamsMessages.BatchAppendResp();
  response.setCorrelationId(message?.getCorrelationId());
  response.setSuccess(success);
  return response;
}

describe('an answer that came while the process was busy', () => {
  it('to a read is taken', async () => {
    const connection = new Fake();
    const read = reading(connection);
    await turn();
    // Handled in the turn after the stall, behind the timers.
    setImmediate(() => connection.calls[0]?.emit('end'));
    stall();
    expect(await read).toEqual({ events: [], isCut: false });
    expect(connection.renewals).toBe(0);
  });

  it('to an append is taken', async () => {
    const connection = new Fake();
    const appending = new AppendCalls(connection.as(), TIMEOUT_MS).append('a', [], 'any');
    await turn();
    const [call] = connection.calls;
    setImmediate(() => call?.emit('data', stored(call?.written[0])));
    stall();
    expect(await appending).toMatchObject({ revision: 0 });
    expect(connection.renewals).toBe(0);
  });
});

describe('a read that is not answered', () => {
  it('waits on while the server answers others, and takes no place any more when it is given up', async () => {
    const connection = new Fake();
    const ended = reading(connection).catch((error: unknown) => error);
    const others = setInterval(() => connection.hear(), 5);
    await elapsed(2 * TIMEOUT_MS);
    expect(connection.calls[0]?.isCancelled).toBe(false);
    expect(await ended).toBeInstanceOf(NoAnswer);
    clearInterval(others);
    expect(connection.calls[0]?.isCancelled).toBe(true);
    expect(connection.renewals).toBe(0);
  });

  it('by a server that answers nobody has the connection made anew, once for all that wait', async () => {
    const connection = new Fake();
    const early = Array.from({ length: 5 }, () => reading(connection));
    await elapsed(TIMEOUT_MS / 2);
    const later = Array.from({ length: 5 }, () => reading(connection));
    for (const read of await Promise.allSettled([...early, ...later]))
      expect(read).toMatchObject({ status: 'rejected', reason: expect.any(NoAnswer) });
    expect(connection.renewals).toBe(1);
  });
});

describe('a call that lasted longer than it is tried', () => {
  const patience = {
    giveUpMs: TIMEOUT_MS,
    where: 'there',
    health: newHealth(() => new Date()),
    closing: new AbortController().signal,
  };

  it.each([
    [1, 'answered'],
    [2, 'LOG_UNREACHABLE'],
  ])('is made twice before it is given up: %p failing', async (failing, expected) => {
    let calls = 0;
    const result = persistently(patience, () => {
      stall();
      return ++calls <= failing
        ? Promise.reject(new NoAnswer('a read', TIMEOUT_MS))
        : Promise.resolve('answered');
    });
    expect(await result.catch((error: { code: unknown }) => error.code)).toBe(expected);
    expect(calls).toBe(2);
  });
});
