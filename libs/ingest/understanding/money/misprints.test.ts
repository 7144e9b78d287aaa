import { expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assembleTables } from '../../document/assemble.js';
import type { AssembledTable } from '../../document/document.js';
import { readDocument } from '../../document/read-document.js';
import { readMoney, structureOf } from '../../testing/money-table.js';
import { moneyShape } from './shape.js';

const DOCUMENTS = process.env['LIGGAREN_DOCUMENTS'] ?? '../shared/documents';

it('no digit that is another changes how a published table is read', async () => {
  if (!existsSync(DOCUMENTS)) {
    console.info(
      `Not tried: the documents are not in ${DOCUMENTS} (LIGGAREN_DOCUMENTS says where they are).`,
    );
    return;
  }
  const differing: string[] = [];
  let tried = 0;
  for (const fileName of readdirSync(DOCUMENTS).filter((name) => name.endsWith('.txt'))) {
    const read = await readDocument(readFileSync(join(DOCUMENTS, fileName)), fileName);
    for (const table of assembleTables(read).filter((each) => moneyShape(each) !== null)) {
      const about = { kind: 'planning', year: 2025, area: 'operations' } as const;
      const right = structureOf(readMoney(table, about).records).join('\n');
      for (const { changed, place } of misprinted(table)) {
        tried++;
        if (structureOf(readMoney(changed, about).records).join('\n') !== right)
          differing.push(`${fileName} ${place}`);
      }
    }
  }
  expect(tried).toBeGreaterThan(900);
  expect(differing).toEqual([]);
}, 120_000);

/** The first digit of each cell another. */
function* misprinted(table: AssembledTable): Generator<{ changed: AssembledTable; place: string }> {
  for (const [index, row] of table.rows.entries()) {
    for (const [column, cell] of row.cells.entries()) {
      const digit = /\d/.exec(cell.text);
      if (digit === null) continue;
      const other = digit[0] === '9' ? '1' : String(Number(digit[0]) + 1);
      const text = cell.text.slice(0, digit.index) + other + cell.text.slice(digit.index + 1);
      const cells = row.cells.with(column, { ...cell, text });
      yield {
        changed: { ...table, rows: table.rows.with(index, { ...row, cells }) },
        place: `line ${cell.at.line} ${row.label} ${table.columns[column]?.text ?? ''}: ${cell.text}`,
      };
    }
  }
}
