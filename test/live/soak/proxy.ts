import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

interface Link {
  readonly down: Socket;
  readonly up: Socket;
  /** Of the next piece that comes from the server only so much goes on, and then the link breaks. */
  breaksWithin: number | null;
  stalled: boolean;
}

/** What stands between clients and a server that comes and goes: a fixed address, and a network that breaks. */
export class Proxy {
  /** Where the server listens now; null while there is none. */
  target: number | null = null;
  readonly #server: Server;
  readonly #links = new Set<Link>();

  private constructor(server: Server) {
    this.#server = server;
    server.on('connection', (down) => this.#link(down));
  }

  static async open(): Promise<Proxy> {
    const server = createServer({ noDelay: true });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Proxy(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get links(): number {
    return this.#links.size;
  }

  /** Breaks those connections that are picked, at once. */
  cut(picked: () => boolean): number {
    const cut = [...this.#links].filter(picked);
    for (const link of cut) this.#break(link);
    return cut.length;
  }

  /** Breaks them in the middle of what comes next. */
  cutWithin(picked: () => boolean, share: () => number): number {
    const cut = [...this.#links].filter(picked);
    for (const link of cut) link.breaksWithin = share();
    return cut.length;
  }

  /** Nothing of what the server sends goes on for a while. */
  stall(picked: () => boolean, ms: number): number {
    const stalled = [...this.#links].filter(picked);
    for (const link of stalled) {
      link.stalled = true;
      link.up.pause();
      setTimeout(() => {
        link.stalled = false;
        link.up.resume();
      }, ms).unref();
    }
    return stalled.length;
  }

  async close(): Promise<void> {
    this.cut(() => true);
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #link(down: Socket): void {
    if (this.target === null) {
      down.on('error', () => undefined);
      down.resetAndDestroy();
      return;
    }
    const up = connect({ port: this.target, host: '127.0.0.1', noDelay: true });
    const link: Link = { down, up, breaksWithin: null, stalled: false };
    this.#links.add(link);
    for (const socket of [down, up]) socket.on('error', () => this.#break(link));
    down.on('close', () => this.#break(link));
    // What the server said last still goes out.
    up.on('close', () => down.end());
    down.on('data', (piece) => {
      if (!up.write(piece)) down.pause();
    });
    up.on('drain', () => down.resume());
    down.on('end', () => up.end());
    up.on('data', (piece: Buffer) => {
      if (link.breaksWithin !== null) {
        const part = piece.subarray(0, Math.floor(piece.length * link.breaksWithin));
        down.write(part, () => this.#break(link));
        up.pause();
        return;
      }
      if (!down.write(piece)) up.pause();
    });
    down.on('drain', () => {
      if (!link.stalled) up.resume();
    });
    up.on('end', () => down.end());
  }

  #break(link: Link): void {
    if (!this.#links.delete(link)) return;
    link.down.destroy();
    link.up.destroy();
  }
}
