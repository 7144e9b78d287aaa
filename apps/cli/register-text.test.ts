import { describe, expect, it } from '@jest/globals';
import { LedgerError } from '#amount';
import { EXIT, exitCodeOf, failureText, ToldFailure } from './exit-codes.js';
import { sinceText } from './register-text.js';

const reading = {
  unit: 'sjovik/ks/stab',
  area: 'operations',
  line: ['Kansli'],
  measure: 'cost',
  basis: 'budget',
  period: '2031',
  edition: '2031:2',
} as const;

function told(was: string | null, is: string | null, sinceLeftOut = 0): string {
  const entry = { id: 'a/0', reading, unitOfMeasure: 'tkr', was, is, cause: null } as const;
  const event = {
    event: 'a',
    type: 'BudgetChanged',
    actor: 'x',
    recordedAt: 'then',
    position: 'k:1',
    revision: 1,
  };
  const since = [{ ...event, reason: null, entries: [entry] }];
  const conflict = {
    kind: 'conflict',
    stream: 's',
    revision: 1,
    message: 'm',
    hint: 'h',
    since,
    sinceLeftOut,
  } as const;
  return sinceText(conflict);
}

describe('what somebody else changed', () => {
  it.each([
    [null, '50', '50 tkr ['],
    ['50', '45', '50 → 45 tkr ['],
    ['50', null, '50 tkr → withdrawn ['],
    [null, null, 'not stated ['],
  ])('from %p to %p', (was, is, said) => {
    expect(told(was, is)).toContain(`budget 2031:2: ${said}`);
  });

  it('tells how many earlier ones are left out', () => {
    expect(told(null, '50', 80)).toMatch(/^  80 earlier are left out; the latest:\n  then/);
    expect(told(null, '50')).toMatch(/^  then/);
  });

  it('stands below the error, however much it is', () => {
    const failure = new ToldFailure(new LedgerError('CONFLICT', 'two events', { hint: 'Look.' }), '  one\n');
    expect(failureText(failure)).toBe('error: two events [CONFLICT]\n  Look.\n  one\n');
    expect(exitCodeOf(failure, 'recording')).toBe(EXIT.conflict);
  });
});
