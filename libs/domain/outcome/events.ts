import type { StatedLines } from '../lines.js';

/** An outcome was reported (*utfall*), from the start of its period to the end of a month. */
export interface OutcomeReported extends StatedLines {
  readonly basis: 'outcome';
  /** The month it runs through, `2023-08`. */
  readonly through: string;
}

export interface OutcomeCatalogue {
  readonly OutcomeReported: OutcomeReported;
}
