import { LedgerError } from '#amount';
import { parse } from 'csv-parse/sync';

/** One record of a CSV file, with the line it begins on (the header is line 1). */
export interface CsvRow {
  readonly file: string;
  readonly line: number;
  readonly values: Readonly<Record<string, string>>;
}

/**
 * Reads a CSV file with a header (UTF-8, comma, double quotes). Every named column must be there; others are allowed.
 *
 * @throws LedgerError CSV_UNREADABLE, MISSING_COLUMN, naming file, line and column
 */
export function readCsv(file: string, text: string, columns: readonly string[]): CsvRow[] {
  let records: { info: { lines: number }; record: string[] }[];
  try {
    records = parse(text, {
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }) as never;
  } catch (error) {
    throw new LedgerError('CSV_UNREADABLE', `${file} cannot be read as CSV: ${(error as Error).message}`, {
      place: { file },
      hint: 'Expected: UTF-8, commas, double quotes around fields that hold a comma or a line break.',
    });
  }
  const header = records[0]?.record;
  if (header === undefined) throw missingColumn(file, columns[0] ?? '', []);
  for (const column of columns) if (!header.includes(column)) throw missingColumn(file, column, header);
  let line = 1 + (records[0]?.info.lines ?? 1) - 1;
  return records.slice(1).map(({ record, info }) => {
    const begins = line + 1;
    line = info.lines;
    if (record.length !== header.length) {
      throw new LedgerError(
        'CSV_UNREADABLE',
        `${file} line ${begins} has ${record.length} fields, the header ${header.length}`,
        {
          place: { file, line: begins },
          hint: 'A field that holds a comma must stand in double quotes.',
        },
      );
    }
    return {
      file,
      line: begins,
      values: Object.fromEntries(header.map((name, i) => [name, record[i] ?? ''])),
    };
  });
}

function missingColumn(file: string, column: string, header: readonly string[]): LedgerError {
  return new LedgerError('MISSING_COLUMN', `${file} has no column "${column}"`, {
    place: { file, line: 1, column },
    hint: header.length === 0 ? 'The file is empty.' : `It has: ${header.join(', ')}.`,
  });
}

/** Refuses two rows with the same key. */
export function requireUnique(rows: readonly CsvRow[], key: readonly string[]): void {
  const seen = new Map<string, CsvRow>();
  for (const row of rows) {
    const text = key.map((name) => row.values[name]).join('\u001f');
    const before = seen.get(text);
    if (before !== undefined) {
      const { table, document } = row.values;
      throw new LedgerError(
        'DUPLICATE_ROW',
        `${row.file} line ${row.line} repeats line ${before.line}: ${key.map((name) => `${name} "${row.values[name]}"`).join(', ')}`,
        {
          place: {
            file: row.file,
            line: row.line,
            table,
            document,
            row: row.values['row'],
            column: row.values['column'] ?? key.at(-1),
          },
          hint: 'Keep one of the two.',
        },
      );
    }
    seen.set(text, row);
  }
}
