import { isLedgerError, LedgerError, type Place } from '#amount';
import { causeKindOf, isDate, isDay, type EditionDeclared, type Frame } from '#domain';
import { BASES, START_EDITION, type Basis, type Status } from '#ledger';
import type { CsvRow } from '../csv.js';
import { packageOf } from '../data-package/package.js';
import { planDataPackage } from '../data-package/plan.js';
import { importIdOf, type ImportPlan } from '../import-plan.js';
import type { CausesColumn } from './causes-file.js';

/** A document that a list of causes may name. */
export interface KnownDocument {
  readonly sha256: string;
  /** As its tables begin: `boras-ks-budget-2021`. */
  readonly id: string;
  readonly file: string;
  readonly title: string;
  readonly date: string | null;
  readonly status: Status;
}

export interface KnownUnit {
  readonly unit: string;
  readonly name: string;
  readonly kind: string;
}

/** What a list of causes is held against. */
export interface KnownLedger {
  /** @throws LedgerError where there is none, or several */
  readonly documentNamed: (name: string) => KnownDocument;
  /** Those that the list names, and those of the editions. */
  readonly documents: readonly KnownDocument[];
  /** @throws LedgerError where there is none, with those that there are */
  readonly unitCalled: (unit: string) => KnownUnit;
  readonly editions: readonly EditionDeclared[];
}

export interface PlannedCauses {
  /** null where every line is blank, or one is wrong. */
  readonly plan: ImportPlan | null;
  /** Lines in which nobody has written a cause. */
  readonly skipped: number;
  readonly problems: readonly LedgerError[];
}

/** A line of the file that says why something changed. */
export interface CauseLine {
  readonly row: CsvRow;
  readonly to: Frame;
  /** null: the edition before in line. */
  readonly from: Pick<Frame, 'basis' | 'period' | 'edition'> | null;
}

const FILLED: readonly CausesColumn[] = ['cause', 'kind', 'words', 'amount'];
/** What belongs to a cause, and is given once of it. */
const OF_CAUSE: readonly CausesColumn[] = [
  'document',
  'kind',
  'words',
  'decisionBody',
  'decisionDate',
  'decisionParagraph',
  'decisionDnr',
  'since',
  'until',
  'permanent',
  'place',
  'sentence',
];
const NEEDED_ONCE: readonly CausesColumn[] = ['document', 'kind', 'words'];

/** The lines that somebody has filled in, what they are about, and how many were left blank. */
export function causeLines(rows: readonly CsvRow[]): {
  readonly lines: readonly CauseLine[];
  readonly skipped: number;
  readonly problems: readonly LedgerError[];
} {
  const problems: LedgerError[] = [];
  const lines: CauseLine[] = [];
  let skipped = 0;
  for (const row of rows) {
    if (FILLED.every((column) => text(row, column) === '')) {
      skipped++;
      continue;
    }
    try {
      const unit = required(row, 'unit');
      const area = required(row, 'area');
      lines.push({
        row,
        to: { unit, area, ...readingAt(row, 'to') },
        from: text(row, 'from') === '' ? null : readingAt(row, 'from'),
      });
    } catch (error) {
      if (!isLedgerError(error)) throw error;
      problems.push(error);
    }
  }
  return { lines, skipped, problems };
}

/**
 * What a list of causes means: the same events as the files causes.csv and changes.csv of a data package that says the
 * same. Every mistake is told, with its line and column.
 */
export function planCausesFile(name: string, rows: readonly CsvRow[], known: KnownLedger): PlannedCauses {
  const { lines, skipped, problems: unreadable } = causeLines(rows);
  const problems = [...unreadable];
  const causes = new Map<string, CsvRow>();
  const changes: CsvRow[] = [];
  const orders = new Map<string, number>();
  // Their later lines say nothing more of what is wrong.
  const wrong = new Set<string>();
  // Each part of a line by itself, so that all that is wrong with it is told at once.
  const tried = <T>(part: () => T): T | null => {
    try {
      return part();
    } catch (error) {
      if (!isLedgerError(error)) throw error;
      problems.push(error);
      return null;
    }
  };
  for (const line of lines) {
    tried(() => requireKnown(line, known));
    for (const check of CHECKS) tried(() => check(line.row));
    const cause = tried(() => required(line.row, 'cause')) ?? '';
    if (!wrong.has(cause)) {
      const row = tried(() => causeRow(line.row, causes.get(cause), known));
      if (row === null) wrong.add(cause);
      else causes.set(cause, row);
    }
    const order = (orders.get(cause) ?? 0) + 1;
    orders.set(cause, order);
    const change = tried(() => changeRow(line, cause, order));
    if (change !== null) changes.push(change);
  }
  if (problems.length > 0 || changes.length === 0) return { plan: null, skipped, problems };
  try {
    return {
      plan: planOf(name, [...causes.values()], changes, unitsOf(lines, known), known),
      skipped,
      problems,
    };
  } catch (error) {
    if (!isLedgerError(error)) throw error;
    return { plan: null, skipped, problems: [inOwnColumns(error)] };
  }
}

