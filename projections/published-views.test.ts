import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fromDecimal } from '#amount';
import { everyItem } from './answers/page.js';
import type { DifferenceAnswer, View, ViewRequest } from './contract.js';
import type { ReadLedger } from './read-ledger.js';
import { importPublished, openLedger, type TestLedger } from './testing/published-ledger.js';

const SLK: ViewRequest = {
  view: 'budget-diff',
  unit: 'boras/ks/stadsledningskansliet',
  year: '2021',
  from: '2021:1',
  to: '2021:2',
};
const ALINGSAS: ViewRequest = {
  view: 'delarsbokslut',
  unit: 'alingsas/ks',
  year: '2023',
  through: '2023-08',
};
const TERTIAL: ViewRequest = { view: 'tertial-forecast', unit: 'alingsas/ks', year: '2023' };

let folder: string;
let opened: TestLedger;
let reader: ReadLedger;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'liggaren-'));
  opened = await openLedger(folder);
  reader = opened.ledger.reader;
  await importPublished(opened);
});

afterAll(async () => {
  await opened.close();
  rmSync(folder, { recursive: true });
});

function cells(view: View, path: string): (string | null)[] {
  const row = view.rows.find((r) => r.path.join(' > ') === path);
  if (row === undefined) throw new Error(`no row ${path}`);
  return row.cells.map((cell) => cell.value);
}

/** Cells whose value is neither what is printed in them nor marked as differing from it. */
function unlike(view: View): string[] {
  return view.rows.flatMap((row) =>
    row.cells
      .filter((c) => c.stated?.value !== undefined && c.stated.value !== null)
      .filter((c) => c.stated?.value !== c.value && c.discrepancyClass === null)
      .map((c) => `${row.path.join(' > ')} ${c.column}: ${c.value ?? ''} printed ${c.stated?.printed ?? ''}`),
  );
}

