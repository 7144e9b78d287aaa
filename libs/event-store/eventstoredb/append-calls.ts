import sharedMessages from '@eventstore/db-client/generated/shared_pb.js';
import streamsMessages, {
  type BatchAppendReq,
  type BatchAppendResp,
} from '@eventstore/db-client/generated/streams_pb.js';
import { randomUUID } from 'node:crypto';
import { commandError, type AppendCall, type Connection } from './connection.js';
import { newDeadline, type Deadline } from './deadline.js';
import { BatchRefusal, ConnectionRenewed, NoAnswer, WrongVersion } from './faults.js';
import { CONTENT_TYPE, type OutgoingEvent } from './records.js';

/** What the server is asked to hold of a stream: as in the port, where a number is a revision. */
export type WireExpected = 'mustNotExist' | 'mustExist' | 'any' | number;

export interface Acknowledged {
  readonly revision: number;
  /** Digits; `undefined` where the server knows a repetition and not its place. */
  readonly position: { readonly commit: string; readonly prepare: string } | undefined;
}

/** −1 in 64 bits: a repetition that is known and not yet replicated has no place. */
const NO_POSITION = '18446744073709551615';

/**
 * Bytes of one message. The server takes 16 MiB in one (TFConsts.EffectiveMaxLogRecordSize); other things on the way may
 * take no more than the 4 MiB that gRPC has for a default.
 */
const MESSAGE_BYTES_MAX = 3 * 1024 * 1024;

interface Pending {
  readonly resolve: (acknowledged: Acknowledged) => void;
  readonly reject: (error: unknown) => void;
  readonly deadline: Deadline;
}

/**
 * Appends over one BatchAppend call, which is kept open: requests are answered one by one, in any order. An append
 * rejects with NoAnswer when its time is up; where nothing at all was answered meanwhile, the connection is made anew.
 */
export class AppendCalls {
  private call: Promise<AppendCall> | undefined;
  private readonly pending = new Map<string, Pending>();
  /** Counts the calls, so that the end of an old one is not taken for that of the new. */
  private round = 0;
  /** Answers so far, to tell a silent server from a busy one. */
  private answers = 0;

  constructor(
    private readonly connection: Connection,
    private readonly timeoutMs: number,
  ) {}

  async append(
    stream: string,
    events: readonly OutgoingEvent[],
    expected: WireExpected,
  ): Promise<Acknowledged> {
    const lane = await this.lane();
    return lane(stream, events, expected);
  }

  /** Appends over the call that there is now, sent in the order in which they are made; over no other once it has ended. */
  async lane(): Promise<AppendCalls['append']> {
    this.call ??= this.begin();
    const beginning = this.call;
    let call: AppendCall;
    try {
      call = await this.inTime(beginning);
    } catch (error) {
      if (this.call === beginning) this.call = undefined;
      throw error;
    }
    return (stream, events, expected) =>
      this.call === beginning
        ? this.sent(call, stream, events, expected)
        : Promise.reject(new ConnectionRenewed());
  }

  private sent(
    call: AppendCall,
    stream: string,
    events: readonly OutgoingEvent[],
    expected: WireExpected,
  ): Promise<Acknowledged> {
    return new Promise((resolve, reject) => {
      const correlation = randomUUID();
      const { answers } = this;
      const milliseconds = this.timeoutMs * this.connection.patience;
      const deadline = newDeadline(milliseconds, () => {
        this.settle(correlation)?.reject(new NoAnswer('an append', milliseconds));
        if (this.answers === answers) this.renew();
      });
      this.pending.set(correlation, { resolve, reject, deadline });
      try {
        for (const message of messages(correlation, stream, events, expected)) call.write(message);
      } catch (error) {
        this.settle(correlation);
        throw error;
      }
    });
  }

  /** Rejects what is pending: its outcome is not known. */
  end(error: unknown = new ConnectionRenewed()): void {
    this.call = undefined;
    this.round++;
    const correlations = Array.from(this.pending.keys());
    for (const correlation of correlations) this.settle(correlation)?.reject(error);
  }

  /** Is the server a single node? Only one that says so is. */
  async isSingleNode(): Promise<boolean> {
    try {
      return (await this.connection.nodes(this.timeoutMs)) === 1;
    } catch {
      return false;
    }
  }

