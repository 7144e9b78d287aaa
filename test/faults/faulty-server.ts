import { startDouble, type Double } from '../esdb-double/start-double.js';
import type { Random } from '../live/soak/random.js';
import type { FaultPlan } from './fault-plans.js';
import { Network } from './network.js';

const NODES = 2;

export interface ServerOptions {
  readonly plan: FaultPlan;
  /** The connection string of a real one, or a double that is running. */
  readonly server: string | Double;
  readonly prefix: string;
}

/** A double that can do all that plans ask of it. */
export function startFaultyDouble(folder: string): Promise<Double> {
  return startDouble({ data: `${folder}/log.jsonl`, nodes: NODES });
}

/** The server of a run, and what is done to it. */
export class FaultyServer {
  readonly wrong: string[] = [];
  private readonly counts: Record<string, number> = {};
  private busy: Promise<void> = Promise.resolve();
  private isOver = false;
  private leader = 0;

  private constructor(
    private readonly plan: FaultPlan,
    private readonly double: Double | undefined,
    private readonly network: Network | undefined,
    readonly connection: string,
    /** What was counted already. */
    private noted: Readonly<Record<string, number>>,
  ) {}

  static async start({ plan, server }: ServerOptions): Promise<FaultyServer> {
    const double = typeof server === 'string' ? undefined : server;
    const direct =
      typeof server === 'string' ? server : plan.leadEvery === undefined ? server.first : server.connection;
    const before = (await double?.taken()) ?? {};
    if (plan.network === undefined) return new FaultyServer(plan, double, undefined, direct, before);
    const host = /^(esdb:\/\/(?:[^@/]*@)?)([^:/?,]+):(\d+)(.*)$/.exec(direct);
    if (host === null)
      throw new Error(
        'LIGGAREN_TEST_ESDB has to name one server by host and port: esdb://127.0.0.1:2113?tls=false',
      );
    const [, scheme, name = '', port, rest] = host;
    const network = await Network.open({ host: name, port: Number(port) });
    return new FaultyServer(plan, double, network, `${scheme}${network.address}${rest}`, before);
  }

  async misbehave(): Promise<void> {
    for (const rule of this.plan.rules ?? []) await this.double?.fault(rule);
  }

  /** So many operations were begun. */
  passed(random: Random, count: number): void {
    const { network, networkEvery = 1, killEvery, leadEvery } = this.plan;
    if (network !== undefined && this.network !== undefined && count % networkEvery === 0) {
      const fault = random.pick(network);
      this.count(fault, this.network.do(fault, random));
    }
    if (killEvery !== undefined && count % killEvery === 0) this.inTurn(() => this.kill());
    if (leadEvery !== undefined && count % leadEvery === 0) {
      this.inTurn(async () => {
        this.leader = (this.leader + 1) % NODES;
        await this.double?.lead(this.leader);
        this.count('another leads', 1);
      });
    }
  }

  /** Nothing goes wrong any more. */
  async behave(): Promise<Readonly<Record<string, number>>> {
    this.isOver = true;
    await this.busy;
    await this.note();
    await this.double?.clear();
    await this.double?.lead(0);
    return this.counts;
  }

  async stop(): Promise<void> {
    await this.busy;
    await this.network?.close();
  }

  private inTurn(what: () => Promise<void>): void {
    this.busy = this.busy
      .then(() => (this.isOver ? undefined : what()))
      .catch((error: unknown) => {
        this.wrong.push(`the fault itself failed: ${String(error)}`);
      });
  }

  private async kill(): Promise<void> {
    await this.note();
    await this.double?.kill();
    this.noted = {};
    await this.double?.lead(this.leader);
    await this.misbehave();
    this.count('killed', 1);
  }

  private async note(): Promise<void> {
    const taken = (await this.double?.taken()) ?? {};
    for (const [name, count] of Object.entries(taken)) {
      const more = count - (this.noted[name] ?? 0);
      if (more > 0) this.count(name, more);
    }
    this.noted = taken;
  }

  private count(name: string, more: number): void {
    this.counts[name] = (this.counts[name] ?? 0) + more;
  }
}
