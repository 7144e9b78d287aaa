import { describe, expect, it } from '@jest/globals';
import { plainZero } from './plain-zero.js';

describe('nought', () => {
  it('has no sign in an amount, however deep it stands, and elsewhere stays as it was', () => {
    const data = {
      note: '-0',
      lines: [{ amount: '-0' }, { relative: { difference: '-0.00' } }, { amount: '-0.5', precision: null }],
    };
    expect(plainZero(data)).toEqual({
      note: '-0',
      lines: [{ amount: '0' }, { relative: { difference: '0.00' } }, { amount: '-0.5', precision: null }],
    });
  });

  it('leaves data without one as they are', () => {
    const data = { lines: [{ amount: '0' }, { amount: null }], move: { amount: '-1' } };
    expect(plainZero(data)).toBe(data);
  });
});
