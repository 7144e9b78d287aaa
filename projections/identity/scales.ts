import type { ScaleDefined } from '#domain';
import type { ComparabilityAnswer } from './comparability-answer.js';

/**
 * Scales over time (*skalor*): project status 3 is not the same in every budget. Two codes are comparable by what they
 * mean, in the words of their own scales, and never by their numbers.
 */

/** What a scale is of, without the year that its name may end in: `projektstatus-2021`. */
export function stemOf(scale: string): string {
  return scale.replace(/-\d{4}$/, '');
}

export function holdsIn({ fromYear, toYear }: ScaleDefined, year: string): boolean {
  return (fromYear ?? year) <= year && year <= (toYear ?? year);
}

function sameMeaning(a: string, b: string): boolean {
  return a.normalize('NFC').trim().toLowerCase() === b.normalize('NFC').trim().toLowerCase();
}

/** The code that means the same in another scale; null where none does, or two do. */
export function codeIn(scale: ScaleDefined, meaning: string | null): string | null {
  if (meaning === null) return null;
  const [code, ...more] = scale.codes.filter((one) => sameMeaning(one.meaning, meaning));
  return code === undefined || more.length > 0 ? null : code.code;
}

/** The scale of the same kind that holds in a year: one of the unit itself before one of a unit above it. */
export function scaleOfYear(
  scales: readonly ScaleDefined[],
  unit: string,
  scale: string,
  year: string,
): ScaleDefined | null {
  const found = scales.filter(
    (one) =>
      stemOf(one.scale) === stemOf(scale) &&
      holdsIn(one, year) &&
      (one.unit === unit || unit.startsWith(`${one.unit}/`)),
  );
  return found.sort((a, b) => b.unit.length - a.unit.length || (a.scale < b.scale ? -1 : 1))[0] ?? null;
}

/** Codes of which the two scales say another thing, or only one says anything. */
function changedCodes(from: ScaleDefined, to: ScaleDefined): string[] {
  const meaning = ({ codes }: ScaleDefined, code: string): string | undefined =>
    codes.find((one) => one.code === code)?.meaning;
  const codes = [...new Set([...from.codes, ...to.codes].map(({ code }) => code))].sort();
  return codes.filter((code) => {
    const [a, b] = [meaning(from, code), meaning(to, code)];
    return a === undefined || b === undefined || !sameMeaning(a, b);
  });
}

/** That two scales differ; null where their codes mean the same. */
export function scaleChange(
  from: ScaleDefined,
  to: ScaleDefined,
  rows: readonly (readonly string[])[],
  columns: readonly string[],
): ComparabilityAnswer | null {
  const changed = changedCodes(from, to);
  if (changed.length === 0) return null;
  const text = (scale: ScaleDefined): string =>
    changed
      .flatMap((code) => scale.codes.filter((one) => one.code === code))
      .map(({ code, meaning }) => `${code} ${meaning}`)
      .join(', ');
  return {
    kind: 'scaleChanged',
    what: `Skalan ${stemOf(to.scale)} har en annan betydelse: ${text(from)} → ${text(to)}`,
    from: from.scale,
    to: to.scale,
    since: to.fromYear ?? null,
    judgedBy: null,
    source: to.source ?? null,
    restatable: changed.some((code) => {
      const meaning = from.codes.find((one) => one.code === code)?.meaning ?? null;
      return codeIn(to, meaning) !== null;
    }),
    rows,
    columns,
  };
}
