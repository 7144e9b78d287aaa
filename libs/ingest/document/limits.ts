/**
 * What a reader takes on before it refuses a file: far above what a municipality publishes, and low enough that no file
 * takes more than half a gigabyte of memory or half a minute. All readers keep to the same numbers.
 */

const MEGABYTE = 1024 * 1024;

/** Bytes of a file as it is received. */
export const FILE_BYTES_MAX = 20 * MEGABYTE;
/** Bytes of everything that a packed file (docx, xlsx) unpacks to, counted while it is unpacked. */
export const UNPACKED_BYTES_MAX = 60 * MEGABYTE;
/** Files within a packed file. */
export const PACKED_FILES_MAX = 2_000;
/** Characters of a line of text. */
export const LINE_CHARACTERS_MAX = 500_000;
/** Lines of a text. */
export const LINES_MAX = 500_000;
/** Cells of a row. */
export const COLUMNS_MAX = 1_000;
/** Rows of a table. */
export const ROWS_MAX = 100_000;
/** Cells of a file, those that merged cells cover counted too. */
export const CELLS_MAX = 250_000;
/** Blocks (headings, texts, tables) of a file. */
export const BLOCKS_MAX = 200_000;
/** Characters of one cell. */
export const CELL_CHARACTERS_MAX = 100_000;
/** Elements within elements, of HTML or XML. */
export const NESTING_MAX = 100;
