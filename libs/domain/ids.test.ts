import { derivedEventId, idOfCell } from '#domain';

const cell = { document: 'a'.repeat(64), table: '2.1', row: 'Kommunledning > Kostnad', column: '2021:2' };
const reading = {
  unit: 'boras/ks/slk',
  area: 'operations',
  basis: 'budget',
  period: '2021',
  edition: '2021:2',
  line: ['Kommunledning'],
  measure: 'cost',
} as const;

describe('a derived id', () => {
  it('is a UUID of version 8, the same for ever', () => {
    expect(derivedEventId(['a', 'b'])).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    // Written down: a program of another day must derive the same.
    expect(derivedEventId(['a', 'b'])).toBe('facdde7a-bf1e-8c5b-b012-73ab2e282f79');
  });

  it('tells lists of parts apart that read the same in a row', () => {
    const ids = [['ab'], ['a', 'b'], ['', 'ab'], ['1:a'], ['a', '', 'b']].map(derivedEventId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('follows from document, cell, reading and what it corrects', () => {
    const id = idOfCell('BudgetAdopted', cell, reading);
    expect(idOfCell('BudgetAdopted', { ...cell }, { ...reading })).toBe(id);
    const others = [
      idOfCell('BudgetAdopted', { ...cell, column: '2021:1' }, reading),
      idOfCell('BudgetAdopted', cell, { ...reading, line: ['Kommun', 'ledning'] }),
      idOfCell('EntryCorrected', cell, reading),
      idOfCell('BudgetAdopted', cell, reading, `${id}/0`),
    ];
    expect(new Set([id, ...others]).size).toBe(5);
  });
});
