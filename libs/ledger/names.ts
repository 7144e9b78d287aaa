import { standingDeclarations, type LineNamed } from './declaration.js';
import { compareText } from './entry.js';
import { lineKey, lineOfKey, sameLine, startsWith, type Line } from './figure.js';

/**
 * Names over time of one unit and area. Events keep a line as printed; an alias is another event, resolved when read.
 * An alias of a group holds for the lines below it as well.
 */
export class NameTable {
  static readonly empty = new NameTable([]);

  readonly #aliases: readonly LineNamed[];
  readonly #mergers = new Map<string, LineNamed>();
  readonly #resolved = new Map<string, { line: Line; judgedBy: string | null }>();

  constructor(names: readonly LineNamed[]) {
    const standing = standingDeclarations(names);
    this.#aliases = standing.filter((name) => name.is.kind === 'alias');
    for (const name of standing) {
      if (name.is.kind === 'merger') this.#mergers.set(lineKey(this.resolve(name.line)), name);
    }
  }

  get isEmpty(): boolean {
    return this.#aliases.length === 0 && this.#mergers.size === 0;
  }

  /** The line under the name that all its spellings resolve to. */
  resolve(line: Line): Line {
    return this.#aliases.length === 0 ? line : this.#resolution(line).line;
  }

  /** Who judged the identity of this spelling, where no source states it. */
  judgedBy(line: Line): string | null {
    return this.#aliases.length === 0 ? null : this.#resolution(line).judgedBy;
  }

  /** Every spelling that an alias resolves. */
  spellings(): readonly Line[] {
    return this.#aliases.map(({ line }) => line);
  }

  /** The parts that a line merges, wherever its edition does not have the line itself. */
  mergerParts(line: Line): readonly Line[] | null {
    const merger = this.#mergers.get(lineKey(this.resolve(line)));
    return merger?.is.kind === 'merger' ? merger.is.parts.map((part) => this.resolve(part)) : null;
  }

  /** Every merged line with its parts, resolved. */
  mergers(): readonly {
    readonly line: Line;
    readonly parts: readonly Line[];
    readonly judgedBy: string | null;
  }[] {
    return [...this.#mergers.values()].map((name) => ({
      line: this.resolve(name.line),
      parts: this.mergerParts(name.line) ?? [],
      judgedBy: name.judgedBy ?? null,
    }));
  }

  #resolution(line: Line): { line: Line; judgedBy: string | null } {
    const key = lineKey(line);
    const known = this.#resolved.get(key);
    if (known !== undefined) return known;
    let current = line;
    let judgedBy: string | null = null;
    const seen = [key];
    const used = new Set<LineNamed>();
    for (;;) {
      const alias = this.#longest(current);
      if (alias === null || alias.is.kind !== 'alias') break;
      const next = [...alias.is.of, ...current.slice(alias.line.length)];
      const nextKey = lineKey(next);
      // Aliases that lead back to where they were name one line: the smallest key, whichever was entered first.
      const back = seen.indexOf(nextKey);
      if (back >= 0) {
        current = lineOfKey(seen.slice(back).sort(compareText)[0] ?? nextKey);
        break;
      }
      // An alias that meets its own result again (A is A > B) would make the path grow for ever: it holds once.
      if (used.has(alias)) break;
      used.add(alias);
      seen.push(nextKey);
      judgedBy ??= alias.judgedBy ?? null;
      current = next;
    }
    const resolution = { line: current, judgedBy };
    this.#resolved.set(key, resolution);
    return resolution;
  }

  #longest(line: Line): LineNamed | null {
    let best: LineNamed | null = null;
    for (const alias of this.#aliases) {
      if (!startsWith(line, alias.line) || (alias.is.kind === 'alias' && sameLine(alias.is.of, alias.line)))
        continue;
      if (best === null || alias.line.length >= best.line.length) best = alias;
    }
    return best;
  }
}
