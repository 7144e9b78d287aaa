import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { NESTING_MAX, canonicalJson } from './canonical-json.js';

describe('canonical JSON', () => {
  // https://www.rfc-editor.org/rfc/rfc8785: 3.2.2 with its numbers left out, since fractions are not stored.
  test('the sample of RFC 8785, 3.2.2', () => {
    const value = {
      string: "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\u0022/",
      literals: [null, true, false],
    };
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  test('the sorting sample of RFC 8785, 3.2.3', () => {
    const value = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    const order = [...canonicalJson(value).matchAll(/":"([^"]*)"/g)].map((match) => match[1]);
    expect(order).toEqual([
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ]);
  });

  // https://github.com/cyberphone/json-canonicalization/tree/master/testdata: french, structures, weird, arrays.
  test.each<[string, string, string]>([
    [
      'french',
      '{"peach":"This sorting order","péché":"is wrong according to French","pêche":"but canonicalization MUST","sin":"ignore locale"}',
      '{"peach":"This sorting order","péché":"is wrong according to French","pêche":"but canonicalization MUST","sin":"ignore locale"}',
    ],
    [
      'structures',
      '{"1":{"f":{"f":"hi","F":5},"\\n":56},"10":{},"":"empty","a":{},"111":[{"e":"yes","E":"no"}],"A":{}}',
      '{"":"empty","1":{"\\n":56,"f":{"F":5,"f":"hi"}},"10":{},"111":[{"E":"no","e":"yes"}],"A":{},"a":{}}',
    ],
    ['unicode', '{"Unnormalized Unicode":"A\\u030a"}', '{"Unnormalized Unicode":"A\u030a"}'],
    ['arrays', '[56,{"d":true,"10":null,"1":[]}]', '[56,{"1":[],"10":null,"d":true}]'],
    [
      'weird',
      '{"\\u20ac":"Euro Sign","\\r":"Carriage Return","\\u000a":"Newline","1":"One","\\u0080":"Control\\u007f","\\ud83d\\ude02":"Smiley","\\u00f6":"Latin Small Letter O With Diaeresis","\\ufb33":"Hebrew Letter Dalet With Dagesh","</script>":"Browser Challenge"}',
      '{"\\n":"Newline","\\r":"Carriage Return","1":"One","</script>":"Browser Challenge","\u0080":"Control\u007f","ö":"Latin Small Letter O With Diaeresis","€":"Euro Sign","😂":"Smiley","\ufb33":"Hebrew Letter Dalet With Dagesh"}',
    ],
  ])('published vector %s', (_, input, output) => {
    expect(canonicalJson(JSON.parse(input))).toBe(output);
  });

  test('whole numbers as RFC 8785, appendix B, prints them', () => {
    expect(canonicalJson([0, -0, 9007199254740991, -9007199254740991])).toBe(
      '[0,0,9007199254740991,-9007199254740991]',
    );
  });

  const value = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme' }),
      fc.maxSafeInteger(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value')),
      fc.dictionary(fc.string({ unit: 'binary' }), tie('value')),
    ),
  })).value;

  /** The RFC read literally: sort, then let ECMAScript write. */
  const literal = (json: unknown): string => {
    if (Array.isArray(json)) return `[${json.map(literal).join(',')}]`;
    if (typeof json !== 'object' || json === null) return JSON.stringify(json);
    const fields = Object.entries(json).toSorted(([a], [b]) => (a < b ? -1 : 1));
    return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${literal(field)}`).join(',')}}`;
  };

  test('is what the RFC says read literally, and means the same as what went in', () => {
    fc.assert(
      fc.property(value, (json) => {
        const text = canonicalJson(json);
        expect(text).toBe(literal(json));
        expect(canonicalJson(JSON.parse(text))).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(json)));
      }),
      { numRuns: 500 },
    );
  });

  const circular: Record<string, unknown> = {};
  circular['self'] = circular;
  const deep = JSON.parse('['.repeat(NESTING_MAX + 1) + ']'.repeat(NESTING_MAX + 1)) as unknown;

  test.each<[string, unknown, string]>([
    ['undefined', { a: undefined }, 'data.a'],
    ['a hole in a list', { a: Object.assign([], { 0: 1, 2: 3 }) }, 'data.a[1]'],
    ['a BigInt', [{ b: 1n }], 'data[0].b'],
    ['a function', { f: () => 1 }, 'data.f'],
    ['a symbol', Symbol('s'), 'data'],
    ['infinity', { a: { b: [Infinity] } }, 'data.a.b[0]'],
    ['a fraction', 0.5, 'data'],
    ['an inexact number', 2 ** 53, 'data'],
    ['a map', { m: new Map() }, 'data.m'],
    ['bytes', { m: new Uint8Array(1) }, 'data.m'],
    ['a boxed string', { m: Object('x') as unknown }, 'data.m'],
    ['half a character', { 'ö x': 'a\udc00' }, 'data["ö x"]'],
    ['half a character in a name', { '\ud800': 1 }, 'data["\\ud800"]'],
    ['a circle', circular, `data${'.self'.repeat(NESTING_MAX)}`],
    ['what is nested too deep', deep, `data${'[0]'.repeat(NESTING_MAX)}`],
  ])('%s is refused, and its place is named', (_, refused, field) => {
    expect(() => canonicalJson(refused, 'data')).toThrow(
      expect.objectContaining({ code: 'VALUE_NOT_STORABLE', place: { field } }),
    );
  });
});
