import {
  assertionsOf,
  editionLineKey,
  Evaluator,
  printedTolerance,
  readingKey,
  readingOf,
  Reconciler,
  statedNetsOf,
  type Book,
  type Finding,
  type PlainEntry,
  type PrintedForm,
  type Reading,
} from '#ledger';
import { TrackedFacts } from '../../projections/reconciliation/tracked-facts.js';
import { AlteredFacts } from '../support/altered-facts.js';

/** A printed number with one digit changed. */
export interface ChangedDigit {
  readonly entry: PlainEntry;
  readonly altered: PlainEntry;
  /** By how much, as an amount. */
  readonly by: bigint;
}

/** What is found by changing digits of one ledger. */
export class Digits {
  readonly #book: Book;
  readonly #readings = new Map<string, Reading[]>();
  /** By line of editions: those whose reconciliation rests on it. */
  readonly #dependents = new Map<string, Set<string>>();
  /** By entry: the least tolerance of what it is compared with, and how far that is off already. */
  readonly #tolerances = new Map<string, bigint>();
  readonly #before = new Map<string, Finding>();

  constructor(book: Book) {
    this.#book = book;
    const seen = new Set<string>();
    for (const entry of book.entries()) {
      const reading = book.resolve(readingOf(entry));
      if (seen.has(readingKey(reading))) continue;
      seen.add(readingKey(reading));
      const scope = editionLineKey(reading);
      this.#readings.set(scope, [...(this.#readings.get(scope) ?? []), reading]);
    }
    for (const [scope, readings] of this.#readings) this.#learn(scope, readings);
  }

  /** Entries that are printed in a cell of a table as an amount. */
  cells(): PlainEntry[] {
    return [...this.#book.entries()]
      .filter((entry) => amountOf(entry) !== null && entry.printed !== undefined && entry.source?.row !== '')
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** Whether a cell is compared with anything. */
  isCompared(entry: PlainEntry): boolean {
    return this.#tolerances.has(entry.id);
  }

  /** Whether a change is more than rounding allows in at least one thing that the cell is compared with. */
  isBeyondTolerance({ entry, by }: ChangedDigit): boolean {
    const tolerance = this.#tolerances.get(entry.id);
    return tolerance !== undefined && (by < 0n ? -by : by) > tolerance;
  }

  /**
   * What the reconciliation says of a change: `reported`, where a discrepancy that was not there, or had other numbers,
   * names the cell; `mended`, where one that named it is gone.
   */
  told({ entry, altered }: ChangedDigit): 'reported' | 'mended' | 'nothing' {
    const facts = new AlteredFacts(this.#book, altered);
    const reconciler = new Reconciler(new Evaluator(facts));
    const naming = new Set<string>();
    for (const scope of this.#dependents.get(editionLineKey(readingOf(entry))) ?? []) {
      for (const reading of this.#readings.get(scope) ?? []) {
        for (const finding of reconciler.of(reading)) {
          if (finding.class === 'rounding' || !names(finding, entry)) continue;
          if (finding.class === 'discrepancy' && !this.#before.has(textOf(finding))) return 'reported';
          naming.add(finding.id);
        }
      }
    }
    const gone = [...this.#before.values()].some(
      (finding) => finding.class !== 'rounding' && names(finding, entry) && !naming.has(finding.id),
    );
    return gone ? 'mended' : 'nothing';
  }

  #learn(scope: string, readings: readonly Reading[]): void {
    const facts = new TrackedFacts(this.#book);
    const evaluator = new Evaluator(facts);
    const reconciler = new Reconciler(evaluator);
    for (const reading of readings) {
      for (const finding of reconciler.of(reading)) this.#before.set(textOf(finding), finding);
      const asserted = [...assertionsOf(evaluator, reading), ...statedNetsOf(evaluator, reading)];
      for (const { entry, difference, tolerance, places } of asserted) {
        const used = difference < 0n ? -difference : difference;
        const least = used > tolerance ? tolerance : tolerance + used;
        for (const place of places) {
          // A printed total is held against its own parts; what it is a part of is computed without it.
          if (place.id !== entry.id && !stands(evaluator, place)) continue;
          const known = this.#tolerances.get(place.id);
          if (known === undefined || least < known) this.#tolerances.set(place.id, least);
        }
      }
    }
    for (const key of [...facts.asked, scope]) {
      const dependents = this.#dependents.get(key) ?? new Set<string>();
      this.#dependents.set(key, dependents.add(scope));
    }
  }
}

/** Whether a value is what the entry says. */
function stands(evaluator: Evaluator, entry: PlainEntry): boolean {
  const { marks, standing } = evaluator.value(readingOf(entry));
  return standing?.id === entry.id && !marks.has('computed');
}

function names({ asserted }: Finding, entry: PlainEntry): boolean {
  return asserted.places.some(({ id }) => id === entry.id);
}

function textOf({ id, asserted }: Finding): string {
  return `${id} ${asserted.stated} ${asserted.computed}`;
}

function amountOf(entry: PlainEntry): bigint | null {
  if (entry.kind !== 'statement') return entry.amount;
  return entry.says.kind === 'amount' ? entry.says.amount : null;
}

/** The digits of a printed number, from the last. */
function digitsOf(amount: bigint, printed: PrintedForm): { digits: string; place: bigint } {
  // Twice half a unit in the last place.
  const place = 2n * printedTolerance(printed);
  return { digits: [...((amount < 0n ? -amount : amount) / place).toString()].reverse().join(''), place };
}

/** The cell with another digit at a place from the last; null where it has no such digit, or that one already. */
export function changed(entry: PlainEntry, at: number, digit: number): ChangedDigit | null {
  const amount = amountOf(entry);
  if (amount === null || entry.printed === undefined) return null;
  const { digits, place } = digitsOf(amount, entry.printed);
  const was = digits[at];
  if (was === undefined || Number(was) === digit) return null;
  const size = BigInt(digit - Number(was)) * place * 10n ** BigInt(at);
  const by = amount < 0n ? -size : amount === 0n ? BigInt(entry.printed.sign) * size : size;
  return { entry, altered: withAmount(entry, amount + by), by };
}

export function digitCount(entry: PlainEntry): number {
  const amount = amountOf(entry);
  return amount === null || entry.printed === undefined ? 0 : digitsOf(amount, entry.printed).digits.length;
}

function withAmount(entry: PlainEntry, amount: bigint): PlainEntry {
  if (entry.kind === 'statement') return { ...entry, says: { kind: 'amount', amount } };
  return { ...entry, amount };
}
