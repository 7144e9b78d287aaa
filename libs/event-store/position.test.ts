import { describe, expect, test } from '@jest/globals';
import { comparePositions, logOf, parsePosition, requireLog } from './position.js';

const position = parsePosition;

describe('a position', () => {
  test('orders by number, not by text', () => {
    const texts = ['k3f9:10', 'k3f9:9', 'k3f9:0', 'k3f9:18446744073709551615', 'k3f9:1844674407370955161'];
    expect(texts.map(position).toSorted(comparePositions)).toEqual([
      'k3f9:0',
      'k3f9:9',
      'k3f9:10',
      'k3f9:1844674407370955161',
      'k3f9:18446744073709551615',
    ]);
  });

  test('of an engine with two numbers orders by the first, then the second', () => {
    const texts = ['k3f9:7-9', 'k3f9:7-10', 'k3f9:6-99'];
    expect(texts.map(position).toSorted(comparePositions)).toEqual(['k3f9:6-99', 'k3f9:7-9', 'k3f9:7-10']);
    expect(comparePositions(position('k3f9:7-9'), position('k3f9:7-9'))).toBe(0);
  });

  test('knows its log, and is not compared with one of another', () => {
    expect(logOf(position('k3f9:7'))).toBe('k3f9');
    const refused = expect.objectContaining({ code: 'POSITION_OF_OTHER_LOG' });
    expect(() => comparePositions(position('k3f9:7'), position('abcd:7'))).toThrow(refused);
    expect(() => requireLog(position('k3f9:7'), 'k3f')).toThrow(refused);
    expect(() => requireLog(position('k3f9:7'), 'k3f99')).toThrow(refused);
    expect(() => requireLog(position('k3f9:7'), 'k3f9')).not.toThrow();
  });
});
