import type { LedgerCache } from '../ledger/ledger-cache.js';
import type { NotedRow } from '../ledger/model.js';
import { SUBJECT_SEPARATOR, type SubjectKind } from '../runner/subjects.js';
import { subjectKey } from '../runner/touched-keys.js';

interface At {
  readonly cache: LedgerCache;
  readonly seq: number;
  readonly note?: ((key: string) => void) | undefined;
}

/** The rows of the read model about subjects of a kind, of a unit and asked for those below it. */
export function subjectRows(at: At, kind: SubjectKind, unit: string, below = true): NotedRow[] {
  at.note?.(subjectKey(kind, unit));
  const { model } = at.cache;
  return [
    ...model.notedBetween(kind, `${unit}${SUBJECT_SEPARATOR}`, `${unit}\u0020`),
    ...(below ? model.notedBetween(kind, `${unit}/`, `${unit}0`) : []),
  ].filter((row) => row.seq <= at.seq);
}
