import { randomUUID } from 'node:crypto';
import gossipMessages from '@eventstore/db-client/generated/gossip_pb.js';
import featureMessages from '@eventstore/db-client/generated/serverfeatures_pb.js';
import type {
  BatchAppendReq,
  BatchAppendResp,
  DeleteReq,
  ReadReq,
  ReadResp,
  TombstoneReq,
} from '@eventstore/db-client/generated/streams_pb.js';
import streamsMessages from '@eventstore/db-client/generated/streams_pb.js';
import grpc, {
  type sendUnaryData,
  type ServerDuplexStream,
  type ServerUnaryCall,
  type ServerWritableStream,
} from '@grpc/grpc-js';
import type { Faults } from './faults.js';
import { TICKS_A_MS, type DoubleLog, type Expected, type LoggedEvent, type Proposed } from './log.js';
import {
  appendedResponse,
  badRequest,
  caughtUpResponse,
  checkpointResponse,
  confirmationResponse,
  eventResponse,
  expectedOf,
  notFoundResponse,
  notHandledResponse,
  proposedOf,
  refusedResponse,
  sizeExceeded,
  streamName,
  uuidOf,
} from './messages.js';

/** `--max-append-size` of the server. */
const APPEND_BYTES_MAX = 1024 * 1024;

/** `--write-timeout-ms` of the server. */
const WRITE_TIMEOUT_MS = 2_000;

/** Events that the server keeps for a live subscription (Enumerators.MaxLiveEventBufferCount). */
const LIVE_EVENTS_MAX = 32;

/** Events that are written before other calls have their turn. */
const TURN_EVENTS = 32;

export interface Surroundings {
  readonly log: DoubleLog;
  readonly faults: Faults;
  /** All nodes, this one among them, as clients reach them. */
  nodes(): readonly Node[];
  /**
   * Does this one lead? One that does not refuses every call that asks for the leader, and answers the others with the
   * log as it was a while ago (ClusterVNodeController.HandleAsNonLeader, DenyRequestBecauseNotLeader). A subscription that
   * is live when its node stops leading goes on there, as late as everything.
   */
  isLeader(): boolean;
  /** Tells the subscriptions of every node. */
  published(): void;
  /** Ends every connection without a word. */
  cut(): void;
}

export interface Node {
  readonly host: string;
  readonly port: number;
  readonly isLeader: boolean;
}

/** How late a node that does not lead has what the leader acknowledged. */
export const LAG_MS = 40;

type ReadCall = ServerWritableStream<ReadReq, ReadResp>;
type Options = NonNullable<ReturnType<ReadReq['getOptions']>>;

/** The services that the client uses: Streams, ServerFeatures and Gossip. */
export class Services {
  private readonly subscriptions = new Set<() => void>();
  private appends = 0;

  constructor(private readonly around: Surroundings) {}

  // ---- Streams.Read

  readonly read = (call: ReadCall): void => {
    const options = call.request.getOptions();
    if (options === undefined) return this.fail(call, grpc.status.INVALID_ARGUMENT, 'no options');
    if (this.around.faults.take('not-leader') !== undefined || this.isDenied(call))
      return this.notLeader(call);
    if (options.hasSubscription()) return this.subscribe(call, options);
    const stream = options.getStream();
    const found = stream === undefined ? this.ofAll(call, options) : this.ofStream(call, options);
    if (found !== undefined) void this.send(call, found, Number(options.getCount()));
  };

  private ofStream(call: ReadCall, options: Options): readonly LoggedEvent[] | undefined {
    const asked = options.getStream();
    const name = streamName(asked?.getStreamIdentifier());
    let events = this.around.log.stream(name);
    if (events === 'deleted') {
      const metadata = new grpc.Metadata();
      metadata.set('exception', 'stream-deleted');
      metadata.set('stream-name', name);
      this.fail(call, grpc.status.FAILED_PRECONDITION, `Event stream '${name}' is deleted.`, metadata);
      return undefined;
    }
    const unseen = this.unseen(call);
    if (events !== undefined && unseen !== undefined) {
      events = events.filter(({ position }) => position < unseen);
      if (events.length === 0) events = undefined;
    }
    if (events === undefined) {
      call.write(notFoundResponse(name));
      call.end();
      return undefined;
    }
    const count = Number(options.getCount());
    if (options.getReadDirection() === streamsMessages.ReadReq.Options.ReadDirection.FORWARDS) {
      const from = asked?.hasRevision() === true ? Number(asked.getRevision()) : 0;
      return asked?.hasEnd() === true
        ? []
        : events.filter(({ revision }) => revision >= from).slice(0, count);
    }
    if (asked?.hasStart() === true) return events.slice(0, 1);
    // Beyond the end it begins with the last event (measured).
    const from = asked?.hasRevision() === true ? Number(asked.getRevision()) : Infinity;
    return events
      .filter(({ revision }) => revision <= from)
      .slice(-count)
      .toReversed();
  }

