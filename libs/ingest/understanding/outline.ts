import type { AssembledTable, ReadDocument } from '../document/document.js';
import { headingKey, headingNumber, isShortLabel, plainText } from './words.js';

/** What a table stands under: the texts that name it, nearest first. */
export interface TableLabels {
  /** Its caption, the short texts just above it and its nearest heading: what the table itself may be called. */
  readonly near: readonly string[];
  /** Of these, its caption or else its nearest heading: what it is called where no rule says. */
  readonly name: string | null;
  /** Headings that these stand under, the innermost first. */
  readonly above: readonly string[];
  /** Where the table stands among the blocks of the document. */
  readonly position: number;
}

/** Headings and short texts of a document, with their place among its blocks. */
export interface OutlineLabel {
  readonly text: string;
  readonly key: string;
  readonly number: string;
  readonly isHeading: boolean;
  readonly position: number;
}

export function outlineOf({ blocks }: ReadDocument): OutlineLabel[] {
  return blocks.flatMap((block, position) => {
    if (block.kind === 'table') return [];
    const isHeading = block.kind === 'heading';
    if (!isHeading && !isShortLabel(block.text)) return [];
    const text = plainText(block.text);
    if (text === '') return [];
    return [{ text, key: headingKey(text), number: headingNumber(text), isHeading, position }];
  });
}

/** Short texts above a table that may be its caption: more of them would be a list. */
const CAPTIONS_MAX = 3;

export function labelsOf(
  table: AssembledTable,
  read: ReadDocument,
  outline: readonly OutlineLabel[],
): TableLabels {
  const position = positionOf(table, read);
  const headings = table.headings.map(plainText).filter((text) => text !== '');
  const nearest = headings.at(-1);
  const captions = [plainText(table.caption ?? ''), ...captionsAbove(position, read)];
  const near = unique([...captions.filter((text) => text !== '' && !isUnitNote(text)), nearest ?? '']);
  const above =
    nearest === undefined ? [] : (numbered(nearest, outline, position) ?? headings.slice(0, -1).reverse());
  const caption = plainText(table.caption ?? '');
  const name = caption === '' ? (nearest ?? near[0] ?? null) : caption;
  return { near, name, above: above.filter((text) => !near.includes(text)), position };
}

/** `Belopp i tkr`, `Tkr`: says the unit and names nothing. */
export function isUnitNote(text: string): boolean {
  return /^\(?(?:alla )?(?:belopp|siffror)?\s*(?:anges )?(?:i )?(?:tkr|mkr|mnkr|kkr|kr|kronor|tusen(?:tal)? kronor|miljoner kronor)\)?$/i.test(
    plainText(text),
  );
}

function positionOf({ at }: AssembledTable, { blocks }: ReadDocument): number {
  const same = blocks.findIndex(
    (block) => block.kind === 'table' && block.at.line === at.line && block.at.sheet === at.sheet,
  );
  if (same !== -1) return same;
  const after = blocks.findIndex((block) => block.at.sheet === at.sheet && block.at.line > at.line);
  return after === -1 ? blocks.length : after;
}

/** The nearest first. */
function captionsAbove(position: number, { blocks }: ReadDocument): string[] {
  const captions: string[] = [];
  for (let index = position - 1; index >= 0 && captions.length < CAPTIONS_MAX; index--) {
    const block = blocks[index];
    if (block === undefined || block.kind !== 'text') break;
    const text = plainText(block.text);
    if (text === '') continue;
    if (!isShortLabel(text)) break;
    captions.push(text);
  }
  return captions;
}

/** Where headings are numbered, `5.1.1.1` stands under `5.1.1`, `5.1` and `5`, whatever their levels. */
function numbered(
  heading: string,
  outline: readonly OutlineLabel[],
  position: number,
): readonly string[] | null {
  const parts = headingNumber(heading).split('.');
  if (parts[0] === '') return null;
  const above: string[] = [];
  for (let length = parts.length - 1; length > 0; length--) {
    const number = parts.slice(0, length).join('.');
    const found = outline.findLast(
      (label) => label.isHeading && label.number === number && label.position < position,
    );
    if (found !== undefined) above.push(found.text);
  }
  return above;
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts.filter((text) => text !== ''))];
}
