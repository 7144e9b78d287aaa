import { LedgerError } from '#amount';
import type { Archive } from './archive.js';
import type { Spot } from './document.js';
import type { LeftOutCount } from './left-out.js';
import { CELLS_MAX, CELL_CHARACTERS_MAX, UNPACKED_BYTES_MAX } from './limits.js';
import { type Attribute, isOn, readXml } from './office-xml.js';
import { tooLarge } from './refusal.js';
import type { SheetCell, SheetRow } from './sheet-blocks.js';
import { shownNumber, storedNumber } from './xlsx-number.js';
import { cellText, type SheetPart, type Workbook } from './xlsx-workbook.js';

/** As a workbook has it at most (Excel specifications and limits). */
const SHEET_COLUMNS = 16_384;
const SHEET_ROWS = 1_048_576;
const CELL_NAME = /^([A-Z]{1,3})([1-9]\d{0,6})$/;

interface OpenCell {
  readonly column: number;
  readonly row: number;
  readonly type: string;
  readonly style: number;
  formula: boolean;
  /** Undefined where the file has no value, which is not the same as an empty one. */
  value?: string;
}

interface Merge {
  readonly lastColumn: number;
  readonly lastLine: number;
}

/**
 * The cells of a sheet that are filled and shown. Hidden rows and columns are not what was published; how many were left
 * out is counted.
 *
 * @throws LedgerError FORMULA_WITHOUT_VALUE, FILE_DAMAGED, FILE_TOO_LARGE, naming file, sheet and cell
 */
export function readSheet(
  archive: Archive,
  sheet: SheetPart,
  workbook: Workbook,
  leftOut: LeftOutCount,
): SheetRow[] {
  const reading = new SheetReading(archive.file, sheet.name, workbook, leftOut);
  readXml(archive, sheet.part, reading);
  return reading.rows();
}

class SheetReading {
  readonly #rows: SheetRow[] = [];
  readonly #merges = new Map<number, Merge>();
  readonly #hiddenColumns = new Set<number>();
  readonly #hiddenColumnsFound = new Set<number>();
  #cells: SheetCell[] = [];
  #filled = 0;
  /** One text may stand in many cells. */
  #characters = 0;
  #columnsListed = 0;
  #row = 0;
  #rowHidden = false;
  #rowFound = false;
  #hiddenBefore = 0;
  #column = 0;
  #cell: OpenCell | undefined;
  #taking = false;
  #reading = 0;

  constructor(
    private readonly file: string,
    private readonly sheet: string,
    private readonly workbook: Workbook,
    private readonly leftOut: LeftOutCount,
  ) {}

