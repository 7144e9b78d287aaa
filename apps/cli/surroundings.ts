import type { ImportOptions, ImportOutcome } from '../shared/import-outcome.js';
import type { Ledger, OpenOptions } from '../shared/ledger.js';
import type { PlannedInput } from './import/planned-input.js';
import type { Io } from './io.js';

/** What commands work with; what is heavy is loaded when a command needs it. */
export interface Surroundings {
  readonly io: Io;
  readonly openLedger: (options: OpenOptions) => Promise<Ledger>;
  /** Reads and checks what is to be imported, without a ledger. */
  readonly planInputs: (options: ImportOptions) => Promise<readonly PlannedInput[]>;
  /** Imports it into the ledger, or says what would be recorded. */
  readonly importInputs: (
    ledger: Ledger | null,
    inputs: readonly PlannedInput[],
    options: ImportOptions,
  ) => Promise<readonly ImportOutcome[]>;
}
