import { kindOf, toDecimal, type Amount, type UnitOfMeasure } from '#amount';
import type { ChangeShare, Evaluator, Finding, PlainEntry, Reading, SourceCell } from '#ledger';
import type { ChangeAnswer, DiscrepancyAnswer, EntryAnswer, ReadingAddress } from '../contract.js';

export function eventOf(entryId: string): string {
  return entryId.slice(0, entryId.lastIndexOf('/'));
}

export function addressOf(reading: Reading): ReadingAddress {
  const { unit, area, line, measure, period, basis, edition } = reading;
  return { unit, area, line, measure, period, basis, edition };
}

/** The unit that an answer is in, unless what is printed counts something else (a percentage in a table of tkr). */
export function unitFor(entry: PlainEntry | null | undefined, view: UnitOfMeasure): UnitOfMeasure {
  const printed = entry?.printed?.unitOfMeasure;
  return printed !== undefined && kindOf(printed) !== kindOf(view) ? printed : view;
}

export function decimal(amount: Amount | null, unit: UnitOfMeasure): string | null {
  return amount === null ? null : toDecimal(amount, unit);
}

function amountOf(entry: PlainEntry): Amount | null {
  if (entry.kind !== 'statement') return entry.amount;
  return entry.says.kind === 'amount' ? entry.says.amount : null;
}

function saysOf(entry: PlainEntry): EntryAnswer['says'] {
  if (entry.kind === 'statement') return entry.says.kind;
  return entry.kind === 'change' ? 'change' : 'difference';
}

/** What is known beside an entry: what took it out, and whom to ask for the values that it rests on. */
interface Beside {
  readonly takenOutBy?: string | null;
  readonly evaluator?: Evaluator;
}

export function entryAnswer(entry: PlainEntry, unit: UnitOfMeasure, beside: Beside = {}): EntryAnswer {
  const relative = entry.kind === 'statement' && entry.says.kind === 'relative' ? entry.says : null;
  const own = unitFor(entry, unit);
  return {
    id: entry.id,
    event: eventOf(entry.id),
    kind: entry.kind,
    reading: addressOf(entry.kind === 'statement' ? entry.reading : entry.to),
    value: decimal(amountOf(entry), own),
    unitOfMeasure: own,
    says: saysOf(entry),
    cause: entry.kind === 'change' ? entry.cause.words : null,
    causeKind: entry.kind === 'change' ? entry.cause.kind : null,
    terms: (relative?.terms ?? []).map((term) => ({
      coefficient: Number(term.coefficient),
      reading: addressOf(term.reading),
      value: decimal(beside.evaluator?.value(term.reading).amount ?? null, own),
    })),
    difference: decimal(relative?.difference ?? null, own),
    printed: entry.printed?.text ?? entry.source?.printed ?? null,
    status: entry.status ?? null,
    decision: entry.decision ?? null,
    published: entry.published?.date ?? null,
    source: entry.source ?? null,
    takenOutBy: beside.takenOutBy ?? null,
    correction: null,
    takenOut: null,
    recordedAt: null,
    actor: null,
    position: null,
  };
}

/** Changes as a reader looks for them: the largest first, those without an amount last. */
export function changeAnswers(
  evaluator: Evaluator,
  shares: readonly ChangeShare[],
  unit: UnitOfMeasure,
): ChangeAnswer[] {
  const size = ({ amount }: ChangeShare): Amount => (amount === null ? -1n : amount < 0n ? -amount : amount);
  const bySize = (a: ChangeShare, b: ChangeShare): number =>
    size(a) === size(b) ? 0 : size(a) > size(b) ? -1 : 1;
  return [...shares].sort(bySize).map((share) => changeAnswer(evaluator, share, unit));
}

function changeAnswer(evaluator: Evaluator, share: ChangeShare, unit: UnitOfMeasure): ChangeAnswer {
  const { change, amount, counted } = share;
  const { cause, to } = change;
  return {
    cause: cause.words,
    causeId: cause.id,
    kind: cause.kind,
    amount: decimal(amount, unit),
    precision: toDecimal(change.precision, unit),
    counted,
    status: change.status ?? evaluator.edition(to)?.status ?? null,
    since: cause.since ?? null,
    until: cause.until ?? null,
    permanent: cause.permanent === true,
    decision: change.decision ?? null,
    event: eventOf(change.id),
    entry: change.id,
    line: to.line,
    measure: to.measure,
    source: change.source ?? null,
    sources: evaluator.facts
      .addedSources(change.id)
      .flatMap((added): SourceCell[] => (added.source ? [added.source] : [])),
    correction: null,
    recordedAt: null,
    actor: null,
    position: null,
    sale: null,
  };
}

export function discrepancyAnswer(
  { id, class: is, asserted }: Finding,
  unit: UnitOfMeasure,
): DiscrepancyAnswer {
  return {
    id,
    kind: asserted.kind,
    class: is,
    stated: toDecimal(asserted.stated, unit),
    computed: toDecimal(asserted.computed, unit),
    difference: toDecimal(asserted.difference, unit),
    tolerance: toDecimal(asserted.tolerance, unit),
    places: asserted.places.flatMap((entry): SourceCell[] => (entry.source ? [entry.source] : [])),
  };
}
