import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from '../../../apps/api/index.js';
import { importInputs } from '../../../apps/cli/import/import-inputs.js';
import { planInputs } from '../../../apps/cli/import/planned-input.js';
import { run } from '../../../apps/cli/run.js';
import type { Ledger, OpenOptions } from '../../../apps/shared/ledger.js';
import { openLedger as openEmbedded } from '../../../apps/shared/open-ledger.js';
import { isOnServer, openLedger } from '../engine.js';
import { memoryIo } from '../memory-io.js';
import { compactJson } from './compact-json.js';
import { copyFolder } from './copy-folder.js';
import type { Asked, Asking, Question } from './document.js';
import { commandsOf, type ShellCommand } from './shell-words.js';
import { PositionsOnServer } from './positions-on-server.js';

/** When the published figures were loaded into the ledger of the page, and when the first thing is registered there. */
const LOADED = '2026-01-15T09:00:00.000Z';
const FIRST_REGISTERED = '2026-03-02T09:00:00.000Z';
const DAY_MS = 86_400_000;
const LOG_ID = 'k3f9';
const ACTOR = 'ekonom-1';

/** Made by chance, by whoever registers; the ids of what was imported are derived. */
const RANDOM_ID = /\b[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\b/g;

/**
 * The ledger that the page of questions asks: the published figures, loaded at a time of its own, so that every answer
 * comes out the same again. What registers something has a copy of it for each way of asking.
 */
export class AskedLedger {
  #copies = 0;

  private constructor(
    private readonly folder: string,
    private readonly reading: ServedLedger,
  ) {}

  /** @param data the folder of the data package */
  static async loaded(data: string): Promise<AskedLedger> {
    const folder = await mkdtemp(join(tmpdir(), 'liggaren-questions-'));
    const clock = new Calendar(LOADED);
    // On every engine the same events in the same order, as the page has them: the copies are on the engine of the test.
    const ledger = await openEmbedded({ folder: join(folder, 'loaded'), mode: 'write', log: logOf(clock) });
    await ledger.caughtUp;
    const options = { paths: [data], actor: 'local', dryRun: false };
    await importInputs(ledger, await planInputs(options), options);
    await ledger.close();
    await copyFolder(join(folder, 'loaded'), join(folder, 'asked'), logOf(clock));
    return new AskedLedger(folder, await ServedLedger.of(join(folder, 'asked'), clock));
  }

  async close(): Promise<void> {
    await this.reading.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** The answers to all that a question asks, in order. */
  async answers({ title, asked }: Question): Promise<string[]> {
    const answers = new Map<Asked, string>();
    for (const by of ['graphql', 'sh'] as const) {
      const those = asked.filter((one) => one.by === by);
      if (!those.some(registers)) {
        for (const one of those) answers.set(one, await this.reading.answer(one));
        continue;
      }
      const ids = new ShownIds(`${title} ${by}`);
      const copy = await this.#copy();
      for (const one of those) answers.set(one, await copy.answer(one, ids));
      await copy.close();
    }
    return asked.map((one) => answers.get(one) ?? '');
  }

  async #copy(): Promise<ServedLedger> {
    const folder = join(this.folder, `copy-${(this.#copies += 1)}`);
    const clock = new Calendar(FIRST_REGISTERED);
    await copyFolder(join(this.folder, 'loaded'), folder, logOf(clock));
    return ServedLedger.of(folder, clock);
  }
}

function registers({ by, text }: Asked): boolean {
  return by === 'graphql' ? /^mutation\b/m.test(text) : /^npx liggaren (?:register|import)\b/m.test(text);
}

/** A failure as it stands in an answer. */
interface Failed {
  readonly locations?: unknown;
  readonly message: string;
}

/** A clock of days: it stands still until the next one begins. */
class Calendar {
  #now: number;

  constructor(first: string) {
    this.#now = Date.parse(first);
  }

  readonly now = (): Date => new Date(this.#now);

  nextDay(): void {
    this.#now += DAY_MS;
  }
}

function logOf(clock: Calendar): NonNullable<OpenOptions['log']> {
  return { clock: clock.now, newLogId: () => LOG_ID };
}

async function opened(options: OpenOptions, clock: Calendar): Promise<Ledger> {
  return openLedger({ ...options, log: logOf(clock) });
}

/** A ledger in a folder, asked by a server or on the command line, whichever comes; one of them has it open at a time. */
class ServedLedger {
  #server: { readonly ledger: Ledger; readonly api: Awaited<ReturnType<typeof createServer>> } | null = null;

  readonly #positions: PositionsOnServer | null;

  private constructor(
    private readonly folder: string,
    private readonly clock: Calendar,
  ) {
    this.#positions = isOnServer() ? new PositionsOnServer(folder, LOG_ID) : null;
  }

  static async of(folder: string, clock: Calendar): Promise<ServedLedger> {
    return new ServedLedger(folder, clock);
  }

  async close(): Promise<void> {
    await this.#server?.api.close();
    await this.#server?.ledger.close();
    this.#server = null;
  }

  async answer(asked: Asked, ids?: ShownIds): Promise<string> {
    const text = ids?.actual(asked.text) ?? asked.text;
    const answer = await this.#ways[asked.by]((await this.#positions?.actual(text)) ?? text);
    if (registers(asked)) this.clock.nextDay();
    const shown = await this.#shown(answer);
    return ids?.shown(shown) ?? shown;
  }

  /** With the positions that the embedded log has. */
  async #shown(answer: string): Promise<string> {
    return (await this.#positions?.shown(answer)) ?? answer;
  }

  readonly #ways: Record<Asking, (text: string) => Promise<string>> = {
    graphql: async (query) => {
      this.#server ??= await this.#serve();
      const response = await fetch(`${this.#server.api.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
      });
      // Positions of a server are longer, and lines would be broken elsewhere.
      const { data, errors } = JSON.parse(await this.#shown(await response.text())) as {
        data?: unknown;
        errors?: Failed[];
      };
      if (errors === undefined) return compactJson(data);
      return compactJson({
        data: data ?? null,
        errors: errors.map(withoutLocations),
      });
    },
    sh: async (block) => {
      const printed: string[] = [];
      for (const command of commandsOf(block)) printed.push(await this.#run(command));
      return printed.join('\n');
    },
  };

  async #serve(): Promise<{ ledger: Ledger; api: Awaited<ReturnType<typeof createServer>> }> {
    const ledger = await opened({ folder: this.folder, mode: 'write' }, this.clock);
    await ledger.caughtUp;
    const settings = { actor: ACTOR };
    return { ledger, api: await createServer({ access: ledger, settings, caughtUp: ledger.caughtUp }) };
  }

  /** What a terminal shows: the output, then the messages, and the exit code where it is not 0. */
  async #run({ argv, pipe }: ShellCommand): Promise<string> {
    const io = memoryIo({ env: { LIGGAREN_LEDGER: this.folder, LIGGAREN_ACTOR: ACTOR } });
    const code = await run(argv, {
      io,
      openLedger: async (options) => opened(options, this.clock),
      planInputs,
      importInputs,
    });
    const { out, err } = io.written;
    const shown =
      pipe === null ? out : spawnSync('sh', ['-c', pipe], { input: out, encoding: 'utf8' }).stdout;
    const ended = code === 0 ? '' : `[exit code ${code}]\n`;
    return `${trimmedLines(shown)}${trimmedLines(err)}${ended}`;
  }
}

/** Lines and columns of the query tell nothing beside it. */
function withoutLocations({ locations: _locations, ...error }: Failed): object {
  return error;
}

/** Blanks at the ends of lines are lost wherever a page is edited. */
function trimmedLines(text: string): string {
  return text.replaceAll(/[ \t]+$/gm, '');
}

/** Ids that were made by chance, and what stands for them on the page: the same each time. */
class ShownIds {
  readonly #shown = new Map<string, string>();

  constructor(private readonly seed: string) {}

  shown(answer: string): string {
    return answer.replaceAll(RANDOM_ID, (id) => {
      const known = this.#shown.get(id) ?? shownId(`${this.seed} ${this.#shown.size}`);
      this.#shown.set(id, known);
      return known;
    });
  }

  actual(asked: string): string {
    return [...this.#shown].reduce((text, [actual, shown]) => text.replaceAll(shown, actual), asked);
  }
}

function shownId(seed: string): string {
  const hex = createHash('sha256').update(seed).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
