import type { AssembledRow, AssembledTable } from '../document/document.js';
import { boardOf, ContentLines, sectionOf } from './content-lines.js';
import { hashesOf, idsOf, shortTitle } from './short-title.js';
import type { TableContext, TableKind, Understood } from './table-kind.js';
import { headingText, plainText } from './words.js';

const ASSIGNMENT = /^(?:uppdrag|utredning|utredningsuppdrag)$/i;
const STATUS = /^(?:status|läge)$/i;
const TOLD =
  /^(?:så (?:genomförs|genomför vi) .*|kommentar|hantering|redovisning|återrapportering|status|läge)$/i;
const GIVER = /^(?:kommunfullmäktige|fullmäktige|kommunstyrelsen?|nämnd(?:en)?|\S+nämnden|budget(?:en)?)$/i;

const STATUSES: readonly (readonly [RegExp, string])[] = [
  [/^(?:ej|inte) (?:påbörja[dt]|startat?)$/, 'notStarted'],
  [/^(?:påbörja[dt]|pågår|pågående)$/, 'started'],
  [/^(?:färdigt?|klart?|avsluta[dt]|genomförd|genomfört)$/, 'finished'],
];

/**
 * Assignments (*uppdrag*), with or without how far they have come. The words are sentences: a title and their hashes are
 * recorded. Investigations that boards proposed are assignments too, given by the board in the first column.
 */
export const assignmentTable: TableKind = {
  name: 'assignment',
  area: 'assignment',
  prefix: 'uppdrag',
  recognises: (table) => {
    const { columns } = table;
    return columnOf(table) !== null && columns.some(({ text }) => TOLD.test(plainText(text)));
  },
  understand,
};

/** Which column has the assignments: -1 is that of the labels. */
function columnOf({ corner, columns }: AssembledTable): number | null {
  if (ASSIGNMENT.test(plainText(corner))) return -1;
  const column = columns.findIndex(({ text }) => ASSIGNMENT.test(plainText(text)));
  return column === -1 ? null : column;
}

function understand(table: AssembledTable, context: TableContext): Understood {
  const lines = new ContentLines(context);
  const column = columnOf(table) ?? -1;
  const status = table.columns.findIndex(({ text }) => STATUS.test(plainText(text)));
  const { document, table: id, year, through } = context;
  const giver = giverOf(table);
  const title = [giver === '' ? 'Uppdrag' : `Uppdrag (${giver})`, sectionOf(table)]
    .filter((text) => text !== '')
    .join(': ');
  const unit = boardOf(context.unit);
  const told = table.rows
    .map((row) => ({ row, text: column === -1 ? row.label : (row.cells[column]?.text ?? '') }))
    .filter(({ text }) => plainText(text) !== '')
    .map(({ row, text }) => ({ row, title: shortTitle(text), hashes: hashesOf(text) }));
  const ids = idsOf(told);
  const given = column === -1 ? told.map(() => giver) : carriedDown(told.map(({ row }) => row));
  lines.add('tables', table.at, {
    table: id,
    document,
    title,
    unit,
    area: 'assignment',
    unitOfMeasure: 'count',
    place: '0',
    rank: '1',
    note: '',
  });
  for (const [n, { row, title: words, hashes }] of told.entries()) {
    const printed = status === -1 ? '' : (row.cells[status]?.text ?? '');
    const state = statusOf(printed);
    if (state === null) refuseStatus(lines, row, words, printed);
    const others = row.cells.filter((_, at) => at !== status && at !== column).map(({ text }) => text);
    lines.add('assignments', row.at, {
      document,
      unit,
      assignment: ids[n] ?? '',
      period: String(year),
      givenBy: given[n] ?? '',
      words,
      status: state ?? '',
      through: state === null || state === '' ? '' : (through ?? ''),
      table: id,
      row: words,
      sentence: [hashes, hashesOf(...others)].filter((each) => each !== '').join(' '),
    });
  }
  return lines.understood;
}

/** '' where nothing is printed; null for what is no status. A symbol before it, or one that was lost, says nothing. */
function statusOf(printed: string): string | null {
  const words = plainText(printed)
    .toLowerCase()
    .replaceAll(/[^\p{L}\s]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return words === '' ? '' : (STATUSES.find(([pattern]) => pattern.test(words))?.[1] ?? null);
}

function refuseStatus(lines: ContentLines, row: AssembledRow, words: string, printed: string): void {
  lines.refuse(
    row.at,
    { row: words, column: 'Status' },
    'STATUS_UNKNOWN',
    `"${plainText(printed)}" is no status of an assignment`,
    'Known: Ej påbörjad, Påbörjad (or Pågår), Färdig (or Klar, Avslutad). Correct the cell, or leave it blank.',
  );
}

/** Who gave them, where a heading or the text above the table names a body and nothing else. */
function giverOf({ textBefore, caption, headings }: AssembledTable): string {
  const texts = [caption ?? '', textBefore ?? '', headings.at(-1) ?? ''].map(headingText);
  return texts.find((text) => GIVER.test(text)) ?? '';
}

/** A body that stands once for several rows. */
function carriedDown(rows: readonly AssembledRow[]): string[] {
  let last = '';
  return rows.map(({ label }) => (last = plainText(label) || last));
}
