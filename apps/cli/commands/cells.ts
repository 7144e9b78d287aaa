import type { Command } from 'commander';
import type { SourceCellAnswer } from '#projections';
import { alignColumns } from '../columns.js';
import { csvLine } from '../csv.js';
import { globalsOf, type Globals } from '../globals.js';
import { writeAll } from '../pieces.js';
import type { Surroundings } from '../surroundings.js';
import { withLedger } from '../with-ledger.js';

interface CellsOptions {
  readonly document?: string;
  readonly unit?: string;
}

const COLUMNS = [
  'document',
  'table',
  'row',
  'column',
  'printed',
  'value',
  'unitOfMeasure',
  'kind',
  'figure',
  'event',
] as const satisfies readonly (keyof SourceCellAnswer)[];

/** `liggaren cells` */
export function addCells(program: Command, surroundings: Surroundings): void {
  program
    .command('cells')
    .description('list each cell of the documents that the ledger holds something of')
    .option('--document <file>', 'only of this document: its file name, or the beginning of its sha-256')
    .option('--unit <unit>', 'only of this unit and those below it')
    .addHelpText(
      'after',
      '\nCells in which nothing is printed are left out; a lone dash is there without a value.\n\n' +
        'Examples:\n  liggaren cells --csv > cells.csv\n  liggaren cells --unit boras/ks --json',
    )
    .action(async (options: CellsOptions, self: Command) => {
      const { io } = surroundings;
      const globals = globalsOf(self, io);
      await withLedger(surroundings, globals, 'read', ({ reader }) => {
        const { document, unit } = options;
        writeAll(io, textOf(reader.cells({ document, unit }, globals.read), globals.form));
      });
    });
}

function* textOf(cells: Iterable<SourceCellAnswer>, form: Globals['form']): Generator<string> {
  if (form === 'csv') {
    yield csvLine(COLUMNS);
    for (const cell of cells) yield csvLine(COLUMNS.map((column) => cell[column]));
  } else if (form === 'json') {
    let before = '[';
    for (const cell of cells) {
      yield `${before}\n  ${JSON.stringify(cell)}`;
      before = ',';
    }
    yield before === '[' ? '[]\n' : '\n]\n';
  } else yield* tablesText(cells);
}

/** Each table under its name, its cells aligned. */
function* tablesText(cells: Iterable<SourceCellAnswer>): Generator<string> {
  let heading = '';
  let rows: string[][] = [];
  for (const { document, table, row, column, printed, value, unitOfMeasure, kind } of cells) {
    const own = `${document} · ${table}`;
    if (own !== heading) {
      yield* tableText(heading, rows);
      heading = own;
      rows = [];
    }
    rows.push([row, column, printed, value ?? '', unitOfMeasure ?? '', kind]);
  }
  yield* tableText(heading, rows);
}

function* tableText(heading: string, rows: readonly (readonly string[])[]): Generator<string> {
  if (rows.length === 0) return;
  const [left, right] = [{ align: 'left' }, { align: 'right' }] as const;
  yield `${heading}\n`;
  for (const line of alignColumns(rows, [left, left, right, right, left, left])) yield `  ${line}\n`;
  yield '\n';
}
