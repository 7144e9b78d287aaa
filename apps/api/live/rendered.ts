import { TURN_BYTES } from './limits.js';

const TEXT = 0x81;
const CLOSING_BRACE = 0x7d;

/** A result as it goes out: serialised once, framed for each who gets it. */
export class Rendered {
  readonly cursor: string;
  /** The execution result as JSON. */
  readonly payload: Buffer;
  #event: Buffer | undefined;

  constructor(cursor: string, payload: string) {
    this.cursor = cursor;
    this.payload = Buffer.from(payload);
  }

  get bytes(): number {
    return this.payload.length;
  }

  /** A `next` of SSE: the same for all. JSON has no line breaks of its own. */
  get event(): Buffer {
    return (this.#event ??= Buffer.concat([
      Buffer.from(`event: next\nid: ${this.cursor}\ndata: `),
      this.payload,
      Buffer.from('\n\n'),
    ]));
  }

  /** Bytes of a whole WebSocket frame (RFC 6455, not masked) of a `next` message that begins with `prefix`. */
  frameBytes(prefix: Buffer): number {
    const length = prefix.length + this.payload.length + 1;
    return (length < 126 ? 2 : length < 65_536 ? 4 : 10) + length;
  }

  /** Writes that frame; answers where it ends. */
  writeFrame(prefix: Buffer, frame: Buffer, at: number): number {
    const length = prefix.length + this.payload.length + 1;
    frame[at] = TEXT;
    let next = at + 2;
    if (length < 126) frame[at + 1] = length;
    else if (length < 65_536) {
      frame[at + 1] = 126;
      next = frame.writeUInt16BE(length, next);
    } else {
      frame[at + 1] = 127;
      next = frame.writeUInt32BE(length, frame.writeUInt32BE(0, next));
    }
    next += prefix.copy(frame, next);
    next += this.payload.copy(frame, next);
    frame[next] = CLOSING_BRACE;
    return next + 1;
  }
}

/** Frames one after another, in one piece: a write each costs more than copying. */
export function framesOf(messages: readonly Rendered[], prefix: Buffer): Buffer {
  let bytes = 0;
  for (const rendered of messages) bytes += rendered.frameBytes(prefix);
  const frames = Buffer.allocUnsafe(bytes);
  let at = 0;
  for (const rendered of messages) at = rendered.writeFrame(prefix, frames, at);
  return frames;
}

/** What every `next` of a subscription begins with. */
export function nextPrefix(id: string): Buffer {
  return Buffer.from(`{"id":${JSON.stringify(id)},"type":"next","payload":`);
}

/** Pieces of at most `TURN_BYTES`, or of one message. */
export function piecesOf(messages: readonly Rendered[]): readonly (readonly Rendered[])[] {
  const pieces: Rendered[][] = [];
  let bytes = Infinity;
  for (const rendered of messages) {
    bytes += rendered.bytes;
    if (bytes > TURN_BYTES) {
      pieces.push([]);
      bytes = rendered.bytes;
    }
    pieces.at(-1)?.push(rendered);
  }
  return pieces;
}
