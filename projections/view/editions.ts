import { LedgerError, parseUnitOfMeasure, type UnitOfMeasure } from '#amount';
import type { Basis, EditionDeclared, EditionLine, Facts } from '#ledger';
import { layoutsShown, type RowSource } from './rows.js';
import { nearest } from './nearest.js';
import type { ViewSurroundings } from './view-declaration.js';

/** Editions named in a hint; more would not be read. */
const NAMED_MAX = 40;
/** Units that are looked through for the nearest. */
const UNITS_MAX = 10_000;

const YEAR = /^\d{4}$/;

/** Of the unit asked for and those below it, in one or more bases and a period. */
export function linesOf(
  { editionLines }: ViewSurroundings,
  bases: readonly Basis[],
  period: string,
  area?: string,
): EditionLine[] {
  return editionLines.filter(
    (line) =>
      bases.includes(line.basis) && line.period === period && (area === undefined || line.area === area),
  );
}

/** The tables of a view: one for each unit and area. */
export interface Table {
  readonly unit: string;
  readonly area: string;
}

export function tablesOf(lines: readonly EditionLine[]): Table[] {
  const tables = new Map<string, Table>();
  for (const { unit, area } of lines) tables.set(`${unit}\u001f${area}`, { unit, area });
  return [...tables.values()];
}

/** What paths begin with: the frame's name where the view spans several units. */
export function prefixOf(surroundings: ViewSurroundings, tables: readonly Table[], unit: string): string[] {
  const several = new Set(tables.map((table) => table.unit)).size > 1;
  return several ? [surroundings.unitName(unit)] : [];
}

export function editionNamed(facts: Facts, line: EditionLine, edition: string): EditionDeclared | undefined {
  return facts.editions(line).find((e) => e.edition === edition);
}

/** The budget of a year as it stood last: the last edition of a round not later than the year itself. */
export function lastOfYear(facts: Facts, line: EditionLine): EditionDeclared | undefined {
  const year = Number(line.period.slice(0, 4));
  return facts.editions(line).findLast((e) => typeof e.order[0] !== 'number' || e.order[0] <= year);
}

/** What the tables print their numbers in: the unit of the first that is shown. */
export function unitOfMeasureOf(facts: Facts, sources: readonly RowSource[]): UnitOfMeasure {
  for (const { line, edition } of sources) {
    const [layout] = layoutsShown(facts, line, edition);
    if (layout !== undefined) return parseUnitOfMeasure(layout.unitOfMeasure);
  }
  return 'tkr';
}

/** The label that a column has wherever it has one; the editions of several frames may be called differently. */
export function labelOf(editions: readonly (EditionDeclared | undefined)[], otherwise: string): string {
  return editions.find((edition) => edition !== undefined)?.label ?? otherwise;
}

/** @throws LedgerError UNKNOWN_UNIT, UNKNOWN_YEAR, or WRONG_USAGE for an area, unless the lines asked for exist */
export function requireLines(
  surroundings: ViewSurroundings,
  lines: readonly EditionLine[],
  asked: {
    readonly unit: string;
    readonly year: string;
    readonly what: string;
    /** In which bases it would be of another year. */
    readonly bases: readonly Basis[];
    readonly area?: string | undefined;
  },
): void {
  if (lines.length > 0) return;
  const { editionLines, facts } = surroundings;
  if (editionLines.length === 0) {
    const units = surroundings.someUnits(UNITS_MAX);
    const of = units.length === 0 ? 'any unit' : `the unit ${asked.unit}`;
    throw new LedgerError('UNKNOWN_UNIT', `nothing is recorded of ${of}`, {
      place: { field: 'unit' },
      hint:
        units.length === 0
          ? 'Nothing is in effect there: ask as of a later time, import something first, or run an interrupted import again.'
          : `The nearest are ${nearest(asked.unit, units).join(', ')}.`,
    });
  }
  const areas = [...new Set(editionLines.map((line) => line.area))];
  if (asked.area !== undefined && !areas.includes(asked.area)) {
    throw new LedgerError('WRONG_USAGE', `${asked.unit} has no area "${asked.area}"`, {
      place: { field: 'area' },
      hint: `There is ${list(areas)}.`,
    });
  }
  const others = editionLines.filter(
    (line) => asked.bases.includes(line.basis) && YEAR.test(line.period) && facts.editions(line).length > 0,
  );
  const years = [...new Set(others.map((line) => line.period))].sort();
  throw new LedgerError('UNKNOWN_YEAR', `${asked.unit} has no ${asked.what} for ${asked.year}`, {
    place: { field: 'year' },
    hint: years.length === 0 ? 'It has none of any year.' : `There is ${list(years)}.`,
  });
}

/** @throws LedgerError UNKNOWN_EDITION naming those there are */
export function unknownEdition(
  facts: Facts,
  lines: readonly EditionLine[],
  edition: string,
  field: string,
): LedgerError {
  const known = [...new Set(lines.flatMap((line) => facts.editions(line).map((e) => e.edition)))];
  return new LedgerError('UNKNOWN_EDITION', `there is no edition ${edition}`, {
    place: { field },
    hint: known.length === 0 ? 'None is known.' : `There is ${list(known)}.`,
  });
}

export function list(texts: readonly string[], most = NAMED_MAX): string {
  const named = texts.slice(0, most).join(', ');
  return texts.length > most ? `${named} and ${texts.length - most} more` : named;
}
