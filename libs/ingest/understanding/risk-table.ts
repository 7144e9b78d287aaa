import type { AssembledRow, AssembledTable } from '../document/document.js';
import { AS_PRINTED, boardOf, ContentLines, meaningOf, titleBy } from './content-lines.js';
import { controlIds, riskId } from './control-ids.js';
import { isFollowUp } from './control-follow-up.js';
import { blankColumn, blankRow } from './indicator-lines.js';
import { hasNumber } from './numbers.js';
import { hashesOf, shortTitle } from './short-title.js';
import type { TableContext, TableKind, Understood } from './table-kind.js';
import { plainText } from './words.js';

const RISK = /^(?:risk|risker|riskområde|identifierad risk)$/i;
const CONTROL =
  /^(?:vad kontrolleras|kontrollmoment|kontroll|kontrollaktivitet|kontrollpunkt|vad ska kontrolleras)\??$/i;
const METHOD = /^(?:metod|kontrollmetod|hur)\??$/i;
const RESPONSIBLE = /^(?:ansvarig|ansvar|ansvarig funktion|kontrollansvarig)$/i;

const MEASURES: readonly (readonly [RegExp, string])[] = [
  [/^sannolikhet(?: \(s\))?$/i, 'likelihood'],
  [/^(?:väsentlighet|konsekvens)(?: \([vk]\))?$/i, 'materiality'],
  [/^(?:riskvärde|risktal|riskpoäng|s\s*[x×*]\s*[vk])$/i, 'risk'],
];

/**
 * Risks with their two scores (*risk- och väsentlighetsanalys*) and their value, which is the product of these. What the
 * rows say of a risk in sentences is recorded as hashes.
 */
export const riskTable: TableKind = {
  name: 'risk',
  area: 'control',
  prefix: 'risker',
  named: () => '',
  recognises: (table) =>
    RISK.test(plainText(table.corner)) && has(table, 'likelihood') && has(table, 'materiality'),
  understand: (table, context) => {
    const lines = new ContentLines(context);
    addRisks(lines, table, context, 1);
    return lines.understood;
  },
};

/** Controls of the coming year (*internkontrollplan*), each of a risk, perhaps with the risk's value once more. */
export const controlPlanTable: TableKind = {
  name: 'control-plan',
  area: 'control',
  prefix: 'internkontrollplan',
  named: () => '',
  recognises: (table) =>
    RISK.test(plainText(table.corner)) &&
    !has(table, 'likelihood') &&
    !isFollowUp(table) &&
    [METHOD, CONTROL].some((label) => columnOf(table, label) !== -1),
  understand: understandPlan,
};

function measureOf(label: string): string | undefined {
  return MEASURES.find(([pattern]) => pattern.test(plainText(label)))?.[1];
}

function has({ columns }: AssembledTable, measure: string): boolean {
  return columns.some(({ text }) => measureOf(text) === measure);
}

function columnOf({ columns }: AssembledTable, label: RegExp): number {
  return columns.findIndex(({ text }) => label.test(plainText(text)));
}

function addRisks(lines: ContentLines, table: AssembledTable, context: TableContext, rank: number): void {
  const { document, table: id, through } = context;
  const title = titleBy(/risk|kontroll/i, table, context.title);
  const year = yearOf(table, context);
  const unit = boardOf(context.unit);
  lines.add('signs', table.at, AS_PRINTED);
  const own = { table: id, document, title, unit, area: 'control', unitOfMeasure: 'count' };
  lines.add('tables', table.at, { ...own, place: '0', rank: String(rank), note: '' });
  const frame = {
    basis: 'approved',
    period: String(year),
    edition: through === undefined ? String(year) : `${year}@${through}`,
  };
  const columns = table.columns.flatMap(({ text, at }, n) => {
    const measure = measureOf(meaningOf(text, context));
    return measure === undefined ? [] : [{ label: plainText(text), measure, n, at }];
  });
  if (columns.length > 0) {
    const order = through === undefined ? `${year};0;0` : `${year};99;${through.replace('-', '')}`;
    const edition = { unit, area: 'control', ...frame, order, kind: 'full', status: '' };
    lines.add('editions', table.at, { ...edition, label: `Internkontroll ${year}`, document });
  }
  for (const [n, { label, measure, at }] of columns.entries()) {
    const reads = { role: 'reading', ...frame, signs: AS_PRINTED.signs, measure };
    lines.add('columns', at, { ...blankColumn(id, n + 1, label), ...reads });
  }
  for (const [n, { row, path, isGroup }] of named(table.rows).entries()) {
    const name = plainText(row.label);
    const formula = rank === 1 ? 'likelihood * materiality' : '';
    const is = isGroup
      ? { kind: 'group', line: name, measure: '', formula: '' }
      : { kind: 'leaf', line: name, measure: 'risk', formula };
    if (columns.length > 0) lines.add('rows', row.at, { ...blankRow(id, n + 1, path), ...is });
    for (const { label, n: at } of columns) {
      const cell = row.cells[at];
      if (cell === undefined || isGroup) continue;
      lines.addCell(cell.at, { table: id, row: path, column: label, printed: cell.text }, 'count');
    }
    refuseOthers(lines, table, context, row, path);
    const texts = row.cells.filter(({ text }) => !hasNumber(text)).map(({ text }) => text);
    if (isGroup || rank !== 1) continue;
    lines.add('risks', row.at, { table: id, row: path, risk: riskId(name), sentence: hashesOf(...texts) });
  }
}

