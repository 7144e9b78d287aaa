import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { entriesOf } from '#domain';
import {
  isNumericCell,
  packageOf,
  planDataPackage,
  readDocument,
  readProfile,
  understandDocument,
  type PackageRecords,
} from '#ingest';
import { documentFiles, itWithDocuments } from '../support/documents.js';

/* What the published documents hold beside money, counted by hand. */

const FOLDER = new URL('../../profiles/', import.meta.url);
const profiles = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => readProfile(name, readFileSync(new URL(name, FOLDER), 'utf8')));

const AREAS = new Set(['indicator', 'control', 'staff', 'assignment', 'goal']);

interface Counted {
  /** Cells of its tables beside money that hold a number. */
  readonly numbers: number;
  readonly goals: number;
  readonly assessed: number;
  readonly assignments: number;
  readonly reported: number;
  readonly risks: number;
  readonly controls: number;
  readonly followedUp: number;
  /** Rows with a name of an indicator or a measure. */
  readonly indicators: number;
  /** Points of charts. */
  readonly drawn: number;
  readonly absence: number;
  readonly codes: number;
}

/** All of a document, money and the rest. */
const ALL_NUMBERS: Readonly<Record<string, number>> = { '000': 415, '001': 688, '002': 264, '004': 278 };

const NONE = { goals: 0, assessed: 0, assignments: 0, reported: 0, risks: 0, controls: 0, followedUp: 0 };
const BESIDE = { indicators: 0, drawn: 0, absence: 0, codes: 0 };

/** By how the file's name begins, as the documents are called in the project's own texts. */
const BY_HAND: Readonly<Record<string, Counted>> = {
  '000': { ...NONE, ...BESIDE, numbers: 39, assignments: 16, indicators: 12, codes: 4 },
  '001': { ...NONE, ...BESIDE, numbers: 55, indicators: 9, drawn: 23, codes: 5 },
  '002': { ...NONE, ...BESIDE, numbers: 106, assignments: 14, risks: 33, controls: 7, codes: 8 },
  '004': {
    ...NONE,
    ...BESIDE,
    numbers: 62,
    goals: 10,
    assessed: 7,
    assignments: 8,
    reported: 8,
    controls: 10,
    followedUp: 10,
    indicators: 12,
    absence: 9,
  },
};

function counted(records: PackageRecords): Counted {
  const tables = (records.tables ?? []).filter(({ values }) => AREAS.has(values['area'] ?? ''));
  const areaOf = new Map(tables.map(({ values }) => [values['table'], values]));
  const drawn = ({ values }: { values: Readonly<Record<string, string>> }): boolean =>
    (areaOf.get(values['table'])?.['rank'] ?? '') === '9';
  const of = (file: keyof PackageRecords, column = '', allowed = /./): number =>
    (records[file] ?? []).filter(({ values }) => column === '' || allowed.test(values[column] ?? '')).length;
  const rowsIn = (area: string): number =>
    (records.rows ?? []).filter((row) => areaOf.get(row.values['table'])?.['area'] === area && !drawn(row))
      .length;
  const numbers = (records.cells ?? []).filter(
    ({ values }) => areaOf.has(values['table']) && isNumericCell(values['printed'] ?? ''),
  );
  const keys = numbers.map(({ values }) => [values['table'], values['row'], values['column']].join('|'));
  expect(new Set(keys).size).toBe(numbers.length);
  return {
    numbers: numbers.length,
    goals: of('goals'),
    assessed: of('goals', 'state'),
    assignments: of('assignments'),
    reported: of('assignments', 'status'),
    risks: of('risks'),
    controls: of('controls'),
    followedUp: of('controls', 'outcome', /^notStated$/),
    indicators: rowsIn('indicator'),
    drawn: numbers.filter(drawn).length,
    absence: rowsIn('staff'),
    codes: of('scales'),
  };
}

describe('what the published documents hold beside money', () => {
  itWithDocuments('is read whole: each number once', async () => {
    for (const { name, bytes } of documentFiles()) {
      const byHand = BY_HAND[name.slice(0, 3)];
      if (byHand === undefined) continue;
      const { records } = understandDocument(await readDocument(bytes, name), profiles);
      expect([name, counted(records)]).toEqual([name, byHand]);
    }
  });

  itWithDocuments('comes into the ledger with the money, each numeric cell of a document once', async () => {
    for (const { name, bytes } of documentFiles()) {
      const all = ALL_NUMBERS[name.slice(0, 3)];
      if (all === undefined) continue;
      const { records, notUnderstood } = understandDocument(await readDocument(bytes, name), profiles);
      expect(notUnderstood).toEqual([]);
      const plan = planDataPackage(packageOf(name, records));
      const cells = plan.streams
        .flatMap(({ events }) => events.flatMap((event) => [...entriesOf(event)]))
        .flatMap((entry) => ('source' in entry && entry.source !== undefined ? [entry.source] : []))
        .filter(({ printed }) => isNumericCell(printed))
        .map(({ table, row, column }) => [table, row, column].join('|'));
      expect([name, cells.length, new Set(cells).size]).toEqual([name, all, all]);
    }
  });

  itWithDocuments('is recorded without a sentence of theirs', async () => {
    for (const { name, bytes } of documentFiles()) {
      const { records } = understandDocument(await readDocument(bytes, name), profiles);
      for (const file of ['goals', 'assignments', 'controls', 'risks'] as const) {
        for (const { values } of records[file] ?? []) {
          expect(values['sentence']).toMatch(/^[0-9a-f]{64}( [0-9a-f]{64})*$/);
          expect((values['words'] ?? values['what'] ?? '').length).toBeLessThanOrEqual(61);
        }
      }
    }
  });

  it('knows four of them', () => {
    expect(Object.keys(BY_HAND)).toHaveLength(4);
  });
});
