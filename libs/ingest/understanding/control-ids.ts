import { idsOf } from './short-title.js';

/** A control is known by its risk; where a risk has several, by what is controlled too. */
export function controlIds(
  controls: readonly { readonly risk: string; readonly title: string; readonly hashes: string }[],
): string[] {
  const times = new Map<string, number>();
  for (const { risk } of controls) times.set(risk, (times.get(risk) ?? 0) + 1);
  return idsOf(
    controls.map(({ risk, title, hashes }) => ({
      title: times.get(risk) === 1 && risk !== '' ? risk : `${risk} ${title}`,
      hashes,
    })),
  );
}