  /** Merged cells are listed after all cells. */
  rows(): SheetRow[] {
    if (this.#merges.size === 0) return this.#rows;
    return this.#rows.map((row) => ({
      ...row,
      cells: row.cells.map((cell) => ({ ...cell, ...this.#merges.get(keyOf(row.at.line, cell.column)) })),
    }));
  }

  readonly open = (name: string, attribute: Attribute): void => {
    switch (name) {
      case 'x:row':
        this.#openRow(attribute);
        break;
      case 'x:c':
        this.#openCell(attribute);
        break;
      case 'x:f':
        if (this.#cell !== undefined) this.#cell.formula = true;
        break;
      case 'x:v':
        this.#take();
        break;
      case 'x:t':
        if (this.#reading === 0) this.#take();
        break;
      case 'x:rPh':
        this.#reading += 1;
        break;
      case 'x:col':
        this.#readColumns(attribute);
        break;
      case 'x:mergeCell':
        this.#readMerge(attribute('ref') ?? '');
        break;
      default:
    }
  };

  readonly close = (name: string): void => {
    if (name === 'x:v' || name === 'x:t') this.#taking = false;
    else if (name === 'x:rPh') this.#reading -= 1;
    else if (name === 'x:c') this.#closeCell();
    else if (name === 'x:row') this.#closeRow();
  };

  readonly text = (text: string): void => {
    const cell = this.#cell;
    if (!this.#taking || cell === undefined) return;
    cell.value = `${cell.value ?? ''}${text}`;
    if (cell.value.length > CELL_CHARACTERS_MAX) {
      throw this.#tooLarge('a cell with more characters', `${CELL_CHARACTERS_MAX}`, cell);
    }
  };

  #take(): void {
    if (this.#cell === undefined) return;
    this.#taking = true;
    this.#cell.value ??= '';
  }

  #openRow(attribute: Attribute): void {
    const stated = attribute('r');
    const row = stated === undefined ? this.#row + 1 : Number(stated);
    if (!Number.isInteger(row) || row <= this.#row || row > SHEET_ROWS) {
      throw this.#damaged(`a row ${JSON.stringify(stated ?? row)} after row ${this.#row}`);
    }
    this.#row = row;
    this.#column = 0;
    this.#cells = [];
    this.#rowHidden = isOn(attribute('hidden') ?? '0');
    this.#rowFound = false;
  }

  #closeRow(): void {
    const at = { line: this.#row, sheet: this.sheet };
    if (this.#rowHidden) {
      if (this.#rowFound) this.leftOut.add('hiddenRow', at);
      this.#hiddenBefore += 1;
    } else if (this.#cells.length > 0) {
      this.#rows.push({ order: this.#row - this.#hiddenBefore, at, cells: this.#cells });
    }
  }

  #openCell(attribute: Attribute): void {
    const name = attribute('r');
    const match = name === undefined ? null : CELL_NAME.exec(name);
    const column = name === undefined ? this.#column + 1 : columnNumber(match?.[1] ?? '');
    const elsewhere = match !== null && Number(match[2]) !== this.#row;
    if (
      column <= this.#column ||
      column > SHEET_COLUMNS ||
      elsewhere ||
      (name !== undefined && match === null)
    ) {
      throw this.#damaged(
        `a cell ${JSON.stringify(name ?? cellName(this.#row, column))} in row ${this.#row}`,
      );
    }
    this.#column = column;
    this.#cell = {
      column,
      row: this.#row,
      type: attribute('t') ?? 'n',
      style: Number(attribute('s') ?? 0),
      formula: false,
    };
  }

  #closeCell(): void {
    const cell = this.#cell;
    this.#cell = undefined;
    if (cell === undefined || (!cell.formula && (cell.value ?? '') === '')) return;
    if (this.#rowHidden) {
      this.#rowFound = true;
      return;
    }
    const at = { line: cell.row, sheet: this.sheet, cell: cellName(cell.row, cell.column) };
    if (this.#hiddenColumns.has(cell.column)) {
      if (!this.#hiddenColumnsFound.has(cell.column)) this.leftOut.add('hiddenColumn', at);
      this.#hiddenColumnsFound.add(cell.column);
      return;
    }
    this.#requireValue(cell);
    const { text, exact, emphasis } = this.#shown(cell);
    if (text.trim() === '' && exact === undefined) return;
    this.#filled += 1;
    if (this.#filled > CELLS_MAX) throw this.#tooLarge('more filled cells', `${CELLS_MAX}`, cell);
    this.#characters += text.length;
    if (this.#characters > UNPACKED_BYTES_MAX) {
      throw this.#tooLarge('more characters', `${UNPACKED_BYTES_MAX}`, cell);
    }
    this.#cells.push({
      column: cell.column,
      text,
      ...(exact === undefined ? {} : { exact }),
      ...(emphasis === undefined ? {} : { emphasis }),
      at,
    });
  }

