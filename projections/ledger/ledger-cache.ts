import { movesOf, standingDeclarations, type AddedSource, type UnitMoved } from '#ledger';
import { ScopeDeclarations, ScopeNames } from './declarations.js';
import type { FactsAt } from './facts-at.js';
import { frameSince, loadFrame, type FrameIndex } from './frame-index.js';
import { Generations } from './generations.js';
import type { Model, NotedRow } from './model.js';
import { movesKeys } from './scope.js';

/** Entries of frames, and lines of editions, that are kept ready between answers. */
const ENTRIES_MAX = 15_000;
const SCOPES_MAX = 100;
const VIEWS_MAX = 40;
/** Seqs as of which what was read is shared until the next answer begins: before an event and after it. */
const SEQS_MAX = 2;

/**
 * What was read from the read model and may serve again. Everything in it answers for every position up to the head it
 * was read at; asked for a later one it is read again.
 */
export class LedgerCache {
  readonly #frames = new Generations<string, FrameIndex>(ENTRIES_MAX);
  readonly #declarations = new Generations<string, ScopeDeclarations>(SCOPES_MAX);
  readonly #names = new Generations<string, ScopeNames>(SCOPES_MAX);
  readonly #scopes = new Generations<
    string,
    {
      readonly head: number;
      readonly first: ReadonlyMap<string, number>;
      /** Of every declaration from when it counts, in order. */
      readonly seqs: Float64Array;
    }
  >(SCOPES_MAX);
  readonly #moves = new Generations<string, { readonly head: number; readonly rows: readonly NotedRow[] }>(
    SCOPES_MAX,
  );
  readonly #views = new Generations<string, unknown>(VIEWS_MAX);
  readonly #facts = new Map<number, FactsAt>();
  #head = 0;

  constructor(readonly model: Model) {}

  /** Looks how far the read model has come, for an answer that begins. */
  refresh(): number {
    for (const kept of [
      this.#frames,
      this.#declarations,
      this.#names,
      this.#scopes,
      this.#moves,
      this.#views,
    ])
      kept.turn();
    this.model.turn();
    this.#facts.clear();
    this.#head = this.model.head();
    return this.#head;
  }

  /** What was read as of a seq so far. */
  factsAt(seq: number): FactsAt {
    let facts = this.#facts.get(seq);
    if (facts === undefined) {
      for (const oldest of this.#facts.keys()) if (this.#facts.size >= SEQS_MAX) this.#facts.delete(oldest);
      facts = { frames: new Map(), declared: new Map(), names: new Map(), moves: new Map() };
      this.#facts.set(seq, facts);
    }
    return facts;
  }

  frame(scope: string, edition: string, measure: string, seq: number): FrameIndex {
    const key = `${scope}\u001d${edition}\u001d${measure}`;
    const known = this.#frames.get(key);
    if (known !== undefined && known.head >= seq) return known;
    const index = this.#frameNow(known, scope, edition, measure);
    this.#frames.set(key, index, index.size + 1);
    return index;
  }

  #frameNow(known: FrameIndex | undefined, scope: string, edition: string, measure: string): FrameIndex {
    const frame = known?.frame ?? this.model.frame(scope, edition, measure);
    if (known === undefined || frame === undefined) return loadFrame(this.model, frame, this.#head);
    // Nothing is filed or taken out in a line of editions that is not touched.
    if (this.model.touchedAt(scope) <= known.head) return { ...known, frame, head: this.#head };
    return frameSince(this.model, { ...known, frame }, this.#head);
  }

  declarations(scope: string, seq: number): ScopeDeclarations {
    const known = this.#declarations.get(scope);
    if (known !== undefined && known.head >= seq) return known;
    const fresh = new ScopeDeclarations(this.model, scope, this.#head, known);
    this.#declarations.set(scope, fresh);
    return fresh;
  }

  names(scope: string, seq: number): ScopeNames {
    const known = this.#names.get(scope);
    if (known !== undefined && known.head >= seq) return known;
    const fresh = new ScopeNames(this.model, scope, this.#head, known);
    this.#names.set(scope, fresh);
    return fresh;
  }

  /** What moved from a unit or to it, or from or to one that it is below, by a seq. */
  moves(unit: string, seq: number): UnitMoved[] {
    const known = this.#moves.get(unit);
    const rows = known !== undefined && known.head >= seq ? known.rows : this.#moveRows(unit);
    const moves = rows.flatMap((row) => {
      const record = row.seq <= seq ? this.model.record(row.event, row.n) : null;
      return record?.kind === 'move' ? [record] : [];
    });
    return moves.length === 0 ? moves : movesOf(standingDeclarations(moves), unit);
  }

  /** A move is noted under both its units: of one that both are above, once. */
  #moveRows(unit: string): readonly NotedRow[] {
    const rows = new Map<string, NotedRow>();
    for (const key of movesKeys(unit))
      for (const row of this.model.noted('names', key)) rows.set(`${row.event}/${row.n}`, row);
    this.#moves.set(unit, { head: this.#head, rows: [...rows.values()] });
    return [...rows.values()];
  }

  /** The lines of editions with a declaration by a seq whose keys lie between two texts. */
  scopesBetween(from: string, below: string, seq: number): string[] {
    const scopes: string[] = [];
    for (const [scope, since] of this.#scopesOf(from, below, seq).first) if (since <= seq) scopes.push(scope);
    return scopes;
  }

  /** How many declarations those lines have by a seq: as long as it is the same number they are the same ones. */
  declarationsBetween(from: string, below: string, seq: number): number {
    const { seqs } = this.#scopesOf(from, below, seq);
    let [low, high] = [0, seqs.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((seqs[middle] as number) <= seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #scopesOf(
    from: string,
    below: string,
    seq: number,
  ): { readonly first: ReadonlyMap<string, number>; readonly seqs: Float64Array } {
    const key = `${from}\u001d${below}`;
    let known = this.#scopes.get(key);
    if (known === undefined || known.head < seq) {
      const first = new Map<string, number>();
      const rows = this.model.notedBetween('line', from, below);
      for (const row of rows) if (!first.has(row.key)) first.set(row.key, row.seq);
      known = { head: this.#head, first, seqs: Float64Array.from(rows, (row) => row.seq).sort() };
      this.#scopes.set(key, known, first.size + 1);
    }
    return known;
  }

  /** What was worked out from declarations alone, as long as they are the same ones. */
  remembered<T>(key: string, rests: readonly unknown[], make: () => T): T {
    const known = this.#views.get(key) as
      { readonly rests: readonly unknown[]; readonly value: T } | undefined;
    if (
      known !== undefined &&
      known.rests.length === rests.length &&
      known.rests.every((r, i) => r === rests[i])
    ) {
      return known.value;
    }
    const value = make();
    this.#views.set(key, { rests, value });
    return value;
  }

  addedSources(entryId: string, seq: number): AddedSource[] {
    return this.model
      .noted('source', entryId)
      .filter((row) => row.seq <= seq)
      .map((row) => this.model.record(row.event, row.n))
      .filter((record): record is AddedSource => record.kind === 'addedSource');
  }
}
