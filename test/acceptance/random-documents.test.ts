import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ImportOutcome } from '../../apps/shared/import-outcome.js';
import {
  DOCUMENT_DIALECTS,
  endingOf,
  printDocument,
  type DocumentDialect,
} from '../../libs/ingest/testing/printed-document.js';
import { CommandLine } from '../support/command-line.js';
import {
  BUDGET_COLUMNS,
  madeUpBudget,
  type BudgetColumnName,
  type MadeUp,
  type Print,
} from '../support/made-up-documents.js';
import { madeUpReport, REPORT_COLUMNS, type Amounts, type ReportColumn } from '../support/made-up-report.js';

/* Documents by chance: whatever they have in their tables is read, and what adds up is not called an error. */

let cli: CommandLine;

beforeAll(async () => {
  cli = await CommandLine.inNewFolder();
});

afterAll(async () => {
  await cli.remove();
});

async function dryRun({ blocks }: MadeUp, dialect: DocumentDialect): Promise<ImportOutcome> {
  const path = await cli.file(`slump.${endingOf(dialect)}`, printDocument(blocks, dialect));
  const { out, err } = await cli.liggaren('none', 'import', path, '--dry-run', '--cells', '--json');
  const [outcome] = out === '' ? [] : (JSON.parse(out) as ImportOutcome[]);
  if (outcome === undefined) throw new Error(err);
  return outcome;
}

/** `row | column | digits` of each cell that is read, in order. */
function read({ cells }: ImportOutcome): string[] {
  return (cells ?? [])
    .filter(({ is }) => /\d/.test(is ?? ''))
    .map(({ row, column, is }) => `${row} | ${column} | ${digits(is ?? '')}`)
    .sort();
}

function digits(printed: string): string {
  return `${/^[-\u2212–]/u.test(printed) ? '-' : ''}${printed.replaceAll(/\D/g, '')}`;
}

const year = fc.integer({ min: 2018, max: 2060 });
const board = fc.constantFrom(
  'Servicenämnden',
  'Tekniska nämnden',
  'Vård- och äldrenämnden',
  'Miljö- och konsumentnämnden',
  'Kulturnämnden',
);
const print: fc.Arbitrary<Print> = fc.record({
  space: fc.constantFrom(' ', '\u00a0', '\u202f'),
  minus: fc.constantFrom('-', '\u2212', '–'),
});
const dialect = fc.constantFrom(...DOCUMENT_DIALECTS);
const breaks = fc
  .uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 3 })
  .map((all) => all.sort((a, b) => a - b));
const ACTIVITIES = [
  'Städ',
  'Måltider',
  'Hamnen',
  'Ishallar och bad',
  'Bibliotek',
  'Vägar, gator och torg',
  'Skog (mark)',
  'Öppen ungdomsverksamhet',
];
const FRAMES = ['Kontoret', 'Intern service', 'Lokalförsörjning', 'Barn och unga'];
const thousands = fc.integer({ min: 0, max: 2_000_000 });

const budget = fc
  .record({
    year,
    board,
    columns: fc.shuffledSubarray(Object.keys(BUDGET_COLUMNS) as BudgetColumnName[], { minLength: 2 }),
    frames: fc.shuffledSubarray(FRAMES, { minLength: 1, maxLength: 2 }),
    names: fc.shuffledSubarray(ACTIVITIES, { minLength: 1, maxLength: 5 }),
    totalFirst: fc.boolean(),
    print,
    pageBreaks: breaks,
    placeholders: fc.boolean(),
  })
  .filter(({ columns }) => columns.includes('first') || columns.includes('second'))
  .chain((form) =>
    fc
      .array(fc.tuple(thousands, thousands), {
        minLength: form.columns.length * form.names.length * form.frames.length,
        maxLength: form.columns.length * form.names.length * form.frames.length,
      })
      .map((amounts) => ({
        ...form,
        board: `${form.board}s`,
        municipality: 'Borås Stad',
        change: form.columns.includes('first') && form.columns.includes('second'),
        frames: form.frames.map((name, f) => ({
          name,
          activities: form.names.map((activity, n) => ({
            name: activity,
            amounts: form.columns.map(
              (_, c) => amounts[(f * form.names.length + n) * form.columns.length + c] ?? ([0, 0] as const),
            ),
          })),
        })),
      })),
  );

