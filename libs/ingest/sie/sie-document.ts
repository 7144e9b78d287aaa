import { createHash } from 'node:crypto';
import type { Block, RawCell, RawRow, ReadDocument, Spot, TableBlock } from '../document/document.js';
import { CellCount } from '../document/refusal.js';
import { isSie, readSie } from './read-sie.js';
import { SIE_AMOUNTS, type SieAmount, type SieAmountLabel, type SieFile } from './sie-file.js';

/** What the labels stand for, as a heading. */
const TITLES: Readonly<Record<SieAmountLabel, string>> = {
  IB: 'Ingående balans',
  UB: 'Utgående balans',
  OIB: 'Ingående balans för objekt',
  OUB: 'Utgående balans för objekt',
  RES: 'Saldo för resultatkonto',
  PSALDO: 'Periodens saldo',
  PBUDGET: 'Periodens budget',
};

const NONE: RawCell = { text: '', at: { line: 1 } };

/** A SIE file as any other document: a table for each kind of amount, of accounts by months or years, and of objects. */
export const sieReader = {
  name: 'sie',
  extensions: ['.se', '.si', '.sie'],
  recognises: isSie,
  read: (bytes: Uint8Array, fileName: string): ReadDocument =>
    sieDocument(readSie(bytes, fileName), createHash('sha256').update(bytes).digest('hex')),
};

/** @throws LedgerError FILE_TOO_LARGE */
export function sieDocument(file: SieFile, sha256: string): ReadDocument {
  const count = new CellCount(file.fileName);
  const blocks: Block[] = [];
  if (file.company !== null) blocks.push({ kind: 'heading', level: 1, text: file.company, at: { line: 1 } });
  const add = (title: string, table: TableBlock): void => {
    blocks.push({ kind: 'heading', level: 2, text: title, at: table.at }, table);
  };
  if (file.objects.length > 0) add('#OBJEKT Objekt', objectTable(file, count));
  for (const label of SIE_AMOUNTS) {
    const amounts = file.amounts.filter((amount) => amount.label === label);
    if (amounts.length > 0) add(`#${label} ${TITLES[label]}`, amountTable(file, amounts, count));
  }
  return { fileName: file.fileName, sha256, format: 'sie', blocks };
}

/** Whose file it is, in the words by which a profile recognises it: no amounts, which may be hundreds of thousands. */
export function sieOutline(file: SieFile, sha256: string): ReadDocument {
  const at = { line: 1 };
  const names = [...file.accounts.values(), ...file.dimensions.values(), ...file.objects].map(
    ({ name }) => name,
  );
  const texts = [file.company ?? '', names.join('\n')].filter((text) => text !== '');
  return {
    fileName: file.fileName,
    sha256,
    format: 'sie',
    blocks: texts.map((text): Block => ({ kind: 'text', text, at })),
  };
}

/** `5010 Löner`, and with the objects that an amount is of, `5010 Löner {1 100}`. */
export function accountLabel(file: SieFile, amount: Pick<SieAmount, 'account' | 'objects'>): string {
  const name = file.accounts.get(amount.account)?.name ?? '';
  const objects = amount.objects.map(({ dimension, number }) => `${dimension} ${number}`).join(' ');
  return `${amount.account} ${name} ${objects === '' ? '' : `{${objects}}`}`.trim().replaceAll('  ', ' ');
}

function objectTable(file: SieFile, count: CellCount): TableBlock {
  const rows = [row({ line: 1 }, ['Dimension', 'Objekt', 'Benämning'])];
  for (const { dimension, number, name, line } of file.objects) {
    count.row(3, rows.length, line);
    const dimensionName = file.dimensions.get(dimension)?.name ?? '';
    rows.push(row({ line }, [`${dimension} ${dimensionName}`.trim(), number, name]));
  }
  return { kind: 'table', rows, at: rows[1]?.at ?? { line: 1 } };
}

function amountTable(file: SieFile, amounts: readonly SieAmount[], count: CellCount): TableBlock {
  const columns = [...new Set(amounts.map((amount) => columnOf(file, amount)))].sort();
  const places = new Map(columns.map((column, index) => [column, index]));
  const byLabel = new Map<string, { label: RawCell; cells: RawCell[]; at: Spot }>();
  for (const amount of amounts) {
    const at = { line: amount.line };
    const label = accountLabel(file, amount);
    let found = byLabel.get(label);
    if (found === undefined) {
      count.row(columns.length + 1, byLabel.size, amount.line);
      found = { label: { text: label, at }, cells: columns.map(() => ({ ...NONE, at })), at };
      byLabel.set(label, found);
    }
    found.cells[places.get(columnOf(file, amount)) ?? 0] = { text: amount.text, at };
  }
  const head = row({ line: 1 }, ['Konto', ...columns]);
  const rows = [...byLabel.values()].map(({ label, cells, at }): RawRow => ({
    cells: [label, ...cells],
    at,
  }));
  return { kind: 'table', rows: [head, ...rows], at: rows[0]?.at ?? head.at };
}

/** The month, else the year that the amount is of as its last day, else its number in the file. */
function columnOf(file: SieFile, { period, year }: SieAmount): string {
  return period ?? file.years.get(year)?.to ?? String(year);
}

function row(at: Spot, texts: readonly string[]): RawRow {
  return { cells: texts.map((text) => ({ text, at })), at };
}
