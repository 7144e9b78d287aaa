import { CAUSES_COLUMNS } from '#ingest';
import type { DocumentAnswer, ReadingAddress, UnexplainedChange } from '#projections';

/** The list that somebody fills in: a line for each change, what it is about filled in and the rest blank. */
export function causesTemplate(
  document: DocumentAnswer,
  changes: readonly UnexplainedChange[],
  separator: ',' | ';',
): string {
  const line = (values: readonly string[]): string =>
    `${values.map((value) => field(value, separator)).join(separator)}\r\n`;
  const lines = changes.map((change) => {
    const { to, from, unitOfMeasure: unit } = change;
    const amount = (value: string | null): string => (value === null ? '' : `${swedish(value)} ${unit}`);
    const known: Partial<Record<string, string>> = {
      document: document.file,
      unit: to.unit,
      area: to.area,
      line: to.line.length === 0 ? 'Totalt' : to.line.join(' > '),
      measure: to.measure,
      from: readingText(from),
      to: readingText(to),
      before: amount(change.before),
      after: amount(change.after),
      difference: amount(change.difference),
      unexplained: amount(change.unexplained),
    };
    return line(CAUSES_COLUMNS.map((column) => known[column] ?? ''));
  });
  // A spreadsheet takes UTF-8 for what it is only where the file begins so.
  return `\ufeff${line(CAUSES_COLUMNS)}${lines.join('')}`;
}

function readingText({ basis, period, edition }: ReadingAddress): string {
  return `${basis} ${period} ${edition}`;
}

/** With a minus sign of its own: a text that begins with a hyphen is a formula to a spreadsheet. */
function swedish(value: string): string {
  return value.replace('.', ',').replace('-', '−');
}

/** What a spreadsheet would take for a formula begins with an apostrophe, which the import takes away. */
function field(value: string, separator: string): string {
  const text = /^[=+@-]/.test(value) ? `'${value}` : value;
  return text.includes(separator) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
