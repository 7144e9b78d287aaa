import type { ReadDocument, Spot, TableBlock } from './document.js';
import { isNumericCell } from './numeric-cell.js';

/** A number of a workbook that holds more digits than it shows. */
export interface HiddenDigits {
  /** `1 235`: what was published, and what is recorded. */
  readonly shown: string;
  /** `1 234,56` */
  readonly exact: string;
  readonly at: Spot;
}

/** All of a document, in their order. */
export function hiddenDigitsIn({ blocks }: Pick<ReadDocument, 'blocks'>): HiddenDigits[] {
  return blocks.flatMap((block) => (block.kind === 'table' ? inTable(block) : []));
}

function inTable({ rows }: TableBlock): HiddenDigits[] {
  return rows.flatMap(({ cells }) =>
    cells.flatMap(({ text, exact, at, tables = [] }) => [
      ...(exact !== undefined && isNumericCell(text) ? [{ shown: text, exact, at }] : []),
      ...tables.flatMap(inTable),
    ]),
  );
}
