import { describe, expect, it } from '@jest/globals';
import { linesOf } from './decode.js';

const TEXT = 'Båtar på sjön\r\nÄlven – öster\n';

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function utf16(text: string, little: boolean): Uint8Array {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return little ? bytes : bytes.swap16();
}

/** The letters of the code page 437 among which å, ä and ö are. */
function cp437(text: string): Uint8Array {
  return Buffer.from(
    text.replaceAll('å', '\x86').replaceAll('ä', '\x84').replaceAll('ö', '\x94').replaceAll('Ä', '\x8e'),
    'latin1',
  );
}

function refusal(bytes: Uint8Array): unknown {
  try {
    return linesOf(bytes, 'sjovik.txt');
  } catch (error) {
    return error;
  }
}

describe('the encoding of a text', () => {
  const lines = ['Båtar på sjön', 'Älven – öster', ''];
  const latin = Buffer.from(TEXT.replace('–', '\x96'), 'latin1');

  it.each([
    ['UTF-8', utf8(TEXT)],
    ['UTF-8 with a byte order mark', utf8(`\ufeff${TEXT}`)],
    ['UTF-16, little end first', utf16(TEXT, true)],
    ['UTF-16, big end first', utf16(TEXT, false)],
    ['windows-1252', latin],
  ])('may be %s', (_, bytes) => {
    expect(linesOf(bytes, 'sjovik.txt')).toEqual(lines);
  });

  it('ends lines as any system does, and knows no page breaks', () => {
    expect(linesOf(utf8('a\rb\r\nc\n\fd'), 'sjovik.txt')).toEqual(['a', 'b', 'c', 'd']);
  });

  it.each([
    ['nothing at all', new Uint8Array(), 'FILE_EMPTY', undefined],
    ['nothing but blanks', utf8(' \n\t\n'), 'FILE_EMPTY', undefined],
    ['a zero byte', utf8('Hamn\nFärja\0\n'), 'FILE_BINARY', 2],
    ['UTF-16 without a byte order mark', utf16('Hamn', true).subarray(2), 'FILE_BINARY', 1],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'FILE_BINARY', 2],
    ['UTF-8 cut off within a letter', utf8('Båt\nFärja på sjö').subarray(0, -1), 'ENCODING_UNKNOWN', 2],
    [
      'two encodings',
      Buffer.concat([utf8('Båt\nFärja\n'), Buffer.from('Sjö', 'latin1')]),
      'ENCODING_UNKNOWN',
      3,
    ],
    ['the code page of an old program', cp437('Hamn\nBåtar på sjön'), 'ENCODING_UNKNOWN', 2],
    ['UTF-8 read as something else and saved', utf8('Hamn\nBÃ¥tar'), 'ENCODING_UNKNOWN', 2],
    ['letters that were lost', utf8('Hamn\nB\ufffdtar'), 'ENCODING_UNKNOWN', 2],
    ['half a character of UTF-16', utf16('Hamn', true).subarray(0, -1), 'ENCODING_UNKNOWN', undefined],
  ])('is refused when it is %s', (_, bytes, code, line) => {
    expect(refusal(bytes)).toMatchObject({
      code,
      place: { file: 'sjovik.txt', ...(line === undefined ? {} : { line }) },
      hint: expect.stringMatching(/\.$/),
    });
  });
});
