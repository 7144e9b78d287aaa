import { describe, expect, it } from '@jest/globals';
import { participationOf, partyCountsText } from './participation.js';

describe('who took no part in a decision', () => {
  it('is counted by party; a sentence that stands twice counts once', () => {
    const text = 'I beslutet deltar inte A Ek (M), B-C Al (KD), D von E (KD) och F Å (VPB)';
    expect(participationOf([text, `Före. **${text}**. Efter (S).`]).notParticipating).toEqual({
      KD: 2,
      M: 1,
      VPB: 1,
    });
  });

  it('is not stated where a party is named without persons, or nothing is said', () => {
    expect(participationOf(['Gruppen (M) deltar inte i beslutet.', 'A Ek (M) yrkar bifall.'])).toEqual({
      notParticipating: {},
      notes: {},
      reservations: {},
    });
  });

  it('tells notes and reservations apart', () => {
    const texts = [
      'A Ek (M) och B Al (S) lämnar en protokollsanteckning.',
      'C Li (V) lämnar en anteckning till protokollet, se bilaga.',
      'D Os (SD) reserverar sig mot beslutet. E Bo (SD) avstår från att delta.',
    ];
    expect(participationOf(texts)).toEqual({
      notParticipating: { SD: 1 },
      notes: { M: 1, S: 1, V: 1 },
      reservations: { SD: 1 },
    });
  });

  it('is written as the files of a package have it', () => {
    expect(partyCountsText({ KD: 2, M: 1 })).toBe('KD 2; M 1');
    expect(partyCountsText({})).toBe('');
  });
});
