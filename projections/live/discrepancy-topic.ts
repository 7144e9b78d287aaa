import { discrepancyTest, Shaper, type DiscrepancyTest } from '../reconciliation/discrepancies.js';
import type { KeptFinding } from '../reconciliation/finding.js';
import { FindingStore } from '../reconciliation/kept-findings.js';
import { reconcileScope, type Reconciled } from '../reconciliation/reconcile.js';
import { standpointAt } from '../answers/surroundings.js';
import { positionText } from '../ledger/as-of.js';
import type { DiscrepancyDelta, DiscrepancyFilter, DiscrepancyItem } from '../contract.js';
import type { LiveMessage } from '../live-contract.js';
import { touchedKeyOf } from '../runner/touched-keys.js';
import { BaseTopic } from './base-topic.js';
import { cursorText, type Cursor } from './cursor.js';
import { compareText, FindingsFold, scopeOf } from './findings-fold.js';
import { placeAt, placeIn, type Place } from './place.js';
import { stepAt, type Surroundings } from './topic.js';
import { TouchWindow } from './touch-window.js';
import { KeyTouches } from './key-touches.js';

/** What moved at one position, and which of it comes next. */
interface Part {
  place: Place;
  readonly deltas: readonly DiscrepancyDelta[];
  next: number;
}

/** What is reconciled anew for a position, line of editions by line of editions. */
interface Work {
  readonly seq: number;
  readonly keys: readonly string[];
  readonly left: string[];
  readonly anew: Map<string, Reconciled>;
}

/**
 * Discrepancies, followed: at each position at which anything was touched that a line of editions rests on, that is
 * reconciled anew, and what is listed is compared with what was.
 */
export class DiscrepancyTopic extends BaseTopic {
  readonly #test: DiscrepancyTest;
  /** As of the place; null until `#unread` is empty. */
  readonly #fold = new FindingsFold();
  /** Lines of editions of which it is not known yet what does not agree. */
  #unread: string[] | null = null;
  #window: TouchWindow | null = null;
  #work: Work | null = null;
  #part: Part | null = null;
  /** Of what moved at one position the first few were taken before. */
  #skip: { readonly position: string; readonly count: number } | null = null;
  /** Where it was to begin with what there was: how many of those were taken. */
  #startAfter: number | null = null;
  #start: LiveMessage[] | null = null;

  /** @throws LedgerError what the query of discrepancies refuses */
  constructor(around: Surroundings, filter: DiscrepancyFilter, end: Place, after: Cursor) {
    const { cache } = end;
    const at = placeIn(cache, around.logId, after, end.seq);
    const isHere = positionText(cache.model, around.logId, at.seq) === after.position;
    const inside = after.index !== null && after.start !== true && isHere && at.seq > 0;
    super(around, inside ? placeAt(cache, around.logId, at.seq - 1) : at);
    this.#test = discrepancyTest(standpointAt(cache, around.logId, end.seq), filter);
    if (inside) this.#skip = { position: after.position, count: (after.index ?? 0) + 1 };
    if (after.start === true) this.#startAfter = after.index;
  }

  concernedBy(): boolean {
    return true;
  }

  protected override there(place: Place, until: number): readonly LiveMessage[] | null {
    return this.#readFold(until) ? this.#there(place) : null;
  }