function planOf(
  name: string,
  causes: readonly CsvRow[],
  changes: readonly CsvRow[],
  units: readonly KnownUnit[],
  known: KnownLedger,
): ImportPlan {
  const at = (values: Record<string, string | null | undefined>): CsvRow => ({
    file: name,
    line: 1,
    values: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, value ?? ''])),
  });
  const ids = new Map(known.documents.map(({ sha256, id }) => [sha256, id]));
  const [anyDocument] = known.documents;
  const plan = planDataPackage(
    packageOf(name, {
      documents: known.documents.map(({ id, sha256, ...of }) =>
        at({ document: id, ...of, sha256, replaces: '' }),
      ),
      units: units.map(({ unit, name: called, kind }) => at({ unit, name: called, kind })),
      editions: known.editions.map((edition) =>
        at({
          ...place(edition),
          order: edition.order.join(';'),
          kind: edition.extent,
          status: edition.status,
          label: edition.label,
          document: ids.get(edition.document ?? '') ?? anyDocument?.id,
        }),
      ),
      causes,
      changes,
    }),
  );
  const explaining = new Set(['ChangeExplained', 'BudgetChanged', 'LandSaleRescinded']);
  const documents = new Set(causes.map((row) => text(row, 'document')));
  const streams = plan.streams
    .map(({ stream, events }) => ({ stream, events: events.filter(({ type }) => explaining.has(type)) }))
    .filter(({ events }) => events.length > 0);
  return {
    ...plan,
    importId: importIdOf(streams.flatMap(({ events }) => events)),
    streams,
    documents: known.documents.filter(({ id }) => documents.has(id)).map(({ sha256 }) => sha256),
  };
}

function unitsOf(lines: readonly CauseLine[], known: KnownLedger): KnownUnit[] {
  return [...new Set(lines.map(({ to }) => to.unit))].map(known.unitCalled);
}

function place({ unit, area, basis, period, edition }: Frame): Record<string, string> {
  return { unit, area, basis, period, edition };
}

function requireKnown({ row, to, from }: CauseLine, known: KnownLedger): void {
  try {
    known.unitCalled(to.unit);
  } catch (error) {
    if (!isLedgerError(error)) throw error;
    const message = `the ledger has no unit "${to.unit}"`;
    throw columnError(row, 'unit', 'UNKNOWN_UNIT', message, error.hint ?? '');
  }
  requireEdition(row, 'to', to, known);
  if (from !== null && from.edition !== START_EDITION) requireEdition(row, 'from', { ...to, ...from }, known);
}

function requireEdition(row: CsvRow, column: 'from' | 'to', frame: Frame, known: KnownLedger): void {
  const line = known.editions.filter(
    ({ unit, area, basis, period }) =>
      unit === frame.unit && area === frame.area && basis === frame.basis && period === frame.period,
  );
  if (line.some(({ edition }) => edition === frame.edition)) return;
  const names = line.map(({ edition }) => `${frame.basis} ${frame.period} ${edition}`);
  throw columnError(
    row,
    column,
    'REFERENCE_UNKNOWN',
    `the ledger has no edition "${text(row, column)}" of ${frame.unit}, ${frame.area}`,
    names.length === 0 ? `It has no ${frame.basis} of ${frame.period}.` : `It has ${names.join(', ')}.`,
  );
}

/** What is wrong by itself, whatever the ledger has. */
const CHECKS: readonly ((row: CsvRow) => void)[] = [
  requireKind,
  requireDecisionDate,
  ...(['since', 'until'] as const).map((column) => (row: CsvRow) => requireDay(row, column)),
];

function requireKind(row: CsvRow): void {
  const kind = text(row, 'kind');
  if (kind === '' || causeKindOf(kind) !== null) return;
  const hint =
    'Write efficiency, saving, allocation, indexation, transfer, volume, price … or their Swedish words (effektivisering, besparing, tilldelning, uppräkning, överföring, volym, pris …); another word has the letters a to z, digits and hyphens.';
  throw columnError(row, 'kind', 'VALUE_UNKNOWN', `"${kind}" is no kind of cause`, hint);
}

function requireDecisionDate(row: CsvRow): void {
  const date = text(row, 'decisionDate');
  if (date === '' || isDate(date)) return;
  const message = `"${date}" is no date`;
  throw columnError(row, 'decisionDate', 'DATE_UNREADABLE', message, 'Write it as 2029-10-15.');
}

function requireDay(row: CsvRow, column: 'since' | 'until'): void {
  const day = text(row, column);
  if (day === '' || isDay(day)) return;
  const hint = 'Write a day, a month or a year, as 2029-10-15, 2029-10 or 2029.';
  throw columnError(row, column, 'DATE_UNREADABLE', `"${day}" is no date`, hint);
}

