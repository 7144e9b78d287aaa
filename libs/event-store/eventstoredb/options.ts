import type { EventStore } from '../port.js';

export interface EventStoreDbOptions {
  /** `esdb://user:password@host:2113?prefix=name`; see connection-string.ts. It may hold credentials. */
  readonly connection: string;
  /** What the ledger's streams begin with on the server; stands before the one in the connection string. */
  readonly prefix?: string;
  /** `write` (the default) makes the log where there is none; `read` does not. Any number of processes may write. */
  readonly mode?: 'write' | 'read';
  /** Where `recordedAt` comes from. */
  readonly clock?: () => Date;
  /** Names a new log: 4 to 16 of a–z and 0–9. */
  readonly newLogId?: () => string;
  readonly appendBytesMax?: number;
  /** Milliseconds before a call that is not answered is made again. Default 5 000. */
  readonly answerMs?: number;
  /** Milliseconds for which a call is made again before it ends with LOG_UNREACHABLE. Default: `giveUp` of the string, 60 000. */
  readonly giveUpMs?: number;
  /** Milliseconds for which the opening waits for the server. Default: `giveUp` of the string, 20 000. */
  readonly connectMs?: number;
}

/** A log on EventStoreDB. What it has beyond the port is about its server. */
export interface EventStoreDb extends EventStore {
  /** Where the log is, without credentials. */
  readonly address: string;
}
