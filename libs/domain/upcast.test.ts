import { currentVersion, entriesOf, upcast, type Upcasters } from './index.js';

// A made-up event with three versions: kronor became tkr, then the decision got a name of its own.
const upcasters: Upcasters = {
  FeeSet: [
    (data: { kr: string }) => ({ tkr: String(Number(data.kr) / 1000) }),
    (data: { tkr: string }) => ({ ...data, decision: {} }),
  ],
};
const event = (schemaVersion: number, data: object) => ({ id: 'e', type: 'FeeSet', schemaVersion, data });

describe('upcast', () => {
  it('takes an old event through every version to the current one', () => {
    expect(upcast(event(1, { kr: '5000' }), upcasters)).toEqual(event(3, { tkr: '5', decision: {} }));
    expect(upcast(event(2, { tkr: '5' }), upcasters)).toEqual(event(3, { tkr: '5', decision: {} }));
  });

  it('leaves a current event as it is, the same object', () => {
    const current = event(3, { tkr: '5', decision: {} });
    expect(upcast(current, upcasters)).toBe(current);
    const other = { ...current, type: 'NeverChanged' };
    expect(upcast(other, upcasters)).toBe(other);
  });

  it('does not touch what was stored', () => {
    const stored = Object.freeze(event(1, Object.freeze({ kr: '5000' })));
    upcast(stored, upcasters);
    expect(stored).toEqual(event(1, { kr: '5000' }));
  });

  it('counts versions from 1', () => {
    expect(currentVersion('FeeSet', upcasters)).toBe(3);
    expect(currentVersion('BudgetAdopted')).toBe(1);
  });

  it('refuses an event of a program newer than this one', () => {
    expect(() => entriesOf({ id: 'e', type: 'BudgetAdopted', schemaVersion: 2, data: {} })).toThrow(
      'BudgetAdopted version 2 is no event',
    );
    expect(() => entriesOf(event(1, {}))).toThrow('FeeSet version 1 is no event that this program knows');
  });
});
