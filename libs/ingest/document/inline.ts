import type { RawCell, Spot } from './document.js';
import { cellOf, mayHaveMarkup, paragraphText, readFragment } from './html.js';

// Each is looked for no further than the next sign of its kind, so that no line takes longer than it is long.
const BOLD = /(?<![\\*\p{L}\p{N}])\*\*(?=[^\s*])([^*]*[^\s*\\])\*\*(?![*\p{L}\p{N}])/gu;
const BOLD_UNDERLINED = /(?<![\\_\p{L}\p{N}])__(?=[^\s_])([^_]*[^\s_\\])__(?![_\p{L}\p{N}])/gu;
const ITALIC = /(?<![\\*_\p{L}\p{N}])([*_])(?=[^\s*_])([^*_]*[^\s*_\\]|[^\s*_\\])\1(?![*_\p{L}\p{N}])/gu;
const LINK = /!?\[([^[\]]*)\]\([^()\s]*(?:\s"[^"()]*")?\)/g;
const ESCAPED = /\\([\\`*_{}[\]()#+\-.!|~>])/g;
const BOOKMARK = /\[bookmark:[^[\]]*\]/g;

/** Emphasis and links of Markdown as the HTML that they stand for; a lone star (a footnote) stays. */
function asHtml(text: string): string {
  if (!/[*_[\\]/.test(text)) return text;
  return text
    .replaceAll(BOOKMARK, '')
    .replaceAll(LINK, '$1')
    .replaceAll(BOLD, '<b>$1</b>')
    .replaceAll(BOLD_UNDERLINED, '<b>$1</b>')
    .replaceAll(ITALIC, '<i>$2</i>')
    .replaceAll(ESCAPED, '$1');
}

/** A cell of a text, without its markup. */
export function readCell(raw: string, at: Spot, file: string): RawCell {
  return cellOf(asHtml(raw), at, file);
}

/** The paragraphs of a line of running text, without markup; tables within it are not looked for. */
export function readParagraphs(raw: string, at: Spot, file: string): string[] {
  const html = asHtml(raw);
  if (!mayHaveMarkup(html)) {
    const text = html.trim();
    return text === '' ? [] : [text];
  }
  return readFragment(html, at, file).paragraphs.map(paragraphText);
}

/** Is a line that has a bookmark of the word processor (`[bookmark: _Toc1]`) before its text, and so is a heading? */
export function isBookmarked(line: string): boolean {
  return line.trimStart().startsWith('[bookmark:');
}
