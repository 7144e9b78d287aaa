import type { Operation } from './table.js';

/** What is told beforehand: messages of each operation, as ours told them over the ledger. */
export interface Captured {
  readonly operations: readonly Operation[];
  /** Of each operation some messages, each what its root field answers with. */
  readonly messages: readonly (readonly Record<string, unknown>[])[];
}
