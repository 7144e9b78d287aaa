import type { AssembledTable } from '../../document/document.js';
import { headingText } from '../words.js';

/** Words of headings that name no kind of investment. */
const USUAL =
  /^(?:invester\p{L}*|budget\p{L}*|plan\p{L}*|utgift\p{L}*|projekt\p{L}*|total\p{L}*|netto\p{L}*|\p{L}*(?:nämnd|nämnden|nämndens|styrelsen|styrelsens)|tkr|mnkr|kr|för|av|och|per|i|år|helår|tabell|utfall|prognos|bokslut|delårsbokslut|uppföljning|redovisning|\d[\d:–-]*)$/iu;

/**
 * The kind of investment that a whole table is of, where its heading names one: `Investeringar, årliga anslag` is the
 * line `Investeringar årliga anslag` of a compilation. Null for `Investeringar` and `Investeringsbudget 2025`, and where
 * the table's own total says that it is all of them.
 */
export function groupOfHeading({ headings, caption, rows }: AssembledTable): string | null {
  if (rows.some(({ label }) => /^total(?:a|t|summa)?\b/i.test(label.trim()))) return null;
  const text = headingText(caption === undefined || caption === '' ? (headings.at(-1) ?? '') : caption);
  if (!/^invester/i.test(text)) return null;
  const words = text.split(/[\s,:()–-]+/).filter((word) => word !== '');
  return words.every((word) => USUAL.test(word)) ? null : text.replaceAll(/\s*,\s*/g, ' ');
}
