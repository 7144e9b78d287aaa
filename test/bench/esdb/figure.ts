import type { EventStoreDBClient } from '@eventstore/db-client';
import type { EventStoreDb } from '#event-store';
import type { FigureResult } from '../figure.js';
import type { LedgerOnServer } from './ledger-on-server.js';

/** What one round of a figure came to, in the figure's unit: the port, the client by hand, the call without either. */
export interface Measured {
  readonly ours: number;
  readonly byHand: number;
  /** The same messages over the bare gRPC call, nothing made of them: how fast the server and the wire are. */
  readonly bare?: number;
  /** Latencies in milliseconds. */
  readonly p50?: number;
  readonly p99?: number;
  readonly byHandP50?: number;
  readonly byHandP99?: number;
  /** Microseconds of the processor for each event, of the process that asks (not of the server). */
  readonly processor?: { readonly ours: number; readonly byHand: number };
}

/** What a figure is run in. */
export interface EsdbBench {
  readonly connection: string;
  /** A folder for this run, removed with all that is in it. */
  readonly folder: string;
  /** Begins the names of everything that this run writes. */
  readonly run: string;
  /** A log of its own for what figures append, open. */
  readonly store: EventStoreDb;
  /** The client by hand: one, as its own manual says. */
  readonly client: EventStoreDBClient;
  /** The same ledger written by the port and by hand; made when first asked for. */
  ledger(): Promise<LedgerOnServer>;
}

/** One line of the table: each round measures ours, then the same by hand, then over the bare call. */
export interface EsdbFigure {
  readonly name: string;
  readonly unit: string;
  readonly referenceName: string;
  /** Ours ÷ by hand: at least (a rate), or at most (a time). */
  readonly aim: { readonly atLeast: number } | { readonly atMost: number };
  run(round: number, bench: EsdbBench): Promise<Measured>;
}

/** A line of `bench-esdb.json`. */
export interface EsdbResult extends FigureResult {
  readonly bare?: number;
  readonly referenceP50?: number;
  readonly referenceP99?: number;
  /** Microseconds of the processor for each event. */
  readonly processor?: number;
  readonly referenceProcessor?: number;
  /** Of the processor, by hand ÷ ours: as `ratio`, on a machine that is not idle. */
  readonly processorRatio?: number;
}