  private ofAll(call: ReadCall, options: Options): readonly LoggedEvent[] | undefined {
    const { log } = this.around;
    const forwards = options.getReadDirection() === streamsMessages.ReadReq.Options.ReadDirection.FORWARDS;
    const at = this.startOf(options, forwards ? 'start' : 'end');
    if (at === undefined) {
      this.fail(call, grpc.status.UNKNOWN, 'Unexpected ReadAllResult: Error');
      return undefined;
    }
    const unseen = this.unseen(call);
    const end =
      unseen === undefined ? log.all.length : log.all.findIndex(({ position }) => position >= unseen);
    const matches = filterOf(options);
    const count = Number(options.getCount());
    const found: LoggedEvent[] = [];
    if (forwards) {
      for (let i = at; i < end && found.length < count; i++)
        if (matches(log.all[i]!)) found.push(log.all[i]!);
    } else {
      // Backwards from a position reads what lies before it.
      for (let i = Math.min(at, end) - 1; i >= 0 && found.length < count; i--) {
        if (matches(log.all[i]!)) found.push(log.all[i]!);
      }
    }
    return found;
  }

  /** The index of `all` where a read begins; `undefined` where no record begins at the position. */
  private startOf(options: Options, otherwise: 'start' | 'end'): number | undefined {
    const { log } = this.around;
    const all = options.getAll();
    if (all?.hasStart() === true) return 0;
    if (all?.hasEnd() === true) return log.all.length;
    const position = all?.getPosition();
    if (position === undefined) return otherwise === 'start' ? 0 : log.all.length;
    const index = log.indexOf(BigInt(position.getCommitPosition()));
    return index < 0 ? undefined : index;
  }

  /** From where on a stale follower does not see the log; only reads that do not ask for the leader meet one. */
  private unseen(call: ReadCall): bigint | undefined {
    if (asksForLeader(call)) return undefined;
    if (!this.around.isLeader()) return this.around.log.all[this.visible()]?.position;
    const stale = this.around.faults.take('stale');
    return stale && (this.around.log.all.at(-stale.events)?.position ?? 0n);
  }

  private isDenied(call: { readonly metadata: grpc.Metadata }): boolean {
    return asksForLeader(call) && !this.around.isLeader();
  }

  /** How much of the log this node has. */
  private visible(): number {
    const { all } = this.around.log;
    if (this.around.isLeader()) return all.length;
    const latest = BigInt(Date.now() - LAG_MS) * TICKS_A_MS;
    let end = all.length;
    while (end > 0 && all[end - 1]!.created > latest) end--;
    return end;
  }

  private async send(call: ReadCall, events: readonly LoggedEvent[], count: number): Promise<void> {
    const cut = this.around.faults.take('cut');
    let sent = 0;
    for (const event of events.slice(0, count)) {
      if (call.cancelled) return;
      if (cut !== undefined && sent >= (cut.after ?? 0)) return this.around.cut();
      const isRoom = call.write(eventResponse(event));
      if (this.around.faults.take('duplicate') !== undefined) call.write(eventResponse(event));
      sent++;
      if (!isRoom) await drained(call);
      else if (sent % TURN_EVENTS === 0) await turn();
    }
    if (cut !== undefined) return this.around.cut();
    call.end();
  }

  // ---- Streams.Read as a subscription

