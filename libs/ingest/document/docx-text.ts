import type { RawCell, RawRow } from './document.js';

/** Text as it is put together from runs, with how much of it is bold and italic. */
export class RunningText {
  #parts: string[] = [];
  #length = 0;
  #printed = 0;
  #bold = 0;
  #italic = 0;

  add(text: string, bold: boolean, italic: boolean): void {
    if (text === '') return;
    this.#parts.push(text);
    this.#length += text.length;
    if (text.trim() === '') return;
    this.#printed += text.length;
    if (bold) this.#bold += text.length;
    if (italic) this.#italic += text.length;
  }

  /** Another text after this one, on a line of its own. */
  addLine(other: RunningText): void {
    if (other.#length === 0) return;
    if (this.#length > 0) this.add('\n', false, false);
    this.#append(other);
  }

  #append(other: RunningText): void {
    this.#parts.push(other.#parts.join(''));
    this.#length += other.#length;
    this.#printed += other.#printed;
    this.#bold += other.#bold;
    this.#italic += other.#italic;
  }

  get length(): number {
    return this.#length;
  }

  get text(): string {
    return this.#parts.join('').trim();
  }

  /** What all of it is. */
  get emphasis(): RawCell['emphasis'] {
    if (this.#printed === 0) return undefined;
    const bold = this.#bold === this.#printed;
    const italic = this.#italic === this.#printed;
    if (bold && italic) return 'boldItalic';
    if (bold) return 'bold';
    return italic ? 'italic' : undefined;
  }
}

interface GrowingCell {
  readonly text: RunningText;
  columns: number;
  rows: number;
  readonly line: number;
}

/**
 * A table while it is read. Word gives a cell that goes on downwards once a row (`vMerge`); here it is one cell that
 * covers several rows. What a continued cell holds is not shown by Word, and not read.
 */
export class GrowingTable {
  readonly #rows: { cells: GrowingCell[]; line: number }[] = [];
  #row: { cells: GrowingCell[]; line: number } | undefined;
  #column = 0;
  /** By column: the cell that may go on in the next row. */
  #above = new Map<number, GrowingCell>();
  #here = new Map<number, GrowingCell>();

  constructor(readonly line: number) {}

  /** Columns of the row so far. */
  get columnCount(): number {
    return this.#column;
  }

  get rowCount(): number {
    return this.#rows.length;
  }

  openRow(line: number): void {
    this.#row = { cells: [], line };
    this.#column = 0;
    this.#here = new Map();
  }

  /** Columns that the row leaves out before its first cell or after its last. */
  leaveOut(columns: number): void {
    if (columns > 0) this.addCell(new RunningText(), columns, undefined);
  }

  /** `sideways`: it only goes on with the cell before it. */
  addCell(
    text: RunningText,
    columns: number,
    merge: 'restart' | 'continue' | undefined,
    sideways = false,
  ): void {
    if (this.#row === undefined) return;
    const column = this.#column;
    this.#column += columns;
    const before = sideways ? this.#row.cells.at(-1) : undefined;
    if (before !== undefined) {
      before.columns += columns;
      return;
    }
    const above = merge === 'continue' ? this.#above.get(column) : undefined;
    if (above !== undefined && above.columns === columns) {
      above.rows += 1;
      this.#here.set(column, above);
      return;
    }
    const cell = { text, columns, rows: 1, line: this.#row.line };
    this.#row.cells.push(cell);
    if (merge !== undefined) this.#here.set(column, cell);
  }

  /** How many columns the row has, and whether it is kept: a deleted row is not. */
  closeRow(kept: boolean): number {
    if (this.#row !== undefined && kept) {
      this.#rows.push(this.#row);
      this.#above = this.#here;
    } else {
      for (const cell of this.#here.values()) if (cell.line !== this.#row?.line) cell.rows -= 1;
    }
    this.#row = undefined;
    return this.#column;
  }

  get rows(): RawRow[] {
    return this.#rows.map(({ cells, line }) => ({ cells: cells.map(rawCell), at: { line } }));
  }
}

function rawCell({ text, columns, rows, line }: GrowingCell): RawCell {
  const { emphasis } = text;
  return {
    text: text.text,
    ...(columns > 1 ? { columns } : {}),
    ...(rows > 1 ? { rows } : {}),
    ...(emphasis === undefined ? {} : { emphasis }),
    at: { line },
  };
}
