import { describe, expect, it } from '@jest/globals';
import { LedgerError } from '#amount';
import { failureMessage, failureOf } from './log-source.js';

describe('a failure of the thread', () => {
  it('is the same refusal on the other side', () => {
    const place = { file: 'log.sqlite' };
    const damaged = new LedgerError('LOG_DAMAGED', 'the log file is damaged', {
      place,
      hint: 'Keep it aside.',
    });
    const arrived = failureOf(structuredClone(failureMessage(damaged)));
    expect(arrived).toBeInstanceOf(LedgerError);
    expect(arrived).toMatchObject({ ...damaged.toJSON() });
  });

  it('stays a fault where it is one', () => {
    const arrived = failureOf(structuredClone(failureMessage(new TypeError('x is undefined'))));
    expect(arrived).not.toBeInstanceOf(LedgerError);
    expect(arrived).toMatchObject({ message: 'x is undefined' });
  });
});
