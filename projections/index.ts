export * from './contract.js';
export { openReadLedger, type OpenReadLedger, type OpenReadLedgerOptions } from './open-read-ledger.js';
export type { KeptFinding } from './reconciliation/finding.js';
export { reconcileBook } from './reconciliation/reconcile.js';
export type { Progress } from './runner/build.js';
export type { Runner, RunnerStatus } from './runner/runner.js';
export { VIEW_NAMES } from './view/registry.js';
export { documentAnswer } from './answers/document-answer.js';
