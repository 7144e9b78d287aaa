import { isLedgerError, LedgerError } from '#amount';
import { parse } from 'csv-parse/sync';
import { createHash } from 'node:crypto';
import { linesOf } from './decode.js';
import type { Block, ReadDocument } from './document.js';
import { CELL_CHARACTERS_MAX, CELLS_MAX, COLUMNS_MAX } from './limits.js';
import type { DocumentReader } from './document-reader.js';
import { CellCount, tooLarge } from './refusal.js';
import { type SheetCell, type SheetRow, sheetBlocks } from './sheet-blocks.js';

/**
 * Tables in files of separated values (`.csv`, `.tsv`), as spreadsheets export them: with semicolons, commas or tabs,
 * perhaps with titles before the table. (The files of a data package are read in `csv.ts`.)
 */
export const csvTableReader: DocumentReader = {
  name: 'csv',
  extensions: ['.csv', '.tsv', '.tab'],
  recognises: () => undefined,
  read: readCsvTable,
};

/** In this order where they fit as well: a comma is a Swedish decimal sign too. */
const SEPARATORS = ['\t', ';', ','] as const;
type Separator = (typeof SEPARATORS)[number];

/** Lines that are looked at to find the separator. */
const LOOKED_AT = 500;

/**
 * @throws LedgerError CSV_UNREADABLE, FORMULA_WITHOUT_VALUE, FILE_EMPTY, FILE_TOO_LARGE, FILE_BINARY, ENCODING_UNKNOWN,
 *   naming file and line
 */
export function readCsvTable(bytes: Uint8Array, fileName: string): ReadDocument {
  const lines = linesOf(bytes, fileName);
  // Excel's own way to say it.
  const stated = /^"?sep=([;,\t])"?$/i.exec(lines[0]?.trim() ?? '')?.[1] as Separator | undefined;
  if (stated !== undefined) lines[0] = '';
  const separator = stated ?? separatorOf(lines);
  const rows = rowsOf(lines.join('\n'), separator, fileName);
  const blocks = sheetBlocks(rows, {
    file: fileName,
    level: 1,
    count: new CellCount(fileName),
    spot: (row) => row,
  });
  for (const block of blocks) requireHeaderWidth(block, fileName, separator);
  return {
    fileName,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    format: 'csv',
    blocks,
  };
}

/** The separator that gives most lines the same number of fields. */
function separatorOf(lines: readonly string[]): Separator {
  const some = lines.filter((line) => line.trim() !== '').slice(0, LOOKED_AT);
  let best: { separator: Separator; lines: number } = { separator: ';', lines: 0 };
  for (const separator of SEPARATORS) {
    const times = new Map<number, number>();
    for (const line of some) {
      const fields = separatorsIn(line, separator);
      if (fields > 0) times.set(fields, (times.get(fields) ?? 0) + 1);
    }
    const most = Math.max(0, ...times.values());
    if (most > best.lines) best = { separator, lines: most };
  }
  return best.separator;
}

function separatorsIn(line: string, separator: Separator): number {
  let count = 0;
  let quoted = false;
  for (const character of line) {
    if (character === '"') quoted = !quoted;
    else if (character === separator && !quoted) count += 1;
  }
  return count;
}

function rowsOf(text: string, separator: Separator, file: string): SheetRow[] {
  const rows: SheetRow[] = [];
  let filled = 0;
  try {
    parse(text, {
      delimiter: separator,
      record_delimiter: '\n',
      relax_column_count: true,
      // Inches and quotations within a field that has no quotes around it.
      relax_quotes: true,
      // Taken one by one: a hostile file has more fields than there is memory for.
      on_record: (record: string[], { lines }) => {
        const row = rowOf(record, lines, file);
        filled += row?.cells.length ?? 0;
        if (filled > CELLS_MAX) throw tooLarge(file, 'more filled fields', `${CELLS_MAX}`, row?.at.line);
        if (row !== null) rows.push(row);
        return null;
      },
    });
  } catch (error) {
    if (isLedgerError(error)) throw error;
    const { message, lines } = error as Error & { lines?: number };
    throw new LedgerError('CSV_UNREADABLE', `${file} cannot be read as a table: ${message}`, {
      place: lines === undefined ? { file } : { file, line: lines },
      hint: 'A quotation mark that begins a field must be closed, and doubled where it is a part of the field.',
    });
  }
  return rows;
}

/** The parser counts the lines up to the end of a record. */
function rowOf(record: readonly string[], linesToEnd: number, file: string): SheetRow | null {
  const within = record.reduce((lines, field) => lines + field.split('\n').length - 1, 0);
  const line = linesToEnd - within;
  if (record.length > COLUMNS_MAX) throw tooLarge(file, `${record.length} columns`, `${COLUMNS_MAX}`, line);
  const at = { line };
  const cells: SheetCell[] = [];
  for (const [index, field] of record.entries()) {
    const text = field.trim();
    if (text === '') continue;
    requireNoFormula(text, file, line, index);
    if (text.length > CELL_CHARACTERS_MAX) {
      throw tooLarge(file, 'a field with more characters', `${CELL_CHARACTERS_MAX}`, line);
    }
    cells.push({ column: index + 1, text, at });
  }
  return cells.length === 0 ? null : { order: line, at, cells };
}

/** What a spreadsheet would compute or run: `=SUM(B2:B9)`, `=B2-C2`, `=1+1`, `@SUM(…)`, `=cmd|…`. It is never evaluated. */
const FORMULA =
  /^\s*(?:=\s*(?:[-+(]*\s*(?:\d|\$?[A-Z]{1,3}\$?\d+\b|[\p{L}.]+\()|")|@[\p{L}.]+\(|[=+\-@][\p{L}.]+\|)/u;

function requireNoFormula(field: string, file: string, line: number, index: number): void {
  if (!FORMULA.test(field)) return;
  throw new LedgerError(
    'FORMULA_WITHOUT_VALUE',
    `${file} line ${line} has a formula where a value is expected`,
    {
      place: { file, line, column: String(index + 1) },
      hint: 'Export the table with values instead of formulas.',
    },
  );
}

/** A decimal comma that was taken for a separator makes a row longer than its header. */
function requireHeaderWidth(block: Block, file: string, separator: Separator): void {
  if (block.kind !== 'table' || separator !== ',') return;
  const [header] = block.rows;
  const width = header?.cells.findLastIndex(({ text }) => text !== '') ?? 0;
  for (const { cells, at } of block.rows) {
    const last = cells.findLastIndex(({ text }) => text !== '');
    if (last <= width) continue;
    throw new LedgerError(
      'CSV_UNREADABLE',
      `${file} line ${at.line} has more fields than the header of its table`,
      {
        place: { file, line: at.line },
        hint: 'A number with a decimal comma must stand in double quotes, or the fields be separated by semicolons.',
      },
    );
  }
}
