import {
  editionLineKey,
  lineKey,
  type AddedSource,
  type Change,
  type Correction,
  type EditionDeclared,
  type EditionLine,
  type Facts,
  type LayoutStated,
  type Line,
  type NameTable,
  type PlainEntry,
  type Reading,
  type StatedDifference,
  type Statement,
  type UnitMoved,
} from '#ledger';
import { editionLineOfKey } from './scope.js';
import type { Declared } from './declarations.js';
import type { FrameAt, Standing } from './facts-at.js';
import { byResolvedLine, placesLine, standsAt, type Filed } from './frame-index.js';
import type { LedgerCache } from './ledger-cache.js';

const NOTHING: Standing = { statements: [], changes: [], differences: [] };

const LAST_FRAMES_MAX = 6;

/** Lines of editions that one answer keeps at hand: a view asks for some dozens, a list of all for each in turn. */
const DECLARED_MAX = 2_000;
/** Frames likewise; one may hold hundreds of entries. */
const FRAMES_MAX = 1_000;

interface LastFrame {
  readonly line: EditionLine;
  readonly edition: string;
  readonly measure: string;
  readonly frame: FrameAt;
}

function sameEditionLine(a: EditionLine, b: EditionLine): boolean {
  return a === b || (a.period === b.period && a.basis === b.basis && a.area === b.area && a.unit === b.unit);
}

/**
 * The kernel's port over the read model, as of one seq. It lives as long as one answer; what it reads is remembered in
 * the {@link LedgerCache}, and shared with those who ask as of the same seq: all who follow an event do.
 */
export class SqliteFacts implements Facts {
  readonly #frames: Map<string, FrameAt>;
  readonly #declared: Map<string, Declared>;
  readonly #names: Map<string, NameTable>;
  readonly #moves: Map<string, readonly UnitMoved[]>;
  #lastNames: { readonly unit: string; readonly area: string; readonly names: NameTable } | null = null;
  #lastDeclared: { readonly line: EditionLine; readonly declared: Declared } | null = null;
  readonly #lastFrames: LastFrame[] = [];

  constructor(
    readonly cache: LedgerCache,
    readonly seq: number,
  ) {
    const { frames, declared, names, moves } = cache.factsAt(seq);
    this.#frames = frames;
    this.#declared = declared;
    this.#names = names;
    this.#moves = moves;
  }

  editionLines(): readonly EditionLine[] {
    return this.cache.scopesBetween('', '\uffff', this.seq).map(editionLineOfKey);
  }

  /** Some units that have lines of editions, in order: for who is told what there is. */
  someUnits(most: number): string[] {
    return this.cache.model.someUnits('line', this.seq, most);
  }

  /** The lines of editions of a unit and, asked for, of the units below it. */
  editionLinesOf(unit: string, below: boolean): readonly EditionLine[] {
    const own = this.cache.scopesBetween(`${unit}\u001f`, `${unit}\u0020`, this.seq);
    const others = below ? this.cache.scopesBetween(`${unit}/`, `${unit}0`, this.seq) : [];
    return [...own, ...others].map(editionLineOfKey);
  }

  /** Stays the same as long as nothing is declared of a unit and of those below it. */
  declaredBelow(unit: string): string {
    const own = this.cache.declarationsBetween(`${unit}\u001f`, `${unit}\u0020`, this.seq);
    const others = this.cache.declarationsBetween(`${unit}/`, `${unit}0`, this.seq);
    return `${own} ${others}`;
  }

  editions(line: EditionLine): readonly EditionDeclared[] {
    return this.declared(line).editions;
  }

  layouts(line: EditionLine): readonly LayoutStated[] {
    return this.declared(line).layouts;
  }

  declared(line: EditionLine): Declared {
    const last = this.#lastDeclared;
    if (last !== null && sameEditionLine(last.line, line)) return last.declared;
    const declared = this.#declaredOf(line);
    this.#lastDeclared = { line, declared };
    return declared;
  }

  #declaredOf(line: EditionLine): Declared {
    const scope = editionLineKey(line);
    let declared = this.#declared.get(scope);
    if (declared === undefined) {
      declared = this.cache.declarations(scope, this.seq).at(this.seq);
      if (this.#declared.size >= DECLARED_MAX) this.#declared.clear();
      this.#declared.set(scope, declared);
    }
    return declared;
  }

