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
const NAME_WORDS_MAX = 4;

/**
 * The boards that a text names, in their order: `Servicenämnden`, `Tekniska nämnden`, `Vård- och äldrenämnden`.
 * One that begins with a small letter has the words before it until a capital; a common noun (`nämnden`) is none.
 */
export function boardsIn(text: string): string[] {
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

function beginning(words: readonly string[], index: number): number | null {
  for (let first = index; first >= 0 && first > index - NAME_WORDS_MAX; first--) {
    const word = words[first] ?? '';
    if (!/^\p{Lu}/u.test(word)) continue;
    // "Borås Stads Kommunstyrelse": the municipality is not part of the name.
    return /s$/u.test(word) && first < index ? null : first;
  }
  return null;
}

function definite(word: string): string {
  return word.replace(ENDING, (_, stem: string) =>
    /en$/i.test(stem) ? stem : `${stem}${/d$/i.test(stem) ? 'en' : 'n'}`,
  );
}
