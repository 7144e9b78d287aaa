import type { AssembledTable, ReadDocument } from '../document/document.js';
import { plainText } from './words.js';

/** What a text says that makes a line informative only (*i informerande syfte*, *till kännedom*). */
const FOR_INFORMATION =
  /informerande syfte|informationssyfte|(?:endast|enbart) (?:för|till) (?:information|kännedom)/i;

/** How far into a paragraph the lines stand that it is about. */
const SUBJECT = 60;
/** A shorter first word may be in any text. */
const WORD_MIN = 4;

/**
 * Lines of a table that a paragraph below it, before the next table, calls informative only: by the label's outermost
 * words at the beginning of the paragraph, or by its first word where no other line begins with that.
 */
export function lineStatusOf(
  { rows, at }: AssembledTable,
  { blocks }: ReadDocument,
): Record<string, 'forInformation'> {
  // A page break may have made two tables of it: what is below it is below its last row.
  const last = rows.at(-1)?.at.line ?? at.line;
  const after = blocks.filter((block) => block.at.sheet === at.sheet && block.at.line > last);
  const next = after.findIndex(({ kind }) => kind === 'table');
  const below = after.slice(0, next === -1 ? undefined : next);
  const subjects = below.flatMap((block) => {
    if (block.kind !== 'text' || !FOR_INFORMATION.test(block.text)) return [];
    return [comparable(plainText(block.text).slice(0, SUBJECT))];
  });
  if (subjects.length === 0) return {};
  const labels = [...new Set(rows.map(({ label }) => plainText(label)).filter((label) => label !== ''))];
  const found = labels.filter((label) => {
    const own = comparable(label);
    const [first = ''] = own.split(' ');
    const distinct =
      (first.length >= WORD_MIN || /\d/.test(first)) &&
      labels.filter((other) => comparable(other).split(' ')[0] === first).length === 1;
    return subjects.some((subject) => hasWords(subject, own) || (distinct && hasWords(subject, first)));
  });
  return Object.fromEntries(found.map((label) => [label, 'forInformation']));
}

function comparable(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/\s*\/\s*/g, '/')
    .replaceAll(/[,:;.]/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function hasWords(text: string, words: string): boolean {
  return ` ${text} `.includes(` ${words} `);
}