function ofCause(row: CsvRow, column: CausesColumn): string {
  const value = text(row, column);
  return column === 'kind' ? (causeKindOf(value) ?? value) : value;
}

/** What a cause is, told in the first of its lines; where another one tells it as well, it must tell the same. */
function causeRow(row: CsvRow, before: CsvRow | undefined, known: KnownLedger): CsvRow {
  const document = text(row, 'document') === '' ? undefined : known.documentNamed(text(row, 'document')).id;
  const told: Record<string, string> = Object.fromEntries(
    OF_CAUSE.map((column) => [column, column === 'document' ? (document ?? '') : ofCause(row, column)]),
  );
  if (before === undefined) {
    for (const column of NEEDED_ONCE) required(row, column);
    return { ...row, values: { ...told, cause: text(row, 'cause'), note: text(row, 'note') } };
  }
  for (const column of OF_CAUSE) {
    const [was, is] = [text(before, column), told[column] ?? ''];
    if (is === '' || is === was) continue;
    const message = `${column} is "${is}", and in line ${before.line} "${was}"`;
    const hint =
      'One cause has one document, one kind and one decision: leave it blank here, or name another cause.';
    throw columnError(row, column, 'CAUSE_DIFFERS', message, hint);
  }
  return before;
}

function changeRow({ row, to, from }: CauseLine, cause: string, order: number): CsvRow {
  const amount = text(row, 'amount');
  const parts = /^(.*?)\s*(kr|tkr|mnkr|%|percent|index|count|st)?$/u.exec(amount);
  const [number, unit] = [parts?.[1] ?? '', parts?.[2] ?? ''];
  if (number !== '' && unit === '') {
    const hint = 'Write the amount with its unit, as "1,3 mnkr" or "-500 tkr"; blank is not stated.';
    throw columnError(row, 'amount', 'VALUE_MISSING', `"${amount}" has no unit of measure`, hint);
  }
  const proposed = text(row, 'status');
  return {
    ...row,
    values: {
      cause,
      order: String(order),
      ...place(to),
      line: text(row, 'line') === TOTAL ? '' : text(row, 'line'),
      measure: required(row, 'measure'),
      fromBasis: from === null || from.basis === to.basis ? '' : from.basis,
      fromPeriod: from === null || from.period === to.period ? '' : from.period,
      fromEdition: from?.edition ?? '',
      amount: number,
      unitOfMeasure: unit === '%' ? 'percent' : unit === 'st' ? 'count' : unit,
      decimals: '',
      status: proposed,
    },
  };
}

/** The whole frame, in words. */
const TOTAL = 'Totalt';

/** `budget 2021 2021:2`: basis, period and edition. */
function readingAt(row: CsvRow, column: 'from' | 'to'): Pick<Frame, 'basis' | 'period' | 'edition'> {
  const [basis = '', period = '', edition = '', ...more] = required(row, column).split(/\s+/);
  if (isBasis(basis) && edition !== '' && more.length === 0) return { basis, period, edition };
  const message = `"${text(row, column)}" is no reading`;
  const hint = `Basis, period and edition, as "budget 2021 2021:2"; the basis is one of ${BASES.join(', ')}.`;
  throw columnError(row, column, 'VALUE_UNKNOWN', message, hint);
}

function isBasis(basis: string): basis is Basis {
  return BASES.some((known) => known === basis);
}

/** Without the apostrophe that keeps a spreadsheet from taking a text for a formula. */
function text(row: CsvRow, column: string): string {
  return (row.values[column] ?? '').trim().replace(/^'(?=[=+@-])/, '');
}

function required(row: CsvRow, column: CausesColumn): string {
  const value = text(row, column);
  if (value !== '') return value;
  const hint =
    'A line that says why something changed has one; to leave the line out, leave its cause, kind, words and amount blank.';
  throw columnError(row, column, 'VALUE_MISSING', `${column} is blank`, hint);
}

function columnError(
  { file, line }: CsvRow,
  column: CausesColumn,
  code: string,
  message: string,
  hint: string,
): LedgerError {
  return new LedgerError(code, `${file} line ${line}: ${message}`, { place: { file, line, column }, hint });
}

/** Columns of a data package, as the list of causes has them. */
const COLUMNS: Readonly<Record<string, CausesColumn>> = {
  fromBasis: 'from',
  fromPeriod: 'from',
  fromEdition: 'from',
  basis: 'to',
  period: 'to',
  edition: 'to',
  unitOfMeasure: 'amount',
  decimals: 'amount',
};

function inOwnColumns(error: LedgerError): LedgerError {
  const { file, line, column } = error.place ?? {};
  const place: Place = {
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column: COLUMNS[column] ?? column }),
  };
  return new LedgerError(error.code, error.message, { place, hint: error.hint ?? '', cause: error.cause });
}
