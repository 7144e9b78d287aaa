/**
 * A process that speaks the protocol of EventStoreDB 23.10 as far as the client of a ledger uses it, with what it is
 * told to do wrong. A test tool: it keeps everything in memory and is no store.
 *
 *     main.ts
 *
 * prints `{"port":…,"control":…}` when it can be reached, and ends when its standard input does. The control port takes
 * JSON: POST /fault (see faults.ts), /clear, /cut, /freeze, /thaw, /restart {"milliseconds":…}; GET /log tells what lies
 * in the log.
 */
import { createServer as createHttpServer, type IncomingMessage } from 'node:http';
import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net';
import { GossipService } from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import grpc from '@grpc/grpc-js';
import { Faults, type Fault } from './faults.js';
import { DoubleLog } from './log.js';
import { Services } from './services.js';

const HOST = '127.0.0.1';

const log = new DoubleLog();
const faults = new Faults();

/* Clients reach the server through a relay, where connections can be cut and frozen as a network does it. */
const pairs = new Set<readonly [Socket, Socket]>();
let isFrozen = false;
let isAway = false;

function cut(): void {
  for (const [outer, inner] of pairs) {
    outer.destroy();
    inner.destroy();
  }
  pairs.clear();
}

const relay = createServer({ noDelay: true }, (outer) => {
  if (isAway) {
    outer.destroy();
    return;
  }
  const inner = createConnection({ host: HOST, port: innerPort, noDelay: true });
  const pair = [outer, inner] as const;
  pairs.add(pair);
  const over = (): void => {
    pairs.delete(pair);
    outer.destroy();
    inner.destroy();
  };
  for (const socket of pair) {
    socket.on('error', over);
    socket.on('close', over);
  }
  outer.pipe(inner);
  inner.pipe(outer);
  if (isFrozen) freeze();
});

function freeze(): void {
  isFrozen = true;
  for (const [outer, inner] of pairs) {
    outer.unpipe(inner);
    inner.unpipe(outer);
    outer.pause();
    inner.pause();
  }
}

function thaw(): void {
  isFrozen = false;
  for (const [outer, inner] of pairs) {
    outer.pipe(inner);
    inner.pipe(outer);
  }
}

const services = new Services({
  log,
  faults,
  cut,
  address: () => ({ host: HOST, port: (relay.address() as AddressInfo).port }),
});
const server = new grpc.Server({ 'grpc.max_receive_message_length': 4 * 1024 * 1024 });
server.addService(StreamsService, {
  read: services.read,
  batchAppend: services.batchAppend,
  delete: services.delete,
  tombstone: services.tombstone,
});
server.addService(ServerFeaturesService, {
  getSupportedMethods: services.getSupportedMethods,
});
server.addService(GossipService, { read: services.gossip });

const innerPort = await new Promise<number>((resolve, reject) => {
  server.bindAsync(`${HOST}:0`, grpc.ServerCredentials.createInsecure(), (error, port) => {
    if (error === null) resolve(port);
    else reject(error);
  });
});

async function body(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text === '' ? {} : (JSON.parse(text) as unknown);
}

const commands: Record<string, (asked: unknown) => unknown> = {
  '/fault': (asked) => faults.add(asked as Fault),
  '/clear': () => faults.clear(),
  '/cut': () => cut(),
  '/freeze': () => freeze(),
  '/thaw': () => thaw(),
  // Everything is kept but what the server remembers of ids.
  '/restart': (asked) => {
    const { milliseconds = 100 } = asked as { milliseconds?: number };
    isAway = true;
    cut();
    log.forgetIds();
    setTimeout(() => {
      isAway = false;
    }, milliseconds);
  },
  '/log': () => ({
    events: log.all.map(({ stream, revision, id, type }) => ({ stream, revision, id, type })),
  }),
};

const control = createHttpServer((request, response) => {
  void (async () => {
    try {
      const command = commands[request.url ?? ''];
      if (command === undefined) throw new Error(`no such command: ${request.url}`);
      const answer = command(await body(request));
      response.setHeader('content-type', 'application/json').end(JSON.stringify(answer ?? {}));
    } catch (error) {
      response.statusCode = 400;
      response.end(JSON.stringify({ error: String(error) }));
    }
  })();
});

await new Promise<void>((resolve) => relay.listen(0, HOST, resolve));
await new Promise<void>((resolve) => control.listen(0, HOST, resolve));
process.stdout.write(
  `${JSON.stringify({ port: (relay.address() as AddressInfo).port, control: (control.address() as AddressInfo).port })}\n`,
);
// Whoever started it is gone.
process.stdin.on('end', () => process.exit(0)).resume();