  private async inTime(call: Promise<AppendCall>): Promise<AppendCall> {
    let deadline: Deadline | undefined;
    const late = new Promise<never>((_, reject) => {
      const milliseconds = this.timeoutMs * this.connection.patience;
      deadline = newDeadline(milliseconds, () => {
        reject(new NoAnswer('a connection', milliseconds));
        if (this.call === call) this.renew();
      });
    });
    try {
      return await Promise.race([call, late]);
    } finally {
      deadline?.clear();
    }
  }

  private renew(): void {
    this.connection.renew();
    this.end();
  }

  private async begin(): Promise<AppendCall> {
    const round = ++this.round;
    const call = await this.connection.batchAppend();
    const over = (error: unknown): void => {
      if (round === this.round) this.end(commandError(error));
    };
    call.on('data', (response: BatchAppendResp) => this.answered(response));
    call.on('error', over);
    call.on('end', () => over(new ConnectionRenewed()));
    return call;
  }

  private answered(response: BatchAppendResp): void {
    this.answers++;
    this.connection.hear();
    const pending = this.settle(response.getCorrelationId()?.getString() ?? '');
    // Nobody waits for an answer that came too late.
    if (pending === undefined) return;
    const error = response.getError();
    if (error !== undefined) {
      pending.reject(refusal(error));
      return;
    }
    const success = response.getSuccess();
    const at = success?.getPosition();
    pending.resolve({
      revision: Number(success?.getCurrentRevision() ?? -1),
      position:
        at === undefined || at.getCommitPosition() === NO_POSITION
          ? undefined
          : { commit: at.getCommitPosition(), prepare: at.getPreparePosition() },
    });
  }

  private settle(correlation: string): Pending | undefined {
    const pending = this.pending.get(correlation);
    if (pending === undefined) return undefined;
    this.pending.delete(correlation);
    pending.deadline.clear();
    return pending;
  }
}

type Status = NonNullable<ReturnType<BatchAppendResp['getError']>>;

function refusal(status: Status): Error {
  const details = status.getDetails();
  const typeName = details?.getTypeName() ?? '';
  if (typeName === 'event_store.client.WrongExpectedVersion') {
    const wrong = sharedMessages.WrongExpectedVersion.deserializeBinary(
      details?.getValue_asU8() ?? new Uint8Array(),
    );
    return new WrongVersion(wrong.hasCurrentStreamRevision() ? Number(wrong.getCurrentStreamRevision()) : -1);
  }
  return new BatchRefusal(typeName, status.getMessage());
}

function* messages(
  correlation: string,
  stream: string,
  events: readonly OutgoingEvent[],
  expected: WireExpected,
): Generator<BatchAppendReq, void, undefined> {
  let message = request(correlation);
  message.setOptions(options(stream, expected));
  let bytes = 0;
  for (const event of events) {
    const size = event.data.length + event.metadata.length + 200;
    if (bytes > 0 && bytes + size > MESSAGE_BYTES_MAX) {
      yield message;
      message = request(correlation);
      bytes = 0;
    }
    bytes += size;
    message.addProposedMessages(proposed(event));
  }
  message.setIsFinal(true);
  yield message;
}

function request(correlation: string): BatchAppendReq {
  const message = new streamsMessages.BatchAppendReq();
  message.setCorrelationId(uuid(correlation));
  return message;
}

/** No deadline goes along: the server would hold it against its own clock, which may differ from ours. */
function options(stream: string, expected: WireExpected): InstanceType<typeof BatchAppendReq.Options> {
  const asked = new streamsMessages.BatchAppendReq.Options();
  const identifier = new sharedMessages.StreamIdentifier();
  identifier.setStreamName(new Uint8Array(Buffer.from(stream)));
  asked.setStreamIdentifier(identifier);
  if (expected === 'any') asked.setAny(new sharedMessages.Empty());
  else if (expected === 'mustNotExist') asked.setNoStream(new sharedMessages.Empty());
  else if (expected === 'mustExist') asked.setStreamExists(new sharedMessages.Empty());
  else asked.setStreamPosition(String(expected));
  return asked;
}

function proposed(event: OutgoingEvent): InstanceType<typeof BatchAppendReq.ProposedMessage> {
  const message = new streamsMessages.BatchAppendReq.ProposedMessage();
  message.setId(uuid(event.serverId));
  message.getMetadataMap().set('type', event.type).set('content-type', CONTENT_TYPE);
  message.setData(event.data);
  message.setCustomMetadata(event.metadata);
  return message;
}

function uuid(text: string): InstanceType<typeof sharedMessages.UUID> {
  const message = new sharedMessages.UUID();
  message.setString(text);
  return message;
}
