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

  /** A whole WebSocket frame (RFC 6455, not masked) of a `next` message that begins with `prefix`. */
  frame(prefix: Buffer): Buffer {
    const length = prefix.length + this.payload.length + 1;
    const header = length < 126 ? 2 : length < 65_536 ? 4 : 10;
    const frame = Buffer.allocUnsafe(header + length);
    frame[0] = TEXT;
    if (header === 2) frame[1] = length;
    else if (header === 4) {
      frame[1] = 126;
      frame.writeUInt16BE(length, 2);
    } else {
      frame[1] = 127;
      frame.writeUInt32BE(0, 2);
      frame.writeUInt32BE(length, 6);
    }
    prefix.copy(frame, header);
    this.payload.copy(frame, header + prefix.length);
    frame[header + length - 1] = CLOSING_BRACE;
    return frame;
  }
}

/** What every `next` of a subscription begins with. */
export function nextPrefix(id: string): Buffer {
  return Buffer.from(`{"id":${JSON.stringify(id)},"type":"next","payload":`);
}
