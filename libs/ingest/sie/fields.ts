/**
 * The fields of a line of a SIE file (SIE filformat 4B, 5): parted by spaces or tabs, in quotation marks where they
 * hold one of those, a quotation mark within them written `\"`; lists of objects in braces. Nothing means anything yet.
 */

/** A field: its text, or the fields within braces. */
export type SieField = string | readonly string[];

/** Why a line cannot be divided. */
export class FieldsUnreadable extends Error {
  constructor(
    message: string,
    readonly hint: string,
  ) {
    super(message);
  }
}

const PLAIN = /^[^"\\{}]*$/;
const BLANKS = /[ \t]+/;

/** @throws FieldsUnreadable for quotation marks and braces that are not closed */
export function fieldsOf(line: string): SieField[] {
  if (PLAIN.test(line)) return line.split(BLANKS).filter((field) => field !== '');
  const fields: SieField[] = [];
  let list: string[] | null = null;
  let at = 0;
  while (at < line.length) {
    const letter = line[at];
    if (letter === ' ' || letter === '\t') {
      at += 1;
    } else if (letter === '{') {
      if (list !== null) throw new FieldsUnreadable('a brace within braces', LIST_HINT);
      list = [];
      at += 1;
    } else if (letter === '}') {
      if (list === null) throw new FieldsUnreadable('a closing brace without an opening one', LIST_HINT);
      fields.push(list);
      list = null;
      at += 1;
    } else {
      const { text, end } = letter === '"' ? quotedAt(line, at) : bareAt(line, at);
      (list ?? fields).push(text);
      at = end;
    }
  }
  if (list !== null) throw new FieldsUnreadable('a list of objects that is not closed', LIST_HINT);
  return fields;
}

const LIST_HINT =
  'Objects stand as {1 "100" 6 "P1"}: pairs of a dimension and an object, and {} where there is none.';

function quotedAt(line: string, start: number): { text: string; end: number } {
  let text = '';
  for (let at = start + 1; at < line.length; at += 1) {
    const letter = line[at] ?? '';
    if (letter === '"') return { text, end: at + 1 };
    const next = line[at + 1];
    if (letter === '\\' && (next === '"' || next === '\\')) {
      text += next;
      at += 1;
    } else text += letter;
  }
  throw new FieldsUnreadable(
    'a quotation mark that is not closed',
    'A quotation mark within a text is written \\".',
  );
}

function bareAt(line: string, start: number): { text: string; end: number } {
  let end = start;
  while (end < line.length && !' \t{}"'.includes(line[end] ?? '')) end += 1;
  return { text: line.slice(start, end).replaceAll('\\"', '"'), end };
}
