import { describe, expect, it } from '@jest/globals';
import { sentenceHash, sentencesOf } from './sentence.js';

describe('the sentences of a text', () => {
  it('end where a capital follows a stop, and at the end of a line', () => {
    expect(sentencesOf('Bidraget höjs. Det sker i år! Varför?\nRubrik utan punkt')).toEqual([
      'Bidraget höjs.',
      'Det sker i år!',
      'Varför?',
      'Rubrik utan punkt',
    ]);
  });

  it('do not end at an abbreviation, a decimal or a paragraph that goes on in lower case', () => {
    expect(sentencesOf('Det gäller t.o.m. 2024, ca. 3,5 mnkr enl. beslut.')).toHaveLength(1);
  });

  it('are the same whatever the markup, the spaces and the way å is composed', () => {
    const plain = sentencesOf('Intäkterna på marken ökar.');
    expect(sentencesOf('- **Intäkterna**  <b>på</b>\u00a0marken ökar.'.normalize('NFD'))).toEqual(plain);
  });

  it('are told apart by their hash', () => {
    const [one = '', other = ''] = sentencesOf('Bidraget höjs. Bidraget sänks.');
    expect(sentenceHash(one)).toMatch(/^[0-9a-f]{64}$/);
    expect(sentenceHash(one)).not.toBe(sentenceHash(other));
  });
});
