import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LedgerError } from '#amount';
import { doorkeeper, type Doorkeeper } from './doorkeeper.js';
import { LOG_STATES } from './metrics.js';
import type { ServerSettings } from './settings.js';

/** What answers while the log is being opened, for which a server may take its time. */
export interface WaitingRoom {
  /** The one that was asked for, or the free one that was found. */
  readonly port: number;
  /** Ends it, so that the server itself may listen there. */
  leave(): Promise<void>;
}

/** Seconds after which whoever asks for more than health may ask again. */
const RETRY_AFTER_S = '1';

/**
 * Tells health and metrics that the log is `connecting`; nothing else is answered yet.
 * @throws Error with the code EADDRINUSE where the port is taken
 */
export async function openWaitingRoom(settings: ServerSettings): Promise<WaitingRoom> {
  const mayAsk = doorkeeper(settings);
  const server = createServer((request, response) => answer(request, response, mayAsk));
  server.listen(settings.port, settings.host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    leave: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(request: IncomingMessage, response: ServerResponse, mayAsk: Doorkeeper): void {
  const refused = mayAsk(request.headers);
  if (refused !== undefined) return send(response, 403, failure(refused));
  switch (request.url?.split('?')[0]) {
    case '/health/live':
      return send(response, 200, { status: 'live' });
    case '/health/ready':
      return send(response, 503, { status: 'starting', log: { state: 'connecting' } });
    case '/metrics':
      response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' });
      response.end(METRICS);
      return undefined;
    default:
      response.setHeader('retry-after', RETRY_AFTER_S);
      return send(response, 503, failure(NOT_OPEN));
  }
}

const NOT_OPEN = new LedgerError('LOG_UNREACHABLE', 'the log is not open yet', {
  hint: 'Ask again in a moment; /health/ready tells when it is.',
});

/** As metrics.ts has it for a log that is open. */
const METRICS = [
  '# HELP liggaren_log_state How the log is doing: 1 for the state that it is in',
  '# TYPE liggaren_log_state gauge',
  ...LOG_STATES.map(
    (state) => `liggaren_log_state{engine="eventstoredb",state="${state}"} ${state === 'connecting' ? 1 : 0}`,
  ),
  '',
].join('\n');

function failure(error: LedgerError): object {
  const { message, ...extensions } = error.toJSON();
  return { errors: [{ message, extensions }] };
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}
