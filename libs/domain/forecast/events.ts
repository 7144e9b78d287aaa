import type { StatedLines } from '../lines.js';

/** A forecast was revised (*prognos*): what the year is expected to end at, as of the edition (`T1`, `2020-10`). */
export interface ForecastRevised extends StatedLines {
  readonly basis: 'forecast';
}

export interface ForecastCatalogue {
  readonly ForecastRevised: ForecastRevised;
}
