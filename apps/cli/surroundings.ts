import type { ImportOptions, ImportOutcome, Ledger, OpenOptions } from '../shared/ledger.js';
import type { Io } from './io.js';

/** What commands work with; what is heavy is loaded when a command needs it. */
export interface Surroundings {
  readonly io: Io;
  readonly openLedger: (options: OpenOptions) => Promise<Ledger>;
  /** Imports one path into the ledger, or says what it would record. */
  readonly importPath: (ledger: Ledger | null, options: ImportOptions) => Promise<ImportOutcome>;
}
