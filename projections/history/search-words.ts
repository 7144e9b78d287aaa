import { LedgerError } from '#amount';
import { worded } from '../runner/terms.js';

/** Words of one question; more narrow nothing down and cost a search each. */
const WORDS_MAX = 20;
const LENGTH_MAX = 400;

/**
 * What a person wrote as expressions of the full-text search, one for each word or phrase: everything in quotes, so that
 * nothing of it is syntax. `taxi*` is whatever begins so.
 * @throws LedgerError WRONG_USAGE
 */
export function searchWords(text: string, field: string): string[] {
  const words = text.length > LENGTH_MAX ? [] : (worded(text).match(/"[^"]*"|[^\s"]+/gu) ?? []);
  const found = words.flatMap((word) => {
    const bare = word.replaceAll('"', ' ').replace(/\*+$/u, '').trim();
    if (!/[\p{L}\p{N}]/u.test(bare)) return [];
    return [`"${bare}"${word.endsWith('*') ? '*' : ''}`];
  });
  if (found.length > 0 && found.length <= WORDS_MAX) return found;
  throw new LedgerError('WRONG_USAGE', `"${text.slice(0, 60)}" is nothing that can be searched for`, {
    place: { field },
    hint: `Write up to ${WORDS_MAX} words: taxi* for what begins so, "fler barn" for words that stand together.`,
  });
}

/** Words whose letters are the same for SQLite's tokenizer as for us, in whatever case. */
const PLAIN = /^[a-z0-9àáäåæçèéêëíïñóöøúü]+$/u;
const COMBINING = /[\u0300-\u036f]/;

/** Whether the words may stand in a text, as far as its letters tell: what is false of needs no closer look. */
export function stands(searched: readonly string[]): (text: string) => boolean {
  const words = searched
    .flatMap(
      (one) =>
        worded(one)
          .toLowerCase()
          .match(/[\p{L}\p{N}]+/gu) ?? [],
    )
    .filter((word) => PLAIN.test(word));
  return (text) => {
    if (COMBINING.test(text)) return true;
    const lower = text.toLowerCase();
    return words.every((word) => lower.includes(word));
  };
}
