import { extname } from 'node:path';
import type { SheetData } from 'write-excel-file/node';
import { LedgerError } from '#amount';
import { writeOut } from '../write-out.js';

/** Significant digits that a number of a workbook keeps; what has more is written as text. */
const DIGITS_MAX = 15;

/** @throws LedgerError WRONG_USAGE where a list is to be written as something else than a workbook */
export function requireWorkbook(out: string | undefined): void {
  if (out === undefined || extname(out).toLowerCase() === '.xlsx') return;
  throw new LedgerError('WRONG_USAGE', `${out} does not end in .xlsx`, {
    place: { file: out },
    hint: 'Name a file that ends in .xlsx, or take --csv.',
  });
}

/** A list as a workbook: a head that stays, and numbers of the columns named as numbers. */
export async function writeList(
  out: string,
  head: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
  numbers: ReadonlySet<string>,
): Promise<void> {
  // Loaded for this command only.
  const { default: writeXlsxFile } = await import('write-excel-file/node');
  const data: SheetData = [
    head.map((value) => ({ value, fontWeight: 'bold', bottomBorderStyle: 'thin' }) as const),
    ...rows.map((row) =>
      row.map((value, at) => {
        const text = String(value ?? '');
        const isNumber =
          numbers.has(head[at] ?? '') &&
          /^-?\d+(?:\.\d+)?$/.test(text) &&
          text.replace(/\D/g, '').length <= DIGITS_MAX;
        return isNumber ? { value: Number(text), type: Number } : { value: text, type: String };
      }),
    ),
  ];
  const workbook = writeXlsxFile(data, {
    sheet: 'Historik',
    columns: head.map(() => ({ width: 18 })),
    stickyRowsCount: 1,
  });
  await writeOut(out, await workbook.toBuffer());
}
