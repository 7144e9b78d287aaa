import { STATUS_CODES, type IncomingMessage, type Server as HttpServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { handleProtocols, makeServer, type Server } from 'graphql-ws';
import { WebSocketServer } from 'ws';
import { LedgerError } from '#amount';
import type { Doorkeeper } from '../doorkeeper.js';
import type { Asking } from './asking.js';
import { CloseCode } from './codes.js';
import type { Connections } from './connections.js';
import { FRAME_BYTES_MAX, RETRY_AFTER_S } from './limits.js';
import { silent, SocketConnection, type SocketArgs, type SocketExtra } from './socket.js';

export interface SocketsOptions {
  readonly path: string;
  readonly mayAsk: Doorkeeper;
  readonly asking: Asking;
  readonly connections: Connections;
  /** Where the log can be read to now: told with the acknowledgement. */
  readonly cursor: () => string;
}

/** Takes the WebSockets of a server: the handshake, and then graphql-transport-ws. */
export function acceptSockets(http: HttpServer, options: SocketsOptions): void {
  const { path, mayAsk, asking, connections } = options;
  const server = protocolServer(options);
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: FRAME_BYTES_MAX,
    // Frames are made once for all who get them, and a compressor for each connection is what a server drowns in.
    perMessageDeflate: false,
    // One message a turn: what one of them begins or ends is so when the next is read.
    allowSynchronousEvents: false,
    handleProtocols: (offered) => handleProtocols(offered),
  });
  http.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    if (request.headers.upgrade?.toLowerCase() !== 'websocket')
      return withoutUpgrade(http, request, stream, head);
    stream.on('error', () => stream.destroy());
    const stranger = mayAsk(request.headers);
    if (stranger !== undefined) return refuse(stream, 403, stranger);
    if (pathOf(request) !== path) return refuse(stream, 404, unknownPath(path));
    const noPlace = connections.refusal();
    if (noPlace !== undefined) return refuse(stream, 503, noPlace);
    sockets.handleUpgrade(request, stream, head, (socket) => {
      const connection = new SocketConnection(
        socket,
        stream,
        asking,
        () => connections.slow++,
        (bytes) => connections.wrote(bytes),
      );
      const gone = connections.add({
        kind: 'websocket',
        queued: () => connection.outlet.queued,
        beat: () => beat(connection),
        closeSlow: () => connection.closeSlow(),
        close: () => connection.close(CloseCode.serverClosing, 'SERVER_CLOSING'),
        terminate: () => connection.terminate(),
      });
      socket.once('close', gone);
      connection.open(server);
    });
  });
}

function protocolServer({ asking, cursor }: SocketsOptions): Server<SocketExtra> {
  return makeServer<undefined, SocketExtra>({
    connectionInitWaitTimeout: asking.limits.initMs,
    onConnect: () => acknowledgement(cursor, asking),
    onSubscribe: (context, id, payload) => context.extra.connection.subscribing(context, id, payload),
    onComplete: (context, id) => context.extra.connection.completed(id),
    subscribe: (args) => {
      const { following } = args as SocketArgs;
      if (following === undefined) throw new TypeError('a subscription that nobody accepted');
      return silent(following);
    },
    execute: (args) => connectionOf(args).answer(args as SocketArgs),
    context: (context) => context.extra,
  });
}

function connectionOf({ contextValue }: { readonly contextValue?: unknown }): SocketConnection {
  return (contextValue as SocketExtra).connection;
}

/** Whoever subscribes to what comes resumes from here, if the connection is lost before the first message. */
function acknowledgement(cursor: () => string, { log }: Asking): Record<string, unknown> | true {
  try {
    return { cursor: cursor() };
  } catch (error) {
    log.error({ err: error }, 'no cursor for an acknowledgement');
    return true;
  }
}

/** A peer that did not answer the last ping is gone. */
function beat(connection: SocketConnection): void {
  if (!connection.alive) {
    connection.terminate();
    return;
  }
  connection.alive = false;
  connection.ping();
}

/**
 * Clients that offer HTTP/2 with every request, as Java's does, are to be answered in HTTP/1.1 (RFC 9110, 7.8). Node
 * takes whatever offers an upgrade from the server once somebody listens for WebSockets: the request is given back to
 * be read again, without the offer.
 */
function withoutUpgrade(http: HttpServer, request: IncomingMessage, stream: Duplex, head: Buffer): void {
  const { method = 'GET', url = '/', httpVersion, rawHeaders } = request;
  let text = `${method} ${url} HTTP/${httpVersion}\r\n`;
  for (let n = 0; n < rawHeaders.length; n += 2) {
    const name = rawHeaders[n] ?? '';
    if (!/^(?:connection|upgrade|http2-settings)$/i.test(name))
      text += `${name}: ${rawHeaders[n + 1] ?? ''}\r\n`;
  }
  stream.unshift(Buffer.concat([Buffer.from(`${text}\r\n`, 'latin1'), head]));
  http.emit('connection', stream);
}

function pathOf({ url = '' }: IncomingMessage): string {
  const end = url.indexOf('?');
  return end === -1 ? url : url.slice(0, end);
}

function refuse(stream: Duplex, status: number, error: LedgerError): void {
  const { message, ...extensions } = error.toJSON();
  const body = JSON.stringify({ errors: [{ message, extensions }] });
  const retry = status === 503 ? `Retry-After: ${RETRY_AFTER_S}\r\n` : '';
  stream.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\n${retry}` +
      `Content-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
  // Whoever does not close its side is not waited for.
  stream.once('finish', () => stream.destroy());
}

function unknownPath(path: string): LedgerError {
  return new LedgerError('WRONG_USAGE', 'there is no WebSocket here', { hint: `Connect to ${path}.` });
}