  names(unit: string, area: string): NameTable {
    // Asked again and again for the same table: the last answer saves making a key.
    const last = this.#lastNames;
    if (last !== null && last.unit === unit && last.area === area) return last.names;
    const names = this.#namesOf(unit, area);
    this.#lastNames = { unit, area, names };
    return names;
  }

  #namesOf(unit: string, area: string): NameTable {
    const scope = `${unit}\u001f${area}`;
    let names = this.#names.get(scope);
    if (names === undefined) {
      names = this.cache.names(scope, this.seq).at(this.seq);
      this.#names.set(scope, names);
    }
    return names;
  }

  moves(unit: string): readonly UnitMoved[] {
    let moves = this.#moves.get(unit);
    if (moves === undefined) {
      moves = this.cache.moves(unit, this.seq);
      this.#moves.set(unit, moves);
    }
    return moves;
  }

  statements(reading: Reading): readonly Statement[] {
    return this.#standing(reading).statements;
  }

  changes(reading: Reading): readonly Change[] {
    return this.#standing(reading).changes;
  }

  statedDifferences(reading: Reading): readonly StatedDifference[] {
    return this.#standing(reading).differences;
  }

  entryLines(line: EditionLine, edition: string, measure: string): readonly Line[] {
    const { index, names } = this.#frame(line, edition, measure);
    const lines = new Map<string, Line>();
    for (const { line: printed, filed } of index.lines.values()) {
      if (!filed.some((f) => placesLine(f, this.seq))) continue;
      const resolved = names.resolve(printed);
      lines.set(lineKey(resolved), resolved);
    }
    return [...lines.values()];
  }

  corrected(reading: Reading): readonly { readonly entry: PlainEntry; readonly correction: Correction }[] {
    const found: { entry: PlainEntry; correction: Correction }[] = [];
    for (const filed of this.#frame(reading, reading.edition, reading.measure).filed(lineKey(reading.line)) ??
      []) {
      if (filed.seq > this.seq || filed.outSeq > this.seq) continue;
      const correction = filed.correction();
      if (correction !== null) found.push({ entry: filed.entry(), correction });
    }
    return found;
  }

  addedSources(entryId: string): readonly AddedSource[] {
    return this.cache.addedSources(entryId, this.seq);
  }

  #standing(reading: Reading): Standing {
    const frame = this.#frame(reading, reading.edition, reading.measure);
    const key = lineKey(reading.line);
    const known = frame.standing.get(key);
    if (known !== undefined) return known;
    const filed = frame.filed(key);
    const standing = filed === undefined ? NOTHING : standingOf(filed, this.seq);
    frame.standing.set(key, standing);
    return standing;
  }

  #frame(line: EditionLine, edition: string, measure: string): FrameAt {
    for (const last of this.#lastFrames) {
      if (last.edition === edition && last.measure === measure && sameEditionLine(last.line, line))
        return last.frame;
    }
    const frame = this.#frameOf(line, edition, measure);
    // A row of a view goes to and fro between the editions of its columns.
    this.#lastFrames.unshift({ line, edition, measure, frame });
    if (this.#lastFrames.length > LAST_FRAMES_MAX) this.#lastFrames.pop();
    return frame;
  }

  #frameOf(line: EditionLine, edition: string, measure: string): FrameAt {
    const scope = editionLineKey(line);
    const key = `${scope}\u001d${edition}\u001d${measure}`;
    let frame = this.#frames.get(key);
    if (frame === undefined) {
      const index = this.cache.frame(scope, edition, measure, this.seq);
      const names = this.names(line.unit, line.area);
      const resolved = names.isEmpty ? null : byResolvedLine(index, names);
      const filed = (at: string): readonly Filed[] | undefined =>
        resolved === null ? index.lines.get(at)?.filed : resolved.get(at);
      frame = { index, names, filed, standing: new Map() };
      if (this.#frames.size >= FRAMES_MAX) this.#frames.clear();
      this.#frames.set(key, frame);
    }
    return frame;
  }
}

function standingOf(filed: readonly Filed[], seq: number): Standing {
  const statements: Statement[] = [];
  const changes: Change[] = [];
  const differences: StatedDifference[] = [];
  for (const f of filed) {
    if (!standsAt(f, seq)) continue;
    const entry = f.entry();
    if (entry.kind === 'statement') statements.push(entry);
    else if (entry.kind === 'change') changes.push(entry);
    else differences.push(entry);
  }
  return { statements, changes, differences };
}
