import { describe, expect, it } from '@jest/globals';
import type { DifferenceAnswer } from '#projections';
import { differencePartLines, noDecisionText } from './explain-text.js';

type Part = DifferenceAnswer['parts'][number];

function part(label: string, terms: Partial<Part>): Part {
  const none = { difference: '0', begun: '0', ended: '0', unexplained: '0' };
  return { coefficient: 1, label, parts: [], ...none, ...terms } as Part;
}

describe('the parts of a difference', () => {
  it('say what began and what ended, with its amount, beside what nobody explained', () => {
    const lines = differencePartLines(
      [
        part('Ny gata', { difference: '-500', begun: '-500' }),
        part('Gammal gata', { difference: '300', ended: '300' }),
        part('Park', { difference: '20', unexplained: '20' }),
        part('Bro', { difference: '7' }),
        part('Torg', {}),
        part('Utan skillnad', { difference: null, begun: '40', unexplained: '2' }),
      ],
      1,
      '',
    );
    expect(lines.map((line) => line.replaceAll(/\s+/gu, ' ').trim())).toEqual([
      '-500 Ny gata (tillkommet -500)',
      '+300 Gammal gata (upphört +300)',
      '+20 Park (oförklarat +20)',
      '+7 Bro (oförklarat 0)',
      '0 Torg',
      'Utan skillnad (tillkommet +40, oförklarat +2)',
    ]);
  });

  it('have causes without a decision: of those registered by hand there is no source that could tell it', () => {
    const source = { document: 'd', table: '', row: '', column: '', printed: '' };
    expect(noDecisionText({ source })).toBe('ej angivet i källan');
    expect(noDecisionText({ source: null })).toBe('ej angivet');
  });
});
