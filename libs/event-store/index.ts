export * from './append-missing.js';
export * from './canonical-json.js';
export { ConflictError, type ActualRevision, type LogErrorCode } from './errors.js';
export { parseEnvelope, type Envelope } from './envelope.js';
export * from './port.js';
export {
  comparePositions,
  isPosition,
  logOf,
  parsePosition,
  requireLog,
  type From,
  type Position,
} from './position.js';
export { STREAM_NAME_BYTES_MAX, requireStreamName } from './stream-name.js';
export {
  openSqliteEventStore,
  type SqliteEventStore,
  type SqliteEventStoreOptions,
} from './sqlite/sqlite-event-store.js';
export type { LogProblem, LogReport } from './sqlite/verify.js';
export { isSqliteError } from './sqlite/sqlite-errors.js';
export { default as Sqlite } from './sqlite/binding.js';
export { openEventStoreDb } from './eventstoredb/open.js';
export type { EventStoreDb, EventStoreDbOptions } from './eventstoredb/options.js';
export { isLogAddress } from './eventstoredb/connection-string.js';
