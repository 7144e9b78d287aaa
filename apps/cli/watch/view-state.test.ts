import { describe, expect, it } from '@jest/globals';
import type { ViewCell } from '#projections';
import type { ViewMessage, WatchedCell } from './messages.js';
import { afterMessage, cellKey, type ViewState } from './view-state.js';

const COLUMNS = [
  { id: 'from', label: 'Budget 2031:1' },
  { id: 'to', label: 'Budget 2031:2' },
];

function cellOf(column: string, value: string): ViewCell {
  const agrees = { discrepancy: null, discrepancyClass: null, disagreement: null };
  return { column, value, marks: [], stated: null, ...agrees };
}

function changed(row: number | null, label: string, column: string, after: string | null): WatchedCell {
  return {
    row,
    path: [label],
    rowKind: 'leaf',
    column,
    before: null,
    after,
    cell: after === null ? null : cellOf(column, after),
    why: [],
    whyLeftOut: 0,
  };
}

function message(
  cells: readonly WatchedCell[],
  rows: readonly string[] | null,
  initial = false,
  columns = COLUMNS,
): ViewMessage {
  return {
    cursor: 'test:1/0',
    position: 'test:1',
    event: '',
    recordedAt: '',
    actor: null,
    initial,
    view: 'budget-diff',
    unit: 'sjovik/ks/stab',
    unitOfMeasure: 'tkr',
    shape:
      rows === null
        ? null
        : { unitOfMeasure: 'tkr', columns, rows: rows.map((label) => ({ path: [label], kind: 'leaf' })) },
    cells,
  };
}

function numbers(state: ViewState | null): string[] {
  return (state?.view.rows ?? []).map(
    ({ path, cells }) =>
      `${path.join()}: ${cells.map(({ column, value }) => `${column} ${value ?? ''}`).join(', ')}`,
  );
}

const first = message(
  [
    changed(0, 'Kansli', 'from', '-50'),
    changed(0, 'Kansli', 'to', '-50'),
    changed(1, 'Stab', 'from', '-100'),
    changed(1, 'Stab', 'to', '-90'),
  ],
  ['Kansli', 'Stab'],
  true,
);

describe('a view that is followed', () => {
  it('is not known before its rows are', () => {
    expect(afterMessage(null, message([changed(0, 'Kansli', 'to', '-45')], null))).toBeNull();
  });

  it('begins as it is, with nothing changed', () => {
    const state = afterMessage(null, first);
    expect(numbers(state)).toEqual(['Kansli: from -50, to -50', 'Stab: from -100, to -90']);
    expect(state?.changed.size).toBe(0);
  });

  it('takes the cells that changed, and marks those of the last message', () => {
    const second = afterMessage(
      afterMessage(null, first),
      message([changed(0, 'Kansli', 'to', '-45')], null),
    );
    const third = afterMessage(second, message([changed(1, 'Stab', 'to', '-95')], null));
    expect(numbers(third)).toEqual(['Kansli: from -50, to -45', 'Stab: from -100, to -95']);
    expect([...(second?.changed ?? [])]).toEqual([cellKey(0, 'to')]);
    expect([...(third?.changed ?? [])]).toEqual([cellKey(1, 'to')]);
  });

  it('keeps the cells of rows that move, come or go', () => {
    const state = afterMessage(afterMessage(null, first), {
      ...message([changed(1, 'Ny', 'to', '-7'), changed(null, 'Kansli', 'to', null)], ['Stab', 'Ny']),
    });
    expect(numbers(state)).toEqual(['Stab: from -100, to -90', 'Ny: to -7']);
    expect([...(state?.changed ?? [])]).toEqual([cellKey(1, 'to')]);
  });

  it('of two rows alike the first is the first', () => {
    const alike = message(
      [changed(0, 'Summa', 'to', '1'), changed(1, 'Summa', 'to', '2')],
      ['Summa', 'Summa'],
      true,
    );
    const state = afterMessage(afterMessage(null, alike), message([], ['Kansli', 'Summa', 'Summa']));
    expect(numbers(state)).toEqual(['Kansli: ', 'Summa: to 1', 'Summa: to 2']);
  });

  it('loses a column that is gone', () => {
    const state = afterMessage(
      afterMessage(null, first),
      message([], ['Kansli', 'Stab'], false, COLUMNS.slice(1)),
    );
    expect(numbers(state)).toEqual(['Kansli: to -50', 'Stab: to -90']);
  });
});
