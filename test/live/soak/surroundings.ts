import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { printToImport } from './prints.js';
import { runLiggaren, serve, type Ran, type Served } from './processes.js';
import type { Proxy } from './proxy.js';

/** Exit code of a command that finds the ledger, or its read model, in the hands of another process. */
const HELD = 5;

/** A ledger in a folder, and the server over it, which comes and goes. */
export class Surroundings {
  readonly ledger: string;
  /** What should not have happened. */
  readonly failures: string[] = [];
  imports = 0;
  /** Rebuilds that came to their end, and those that found another process at it. */
  readonly rebuilds = { done: 0, held: 0 };
  readonly #proxy: Proxy;
  readonly #folder: string;
  #served: Served | null = null;

  /** @param folder for the ledger, and for what is imported */
  constructor(folder: string, proxy: Proxy) {
    this.ledger = join(folder, 'ledger');
    this.#folder = folder;
    this.#proxy = proxy;
  }

  get served(): Served {
    if (this.#served === null) throw new Error('no server is there');
    return this.#served;
  }

  /** Nothing is left running. */
  async end(): Promise<void> {
    if (this.#served !== null) await this.kill();
  }

  async start(): Promise<void> {
    this.#served = await serve(this.ledger);
    this.#proxy.target = this.#served.port;
  }

  /** kill -9. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** As whoever runs it stops it. */
  async stop(): Promise<void> {
    const { code, err } = await this.#end('SIGTERM');
    if (code !== 0) this.failures.push(`a server that was to stop ended with ${code}: ${err}`);
  }

  /** It is killed while it begins; another one begins after it. */
  async killStarting(ms: number): Promise<void> {
    const starting = runLiggaren(['--ledger', this.ledger, 'serve', '--port', '0']);
    await wait(ms);
    starting.process.kill('SIGKILL');
    await starting.ended;
  }

  /** Neither answers nor ends for a while. */
  async freeze(ms: number): Promise<void> {
    this.served.signal('SIGSTOP');
    await wait(ms);
    this.served.signal('SIGCONT');
  }

  /** Imports another print of a document; a process that is killed meanwhile is followed by one that goes on. */
  async import(killAfterMs: number | null): Promise<void> {
    const argv = await printToImport(this.#folder, this.imports++);
    if (killAfterMs !== null) {
      const killed = runLiggaren(['--ledger', this.ledger, ...argv]);
      const timer = setTimeout(() => killed.process.kill('SIGKILL'), killAfterMs);
      await killed.ended;
      clearTimeout(timer);
    }
    const { code, err } = await runLiggaren(['--ledger', this.ledger, ...argv]).ended;
    if (code !== 0) this.failures.push(`an import ended with ${code}: ${err}`);
  }

  async importPublished(): Promise<void> {
    const { code, err } = await runLiggaren(['--ledger', this.ledger, 'import', 'data']).ended;
    if (code !== 0) throw new Error(`the published figures are not imported: ${code} ${err}`);
  }

  /** `liggaren rebuild`, which leaves it to whoever applies events already. */
  async rebuild(): Promise<void> {
    const { code, err } = await runLiggaren(['--ledger', this.ledger, 'rebuild']).ended;
    if (code === 0) this.rebuilds.done++;
    else if (code === HELD && err.includes('READ_MODEL_LOCKED')) this.rebuilds.held++;
    else this.failures.push(`a rebuild ended with ${code}: ${err}`);
  }

  /** Deletes the read model. */
  async forget(): Promise<void> {
    for (const name of await readdir(this.ledger))
      if (name.startsWith('read-model.')) await rm(join(this.ledger, name), { force: true });
  }

  async #end(signal: NodeJS.Signals): Promise<Ran> {
    const { served } = this;
    this.#proxy.target = null;
    this.#served = null;
    served.signal(signal);
    return served.ended;
  }
}
