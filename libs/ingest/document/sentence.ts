import { createHash } from 'node:crypto';

/**
 * What is known only by a sentence of a document is entered with the sentence's hash, and never with the sentence: who
 * has the document finds it again, and the repository holds none of the text.
 */

/**
 * The sentences of a text, as they are hashed: without markup, with single spaces, normalised to NFC. An item of a list
 * and a line of its own are sentences too.
 */
export function sentencesOf(text: string): string[] {
  return text
    .split(/\r\n|\n|\r/)
    .flatMap((line) => plain(line).split(ENDS))
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
}

/** sha-256 of a sentence, hexadecimal. */
export function sentenceHash(sentence: string): string {
  return createHash('sha256').update(sentence, 'utf8').digest('hex');
}

/** After a full stop that ends a sentence: the next begins with a capital, and "kl. 8" or "t.o.m. 2024" does not. */
const ENDS = /(?<=[^\s.][.!?]["”)]?)\s+(?=["”(]?\p{Lu})/u;

function plain(line: string): string {
  return line
    .normalize('NFC')
    .replaceAll(/<\/?(?:b|i|u|p|br|strong|em)\s*\/?>/gi, ' ')
    .replaceAll(/^\s*(?:[-*·•]|#{1,6})\s+/g, '')
    .replaceAll(/\*+|\[bookmark: [^\]]*\]/g, '')
    .replaceAll(/\s+/g, ' ');
}
