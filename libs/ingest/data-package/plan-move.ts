import { eventOf } from '#domain';
import type { CsvRow } from '../csv.js';
import { documentOf, requireUnit, stated, type Context } from './context.js';
import { lineOf, oneOf, placeOf, required, sentenceAt, text, unknownReference } from './fields.js';

/** What tells a move from another: from where, and from when. */
export function moveKey(row: CsvRow): string[] {
  return [text(row, 'unit'), text(row, 'area'), text(row, 'line'), text(row, 'since')];
}

/** A unit, or a part of one, that stands elsewhere from a day on (*organisationsförändring*). */
export function planMove(ctx: Context, row: CsvRow): void {
  requireUnit(ctx, row);
  const unit = required(row, 'unit');
  const to = text(row, 'to');
  if (to !== '' && !ctx.units.has(to)) {
    throw unknownReference(row, 'to', to, 'Describe it in units.csv, or leave it blank where it is outside.');
  }
  if (oneOf(row, 'basis', ['stated', 'judged']) === 'judged') required(row, 'judgedBy');
  const { sha256 } = documentOf(ctx, row);
  const [line, toLine] = [text(row, 'line'), text(row, 'toLine')];
  const data = {
    unit,
    since: required(row, 'since'),
    words: required(row, 'words'),
    ...stated({ area: text(row, 'area'), to, judgedBy: text(row, 'judgedBy') }),
    ...(line === '' ? {} : { line: lineOf(line) }),
    ...(toLine === '' ? {} : { toLine: lineOf(toLine) }),
    source: {
      document: sha256,
      table: required(row, 'place'),
      row: '',
      column: '',
      printed: '',
      ...sentenceAt(row),
    },
  };
  ctx.builder.add(['move', sha256, ...moveKey(row)], eventOf('UnitMoved', data), placeOf(row));
}
