import { LedgerError } from '#amount';
import { CAUSE_KIND_TERMS, causeKindOf } from '#domain';
import { lineKey, lineOfKey } from '#ledger';
import { hintOf, unknownEdition, unknownLine, unknownUnit } from '../answers/known-reading.js';
import { unitPaths } from '../answers/lists.js';
import type { Standpoint } from '../answers/surroundings.js';
import type { HistoryFilter } from '../history-answers.js';
import { term, TERM_FIELDS } from '../runner/terms.js';
import { areaLabel } from '../view/areas.js';
import { nearestLabelled } from '../view/labelled.js';
import { measureLabel } from '../view/measures.js';
import { spellingsOf } from './line-names.js';
import { termIndexOf, type TermIndex } from './term-index.js';

/** Names that are looked through for the nearest. */
const NAMES_MAX = 10_000;
/** After every key. */
const LAST = '\uffff';

/**
 * Tells what does not match from what is misspelled: a unit, area, line, measure, edition or kind of cause that nothing
 * was ever said of, whatever standpoint is asked. Who did it, its words, its numbers and its periods may match nothing.
 * @throws LedgerError UNKNOWN_UNIT, UNKNOWN_EDITION, UNKNOWN_LINE, WRONG_USAGE naming the nearest
 */
export function requireKnownNames(at: Standpoint, filter: HistoryFilter): void {
  const index = termIndexOf(at.cache.model.database);
  const { unit, area, line, measure, edition, causeKind } = filter;
  if (unit !== undefined) requireUnit(at, index, unit);
  if (area !== undefined) requireNamed(at, 'area', area);
  if (measure !== undefined) requireNamed(at, 'measure', measure);
  if (edition !== undefined) requireNamed(at, 'edition', edition);
  if (causeKind !== undefined) requireCauseKind(index, causeKind);
  if (line !== undefined && line.length > 0) requireLine(at, index, line, unit);
}

/** As lists call them. */
const LABELS = {
  area: areaLabel,
  measure: (measure: string): string => measureLabel(measure).toLowerCase(),
} as const;

function requireUnit(at: Standpoint, index: TermIndex, unit: string): void {
  const key = term('unit', unit);
  if (index.exact(key).length > 0 || index.keys(`${key}/`, `${key}0`, 1).length > 0) return;
  throw unknownUnit(unit, unitPaths(at));
}

function requireNamed(
  { cache: { model } }: Standpoint,
  kind: 'area' | 'measure' | 'edition',
  name: string,
): void {
  if (model.noted(kind, name).length > 0) return;
  const names = model.keysAfter(kind, { after: '', below: LAST }, model.head(), NAMES_MAX);
  if (kind === 'edition') throw unknownEdition(name, names);
  throw unknownName(
    kind,
    `there is no ${kind} "${name.slice(0, 60)}"`,
    nearestLabelled(name, names, LABELS[kind]),
  );
}

function requireCauseKind(index: TermIndex, word: string): void {
  const kind = causeKindOf(word) ?? word;
  if (Object.hasOwn(CAUSE_KIND_TERMS, kind) || index.exact(term('causeKind', kind)).length > 0) return;
  const own = TERM_FIELDS.causeKind;
  const recorded = index.keys(own, `${own}${LAST}`, NAMES_MAX).map((key) => key.slice(own.length));
  const known = [...recorded, ...Object.keys(CAUSE_KIND_TERMS)];
  throw unknownName(
    'causeKind',
    `no cause is of the kind "${word.slice(0, 60)}"`,
    nearestLabelled(word.trim(), known, (one) => CAUSE_KIND_TERMS[one]),
  );
}

/** A heading is known by what stands below it, a name by what it was ever given to. */
function requireLine(
  at: Standpoint,
  index: TermIndex,
  line: readonly string[],
  unit: string | undefined,
): void {
  const { cache } = at;
  const spellings = spellingsOf({ cache, seq: cache.model.head() }, line, unit) ?? [lineKey(line)];
  const isSaid = spellings.some((key) => {
    const said = term('line', key);
    return index.exact(said).length > 0 || index.keys(`${said}\u001f`, `${said}\u0020`, 1).length > 0;
  });
  if (isSaid) return;
  const own = TERM_FIELDS.line;
  const keys = index.keys(`${own}\u0001`, `${own}${LAST}`, NAMES_MAX);
  throw unknownLine(
    line,
    keys.map((key) => lineOfKey(key.slice(own.length)).join(' > ')),
  );
}

function unknownName(field: string, message: string, near: readonly string[]): LedgerError {
  return new LedgerError('WRONG_USAGE', message, { place: { field }, hint: hintOf(near, 'None is known.') });
}
