import { idsOf, shortName } from './short-title.js';
import { slugOf } from './words.js';

/** A risk is known by its name, in the analysis, the plan and the follow-up alike. */
export function riskId(name: string): string {
  return slugOf(shortName(name));
}

/** A control is known by its risk; where a risk has several, by what is controlled too. */
export function controlIds(
  controls: readonly { readonly risk: string; readonly title: string; readonly hashes: string }[],
): string[] {
  const times = new Map<string, number>();
  for (const { risk } of controls) times.set(risk, (times.get(risk) ?? 0) + 1);
  return idsOf(
    controls.map(({ risk, title, hashes }) => ({
      title: times.get(risk) === 1 && risk !== '' ? shortName(risk) : `${shortName(risk)} ${title}`,
      hashes,
    })),
  );
}
