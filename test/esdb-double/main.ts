/**
 * A process that speaks the protocol of EventStoreDB 23.10 as far as the client of a ledger uses it, with what it is
 * told to do wrong. A test tool and no store.
 *
 *     main.ts [--data FILE] [--nodes N] [--port PORT]… [--certificate FILE --key FILE] [--user NAME:PASSWORD]
 *
 * prints `{"ports":[…],"control":…}` when it can be reached, and ends when its standard input does. It keeps everything in
 * memory, or in FILE, where it goes on when it is started again. Of several nodes, which have one log, the first leads.
 * The control port takes JSON: POST /fault (see faults.ts), /clear, /cut, /freeze, /thaw, /restart {"milliseconds":…},
 * /lead {"node":…}; GET /log tells what lies in the log, GET /taken how often each fault was met.
 */
import { createServer as createHttpServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { GossipService } from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import grpc from '@grpc/grpc-js';
import { Faults, type Fault } from './faults.js';
import { openKeptLog } from './kept-log.js';
import { DoubleLog } from './log.js';
import { HOST, Relay } from './relay.js';
import { credentialsOf, interceptorsOf } from './secured.js';
import { Services } from './services.js';

const { values: asked } = parseArgs({
  options: {
    data: { type: 'string' },
    nodes: { type: 'string', default: '1' },
    port: { type: 'string', multiple: true, default: [] },
    certificate: { type: 'string' },
    key: { type: 'string' },
    user: { type: 'string' },
  },
});
const log = asked.data === undefined ? new DoubleLog() : openKeptLog(asked.data);
const faults = new Faults();
let leading = 0;

interface RunningNode {
  readonly relay: Relay;
  readonly services: Services;
}
const nodes: RunningNode[] = [];

const cut = (): void => {
  for (const { relay } of nodes) relay.cut();
};
const published = (): void => {
  for (const { services } of nodes) services.published();
};

async function startNode(index: number): Promise<void> {
  const services = new Services({
    log,
    faults,
    cut: () => nodes[index]?.relay.cut(),
    nodes: () => nodes.map(({ relay }, i) => ({ host: HOST, port: relay.port, isLeader: i === leading })),
    isLeader: () => index === leading,
    published,
  });
  const server = new grpc.Server({
    // TFConsts.EffectiveMaxLogRecordSize, which ClusterVNodeStartup.cs gives to the service Streams.
    'grpc.max_receive_message_length': 16 * 1024 * 1024 - 10_000,
    // Measured; it is what Kestrel allows on a connection where nobody says otherwise.
    'grpc.max_concurrent_streams': 100,
    interceptors: interceptorsOf(asked),
  });
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
    server.bindAsync(`${HOST}:0`, credentialsOf(asked), (error, port) => {
      if (error === null) resolve(port);
      else reject(error);
    });
  });
  const relay = await Relay.open(innerPort, Number(asked.port[index] ?? 0));
  nodes.push({ relay, services });
}

for (let index = 0; index < Number(asked.nodes); index++) await startNode(index);

async function body(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text === '' ? {} : (JSON.parse(text) as unknown);
}

const commands: Record<string, (asked: unknown) => unknown> = {
  '/fault': (fault) => faults.add(fault as Fault),
  '/clear': () => faults.clear(),
  '/cut': () => cut(),
  '/freeze': () => nodes.forEach(({ relay }) => relay.freeze()),
  '/thaw': () => nodes.forEach(({ relay }) => relay.thaw()),
  '/lead': (told) => {
    leading = (told as { node: number }).node;
    published();
  },
  // Everything is kept but what the server remembers of ids.
  '/restart': (told) => {
    const { milliseconds = 100 } = told as { milliseconds?: number };
    log.forgetIds();
    for (const { relay } of nodes) relay.goAway(milliseconds);
  },
  '/taken': () => faults.taken(),
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

await new Promise<void>((resolve) => control.listen(0, HOST, resolve));
process.stdout.write(
  `${JSON.stringify({ ports: nodes.map(({ relay }) => relay.port), control: (control.address() as AddressInfo).port })}\n`,
);
// Whoever started it is gone.
process.stdin.on('end', () => process.exit(0)).resume();
