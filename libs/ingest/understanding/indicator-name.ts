import { findUnitOfMeasure, type UnitOfMeasure } from '#amount';
import { plainText } from './words.js';

/**
 * The name of an indicator without what tables add to it here and there: a number, `Indikator:`, its unit, the way it
 * shall go, and a note in parentheses at the end. So `Andel sjukfrånvaro ska minska, %.` is one line over the years.
 */
export function indicatorName(label: string): string {
  const printed = plainText(label);
  const name = printed
    .replace(/^(?:indikator|nyckeltal|mått)\s*\d*\s*:\s*/i, '')
    .replace(/^(?:nyckeltal|indikator)\s*:\s*/i, '')
    .replace(/\s*\((?:%|procent|svar på [^)]*|skala [^)]*)\)\s*\.?$/i, '')
    .replace(/[,.]?\s*(?:\(?(?:i )?(?:%|procent)\)?)\s*\.?$/i, '')
    .replace(/\s*[.,:;]+$/, '')
    .replace(
      /\s+(?:ska|skall|bör)\s+(?:öka|minska|bli bättre|bli fler|bli färre|förbättras|höjas|sänkas|vara (?:hög|låg|god))$/i,
      '',
    );
  return name === '' ? printed : name;
}

/** In what its values are: as printed beside them or in the name; a number without a hint is a count. */
export function indicatorUnit(label: string, printed: readonly string[]): UnitOfMeasure {
  const beside = printed.map((value) =>
    findUnitOfMeasure(/[%\p{L}][\p{L}.]*\)?$/u.exec(value.trim())?.[0]?.replace(/\)$/, '') ?? ''),
  );
  const own = beside.find((unit) => unit !== undefined);
  if (own !== undefined) return own;
  const text = plainText(label).toLowerCase();
  if (/%|\bprocent\b|\bandel(?:en)?\b|grad(?:en)?\b/.test(text)) return 'percent';
  if (/\b(?:mnkr|mkr)\b/.test(text)) return 'mnkr';
  if (/\btkr\b/.test(text)) return 'tkr';
  if (/\b(?:kr|kronor)\b/.test(text)) return 'kr';
  if (/index|\bnki\b|\bnui\b|\bskala\b|betyg|ranking|omdöme/.test(text)) return 'index';
  return 'count';
}
