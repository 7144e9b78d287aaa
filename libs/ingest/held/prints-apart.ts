import { importIdOf, type ImportPlan, type PlannedEvent } from '../import-plan.js';
import { documentOfEvent } from './entries.js';

/**
 * A plan with two prints of one document as two imports, the older first: what is to be corrected must be there before
 * what corrects it.
 */
export function printsApart(plan: ImportPlan): ImportPlan[] {
  const older = new Map<string, string>();
  for (const event of plan.streams.flatMap(({ events }) => events)) {
    if (event.type !== 'DocumentRegistered') continue;
    const { sha256, replaces } = event.data;
    if (replaces !== undefined && plan.documents.includes(replaces)) older.set(sha256, replaces);
  }
  if (older.size === 0) return [plan];
  const depth = (sha256: string | undefined, steps = 0): number => {
    const before = sha256 === undefined ? undefined : older.get(sha256);
    return before === undefined || steps > older.size ? steps : depth(before, steps + 1);
  };
  const rounds = [...new Set(plan.documents.map((sha256) => depth(sha256)))].sort((a, b) => a - b);
  return rounds.flatMap((round) => {
    const streams = plan.streams
      .map(({ stream, events }) => ({
        stream,
        events: events.filter((event: PlannedEvent) => depth(documentOfEvent(event)) === round),
      }))
      .filter(({ events }) => events.length > 0);
    const documents = plan.documents.filter((sha256) => depth(sha256) === round);
    const importId = importIdOf(streams.flatMap(({ events }) => events));
    return streams.length === 0 ? [] : [{ ...plan, importId, documents, streams }];
  });
}
