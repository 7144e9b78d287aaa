import { describe, expect, it } from '@jest/globals';
import { searchWords, stands } from './search-words.js';

describe('searchWords', () => {
  it('quotes every word, so that nothing is syntax', () => {
    expect(searchWords('taxi* OR (fler) NEAR/2 a:b', 'text')).toEqual([
      '"taxi"*',
      '"OR"',
      '"(fler)"',
      '"NEAR/2"',
      '"a:b"',
    ]);
    expect(searchWords('"fler barn" "sko', 'text')).toEqual(['"fler barn"', '"sko"']);
  });

  it('composes letters and leaves out what has none', () => {
    expect(searchWords('A\u030aR – ***', 'text')).toEqual(['"\u00c5R"']);
  });

  it.each(['', '  ', '–', '""', 'a '.repeat(21), 'a'.repeat(401)])('refuses %j', (text) => {
    expect(() => searchWords(text, 'text')).toThrow(/searched/);
  });

  it('leaves out what cannot hold the words, and nothing else', () => {
    const holds = stands(['TAXI* "fler barn"', 'Örby']);
    expect(holds('{"words":"Fler BARN åker taxiresor till örby"}')).toBe(true);
    expect(holds('{"words":"Fler barn åker till Örby"}')).toBe(false);
    expect(holds('{"words":"A\u030a"}')).toBe(true);
    expect(stands(['ἀγορά'])('nothing')).toBe(true);
  });
});
