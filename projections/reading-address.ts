import type { Basis } from '#ledger';

/** Which figure, of which edition (*avläsning*). */
export interface ReadingAddress {
  readonly unit: string;
  readonly area: string;
  readonly line: readonly string[];
  readonly measure: string;
  readonly period: string;
  readonly basis: Basis;
  readonly edition: string;
}
