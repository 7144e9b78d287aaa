import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Random } from '../live/soak/random.js';

/** What a network does to connections, from outside of the server: a real one cannot be told to misbehave. */
export type NetworkFault =
  /** Some connections break, in the middle of what comes from the server. */
  | 'cut'
  /** What the server answers from now on is lost, and a moment later its connection: what was asked for was done. */
  | 'answers-lost'
  /** What is asked from now on is lost, and a moment later the connection. */
  | 'requests-lost'
  /** Nothing of what the server answers arrives for a while, and nothing is closed. */
  | 'stalled'
  /** Everything arrives late. */
  | 'late'
  /** What comes from the server trickles. */
  | 'slow';

interface Link {
  readonly down: Socket;
  readonly up: Socket;
  /** What becomes of a piece from the server. */
  answers: 'pass' | 'lose' | 'break' | 'late' | 'slow';
  losesRequests: boolean;
  /** Pieces that are on their way, in their order. */
  queue: Promise<void>;
}

const MOMENT_MS = 25;
const LATE_MS = 15;
const SPELL_MS = 400;
/** Bytes of a trickle, every `TRICKLE_MS`. */
const TRICKLE_BYTES = 2_000;
const TRICKLE_MS = 5;

/** Stands between a client and a server, at an address of its own. */
export class Network {
  private readonly links = new Set<Link>();

  private constructor(
    private readonly server: Server,
    private readonly target: { readonly host: string; readonly port: number },
  ) {
    server.on('connection', (down) => this.link(down));
  }

  static async open(target: { readonly host: string; readonly port: number }): Promise<Network> {
    const server = createServer({ noDelay: true });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Network(server, target);
  }

  get address(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Does it to some of the connections that there are; answers to how many. */
  do(fault: NetworkFault, random: Random): number {
    const links = Array.from(this.links);
    const some = links.filter(() => random.chance(0.6));
    const met = some.length === 0 ? links.slice(0, 1) : some;
    for (const link of met) this.strike(link, fault);
    return met.length;
  }

  async close(): Promise<void> {
    for (const link of this.links) this.break(link);
    await new Promise((resolve) => this.server.close(resolve));
  }

  private strike(link: Link, fault: NetworkFault): void {
    switch (fault) {
      case 'cut':
        link.answers = 'break';
        // Where nothing comes that it could break in.
        this.later(MOMENT_MS * 4, () => this.break(link));
        return;
      case 'answers-lost':
        link.answers = 'lose';
        this.later(MOMENT_MS, () => this.break(link));
        return;
      case 'requests-lost':
        link.losesRequests = true;
        this.later(MOMENT_MS, () => this.break(link));
        return;
      case 'stalled':
        link.up.pause();
        this.later(SPELL_MS * 2, () => link.up.resume());
        return;
      case 'late':
      case 'slow':
        link.answers = fault;
        this.later(SPELL_MS, () => {
          if (link.answers === fault) link.answers = 'pass';
        });
        return;
    }
  }

  private link(down: Socket): void {
    const up = connect({ ...this.target, noDelay: true });
    const link: Link = { down, up, answers: 'pass', losesRequests: false, queue: Promise.resolve() };
    this.links.add(link);
    for (const socket of [down, up]) {
      socket.on('error', () => this.break(link));
      socket.on('close', () => this.break(link));
    }
    down.on('data', (piece: Buffer) => {
      if (!link.losesRequests) up.write(piece);
    });
    up.on('data', (piece: Buffer) => {
      link.queue = link.queue.then(() => this.answer(link, piece));
    });
  }

  private async answer(link: Link, piece: Buffer): Promise<void> {
    switch (link.answers) {
      case 'lose':
        return;
      case 'break':
        link.down.write(piece.subarray(0, piece.length >> 1), () => this.break(link));
        link.answers = 'lose';
        return;
      case 'late':
        await this.wait(LATE_MS);
        break;
      case 'slow': {
        link.up.pause();
        for (let at = 0; at < piece.length; at += TRICKLE_BYTES) {
          link.down.write(piece.subarray(at, at + TRICKLE_BYTES));
          await this.wait(TRICKLE_MS);
        }
        link.up.resume();
        return;
      }
      case 'pass':
    }
    if (!link.down.destroyed) link.down.write(piece);
  }

  private break(link: Link): void {
    if (!this.links.delete(link)) return;
    link.down.destroy();
    link.up.destroy();
  }

  private wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      setTimeout(resolve, milliseconds);
    });
  }

  private later(milliseconds: number, what: () => void): void {
    setTimeout(what, milliseconds).unref();
  }
}
