import type { EventStore } from '#event-store';
import type { LiveLedger, ReadLedger } from '#projections';
import type { AnswersSource } from '#recording';
import type { EventReader } from './event-list.js';
import type { OpenLogOptions } from './open-log.js';

/** How far long work has come: so much of so much, or of nobody knows how much (null). */
export type OnProgress = (done: number, total: number | null) => void;

/** A ledger that is open: its log, what is read from it, and what can be done to it. */
export interface Ledger {
  readonly store: EventStore;
  readonly reader: ReadLedger;
  readonly events: EventReader;
  /** What changes, as it becomes readable. */
  readonly live: LiveLedger;
  /** For the rules of recording that span streams. */
  readonly answers: AnswersSource;
  /** Settles when the read model has come as far as the log had when it was opened. */
  readonly caughtUp: Promise<void>;
  /**
   * Resolves when the event at a position is in every answer.
   * @throws LedgerError READ_MODEL_BEHIND after `timeoutMs` (default: half a minute), POSITION_UNREADABLE, POSITION_OF_OTHER_LOG
   */
  readonly waitFor: (position: string, timeoutMs?: number) => Promise<void>;
  /** Reads the whole log again into a new read model and goes over to it. */
  readonly rebuild: (onProgress?: OnProgress) => Promise<{ readonly events: number }>;
  readonly close: () => Promise<void>;
}

/** `log`: its clock, and the id of a new one, where they are not the machine's: for what must come out the same again. */
export interface OpenOptions extends OpenLogOptions {
  /** While the read model catches up. */
  readonly onProgress?: OnProgress;
}
