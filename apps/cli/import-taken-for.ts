import type { TakenFor } from '../shared/import-outcome.js';

/** Editions of one unit that a line names; more are counted. */
const EDITIONS_MAX = 8;

/** What a document is taken for, so that whoever imports it sees it before anything is recorded. */
export function takenForText(taken: TakenFor): string[] {
  const { title, kind, unit, status, decision, judged, judgedBy } = taken;
  const stated = [decision.body, decision.date, decision.paragraph].filter((part) => part !== '').join(' ');
  const facts = [
    `${kind} of ${unit}`,
    status,
    ...(stated === '' ? [] : [stated]),
    ...(decision.dnr === '' ? [] : [decision.dnr]),
  ];
  return [
    `  taken for "${title}": ${facts.join(', ')}`,
    ...(judged.length === 0 ? [] : [`  not stated, and judged by ${judgedBy}: ${judged.join(', ')}`]),
    ...taken.editions.map(({ unit: of, editions }) => {
      const more = editions.length - EDITIONS_MAX;
      const shown = editions.slice(0, EDITIONS_MAX).join(', ');
      return `  figures of ${of}: ${shown}${more > 0 ? ` and ${more} more` : ''}`;
    }),
  ];
}
