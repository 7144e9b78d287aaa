import { LedgerError } from '#amount';
import { readCsv, type CsvRow } from '../csv.js';
import { linesOf } from '../document/decode.js';
import type { ReadDocument, TableBlock } from '../document/document.js';
import type { DocumentFile } from '../understanding/plan-documents.js';

/** Which changes of figures there are, and what a person is to fill in beside each: docs/causes.md. */
export const CAUSES_COLUMNS = [
  // What changed: filled in by the template.
  'document',
  'unit',
  'area',
  'line',
  'measure',
  'from',
  'to',
  // For who reads it: not read back.
  'before',
  'after',
  'difference',
  'unexplained',
  // Why: blank until somebody says so.
  'cause',
  'kind',
  'words',
  'amount',
  'status',
  'decisionBody',
  'decisionDate',
  'decisionParagraph',
  'decisionDnr',
  'since',
  'until',
  'permanent',
  'place',
  'sentence',
  'note',
] as const;

export type CausesColumn = (typeof CAUSES_COLUMNS)[number];

/** The columns that tell a list of causes from other files. */
const TELLING = ['document', 'line', 'measure', 'from', 'to', 'cause', 'kind', 'words', 'amount'];
/** And those that every one has. */
const NEEDED = [...TELLING, 'unit', 'area'];

/** Is the file a list of causes, by the first line of it? Of a workbook only its content tells: see {@link causesRowsIn}. */
export function isCausesFile({ bytes }: DocumentFile): boolean {
  const head = new TextDecoder('utf-8').decode(bytes.subarray(0, 2_000)).replace(/^\ufeff/, '');
  const names = new Set((head.split(/\r\n|\n|\r/)[0] ?? '').split(/[;,\t]/).map(unquoted));
  return TELLING.every((column) => names.has(column));
}

/** The lines of a list of causes, with commas, semicolons or tabs between the fields. */
export function causesRowsOf({ fileName, bytes }: DocumentFile): CsvRow[] {
  const lines = linesOf(bytes, fileName);
  const header = lines[0] ?? '';
  const delimiter = [';', '\t', ','].find((mark) => header.includes(mark)) ?? ',';
  return readCsv(fileName, lines.join('\n'), NEEDED, delimiter);
}

/** The lines of a list of causes in a workbook; null where it is none. */
export function causesRowsIn(read: ReadDocument): CsvRow[] | null {
  for (const block of read.blocks) {
    if (block.kind !== 'table') continue;
    const rows = rowsOfTable(read.fileName, block);
    if (rows !== null) return rows;
  }
  return null;
}

function rowsOfTable(file: string, { rows }: TableBlock): CsvRow[] | null {
  const at = rows.findIndex(({ cells }) => {
    const names = new Set(cells.map(({ text }) => text.trim()));
    return TELLING.every((column) => names.has(column));
  });
  const header = rows[at];
  if (header === undefined) return null;
  const names = header.cells.map(({ text }) => text.trim());
  const missing = NEEDED.find((column) => !names.includes(column));
  if (missing !== undefined) {
    throw new LedgerError('MISSING_COLUMN', `${file} has no column "${missing}"`, {
      place: { file, line: header.at.line, column: missing },
      hint: `It has: ${names.filter((name) => name !== '').join(', ')}.`,
    });
  }
  return rows.slice(at + 1).map(({ cells, at: spot }) => ({
    file,
    line: spot.line,
    values: Object.fromEntries(names.map((name, n) => [name, (cells[n]?.text ?? '').trim()])),
  }));
}

function unquoted(name: string): string {
  return name.trim().replaceAll('"', '');
}
