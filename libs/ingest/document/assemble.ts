import { isCards, readCards, type Chart } from './assemble-cards.js';
import { bodyCell, gridOf, labelOf, oneLine, withoutBlankColumns, type GridRow } from './assemble-grid.js';
import { splitHeader } from './assemble-header.js';
import { cellsAreCounted, withLengthDoubts } from './assemble-lengths.js';
import { partsOf, type Part } from './assemble-parts.js';
import { withoutPlaceholders } from './assemble-placeholders.js';
import type {
  AssembledRow,
  AssembledTable,
  HeaderCell,
  RawCell,
  ReadDocument,
  TableDoubt,
} from './document.js';
import { CellCount } from './refusal.js';
import { isFigure, isNumericCell, isYear } from './numeric-cell.js';

/**
 * The tables of a document, whole: parts that page breaks made are joined, rows that only hold a place are gone, merged
 * cells are laid out, and the data of a chart is there once, as a table after the one that it belongs to.
 *
 * @throws LedgerError FILE_TOO_LARGE
 */
export function assembleTables(document: ReadDocument): AssembledTable[] {
  const countsCells = cellsAreCounted(document);
  return partsOf(document)
    .flatMap((part) => tablesOf(countsCells ? withLengthDoubts(part) : part, document.fileName))
    .map((table, index) => ({ ...table, place: index + 1 }));
}

function tablesOf(part: Part, file: string): AssembledTable[] {
  if (!isCards(part.header, part.body)) {
    const table = plainTable(part);
    return table === null ? [] : [table];
  }
  const doubts: TableDoubt[] = [...part.doubts];
  const { columns, rows, charts } = readCards(part.body, doubts);
  const cards = assembled(part, { corner: part.header?.corner ?? '', columns, rows, doubts });
  return [cards, ...charts.flatMap((chart) => chartTables(chart, part, file))];
}

/** A chart stands under the name of what it shows. */
function chartTables({ item, table }: Chart, part: Part, file: string): AssembledTable[] {
  const { header, body } = splitHeader(withoutBlankColumns(gridOf(table.rows, file, new CellCount(file))));
  const headings = item === '' ? part.headings : [...part.headings, oneLine(item)];
  const { caption } = table;
  const chart: Part = { headings, header, body, textBefore: null, doubts: [], at: table.at };
  const whole = plainTable(caption === undefined ? chart : { ...chart, caption });
  return whole === null ? [] : [whole];
}

function plainTable(part: Part): AssembledTable | null {
  const doubts: TableDoubt[] = [...part.doubts];
  const body = withoutPlaceholders(part.body, doubts);
  if (body.length === 0 && (part.header?.columns.length ?? 0) === 0) return null;
  const width = Math.max((part.header?.columns.length ?? 0) + 1, ...body.map(({ cells }) => cells.length));
  const head: HeaderCell[] = [
    { text: part.header?.corner ?? '', at: part.at },
    ...(part.header?.columns ?? []),
  ];
  while (head.length < width) head.push({ text: '', at: part.at });
  const labelled = !hasFiguresForLabels(head[0]?.text ?? '', body);
  return assembled(part, {
    corner: labelled ? (head[0]?.text ?? '') : '',
    columns: labelled ? head.slice(1) : head,
    rows: body.map((row) => assembledRow(row, width, labelled)),
    doubts,
  });
}

function assembledRow(row: GridRow, width: number, labelled: boolean): AssembledRow {
  const cells: RawCell[] = Array.from({ length: width }, (_, column) => bodyCell(row, column));
  const { emphasis } = bodyCell(row, 0);
  return {
    label: labelled ? labelOf(row) : '',
    ...(labelled && emphasis !== undefined ? { emphasis } : {}),
    cells: labelled ? cells.slice(1) : cells,
    at: row.at,
  };
}

type Content = Pick<AssembledTable, 'corner' | 'columns' | 'rows'> & {
  readonly doubts: readonly TableDoubt[];
};

function assembled(part: Part, { doubts, ...content }: Content): AssembledTable {
  return {
    headings: part.headings,
    ...(part.caption === undefined ? {} : { caption: part.caption }),
    ...content,
    textBefore: part.textBefore,
    place: 0,
    ...(doubts.length === 0 ? {} : { doubts }),
    at: part.at,
  };
}

/** A table of one indicator has no labels: its first column (`Mål 2023`) holds figures as the others do. */
function hasFiguresForLabels(corner: string, body: readonly GridRow[]): boolean {
  if (!/\b(?:19|20)\d\d\b|^(?:mål|utfall|prel|budget|prognos|bokslut|plan)/iu.test(corner)) return false;
  const labels = body.map(labelOf).filter((label) => label !== '');
  return (
    labels.some(isFigure) &&
    labels.every((label) => isNumericCell(label) || label === '-') &&
    !labels.every(isYear)
  );
}
