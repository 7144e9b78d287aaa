import type { EditionLine, UnitMoved } from '#ledger';

interface MovesAndLines {
  moves(unit: string): readonly UnitMoved[];
  editionLinesOf(unit: string, below: boolean): readonly EditionLine[];
}

/** The lines of editions, with those of every unit that something moved from or to: a comparison may read them. */
export function withMoved(facts: MovesAndLines, lines: readonly EditionLine[]): readonly EditionLine[] {
  const units = new Set(lines.map(({ unit }) => unit));
  const asked = new Set(units);
  for (const unit of units) {
    for (const { unit: from, to, line } of facts.moves(unit)) {
      for (const other of [from, to]) {
        // Of a whole unit that is above, the unit at the same place below the other.
        if (other !== undefined) units.add(line === undefined ? placeIn(unit, other, [from, to]) : other);
      }
    }
  }
  const more = [...units].filter((unit) => !asked.has(unit));
  return more.length === 0 ? lines : [...lines, ...more.flatMap((unit) => facts.editionLinesOf(unit, false))];
}

function placeIn(unit: string, other: string, ends: readonly (string | undefined)[]): string {
  const above = ends.find((end) => end !== undefined && unit.startsWith(`${end}/`));
  return above === undefined ? other : `${other}${unit.slice(above.length)}`;
}
