import { connect, type Socket } from 'node:net';

/** A mask of nothing leaves what is masked as it is. */
const MASK = Buffer.alloc(4);

const TEXT = 0x81;
const PING = 0x89;
const PONG = 0x8a;
const CLOSE = 0x88;

/** A frame as clients send it: masked. */
export function frame(opcode: number, payload: Buffer | string): Buffer {
  const body = Buffer.from(payload);
  const length =
    body.length < 126
      ? Buffer.from([0x80 | body.length])
      : body.length < 65_536
        ? Buffer.from([0x80 | 126, body.length >> 8, body.length & 0xff])
        : Buffer.concat([Buffer.from([0x80 | 127]), wide(body.length)]);
  return Buffer.concat([Buffer.from([opcode]), length, MASK, body]);
}

function wide(length: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(length));
  return bytes;
}

export const text = (message: unknown): Buffer => frame(TEXT, JSON.stringify(message));

/** The head of a frame that is to have so many bytes. */
export const headOf = (length: number): Buffer =>
  Buffer.concat([Buffer.from([TEXT, 0x80 | 127]), wide(length), MASK]);

/** How the server answered the handshake: 101 where it took the WebSocket. */
export interface Handshake {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/** A WebSocket by hand, which may send what it wants. */
export class RawSocket {
  readonly handshake: Promise<Handshake>;
  /** The code that it was closed with; 0 where the connection ended without one. */
  readonly closed: Promise<number>;
  readonly socket: Socket;

  constructor(port: number, headers: Readonly<Record<string, string>> = {}) {
    this.socket = connect({ port, host: '127.0.0.1', noDelay: true });
    const socket = this.socket;
    const lines = {
      host: `127.0.0.1:${port}`,
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'bGlnZ2FyZW4gbGlnZ2FyZQ==',
      'sec-websocket-protocol': 'graphql-transport-ws',
      ...headers,
    };
    socket.write(
      `GET /graphql HTTP/1.1\r\n${Object.entries(lines)
        .map(([name, value]) => `${name}: ${value}\r\n`)
        .join('')}\r\n`,
    );
    socket.on('error', () => undefined);
    let rest: Buffer = Buffer.alloc(0);
    let code = 0;
    let answered: (handshake: Handshake) => void = () => undefined;
    let failed: (error: Error) => void = () => undefined;
    this.handshake = new Promise((resolve, reject) => {
      answered = resolve;
      failed = reject;
    });
    // Whoever asks hears of it; others need not.
    this.handshake.catch(() => undefined);
    let head: string | null = null;
    socket.on('data', (piece: Buffer) => {
      rest = Buffer.concat([rest, piece]);
      if (head === null) {
        const end = rest.indexOf('\r\n\r\n');
        if (end < 0) return;
        head = rest.subarray(0, end).toString();
        rest = rest.subarray(end + 4);
        if (statusOf(head) === 101) answered({ status: 101, head, body: '' });
      }
      if (statusOf(head) === 101) rest = this.#frames(rest, (closing) => (code ||= closing));
    });
    this.closed = new Promise((resolve) => {
      socket.on('close', () => {
        if (head === null) failed(new Error('the connection ended before an answer came'));
        else answered({ status: statusOf(head), head, body: rest.toString() });
        resolve(code);
      });
    });
  }

  send(...pieces: readonly Buffer[]): void {
    for (const piece of pieces) this.socket.write(piece);
  }

  /** Introduces itself, as it has to within some seconds. */
  init(): void {
    this.send(text({ type: 'connection_init' }));
  }

  /** Reads the server's frames: answers its pings, and notes its close. */
  #frames(bytes: Buffer, onClose: (code: number) => void): Buffer {
    let rest = bytes;
    for (;;) {
      const [opcode, short] = rest;
      if (opcode === undefined || short === undefined) return rest;
      const begin = short < 126 ? 2 : short === 126 ? 4 : 10;
      if (rest.length < begin) return rest;
      const length =
        short < 126 ? short : short === 126 ? rest.readUInt16BE(2) : Number(rest.readBigUInt64BE(2));
      if (rest.length < begin + length) return rest;
      const payload = rest.subarray(begin, begin + length);
      if (opcode === PING) this.send(frame(PONG, payload));
      if (opcode === CLOSE) {
        onClose(payload.length >= 2 ? payload.readUInt16BE(0) : 1005);
        this.send(frame(CLOSE, payload.subarray(0, 2)));
      }
      rest = rest.subarray(begin + length);
    }
  }
}

function statusOf(head: string): number {
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1]);
}
