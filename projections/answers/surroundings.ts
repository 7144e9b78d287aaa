import { editionLineKey, Evaluator, type EditionLine, type Reading } from '#ledger';
import {
  eventCorrection,
  isDate,
  standingEvents,
  type DocumentRegistered,
  type RiskAssessed,
  type UnitDefined,
} from '#domain';
import type { ReadOptions } from '../contract.js';
import { positionText, seqAsOf } from '../ledger/as-of.js';
import { withMoved } from '../identity/moved-lines.js';
import { SqliteFacts } from '../ledger/facts.js';
import { NotingFacts, type Note } from '../ledger/noting-facts.js';
import type { NotedRow } from '../ledger/model.js';
import type { LedgerCache } from '../ledger/ledger-cache.js';
import { publishedBook } from '../ledger/records-about.js';
import { StoredEvaluator } from '../ledger/stored-evaluator.js';
import { SUBJECT_SEPARATOR } from '../runner/subjects.js';
import { documentKey, UNITS_KEY } from '../runner/touched-keys.js';
import { areaRank } from '../view/areas.js';
import type { AssessedRisk, ViewSurroundings } from '../view/view-declaration.js';
import { subjectRows } from './subject-rows.js';
import { LedgerError } from '#amount';

/** One answer's standpoint: all of it is read as of one seq, whatever is applied meanwhile. */
export interface Standpoint {
  readonly cache: LedgerCache;
  readonly seq: number;
  readonly facts: SqliteFacts;
  readonly options: ReadOptions;
  readonly position: string;
  /** Is told what the answer rests on, where somebody wants to know. */
  readonly note?: Note | undefined;
  /** What to ask values of, over the lines of editions that the answer is about. */
  evaluator(lines: readonly EditionLine[]): {
    readonly evaluator: Evaluator;
    readonly undatedLeftOut: number;
  };
}

/** @throws LedgerError AS_OF_UNREADABLE, UNKNOWN_EVENT, POSITION_OF_OTHER_LOG, POSITION_NOT_REACHED, WRONG_USAGE */
export function standpoint(cache: LedgerCache, logId: string, options: ReadOptions = {}): Standpoint {
  const head = cache.refresh();
  const seq = seqAsOf(cache.model, logId, head, options.asOf);
  return standpointAt(cache, logId, seq, options);
}

/**
 * The same as of a seq. `note` is told the keys (as `touched` has them) of everything that the answers rest on.
 * @throws LedgerError WRONG_USAGE
 */
export function standpointAt(
  cache: LedgerCache,
  logId: string,
  seq: number,
  options: ReadOptions = {},
  note?: Note,
): Standpoint {
  const facts = note === undefined ? new SqliteFacts(cache, seq) : new NotingFacts(cache, seq, note);
  const { publishedBy } = options;
  if (publishedBy !== undefined && !isDate(publishedBy)) {
    throw new LedgerError('WRONG_USAGE', `"${publishedBy.slice(0, 40)}" is no day`, {
      place: { field: 'publishedBy' },
      hint: 'Write it as 2021-02-28.',
    });
  }
  return {
    cache,
    seq,
    facts,
    options,
    position: positionText(cache.model, logId, seq),
    note,
    evaluator: (lines) => {
      if (publishedBy === undefined) return { evaluator: new StoredEvaluator(facts), undatedLeftOut: 0 };
      const book = publishedBook(cache, withMoved(facts, lines), seq, publishedBy, note);
      const asked = new Set(lines.map(editionLineKey));
      const undated = book.undated.filter((e) => asked.has(editionLineKey(filedUnder(e))));
      return { evaluator: new Evaluator(book), undatedLeftOut: undated.length };
    },
  };
}

function filedUnder(entry: { kind: string; reading?: Reading; to?: Reading }): Reading {
  return (entry.kind === 'statement' ? entry.reading : entry.to) as Reading;
}

/** What views look at: the lines of editions of a unit and of those below it. */
export function surroundingsOf(at: Standpoint, unit: string): ViewSurroundings {
  // By area and then unit: what is put together stands together, and no order of recording shows.
  const editionLines = [...at.facts.editionLinesOf(unit, true)].sort(
    (a, b) => areaRank(a.area) - areaRank(b.area) || compare(a.area, b.area) || compare(a.unit, b.unit),
  );
  return {
    facts: at.facts,
    editionLines,
    someUnits: (most) => at.facts.someUnits(most),
    unitName: (of) => unitName(at, of),
    has: (kind) => subjectRows(at, kind, unit).length > 0,
    risks: (year) => risksOf(at, unit, year),
    measuresOf: (line) => {
      const scope = editionLineKey(line);
      at.note?.(scope);
      return [...new Set(at.cache.model.framesOf(scope).map(({ measure }) => measure))];
    },
    riskYears: () => [...new Set(subjectRows(at, 'risk', unit).map(yearOfRisk))].sort(compare),
  };
}

function yearOfRisk({ key }: NotedRow): string {
  return key.split(SUBJECT_SEPARATOR)[1] ?? '';
}

/** Rows follow from what was assessed, also of what had not been published: its cells are blank then. */
function risksOf(at: Standpoint, unit: string, year: string): AssessedRisk[] {
  return subjectRows(at, 'risk', unit)
    .filter((row) => yearOfRisk(row) === year)
    .sort((a, b) => a.seq - b.seq || a.event - b.event)
    .map((row) => {
      const {
        line,
        unit: of,
        area,
        basis,
        period,
        edition,
        source,
        likelihood,
      } = at.cache.model.envelope(row.event).data as RiskAssessed;
      const table = source?.table ?? likelihood.source?.table ?? '';
      return { line: { unit: of, area, basis, period }, edition, risk: line, table };
    });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The definition of a unit that stands: the last one. */
export function unitDefined(at: Standpoint, unit: string): UnitDefined | undefined {
  at.note?.(UNITS_KEY);
  const rows = at.cache.model.noted('unit', unit).filter((r) => r.seq <= at.seq);
  const last = rows.at(-1);
  if (last === undefined) return undefined;
  const envelope = at.cache.model.envelope(last.event);
  // Nothing was corrected after a definition that is the last that was recorded.
  if (eventCorrection(envelope) === undefined) return envelope.data as UnitDefined;
  const events = standingEvents(rows.map(({ event }) => at.cache.model.envelope(event)));
  return events.at(-1)?.data as UnitDefined | undefined;
}

export function unitName(at: Standpoint, unit: string): string {
  return unitDefined(at, unit)?.name ?? unit.slice(unit.lastIndexOf('/') + 1);
}

export function documentRegistered(at: Standpoint, sha256: string): DocumentRegistered | undefined {
  at.note?.(documentKey(sha256));
  const row = at.cache.model.noted('document', sha256).findLast((r) => r.seq <= at.seq);
  return row && (at.cache.model.envelope(row.event).data as DocumentRegistered);
}

/** A document as people know it: the file's name as imported. */
export function documentNamer(at: Standpoint): (sha256: string) => string {
  const names = new Map<string, string>();
  return (sha256) => {
    let name = names.get(sha256);
    if (name === undefined) {
      const document = documentRegistered(at, sha256);
      name = document?.fileName ?? document?.title ?? sha256;
      names.set(sha256, name);
    }
    return name;
  };
}
