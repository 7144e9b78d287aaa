import { describe, expect, it } from '@jest/globals';
import { isLedgerError } from '#amount';
import { eventOf } from '#domain';
import { contentText, EVENT_BYTES_MAX, PlanBuilder } from './import-plan.js';

const place = { file: 'units.csv', line: 2 };
const unit = (name: string) => eventOf('UnitDefined', { unit: 'sjovik', name, kind: 'municipality' });

function codeOf(act: () => void): string | undefined {
  try {
    act();
  } catch (error) {
    if (isLedgerError(error)) return `${error.code} ${error.place?.file ?? ''} ${error.place?.line ?? ''}`;
  }
  return undefined;
}

describe('PlanBuilder', () => {
  it('refuses two events with one id, an event that breaks a rule, and one that no append can hold', () => {
    const builder = new PlanBuilder();
    builder.add(['unit', 'sjovik'], unit('Sjövik'), place);
    expect(codeOf(() => builder.add(['unit', 'sjovik'], unit('Sjövik'), { ...place, line: 3 }))).toBe(
      'DUPLICATE_EVENT units.csv 3',
    );
    expect(codeOf(() => builder.add(['unit', 'a'], unit(''), { ...place, line: 4 }))).toBe(
      'EVENT_INVALID units.csv 4',
    );
    const long = 'x'.repeat(EVENT_BYTES_MAX);
    expect(codeOf(() => builder.add(['unit', 'b'], unit(long), { ...place, line: 5 }))).toBe(
      'EVENT_TOO_LARGE units.csv 5',
    );
  });
});

describe('contentText', () => {
  it('is the same for the same content, whatever the order of the fields', () => {
    expect(contentText({ b: [1, { d: null, c: 'å' }], a: undefined })).toBe('{"b":[1,{"c":"å","d":null}]}');
    expect(contentText({ b: 1, a: 2 })).toBe(contentText({ a: 2, b: 1 }));
    expect(contentText([{ a: 1 }])).not.toBe(contentText({ a: 1 }));
  });
});
