import { LedgerError } from '#amount';
import {
  editionLineKey,
  editionLineOf,
  Evaluator,
  lineKey,
  type EditionLine,
  type Line,
  type Reading,
} from '#ledger';
import type { SqliteFacts } from '../ledger/facts.js';
import { nearest } from '../view/nearest.js';
import type { UnitAnswer } from '../contract.js';
import { unitOf, unitPaths } from './lists.js';
import { standpointAt, type Standpoint } from './surroundings.js';

/**
 * Tells a figure that is not stated from one that is misspelled: a unit, or an edition or a line of the municipality,
 * that nothing was ever said of. Whatever standpoint is asked, "ever" is until now.
 * @throws LedgerError UNKNOWN_UNIT, UNKNOWN_EDITION, UNKNOWN_LINE naming the nearest
 */
export function requireKnown(at: Standpoint, logId: string, reading: Reading): void {
  const now = standpointAt(at.cache, logId, at.cache.model.head());
  const evaluator = new Evaluator(now.facts);
  if (evaluator.value(reading).amount !== null || isSaid(now.facts, evaluator.resolve(reading))) return;
  const filed = filedBeside(now, reading);
  if (filed.editions.size === 0) requireUnit(now, reading.unit);
  const [municipality = ''] = reading.unit.split('/');
  const lines = now.facts.editionLinesOf(municipality, true);
  if (!filed.editions.has(reading.edition)) requireEdition(now, lines, reading);
  requireLine(now, lines, filed, reading);
}

/** Whether an entry is of it that gives it no value, as a cause alone, or that was taken out. */
function isSaid(facts: SqliteFacts, reading: Reading): boolean {
  return [
    facts.statements(reading),
    facts.changes(reading),
    facts.statedDifferences(reading),
    facts.corrected(reading),
  ].some((entries) => entries.length > 0);
}

interface Filed {
  readonly editions: ReadonlySet<string>;
  readonly measures: ReadonlySet<string>;
}

/** What of its own line of editions something was entered in, whether anybody declared it or not. */
function filedBeside({ cache: { model }, seq }: Standpoint, reading: Reading): Filed {
  const frames = model.framesOf(editionLineKey(reading));
  const filed = frames.filter(({ id }) => model.entryRows(id).some((row) => row.seq <= seq));
  return {
    editions: new Set(filed.map(({ edition }) => edition)),
    measures: new Set(filed.map(({ measure }) => measure)),
  };
}

function requireUnit(at: Standpoint, unit: string): void {
  if (at.facts.editionLinesOf(unit, true).length > 0) return;
  const units = unitPaths(at);
  if (units.includes(unit)) return;
  throw unknownUnit(unit, units);
}

/** @throws LedgerError UNKNOWN_UNIT naming the nearest */
export function unitCalled(at: Standpoint, unit: string): UnitAnswer {
  const found = unitOf(at, unit);
  if (found === null) throw unknownUnit(unit, unitPaths(at));
  return found;
}

export function unknownUnit(unit: string, units: readonly string[]): LedgerError {
  return new LedgerError('UNKNOWN_UNIT', `nothing is recorded of the unit ${unit}`, {
    place: { field: 'unit' },
    hint: hintOf(nearest(unit, units), 'Nothing is in effect yet: import something first.'),
  });
}

/** The pseudo-edition at which a year begins is none that anybody declares. */
const START = 'start';

function requireEdition(
  { facts }: Standpoint,
  lines: readonly EditionLine[],
  { edition, ...own }: Reading,
): void {
  const of = (some: readonly EditionLine[]): Set<string> =>
    new Set(some.flatMap((line) => facts.editions(line).map((one) => one.edition)));
  if (edition === START || of(lines).has(edition)) return;
  const series = lines.filter(
    ({ unit, basis, period }) => unit === own.unit && basis === own.basis && period === own.period,
  );
  const known = of(series).size > 0 ? of(series) : of(lines);
  throw unknownEdition(edition, known);
}

export function unknownEdition(edition: string, known: Iterable<string>): LedgerError {
  return new LedgerError('UNKNOWN_EDITION', `there is no edition ${edition}`, {
    place: { field: 'edition' },
    hint: hintOf(nearest(edition, known), 'None is known.'),
  });
}

function requireLine(
  { facts }: Standpoint,
  lines: readonly EditionLine[],
  filed: Filed,
  reading: Reading,
): void {
  if (reading.line.length === 0) return;
  const asked = lineKey(facts.names(reading.unit, reading.area).resolve(reading.line));
  const known = new Map<string, Line>();
  const own = new Set<string>();
  for (const line of [...lines, editionLineOf(reading)]) {
    const names = facts.names(line.unit, line.area);
    for (const said of linesSaid(facts, line, filed, reading.measure)) {
      // A heading is known by what stands below it.
      for (let labels = 1; labels <= said.length; labels++) {
        const path = said.slice(0, labels);
        known.set(lineKey(path), path).set(lineKey(names.resolve(path)), path);
        if (line.unit === reading.unit && line.area === reading.area) own.add(path.join(' > '));
      }
    }
  }
  if (known.has(asked) || known.has(lineKey(reading.line))) return;
  const named = own.size > 0 ? own : [...known.values()].map((path) => path.join(' > '));
  throw unknownLine(reading.line, named);
}

export function unknownLine(line: Line, named: Iterable<string>): LedgerError {
  const near = nearest(line.join(' > '), named).map((path) => `"${path}"`);
  return new LedgerError('UNKNOWN_LINE', `nothing is recorded of the line "${line.join(' > ')}"`, {
    place: { field: 'line' },
    hint: hintOf(near, 'No line is known there.'),
  });
}

function linesSaid(facts: SqliteFacts, line: EditionLine, filed: Filed, measure: string): Line[] {
  const rows = facts.layouts(line).flatMap((layout) => layout.rows);
  const measures = new Set([measure, ...rows.flatMap((row) => row.measure ?? []), ...filed.measures]);
  const editions = new Set([...facts.editions(line).map(({ edition }) => edition), ...filed.editions]);
  return [
    ...rows.map((row) => row.line),
    ...[...editions].flatMap((edition) =>
      [...measures].flatMap((one) => facts.entryLines(line, edition, one)),
    ),
  ];
}

export function hintOf(names: readonly string[], otherwise: string): string {
  return names.length === 0 ? otherwise : `The nearest are ${names.join(', ')}.`;
}
