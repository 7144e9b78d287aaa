import type { Figure, FigureResult } from './figure.js';

/** What a figure should come to: a ratio, or a time that hardly any answer takes. */
interface Aimed {
  readonly name: string;
  readonly aim: Figure['aim'] | { readonly p99Below: number };
}

/** The figures as lines for a terminal. */
export function benchTable(results: readonly FigureResult[], figures: readonly Aimed[]): string {
  const rows = results.map((result) => {
    const aim = figures.find((figure) => figure.name === result.name)?.aim;
    return [
      result.name,
      `${number(result.ours)} ${result.unit}`,
      number(result.reference),
      result.ratio.toFixed(2),
      aim === undefined ? '' : aimText(aim, result),
      result.p99 === undefined ? '' : `${result.p50 ?? ''} / ${result.p99} ms`,
      result.referenceName,
    ];
  });
  const lines = [['figure', 'ours', 'reference', 'ratio', 'aim', 'p50 / p99', 'reference is'], ...rows];
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  const isText = (column: number): boolean => column === 0 || column === lines[0]!.length - 1;
  return lines
    .map((line) =>
      line
        .map((cell, column) =>
          isText(column) ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
        )
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}

function aimText(aim: Aimed['aim'], { ratio, p99 }: FigureResult): string {
  if ('p99Below' in aim)
    return `p99 < ${aim.p99Below} ms ${p99 !== undefined && p99 < aim.p99Below ? 'yes' : 'no'}`;
  const [text, isReached] =
    'atLeast' in aim
      ? [`≥ ${aim.atLeast.toFixed(2)}`, ratio >= aim.atLeast]
      : [`≤ ${aim.atMost.toFixed(2)}`, ratio <= aim.atMost];
  return `${text} ${isReached ? 'yes' : 'no'}`;
}

function number(value: number): string {
  if (Math.abs(value) < 1000) return String(value);
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ' ');
}
