import type { DocumentFacts, ImportPlan } from '#ingest';
import type { TakenFor } from '../../shared/import-outcome.js';

/** What a document is taken for, and which editions of which units it has figures of. */
export function takenFor(facts: DocumentFacts, plan: ImportPlan): TakenFor {
  const { title, kind, unit, year, through, status, decision, judged, judgedBy } = facts;
  const { body, date, paragraph, dnr } = decision;
  return {
    title,
    kind,
    unit,
    year,
    through,
    status,
    decision: { body, date, paragraph, dnr },
    judged: [...judged],
    judgedBy,
    editions: editionsOf(plan),
  };
}

function editionsOf({ streams }: ImportPlan): TakenFor['editions'] {
  const editions = new Map<string, Set<string>>();
  for (const { type, data } of streams.flatMap(({ events }) => events)) {
    if (type !== 'EditionDeclared') continue;
    const { unit, basis, edition } = data;
    const of = editions.get(unit) ?? new Set();
    editions.set(unit, of.add(`${basis} ${edition}`));
  }
  return [...editions].map(([unit, of]) => ({ unit, editions: [...of].sort() }));
}
