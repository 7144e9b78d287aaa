import { describe, expect, it } from '@jest/globals';
import { given } from '../../../test/support/given.js';
import type { Command } from '../index.js';

const total = (importId?: string): Command => ({
  type: 'StateTotal',
  data: {
    unit: 'boras/ks',
    area: 'operations',
    basis: 'budget',
    period: '2021',
    edition: '2021:2',
    lines: [{ line: [], measure: 'cost', amount: '-222415', unitOfMeasure: 'tkr' }],
  },
  ...(importId === undefined ? {} : { importId }),
});

describe('a printed total', () => {
  it('by hand is of an edition that is declared and not closed, like any other number', () => {
    given().when(total()).refused('EDITION_UNDECLARED', 'edition');
    given()
      .knowing({ editionState: () => 'closed' })
      .when(total())
      .refused('EDITION_CLOSED', 'edition');
    given()
      .knowing({ editionState: () => 'declared' })
      .when(total())
      .gives('TotalStated');
  });

  it('that is imported needs no declaration', () => {
    given().when(total('budget-2021')).gives('TotalStated');
  });
});

describe('a discrepancy', () => {
  const accept: Command = { type: 'AcceptDiscrepancy', data: { discrepancy: 'd1', reason: 'Tryckfel' } };
  const explain: Command = {
    type: 'ExplainDiscrepancy',
    data: { discrepancy: 'd1', explanation: 'Avrundning' },
  };
  const numbers = { stated: '-137053', computed: '137053' };
  const knowing = { discrepancy: () => numbers };

  it('is explained and accepted with the numbers it has', () => {
    expect(given().knowing(knowing).when(accept).events).toMatchObject([{ data: numbers }]);
    expect(given().knowing(knowing).when(explain).events).toMatchObject([{ data: numbers }]);
  });

  it('is accepted once, and may be explained again and again', () => {
    const [accepted] = given().knowing(knowing).when(accept).events;
    given(accepted!).knowing(knowing).when(accept).refused('DISCREPANCY_ACCEPTED', 'discrepancy');
    given(accepted!).knowing(knowing).when(explain).gives('DiscrepancyExplained');
  });

  it('is accepted again when its numbers are others', () => {
    const [accepted] = given().knowing(knowing).when(accept).events;
    const others = { discrepancy: () => ({ ...numbers, computed: '137052' }) };
    given(accepted!).knowing(others).when(accept).gives('DiscrepancyAccepted');
  });

  it('that there is not, or that has changed since somebody looked at it, is refused', () => {
    given().when(explain).refused('DISCREPANCY_UNKNOWN', 'discrepancy');
    const seen: Command = { ...accept, data: { ...accept.data, stated: '-1', computed: '137053' } };
    given().knowing(knowing).when(seen).refused('DISCREPANCY_CHANGED', 'discrepancy');
  });

  it('that is imported as explained says itself which numbers it had', () => {
    const imported: Command = {
      type: 'ExplainDiscrepancy',
      data: { discrepancy: 'd1', explanation: 'Avrundning', ...numbers },
      importId: 'i1',
    };
    given().when(imported).gives('DiscrepancyExplained');
  });
});
