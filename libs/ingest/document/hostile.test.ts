import { isLedgerError, type LedgerError } from '#amount';
import { describe, expect, it } from '@jest/globals';
import * as XLSX from '@e965/xlsx';
import * as fc from 'fast-check';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  bomb,
  docxOfXml,
  entityBomb,
  entityOfFile,
  partsOf,
  sheetOf,
  type ZipPart,
  zipOf,
} from '../testing/hostile.js';
import { docxOf, WORD, xlsxOf } from '../testing/packed.js';
import type { ReadFileReport } from '../testing/read-file.js';
import { readDocument } from './read-document.js';

const PARAGRAPH = '<w:p><w:r><w:t>Drift</w:t></w:r></w:p>';
const DOCX = docxOf(PARAGRAPH);

async function refusal(bytes: Uint8Array, fileName: string): Promise<LedgerError> {
  try {
    await readDocument(bytes, fileName);
  } catch (error) {
    if (isLedgerError(error)) return error;
    throw error;
  }
  throw new Error(`${fileName} was read`);
}

async function code(bytes: Uint8Array, fileName = 'fil.docx'): Promise<string> {
  const error = await refusal(bytes, fileName);
  expect(error.place?.file).toBe(fileName);
  expect(error.hint).toBeDefined();
  return error.code;
}

/** The docx with its first part changed. */
function lying(change: (part: ZipPart) => Partial<ZipPart>): Uint8Array {
  return zipOf(partsOf(DOCX).map((part, index) => (index === 0 ? { ...part, ...change(part) } : part)));
}

function binary(...bytes: readonly number[]): Uint8Array {
  return Uint8Array.from([...bytes, ...Array.from({ length: 600 }, () => 0)]);
}

describe('files that are made to harm', () => {
  it('are not unpacked beyond what is read of a file, whatever they say of their size', async () => {
    expect(await code(bomb(70))).toBe('FILE_TOO_LARGE');
    expect(await code(bomb(70, 1000))).toBe('FILE_HOSTILE');
    expect(await code(bomb(1, 2_000_000))).toBe('FILE_DAMAGED');
  });

  it('have parts that share bytes, names that lead elsewhere, or two of one name', async () => {
    const [first] = partsOf(DOCX);
    expect(await code(lying(() => ({ name: '../../x.xml' })))).toBe('FILE_HOSTILE');
    expect(await code(lying(() => ({ name: '/etc/x.xml' })))).toBe('FILE_HOSTILE');
    expect(await code(lying(() => ({ name: 'a\\b.xml' })))).toBe('FILE_HOSTILE');
    expect(await code(lying(() => ({ name: 'WORD/document.xml' })))).toBe('FILE_HOSTILE');
    if (first === undefined) throw new Error('no parts');
    expect(await code(zipOf([...partsOf(DOCX), { ...first, name: 'again.xml', start: 0 }]))).toBe(
      'FILE_HOSTILE',
    );
  });

  it('need a password', async () => {
    expect(await code(lying(() => ({ flags: 1 })))).toBe('FILE_ENCRYPTED');
    const name = Buffer.from('EncryptedPackage', 'utf16le');
    const compound = binary(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1);
    compound.set(name, 100);
    expect(await code(compound, 'budget.xlsx')).toBe('FILE_ENCRYPTED');
  });

  it('declare entities, that expand or that fetch', async () => {
    expect(await code(entityBomb())).toBe('FILE_HOSTILE');
    expect(await code(entityOfFile())).toBe('FILE_HOSTILE');
    expect(await code(docxOfXml('<a>&unknown;</a>'))).toBe('FILE_DAMAGED');
  });

  it('hold packed files, which are not opened', async () => {
    const nested = zipOf([
      ...partsOf(DOCX),
      { name: 'word/embeddings/inner.docx', content: bomb(70), size: 0, method: 0, crc: 0 },
    ]);
    expect((await readDocument(nested, 'fil.docx')).blocks).toHaveLength(1);
  });

  it('put a cell where no sheet has one, or two in one place', async () => {
    const sheet = (xml: string): Uint8Array =>
      xlsxOf([{ name: 'Drift', xml: `<sheetData>${xml}</sheetData>` }]);
    for (const xml of [
      '<row r="1"><c r="XFE1"><v>1</v></c></row>',
      '<row r="1048577"><c><v>1</v></c></row>',
      '<row r="2"/><row r="1"/>',
      '<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
      '<row r="1"><c r="A7"><v>1</v></c></row>',
      '<row r="1"><c><v>1,5</v></c></row>',
      '<row r="1"><c t="s"><v>3</v></c></row>',
    ]) {
      const error = await refusal(sheet(xml), 'bok.xlsx');
      expect(error.code).toBe('FILE_DAMAGED');
      expect(error.place).toMatchObject({ file: 'bok.xlsx', table: 'Drift' });
    }
    const corner =
      '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>';
    expect((await readDocument(sheet(corner), 'bok.xlsx')).blocks).toHaveLength(3);
  });
});