describe('a budget by chance', () => {
  it('gives its figures, and they add up', async () => {
    await fc.assert(
      fc.asyncProperty(budget, dialect, async (form, as) => {
        const document = madeUpBudget(form);
        const outcome = await dryRun(document, as);
        expect(outcome.notUnderstood).toEqual([]);
        expect(read(outcome)).toEqual([...document.cells].sort());
        expect(outcome.discrepancies).toEqual([]);
      }),
      { numRuns: 30 },
    );
  }, 120_000);
});

/** A board costs more than it earns; what it prints of either is rounded. */
const kronor = fc.integer({ min: 0, max: 40_000_000 });
const amounts: fc.Arbitrary<Amounts> = fc.tuple(kronor, kronor, kronor, kronor);
const cost = fc.integer({ min: 20_000_001, max: 90_000_000 });
const costs: fc.Arbitrary<Amounts> = fc.tuple(cost, cost, cost, cost);
/** Without bold type only sums tell groups, and sums of nothing tell none. */
const outlay = fc.integer({ min: 500_000, max: 90_000_000 });
const outlays: fc.Arbitrary<Amounts> = fc.tuple(outlay, outlay, outlay, outlay);
const COSTS = [
  'Personalkostnader',
  'Lokalhyror',
  'Köp av tjänster',
  'Övriga kostnader',
  'Bidrag',
  'Avskrivningar',
];
const PROJECTS = ['Markinköp', 'Norra hamnen', 'Inventarier', 'Fordon', 'Ny skola', 'IT'];
const GROUPS = ['Expansionsinvestering', 'Reinvestering', 'Imageinvestering', 'Anpassningsinvestering'];

/** A difference stands beside what it is the difference of. */
function isWhole(columns: readonly ReportColumn[]): boolean {
  const has = (...needed: readonly ReportColumn[]): boolean => needed.every((each) => columns.includes(each));
  if (columns.includes('deviation') && !has('budget', 'forecast')) return false;
  if (columns.includes('difference') && !has('outcome', 'previous')) return false;
  return has('outcome');
}

const report = fc.record({
  year,
  board,
  municipality: fc.constant('Alingsås kommun'),
  columns: fc.shuffledSubarray([...REPORT_COLUMNS], { minLength: 2 }).filter(isWhole),
  revenue: amounts,
  costs: fc
    .shuffledSubarray(COSTS, { minLength: 2 })
    .chain((names) => fc.tuple(...names.map((name) => costs.map((each) => ({ name, amounts: each }))))),
  investments: fc.shuffledSubarray(GROUPS, { minLength: 2 }).chain((names) =>
    fc.tuple(
      ...names.map((name) =>
        fc.record({
          name: fc.constant(name),
          lines: fc
            .shuffledSubarray(PROJECTS, { minLength: 2, maxLength: 4 })
            .chain((lines) =>
              fc.tuple(...lines.map((line) => outlays.map((each) => ({ name: line, amounts: each })))),
            ),
        }),
      ),
    ),
  ),
  totalFirst: fc.boolean(),
  print,
  breaks,
  nil: fc.constantFrom('0' as const, '-' as const, '' as const),
});

describe('interim accounts by chance', () => {
  it('give their figures, and rounding is no error', async () => {
    await fc.assert(
      fc.asyncProperty(report, dialect, async (form, as) => {
        const document = madeUpReport(form);
        const outcome = await dryRun(document, as);
        expect(outcome.notUnderstood).toEqual([]);
        expect(read(outcome)).toEqual([...document.cells].sort());
        expect(outcome.discrepancies).toEqual([]);
      }),
      { numRuns: 30 },
    );
  }, 120_000);
});
