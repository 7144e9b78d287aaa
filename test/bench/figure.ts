import type { BenchLog } from './bench-log.js';

/** What one round of a figure came to, in the figure's unit. */
export interface Measured {
  readonly ours: number;
  readonly reference: number;
  /** Latencies of ours, in milliseconds. */
  readonly p50?: number;
  readonly p99?: number;
}

/** What a figure is run in. */
export interface Bench {
  /** One round instead of five; a figure may not measure anything else then, only less often. */
  readonly quick: boolean;
  /** A folder for this run, removed with all that is in it. */
  readonly folder: string;
  /** The log of a million events, made when first asked for. Do not write to it: take a copy. */
  millionEvents(): Promise<BenchLog>;
}

/**
 * One line of the table: our way and a raw reference, measured one right after the other in each round, because the
 * machine drifts. What counts is the ratio.
 */
export interface Figure {
  readonly name: string;
  /** Of both numbers: `events/s`, `requests/s`, `ms`. */
  readonly unit: string;
  readonly referenceName: string;
  /** What ours ÷ reference should be: at least (a rate), or at most (a time). */
  readonly aim: { readonly atLeast: number } | { readonly atMost: number };
  /** `round` counts from 0. */
  run(round: number, bench: Bench): Promise<Measured>;
  /** Closes what the rounds left open. */
  end?(): Promise<void>;
}

/** A line of `bench.json`. */
export interface FigureResult {
  readonly name: string;
  readonly unit: string;
  /** Medians of the rounds. `ratio` is the median of the rounds' ratios. */
  readonly ours: number;
  readonly reference: number;
  readonly referenceName: string;
  readonly ratio: number;
  readonly rounds: number;
  readonly p50?: number;
  readonly p99?: number;
}
