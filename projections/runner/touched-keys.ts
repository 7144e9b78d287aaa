import { SUBJECT_KINDS, type SubjectKind } from './subjects.js';

/*
 * What an answer may rest on beside lines of editions and names, as it is noted in `touched`. The separator is one that
 * the kernel's keys do not use, so that none of these is taken for a line of editions.
 */
const SEPARATOR = '\u001d';

/** That a unit is defined, or defined otherwise. */
export const UNITS_KEY = `units${SEPARATOR}`;

/** Which lines of editions there are of a unit and of those below it, and what is declared of them. */
export function belowKey(unit: string): string {
  return `below${SEPARATOR}${unit}`;
}

/** What is recorded of a kind of subject of a unit and of those below it. */
export function subjectKey(kind: SubjectKind, unit: string): string {
  return `subject${SEPARATOR}${kind}${SEPARATOR}${unit}`;
}

/** A document, as it is registered. */
export function documentKey(sha256: string): string {
  return `document${SEPARATOR}${sha256}`;
}

/** What is said of a discrepancy. */
export function discrepancyKey(id: string): string {
  return `discrepancy${SEPARATOR}${id}`;
}

/** A unit, every one that it is below, and what stands for the whole ledger. */
export function unitsAbove(unit: string): string[] {
  const units = [unit];
  for (let at = unit.lastIndexOf('/'); at > 0; at = unit.lastIndexOf('/', at - 1))
    units.push(unit.slice(0, at));
  units.push('');
  return units;
}

/** A key as it was made. */
export type TouchedKey =
  | { readonly kind: 'units' }
  | { readonly kind: 'below'; readonly unit: string }
  | { readonly kind: 'subject'; readonly subject: SubjectKind; readonly unit: string }
  | { readonly kind: 'document'; readonly sha256: string }
  | { readonly kind: 'discrepancy'; readonly id: string }
  /** Of a unit and area. */
  | { readonly kind: 'names'; readonly key: string }
  /** A line of editions. */
  | { readonly kind: 'scope'; readonly key: string };

export function touchedKeyOf(key: string): TouchedKey {
  const [kind = '', first = '', second = ''] = key.split(SEPARATOR);
  switch (key.includes(SEPARATOR) ? kind : '') {
    case 'units':
      return { kind: 'units' };
    case 'below':
      return { kind: 'below', unit: first };
    case 'subject': {
      const subject = SUBJECT_KINDS.find((one) => one === first);
      if (subject === undefined) throw new Error(`there is no kind of subject ${first}`);
      return { kind: 'subject', subject, unit: second };
    }
    case 'document':
      return { kind: 'document', sha256: first };
    case 'discrepancy':
      return { kind: 'discrepancy', id: first };
    default:
      return key.split('\u001f').length === 2 ? { kind: 'names', key } : { kind: 'scope', key };
  }
}
