import { describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { QUERY_COST_MAX, QUERY_DEPTH_MAX } from './limits.js';
import { sizeOfQuery } from './query-limits.js';

const size = (query: string): ReturnType<typeof sizeOfQuery> => sizeOfQuery(parse(query));

const VIEW = `{ budgetDiff { view unit position columns { id label }
  rows { path kind cells { column value marks discrepancy stated { printed value document table row column } } } } }`;
const CELL = `value printed marks formula label standing { id source { document table row column printed } }
  editions { edition value unexplained changes { cause amount decision { body date } source { document row } } }`;

describe('size of a query', () => {
  it('a whole view, and an explanation down four levels, are well within the limits', () => {
    const parts = `parts { ${CELL} parts { ${CELL} parts { label value coefficient parts { label value } } } }`;
    for (const query of [VIEW, `{ explain { ... on CellExplanation { ${CELL} ${parts} } } }`]) {
      const { cost, depth } = size(query);
      expect(cost).toBeLessThan(QUERY_COST_MAX / 4);
      expect(depth).toBeLessThanOrEqual(QUERY_DEPTH_MAX);
    }
  });

  it('a page costs what it may hold', () => {
    const page = (first: string): number =>
      size(`query($n: Int) { events(${first}) { edges { node { id type } } } }`).cost;
    expect(page('first: 500')).toBeGreaterThan(page('first: 10') * 2);
    expect(page('first: $n')).toBe(page('first: 500'));
    expect(page('type: "x"')).toBe(page('first: 50'));
  });

  it('fragments count where they are spread, as often as they are', () => {
    const spread = 'fragment F on CellExplanation { parts { value label } }';
    const once = size(`{ explain { ...F } } ${spread}`);
    const inline = size('{ explain { parts { value label } } }');
    expect(once).toEqual(inline);
    expect(size(`{ a: explain { ...F } b: explain { ...F } } ${spread}`).cost).toBe(inline.cost * 2);
  });

  it('of a view that is followed all cells count, also by fragments; one reason for each', () => {
    const followed = (cells: string): number => size(`subscription { viewChanged { ${cells} } }`).cost;
    const one = followed('cells { before after }');
    expect(one).toBeGreaterThanOrEqual(800 * 2);
    expect(size('{ budgetDiff { cells { before after } } }').cost - 500).toBeLessThan(one / 50);
    expect(
      size(
        'subscription { ...F } fragment F on Subscription { viewChanged { ...G } } fragment G on ViewChanged { cells { ...H } } fragment H on ChangedCell { before after }',
      ).cost,
    ).toBe(one);
    expect(followed('cells { before after why { kind } }') - one).toBe(800 * 2);
    const sixty = Array.from({ length: 60 }, (_, n) => `a${n}: cells { path cell { value marks } }`).join(
      ' ',
    );
    expect(followed(sixty)).toBeGreaterThan(QUERY_COST_MAX);
  });

  it('ends on circles and on fragments that are not there', () => {
    expect(size('{ explain { ...A } } fragment A on X { parts { ...A } }').depth).toBeLessThan(10);
    expect(size('{ explain { ...Missing } }').cost).toBeGreaterThan(0);
    expect(size('{ ...A } fragment A on Query { ...A }').roots).toBe(0);
  });

  it('the largest operation counts', () => {
    expect(size(`query A { units { pageInfo { hasNextPage } } } query B ${VIEW}`).cost).toBe(size(VIEW).cost);
  });
});
