import { parseUnitOfMeasure, UNITS_OF_MEASURE, type UnitOfMeasure } from '#amount';
import { editionLineKey, orderEditions, type EditionDeclared, type EditionLine } from '#ledger';
import type { EditionAnswer, Page, PageRequest, UnitAnswer } from '../contract.js';
import { editionLineOfKey } from '../ledger/scope.js';
import { editionState } from './edition-state.js';
import { pageSize, placeOfCursor, cursorOf, unknownCursor } from './page.js';
import { unitDefined, type Standpoint } from './surroundings.js';

/** After every key, as SQLite orders them: what units are called is ASCII. */
const LAST = '\uffff';
/** Lines of editions that are looked up at a time. */
const SCOPES_READ = 200;

/** Units by their paths. */
export function unitsPage(at: Standpoint, page: PageRequest): Page<UnitAnswer> {
  const { model } = at.cache;
  const first = pageSize(page);
  let after = page.after === undefined ? '' : placeOfCursor(page.after);
  if (after !== '' && model.noted('unit', after).length === 0) throw unknownCursor();
  const items: { cursor: string; item: UnitAnswer }[] = [];
  for (;;) {
    const units = model.keysAfter('unit', { after, below: LAST }, at.seq, first - items.length + 1);
    for (const unit of units) {
      if (items.length === first) return { items, hasNext: true };
      after = unit;
      const item = unitOf(at, unit);
      if (item !== null) items.push({ cursor: cursorOf(unit), item });
    }
    if (units.length === 0) return { items, hasNext: false };
  }
}

export function unitOf(at: Standpoint, unit: string): UnitAnswer | null {
  const defined = unitDefined(at, unit);
  if (defined === undefined) return null;
  const slash = unit.lastIndexOf('/');
  return { unit, name: defined.name, kind: defined.kind, parent: slash < 0 ? null : unit.slice(0, slash) };
}

/** The paths of all units there are: beside the log they are few, and nothing is read of each. */
export function unitPaths({ cache: { model }, seq }: Standpoint): string[] {
  return model.keysAfter('unit', { after: '', below: LAST }, seq, -1);
}

/** The kind of an import's last event by then. */
export function importStateOf(
  at: Standpoint,
  importId: string,
): 'unknown' | 'started' | 'completed' | 'abandoned' {
  const row = at.cache.model.noted('import', importId).findLast((r) => r.seq <= at.seq);
  if (row === undefined) return 'unknown';
  const { type } = at.cache.model.told(row.event);
  return type === 'ImportStarted' ? 'started' : type === 'ImportCompleted' ? 'completed' : 'abandoned';
}

/** Editions by their unit, area, basis and period, in line. */
export function editionsPage(
  at: Standpoint,
  filter: { readonly unit?: string; readonly year?: string },
  page: PageRequest,
): Page<EditionAnswer> {
  const first = pageSize(page);
  const after = page.after === undefined ? null : editionPlace(page.after);
  const items: { cursor: string; item: EditionAnswer }[] = [];
  let found = after === null;
  for (const scope of scopesFrom(at, filter, after?.scope)) {
    const line = editionLineOfKey(scope);
    for (const edition of editionsIn(at, scope)) {
      if (!found) {
        found = scope === after?.scope && edition.edition === after.edition;
        continue;
      }
      if (items.length === first) return { items, hasNext: true };
      const { unit, area, basis, period } = line;
      const cursor = cursorOf([unit, area, basis, period, edition.edition].join('|'));
      items.push({ cursor, item: editionAnswer(at, line, edition) });
    }
    if (!found) throw unknownCursor();
  }
  if (!found) throw unknownCursor();
  return { items, hasNext: false };
}

function editionAnswer(at: Standpoint, line: EditionLine, edition: EditionDeclared): EditionAnswer {
  return {
    ...line,
    edition: edition.edition,
    label: edition.label,
    extent: edition.extent,
    status: edition.status,
    known: edition.known,
    open: editionState(at, line, edition.edition) === 'open',
  };
}

/** The lines of editions of a unit and those below it, or of all, from one on. */
function* scopesFrom(
  { cache: { model }, seq }: Standpoint,
  { unit, year }: { readonly unit?: string; readonly year?: string },
  from: string | undefined,
): Generator<string> {
  const ranges: readonly (readonly [low: string, below: string])[] =
    unit === undefined
      ? [['', LAST]]
      : [
          [`${unit}\u001f`, `${unit}\u0020`],
          [`${unit}/`, `${unit}0`],
        ];
  const ending = year === undefined ? '' : `\u001f${year}`;
  for (const [low, below] of ranges) {
    if (from !== undefined && from >= below) continue;
    let after: string = low;
    if (from !== undefined && from > low) {
      after = from;
      yield from;
    }
    for (;;) {
      const scopes = model.keysAfter('line', { after, below, ending }, seq, SCOPES_READ);
      yield* scopes;
      const last = scopes.at(-1);
      if (last === undefined) break;
      after = last;
    }
  }
}

/** What is declared of a line of editions, in order; its layouts are not read for that. */
function editionsIn({ cache: { model }, seq }: Standpoint, scope: string): readonly EditionDeclared[] {
  const declared: EditionDeclared[] = [];
  for (const row of model.noted('line', scope)) {
    if (row.seq > seq || model.told(row.event).type === 'LayoutStated') continue;
    const record = model.record(row.event, row.n);
    if (record.kind === 'edition') declared.push(record);
  }
  return orderEditions(declared);
}

/** @throws LedgerError CURSOR_UNKNOWN */
function editionPlace(cursor: string): { readonly scope: string; readonly edition: string } {
  const [unit, area, basis, period, ...edition] = placeOfCursor(cursor).split('|');
  if (edition.length === 0) throw unknownCursor();
  return { scope: [unit, area, basis, period].join('\u001f'), edition: edition.join('|') };
}

/**
 * What a frame prints its numbers in: as its layouts say, else thousands of kronor. Where all of them say the same, none
 * is read.
 */
export function unitOfFrame(at: Standpoint, line: EditionLine): UnitOfMeasure {
  const measured = new Set<number>();
  for (const row of at.cache.model.noted('measured', editionLineKey(line)))
    if (row.seq <= at.seq) measured.add(row.n);
  const [only = -1, other] = measured;
  if (measured.size === 0) return 'tkr';
  const same = other === undefined ? UNITS_OF_MEASURE[only] : undefined;
  if (same !== undefined) return same;
  const [layout] = at.facts.layouts(line);
  return layout === undefined ? 'tkr' : parseUnitOfMeasure(layout.unitOfMeasure);
}
