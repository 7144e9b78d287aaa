import { randomUUID } from 'node:crypto';
import sharedMessages from '@eventstore/db-client/generated/shared_pb.js';
import streamsMessages, {
  type BatchAppendReq,
  type BatchAppendResp,
  type ReadReq,
  type ReadResp,
} from '@eventstore/db-client/generated/streams_pb.js';
import { Connection } from '../../../libs/event-store/eventstoredb/connection.js';
import { handMade } from './by-hand.js';
import type { Append } from './appends.js';

/** Whatever the client lets an event hold: here it is objects. */
interface MadeEvent {
  readonly id: string;
  readonly type: string;
  readonly data: object;
  readonly metadata?: object;
}

/** The calls without what the port and the client make of them: how fast the server is, over the same grpc-js. */

/** So many messages on the wire at once, each sent when one was answered; made before the clock runs. */
export async function bareAppends(
  connection: string,
  appends: readonly (readonly Append[])[],
  prefix: string,
): Promise<number> {
  const bare = new Connection(connection);
  const call = await bare.batchAppend();
  const messages = appends.map((own) => own.map((append) => message(append, prefix)));
  const owners = new Map<string, { caller: number; next: number }>();
  let left = messages.reduce((sum, own) => sum + own.length, 0);
  const send = (caller: number, n: number): void => {
    const asked = messages[caller]?.[n];
    if (asked === undefined) return;
    owners.set(asked.getCorrelationId()?.getString() ?? '', { caller, next: n + 1 });
    call.write(asked);
  };
  const start = performance.now();
  await new Promise<void>((resolve, reject) => {
    call.on('error', reject);
    call.on('data', (answer: BatchAppendResp) => {
      if (answer.getSuccess() === undefined) reject(new Error(answer.getError()?.getMessage() ?? 'refused'));
      const owner = owners.get(answer.getCorrelationId()?.getString() ?? '');
      if (--left === 0) resolve();
      else if (owner !== undefined) send(owner.caller, owner.next);
    });
    for (let caller = 0; caller < messages.length; caller++) send(caller, 0);
  });
  const milliseconds = performance.now() - start;
  call.end();
  await bare.close();
  return milliseconds;
}

function message({ stream, events, expected }: Append, prefix: string): BatchAppendReq {
  const asked = new streamsMessages.BatchAppendReq();
  asked.setCorrelationId(uuid(randomUUID()));
  const options = new streamsMessages.BatchAppendReq.Options();
  const identifier = new sharedMessages.StreamIdentifier();
  identifier.setStreamName(new Uint8Array(Buffer.from(prefix + stream)));
  options.setStreamIdentifier(identifier);
  if (expected < 0) options.setNoStream(new sharedMessages.Empty());
  else options.setStreamPosition(String(expected));
  asked.setOptions(options);
  for (const event of events) {
    const proposed = new streamsMessages.BatchAppendReq.ProposedMessage();
    const { id, type, data, metadata } = handMade(event) as MadeEvent;
    proposed.setId(uuid(id));
    proposed.getMetadataMap().set('type', type).set('content-type', 'application/json');
    proposed.setData(new Uint8Array(Buffer.from(JSON.stringify(data))));
    proposed.setCustomMetadata(new Uint8Array(Buffer.from(JSON.stringify(metadata ?? {}))));
    asked.addProposedMessages(proposed);
  }
  asked.setIsFinal(true);
  return asked;
}

function uuid(text: string): InstanceType<typeof sharedMessages.UUID> {
  const own = new sharedMessages.UUID();
  own.setString(text);
  return own;
}

/** Events a second of a read or a subscription, until so many came. */
export async function bareRead(connection: string, request: ReadReq, events: number): Promise<number> {
  const bare = new Connection(connection);
  const start = performance.now();
  const call = await bare.read(request);
  let left = events;
  await new Promise<void>((resolve, reject) => {
    call.on('data', (answer: ReadResp) => {
      if (answer.getEvent() !== undefined && --left === 0) resolve();
    });
    call.on('error', reject);
    call.on('end', () => reject(new Error(`the read ended, ${left} events too early`)));
  });
  const milliseconds = performance.now() - start;
  call.cancel();
  await bare.close();
  return (events * 1000) / milliseconds;
}
