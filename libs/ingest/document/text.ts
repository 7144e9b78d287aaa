import { LedgerError } from '#amount';
import { createHash } from 'node:crypto';
import { BOOKMARKED_LEVEL, PLAIN_LEVEL, readCellLines } from './cell-lines.js';
import type { ContentsEntry } from './contents-page.js';
import { linesOf } from './decode.js';
import type { Block, HeadingBlock, ReadDocument } from './document.js';
import type { DocumentReader } from './document-reader.js';
import { requireEnding } from './ending.js';
import { readMarkedUp } from './marked-up.js';
import type { BlockList } from './table-rows.js';

/** How the tables of a text stand: a cell a line, or a row a line with markup or without. */
type Dialect = 'cellLines' | 'markdown' | 'tabs';

const MARKDOWN_HEADING = /^ {0,3}#{1,6}[ \t]+\S/u;
const PIPE_SEPARATOR = /^\s*\|\s*:?-+:?\s*\|/u;

/**
 * Reads a plain text or Markdown file.
 *
 * @throws LedgerError FILE_EMPTY, FILE_TOO_LARGE, FILE_BINARY, ENCODING_UNKNOWN, FILE_TRUNCATED, naming file and line
 */
export function readText(bytes: Uint8Array, fileName: string): ReadDocument {
  const lines = linesOf(bytes, fileName);
  const dialect = dialectOf(lines);
  const list = blockListOf(lines, fileName, dialect);
  requireAllSections(list, fileName, lines.length);
  requireEnding(lines, fileName);
  return {
    fileName,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    format: dialect === 'markdown' ? 'markdown' : 'text',
    blocks: levelled(list, dialect),
  };
}

export const textReader: DocumentReader = {
  name: 'text',
  extensions: ['.txt', '.text', '.md', '.markdown', '.tsv', '.tab'],
  // Any file may be a text: its name tells, and what is none is refused while it is read.
  recognises: () => undefined,
  read: readText,
};

function dialectOf(lines: readonly string[]): Dialect {
  if (lines.some((line) => MARKDOWN_HEADING.test(line) || PIPE_SEPARATOR.test(line))) return 'markdown';
  const withTabs = lines.filter((line) => line.includes('\t'));
  const cells = withTabs.filter((line) => /^[ \u00a0]*\t[^\t]*$/u.test(line));
  return cells.length * 2 > withTabs.length ? 'cellLines' : 'tabs';
}

function blockListOf(lines: readonly string[], file: string, dialect: Dialect): BlockList {
  return dialect === 'cellLines'
    ? readCellLines(lines, file)
    : readMarkedUp(lines, file, dialect === 'markdown');
}

function levelled(list: BlockList, dialect: Dialect): readonly Block[] {
  if (dialect === 'markdown') return list.blocks;
  return dialect === 'tabs' ? levelledByContents(list) : levelledByOrder(list);
}

/**
 * A document that has the first section of its contents page and not the last was cut off between them.
 *
 * @throws LedgerError FILE_TRUNCATED
 */
function requireAllSections({ blocks, contents }: BlockList, file: string, lines: number): void {
  const [first, last] = [contents.at(0), contents.at(-1)];
  if (first === undefined || last === undefined || contents.length < 3) return;
  const from = last.row.at.line;
  const texts = blocks.flatMap((block) => {
    return block.kind === 'table' || block.at.line <= from ? [] : [comparable(block.text)];
  });
  const has = (title: string): boolean =>
    texts.some((text) => text.startsWith(comparable(title).slice(0, 12)));
  if (!has(first.title) || has(last.title)) return;
  throw new LedgerError('FILE_TRUNCATED', `${file} ends before the last section of its contents page`, {
    place: { file, line: lines },
    hint: 'The file seems to be cut off: fetch or save it again.',
  });
}

function comparable(title: string): string {
  return title.toLowerCase().replaceAll(/[^\p{L}\d]+/gu, '');
}

/** Headings that the contents page lists are above those that it does not, and entries without dots above the others. */
function levelledByContents({ blocks, contents }: BlockList): Block[] {
  const levels = new Map(contents.map((entry) => [entry.title, levelOf(entry, contents)]));
  return blocks.map((block) => {
    if (block.kind === 'table') return block;
    const level = levels.get(block.text);
    if (block.kind === 'heading') return level === undefined ? block : { ...block, level };
    return block;
  });
}

function levelOf(entry: ContentsEntry, contents: readonly ContentsEntry[]): number {
  return entry.led && contents.some(({ led }) => !led) ? 2 : 1;
}

/**
 * Headings that have bookmarks say nothing of their level: one that is followed by another at once is above that and
 * all after it, until the next such. Of short lines, those that recur are the lowest.
 */
function levelledByOrder({ blocks }: BlockList): Block[] {
  const times = new Map<string, number>();
  for (const block of blocks) {
    if (block.kind === 'heading') times.set(block.text, (times.get(block.text) ?? 0) + 1);
  }
  let under = false;
  return blocks.map((block, index) => {
    if (block.kind !== 'heading') return block;
    if (block.level !== BOOKMARKED_LEVEL) {
      return (times.get(block.text) ?? 0) > 1 ? { ...block, level: PLAIN_LEVEL + 1 } : block;
    }
    const above = isBookmarkedHeading(blocks[index + 1]) && (times.get(block.text) ?? 0) === 1;
    under ||= above;
    return { ...block, level: under && !above ? BOOKMARKED_LEVEL + 1 : BOOKMARKED_LEVEL };
  });
}

function isBookmarkedHeading(block: Block | undefined): block is HeadingBlock {
  return block?.kind === 'heading' && block.level === BOOKMARKED_LEVEL;
}
