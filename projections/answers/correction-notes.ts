import type { EntryCorrected, EntryWithdrawn } from '#domain';
import type { CellExplanationAnswer, ChangeAnswer, DifferenceAnswer, EntryAnswer } from '../contract.js';
import type { CorrectionNote } from '../correction-note.js';
import { eventOf } from './entry-answer.js';
import { recordedOf } from './recorded.js';
import type { Standpoint } from './surroundings.js';

/*
 * Who recorded what, and when; and corrections, from both ends: what put an entry in or took it out, why, who, and when.
 * Answers are made without, by what knows entries and no log; here the notes are put beside them.
 */

const CORRECTIONS: ReadonlySet<string> = new Set(['EntryCorrected', 'EntryWithdrawn']);

/** The correction of this id; null where the id is that of another entry. */
export function correctionNote(at: Standpoint, id: string): CorrectionNote | null {
  const { model } = at.cache;
  // A correction is the one thing that its event says; most entries are known by that to be none.
  if (!id.endsWith('/0') || !CORRECTIONS.has(recordedOf(at, eventOf(id))?.type ?? '')) return null;
  const seq = model.seqOf(eventOf(id));
  if (seq === null) return null;
  const record = model.records(seq).find((one) => one.kind === 'correction' && one.id === id);
  if (record?.kind !== 'correction') return null;
  const { metadata, recordedAt, data } = model.envelope(seq);
  const { date } = data as EntryCorrected | EntryWithdrawn;
  return {
    id,
    corrects: record.corrects,
    is: record.replacement?.id ?? null,
    nature: record.nature,
    date: date ?? null,
    reason: record.reason,
    actor: metadata['actor'] ?? null,
    recordedAt,
  };
}

export function notedEntry(at: Standpoint, entry: EntryAnswer): EntryAnswer {
  const { takenOutBy } = entry;
  return {
    ...entry,
    ...recordedNote(at, entry.event),
    correction: correctionNote(at, entry.id),
    takenOut: takenOutBy === null ? null : correctionNote(at, takenOutBy),
  };
}

export function notedCell(at: Standpoint, cell: CellExplanationAnswer): CellExplanationAnswer {
  return {
    ...cell,
    parts: cell.parts.map((part) => ({ ...notedCell(at, part), coefficient: part.coefficient })),
    standing: cell.standing === null ? null : notedEntry(at, cell.standing),
    editions: cell.editions.map((step) => ({
      ...step,
      stated: step.stated === null ? null : notedEntry(at, step.stated),
      changes: notedChanges(at, step.changes),
    })),
    assertions: cell.assertions.map((entry) => notedEntry(at, entry)),
    corrections: cell.corrections.map(({ entry, is, ...correction }) => ({
      ...correction,
      entry: notedEntry(at, entry),
      is: is === null ? null : notedEntry(at, is),
    })),
    named: cell.named.map((pair) => notedDifference(at, pair)),
  };
}

export function notedDifference(at: Standpoint, difference: DifferenceAnswer): DifferenceAnswer {
  return {
    ...difference,
    changes: notedChanges(at, difference.changes),
    offered: notedChanges(at, difference.offered),
    parts: difference.parts.map((part) => ({ ...notedDifference(at, part), coefficient: part.coefficient })),
  };
}

export function notedChanges(at: Standpoint, changes: readonly ChangeAnswer[]): ChangeAnswer[] {
  return changes.map((change) => ({
    ...change,
    ...recordedNote(at, change.event),
    sale: recordedOf(at, change.event)?.sale ?? null,
    correction: correctionNote(at, change.entry),
  }));
}

function recordedNote(at: Standpoint, event: string): Pick<EntryAnswer, 'recordedAt' | 'actor' | 'position'> {
  const { recordedAt = null, actor = null, position = null } = recordedOf(at, event) ?? {};
  return { recordedAt, actor, position };
}