describe('files that are no document of ours', () => {
  const old = XLSX.utils.book_new();
  XLSX.utils.book_append_sheet(old, XLSX.utils.aoa_to_sheet([['a', 1]]), 'Drift');
  const write = (bookType: XLSX.BookType): Uint8Array =>
    new Uint8Array(XLSX.write(old, { type: 'buffer', bookType }) as Buffer);

  it.each([
    ['budget.pdf', binary(...Buffer.from('%PDF-1.7')), '.docx'],
    ['budget.rtf', binary(...Buffer.from('{\\rtf1')), '.docx'],
    ['budget.xls', write('xls'), '.xlsx'],
    ['budget.xlsx', write('xls'), '.xlsx'],
    ['budget.xlsb', write('xlsb'), '.xlsx'],
    ['budget.ods', write('ods'), '.xlsx'],
  ])('%s is refused with what to save it as', async (name, bytes, hint) => {
    const error = await refusal(bytes, name);
    expect(error.code).toBe('FORMAT_NOT_READ');
    expect(error.hint).toContain(hint);
  });

  it('are empty, or packed without being a document', async () => {
    expect(await code(new Uint8Array(0))).toBe('FILE_EMPTY');
    expect(await code(zipOf([]), 'budget.xlsx')).toBeDefined();
    expect(await code(new Uint8Array(100), 'budget.xlsx')).toBe('FILE_DAMAGED');
  });
});

describe('files that are cut off or changed', () => {
  const workbook = sheetOf(3, 3);

  it.each([
    ['budget.docx', DOCX],
    ['budget.xlsx', workbook],
  ])('%s is refused wherever it ends', async (name, bytes) => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: bytes.length - 1 }), async (length) => {
        const { code: found } = await refusal(bytes.slice(0, length), name);
        expect(['FILE_EMPTY', 'FILE_DAMAGED', 'FILE_BINARY', 'FORMAT_UNKNOWN']).toContain(found);
      }),
    );
  });

  it.each([
    ['budget.docx', DOCX],
    ['budget.xlsx', workbook],
  ])(
    '%s is read or refused whichever byte changes, and never with the wrong content',
    async (name, bytes) => {
      const { blocks } = await readDocument(bytes, name);
      await fc.assert(
        fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
          const changed = bytes.slice();
          changed[at] = (changed[at] ?? 0) ^ by;
          try {
            // A byte that nothing depends on (a time, a comment) changes nothing.
            expect((await readDocument(changed, name)).blocks).toEqual(blocks);
          } catch (error) {
            expect(isLedgerError(error) ? 'refused' : error).toBe('refused');
          }
        }),
        { numRuns: 300 },
      );
    },
  );
});