describe('views of the published figures', () => {
  it('tells rounding by its class, and gives it no id', () => {
    const view = reader.view({ ...ALINGSAS, area: 'investment' });
    const cells = view.rows.flatMap((row) => row.cells);
    const rounded = cells.filter((cell) => cell.discrepancyClass === 'rounding');
    expect(
      rounded.map(({ stated, value, discrepancy }) => [stated?.value, value, discrepancy]),
    ).toContainEqual(['16344', '16343', null]);
    expect(
      cells.filter((c) => (c.discrepancy === null) !== (c.discrepancyClass ?? 'rounding').startsWith('r')),
    ).toEqual([]);
  });

  it('a difference of percentages in a table of tkr is in percent', () => {
    const view = reader.view({ ...ALINGSAS, unit: 'boras/ks', through: '2023-12' });
    const row = view.rows.find(({ path }) => path.at(-1)?.startsWith('Andel sjukfrånvaro') === true);
    expect(row?.cells.slice(3).map(({ value }) => value)).toEqual(['4.2', '3.5', '0.7']);
  });

  it('budget 2021:1 against 2021:2: every cell as printed', () => {
    const view = reader.view(SLK);
    expect(view.columns).toEqual([
      { id: 'from', label: 'Budget 2021:1' },
      { id: 'to', label: 'Budget 2021:2' },
      { id: 'change', label: 'Förändring' },
    ]);
    expect(cells(view, 'Kommunledning > Kostnad')).toEqual(['-185419', '-184169', '1250']);
    expect(cells(view, 'Totalt > Kostnad')).toEqual(['-223659', '-222409', '1250']);
    expect(cells(view, 'Nettokostnader')).toEqual(['-128650', '-127400', '1250']);
    expect(unlike(view)).toEqual([]);
    expect(unlike(reader.view({ ...SLK, unit: 'boras/ks/kommungemensam-verksamhet' }))).toEqual([]);
  });

  it('of a board: paths begin with the frame', () => {
    const view = reader.view({ ...SLK, unit: 'boras/ks' });
    expect(cells(view, 'Stadsledningskansliet > Kommunledning > Kostnad')).toEqual([
      '-185419',
      '-184169',
      '1250',
    ]);
    expect(cells(view, 'Kommungemensam verksamhet > Räddningstjänst > Kostnad')[0]).toBe('-88158');
  });

  it('explains the change of Kommunledning: three causes, and what nobody has explained', () => {
    const answer = reader.explain(SLK, 'Kommunledning > Kostnad', 'change');
    expect(answer.kind).toBe('difference');
    const { difference } = answer as { difference: DifferenceAnswer };
    expect(difference.changes.map((c) => c.amount).sort()).toEqual(['-500', '1300', '500']);
    expect(difference).toMatchObject({
      difference: '1250',
      changed: '1300',
      unexplained: '-50',
      precision: '150',
    });
    expect(difference.marks).toContain('withinPrecision');
    expect(reader.explain(SLK, 'Kommunledning > Kostnad', 'to', 'from')).toMatchObject({
      difference: { difference: '1250', changed: '1300', unexplained: '-50' },
    });
  });

  it('explains a total by its parts, exactly', () => {
    const answer = reader.explain(SLK, 'Totalt > Kostnad', 'to');
    if (answer.kind !== 'cell') throw new Error('not a cell');
    const sum = answer.cell.parts.reduce(
      (s, part) => s + BigInt(part.coefficient) * fromDecimal(part.value ?? '0', 'tkr'),
      0n,
    );
    expect(sum).toBe(fromDecimal('-222409', 'tkr'));
    expect(answer.cell.parts).toHaveLength(9);
  });

  it('delårsbokslut: operations, land development and investments, in the signs of its tables', () => {
    const view = reader.view(ALINGSAS);
    expect(view.columns.map((c) => c.id)).toEqual([
      'budget',
      'forecast',
      'deviation',
      'outcome',
      'outcomePreviousYear',
      'difference',
    ]);
    expect(cells(view, 'Exploateringsenheten > Verksamhetens intäkter')).toEqual([
      '9531', '7949', '-1582', '-172', '29869', '-30041',
    ]); // prettier-ignore
    expect(cells(view, 'Kommunstyrelsen > Anpassningsinvestering > IT-infrastruktur')).toEqual([
      '5000', '4500', '500', '983', '3177', '-2194',
    ]); // prettier-ignore
    expect(unlike(view)).toEqual([]);
    // Parts that are printed rounded: the computed sum stands beside what is printed, and is marked with the difference.
    const rounded = (row: string, column: string): unknown => {
      const answer = reader.explain(ALINGSAS, row, column);
      const cell = view.rows.find((r) => r.path.join(' > ') === row)?.cells.find((c) => c.column === column);
      expect(cell?.discrepancy).toBeNull();
      if (answer.kind !== 'cell') throw new Error('not a cell');
      const found = answer.cell.discrepancies.find((d) => d.class === cell?.discrepancyClass);
      return found && [found.class, found.stated, found.computed, found.tolerance];
    };
    expect(rounded('Kommunstyrelsen > Reinvestering', 'outcome')).toEqual([
      'rounding',
      '-7853',
      '-7854',
      '2.5',
    ]);
    expect(reader.view({ ...ALINGSAS, area: 'investment' }).rows[0]?.path).toEqual(['Expansionsinvestering']);
  });

  it('tertial forecast: April inferred, blanks where nothing is known', () => {
    const view = reader.view(TERTIAL);
    expect(view.columns.map((c) => c.id)).toEqual(['budget', 'T1', 'T2', 'deviation']);
    const april = (path: string): unknown => {
      const cell = view.rows.find((r) => r.path.join(' > ') === path)?.cells[1];
      return [cell?.value, cell?.marks.includes('inferred')];
    };
    expect(april('Exploateringsenheten > Årets resultat')).toEqual(['-4216', true]);
    expect(april('Kommunstyrelsen > Totala utgifter')).toEqual(['54005', true]);
    expect(april('Exploateringsenheten > Kommunbidrag')).toEqual([null, false]);
  });

  it('answers as of any position: before the import nothing, from it everything', () => {
    const { position } = reader.view(SLK);
    const before = position.replace(/\d+$/, (n) => String(Number(n) - 1));
    expect(() => reader.view(SLK, { asOf: before })).toThrow(
      expect.objectContaining({ code: 'UNKNOWN_UNIT' }),
    );
    expect(reader.view(SLK, { asOf: position }).rows).toEqual(reader.view(SLK).rows);
    expect(reader.view(SLK, { asOf: '2999-01-01' }).position).toBe(position);
    expect(reader.positionOf('2000-01-01')).toBe(position.replace(/\d+$/, '0'));
    for (const [asOf, code] of [
      ['zzzz:1', 'POSITION_OF_OTHER_LOG'],
      ['gestern', 'AS_OF_UNREADABLE'],
      ['2023-02-31', 'AS_OF_UNREADABLE'],
      ['2023-02-31T10:00', 'AS_OF_UNREADABLE'],
      ['00000000-0000-4000-8000-000000000000', 'UNKNOWN_EVENT'],
      [position.replace(/\d+$/, '999999'), 'POSITION_NOT_REACHED'],
    ] as const) {
      expect(() => reader.view(SLK, { asOf })).toThrow(expect.objectContaining({ code }));
    }
  });

  it('as published by a day: undated documents are left out and counted', () => {
    expect(() => reader.view(SLK, { publishedBy: '2020-02-31' })).toThrow(
      expect.objectContaining({ code: 'WRONG_USAGE' }),
    );
    const view = reader.view(SLK, { publishedBy: '2020-12-31' });
    expect(view.rows.every((row) => row.cells.every((cell) => cell.value === null))).toBe(true);
    expect(view.undatedLeftOut).toBeGreaterThan(0);
  });

  it('names what there is where something is asked for that is not there', () => {
    const refused = (request: ViewRequest): unknown => {
      try {
        return reader.view(request);
      } catch (error) {
        return error;
      }
    };
    expect(refused({ ...SLK, unit: 'boras/xx' })).toMatchObject({
      code: 'UNKNOWN_UNIT',
      hint: expect.stringContaining('boras/ks'),
    });
    expect(refused({ ...SLK, year: '1999' })).toMatchObject({
      code: 'UNKNOWN_YEAR',
      hint: expect.stringContaining('2021'),
    });
    expect(refused({ ...SLK, to: '2021:9' })).toMatchObject({
      code: 'UNKNOWN_EDITION',
      hint: expect.stringContaining('2021:2'),
    });
    expect(() => reader.explain(SLK, 'Kommunledning > Kostand', 'to')).toThrow(
      expect.objectContaining({
        code: 'UNKNOWN_ROW',
        hint: expect.stringContaining('Kommunledning > Kostnad'),
      }),
    );
    expect(() => reader.explain(SLK, 'Kommunledning > Kostnad', 'x')).toThrow(
      expect.objectContaining({ code: 'UNKNOWN_COLUMN', hint: expect.stringContaining('change') }),
    );
  });

  it('lists units, documents, editions and entries', async () => {
    expect(
      [...everyItem((page) => reader.unitsPage(page))].find(
        (u) => u.unit === 'boras/ks/stadsledningskansliet',
      ),
    ).toEqual({
      unit: 'boras/ks/stadsledningskansliet',
      name: 'Stadsledningskansliet',
      kind: 'frame',
      parent: 'boras/ks',
    });
    const documents = [...everyItem((page) => reader.documentsPage(page))];
    expect(documents).toHaveLength(4);
    expect(new Set(documents.map((d) => d.importState))).toEqual(new Set(['complete']));
    const asked = { unit: 'boras/ks/stadsledningskansliet', year: '2021' };
    const editions = [...everyItem((page) => reader.editionsPage(asked, page))];
    expect(editions.map((e) => e.edition)).toContain('2021:2');
    const seen: string[] = [];
    let after: string | undefined;
    for (;;) {
      const page = reader.entries(
        { unit: 'alingsas/ks', basis: 'forecast' },
        { first: 7, ...(after && { after }) },
      );
      seen.push(...page.items.map(({ item }) => item.id));
      after = page.items.at(-1)?.cursor;
      if (!page.hasNext) break;
    }
    expect(seen.length).toBeGreaterThan(30);
    expect(new Set(seen).size).toBe(seen.length);
    const status = await reader.status();
    expect(status).toMatchObject({ documents: 4, readModel: { behind: 0 }, log: { engine: 'sqlite' } });
    expect(status.entries).toBeGreaterThan(1000);
  });
});
