import {
  editionLineKey,
  editionLineOf,
  Evaluator,
  lineKey,
  readingKey,
  readingOf,
  withLine,
  type Book,
  type EditionLine,
  type Reading,
} from '#ledger';
import { NotingFacts } from '../ledger/noting-facts.js';
import { standsAt } from '../ledger/frame-index.js';
import type { LedgerCache } from '../ledger/ledger-cache.js';
import { publishedBook } from '../ledger/records-about.js';
import { editionLineOfKey } from '../ledger/scope.js';
import { StoredEvaluator } from '../ledger/stored-evaluator.js';
import { findingsIn, type KeptFinding } from './finding.js';

/** What does not agree in one line of editions, and everything it was worked out from. */
export interface Reconciled {
  readonly findings: readonly KeptFinding[];
  /** Keys as the read model notes them in `touched`. */
  readonly rests: readonly string[];
}

/** Reconciles one line of editions as of a seq, with the kernel's evaluator. */
export function reconcileScope(cache: LedgerCache, scope: string, seq: number): Reconciled {
  const asked = new Set<string>([scope]);
  const facts = new NotingFacts(cache, seq, (key) => void asked.add(key));
  const line = editionLineOfKey(scope);
  const readings = readingsIn(cache, facts, scope, seq);
  const findings = findingsIn(new StoredEvaluator(facts), line, readings);
  return { findings, rests: [...asked] };
}

/** Every reading of a line of editions of which something stands, once, under the name that all spellings share. */
function readingsIn(cache: LedgerCache, facts: NotingFacts, scope: string, seq: number): Reading[] {
  const line = editionLineOfKey(scope);
  const names = facts.names(line.unit, line.area);
  const readings = new Map<string, Reading>();
  for (const { edition, measure } of cache.model.framesOf(scope)) {
    for (const { line: printed, filed } of cache.frame(scope, edition, measure, seq).lines.values()) {
      if (!filed.some((f) => standsAt(f, seq))) continue;
      const reading: Reading = { ...line, edition, measure, line: names.resolve(printed) };
      readings.set(`${edition}\u001f${measure}\u001f${lineKey(reading.line)}`, reading);
    }
  }
  return [...readings.values()];
}

/** Reconciles lines of editions by what had been published by a day, over all those of the same unit and area. */
export function reconcilePublished(
  cache: LedgerCache,
  scopes: readonly string[],
  seq: number,
  publishedBy: string,
): Map<string, readonly KeptFinding[]> {
  return reconcileBook(publishedBook(cache, scopes.map(editionLineOfKey), seq, publishedBy), new Set(scopes));
}

/** Reconciles a book in memory: all of it, or the lines of editions given. */
export function reconcileBook(book: Book, scopes?: ReadonlySet<string>): Map<string, readonly KeptFinding[]> {
  const evaluator = new Evaluator(book);
  const byScope = new Map<string, { line: EditionLine; readings: Map<string, Reading> }>();
  for (const entry of book.entries()) {
    const filed = readingOf(entry);
    const scope = editionLineKey(filed);
    if (scopes !== undefined && !scopes.has(scope)) continue;
    const reading = withLine(filed, book.names(filed.unit, filed.area).resolve(filed.line));
    const group = byScope.get(scope) ?? { line: editionLineOf(filed), readings: new Map<string, Reading>() };
    group.readings.set(readingKey(reading), reading);
    byScope.set(scope, group);
  }
  const found = new Map<string, readonly KeptFinding[]>();
  for (const [scope, { line, readings }] of byScope) {
    const findings = findingsIn(evaluator, line, readings.values());
    if (findings.length > 0) found.set(scope, findings);
  }
  return found;
}
