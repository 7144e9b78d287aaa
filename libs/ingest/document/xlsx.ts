import { isLedgerError } from '#amount';
import { createHash } from 'node:crypto';
import { openArchive } from './archive.js';
import type { Block, ReadDocument } from './document.js';
import { recognisesPart } from './docx.js';
import { LeftOutCount } from './left-out.js';
import type { DocumentReader } from './document-reader.js';
import { CellCount } from './refusal.js';
import { type SheetForm, type SheetRow, sheetBlocks } from './sheet-blocks.js';
import { cellNameAt, readSheet } from './xlsx-sheet.js';
import { readWorkbook } from './xlsx-workbook.js';

/**
 * Workbooks (ECMA-376 SpreadsheetML, transitional and strict). Each sheet that is shown is read, its name as the
 * outermost heading; numbers as a Swedish Excel shows them, with what they were rounded from beside (`exact`). Formulas
 * and macros are never run.
 */
export const xlsxReader: DocumentReader = {
  name: 'xlsx',
  extensions: ['.xlsx', '.xlsm', '.xltx'],
  recognises: (bytes) => recognisesPart(bytes, 'xl/'),
  read: readXlsx,
};

/** A sheet that nobody named says nothing by its name. */
const UNNAMED = /^(?:blad|sheet|tabell|table)\s?\d+$/i;

/** @throws LedgerError FILE_DAMAGED, FILE_ENCRYPTED, FILE_HOSTILE, FILE_TOO_LARGE, FORMULA_WITHOUT_VALUE, PART_MISSING */
export function readXlsx(bytes: Uint8Array, fileName: string): ReadDocument {
  const archive = openArchive(bytes, fileName);
  const workbook = readWorkbook(archive);
  const leftOut = new LeftOutCount();
  const count = new CellCount(fileName);
  const blocks: Block[] = [];
  for (const sheet of workbook.sheets) {
    const at = { line: 1, sheet: sheet.name };
    if (sheet.hidden || sheet.chart) {
      leftOut.add(sheet.chart ? 'chart' : 'hiddenSheet', at);
      continue;
    }
    const rows = readSheet(archive, sheet, workbook, leftOut);
    if (rows.length === 0) continue;
    const named = !UNNAMED.test(sheet.name);
    if (named) blocks.push({ kind: 'heading', level: 1, text: sheet.name, at });
    const form = { file: fileName, level: named ? 2 : 1, count, spot: cellNameAt };
    for (const block of blocksOf(sheet.name, rows, form)) blocks.push(block);
  }
  return {
    fileName,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    format: 'xlsx',
    blocks,
    ...leftOut.part,
  };
}

/** What is refused names the sheet. */
function blocksOf(sheet: string, rows: readonly SheetRow[], form: SheetForm): Block[] {
  try {
    return sheetBlocks(rows, form);
  } catch (error) {
    throw isLedgerError(error) ? error.at({ table: sheet }) : error;
  }
}