  private subscribe(call: ReadCall, options: Options): void {
    const { log, faults } = this.around;
    const matches = filterOf(options);
    const from = this.startOf(options, 'start');
    if (from === undefined) return this.fail(call, grpc.status.UNKNOWN, 'Exception was thrown by handler.');
    // After the position that is given.
    let next = options.getAll()?.hasPosition() === true && from < log.all.length ? from + 1 : from;
    let isLive = false;
    let isPumping = false;
    let liveSent = 0;
    let sent = 0;
    const cut = faults.take('cut');
    const drop = faults.take('slow-reader');
    const deaf = faults.take('deaf');
    const over = (): void => {
      this.subscriptions.delete(wake);
    };
    const pump = async (): Promise<void> => {
      while (!call.cancelled && next < this.visible()) {
        const event = log.all[next]!;
        next++;
        if (!matches(event)) continue;
        if (deaf !== undefined && liveSent >= (deaf.after ?? 0) && isLive) return over();
        if (cut !== undefined && sent >= (cut.after ?? 0)) return this.around.cut();
        if (drop !== undefined && isLive && liveSent >= (drop.after ?? 0)) return tooSlow();
        const isRoom = call.write(eventResponse(event));
        if (faults.take('duplicate') !== undefined) call.write(eventResponse(event));
        sent++;
        if (isLive) liveSent++;
        if (!isRoom) {
          const behind = log.all.length;
          await drained(call);
          // What came while the client did not read is more than the server keeps for it.
          if (isLive && log.all.length - behind > LIVE_EVENTS_MAX) return tooSlow();
        } else if (sent % TURN_EVENTS === 0) {
          // The server's checkpoints run ahead of what the client has seen.
          call.write(checkpointResponse(log.all.at(-1)!.position));
          await turn();
        }
      }
      if (isLive || call.cancelled) return;
      isLive = true;
      call.write(caughtUpResponse());
    };
    const tooSlow = (): void => {
      over();
      const message =
        'Operation timed out: Consumer too slow to handle event while live. Client resubscription required.';
      this.fail(call, grpc.status.ABORTED, message);
    };
    const wake = (): void => {
      if (isPumping) return;
      isPumping = true;
      void pump().finally(() => {
        isPumping = false;
        if (next >= log.all.length || !this.subscriptions.has(wake)) return;
        if (this.around.isLeader()) wake();
        else setTimeout(wake, LAG_MS / 2).unref();
      });
    };
    this.subscriptions.add(wake);
    call.on('cancelled', over);
    call.on('close', over);
    call.write(confirmationResponse(randomUUID()));
    wake();
  }

  /** Something was written, at this node or another, or this one began to lead. */
  published(): void {
    for (const wake of this.subscriptions) wake();
  }

  // ---- Streams.BatchAppend

  /**
   * Calls of which a message was lost: what came behind it was lost too (the writer takes nothing of a call that was
   * cancelled, StorageWriterService.cs).
   */
  private readonly cutOff = new WeakSet<object>();

  readonly batchAppend = (call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>): void => {
    const begun = new Map<string, { name: string; expected: Expected; events: Proposed[]; bytes: number }>();
    call.on('data', (request: BatchAppendReq) => {
      const correlation = request.getCorrelationId()?.getString() ?? '';
      const options = request.getOptions();
      try {
        if (options !== undefined) {
          begun.set(correlation, {
            name: streamName(options.getStreamIdentifier()),
            expected: expectedOf(options),
            events: [],
            bytes: 0,
          });
        }
        const append = begun.get(correlation);
        if (append === undefined) return;
        for (const message of request.getProposedMessagesList()) {
          const event = proposedOf(message);
          append.events.push(event);
          // Event.SizeOnDisk of 23.10 counts the data alone: `a ?? 0 + b ?? 0 + c` is `a ?? (0 + b) ?? …`.
          append.bytes += event.data.length;
        }
        if (append.bytes > APPEND_BYTES_MAX) {
          begun.delete(correlation);
          call.write(sizeExceeded(correlation, append.name, APPEND_BYTES_MAX));
          return;
        }
        if (!request.getIsFinal()) return;
        begun.delete(correlation);
        if (append.name === '') throw new Error('Stream name is empty.');
        this.append(call, correlation, append.name, append.events, append.expected);
      } catch (error) {
        begun.delete(correlation);
        call.write(badRequest(correlation, '', error instanceof Error ? error.message : ''));
        // What it cannot read it does not forget either: it answers again when the time for the write is up (measured;
        // Streams.BatchAppend.cs).
        setTimeout(() => {
          if (!call.cancelled && call.writable) call.write(refusedResponse(correlation, '', 'Timeout'));
        }, WRITE_TIMEOUT_MS).unref();
      }
    });
    call.on('end', () => call.end());
    call.on('error', () => undefined);
  };

