import type { Bench, Figure, FigureResult, Measured } from './figure.js';

export const ROUNDS = 5;

export async function measureFigure(
  figure: Figure,
  bench: Bench,
  onRound: (text: string) => void,
): Promise<FigureResult> {
  const rounds: Measured[] = [];
  try {
    for (let round = 0; round < (bench.quick ? 1 : ROUNDS); round++) {
      onRound(`${figure.name}: round ${round + 1}`);
      collectGarbage();
      rounds.push(await figure.run(round, bench));
    }
  } finally {
    await figure.end?.();
  }
  return {
    name: figure.name,
    unit: figure.unit,
    ours: rounded(median(rounds.map((round) => round.ours))),
    reference: rounded(median(rounds.map((round) => round.reference))),
    referenceName: figure.referenceName,
    ratio: rounded(median(rounds.map((round) => round.ours / round.reference))),
    rounds: rounds.length,
    ...latency('p50', rounds),
    ...latency('p99', rounds),
  };
}

function latency(name: 'p50' | 'p99', rounds: readonly Measured[]): Partial<Record<'p50' | 'p99', number>> {
  const values = rounds.flatMap((round) => round[name] ?? []);
  return values.length === 0 ? {} : { [name]: rounded(median(values)) };
}

/** Three significant digits below a thousand, whole numbers above: more would be noise. */
export function rounded(value: number): number {
  return Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(3));
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** The value that this part of all values does not exceed. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN;
}

/** How many a second. */
export async function rate(count: number, work: () => Promise<void> | void): Promise<number> {
  const start = performance.now();
  await work();
  return (count * 1000) / (performance.now() - start);
}

/** With `node --expose-gc` each round begins without the garbage of the one before. */
function collectGarbage(): void {
  globalThis.gc?.();
}