describe('in a process with little memory', () => {
  const MEGABYTES_MAX = 512;
  const SECONDS_MAX = 30;

  function measured(name: string, bytes: Uint8Array): ReadFileReport {
    const folder = mkdtempSync(join(tmpdir(), 'liggaren-hostile-'));
    try {
      const path = join(folder, name);
      writeFileSync(path, bytes);
      const child = spawnSync(
        process.execPath,
        [
          '--max-old-space-size=400',
          '--conditions=source',
          '--import',
          './test/support/typescript.mjs',
          'libs/ingest/testing/read-file.ts',
          path,
        ],
        { encoding: 'utf8', timeout: 2 * SECONDS_MAX * 1000 },
      );
      if (child.status !== 0) throw new Error(`${name} ended the process: ${child.stderr}`);
      return JSON.parse(child.stdout) as ReadFileReport;
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  const row = (cell: string, columns: number): string => `<w:tr>${cell.repeat(columns)}</w:tr>`;
  const cell = '<w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc>';
  const merges = Array.from({ length: 400_000 }, (_, n) => `<mergeCell ref="A${n + 1}:XFD1048576"/>`);
  const attributes = Array.from({ length: 1_000_000 }, (_, n) => `a${n}=""`);

  it.each<[name: string, make: () => Uint8Array, code: string | null]>([
    ['bomb.docx', () => bomb(300), 'FILE_TOO_LARGE'],
    ['lying.docx', () => bomb(300, 1000), 'FILE_HOSTILE'],
    ['large.docx', () => docxOf(`<w:tbl>${row(cell, 100).repeat(2_400)}</w:tbl>`), null],
    ['larger.docx', () => docxOf(`<w:tbl>${row(cell, 100).repeat(9_000)}</w:tbl>`), 'FILE_TOO_LARGE'],
    ['paragraphs.docx', () => docxOf(PARAGRAPH.repeat(1_300_000)), 'FILE_TOO_LARGE'],
    ['wide.docx', () => docxOf(`<w:tbl>${row('<w:tc/>', 5_000_000)}</w:tbl>`), 'FILE_TOO_LARGE'],
    [
      'deep.docx',
      () => docxOfXml(`<w:document xmlns:w="${WORD}">${'<w:p>'.repeat(3_000_000)}`),
      'FILE_TOO_LARGE',
    ],
    ['attributes.docx', () => docxOfXml(`<a ${attributes.join(' ')}/>`), 'FILE_TOO_LARGE'],
    ['large.xlsx', () => sheetOf(2_400, 100), null],
    ['larger.xlsx', () => sheetOf(25_000, 100), 'FILE_TOO_LARGE'],
    ['wide.xlsx', () => sheetOf(2, 16_000), 'FILE_TOO_LARGE'],
    [
      'merges.xlsx',
      () => sheetOf(2_400, 100, `<mergeCells>${merges.join('')}</mergeCells>`),
      'FILE_TOO_LARGE',
    ],
    ['columns.csv', () => Buffer.alloc(1_000_000, ';'), 'FILE_TOO_LARGE'],
    ['fields.csv', () => Buffer.alloc(19_000_000, `${'1;'.repeat(900)}\n`), 'FILE_TOO_LARGE'],
    ['hundred.xlsx', () => new Uint8Array(100 * 1024 * 1024), 'FILE_TOO_LARGE'],
    ['hundred.csv', () => Buffer.alloc(100 * 1024 * 1024, 'a;1\n'), 'FILE_TOO_LARGE'],
  ])(
    '%s',
    (name, make, expected) => {
      const report = measured(name, make());
      expect(report).toMatchObject({ code: expected });
      expect(report.megabytes).toBeLessThan(MEGABYTES_MAX);
      expect(report.milliseconds).toBeLessThan(SECONDS_MAX * 1000);
      if (process.env['LIGGAREN_MEASURE'] === '1')
        process.stderr.write(`${name} ${JSON.stringify(report)}\n`);
    },
    3 * SECONDS_MAX * 1000,
  );
});
