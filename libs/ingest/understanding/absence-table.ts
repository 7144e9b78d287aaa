import type { AssembledTable, Block } from '../document/document.js';
import { AS_PRINTED, boardOf, ContentLines } from './content-lines.js';
import { blankColumn, blankRow } from './indicator-lines.js';
import { hasNumber } from './numbers.js';
import type { TableContext, TableKind, Understood } from './table-kind.js';
import { plainText } from './words.js';

const CORNER = /^(?:total )?sjukfrånvaro/i;
const DIFFERENCE = /^(?:differens|förändring|skillnad|diff\.?|avvikelse)$/i;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'maj', 'jun', 'jul', 'aug', 'sep', 'okt', 'nov', 'dec'];
const MONTH = `(${MONTHS.join('|')})\\p{L}*\\.?`;
const PERIOD = new RegExp(
  `(?:avser|perioden)?\\s*(?:\\d{1,2}\\s+)?${MONTH}\\s*(?:[-–—]|till|t\\.?o\\.?m\\.?)\\s*(?:\\d{1,2}\\s+)?${MONTH}`,
  'iu',
);

/**
 * Sickness absence (*sjukfrånvaro*) in percent of working time: by sex, age and length. None of them adds up to another.
 * The months that the years stand for are told by the heading, the label or a note below.
 */
export const absenceTable: TableKind = {
  name: 'absence',
  area: 'staff',
  prefix: 'personal',
  recognises: (table) =>
    CORNER.test(plainText(table.corner)) && table.columns.some(({ text }) => yearIn(text) !== null),
  understand,
};

function yearIn(label: string): string | null {
  return /^(?:utfall\s+|år\s+)?((?:19|20)\d\d)\*?$/i.exec(plainText(label))?.[1] ?? null;
}

function understand(table: AssembledTable, context: TableContext): Understood {
  const lines = new ContentLines(context);
  const { document, table: id, title } = context;
  const unit = boardOf(context.unit);
  const [first, last] = monthsOf(table, context);
  lines.add('signs', table.at, AS_PRINTED);
  const own = { table: id, document, title, unit, area: 'staff', unitOfMeasure: 'percent' };
  lines.add('tables', table.at, { ...own, place: '0', rank: '1', note: '' });
  const years = table.columns.flatMap(({ text }) => {
    const year = yearIn(text);
    return year === null ? [] : [{ year, label: plainText(text) }];
  });
  const sorted = [...years].sort((a, b) => Number(a.year) - Number(b.year));
  const kept = new Set<number>();
  for (const [n, { text, at }] of table.columns.entries()) {
    const label = plainText(text);
    const year = yearIn(text);
    const column = blankColumn(id, n + 1, label);
    if (year !== null) {
      const edition = `${year}-${last}`;
      const period = first === '01' && last === '12' ? year : `${year}-${first}/${year}-${last}`;
      const frame = { basis: 'outcome', period, edition };
      lines.add('columns', at, { ...column, role: 'reading', ...frame, signs: AS_PRINTED.signs });
      const order = `${year};${Number(last)};0`;
      const called = `Utfall ${period === year ? year : `${year}-${first}–${last}`}`;
      const place = { unit, area: 'staff', ...frame, order, kind: 'full', status: 'forInformation' };
      lines.add('editions', at, { ...place, label: called, document });
    } else if (DIFFERENCE.test(label) && sorted.length === 2) {
      const [against, of] = sorted.map((each) => each.label);
      const between = { of: of ?? '', against: against ?? '', signs: AS_PRINTED.signs };
      lines.add('columns', at, { ...column, role: 'difference', ...between });
    } else {
      for (const row of table.rows) {
        const cell = row.cells[n];
        if (cell === undefined || !hasNumber(cell.text)) continue;
        const place = { row: plainText(row.label), column: label };
        const hint = 'Known: a year, and Differens where there are two. Name the column so in the profile.';
        lines.refuse(cell.at, place, 'COLUMN_NOT_UNDERSTOOD', `"${label}" is no year of absence`, hint);
      }
      continue;
    }
    kept.add(n);
  }
  for (const [n, row] of table.rows.entries()) {
    const label = plainText(row.label);
    if (label === '') continue;
    const isGroup = row.cells.every(({ text }) => plainText(text) === '');
    const is = isGroup ? { kind: 'group', measure: '' } : { kind: 'leaf', measure: 'sick-leave' };
    lines.add('rows', row.at, { ...blankRow(id, n + 1, label), ...is, line: label });
    for (const [at, cell] of row.cells.entries()) {
      if (isGroup || !kept.has(at)) continue;
      const column = plainText(table.columns[at]?.text ?? '');
      lines.addCell(cell.at, { table: id, row: label, column, printed: cell.text }, 'percent');
    }
  }
  return lines.understood;
}

/** How many texts below a table may be its notes. */
const NOTES_MAX = 3;

/** First and last month as `01` and `07`; without a note, to the month that the report runs through. */
function monthsOf(table: AssembledTable, { blocks, through }: TableContext): [string, string] {
  const texts = [
    table.corner,
    table.caption ?? '',
    table.headings.at(-1) ?? '',
    ...notesBelow(table, blocks),
  ];
  for (const text of texts) {
    const [, first, last] = PERIOD.exec(plainText(text).toLowerCase()) ?? [];
    if (first !== undefined && last !== undefined) return [numberOf(first), numberOf(last)];
  }
  return ['01', through?.slice(5) ?? '12'];
}

function numberOf(month: string): string {
  return String(MONTHS.indexOf(month) + 1).padStart(2, '0');
}

function notesBelow({ at, rows }: AssembledTable, blocks: readonly Block[]): string[] {
  const end = rows.at(-1)?.at.line ?? at.line;
  return blocks
    .filter((block) => block.kind === 'text' && block.at.sheet === at.sheet && block.at.line > end)
    .slice(0, NOTES_MAX)
    .flatMap((block) => (block.kind === 'text' ? [block.text] : []))
    .filter((text) => /^\s*\*|avser|period/i.test(text));
}
