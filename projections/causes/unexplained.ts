import { kindOf, toDecimal, type Amount } from '#amount';
import {
  difference,
  editionLineOf,
  readingKey,
  readingOf,
  type EditionLine,
  type Evaluator,
  type Reading,
} from '#ledger';
import { unitOfFrame } from '../answers/lists.js';
import { documentRegistered, type Standpoint } from '../answers/surroundings.js';
import type { UnexplainedChange } from '../contract.js';
import { eventsSaying, termIndexOf } from '../history/term-index.js';
import { frameKeyOf, scopeOfFrame } from '../runner/batch.js';
import { entryIn, term } from '../runner/terms.js';

/**
 * What nobody has explained of the figures that a document states (*oförklarat*), money first and the largest first:
 * between editions of one budget or forecast, from the year before, and of a forecast from its budget. Only figures that
 * are no sums: whoever explains the parts has explained the total.
 */
export function unexplainedIn(at: Standpoint, sha256: string): UnexplainedChange[] {
  const stated = statedIn(at, sha256);
  const found: (UnexplainedChange & { readonly size: Amount; readonly money: boolean })[] = [];
  for (const to of stated.values()) {
    const { evaluator } = at.evaluator([editionLineOf(to)]);
    if (evaluator.composition(to) !== null) continue;
    for (const { kind, from } of pairsOf(at, evaluator, to, stated)) {
      const split = difference(evaluator, from, to);
      if (split.difference === null || split.unexplained === 0n) continue;
      const unit = evaluator.value(to).standing?.printed?.unitOfMeasure ?? unitOfFrame(at, to);
      const decimal = (amount: Amount | null): string | null =>
        amount === null ? null : toDecimal(amount, unit);
      found.push({
        kind,
        from: split.from,
        to: split.to,
        unitOfMeasure: unit,
        before: decimal(split.fromValue.amount),
        after: decimal(split.toValue.amount),
        difference: toDecimal(split.difference, unit),
        unexplained: toDecimal(split.unexplained, unit),
        size: split.unexplained < 0n ? -split.unexplained : split.unexplained,
        money: kindOf(unit) === 'money',
      });
    }
  }
  found.sort((a, b) => Number(b.money) - Number(a.money) || (a.size < b.size ? 1 : a.size > b.size ? -1 : 0));
  return found.map(({ size: _size, money: _money, ...change }) => change);
}

/** The readings that cells of the document, or of the prints that it replaces, state. */
function statedIn(at: Standpoint, sha256: string): Map<string, Reading> {
  const prints = new Set<string>();
  for (let print: string | undefined = sha256; print !== undefined && !prints.has(print);) {
    prints.add(print);
    print = documentRegistered(at, print)?.replaces;
  }
  const stated = new Map<string, Reading>();
  for (const frame of framesCiting(at, prints)) {
    for (const row of at.cache.model.entryRows(frame)) {
      if (row.seq > at.seq || (row.out !== null && row.out.outSeq <= at.seq)) continue;
      const entry = at.cache.model.entry(row.event, row.n);
      if (entry.kind !== 'statement' || entry.source === undefined) continue;
      if (entry.source.row === '' || !prints.has(entry.source.document)) continue;
      const reading = readingOf(entry);
      const resolved = { ...reading, line: at.facts.names(reading.unit, reading.area).resolve(reading.line) };
      stated.set(readingKey(resolved), resolved);
    }
  }
  return stated;
}

/** The frames of the entries that are in those documents, in their order; and of what else their events say. */
function framesCiting({ cache: { model }, seq: upTo }: Standpoint, documents: ReadonlySet<string>): number[] {
  const index = termIndexOf(model.database);
  const terms = [...documents].flatMap((sha256) => index.exact(term('document', sha256)));
  const frames = new Map<string, number>();
  for (const seq of eventsSaying(index, [terms], 1, upTo, false)) {
    for (const record of model.records(seq)) {
      const entry = entryIn(record);
      if (entry === null) continue;
      const key = frameKeyOf(entry);
      if (frames.has(key)) continue;
      const { edition, measure } = readingOf(entry);
      const frame = model.frame(scopeOfFrame(key), edition, measure);
      if (frame !== undefined) frames.set(key, frame);
    }
  }
  return [...frames.values()].sort((a, b) => a - b);
}

interface Pair {
  readonly kind: UnexplainedChange['kind'];
  readonly from: Reading;
}

function pairsOf(
  at: Standpoint,
  evaluator: Evaluator,
  to: Reading,
  stated: ReadonlyMap<string, Reading>,
): Pair[] {
  const pairs: Pair[] = [];
  const own = editionLineOf(to);
  const hasValue = (reading: Reading): boolean => evaluator.value(reading).amount !== null;
  const editions = at.facts.editions(own).map(({ edition }) => edition);
  const place = editions.indexOf(to.edition);
  if (to.basis !== 'outcome') {
    const before = editions
      .slice(0, Math.max(0, place))
      .map((edition) => ({ ...to, edition }))
      .findLast(hasValue);
    if (before !== undefined) pairs.push({ kind: 'edition', from: before });
  }
  // What the document says last of a year stands for it in a comparison of years.
  const later = editions.slice(place + 1).some((edition) => stated.has(readingKey({ ...to, edition })));
  if (!later && /^\d{4}$/.test(to.period) && to.basis !== 'forecast') {
    const from = latestOf(at, { ...to, period: String(Number(to.period) - 1) }, stated, hasValue);
    if (from !== undefined) pairs.push({ kind: 'year', from });
  }
  if (to.basis === 'forecast') {
    const from = latestOf(at, { ...to, basis: 'budget' }, stated, hasValue);
    if (from !== undefined) pairs.push({ kind: 'deviation', from });
  }
  return pairs;
}

/** The edition of another line that the reading is compared with: of an outcome the same month, else the latest stated. */
function latestOf(
  at: Standpoint,
  reading: Reading,
  stated: ReadonlyMap<string, Reading>,
  hasValue: (reading: Reading) => boolean,
): Reading | undefined {
  const line: EditionLine = editionLineOf(reading);
  const all = at.facts.editions(line).map(({ edition }) => ({ ...reading, edition }));
  if (reading.basis === 'outcome') {
    const month = /-\d{2}/.exec(reading.edition)?.[0];
    return all.findLast(({ edition }) => month !== undefined && edition.includes(month));
  }
  return all.findLast((other) => stated.has(readingKey(other))) ?? all.findLast(hasValue);
}
