import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Arrivals } from './arrivals.js';
import type { Operation } from './table.js';

/*
 * Subscribers that cost as little as can be: of what comes only the frames are told apart and the position read, so that
 * the load is not what is measured.
 */

export type Transport = 'websocket' | 'sse';

const HEAD_END = Buffer.from('\r\n\r\n');
const ACKNOWLEDGED = Buffer.from('"connection_ack"');
const CURSOR = Buffer.from('"cursor":"');
const SSE_ID = Buffer.from('\nid: ');
const EMPTY = Buffer.alloc(0);
const COLON = 0x3a;
const NEWLINE = 0x0a;
const PING = 0x9;
const PONG = 0xa;
const TEXT = 0x1;
const CLOSE = 0x8;

/** One who follows something, over a connection of his own. */
export class Subscriber {
  /** Why it is over, where it should not be. */
  failure: string | undefined;
  readonly #socket: Socket;
  readonly #number: number;
  readonly #arrivals: Arrivals;
  #rest: Buffer = EMPTY;
  #closed = false;

  private constructor(socket: Socket, number: number, arrivals: Arrivals) {
    this.#socket = socket;
    this.#number = number;
    this.#arrivals = arrivals;
  }

  static async open(
    {
      url,
      transport,
      number,
      operation,
    }: { url: string; transport: Transport; number: number; operation: Operation },
    arrivals: Arrivals,
  ): Promise<Subscriber> {
    const { hostname, port } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    const subscriber = new Subscriber(socket, number, arrivals);
    socket.on('error', (error) => (subscriber.failure ??= error.message));
    socket.on('close', () => {
      if (!subscriber.#closed) subscriber.failure ??= 'the connection was closed';
    });
    await once(socket, 'connect');
    if (transport === 'sse') subscriber.#followSse(`${hostname}:${port}`, operation);
    else await subscriber.#followSocket(`${hostname}:${port}`, operation);
    return subscriber;
  }

  close(): void {
    this.#closed = true;
    this.#socket.destroy();
  }

  #followSse(host: string, { query }: Operation): void {
    const body = JSON.stringify({ query });
    this.#socket.write(
      `POST /graphql/stream HTTP/1.1\r\nHost: ${host}\r\nAccept: text/event-stream\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
    this.#socket.on('data', (data: Buffer) => this.#takeSse(data));
  }

  async #followSocket(host: string, { query }: Operation): Promise<void> {
    const socket = this.#socket;
    const key = randomBytes(16).toString('base64');
    socket.write(
      `GET /graphql HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n`,
    );
    const head = await this.#until(HEAD_END);
    if (!head.toString('latin1').startsWith('HTTP/1.1 101')) throw new Error(head.toString().slice(0, 500));
    socket.write(masked(TEXT, Buffer.from('{"type":"connection_init"}')));
    await this.#until(ACKNOWLEDGED);
    socket.on('data', (data: Buffer) => this.#takeFrames(data));
    // As clients name theirs: no two alike, so that no frame is another one's.
    const id = randomUUID();
    socket.write(masked(TEXT, Buffer.from(JSON.stringify({ id, type: 'subscribe', payload: { query } }))));
  }

  /** What comes before there is anything to follow. */
  async #until(end: Buffer): Promise<Buffer> {
    let bytes: Buffer = EMPTY;
    while (!bytes.includes(end))
      bytes = Buffer.concat([bytes, ...((await once(this.#socket, 'data')) as [Buffer])]);
    return bytes;
  }

  #takeFrames(data: Buffer): void {
    const time = performance.now();
    let bytes = this.#rest.length === 0 ? data : Buffer.concat([this.#rest, data]);
    while (bytes.length >= 2) {
      const short = (bytes[1] as number) & 0x7f;
      const header = short < 126 ? 2 : short === 126 ? 4 : 10;
      if (bytes.length < header) break;
      const length =
        short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
      if (bytes.length < header + length) break;
      this.#takeFrame((bytes[0] as number) & 0xf, bytes.subarray(header, header + length), time);
      bytes = bytes.subarray(header + length);
    }
    this.#rest = bytes.length === 0 ? EMPTY : bytes;
  }

  #takeFrame(kind: number, payload: Buffer, time: number): void {
    if (kind === PING) this.#socket.write(masked(PONG, payload));
    else if (kind === CLOSE) this.failure ??= `closed: ${payload.subarray(2).toString()}`;
    else if (kind === TEXT) {
      const at = payload.indexOf(CURSOR);
      if (at === -1) this.failure ??= payload.toString('utf8').slice(0, 500);
      else this.#arrivals.came(this.#number, numberAfter(payload, at + CURSOR.length), time);
    }
  }

  #takeSse(data: Buffer): void {
    const time = performance.now();
    const bytes = this.#rest.length === 0 ? data : Buffer.concat([this.#rest, data]);
    let from = 0;
    for (;;) {
      const at = bytes.indexOf(SSE_ID, from);
      const end = at === -1 ? -1 : bytes.indexOf(NEWLINE, at + SSE_ID.length);
      if (end === -1) {
        this.#rest = bytes.subarray(at === -1 ? Math.max(from, bytes.length - SSE_ID.length) : at);
        return;
      }
      this.#arrivals.came(this.#number, numberAfter(bytes, at + SSE_ID.length), time);
      from = end;
    }
  }
}

/** The number in a cursor (`k3f9:1207/0`) that begins here. */
function numberAfter(bytes: Buffer, at: number): number {
  let i = bytes.indexOf(COLON, at) + 1;
  let number = 0;
  for (let digit = (bytes[i] ?? 0) - 48; digit >= 0 && digit <= 9; digit = (bytes[++i] ?? 0) - 48)
    number = number * 10 + digit;
  return number;
}

/** A frame from a client, masked with nothing. */
function masked(kind: number, payload: Buffer): Buffer {
  const { length } = payload;
  const header = length < 126 ? Buffer.alloc(6) : Buffer.alloc(8);
  header[0] = 0x80 | kind;
  if (length < 126) header[1] = 0x80 | length;
  else {
    header[1] = 0x80 | 126;
    header.writeUInt16BE(length, 2);
  }
  return Buffer.concat([header, payload]);
}