  private append(
    call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>,
    correlation: string,
    name: string,
    events: readonly Proposed[],
    expected: Expected,
  ): void {
    const { faults, log } = this.around;
    const answer = (response: BatchAppendResp): void => {
      if (!call.cancelled && call.writable) call.write(response);
    };
    if (this.cutOff.has(call)) return;
    if (faults.take('request-lost') !== undefined) {
      this.cutOff.add(call);
      return this.around.cut();
    }
    if (faults.take('not-leader') !== undefined || this.isDenied(call)) return this.notLeader(call);
    if (faults.take('not-ready') !== undefined)
      return answer(notHandledResponse(correlation, name, 'Server Is Not Ready'));
    const silent = faults.take('silent');
    if (silent !== undefined && silent.isStored !== true) return;
    const timeout = faults.take('timeout');
    if (timeout !== undefined && timeout.isStored !== true)
      return answer(refusedResponse(correlation, name, 'Timeout'));
    const result = log.append(name, events, expected);
    if (result.kind === 'stored') {
      if (++this.appends % 50 === 0) log.storeStatistics();
      this.around.published();
    }
    if (silent !== undefined) return;
    if (timeout !== undefined) return answer(refusedResponse(correlation, name, 'Timeout'));
    if (faults.take('answer-lost') !== undefined) return this.around.cut();
    const response = appendedResponse(correlation, name, result, expected);
    const late = faults.take('late');
    if (late === undefined) answer(response);
    else setTimeout(() => answer(response), late.milliseconds);
  }

  // ---- the rest

  readonly delete = (call: ServerUnaryCall<DeleteReq, unknown>, done: sendUnaryData<unknown>): void => {
    this.around.log.delete(streamName(call.request.getOptions()?.getStreamIdentifier()), false);
    done(null, new streamsMessages.DeleteResp());
  };

  readonly tombstone = (call: ServerUnaryCall<TombstoneReq, unknown>, done: sendUnaryData<unknown>): void => {
    this.around.log.delete(streamName(call.request.getOptions()?.getStreamIdentifier()), true);
    done(null, new streamsMessages.TombstoneResp());
  };

  readonly getSupportedMethods = (_: unknown, done: sendUnaryData<unknown>): void => {
    const methods = ['append', 'batchappend', 'delete', 'read', 'tombstone'].map((name) => {
      const method = new featureMessages.SupportedMethod();
      method.setMethodName(name);
      method.setServiceName('event_store.client.streams.streams');
      return method;
    });
    const supported = new featureMessages.SupportedMethods();
    supported.setEventStoreServerVersion('23.10.6');
    supported.setMethodsList(methods);
    done(null, supported);
  };

  readonly gossip = (_: unknown, done: sendUnaryData<unknown>): void => {
    const cluster = new gossipMessages.ClusterInfo();
    const { LEADER, FOLLOWER } = gossipMessages.MemberInfo.VNodeState;
    cluster.setMembersList(
      this.around.nodes().map(({ host, port, isLeader }) => {
        const endpoint = new gossipMessages.EndPoint();
        endpoint.setAddress(host);
        endpoint.setPort(port);
        const member = new gossipMessages.MemberInfo();
        member.setInstanceId(uuidOf(randomUUID()));
        member.setTimeStamp(String(BigInt(Date.now()) * TICKS_A_MS));
        member.setState(isLeader ? LEADER : FOLLOWER);
        member.setIsAlive(true);
        member.setHttpEndPoint(endpoint);
        return member;
      }),
    );
    done(null, cluster);
  };

  private notLeader(call: { emit(event: 'error', error: object): boolean }): void {
    const leader = this.around.nodes().find(({ isLeader }) => isLeader);
    const { host = '', port = 0 } = leader ?? {};
    const metadata = new grpc.Metadata();
    metadata.set('exception', 'not-leader');
    metadata.set('leader-endpoint-host', host);
    metadata.set('leader-endpoint-port', String(port));
    this.fail(call, grpc.status.NOT_FOUND, 'Leader info available', metadata);
  }

  private fail(
    call: { emit(event: 'error', error: object): boolean },
    code: number,
    details: string,
    metadata = new grpc.Metadata(),
  ): void {
    call.emit('error', Object.assign(new Error(details), { code, details, metadata }));
  }
}

function asksForLeader({ metadata }: { readonly metadata: grpc.Metadata }): boolean {
  return metadata.get('requires-leader')[0] === 'true';
}

function filterOf(options: Options): (event: LoggedEvent) => boolean {
  const prefixes = options.getFilter()?.getStreamIdentifier()?.getPrefixList() ?? [];
  if (prefixes.length === 0) return () => true;
  return ({ stream }) => prefixes.some((prefix) => stream.startsWith(prefix));
}

function drained(call: ReadCall): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      call.off('drain', go);
      call.off('cancelled', go);
      call.off('close', go);
      resolve();
    };
    call.on('drain', go);
    call.on('cancelled', go);
    call.on('close', go);
  });
}

function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
