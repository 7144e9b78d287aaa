import type { UnitOfMeasure } from '#amount';
import type { AssembledTable, HeaderCell } from '../../document/document.js';
import { plainText } from '../words.js';
import type { TableContext } from '../table-kind.js';
import { readingOfPhrase, type AboutColumn, type ColumnReading } from './column-reading.js';
import { phraseOf, type DifferencePhrase, type Phrase, type ReadingPhrase } from './heading-phrase.js';

/** A column of a money table as it is understood. */
export type MoneyColumn = { readonly index: number; readonly name: string; readonly header: HeaderCell } & (
  | { readonly role: 'reading' | 'change'; readonly reading: ColumnReading; readonly phrase: ReadingPhrase }
  | { readonly role: 'difference'; readonly phrase: DifferencePhrase }
  | { readonly role: 'text'; readonly isStatus: boolean }
);

export interface UnclearColumn {
  readonly header: HeaderCell;
  readonly name: string;
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

export interface TableColumns {
  readonly columns: readonly MoneyColumn[];
  readonly unclear: readonly UnclearColumn[];
}

/** The columns of a table, each under a name of its own. A column without heading and without cells is left out. */
export function columnsOfTable(table: AssembledTable, context: TableContext): TableColumns {
  const phrases = table.columns.map(({ text }) => phraseInRules(text, context));
  const readings = phrases.flatMap((phrase) => (phrase?.kind === 'reading' ? [phrase] : []));
  const about: AboutColumn = {
    kind: context.kind,
    year: context.year,
    ...(context.through === undefined ? {} : { through: context.through }),
    ofProjects: readings.some(({ word, toDate }) => word === 'approved' || toDate),
    hasExtension: readings.some(({ word }) => word === 'extension'),
  };
  const columns: MoneyColumn[] = [];
  const unclear: UnclearColumn[] = [];
  const names = new Map<string, number>();
  const stated = new Map<string, string>();
  table.columns.forEach((header, index) => {
    const name = uniqueName(plainText(header.text), names);
    const phrase = phrases[index] ?? null;
    if (phrase === null && isEmpty(table, index)) return;
    const told = columnOf(phrase, about);
    if (told === null) {
      unclear.push(unclearColumn(header, name, phrase));
      return;
    }
    const before = told.role === 'reading' ? stated.get(keyOf(told.reading)) : undefined;
    if (before !== undefined) {
      unclear.push({
        header,
        name,
        code: 'COLUMN_TWICE',
        message: `the column "${name}" holds what "${before}" holds`,
        hint: `columns: { '${name}': text }`,
      });
      return;
    }
    if (told.role === 'reading') stated.set(keyOf(told.reading), name);
    columns.push({ index, name, header, ...told });
  });
  return { columns, unclear };
}

type Told =
  | { role: 'reading' | 'change'; reading: ColumnReading; phrase: ReadingPhrase }
  | { role: 'difference'; phrase: DifferencePhrase }
  | { role: 'text'; isStatus: boolean };

function columnOf(phrase: Phrase | null, about: AboutColumn): Told | null {
  switch (phrase?.kind) {
    case 'reading': {
      const reading = readingOfPhrase(phrase, about);
      if (reading === null || reading.basis === 'target') return null;
      return { role: reading.role, reading, phrase };
    }
    case 'difference':
      return { role: 'difference', phrase };
    case 'text':
    case 'status':
      return { role: 'text', isStatus: phrase.kind === 'status' };
    default:
      return null;
  }
}

/** The profile may say in other words what a heading means: `Ram 2025: Budget 2025`, `Konto: text`. */
function phraseInRules(heading: string, { rules }: TableContext): Phrase | null {
  const plain = plainText(heading);
  const said = Object.entries(rules.columns ?? {}).find(([label]) => matches(label, plain))?.[1];
  if (said === undefined) return plain === '' ? null : phraseOf(plain);
  return said.toLowerCase() === 'text' ? { kind: 'text' } : phraseOf(said);
}

/** A label of a profile: letter case means nothing, `*` is any text. */
export function matches(pattern: string, label: string): boolean {
  const escaped = pattern.toLowerCase().replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll('*', '.*')}$`, 'u').test(label.toLowerCase());
}

function uniqueName(name: string, names: Map<string, number>): string {
  const times = (names.get(name) ?? 0) + 1;
  names.set(name, times);
  return times === 1 ? name : `${name} (${times})`;
}

function isEmpty({ rows }: AssembledTable, index: number): boolean {
  return rows.every(({ cells }) => (cells[index]?.text ?? '').trim() === '');
}

function keyOf({ basis, period, edition }: ColumnReading): string {
  return `${basis}|${period}|${edition}`;
}

function unclearColumn(header: HeaderCell, name: string, phrase: Phrase | null): UnclearColumn {
  if (phrase?.kind === 'percent') {
    return {
      header,
      name,
      code: 'COLUMN_OF_PERCENT',
      message: `the column "${name}" is a share or a change in percent, which the ledger works out itself`,
      hint: `columns: { '${name}': text }`,
    };
  }
  const of = phrase === null ? 'is not understood' : 'does not say of which year or month it is';
  return {
    header,
    name,
    code: 'COLUMN_UNKNOWN',
    message: `the column "${name}" ${of}`,
    hint: `columns: { '${name}': 'Budget 2025' } (or Prognos, Bokslut, Plan, Godkänd utgift …; text where it has no figures)`,
  };
}

export function unitOfColumn(column: MoneyColumn, { unitOfMeasure }: TableContext): UnitOfMeasure {
  const own = column.role === 'reading' || column.role === 'change' ? column.reading.unit : null;
  return own ?? unitOfMeasure;
}