  /** A formula is never computed here: its value is the one that the program that wrote the file left. */
  #requireValue({ formula, value, type, row, column }: OpenCell): void {
    if (!formula || (value !== undefined && (value !== '' || type === 'str'))) return;
    const name = cellName(row, column);
    throw new LedgerError(
      'FORMULA_WITHOUT_VALUE',
      `${this.file}: cell ${name} of sheet "${this.sheet}" has a formula and no value`,
      {
        place: this.#place(row, column),
        hint: 'Open the workbook in Excel, let it compute, and save it again; or replace the formula by its value.',
      },
    );
  }

  #shown(cell: OpenCell): Pick<SheetCell, 'text' | 'exact' | 'emphasis'> {
    const { format, emphasis } = this.workbook.style(cell.style);
    const shown = this.#value(cell, format);
    return emphasis === undefined ? shown : { ...shown, emphasis };
  }

  #value(cell: OpenCell, format: string): Pick<SheetCell, 'text' | 'exact'> {
    const value = cell.value ?? '';
    switch (cell.type) {
      case 's': {
        const text = this.workbook.strings[Number(value)];
        if (text === undefined) throw this.#damaged(`a text ${value} that it does not have`, cell);
        return { text };
      }
      case 'str':
      case 'inlineStr':
        return { text: cellText(value) };
      case 'b':
        return { text: value === '1' ? 'SANT' : 'FALSKT' };
      case 'e':
      case 'd':
        return { text: value };
      default: {
        const number = storedNumber(value.trim());
        if (number === null) throw this.#damaged(`a number ${JSON.stringify(value.slice(0, 40))}`, cell);
        return shownNumber(number, format, this.workbook.since1904);
      }
    }
  }

  #readColumns(attribute: Attribute): void {
    if (!isOn(attribute('hidden') ?? '0')) return;
    const last = Math.min(Number(attribute('max')), SHEET_COLUMNS);
    for (let column = Math.max(Number(attribute('min')), 1); column <= last; column += 1) {
      this.#hiddenColumns.add(column);
      this.#columnsListed += 1;
      if (this.#columnsListed > CELLS_MAX) throw this.#tooLarge('more columns listed', `${CELLS_MAX}`);
    }
  }

  #readMerge(ref: string): void {
    const [first, last] = ref.split(':').map((name) => CELL_NAME.exec(name));
    if (first === null || first === undefined || last === null || last === undefined) return;
    if (this.#merges.size >= CELLS_MAX) throw this.#tooLarge('more merged cells', `${CELLS_MAX}`);
    this.#merges.set(keyOf(Number(first[2]), columnNumber(first[1] ?? '')), {
      lastColumn: columnNumber(last[1] ?? ''),
      lastLine: Number(last[2]),
    });
  }

  #place(row: number, column: number): { file: string; table: string; line: number; column: string } {
    return { file: this.file, table: this.sheet, line: row, column: columnName(column) };
  }

  #damaged(what: string, cell?: OpenCell): LedgerError {
    const { row, column } = cell ?? { row: this.#row, column: this.#column };
    return new LedgerError('FILE_DAMAGED', `${this.file}: sheet "${this.sheet}" has ${what}`, {
      place: row < 1 || column < 1 ? { file: this.file, table: this.sheet } : this.#place(row, column),
      hint: 'Open the workbook in Excel and save it again.',
    });
  }

  #tooLarge(has: string, most: string, cell?: OpenCell): LedgerError {
    const place = cell === undefined ? { table: this.sheet } : this.#place(cell.row, cell.column);
    return tooLarge(this.file, `${has} in sheet "${this.sheet}"`, most).at(place);
  }
}

function keyOf(row: number, column: number): number {
  return row * (SHEET_COLUMNS + 1) + column;
}

function columnNumber(letters: string): number {
  let number = 0;
  for (const letter of letters) number = number * 26 + letter.charCodeAt(0) - 64;
  return number;
}

function columnName(column: number): string {
  let name = '';
  for (let left = column; left > 0; left = Math.floor((left - 1) / 26)) {
    name = String.fromCharCode(65 + ((left - 1) % 26)) + name;
  }
  return name;
}

/** Where the cell of a row stands. */
export function cellNameAt(row: Spot, column: number): Spot {
  return { ...row, cell: cellName(row.line, column) };
}

/** `B7` */
function cellName(row: number, column: number): string {
  return `${columnName(column)}${row}`;
}
