import type { ReadDocument } from '../document/document.js';
import { headingKey, isShortLabel, plainText } from './words.js';

/** What stands before the first chapter of a document: its cover, its letter, its list of facts. */
export interface FrontMatter {
  /** Headings and short texts, which the title is among; a text that is no heading has no level. */
  readonly labels: readonly { readonly text: string; readonly level: number | null }[];
  /** Everything, one text a line; a row of a table of two columns is `label: value`. */
  readonly lines: readonly string[];
  /** `Beslutande instans: Kommunstyrelsen`, by the label in small letters. */
  readonly stated: ReadonlyMap<string, string>;
}

/** A document without chapters is read so far. */
const BLOCKS_MAX = 200;
const CHAPTER = /^(?:innehåll|innehållsförteckning|inledning|sammanfattning|bakgrund)$/;

export function frontMatterOf({ blocks }: ReadDocument): FrontMatter {
  const first = blocks.findIndex(
    (block) => block.kind !== 'table' && isShortLabel(block.text) && CHAPTER.test(headingKey(block.text)),
  );
  const front = blocks.slice(0, first === -1 ? BLOCKS_MAX : first);
  const lines: string[] = [];
  const labels: { text: string; level: number | null }[] = [];
  for (const block of front) {
    if (block.kind === 'table') {
      for (const { cells } of block.rows) {
        const texts = cells.map(({ text }) => plainText(text)).filter((text) => text !== '');
        if (texts.length === 2) lines.push(texts.join(': ').replace('::', ':'));
      }
      continue;
    }
    const texts = block.text.split(/\r\n|\n|\r/).map(plainText);
    lines.push(...texts.filter((text) => text !== ''));
    for (const text of texts) {
      if (isShortLabel(text)) labels.push({ text, level: block.kind === 'heading' ? block.level : null });
    }
  }
  return { labels, lines, stated: statedIn(lines) };
}

function statedIn(lines: readonly string[]): Map<string, string> {
  const stated = new Map<string, string>();
  for (const line of lines) {
    const [, label = '', value = ''] = /^(\p{L}[\p{L} /-]{2,30}?)\s*:\s*(\S.*)$/u.exec(line) ?? [];
    const key = label.toLowerCase();
    if (key !== '' && !stated.has(key)) stated.set(key, value.trim());
  }
  return stated;
}
