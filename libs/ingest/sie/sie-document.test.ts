import { describe, expect, it } from '@jest/globals';
import type { TableBlock } from '../document/document.js';
import { readDocument } from '../document/read-document.js';
import { sjovikSie } from './testing/fixture.js';

describe('a SIE file as a document', () => {
  it('is recognised by its content, whatever its name', async () => {
    for (const name of ['sjovik.se', 'sjovik.txt', 'export']) {
      expect(await readDocument(sjovikSie(), name)).toMatchObject({ format: 'sie', fileName: name });
    }
  });

  it('has a table for each kind of amount and for the objects, each cell with its line', async () => {
    const { blocks, sha256 } = await readDocument(sjovikSie('-utf8'), 'sjovik.se');
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(blocks.flatMap((block) => (block.kind === 'heading' ? [block.text] : []))).toEqual([
      'Sjövik kommun',
      '#OBJEKT Objekt',
      '#IB Ingående balans',
      '#UB Utgående balans',
      '#OIB Ingående balans för objekt',
      '#RES Saldo för resultatkonto',
      '#PSALDO Periodens saldo',
      '#PBUDGET Periodens budget',
    ]);
    const tables = blocks.filter((block): block is TableBlock => block.kind === 'table');
    const texts = (n: number): string[][] =>
      tables[n]?.rows.map((row) => row.cells.map((cell) => cell.text)) ?? [];
    expect(texts(0)).toEqual([
      ['Dimension', 'Objekt', 'Benämning'],
      ['21 Verksamhet', '100', 'Kommunledning'],
      ['21 Verksamhet', '250', 'Parker och torg'],
    ]);
    expect(texts(1)).toEqual([
      ['Konto', '2023-12-31'],
      ['1510 Kundfordringar', '12000.00'],
    ]);
    expect(texts(5).slice(0, 3)).toEqual([
      ['Konto', '2022-03', '2023-01', '2023-02', '2023-03'],
      ['3110 Torghandel, avgifter', '', '-12000.00', '-15000.50', '-18000.00'],
      ['3110 Torghandel, avgifter {21 250}', '', '-12000.00', '-15000.50', '-18000.00'],
    ]);
    const lines = new TextDecoder().decode(sjovikSie('-utf8')).split('\r\n');
    for (const { rows } of tables.slice(1)) {
      for (const { text, at } of rows.slice(1).flatMap((row) => row.cells.slice(1))) {
        if (text !== '') expect(lines[at.line - 1]?.split(' ').at(-1)).toBe(text);
      }
    }
  });
});
