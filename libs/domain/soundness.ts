import { fromDecimal, kindOf, LedgerError, sum } from '#amount';
import { CARRYING_BASES, describeReading, readingKey, sameLine, START_EDITION, type Reading } from '#ledger';
import type { BudgetReallocated } from './budget/events.js';
import type { EntryCorrected } from './correction/events.js';
import type { EditionDeclared, LayoutStated } from './edition/events.js';
import { otherReading, readingOfLine } from './entry-of-line.js';
import type { DomainEvent } from './event.js';
import type { Movement } from './land/events.js';
import type { Cause, ChangeLine, DifferenceLine, EntryParts, Frame, LineEntry, PairLine } from './lines.js';
import type { OutcomeReported } from './outcome/events.js';
import { refuse, sameData } from './refuse.js';
import type { LineNamed, ScaleDefined } from './unit/events.js';
import { requireValid } from './validate.js';

/**
 * The rules that an event must keep whatever happened before it: its schema, and what a schema cannot say. They hold
 * for what is imported as for what is registered by hand.
 *
 * @throws LedgerError with field and rule
 */
export function requireSound(event: DomainEvent): void {
  requireCause(event);
  requireValid(event);
  switch (event.type) {
    case 'BudgetAdopted':
    case 'ForecastRevised':
    case 'ProjectApproved':
    case 'ProjectOutlayReported':
    case 'TargetSet':
    case 'IndicatorMeasured':
      return event.data.lines.forEach((line, n) => statedLine(line, `lines[${n}]`));
    case 'OutcomeReported':
      event.data.lines.forEach((line, n) => statedLine(line, `lines[${n}]`));
      return outcome(event.data);
    case 'TotalStated':
      return event.data.lines.forEach((line, n) =>
        'from' in line ? pair(event.data, line, `lines[${n}]`) : statedLine(line, `lines[${n}]`),
      );
    case 'BudgetChanged':
    case 'ApprovalExtended':
    case 'ChangeExplained':
      return changed(event.data, event.data.lines, 'lines');
    case 'BudgetReallocated':
      changed(event.data, event.data.lines, 'lines');
      return reallocated(event.data);
    case 'LandSaleAgreed':
      return;
    case 'LandSaleCompleted':
    case 'LandSaleRescinded':
    case 'LandAcquired':
      return (event.data.moves ?? []).forEach(moved);
    case 'EntryCorrected':
      return corrected(event.data);
    case 'EditionDeclared':
      return editionDeclared(event.data);
    case 'LayoutStated':
      return layoutStated(event.data);
    case 'LineNamed':
      return lineNamed(event.data);
    case 'ScaleDefined':
      return scaleDefined(event.data);
    default:
      return;
  }
}

/** Before the schema, so that a forgotten cause is told as what it is. */
function requireCause(event: DomainEvent): void {
  switch (event.type) {
    case 'BudgetChanged':
    case 'BudgetReallocated':
    case 'ChangeExplained':
    case 'ApprovalExtended': {
      const cause = event.data.cause as Partial<Cause> | undefined;
      if (
        typeof cause?.kind === 'string' &&
        cause.kind !== '' &&
        typeof cause.words === 'string' &&
        cause.words.trim() !== ''
      ) {
        return;
      }
      return refuse(
        'CAUSE_MISSING',
        'cause',
        `${event.type} names no cause`,
        'Say why: the kind of cause, and its words.',
      );
    }
    default:
      return;
  }
}

function inUnit(text: string | null | undefined, parts: EntryParts, field: string): void {
  if (text === null || text === undefined) return;
  try {
    fromDecimal(text, parts.unitOfMeasure);
  } catch (error) {
    throw error instanceof LedgerError ? error.at({ field, rule: 'amount-in-unit' }) : error;
  }
}

function statedLine(line: LineEntry, field: string): void {
  inUnit(line.amount, line, `${field}.amount`);
  inUnit(line.relative?.difference, line, `${field}.relative.difference`);
}

function pair(frame: Frame, line: PairLine | DifferenceLine, field: string): void {
  inUnit(line.amount, line, `${field}.amount`);
  const to = readingOfLine(frame, line);
  differs(to, otherReading(to, line.from), field);
}

function differs(to: Reading, from: Reading, field: string): void {
  if (readingKey(to) !== readingKey(from)) return;
  refuse(
    'PAIR_OF_ONE',
    `${field}.from`,
    `${describeReading(to)} cannot differ from itself`,
    'Name the other reading by what differs, as {"edition": "2021:1"}.',
  );
}

function changed(frame: Frame, lines: readonly ChangeLine[], field: string): void {
  lines.forEach((line, n) => {
    const at = `${field}[${n}]`;
    inUnit(line.amount, line, `${at}.amount`);
    inUnit(line.precision, line, `${at}.precision`);
    const to = readingOfLine(frame, line);
    if (line.from !== undefined) return differs(to, otherReading(to, line.from), at);
    if (CARRYING_BASES.has(to.basis)) return;
    refuse(
      'FROM_MISSING',
      `${at}.from`,
      `A change of ${to.basis} names the reading that it leads from`,
      'Only a budget, an approval or a target is in force; name the other reading, as {"edition": "T1"}.',
    );
  });
}

