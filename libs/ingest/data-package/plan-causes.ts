import { eventOf, type Cause, type ChangeLine, type Frame, type OtherReading, type PairLine } from '#domain';
import { START_EDITION } from '#ledger';
import type { CsvRow } from '../csv.js';
import {
  addLines,
  causeOf,
  causeRow,
  decisionOf,
  documentOf,
  editionAt,
  grouped,
  publishedOf,
  rankOf,
  type Context,
} from './context.js';
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
  statusAt,
  text,
  unitOfMeasureAt,
} from './fields.js';
import { frameAt, frameKey } from './frames.js';
import type { DocumentRow } from './rows.js';

/** Text explains after every table has been read. */
const RANK_OF_TEXT = 99;

/** Every change names a cause that is described. */
export function requireCauses(ctx: Context): void {
  for (const change of ctx.source.changes) causeRow(ctx, change);
}

/** One event a cause and frame, with all the figures that it moves there; a rescission is one event, whatever it moves. */
export function planCause(ctx: Context, row: CsvRow): void {
  const document = documentOf(ctx, row);
  const cause = causeOf(row);
  const moves = movesOf(ctx, document, cause.id);
  if (cause.kind === 'rescission') return planRescission(ctx, row, document, cause, moves);
  for (const { frame, pairs, inForce } of moves) {
    const shared = { ...frame, ...publishedOf(document), ...decisionOf(row), cause };
    const id = ['cause', document.sha256, cause.id, frameKey(frame)];
    addLines(ctx, id, pairs, row, (lines) => eventOf('ChangeExplained', { ...shared, lines }));
    const { basis } = frame;
    if (basis === 'forecast' || basis === 'outcome') continue;
    addLines(ctx, [...id, 'inForce'], inForce, row, (lines) =>
      eventOf('BudgetChanged', { ...shared, basis, lines }),
    );
  }
}

interface Move {
  readonly frame: Frame;
  /** Changes that name the reading they lead from. */
  readonly pairs: readonly PairLine[];
  /** Changes from the edition before in line. */
  readonly inForce: readonly ChangeLine[];
}

/** What a cause moves, frame by frame, in the order of its changes. */
function movesOf(ctx: Context, document: DocumentRow, cause: string): Move[] {
  const changes = grouped(ctx.changes.get(cause) ?? [], (change) => frameKey(frameAt(change)));
  return [...changes.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const frame = frameAt(first);
    const pairs: PairLine[] = [];
    const inForce: ChangeLine[] = [];
    for (const change of group) {
      editionAt(ctx, change, 'edition', frame);
      const line = changeLine(ctx, document, change, frame);
      const from = otherOf(ctx, change, frame);
      if (from === null) inForce.push(line);
      else pairs.push({ ...line, from });
    }
    return [{ frame, pairs, inForce }];
  });
}

/** The reading that a change leads from, by what differs; null for the edition before in line. */
function otherOf(ctx: Context, change: CsvRow, frame: Frame): OtherReading | null {
  const basis = text(change, 'fromBasis') === '' ? frame.basis : basisAt(change, 'fromBasis');
  const period = text(change, 'fromPeriod') || frame.period;
  const edition = text(change, 'fromEdition');
  if (edition === '') {
    const other = basis !== frame.basis || period !== frame.period;
    if (!other && frame.basis !== 'forecast' && frame.basis !== 'outcome') return null;
    const message = 'fromEdition is blank';
    const hint = 'Only a change of the budget, approval or target in force may leave it out.';
    throw cellError(change, 'fromEdition', 'VALUE_MISSING', message, hint);
  }
  if (edition !== START_EDITION) editionAt(ctx, change, 'fromEdition', { ...frame, basis, period, edition });
  const from = {
    ...(basis === frame.basis ? {} : { basis }),
    ...(period === frame.period ? {} : { period }),
    ...(edition === frame.edition ? {} : { edition }),
  };
  if (Object.keys(from).length > 0) return from;
  const hint =
    'Name another edition, period or basis, or leave fromEdition blank for the edition before in line.';
  throw cellError(change, 'fromEdition', 'PAIR_OF_ONE', `the change of ${edition} leads from itself`, hint);
}

function changeLine(ctx: Context, document: DocumentRow, change: CsvRow, frame: Frame): ChangeLine {
  // A change whose amount is not stated has no unit of its own either.
  const unstated = text(change, 'amount') === '' && text(change, 'unitOfMeasure') === '';
  const unitOfMeasure = unstated ? 'tkr' : unitOfMeasureAt(change);
  const printed = statedAt(change, 'amount', unitOfMeasure);
  const said = inWords(printed, unitOfMeasure);
  const status = statusAt(change);
  const cause = text(change, 'cause');
  return {
    line: lineOf(text(change, 'line')),
    measure: required(change, 'measure'),
    amount: amountText(printed, unitOfMeasure),
    unitOfMeasure,
    ...(said.printed === undefined ? {} : { printed: said.printed }),
    source: {
      document: document.sha256,
      table: text(causeRow(ctx, change), 'place'),
      row: '',
      column: '',
      printed: said.quoted,
      ...sentenceAt(causeRow(ctx, change)),
    },
    rank: rankOf(ctx, document, frame, RANK_OF_TEXT, `cause/${cause}/${text(change, 'order')}`),
    ...(status === null ? {} : { status }),
  };
}

/** A sale that was rescinded, and that the ledger never saw; the first of its changes is what was repaid. */
function planRescission(
  ctx: Context,
  row: CsvRow,
  document: DocumentRow,
  cause: Cause & { readonly id: string },
  moves: readonly Move[],
): void {
  const [first] = moves;
  if (first === undefined) {
    const hint = 'Add a line of changes.csv that says what it moved, or leave the cause out.';
    throw cellError(row, 'cause', 'VALUE_MISSING', `"${cause.id}" moves no figure`, hint);
  }
  const [repaid] = [...first.pairs, ...first.inForce];
  const data = {
    sale: cause.id,
    unit: first.frame.unit,
    unseen: { words: cause.words },
    repaid: repaid?.amount?.replace(/^-/, '') ?? null,
    unitOfMeasure: repaid?.unitOfMeasure ?? 'tkr',
    date: first.frame.period,
    reason: cause.words,
    ...decisionOf(row),
    moves: moves.map(({ frame, pairs, inForce }) => {
      const [unnamed] = inForce;
      if (unnamed === undefined)
        return { ...frame, ...publishedOf(document), ...decisionOf(row), lines: pairs };
      const hint = 'A rescinded sale changes only pairs of readings that it names.';
      throw cellError(row, 'cause', 'VALUE_MISSING', `a change of "${cause.id}" has no fromEdition`, hint);
    }),
  };
  ctx.builder.add(
    ['rescission', document.sha256, cause.id],
    eventOf('LandSaleRescinded', data),
    placeOf(row),
  );
}