  protected override standingText(): string {
    const part = this.#part;
    if (part !== null && part.next > 0)
      return cursorText({ position: part.place.position, index: part.next - 1 });
    if (this.#skip !== null && this.#part === null)
      return cursorText({ position: this.#skip.position as Place['position'], index: this.#skip.count - 1 });
    if (this.#startAfter !== null)
      return cursorText({ position: this.place.position, index: this.#startAfter, start: true });
    return super.standingText();
  }

  protected override stretch(end: Place, messages: LiveMessage[], max: number, until: number): boolean {
    if (!this.#readFold(until) || !this.#takeStart(messages, max)) return false;
    const touches = new KeyTouches(end.cache.model);
    for (;;) {
      if (this.#part !== null && !this.#takePart(this.#part, messages, max)) return false;
      if (performance.now() > until) return false;
      this.#window ??= new TouchWindow(touches, this.place.seq, end.seq);
      if (!this.#window.read(touches, until)) return false;
      this.#work ??= this.#workOf(this.#window.next());
      if (this.#work === null) {
        const { upTo } = this.#window;
        this.#window = null;
        this.place = placeAt(end.cache, this.around.logId, Math.max(upTo, this.place.seq));
        this.#skip = null;
        if (upTo >= end.seq) return true;
        continue;
      }
      if (!this.#reconcile(this.#work, until)) return false;
      this.#finish(this.#work);
      this.#work = null;
    }
  }

  /** What there is to do where keys are touched. */
  #workOf(touched: ReturnType<TouchWindow['next']>): Work | null {
    if (touched === null) return null;
    const left = new Set<string>();
    for (const key of touched.keys) {
      for (const scope of this.#fold.restingOn(key)) left.add(scope);
      if (touchedKeyOf(key).kind === 'scope') left.add(key);
    }
    return { ...touched, left: [...left], anew: new Map() };
  }

  /** Reconciles as much as fits; true where all is. */
  #reconcile({ seq, left, anew }: Work, until: number): boolean {
    for (let scope = left.pop(); scope !== undefined; scope = left.pop()) {
      anew.set(scope, reconcileScope(this.place.cache, scope, seq));
      if (performance.now() > until) return left.length === 0;
    }
    return true;
  }

  /** Goes over to what was reconciled, and tells what moved. */
  #finish(work: Work): void {
    const { cache } = this.place;
    const deltas = this.#deltas(work);
    const place = placeAt(cache, this.around.logId, work.seq);
    const taken = this.#skip?.position === place.position ? this.#skip.count : 0;
    this.#skip = null;
    this.place = place;
    if (deltas.length > taken) this.#part = { place, deltas, next: taken };
  }

  protected override goOnIn(end: Place): boolean {
    if (this.place.cache === end.cache) return true;
    if (this.around.compare(this.place.position, end.position) > 0) return false;
    const { logId } = this.around;
    this.place = placeIn(end.cache, logId, this.place, end.seq);
    if (this.#part !== null) this.#part.place = placeIn(end.cache, logId, this.#part.place, end.seq);
    this.#window = null;
    this.#work = null;
    return true;
  }

  /** What does not agree at the place, read line of editions by line of editions; true where all is. */
  #readFold(until: number): boolean {
    if (this.#unread?.length === 0) return true;
    const { cache, seq } = this.place;
    const store = new FindingStore(cache.model.database);
    this.#unread ??= store.scopes().reverse();
    for (let scope = this.#unread.pop(); scope !== undefined; scope = this.#unread.pop()) {
      this.#fold.put(scope, keptAt(store, scope, seq) ?? reconcileScope(cache, scope, seq));
      if (performance.now() > until) return this.#unread.length === 0;
    }
    return true;
  }

  /** What there is, as messages. */
  #there(place: Place): LiveMessage[] {
    const shaper = new Shaper(standpointAt(place.cache, this.around.logId, place.seq), this.#fold);
    const items = this.#fold
      .scopes()
      .filter((scope) => this.#test.mayHave(scope))
      .flatMap((scope) => this.#fold.of(scope))
      .flatMap((finding) => this.#test.item(shaper, finding) ?? []);
    return items.map((after, index): LiveMessage => {
      // Whoever has the last of them has what there was.
      const cursor =
        index === items.length - 1
          ? place.position
          : cursorText({ position: place.position, index, start: true });
      return {
        ...stepAt(place, cursor, true),
        kind: 'discrepancyChanged',
        id: after.id,
        before: null,
        after,
      };
    });
  }

  /** The rest of what there was when it began. */
  #takeStart(messages: LiveMessage[], max: number): boolean {
    if (this.#startAfter === null) return true;
    this.#start ??= this.#there(this.place);
    for (let next = this.#startAfter + 1; next < this.#start.length; next++) {
      if (messages.length >= max) return false;
      messages.push(this.#start[next] as LiveMessage);
      this.#startAfter = next;
    }
    this.#startAfter = null;
    this.#start = null;
    return true;
  }

  #takePart(part: Part, messages: LiveMessage[], max: number): boolean {
    for (; part.next < part.deltas.length; part.next++) {
      if (messages.length >= max) return false;
      const cursor = cursorText({ position: part.place.position, index: part.next });
      const delta = part.deltas[part.next] as DiscrepancyDelta;
      messages.push({ ...stepAt(part.place, cursor, false), kind: 'discrepancyChanged', ...delta });
    }
    this.#part = null;
    return true;
  }

  /** What moved at a seq, in the order of the lines of editions; the fold is as of it then. */
  #deltas({ seq, keys, anew }: Work): DiscrepancyDelta[] {
    const { cache } = this.place;
    const { logId } = this.around;
    const moved = new Map<string, string>();
    const add = (finding: KeptFinding): void => {
      if (!moved.has(finding.id)) moved.set(finding.id, scopeOf(finding));
      const root = finding.root === null ? undefined : this.#fold.finding(finding.root);
      if (root !== undefined && !moved.has(root.id)) moved.set(root.id, scopeOf(root));
    };
    for (const key of keys) {
      const of = touchedKeyOf(key);
      if (of.kind === 'document') for (const finding of this.#fold.in(of.sha256)) add(finding);
      if (of.kind === 'discrepancy') for (const finding of this.#said(of.id)) add(finding);
    }
    const was = new Shaper(standpointAt(cache, logId, seq - 1), this.#fold);
    const changed = [...anew].flatMap(([scope, { findings }]) => changedOf(this.#fold.of(scope), findings));
    for (const finding of changed) add(finding);
    const before = new Map([...moved.keys()].map((id) => [id, this.#item(was, id)]));
    for (const [scope, reconciled] of anew) this.#fold.put(scope, reconciled);
    // Roots that are there now may not have been before.
    for (const finding of changed) add(finding);
    const is = new Shaper(standpointAt(cache, logId, seq), this.#fold);
    return [...moved]
      .map(([id, scope]) => ({ scope, id, before: before.get(id) ?? null, after: this.#item(is, id) }))
      .filter((delta) => JSON.stringify(delta.before) !== JSON.stringify(delta.after))
      .sort((a, b) => compareText(a.scope, b.scope) || compareText(a.id, b.id))
      .map(({ id, before: from, after }) => ({ id, before: from, after }));
  }

  #item(shaper: Shaper, id: string): DiscrepancyItem | null {
    const finding = this.#fold.finding(id);
    if (finding === undefined || !this.#test.mayHave(scopeOf(finding))) return null;
    return this.#test.item(shaper, finding);
  }

  #said(id: string): readonly KeptFinding[] {
    const finding = this.#fold.finding(id);
    return finding === undefined ? [] : [finding, ...this.#fold.under(id)];
  }
}

/** Findings that came, went or are otherwise; of those that are, as they were and as they are. */
function changedOf(before: readonly KeptFinding[], after: readonly KeptFinding[]): KeptFinding[] {
  const was = new Map(before.map((finding) => [finding.id, JSON.stringify(finding)]));
  const is = new Map(after.map((finding) => [finding.id, JSON.stringify(finding)]));
  return [...before, ...after].filter(({ id }) => was.get(id) !== is.get(id));
}

/** What is kept of a line of editions, where that holds as of a seq; another process may just be keeping it anew. */
function keptAt(store: FindingStore, scope: string, seq: number): Reconciled | null {
  return store.database.transaction(() => standingAt(store, scope, seq))();
}

function standingAt(store: FindingStore, scope: string, seq: number): Reconciled | null {
  const kept = store.resting(scope);
  if (kept === null) return null;
  const since = Math.min(seq, kept.seq);
  if (kept.rests.some((key) => store.touchedAt(key) > since)) return null;
  return { findings: store.of(scope), rests: kept.rests };
}
