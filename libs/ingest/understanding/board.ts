import type { BoardProfile } from '../profile/profile.js';
import { headingKey, plainText, slugOf } from './words.js';

/** A board as a document names it. */
export interface NamedBoard {
  readonly id: string;
  readonly name: string;
  /** Where the profile knows it. */
  readonly profile: BoardProfile | null;
}

/** What the profile knows under this name; else a board by rule, whose id is the slug of its name. */
export function boardNamed(name: string, boards: readonly BoardProfile[]): NamedBoard {
  const key = headingKey(name);
  const known = boards.find((board) => [board.name, ...board.also].some((each) => headingKey(each) === key));
  if (known !== undefined) return { id: known.id, name: known.name, profile: known };
  return { id: slugOf(name), name, profile: null };
}

/** A word that a board's name ends with, definite or not, with a genitive or without. */
const ENDING = /(nämnden|nämnd|styrelsen|styrelse)s?$/iu;

/**
 * The boards that a text names, in their order: `Servicenämnden`, `Tekniska nämnden`, `Vård- och äldrenämnden`.
 * A common noun (`nämnden`) is none.
 */
export function boardsIn(text: string): string[] {
  if (!/nämnd|styrelse/i.test(text.normalize('NFC'))) return [];
  const words = plainText(text)
    .split(/[\s(),.;:/”"“]+/)
    .filter((word) => word !== '');
  const boards: string[] = [];
  for (const [index, word] of words.entries()) {
    if (!ENDING.test(word)) continue;
    const first = beginning(words, index);
    if (first === null) continue;
    const name = [...words.slice(first, index), definite(word)].join(' ');
    if (!/^(?:nämnden|styrelsen)$/i.test(name)) boards.push(name);
  }
  return boards;
}

/** Does the text say nothing but a board's name? */
export function isBoardName(text: string): boolean {
  const [board, ...more] = boardsIn(text);
  return board !== undefined && more.length === 0 && headingKey(board) === headingKey(text);
}

/** A name begins with a capital: of its own word, of an adjective before it, or of the first of two (`Vård- och`). */
function beginning(words: readonly string[], index: number): number | null {
  if (/^\p{Lu}/u.test(words[index] ?? '')) return index;
  if (/^\p{Lu}\p{Ll}+a$/u.test(words[index - 1] ?? '')) return index - 1;
  return words[index - 1] === 'och' && /^\p{Lu}[\p{L}-]*-$/u.test(words[index - 2] ?? '') ? index - 2 : null;
}

function definite(word: string): string {
  return word.replace(ENDING, (_, stem: string) =>
    /en$/i.test(stem) ? stem : `${stem}${/d$/i.test(stem) ? 'en' : 'n'}`,
  );
}
