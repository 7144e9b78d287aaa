import { describe, expect, it } from '@jest/globals';
import { readText } from './text.js';

function refusal(text: string): unknown {
  try {
    return readText(new TextEncoder().encode(text), 'sjovik.txt').blocks.length;
  } catch (error) {
    return error;
  }
}

describe('a file that is cut off', () => {
  it.each([
    ['within a row of tabs', '# Ram\n\nPost\t2031\t2032\nHamn\t1\t2\nFärja\t3', 3],
    ['within a row of cells', '\tPost\n\t2031\n\n\tHamn\n\t1\n\n\tFärja', 1],
    ['within a row of cells, after one of them', '\tPost\n\t2031\n\n\tHamn\n\t1\n\n\tFärja\n', 1],
    ['within a table in HTML', '# Ram\n\n<table>\n<tr><td>Hamn</td><td>1</td></tr>\n', 3],
    ['within a table in a cell', '# Ram\n\nPost\tUtfall\nHamn\t<table><tr><td>2031</td>', 4],
  ])('%s is refused by its line', (_, text, line) => {
    expect(refusal(text)).toMatchObject({ code: 'FILE_TRUNCATED', place: { file: 'sjovik.txt', line } });
  });

  it('within a sentence is refused, where sentences otherwise end and the line does not', () => {
    const sentence = 'Bryggorna i hamnen har målats om under året, och färjan har fått en ny motor';
    const whole = `${sentence}.\n\n`.repeat(8);
    expect(refusal(`${whole}${sentence}`)).toMatchObject({
      code: 'FILE_TRUNCATED',
      place: { file: 'sjovik.txt', line: 17 },
    });
    expect(refusal(`${whole}${sentence}\n`)).toBe(9);
    expect(refusal(`${whole}${sentence}.`)).toBe(9);
    expect(refusal(`${whole}Hamnkontoret i Sjövik`)).toBe(9);
    expect(refusal(`${sentence}\n\n`.repeat(8) + sentence)).toBe(9);
  });

  it('before the last section of its contents page is refused', () => {
    const text = 'Innehåll\n\nHamn\t3\nFärja\t4\nBojar\t5\n\nHamn\n\nDen är öppen.\n\nFärja\n\nDen går.\n';
    expect(refusal(text)).toMatchObject({ code: 'FILE_TRUNCATED' });
    expect(refusal(`${text}\nBojar\n\nDe flyter.\n`)).toBe(10);
  });
});
