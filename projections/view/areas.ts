/** What areas are called in Swedish (*områden*), in the order in which documents have them. */
const AREAS: Readonly<Record<string, string>> = {
  operations: 'drift',
  investment: 'investering',
  land: 'exploatering',
  indicator: 'indikator',
  control: 'internkontroll',
  goal: 'mål',
  assignment: 'uppdrag',
  staff: 'personal',
};

/** Another area is called by its own name. */
export function areaLabel(area: string): string {
  return AREAS[area] ?? area;
}

/** Its place among the areas that documents have; others come after them. */
export function areaRank(area: string): number {
  const names = Object.keys(AREAS);
  const rank = names.indexOf(area);
  return rank < 0 ? names.length : rank;
}
