import { EventStoreDBClient, convertToCommandError } from '@eventstore/db-client';
import { GossipClient } from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import sharedMessages from '@eventstore/db-client/generated/shared_pb.js';
import { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type { ReadReq } from '@eventstore/db-client/generated/streams_pb.js';
import { unreadable } from './connection-string.js';
import { ConnectionRenewed } from './faults.js';

/** A call in progress, as grpc-js has it. */
export type ReadCall = ReturnType<StreamsClient['read']>;
export type AppendCall = ReturnType<StreamsClient['batchAppend']>;

/** What the client keeps for its own commands (declared protected): its channel, its reconnecting, its credentials. */
interface Innards {
  GRPCStreamCreator<T>(
    Client: typeof StreamsClient,
    name: string,
    creator: (stub: StreamsClient) => T,
  ): () => Promise<T>;
  execute<T>(
    Client: typeof GossipClient,
    name: string,
    action: (stub: GossipClient) => Promise<T>,
  ): Promise<T>;
  callArguments(
    options: { requiresLeader: boolean },
    callOptions: { deadline: number },
  ): Required<Parameters<StreamsClient['batchAppend']>>;
  getChannel(): Promise<{ close(): void }>;
}

/** By the clients in a row that went silent: the second one may have met a leader that is just being replaced. */
const PATIENCE = [1, 1, 2, 4];

/** How long the closing of a client may take; a frozen server would keep us waiting. */
const DISPOSE_MS = 1_000;

/**
 * One client of the server, made anew whenever it has gone silent.
 *
 * Connection string, TLS, credentials, discovery by gossip and the way to a new leader are the client's. The two calls,
 * Read and BatchAppend, are made here with the client's own service definitions, because its commands cannot do what
 * the log needs: its pending appends lie in one map of the module, so that an error of one client rejects those of all
 * others, and a late answer then throws outside any promise; a queued write of a connection that breaks is an unhandled
 * rejection; a read cannot be filtered, and is not ended by leaving its loop.
 */
export class Connection {
  private client: EventStoreDBClient | undefined;
  private isClosed = false;
  private clients = 0;
  private messages = 0;
  /** Clients in a row that went silent. */
  private silences = 0;

  constructor(private readonly connectionString: string) {
    this.client = this.newClient();
  }

  read(request: ReadReq): Promise<ReadCall> {
    return this.call('read', (stub, innards) =>
      stub.read(request, ...innards.callArguments({ requiresLeader: true }, { deadline: Infinity })),
    );
  }

  batchAppend(): Promise<AppendCall> {
    return this.call('batchAppend', (stub, innards) =>
      stub.batchAppend(...innards.callArguments({ requiresLeader: true }, { deadline: Infinity })),
    );
  }

  /** How many nodes the server knows of, itself included; 1 of one that is no cluster. */
  async nodes(timeoutMs: number): Promise<number> {
    const { client } = this;
    if (client === undefined) throw new ConnectionRenewed();
    return innardsOf(client).execute(
      GossipClient,
      'gossip',
      (stub) =>
        new Promise((resolve, reject) => {
          const [metadata] = innardsOf(client).callArguments(
            { requiresLeader: false },
            { deadline: Infinity },
          );
          const deadline = Date.now() + timeoutMs;
          stub.read(new sharedMessages.Empty(), metadata, { deadline }, (error, cluster) => {
            if (error === null) resolve(cluster.getMembersList().length);
            else reject(error);
          });
        }),
    );
  }

  /** Which client in a row is used now. */
  get generation(): number {
    return this.clients;
  }

  /** Messages of all reads so far, to tell a silent server from a busy one. */
  get heard(): number {
    return this.messages;
  }

  /** A read or an append has got a message. */
  hear(): void {
    this.messages++;
    if (this.silences > 0) this.silences--;
  }

  /**
   * How many times as long as usual an answer is waited for. Where one client after the other goes silent, the server may
   * only be slower than that: whoever begins anew each time would never be answered.
   */
  get patience(): number {
    return PATIENCE[Math.min(this.silences, PATIENCE.length - 1)] ?? 1;
  }

  /**
   * Ends all calls and begins with a new client, on a new connection to whoever is the leader now.
   * @param generation of the client that went silent: where another has taken its place already, that one stays
   */
  renew(generation = this.clients): void {
    if (this.isClosed || generation !== this.clients) return;
    const old = this.client;
    this.silences = Math.min(this.silences + 1, PATIENCE.length);
    this.client = this.newClient();
    void this.discard(old);
  }

  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    const old = this.client;
    this.client = undefined;
    await this.discard(old);
  }

  private newClient(): EventStoreDBClient {
    this.clients++;
    try {
      return EventStoreDBClient.connectionString(this.connectionString);
    } catch (error) {
      // Its error carries the whole string, with the credentials.
      const why =
        error instanceof Error && !('connectionString' in error) ? error.message : 'the client refuses it';
      throw unreadable(why);
    }
  }

  private async call<
    T extends { cancel(): void; on(event: 'error' | 'close', listener: () => void): unknown },
  >(name: string, begin: (stub: StreamsClient, innards: Innards) => T): Promise<T> {
    const { client } = this;
    if (client === undefined) throw new ConnectionRenewed();
    const innards = innardsOf(client);
    const call = await innards.GRPCStreamCreator(StreamsClient, name, (stub) => begin(stub, innards))();
    // Whatever happens to a call that nobody listens to any more, the process does not fall over it.
    call.on('error', () => undefined);
    if (this.client !== client) {
      call.cancel();
      throw new ConnectionRenewed();
    }
    return call;
  }

  private async discard(client: EventStoreDBClient | undefined): Promise<void> {
    if (client === undefined) return;
    const disposed = client.dispose().catch(() => undefined);
    await Promise.race([disposed, new Promise((resolve) => setTimeout(resolve, DISPOSE_MS).unref())]);
    // The client ends its calls and leaves its connection open.
    await Promise.race([
      innardsOf(client)
        .getChannel()
        .then((channel) => channel.close())
        .catch(() => undefined),
      new Promise((resolve) => setTimeout(resolve, DISPOSE_MS).unref()),
    ]);
  }
}

function innardsOf(client: EventStoreDBClient): Innards {
  return client as unknown as Innards;
}

/** An error of a call as the client's own commands would give it. */
export function commandError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  try {
    return convertToCommandError(error);
  } catch {
    // The client trips over a "not leader" that does not name the leader.
    return error;
  }
}
