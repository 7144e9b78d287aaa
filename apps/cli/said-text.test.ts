import { describe, expect, it } from '@jest/globals';
import type { EntryAnswer } from '#projections';
import { SMALL_CELL } from '../../test/support/small-ledger.js';
import { correctionTexts, otherSign, saidText, saidThere } from './said-text.js';

function entry(terms: Partial<EntryAnswer>): EntryAnswer {
  if (SMALL_CELL.standing === null) throw new Error('nothing stands');
  return { ...SMALL_CELL.standing, ...terms };
}

describe('what an entry says', () => {
  it.each<[string, Partial<EntryAnswer>]>([
    ['-184 169 tkr', {}],
    ['-184 169 tkr', { printed: '−184 169' }],
    ['-184 169 tkr', { printed: null }],
    ['-184 119 tkr (tryckt "-184 169")', { value: '-184119' }],
    ['-184 169 tkr (tryckt "184 169")', { printed: '184 169' }],
    ['-184 169 tkr (tryckt "-184,2")', { printed: '-184,2' }],
    ['1,5 tkr', { value: '1.5', printed: '+1,50' }],
    ['0 tkr (tryckt "-")', { value: '0', printed: '-' }],
    ['100 tkr (tryckt "10")', { value: '100', printed: '10' }],
    ['12 %', { value: '12', printed: '12 %', unitOfMeasure: 'percent' }],
    ['inget tal (tryckt "-")', { value: null, says: 'notStated', printed: '-' }],
    ['40 tkr', { value: null, says: 'relative', difference: '40', printed: '40' }],
    ['ej angivet', { value: null, says: 'change', printed: null }],
  ])('%s', (text, terms) => {
    expect(saidText(entry(terms))).toBe(text);
  });

  it('quotes what is printed once: where the place does not', () => {
    const misread = entry({ value: '184169' });
    expect(saidThere(misread)).toBe('184 169 tkr');
    expect(saidThere({ ...misread, source: null })).toBe('184 169 tkr (tryckt "-184 169")');
  });
});

describe('a correction', () => {
  it('of what was misread tells the values, though what is printed is the same', () => {
    const was = entry({});
    const is = entry({ value: '-184119' });
    expect(correctionTexts({ entry: was, is })).toEqual(['-184 169 tkr', '-184 119 tkr (tryckt "-184 169")']);
    expect(correctionTexts({ entry: was, is: null })).toEqual(['-184 169 tkr', null]);
  });

  it('of the cause or the line tells those', () => {
    const change = entry({ says: 'change', cause: 'Sparbeting', printed: null });
    const line = ['Kansli'];
    const is = { ...change, cause: 'Volym', reading: { ...change.reading, line } };
    expect(correctionTexts({ entry: change, is })).toEqual([
      '-184 169 tkr, Kommunledning, Sparbeting',
      '-184 169 tkr, Kansli, Volym',
    ]);
  });
});

describe('the sign of a table', () => {
  it('is told where it is the other one and there is an amount', () => {
    expect(otherSign('105000', -1)).toBe('-105 000');
    expect(otherSign('-0.5', -1)).toBe('0,5');
    expect(['105000', '0', null].map((value, at) => otherSign(value, at === 0 ? 1 : -1))).toEqual([
      null,
      null,
      null,
    ]);
    expect(otherSign('1', undefined)).toBeNull();
  });
});
