import { describe, it } from '@jest/globals';
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

  it('is accepted once, and may be explained again and again', () => {
    const [accepted] = given().when(accept).events;
    given(accepted!).when(accept).refused('DISCREPANCY_ACCEPTED', 'discrepancy');
    given(accepted!)
      .when({ type: 'ExplainDiscrepancy', data: { discrepancy: 'd1', explanation: 'Avrundning' } })
      .gives('DiscrepancyExplained');
  });
});
