/**
 * What a reader makes of a file, whatever its format: headings, texts and tables in the order of the file, each with
 * its place. A reader decides nothing about what a number means.
 */
export interface ReadDocument {
  /** The file's name, without folders. */
  readonly fileName: string;
  /** Of the bytes as they were received, hexadecimal. */
  readonly sha256: string;
  readonly format: DocumentFormat;
  readonly blocks: readonly Block[];
  /** What the file holds and does not show, or shows in a form that has no text, and that was therefore not read. */
  readonly leftOut?: readonly LeftOut[];
}

export const LEFT_OUT = [
  'hiddenSheet',
  'hiddenRow',
  'hiddenColumn',
  'hiddenText',
  'deletedText',
  'footnote',
  'chart',
  'image',
] as const;

/** A kind of thing that was not read: how many of it, and where the first stands. */
export interface LeftOut {
  readonly what: (typeof LEFT_OUT)[number];
  readonly count: number;
  readonly at: Spot;
}

export const DOCUMENT_FORMATS = ['text', 'markdown', 'docx', 'xlsx', 'csv', 'sie'] as const;
export type DocumentFormat = (typeof DOCUMENT_FORMATS)[number];

export type Block = HeadingBlock | TextBlock | TableBlock;

/** A heading, as far as the format tells headings apart; a text may turn out to be one when it is understood. */
export interface HeadingBlock {
  readonly kind: 'heading';
  /** 1 is the outermost. */
  readonly level: number;
  readonly text: string;
  readonly at: Spot;
}

/** A paragraph or an item of a list. */
export interface TextBlock {
  readonly kind: 'text';
  readonly text: string;
  readonly at: Spot;
}

/** One table as the file has it: a page break may have made several of what is one. */
export interface TableBlock {
  readonly kind: 'table';
  /** Printed above or below it as a part of it (*bildtext*), where the format has such. */
  readonly caption?: string;
  readonly rows: readonly RawRow[];
  readonly at: Spot;
}

export interface RawRow {
  readonly cells: readonly RawCell[];
  readonly at: Spot;
}

export interface RawCell {
  /** As printed: without markup, otherwise untouched (spaces within, signs, parentheses). Blank is ''. */
  readonly text: string;
  /** Columns that it covers, where more than one. */
  readonly columns?: number;
  /** Rows that it covers, where more than one. */
  readonly rows?: number;
  readonly emphasis?: 'bold' | 'italic' | 'boldItalic';
  /** Where it has several, or where one begins in bold and goes on otherwise; `text` has a line for each. */
  readonly paragraphs?: readonly CellParagraph[];
  /** Tables that stand within the cell, as the data of a chart; `text` has nothing of them. */
  readonly tables?: readonly TableBlock[];
  /**
   * Of a workbook, where the cell holds more than it shows: the same form with every digit (`1 234,56` where it shows
   * `1 235`), of a day with its time the time too. The text is what was published; this is what it was rounded from.
   */
  readonly exact?: string;
  readonly at: Spot;
}

export interface CellParagraph {
  /** What it begins with in bold, or ''. */
  readonly lead: string;
  /** The rest. */
  readonly text: string;
}

/** Where something stands in its file. */
export interface Spot {
  /** Counted from 1: of the text; of the sheet, its row; in a docx, the paragraph or table row in order. */
  readonly line: number;
  /** Sheet of a workbook. */
  readonly sheet?: string;
  /** Cell of a workbook: `B7`. */
  readonly cell?: string;
}

/**
 * One table, whole: parts that page breaks made are joined, rows of placeholders gone, every row has a label and a cell
 * (perhaps blank) for each column.
 */
export interface AssembledTable {
  /** Headings above it, the outermost first; the last one is nearest. */
  readonly headings: readonly string[];
  readonly caption?: string;
  /** What the profile says that its heading means; it stands before what the heading says. */
  readonly means?: string;
  /** What stands above the labels of the rows: `Tkr`, `Belopp i tkr`, `Projekt`, or ''. */
  readonly corner: string;
  /** Labels of the columns after the first, as printed; where the header has several rows they are joined by a space. */
  readonly columns: readonly HeaderCell[];
  readonly rows: readonly AssembledRow[];
  /** The text nearest before it, for a unit of measure or a caption that stands there; null where there is none. */
  readonly textBefore: string | null;
  /** Order in the document, from 1. */
  readonly place: number;
  /** What may have been lost or damaged in it; absent where nothing is in doubt. */
  readonly doubts?: readonly TableDoubt[];
  readonly at: Spot;
}

/** Something about the form of a table that a person should look at: nothing of it is repaired. */
export interface TableDoubt {
  readonly code: 'ROW_SHORT' | 'ROW_LONG' | 'GROUP_UNNAMED' | 'CHART_DIFFERS' | 'PART_OF_OTHER_WIDTH';
  readonly message: string;
  readonly at: Spot;
}

export interface HeaderCell {
  readonly text: string;
  readonly at: Spot;
}

export interface AssembledRow {
  readonly label: string;
  readonly emphasis?: RawCell['emphasis'];
  /** One for each column of the table. */
  readonly cells: readonly RawCell[];
  readonly at: Spot;
}
