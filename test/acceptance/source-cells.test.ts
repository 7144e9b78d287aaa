import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { fromDecimal, isUnitOfMeasure, readPrinted } from '#amount';
import type { ReadLedger, SourceCellAnswer } from '#projections';
import { LOADING_MS, publishedLedger, type PublishedLedger } from '../support/published-ledger.js';

let published: PublishedLedger;
let reader: ReadLedger;
let cells: SourceCellAnswer[];

beforeAll(async () => {
  published = await publishedLedger();
  reader = published.ledger.reader;
  await published.ledger.waitFor((await published.ledger.store.head()) ?? '');
  cells = [...reader.cells({})];
}, LOADING_MS);

afterAll(() => published.remove());

function recordsOf(file: string): Record<string, string>[] {
  return parse(readFileSync(join('data', file), 'utf8'), { columns: true }) as never;
}

const keyOf = (cell: Pick<SourceCellAnswer, 'table' | 'row' | 'column' | 'printed'>): string =>
  [cell.table, cell.row, cell.column, cell.printed].join('\u001f');

describe('the source cells of the ledger', () => {
  it('are each printed cell of the published tables, once and as printed', () => {
    // A column of texts holds no figures, unless it is of codes.
    const texts = new Set(
      recordsOf('columns.csv')
        .filter(({ role, measure = '' }) => role === 'text' && measure === '')
        .map(({ table, column }) => `${table ?? ''} ${column ?? ''}`),
    );
    const printed = recordsOf('cells.csv')
      .filter(({ table, column }) => !texts.has(`${table ?? ''} ${column ?? ''}`))
      .filter((cell) => cell.printed !== '' && /\d/.test(cell.printed ?? ''))
      .map((cell) => keyOf(cell as never));
    const times = new Map<string, number>();
    for (const cell of cells) times.set(keyOf(cell), (times.get(keyOf(cell)) ?? 0) + 1);
    expect(printed.filter((key) => times.get(key) !== 1)).toEqual([]);
    expect(printed.length).toBeGreaterThan(1_200);
    expect([...times.values()].filter((n) => n > 1)).toEqual([]);
  });

  it('are as many numbers in tables as were counted in each document by hand', () => {
    const counts = new Map<string, number>();
    for (const { document, column, value } of cells) {
      if (column !== '' && value !== null) counts.set(document, (counts.get(document) ?? 0) + 1);
    }
    expect(Object.fromEntries(counts)).toEqual({
      '000_5fb975321692d197.txt': 415,
      '001_97c3289e6685eeda.txt': 688,
      '002_9f157569a4d25656.txt': 264,
      '004_b3488be3f29029cf.txt': 278,
    });
  });

  it('have the value that is printed, in its unit and sign', () => {
    const tables = new Set(recordsOf('tables.csv').map(({ table }) => table));
    for (const { table, printed, value, unitOfMeasure } of cells) {
      if (!tables.has(table) || unitOfMeasure === null || !isUnitOfMeasure(unitOfMeasure)) continue;
      const read = readPrinted(printed, unitOfMeasure);
      if (read.kind === 'amount')
        expect([printed, fromDecimal(value ?? '0', unitOfMeasure)]).toEqual([printed, read.amount]);
      else expect([printed, value]).toEqual([printed, null]);
    }
  });

  it('are of the document as imported, with their kind, what they are about and the event', () => {
    const cell = cells.find(({ table }) => table === 'boras-ks-budget-2021/slk-sammandrag');
    expect(cell).toMatchObject({
      document: '000_5fb975321692d197.txt',
      row: 'Intäkter',
      column: 'Budget 2020',
      printed: '88\u00a0207',
      value: '88207',
      unitOfMeasure: 'tkr',
      figure: 'boras/ks/stadsledningskansliet operations 2020 budget 2020@2021: Totalt (revenue)',
    });
    expect(cell?.event).toMatch(/^[0-9a-f-]{36}$/);
    expect(new Set(cells.map(({ kind }) => kind))).toEqual(new Set(['figure', 'assertion', 'change']));
  });

  it('stand by document, table and place', () => {
    const documents = cells.map(({ document }) => document);
    expect(documents).toEqual([...documents].sort((a, b) => documents.indexOf(a) - documents.indexOf(b)));
    const tables = recordsOf('tables.csv');
    const rows = recordsOf('rows.csv');
    for (const document of new Set(tables.map((table) => table.document))) {
      const printed = tables
        .filter((table) => table.document === document)
        .sort((a, b) => Number(a.place) - Number(b.place))
        .map(({ table }) => table);
      // An event about no reading, as an assignment, does not say where in the document it stands.
      const withPlace = cells.filter(({ value, table }) => value !== null && printed.includes(table));
      const listed = [...new Set(withPlace.map(({ table }) => table))];
      expect(listed).toEqual(printed.filter((table) => listed.includes(table ?? '')));
    }
    for (const { table } of tables) {
      const own = rows.filter((row) => row.table === table);
      const orders = new Map(own.map(({ row, order }) => [row, Number(order)]));
      const withPlace = cells.filter((cell) => cell.table === table && cell.value !== null);
      const listed = withPlace.map(({ row }) => orders.get(row) ?? 0);
      expect([table, listed]).toEqual([table, [...listed].sort((a, b) => a - b)]);
    }
  });

  it('are of one document or of one unit and those below it', () => {
    const one = [...reader.cells({ document: '004_b3488be3f29029cf.txt' })];
    expect(new Set(one.map(({ document }) => document))).toEqual(new Set(['004_b3488be3f29029cf.txt']));
    expect(one).toEqual(cells.filter(({ document }) => document === '004_b3488be3f29029cf.txt'));
    expect([...reader.cells({ document: '59b9c5c9' })]).toEqual(one);
    const unit = [...reader.cells({ unit: 'boras/ks' })];
    expect(unit).toEqual(cells.filter(({ figure }) => figure.startsWith('boras/ks')));
    expect(() => [...reader.cells({ document: 'budget.txt' })]).toThrow(
      expect.objectContaining({ code: 'UNKNOWN_DOCUMENT' }),
    );
  });

  it('are those recorded and published by then', () => {
    const head = published.ledger.store.position(reader.positionOf(new Date().toISOString()));
    expect([...reader.cells({}, { asOf: head })]).toHaveLength(cells.length);
    const early = [...reader.cells({}, { publishedBy: '2024-06-30' })];
    expect(early.length).toBeGreaterThan(0);
    expect(early.length).toBeLessThan(cells.length);
    const undated = new Set(['004_b3488be3f29029cf.txt', '002_9f157569a4d25656.txt']);
    expect(early.filter(({ document }) => undated.has(document))).toEqual([]);
  });
});
