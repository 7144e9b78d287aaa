import type { Loaded } from './load.js';

/** Rates between which is looked, in events a second. */
export interface Bounds {
  readonly from: number;
  readonly to: number;
}

export interface Found {
  /** The highest rate that held; 0 where not even the lowest did. */
  readonly rate: number;
  /** True where the highest that was tried held. */
  readonly atBound: boolean;
  readonly tried: readonly { readonly rate: number; readonly held: boolean; readonly loaded: Loaded }[];
}

/** What is to hold: everything was delivered, and nearly all of it soon. */
export function holds({ share, p99, disordered }: Loaded, p99Below: number): boolean {
  return share === 1 && disordered === 0 && p99 < p99Below;
}

const HALVINGS = 2;
/** A machine with others on it fails one attempt in some. */
const ATTEMPTS = 2;

/** The highest rate that holds: doubled until one does not (a quarter where not even the first does), then halved between. */
export async function highestRate(
  { from, to }: Bounds,
  p99Below: number,
  run: (rate: number) => Promise<Loaded>,
): Promise<Found> {
  const tried: { rate: number; held: boolean; loaded: Loaded }[] = [];
  const held = async (rate: number): Promise<boolean> => {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const loaded = await run(rate);
      const good = holds(loaded, p99Below);
      tried.push({ rate, held: good, loaded });
      if (good) return true;
    }
    return false;
  };
  let low = 0;
  let high = from;
  while (await held(high)) {
    low = high;
    if (high >= to) return { rate: low, atBound: true, tried };
    high = Math.min(high * 2, to);
  }
  if (low === 0 && (await held(from / 4))) low = from / 4;
  for (let n = 0; low > 0 && n < HALVINGS; n++) {
    const middle = (low + high) / 2;
    if (await held(middle)) low = middle;
    else high = middle;
  }
  return { rate: low, atBound: false, tried };
}
