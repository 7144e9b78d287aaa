import { describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { QUERY_COST_MAX } from '../../api/limits.js';
import { sizeOfQuery } from '../../api/query-limits.js';
import { operationOf } from './operation.js';

describe('what is asked of a server to watch a view', () => {
  it('is well within what one may ask', () => {
    const { query } = operationOf(
      {
        request: {
          kind: 'viewChanged',
          request: { view: 'budget-diff', unit: 'a', year: '2021', from: '2021:1', to: '2021:2' },
        },
      },
      undefined,
    );
    expect(sizeOfQuery(parse(query)).cost).toBeLessThan((QUERY_COST_MAX * 2) / 3);
  });
});
