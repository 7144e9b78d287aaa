import { areaLabel, measureLabel, type EntryAnswer, type ReadingAddress } from '#projections';

/** What figures are filed under, as a reader of Swedish meets it; another word stands as it is. */

const BASES: Readonly<Record<ReadingAddress['basis'], string>> = {
  budget: 'budget',
  forecast: 'prognos',
  outcome: 'utfall',
  approved: 'godkänt',
  target: 'mål',
};

const ENTRY_KINDS: Readonly<Record<EntryAnswer['kind'], string>> = {
  statement: 'uppgift',
  change: 'förändring',
  statedDifference: 'angiven skillnad',
};

export const areaText = areaLabel;
export const basisText = (basis: string): string => BASES[basis as ReadingAddress['basis']] ?? basis;
export const entryKindText = (kind: string): string => ENTRY_KINDS[kind] ?? kind;

/** What a figure is read as: basis and edition, and the year where the edition does not begin with it. */
export function seriesText({ basis, period, edition }: ReadingAddress): string {
  return `${basisText(basis)} ${edition.startsWith(period) ? edition : `${period} ${edition}`}`;
}

/** Within a line of text, with a small letter. */
export function measureText(measure: string): string {
  const label = measureLabel(measure);
  return `${label.charAt(0).toLowerCase()}${label.slice(1)}`;
}

/** What is stated beside the value that counts: another amount, or a difference, printed or told. */
export function assertionText(says: EntryAnswer['says']): string {
  if (says === 'difference') return 'tryckt skillnad';
  // Stated as so much more or less than another figure.
  return says === 'relative' ? 'angiven skillnad' : 'även angivet';
}

/** Several reasons on one line; what a source wrote as a sentence loses its full stop where another follows. */
export function joined(reasons: readonly string[]): string {
  return reasons.map((text, i) => (i < reasons.length - 1 ? text.replace(/\.$/u, '') : text)).join('; ');
}
