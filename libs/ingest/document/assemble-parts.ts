import { gridOf, labelOf, withoutBlankColumns, type GridRow } from './assemble-grid.js';
import { sameHeader, splitHeader, type Header } from './assemble-header.js';
import { contentsEntries } from './contents-page.js';
import type { Block, HeadingBlock, ReadDocument, Spot, TableBlock, TableDoubt } from './document.js';
import { Outline } from './outline.js';
import { CellCount } from './refusal.js';

/** A table while its parts are joined. */
export interface Part {
  readonly headings: readonly string[];
  readonly caption?: string;
  readonly header: Header | null;
  body: readonly GridRow[];
  readonly textBefore: string | null;
  readonly doubts: TableDoubt[];
  readonly at: Spot;
}

const PAGE_NUMBER = /^(?:sida(?:n)?\s*)?\d{1,4}(?:\s*(?:av|\/|\(|\|)\s*\d{1,4}\)?)?$/iu;
const GOES_ON = /\s*[([]?\b(?:forts\.?|fortsättning)[)\]]?\s*:?$/iu;
/** As often as this, a short text stands at the head or the foot of every page. */
const RECURRING = 3;
const RECURRING_CHARACTERS_MAX = 80;
const FURNITURE_CHARACTERS_MAX = 200;

/** The tables of a document, each put together of the parts that page breaks made of it. */
export function partsOf(document: ReadDocument): Part[] {
  const { blocks, fileName } = document;
  const outline = new Outline(blocks.filter((block): block is HeadingBlock => block.kind === 'heading'));
  const recurring = recurringTexts(blocks);
  const parts: Part[] = [];
  const count = new CellCount(fileName);
  /** What stands between the last table and here. */
  let between: (string | HeadingBlock)[] = [];
  for (const block of blocks) {
    if (block.kind === 'text') between.push(block.text);
    else if (block.kind === 'heading') {
      outline.push(block);
      between.push(block);
    } else if (contentsEntries(block.rows, textBefore(between)) === null) {
      const part = partOf(block, {
        headings: outline.path,
        before: textBefore(between),
        file: fileName,
        count,
      });
      const before = parts.at(-1);
      const furniture = between.every((thing) => isFurniture(thing, before, recurring));
      const headed = between.some((thing) => typeof thing !== 'string');
      if (before === undefined || !furniture || !join(before, part, headed)) parts.push(part);
      between = [];
    }
  }
  return parts;
}

interface Place {
  readonly headings: readonly string[];
  readonly before: string | null;
  readonly file: string;
  readonly count: CellCount;
}

function partOf(block: TableBlock, { headings, before, file, count }: Place): Part {
  const { header, body } = splitHeader(withoutBlankColumns(gridOf(block.rows, file, count)));
  const titles = header?.titles ?? [];
  const caption = [...(block.caption === undefined ? [] : [block.caption]), ...titles].join('\n');
  return {
    headings,
    ...(caption === '' ? {} : { caption }),
    header,
    body,
    textBefore: before,
    doubts: [],
    at: block.at,
  };
}

/** The last text since the last heading or table. */
function textBefore(between: readonly (string | HeadingBlock)[]): string | null {
  const last = between.at(-1);
  return typeof last === 'string' ? last : null;
}

/** Page numbers, headers and footers of pages, and the heading of the table once more. */
function isFurniture(
  thing: string | HeadingBlock,
  before: Part | undefined,
  recurring: ReadonlySet<string>,
): boolean {
  const text = (typeof thing === 'string' ? thing : thing.text).trim();
  if (text.length > FURNITURE_CHARACTERS_MAX) return false;
  if (PAGE_NUMBER.test(text) || recurring.has(text)) return true;
  const whole = text.replace(GOES_ON, '').trim();
  return whole === '' || (before?.headings.includes(whole) ?? false) || before?.textBefore === whole;
}

function recurringTexts(blocks: readonly Block[]): Set<string> {
  const times = new Map<string, number>();
  for (const block of blocks) {
    if (block.kind !== 'text') continue;
    const text = block.text.trim();
    if (text.length <= RECURRING_CHARACTERS_MAX && !text.endsWith(':')) {
      times.set(text, (times.get(text) ?? 0) + 1);
    }
  }
  return new Set([...times].filter(([, count]) => count >= RECURRING).map(([text]) => text));
}

/** Joins a part to the one before it, where it goes on with that. */
function join(before: Part, part: Part, headed: boolean): boolean {
  if (part.header !== null) {
    if (before.header === null || !sameHeader(before.header, part.header)) return false;
    if (isAnother(before.body, part.body, headed)) return false;
    before.body = [...before.body, ...part.body];
    return true;
  }
  if (before.header === null && headed) return false;
  const width = widthOf(before);
  if (widthOf(part) !== width) {
    part.doubts.push({
      code: 'PART_OF_OTHER_WIDTH',
      message: `A table without a header has ${widthOf(part)} columns, and the table before it ${width}`,
      at: part.at,
    });
    return false;
  }
  before.body = [...before.body, ...part.body];
  return true;
}

/** A second table of the same form says the same of something else: its rows have the names of the first one's. */
function isAnother(before: readonly GridRow[], body: readonly GridRow[], headed: boolean): boolean {
  const labels = before.map(labelOf);
  const others = body.map(labelOf);
  if (labels.length === others.length && labels.every((label, index) => label === others[index])) return true;
  if (!headed || new Set(labels).size < labels.length) return false;
  return others.filter((label) => labels.includes(label)).length * 2 >= others.length;
}

function widthOf({ header, body }: Part): number {
  return header === null ? (body[0]?.cells.length ?? 0) : header.columns.length + 1;
}
