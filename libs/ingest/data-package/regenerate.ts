import type { CsvRow } from '../csv.js';
import {
  columnsOf,
  FILE_NAMES,
  keysOf,
  optionalFiles,
  type FileName,
  type PackageRecords,
} from './package.js';

/**
 * A package made again from what its documents are read as, with what people entered kept: causes, changes, relative
 * statements, numbers of running text, notes, and the editions, layouts and units that only those mention.
 */

/** What people enter: a text is read by them alone. */
const ENTERED: ReadonlySet<FileName> = new Set(['causes', 'changes', 'relative', 'statements', 'moves']);
/** Columns that no document gives. */
const ENTERED_COLUMNS: readonly string[] = ['note'];
/** Files that mention editions and units of no table. */
const MENTIONING: readonly FileName[] = ['changes', 'relative', 'statements', 'layouts', 'moves'];

export function regenerated(read: PackageRecords, entered: PackageRecords): PackageRecords {
  const made: Partial<Record<FileName, readonly CsvRow[]>> = {};
  const mentioned = mentionedIn(entered);
  for (const file of FILE_NAMES) {
    const before = byKey(file, entered[file] ?? []);
    const rows = (read[file] ?? []).map((row) => withEntered(file, row, before.get(keyOf(file, row))));
    const known = new Set(rows.map((row) => keyOf(file, row)));
    const kept = (entered[file] ?? []).filter(
      (row) => !known.has(keyOf(file, row)) && isEntered(file, row, mentioned),
    );
    if (rows.length + kept.length > 0 || !optionalFiles().has(file)) made[file] = [...rows, ...kept];
  }
  return made;
}

/** The text of a file of a package: comma, LF, a header; quoted where it must be. */
export function csvOf(file: FileName, rows: readonly CsvRow[], header: readonly string[] = []): string {
  const columns = [...header, ...columnsOf(file).filter((column) => !header.includes(column))];
  const used = columns.filter(
    (column) => header.includes(column) || rows.some(({ values }) => (values[column] ?? '') !== ''),
  );
  const lines = [used, ...rows.map(({ values }) => used.map((column) => values[column] ?? ''))];
  return lines.map((fields) => `${fields.map(quoted).join(',')}\n`).join('');
}

function isEntered(file: FileName, { values }: CsvRow, mentioned: ReadonlySet<string>): boolean {
  if (ENTERED.has(file)) return true;
  if (file === 'layouts') return values['table'] === '';
  if (file === 'editions') return mentioned.has(frameOf(values, values['edition']));
  return file === 'units' && mentioned.has(values['unit'] ?? '');
}

/** Units, and editions in their frame, that what people entered is about or leads from. */
function mentionedIn(entered: PackageRecords): Set<string> {
  const mentioned = new Set<string>();
  for (const file of MENTIONING) {
    for (const { values } of entered[file] ?? []) {
      mentioned.add(values['unit'] ?? '');
      mentioned.add(values['to'] ?? '');
      mentioned.add(frameOf(values, values['edition']));
      const from = {
        ...values,
        basis: values['fromBasis'] || values['basis'] || '',
        period: values['fromPeriod'] || values['period'] || '',
      };
      mentioned.add(frameOf(from, values['fromEdition'] || values['edition']));
      for (const term of (values['terms'] ?? '').split(' + ')) {
        const [basis = '', edition, period = ''] = term.replace(/^-/, '').split(';');
        mentioned.add(frameOf({ ...values, basis, period }, edition));
      }
    }
  }
  return mentioned;
}

function frameOf(values: Readonly<Record<string, string>>, edition = ''): string {
  return [values['unit'], values['area'], values['basis'], values['period'], edition].join('\u001f');
}

function byKey(file: FileName, rows: readonly CsvRow[]): Map<string, CsvRow> {
  return new Map(rows.map((row) => [keyOf(file, row), row]));
}

function keyOf(file: FileName, { values }: CsvRow): string {
  const [key = []] = keysOf(file);
  return key.map((column) => values[column] ?? '').join('\u001f');
}

/** What a document gives stands; what it leaves blank and people enter is theirs. */
function withEntered(file: FileName, row: CsvRow, before: CsvRow | undefined): CsvRow {
  const entered = ENTERED.has(file) ? columnsOf(file) : ENTERED_COLUMNS;
  const notes = entered.flatMap((column) => {
    const own = row.values[column] ?? '';
    const theirs = before?.values[column] ?? '';
    return own === '' && theirs !== '' ? [[column, theirs] as const] : [];
  });
  return notes.length === 0 ? row : { ...row, values: { ...row.values, ...Object.fromEntries(notes) } };
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}
