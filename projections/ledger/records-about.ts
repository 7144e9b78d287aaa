import { Book, editionLineKey, type EditionLine, type LedgerRecord, type PlainEntry } from '#ledger';
import { editionLineOfKey, movesKeys } from './scope.js';
import type { LedgerCache } from './ledger-cache.js';
import type { Note } from './noting-facts.js';

/**
 * The book of what had been published by a day and was recorded by a seq, folded with the kernel's own rules. It costs
 * what the tables of the lines of editions asked for hold.
 */
export function publishedBook(
  cache: LedgerCache,
  lines: readonly EditionLine[],
  seq: number,
  publishedBy: string,
  note?: Note,
): Book {
  return new Book(recordsAbout(cache, lines, seq, note), { publishedBy });
}

/**
 * Everything that was recorded by a seq about the lines of editions given, and about those that their entries refer to,
 * in the order in which it counts. `note` is told the keys of all of them.
 */
export function recordsAbout(
  cache: LedgerCache,
  lines: readonly EditionLine[],
  seq: number,
  note?: Note,
): LedgerRecord[] {
  const { model } = cache;
  const seen = new Set<string>();
  const namesSeen = new Set<string>();
  const queue = lines.map(editionLineKey);
  const found: { seq: number; event: number; n: number; record: LedgerRecord }[] = [];
  const taken = new Set<string>();
  const take = (at: { seq: number; event: number; n: number }): LedgerRecord => {
    const record = model.record(at.event, at.n);
    const key = `${at.event}/${at.n}`;
    if (!taken.has(key)) {
      taken.add(key);
      found.push({ seq: at.seq, event: at.event, n: at.n, record });
    }
    return record;
  };
  for (let scope = queue.pop(); scope !== undefined; scope = queue.pop()) {
    if (seen.has(scope)) continue;
    seen.add(scope);
    note?.(scope);
    for (const row of model.noted('line', scope)) if (row.seq <= seq) take(row);
    const { unit, area } = editionLineOfKey(scope);
    const names = `${unit}\u001f${area}`;
    if (!namesSeen.has(names)) {
      namesSeen.add(names);
      note?.(names);
      for (const row of model.noted('names', names)) if (row.seq <= seq) take(row);
    }
    for (const moves of movesKeys(unit)) {
      if (namesSeen.has(moves)) continue;
      namesSeen.add(moves);
      note?.(moves);
      for (const row of model.noted('names', moves)) if (row.seq <= seq) take(row);
    }
    for (const frame of model.framesOf(scope)) {
      for (const row of model.entryRows(frame.id)) {
        if (row.seq > seq) continue;
        const record = take(row);
        const { out } = row;
        if (out !== null && out.outSeq <= seq) take({ seq: out.outSeq, event: out.outEvent, n: out.outN });
        // A misread is published when what it corrects was: that must be in the book as well.
        if (record.kind === 'correction') takeCorrected(record.corrects);
        queue.push(...referred(model.entry(row.event, row.n)).map(editionLineKey));
      }
    }
  }
  found.sort((a, b) => a.seq - b.seq || a.event - b.event || a.n - b.n);
  return found.map((f) => f.record);

  function takeCorrected(id: string): void {
    const entry = model.entryOf(id);
    if (entry !== null) queue.push(editionLineKey(entry.kind === 'statement' ? entry.reading : entry.to));
  }
}

/** The readings that an entry speaks of beside its own. */
export function referred(entry: PlainEntry): readonly EditionLine[] {
  switch (entry.kind) {
    case 'statement':
      return entry.says.kind === 'relative' ? entry.says.terms.map((term) => term.reading) : [];
    case 'change':
      return entry.from === 'inForce' ? [] : [entry.from];
    case 'statedDifference':
      return [entry.from];
  }
}
