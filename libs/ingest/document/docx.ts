import { createHash } from 'node:crypto';
import { isArchive, openArchive } from './archive.js';
import type { Block, ReadDocument } from './document.js';
import { DocxBody } from './docx-body.js';
import { NO_STYLES, readStyles } from './docx-styles.js';
import { LeftOutCount } from './left-out.js';
import { mainPart, readXml, relationshipsOf } from './office-xml.js';
import type { DocumentReader } from './document-reader.js';

/**
 * Word documents (ECMA-376 WordprocessingML, transitional and strict). The text as it stands: what a tracked change
 * deleted is not read, what one inserted is; hidden text, footnotes, headers and footers are not read. Numbers that Word
 * counts by itself before headings and items are no text of the file.
 */
export const docxReader: DocumentReader = {
  name: 'docx',
  extensions: ['.docx', '.docm', '.dotx'],
  recognises: (bytes) => recognisesPart(bytes, 'word/'),
  read: readDocx,
};

/** @throws LedgerError FILE_DAMAGED, FILE_ENCRYPTED, FILE_HOSTILE, FILE_TOO_LARGE, PART_MISSING */
export function readDocx(bytes: Uint8Array, fileName: string): ReadDocument {
  const archive = openArchive(bytes, fileName);
  const main = mainPart(archive);
  const styles = [...relationshipsOf(archive, main).values()].find(({ kind }) => kind === 'styles');
  const leftOut = new LeftOutCount();
  const body = new DocxBody(
    fileName,
    styles === undefined ? NO_STYLES : readStyles(archive, styles.target),
    leftOut,
  );
  readXml(archive, main, body);
  return {
    fileName,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    format: 'docx',
    blocks: withCaptions(body.blocks, body.captions),
    ...leftOut.part,
  };
}

/**
 * Is it a packed file with a part in that folder? Where it is none, or its end is missing, in which the names of parts
 * stand, the reader that the file's name points to says so.
 */
export function recognisesPart(bytes: Uint8Array, folder: string): boolean | undefined {
  if (!isArchive(bytes)) return undefined;
  try {
    return openArchive(bytes, '').names.some((name) => name.toLowerCase().startsWith(folder));
  } catch {
    return undefined;
  }
}

/** A caption belongs to the table after it, or else to the table before it; beside no table it is text. */
function withCaptions(blocks: readonly Block[], captions: ReadonlySet<Block>): readonly Block[] {
  const taken = new Map<Block, string>();
  const gone = new Set<Block>();
  for (const [index, block] of blocks.entries()) {
    if (block.kind !== 'text' || !captions.has(block)) continue;
    const after = blocks[index + 1];
    const before = blocks[index - 1];
    const table = [after, before].find((beside) => beside?.kind === 'table' && !taken.has(beside));
    if (table === undefined) continue;
    taken.set(table, block.text);
    gone.add(block);
  }
  return blocks
    .filter((block) => !gone.has(block))
    .map((block) => {
      const caption = taken.get(block);
      return block.kind === 'table' && caption !== undefined ? { ...block, caption } : block;
    });
}
