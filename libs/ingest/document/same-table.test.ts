import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  PRINTED_FORMATS,
  type PrintedFormat,
  type PrintedTable,
  writePrinted,
} from '../testing/printed-table.js';
import { assembleTables } from './assemble.js';
import { readDocument } from './read-document.js';

/** What is read of a table, without where it stands. */
async function readBack(table: PrintedTable, format: PrintedFormat): Promise<unknown> {
  const document = await readDocument(writePrinted(table, format), `tabell.${format}`);
  return assembleTables(document).map(({ headings, corner, columns, rows, textBefore }) => ({
    headings,
    textBefore,
    corner,
    columns: columns.map(({ text }) => text),
    rows: rows.map(({ label, cells }) => [label, ...cells.map(({ text }) => text)]),
  }));
}

function asPrinted({ titles, header, rows }: PrintedTable): unknown {
  return [
    {
      headings: titles.slice(0, 1),
      textBefore: titles.at(1) ?? null,
      corner: header[0],
      columns: header.slice(1),
      rows,
    },
  ];
}

const TABLE: PrintedTable = {
  titles: ['Driftbudget', 'Belopp i tkr'],
  header: ['Tkr', 'Budget 2024', 'Prognos 2024', 'Budget 2025'],
  rows: [
    ['Intäkter', '12 345', '12 000', '1 234 567'],
    ['Personal', '-109 182', '0', '-7'],
    ['Andel', '52,6%', '-0,5', '100%'],
    ['Summa', '-96 837', '12 000', ''],
  ],
};

const number = fc
  .tuple(fc.integer({ min: -9_999_999, max: 9_999_999 }), fc.constantFrom('', '0', '5', '25'), fc.boolean())
  .map(([n, decimals, percent]) => {
    const groups = String(Math.abs(n)).replaceAll(/\B(?=(\d{3})+$)/g, ' ');
    return `${n < 0 ? '-' : ''}${groups}${decimals === '' ? '' : `,${decimals}`}${percent ? '%' : ''}`;
  });
const word = fc.constantFrom(
  'Intäkter',
  'Personal',
  'Lokalhyror',
  'Köp av tjänster',
  'Övrigt & annat',
  'Summa <x>',
);
const tables = fc.integer({ min: 2, max: 5 }).chain((width) =>
  fc.record({
    titles: fc.constantFrom(['Driftbudget'], ['Driftbudget', 'Belopp i tkr']),
    header: fc.constant(
      ['Tkr', 'Budget 2024', 'Prognos 2024', 'Budget 2025', 'Plan 2026', 'Plan 2027'].slice(0, width + 1),
    ),
    rows: fc.array(
      fc
        .tuple(word, fc.array(number, { minLength: width, maxLength: width }))
        .map(([label, cells]) => [label, ...cells]),
      { minLength: 2, maxLength: 6 },
    ),
  }),
);

describe('the same table', () => {
  it.each(PRINTED_FORMATS)('as .%s has the headings, labels and cells that are printed', async (format) => {
    expect(await readBack(TABLE, format)).toEqual(asPrinted(TABLE));
  });

  it.each(PRINTED_FORMATS)('as .%s has them whatever the table', async (format) => {
    await fc.assert(
      fc.asyncProperty(tables, async (table) => {
        expect(await readBack(table, format)).toEqual(asPrinted(table));
      }),
      { numRuns: 60 },
    );
  });
});
