import { Book } from '../book.js';
import { difference, type Split } from '../difference.js';
import { byCause, explainReading, type EditionStep, type Explanation } from '../explain.js';
import type { Reading } from '../figure.js';
import type { Effect, LedgerRecord } from '../history.js';
import { assertionsOf, type Asserted } from '../reconcile.js';
import { Evaluator, type Value } from '../value.js';
import { printed, textOf } from './figures.js';

/** What the ledger answers, as the worked cases write it. */
export class Answers {
  readonly evaluator: Evaluator;

  constructor(readonly book: Book) {
    this.evaluator = new Evaluator(book);
  }

  static of(effects: readonly Effect[], publishedBy?: string): Answers {
    return Answers.fromRecords(
      effects.flatMap((effect) => effect.records),
      publishedBy,
    );
  }

  static fromRecords(records: readonly LedgerRecord[], publishedBy?: string): Answers {
    return new Answers(new Book(records, publishedBy === undefined ? {} : { publishedBy }));
  }

  /** `120 carried`; `none notStated`. */
  value(reading: Reading): string {
    return shown(this.evaluator.value(reading));
  }

  values(...readings: Reading[]): string[] {
    return readings.map((reading) => this.value(reading));
  }

  split(from: Reading, to: Reading): Split {
    return difference(this.evaluator, from, to);
  }

  /** `1 250 = 1 300 + 0 + 0 − 50`: changes, begun, ended, unexplained. */
  difference(from: Reading, to: Reading): string {
    return equation(this.split(from, to));
  }

  /** The parts of a split by their line: `{ Kommunledning: '1 250 = 0 + 0 + 0 + 1 250' }`. */
  parts(from: Reading, to: Reading): Record<string, string> {
    const { parts } = this.split(from, to);
    return Object.fromEntries(parts.map(({ split }) => [textOf(split.to.line), equation(split)]));
  }

  causes(from: Reading, to: Reading): { words: string; lines: string[] }[] {
    return byCause(this.split(from, to).changes).map(({ cause, shares }) => ({
      words: cause.words,
      lines: shares.map(({ change }) => `${change.to.measure} ${textOf(change.to.line)}`),
    }));
  }

  explain(reading: Reading): Explanation {
    return explainReading(this.evaluator, reading);
  }

  /** The parts of an explained value: `{ x: '10', ofördelat: '30 computed' }`. */
  partsOf(reading: Reading): Record<string, string> {
    const { parts } = this.explain(reading);
    return Object.fromEntries(
      parts.map((part) => [textOf(part.explanation.reading.line), shown(part.explanation.value)]),
    );
  }

  /** The way through the editions: `2021:1: opening −185 419`, `2021:2: 1 300 + 0 + 0 − 50 → −184 169`. */
  steps(reading: Reading): string[] {
    return this.explain(reading).editions.map(step);
  }

  /** What is printed of a reading and does not stand or is computed: `−4 400 against −2 455: discrepancy −1 945 (1)`. */
  assertions(reading: Reading): string[] {
    return assertionsOf(this.evaluator, reading).map(asserted);
  }
}

export function shown(value: Value): string {
  const amount = value.amount === null ? 'none' : printed(value.amount);
  return [amount, ...[...value.marks].sort()].join(' ');
}

export function equation(split: Split): string {
  if (split.difference === null) return 'none';
  const [first, ...rest] = [split.changed, split.begun, split.ended, split.unexplained];
  const terms = rest.map((term) => (term < 0n ? `− ${printed(-term)}` : `+ ${printed(term)}`));
  return `${printed(split.difference)} = ${printed(first)} ${terms.join(' ')}`;
}

function step(at: EditionStep): string {
  const value = at.value === null ? 'none' : printed(at.value);
  if (at.opening) return `${at.edition}: opening ${value}`;
  const changed = at.changes.reduce((sum, share) => sum + (share.counted ? (share.amount ?? 0n) : 0n), 0n);
  const [first, ...rest] = [changed, at.begun, at.ended, at.unexplained];
  const terms = rest.map((term) => (term < 0n ? `− ${printed(-term)}` : `+ ${printed(term)}`));
  return `${at.edition}: ${printed(first)} ${terms.join(' ')} → ${value}`;
}

export function asserted(at: Asserted): string {
  return `${printed(at.stated)} against ${printed(at.computed)}: ${at.class} ${printed(at.difference)} (${printed(at.tolerance)})`;
}
