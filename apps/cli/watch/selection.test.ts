import { describe, expect, it } from '@jest/globals';
import { operationOf } from './operation.js';
import { selected, selectionText } from './selection.js';

const TREE = { cursor: true, cells: { path: true, cell: { value: true } } } as const;

describe('a selection', () => {
  it('is asked of a server as it stands', () => {
    expect(selectionText(TREE)).toBe('cursor cells { path cell { value } }');
  });

  it('takes the same of what is read here: no more, and null for what is not there', () => {
    const value = { cursor: 'a:1/0', more: 1, cells: [{ path: ['Stab'], cell: null, why: [] }] };
    expect(selected(value, TREE)).toEqual({ cursor: 'a:1/0', cells: [{ path: ['Stab'], cell: null }] });
    expect(selected({ cells: [] }, TREE)).toEqual({ cursor: null, cells: [] });
  });
});

describe('an operation', () => {
  it('goes on after a cursor, and names a kind as GraphQL can', () => {
    const filter = { unit: 'boras', kind: 'same-fact', classes: ['discrepancy'] } as const;
    const { query, variables } = operationOf({ request: { kind: 'discrepancyChanged', filter } }, 'a:1/0');
    expect(query).toContain('discrepancyChanged(unit: $unit, document: $document, kind: $kind,');
    expect(variables).toMatchObject({
      unit: 'boras',
      kind: 'sameFact',
      class: ['discrepancy'],
      after: 'a:1/0',
    });
  });
});
