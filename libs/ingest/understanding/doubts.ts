import type { AssembledTable, ReadDocument, TableDoubt } from '../document/document.js';
import type { NotUnderstood } from './table-kind.js';
import { headingText } from './words.js';

/** A chart whose data is printed twice and differs is a discrepancy of the document, and no damage. */
type Damage = Exclude<TableDoubt['code'], 'CHART_DIFFERS'>;

const HINTS: Readonly<Record<Damage, string>> = {
  ROW_SHORT: 'Compare the row with the document as it was published: a tab or a cell may have been lost.',
  ROW_LONG: 'Compare the row with the document as it was published: a cell may have been divided in two.',
  GROUP_UNNAMED:
    'Compare the rows with the document as it was published: the row with their name may have been lost.',
  PART_OF_OTHER_WIDTH:
    'Compare the table with the one before it as they were published: the header, or a column, may have been lost.',
};

/** What may have been lost of tables that are to be recorded: figures in the wrong place are worse than none. */
export function damageOf({ fileName }: ReadDocument, tables: readonly AssembledTable[]): NotUnderstood[] {
  return tables.flatMap(({ doubts = [], headings, corner }) =>
    doubts.flatMap(({ code, message, at }): NotUnderstood[] => {
      if (code === 'CHART_DIFFERS') return [];
      const table = headingText(headings.at(-1) ?? corner);
      return [
        {
          code,
          place: { file: fileName, line: at.line, table },
          message: `${fileName} line ${at.line}: ${message}`,
          hint: HINTS[code],
        },
      ];
    }),
  );
}
