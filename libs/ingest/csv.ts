import { LedgerError } from '#amount';
import { parse } from 'csv-parse/sync';

/** One record of a CSV file, with the line it begins on (the header is line 1). */
export interface CsvRow {
  readonly file: string;
  readonly line: number;
  readonly values: Readonly<Record<string, string>>;
}

interface ParsedRecord {
  readonly record: readonly string[];
  readonly raw: string;
}

const LINE_BREAK = /\r\n|\n|\r/g;

/**
 * Reads a CSV file with a header (UTF-8 with or without a byte order mark, comma, double quotes; LF or CRLF). Every
 * named column must be there; others are allowed.
 *
 * @throws LedgerError CSV_UNREADABLE, MISSING_COLUMN, naming file, line and column
 */
export function readCsv(file: string, text: string, columns: readonly string[], delimiter = ','): CsvRow[] {
  requireUtf8(file, text);
  const parsedRecords = parsed(file, text, delimiter);
  const lines = beginnings(parsedRecords);
  const header = parsedRecords[0]?.record ?? [];
  for (const column of columns) if (!header.includes(column)) throw missingColumn(file, column, header);
  const twice = header.find((name, index) => header.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new LedgerError('CSV_UNREADABLE', `${file} has two columns "${twice}"`, {
      place: { file, line: 1, column: twice },
      hint: 'Give each column a name of its own.',
    });
  }
  return parsedRecords.slice(1).map(({ record }, index) => {
    const line = lines[index + 1] ?? 0;
    if (record.length !== header.length) {
      throw new LedgerError(
        'CSV_UNREADABLE',
        `${file} line ${line} has ${record.length} fields, the header ${header.length}`,
        {
          place: { file, line, ...publishedPlace(header, record) },
          hint: 'A field that holds a comma must stand in double quotes.',
        },
      );
    }
    return { file, line, values: Object.fromEntries(header.map((name, i) => [name, record[i] ?? ''])) };
  });
}

function parsed(file: string, text: string, delimiter: string): ParsedRecord[] {
  try {
    return parse(text, {
      bom: true,
      delimiter,
      raw: true,
      // Named, because a file put together from two sources may have both.
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      skip_empty_lines: true,
    }) as never;
  } catch (error) {
    const { message, lines } = error as Error & { lines?: number };
    throw new LedgerError('CSV_UNREADABLE', `${file} cannot be read as CSV: ${message}`, {
      place: lines === undefined ? { file } : { file, line: lines },
      hint: 'Expected: UTF-8, commas, double quotes around fields that hold a comma or a line break.',
    });
  }
}

/**
 * The line that each record begins on. The parser counts the line breaks within fields in its own way, so they are
 * counted here: what it took for a record begins with the empty lines before it.
 */
function beginnings(records: readonly ParsedRecord[]): number[] {
  let line = 1;
  return records.map(({ raw }) => {
    const begins = line + lineBreaks(/^[\r\n]*/.exec(raw)?.[0] ?? '');
    line += lineBreaks(raw);
    return begins;
  });
}

function lineBreaks(text: string): number {
  return text.match(LINE_BREAK)?.length ?? 0;
}

/** A file in another encoding was read with replacement characters, and å, ä and ö are lost. */
function requireUtf8(file: string, text: string): void {
  const at = text.indexOf('\ufffd');
  if (at < 0) return;
  const line = 1 + lineBreaks(text.slice(0, at));
  throw new LedgerError('CSV_UNREADABLE', `${file} line ${line} has characters that are not UTF-8`, {
    place: { file, line },
    hint: 'Save the file as CSV UTF-8.',
  });
}

function missingColumn(file: string, column: string, header: readonly string[]): LedgerError {
  const only = header.length === 1 ? (header[0] ?? '') : '';
  const semicolons = only.includes(';') ? ' It seems to have semicolons where commas are expected.' : '';
  return new LedgerError('MISSING_COLUMN', `${file} has no column "${column}"`, {
    place: { file, line: 1, column },
    hint: header.length === 0 ? 'The file is empty.' : `It has: ${header.join(', ')}.${semicolons}`,
  });
}

/** As much as a broken record tells of the published table. */
function publishedPlace(
  header: readonly string[],
  record: readonly string[],
): { document?: string; table?: string; row?: string } {
  const place: { document?: string; table?: string; row?: string } = {};
  for (const name of ['document', 'table', 'row'] as const) {
    const value = record[header.indexOf(name)];
    if (value !== undefined && value !== '') place[name] = value;
  }
  return place;
}
