import { readingKey, type Explanation, type Split } from '#ledger';
import type { Seen } from './exact-sums.js';

/* The same promises as in exact-sums.ts, held against what the kernel's functions find before anything is printed. */

function requireEqual(what: string, found: bigint, expected: bigint, at: string): void {
  if (found !== expected) throw new Error(`${what}: ${found} is not ${expected} at ${at}`);
}

/** Parts give the value at each level, and the steps through the editions lead to it. */
export function requireExplanationAddsUp(explanation: Explanation, seen: Seen): void {
  const { value, parts, editions, reading } = explanation;
  for (const part of parts) requireExplanationAddsUp(part.explanation, seen);
  const whole = value.amount;
  if (whole === null) return;
  for (const mark of value.marks) seen.note(`mark ${mark}`);
  if (explanation.corrections.length > 0) seen.note('corrected cells');
  if (explanation.discrepancies.length > 0) seen.note('cells with discrepancies');
  const at = readingKey(reading);
  if (parts.length > 0) requirePartsGive(explanation, whole, at, seen);
  if (editions.length === 0) return;
  if (editions.length > 1) seen.note('cells with several steps');
  let steps = 0n;
  for (const step of editions) {
    if (step.opening) steps += step.value ?? 0n;
    steps += step.begun + step.ended + step.unexplained;
    for (const share of step.changes) if (share.counted) steps += share.amount ?? 0n;
  }
  requireEqual('The steps through the editions', steps, whole, at);
}

function requirePartsGive({ composition, parts }: Explanation, whole: bigint, at: string, seen: Seen): void {
  const amounts = parts.map(({ explanation }) => explanation.value.amount ?? 0n);
  const [first = 0n, second = 0n] = amounts;
  if (composition === 'product') {
    seen.note('products');
    requireEqual('The product', (first * second) / 1_000_000n, whole, at);
  } else if (composition === 'ratio') {
    seen.note('ratios');
    // Rounded to the last place that is kept, be it a share or in percent.
    const size = second < 0n ? -second : second;
    const off = [1n, 100n].map((times) => 2n * (first * 1_000_000n * times - whole * second));
    if (off.every((by) => by > size || by < -size))
      throw new Error(`${first} / ${second} is not ${whole} at ${at}`);
  } else {
    seen.note('sums');
    const sum = parts.reduce((total, { coefficient }, n) => total + coefficient * (amounts[n] ?? 0n), 0n);
    requireEqual('The sum of the parts', sum, whole, at);
  }
}

const TERMS = ['difference', 'changed', 'begun', 'ended', 'unexplained'] as const;

/** difference = changes + begun + ended + unexplained = to − from, and each of these is the sum of its parts. */
export function requireSplitAddsUp(split: Split, seen: Seen, top = true): void {
  const { difference, parts } = split;
  if (difference === null) return;
  const at = `${readingKey(split.from)} → ${readingKey(split.to)}`;
  if (top) {
    requireEqual(
      'To less from',
      (split.toValue.amount ?? 0n) - (split.fromValue.amount ?? 0n),
      difference,
      at,
    );
    for (const term of TERMS) if (split[term] !== 0n) seen.note(`differences with ${term}`);
    if (parts.length > 0) seen.note('differences with parts');
  }
  requireEqual(
    'Changes, begun, ended, unexplained',
    split.changed + split.begun + split.ended + split.unexplained,
    difference,
    at,
  );
  const counted = split.changes.reduce(
    (sum, { counted, amount }) => sum + (counted ? (amount ?? 0n) : 0n),
    0n,
  );
  requireEqual('The changes', counted, split.changed, at);
  if (parts.length === 0) return;
  for (const term of TERMS) {
    const sum = parts.reduce((total, part) => total + part.coefficient * (part.split[term] ?? 0n), 0n);
    requireEqual(`The parts of ${term}`, sum, split[term] ?? 0n, at);
  }
  for (const part of parts) requireSplitAddsUp(part.split, seen, false);
}
