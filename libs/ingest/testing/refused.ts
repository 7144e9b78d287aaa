import type { Place } from '#amount';
import { edited, sjovik, withLine, type Files } from './sjovik.js';

/** A package that cannot be taken, what is told of it, and where. */
export interface Refused {
  readonly what: string;
  readonly of: Files;
  readonly code: string;
  /** In the message. */
  readonly says: string;
  readonly place: Place;
  /** In the hint. */
  readonly hint: string;
}

export const files = sjovik();

/** The made-up package with one text replaced. */
export function edit(name: string, text: string, by: string): Files {
  return edited(files, name, text, by);
}

/** The made-up package with one line more. */
export function add(name: string, line: string): Files {
  return withLine(files, name, line);
}

/** A refusal at the first line of the file that has the text; lines are counted from 1, as an editor does. */
export function at(
  what: string,
  of: Files,
  [file, text]: readonly [string, string],
  code: string,
  says: string,
  place: Place,
  hint: string,
): Refused {
  const line = (of[file] ?? '').split('\n').findIndex((content) => content.includes(text)) + 1;
  return { what, of, code, says, hint, place: { file, line, ...place } };
}

/** In the files that explain, the lines have no table: column is that of the file. */
export function inFile(column: string, more: Place = {}): Place {
  return { column, field: column, ...more };
}
