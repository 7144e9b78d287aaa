import { openness, type EditionClosed, type EditionOpened, type EditionState } from '#domain';
import { editionLineKey, type EditionLine } from '#ledger';
import type { Standpoint } from './surroundings.js';

/**
 * Whether an edition takes what is registered by hand: what its declarations, openings and closings make of it in the
 * order in which they count, by the domain's own rule.
 */
export function editionState(at: Standpoint, line: EditionLine, edition: string): EditionState {
  const { model } = at.cache;
  const key = editionLineKey(line);
  const steps = [
    ...model.noted('line', key).map((row) => ({ ...row, kind: 'declared' })),
    ...model.noted('opened', key).map((row) => ({ ...row, kind: 'opened' })),
  ]
    .filter((row) => row.seq <= at.seq)
    .sort((a, b) => a.seq - b.seq || a.event - b.event);
  let state: EditionState | undefined;
  for (const { kind, event, n } of steps) {
    if (kind === 'declared') {
      const record = model.record(event, n);
      if (record.kind === 'edition' && record.edition === edition) state = openness(state, record.open);
    } else {
      const { type, data } = model.envelope(event);
      if ((data as EditionOpened | EditionClosed).edition === edition)
        state = type === 'EditionOpened' ? 'open' : 'closed';
    }
  }
  return state ?? 'undeclared';
}