function moved(move: Movement, n: number): void {
  changed(move, move.lines, `moves[${n}].lines`);
}

function reallocated(data: BudgetReallocated): void {
  if (data.lines.length < 2) {
    refuse(
      'REALLOCATION_ONE_SIDED',
      'lines',
      'A reallocation has at least two lines',
      'Say where the money goes as well.',
    );
  }
  const amounts = data.lines.map((line, n) => {
    if (line.from !== undefined) {
      refuse(
        'REALLOCATION_OF_PAIR',
        `lines[${n}].from`,
        'A reallocation leads from the budget in force',
        'Leave `from` out, or explain the pair with ExplainChange.',
      );
    }
    if (line.amount === null) {
      refuse(
        'REALLOCATION_UNSTATED',
        `lines[${n}].amount`,
        'Each line of a reallocation has an amount',
        'State what the line gets or gives.',
      );
    }
    if (kindOf(line.unitOfMeasure) !== 'money') {
      refuse(
        'REALLOCATION_NOT_MONEY',
        `lines[${n}].unitOfMeasure`,
        'Only money is reallocated',
        'Use tkr, mnkr or kr.',
      );
    }
    return fromDecimal(line.amount, line.unitOfMeasure);
  });
  const left = sum(amounts);
  if (left === 0n) return;
  refuse(
    'REALLOCATION_NOT_ZERO',
    'lines',
    `The lines of a reallocation sum to zero; these leave ${left / 1_000_000n} kr`,
    'What comes from outside or goes there is a change of the budget: register it as one.',
  );
}

function outcome(data: OutcomeReported): void {
  if (/^\d{4}$/.test(data.period) && !data.through.startsWith(`${data.period}-`)) {
    refuse(
      'OUTCOME_MONTH_OF_OTHER_YEAR',
      'through',
      `The outcome of ${data.period} cannot run through ${data.through}`,
      'Name a month of that year.',
    );
  }
  const month = /^(\d{4}-\d{2})p?$/.exec(data.edition)?.[1];
  if (month !== undefined && month !== data.through) {
    refuse(
      'OUTCOME_EDITION_OF_OTHER_MONTH',
      'edition',
      `The edition ${data.edition} does not run through ${data.through}`,
      'The edition of an outcome is the month it runs through.',
    );
  }
}

function corrected(data: EntryCorrected): void {
  const { is, was } = data;
  inUnit(is.amount, is, 'is.amount');
  if (is.kind === 'statement') inUnit(is.relative?.difference, is, 'is.relative.difference');
  if (is.kind === 'change') inUnit(is.precision, is, 'is.precision');
  if (is.kind !== 'statement' && is.from !== undefined)
    differs(is.reading, otherReading(is.reading, is.from), 'is');
  if (is.kind === 'change' && is.from === undefined && !CARRYING_BASES.has(is.reading.basis)) {
    refuse(
      'FROM_MISSING',
      'is.from',
      `A change of ${is.reading.basis} names the reading that it leads from`,
      'Name the other reading by what differs, as {"edition": "T1"}.',
    );
  }
  if (sameData(is, was)) {
    refuse(
      'NOTHING_CORRECTED',
      'is',
      'The correction says what stands already',
      'Say what it shall be, or withdraw it.',
    );
  }
}

function editionDeclared(data: EditionDeclared): void {
  if (data.edition === START_EDITION) {
    refuse(
      'EDITION_RESERVED',
      'edition',
      `"${START_EDITION}" is the start of the year`,
      'Give the edition another id.',
    );
  }
  if (data.extent === 'amending' && !CARRYING_BASES.has(data.basis)) {
    refuse(
      'EDITION_CANNOT_AMEND',
      'extent',
      `An edition of ${data.basis} is full: nothing is carried into it`,
      'Declare it as full; only a budget, an approval or a target is amended.',
    );
  }
}

function layoutStated(data: LayoutStated): void {
  data.rows.forEach((row, n) => {
    if (row.parts?.some((part) => sameLine(part, row.line)) === true) {
      refuse(
        'LINE_PART_OF_ITSELF',
        `rows[${n}].parts`,
        'A line cannot be a part of itself',
        'Leave it out of its parts.',
      );
    }
  });
}

function lineNamed(data: LineNamed): void {
  const others = data.is.kind === 'alias' ? [data.is.of] : data.is.parts;
  if (others.some((other) => sameLine(other, data.line))) {
    refuse(
      'LINE_NAMED_AS_ITSELF',
      'is',
      'A line cannot be another name or a part of itself',
      'Name another line.',
    );
  }
}

function scaleDefined(data: ScaleDefined): void {
  if (data.fromYear !== undefined && data.toYear !== undefined && data.toYear < data.fromYear) {
    refuse(
      'SCALE_YEARS_REVERSED',
      'toYear',
      `${data.toYear} is before ${data.fromYear}`,
      'Give the first year, then the last.',
    );
  }
  const codes = new Set(data.codes.map(({ code }) => code));
  if (codes.size < data.codes.length) {
    refuse(
      'SCALE_CODE_TWICE',
      'codes',
      'A code of the scale stands there twice',
      'Each code has one meaning.',
    );
  }
}
