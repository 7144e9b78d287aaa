import { createConnection, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export const HOST = '127.0.0.1';

/** What clients reach a node of the double through, where connections can be cut and frozen as a network does it. */
export class Relay {
  private readonly pairs = new Set<readonly [Socket, Socket]>();
  private isFrozen = false;
  private isAway = false;

  private constructor(
    private readonly server: Server,
    private readonly innerPort: number,
  ) {
    server.on('connection', (outer) => this.connect(outer));
  }

  static async open(innerPort: number, port: number): Promise<Relay> {
    const server = createServer({ noDelay: true });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, HOST, resolve);
    });
    return new Relay(server, innerPort);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  cut(): void {
    for (const [outer, inner] of this.pairs) {
      outer.destroy();
      inner.destroy();
    }
    this.pairs.clear();
  }

  /** Nothing goes through any more, and nothing is closed. */
  freeze(): void {
    this.isFrozen = true;
    for (const [outer, inner] of this.pairs) {
      outer.unpipe(inner);
      inner.unpipe(outer);
      outer.pause();
      inner.pause();
    }
  }

  thaw(): void {
    this.isFrozen = false;
    for (const [outer, inner] of this.pairs) {
      outer.pipe(inner);
      inner.pipe(outer);
    }
  }

  goAway(milliseconds: number): void {
    this.isAway = true;
    this.cut();
    setTimeout(() => {
      this.isAway = false;
    }, milliseconds);
  }

  private connect(outer: Socket): void {
    if (this.isAway) {
      outer.destroy();
      return;
    }
    const inner = createConnection({ host: HOST, port: this.innerPort, noDelay: true });
    const pair = [outer, inner] as const;
    this.pairs.add(pair);
    const over = (): void => {
      this.pairs.delete(pair);
      outer.destroy();
      inner.destroy();
    };
    for (const socket of pair) {
      socket.on('error', over);
      socket.on('close', over);
    }
    outer.pipe(inner);
    inner.pipe(outer);
    if (this.isFrozen) this.freeze();
  }
}
