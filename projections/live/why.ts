import type { UnitOfMeasure } from '#amount';
import { counts, editionLineKey, lineKey, readingKey, type PlainEntry, type Reading } from '#ledger';
import { changeAnswers, entryAnswer } from '../answers/entry-answer.js';
import { correctionNote, notedChanges, notedEntry } from '../answers/correction-notes.js';
import type { Standpoint } from '../answers/surroundings.js';
import { standsAt, type Filed } from '../ledger/frame-index.js';
import { StoredEvaluator } from '../ledger/stored-evaluator.js';
import type { LiveReason } from '../live-contract.js';

/** Reasons told of one cell: an import moves a total for hundreds. */
export const REASONS_MAX = 20;
/** Readings that are looked through for the reasons of one cell; what lies further down is not told. */
const READINGS_MAX = 2_000;

export interface Why {
  readonly why: readonly LiveReason[];
  readonly whyLeftOut: number;
}

const NOTHING: Why = { why: [], whyLeftOut: 0 };

/** Why readings moved at a position: what took effect there that concerns them, or what they are computed from. */
export class Whys {
  readonly #at: Standpoint;
  readonly #unit: UnitOfMeasure;
  readonly #evaluator: StoredEvaluator;
  readonly #own = new Map<string, readonly LiveReason[]>();
  readonly #terms = new Map<string, readonly Reading[]>();
  readonly #frames = new Map<string, ReadonlyMap<string, readonly Filed[]>>();

  constructor(at: Standpoint, unit: UnitOfMeasure) {
    this.#at = at;
    this.#unit = unit;
    this.#evaluator = new StoredEvaluator(at.facts);
  }

  of(readings: readonly Reading[]): Why {
    if (readings.length === 0) return NOTHING;
    const seen = new Set<string>();
    const told = new Set<string>();
    const queue = readings.map((reading) => this.#evaluator.resolve(reading));
    const why: LiveReason[] = [];
    let whyLeftOut = 0;
    for (let i = 0; i < queue.length && i < READINGS_MAX; i++) {
      const reading = queue[i] as Reading;
      const key = readingKey(reading);
      if (seen.has(key)) continue;
      seen.add(key);
      for (const reason of this.#reasons(reading, key)) {
        const id = idOf(reason);
        if (told.has(id)) continue;
        told.add(id);
        if (why.length < REASONS_MAX) why.push(reason);
        else whyLeftOut++;
      }
      queue.push(...this.#below(reading, key));
    }
    return { why, whyLeftOut };
  }

  #below(reading: Reading, key: string): readonly Reading[] {
    let below = this.#terms.get(key);
    if (below === undefined) {
      below = this.#evaluator.dependencies(reading).map((one) => this.#evaluator.resolve(one));
      this.#terms.set(key, below);
    }
    return below;
  }

  /** What took effect of one reading at this very position. */
  #reasons(reading: Reading, key: string): readonly LiveReason[] {
    const known = this.#own.get(key);
    if (known !== undefined) return known;
    const { seq } = this.#at;
    const reasons: LiveReason[] = [];
    for (const filed of this.#filedOf(reading)) {
      if (filed.outSeq === seq) {
        const correction = filed.correction();
        const note = correction === null ? null : correctionNote(this.#at, correction.id);
        if (note !== null) reasons.push({ kind: 'correction', correction: note });
      }
      if (filed.seq === seq && standsAt(filed, seq)) reasons.push(...this.#reasonsOf(filed.entry()));
    }
    this.#own.set(key, reasons);
    return reasons;
  }

  #reasonsOf(entry: PlainEntry): LiveReason[] {
    const put = correctionNote(this.#at, entry.id);
    const corrections: LiveReason[] = put === null ? [] : [{ kind: 'correction', correction: put }];
    if (entry.kind === 'change') {
      const { status, to, amount } = entry;
      const counted = counts(status, this.#evaluator.edition(to) ?? undefined);
      const answers = changeAnswers(this.#evaluator, [{ change: entry, amount, counted }], this.#unit);
      const changes = notedChanges(this.#at, answers).map((change) => ({ kind: 'change' as const, change }));
      return [...corrections, ...changes];
    }
    const { publishedBy } = this.#at.options;
    if (publishedBy !== undefined && !((entry.published?.date ?? '\uffff') <= publishedBy))
      return corrections;
    const evaluator = publishedBy === undefined ? { evaluator: this.#evaluator } : {};
    const answer = notedEntry(this.#at, entryAnswer(entry, this.#unit, evaluator));
    return [...corrections, { kind: 'statement', entry: answer }];
  }

  /** Everything that was ever filed of a reading that is resolved, by any of its names. */
  #filedOf(reading: Reading): readonly Filed[] {
    const scope = editionLineKey(reading);
    const key = `${scope}\u001d${reading.edition}\u001d${reading.measure}`;
    let lines = this.#frames.get(key);
    if (lines === undefined) {
      lines = this.#linesOf(scope, reading);
      this.#frames.set(key, lines);
    }
    return lines.get(lineKey(reading.line)) ?? [];
  }

  /** Of one frame what took effect here, by resolved line. */
  #linesOf(scope: string, { unit, area, edition, measure }: Reading): ReadonlyMap<string, readonly Filed[]> {
    const { cache, facts, seq } = this.#at;
    const names = facts.names(unit, area);
    const lines = new Map<string, Filed[]>();
    for (const { line, filed } of cache.frame(scope, edition, measure, seq).lines.values()) {
      const here = filed.filter((one) => one.seq === seq || one.outSeq === seq);
      if (here.length === 0) continue;
      const key = lineKey(names.resolve(line));
      lines.set(key, [...(lines.get(key) ?? []), ...here]);
    }
    return lines;
  }
}

function idOf(reason: LiveReason): string {
  if (reason.kind === 'change') return `change ${reason.change.entry}`;
  return reason.kind === 'statement' ? `statement ${reason.entry.id}` : `correction ${reason.correction.id}`;
}
