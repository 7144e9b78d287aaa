import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importInputs } from '../../apps/cli/import/import-inputs.js';
import { planInputs } from '../../apps/cli/import/planned-input.js';
import { run } from '../../apps/cli/run.js';
import type { ImportOutcome } from '../../apps/shared/import-outcome.js';
import { openLedger } from './engine.js';
import { readCsv } from '../../libs/ingest/csv.js';
import { memoryIo } from './memory-io.js';

export interface Answer {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface ViewOutput {
  readonly columns: readonly { readonly id: string; readonly label: string }[];
  readonly rows: readonly {
    readonly path: readonly string[];
    readonly kind: string;
    readonly cells: readonly {
      readonly column: string;
      readonly value: string | null;
      readonly marks: readonly string[];
      readonly discrepancy: string | null;
    }[];
  }[];
}

export interface CheckOutput {
  readonly kind: string;
  readonly class: string;
  readonly table: string;
  readonly row: string;
  readonly column: string;
  readonly stated: string;
  readonly computed: string;
  readonly difference: string;
}

/** A folder for files and ledgers of a test, and the command line in it, in this process. */
export class CommandLine {
  private constructor(readonly folder: string) {}

  static async inNewFolder(): Promise<CommandLine> {
    return new CommandLine(await mkdtemp(join(tmpdir(), 'liggaren-acceptance-')));
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  async file(name: string, content: string | Uint8Array): Promise<string> {
    const path = join(this.folder, name);
    await writeFile(path, content);
    return path;
  }

  async liggaren(ledger: string, ...argv: readonly string[]): Promise<Answer> {
    const io = memoryIo({ env: { LIGGAREN_LEDGER: join(this.folder, ledger) } });
    const code = await run(argv, { io, openLedger, planInputs, importInputs });
    return { code, ...io.written };
  }

  /** Imports, and fails with all that was said where that is refused. */
  async imported(ledger: string, ...argv: readonly string[]): Promise<ImportOutcome[]> {
    const { code, out, err } = await this.liggaren(ledger, 'import', ...argv, '--json');
    if (code !== 0) throw new Error(`exit ${code}\n${err}\n${out}`);
    return JSON.parse(out) as ImportOutcome[];
  }

  async view(ledger: string, ...argv: readonly string[]): Promise<ViewOutput> {
    return this.#json<ViewOutput>(ledger, 'view', ...argv);
  }

  async check(ledger: string, ...argv: readonly string[]): Promise<CheckOutput[]> {
    return this.#json<CheckOutput[]>(ledger, 'check', ...argv);
  }

  /** Every source cell: the columns of `liggaren cells --csv`. */
  async cells(ledger: string): Promise<Record<string, string>[]> {
    const { out } = await this.liggaren(ledger, 'cells', '--csv');
    return readCsv('cells.csv', out, ['document', 'figure']).map(({ values }) => ({ ...values }));
  }

  async #json<T>(ledger: string, ...argv: readonly string[]): Promise<T> {
    const { code, out, err } = await this.liggaren(ledger, ...argv, '--json');
    if (code > 1) throw new Error(`${argv.join(' ')}: exit ${code}\n${err}`);
    return JSON.parse(out) as T;
  }
}
