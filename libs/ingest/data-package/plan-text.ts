import { toDecimal, type Printed, type UnitOfMeasure } from '#amount';
import { eventOf, type Frame, type LineEntry, type OtherReading, type RelativeTerm } from '#domain';
import { sameLine, START_EDITION, type Line } from '#ledger';
import type { CsvRow } from '../csv.js';
import { documentOf, editionAt, publishedOf, rankOf, type Context } from './context.js';
import {
  amountText,
  inWords,
  basisAt,
  cellError,
  lineOf,
  placeOf,
  required,
  sentenceAt,
  statedAt,
  text,
  unitOfMeasureAt,
} from './fields.js';
import { frameAt } from './frames.js';
import type { DocumentRow } from './rows.js';

/** Figures that a text states beside the tables: they rank after those, the relative ones first. */
const RANK_OF_RELATIVE = 98;
const RANK_OF_STATEMENT = 99;

/** A figure that a text states as a difference from others. */
export function planRelative(ctx: Context, row: CsvRow): void {
  const document = documentOf(ctx, row);
  const frame = statedFrame(ctx, row);
  const unitOfMeasure = unitOfMeasureAt(row);
  const difference = statedAt(row, 'difference', unitOfMeasure);
  if (difference.kind !== 'amount') {
    throw cellError(row, 'difference', 'VALUE_MISSING', 'difference is blank', 'Give what the text states.');
  }
  const line = lineOf(text(row, 'line'));
  const measure = required(row, 'measure');
  const terms = required(row, 'terms')
    .split(' + ')
    .map((term) => termOf(ctx, row, term, frame, line, measure));
  const id = required(row, 'relative');
  planStated(ctx, row, ['relative', document.sha256, id], frame, document, {
    line,
    measure,
    relative: { terms, difference: toDecimal(difference.amount, unitOfMeasure) },
    unitOfMeasure,
    ...printedInWords(row, document, difference, unitOfMeasure),
    rank: rankOf(ctx, document, frame, RANK_OF_RELATIVE, `relative/${id}`),
  });
}

/** A figure that a text states. */
export function planStatement(ctx: Context, row: CsvRow): void {
  const document = documentOf(ctx, row);
  const frame = statedFrame(ctx, row);
  const unitOfMeasure = unitOfMeasureAt(row);
  const printed = statedAt(row, 'amount', unitOfMeasure);
  const id = required(row, 'statement');
  planStated(ctx, row, ['statement', document.sha256, id], frame, document, {
    line: lineOf(text(row, 'line')),
    measure: required(row, 'measure'),
    amount: amountText(printed, unitOfMeasure),
    unitOfMeasure,
    ...printedInWords(row, document, printed, unitOfMeasure),
    rank: rankOf(ctx, document, frame, RANK_OF_STATEMENT, `statement/${id}`),
  });
}

function statedFrame(ctx: Context, row: CsvRow): Frame {
  const frame = frameAt(row);
  editionAt(ctx, row, 'edition', frame);
  return frame;
}

function planStated(
  ctx: Context,
  row: CsvRow,
  id: readonly string[],
  frame: Frame,
  document: DocumentRow,
  line: LineEntry,
): void {
  const data = { ...frame, ...publishedOf(document), lines: [line] };
  ctx.builder.add(id, eventOf('TotalStated', data), placeOf(row));
}

function printedInWords(
  row: CsvRow,
  document: DocumentRow,
  stated: Printed,
  unit: UnitOfMeasure,
): Pick<LineEntry, 'printed' | 'source'> {
  const { quoted, printed } = inWords(stated, unit);
  const source = {
    document: document.sha256,
    table: text(row, 'place'),
    row: '',
    column: '',
    printed: quoted,
    ...sentenceAt(row),
  };
  return printed === undefined ? { source } : { printed, source };
}

/** `basis;edition;period;line;measure`, with a leading `-` where it is subtracted. */
function termOf(
  ctx: Context,
  at: CsvRow,
  term: string,
  frame: Frame,
  line: Line,
  measure: string,
): RelativeTerm {
  const negative = term.startsWith('-');
  const parts = (negative ? term.slice(1) : term).split(';');
  const [, edition = '', period = '', path = '', other = ''] = parts;
  if (parts.length !== 5 || edition === '' || period === '' || other === '') {
    const hint = 'basis;edition;period;line;measure, joined by " + ".';
    throw cellError(at, 'terms', 'TERM_UNREADABLE', `"${term}" is no reading`, hint);
  }
  const basis = basisAt({ ...at, values: { ...at.values, terms: parts[0] ?? '' } }, 'terms');
  if (edition !== START_EDITION) editionAt(ctx, at, 'terms', { ...frame, basis, period, edition });
  const otherLine = lineOf(path);
  const of: OtherReading = {
    ...(basis === frame.basis ? {} : { basis }),
    ...(edition === frame.edition ? {} : { edition }),
    ...(period === frame.period ? {} : { period }),
    ...(sameLine(otherLine, line) ? {} : { line: otherLine }),
    ...(other === measure ? {} : { measure: other }),
  };
  return { coefficient: negative ? -1 : 1, of };
}