/** Rows with what they stand under; a heading has a label and no more. Two of one name are told apart. */
function named(rows: readonly AssembledRow[]): { row: AssembledRow; path: string; isGroup: boolean }[] {
  let group = '';
  const times = new Map<string, number>();
  return rows.flatMap((row) => {
    const label = plainText(row.label);
    if (label === '') return [];
    const isGroup = row.cells.every(({ text }) => plainText(text) === '');
    if (isGroup) group = label;
    const whole = isGroup || group === '' ? label : `${group} > ${label}`;
    const time = (times.get(whole) ?? 0) + 1;
    times.set(whole, time);
    return [{ row, path: time === 1 ? whole : `${whole} (${time})`, isGroup }];
  });
}

function refuseOthers(
  lines: ContentLines,
  table: AssembledTable,
  context: TableContext,
  row: AssembledRow,
  path: string,
): void {
  for (const [n, cell] of row.cells.entries()) {
    const column = plainText(table.columns[n]?.text ?? '');
    const meaning = meaningOf(column, context);
    if (!hasNumber(cell.text) || measureOf(meaning) !== undefined || /^text$/i.test(meaning)) continue;
    lines.refuse(
      cell.at,
      { row: path, column },
      'COLUMN_NOT_UNDERSTOOD',
      `"${column}" is no measure of a risk, and has a number`,
      'Known: Sannolikhet, Väsentlighet (or Konsekvens), Riskvärde. Name the column so in the profile.',
    );
  }
}

/** `Internkontrollplan 2025`: the year of its heading, else of the document. */
function yearOf(table: AssembledTable, { year }: TableContext): number {
  const heading = titleBy(/risk|kontroll/i, table, '');
  const [, told] = /\b(20\d\d)\b/.exec(heading) ?? [];
  return told === undefined ? year : Number(told);
}

function understandPlan(table: AssembledTable, context: TableContext): Understood {
  const lines = new ContentLines(context);
  addRisks(lines, table, context, 2);
  const [what, method, responsible] = [CONTROL, METHOD, RESPONSIBLE].map((label) => columnOf(table, label));
  const rows = named(table.rows).filter(({ isGroup }) => !isGroup);
  const textAt = (row: AssembledRow, column = -1): string => row.cells[column]?.text ?? '';
  const told = rows.map(({ row, path }) => {
    const words = textAt(row, what) || textAt(row, method) || row.label;
    return { row, path, risk: plainText(row.label), title: shortTitle(words), hashes: hashesOf(words) };
  });
  const ids = controlIds(told);
  for (const [n, { row, path, risk, title, hashes }] of told.entries()) {
    const others = row.cells
      .filter(({ text }, at) => at !== responsible && !hasNumber(text))
      .map(({ text }) => text);
    const sentences = new Set([...hashes.split(' '), ...hashesOf(...others).split(' ')]);
    lines.add('controls', row.at, {
      document: context.document,
      unit: boardOf(context.unit),
      period: String(yearOf(table, context)),
      control: ids[n] ?? '',
      risk: riskId(risk),
      what: title,
      responsible: roleOf(textAt(row, responsible)),
      outcome: '',
      through: '',
      table: context.table,
      row: path,
      sentence: [...sentences].filter((hash) => hash !== '').join(' '),
    });
  }
  return lines.understood;
}

/** A role, in one piece where a line break divided it (`kommun- direktör`). */
function roleOf(text: string): string {
  return plainText(text).replaceAll(/(\p{L})-\s+(?=\p{Ll})(?!och\b|eller\b)/gu, '$1');
}
