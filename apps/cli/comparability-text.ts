import type { ComparabilityAnswer } from '#projections';
import { wrapped } from './columns.js';

/** What is told below a table or an explanation of what cannot be compared as it stands, in Swedish. */

const KINDS: Readonly<Record<ComparabilityAnswer['kind'], string>> = {
  unitMoved: 'Flyttad verksamhet',
  perimeterChanged: 'Ändrad omfattning',
  lineRenamed: 'Ny benämning',
  lineSplit: 'Delad rad',
  linesMerged: 'Sammanslagna rader',
  scaleChanged: 'Ändrad skala',
};

/** Rows that a note names; of more it tells how many. */
const ROWS_NAMED_MAX = 4;

/** Characters of a line where nobody knows how wide the terminal is. */
const LINE_CHARACTERS = 100;
const HANGING = '  ';

export function comparabilityNotes(found: readonly ComparabilityAnswer[] | undefined): string[] {
  return (found ?? []).map((item) => `Jämförbarhet: ${noteOf(item)}`);
}

/** The same as lines of a width, each note going on further in. */
export function comparabilityLines(
  found: readonly ComparabilityAnswer[] | undefined,
  width: number = LINE_CHARACTERS,
  indent = '',
): string[] {
  return comparabilityNotes(found).flatMap((note) =>
    wrapped(note, width - indent.length - HANGING.length).map(
      (line, at) => `${indent}${at === 0 ? '' : HANGING}${line}`,
    ),
  );
}

function noteOf({ kind, what, from, to, since, judgedBy, restatable, rows }: ComparabilityAnswer): string {
  const named = kind === 'lineRenamed' || kind === 'lineSplit' || kind === 'linesMerged';
  const head = [
    `${KINDS[kind]}: ${[from, to].filter((text) => text !== null).join(' → ')}`,
    ...(since === null ? [] : [`från ${since}`]),
    ...(judgedBy === null ? [] : [`(bedömt av ${judgedBy})`]),
  ];
  return [
    head.join(' '),
    ...(named ? [] : [what]),
    ...(rows.length === 0 ? [] : [`Rader: ${rowsText(rows)}`]),
    // What is only called otherwise is the same figure: there is nothing to count anew.
    ...(kind === 'lineRenamed' ? [] : [restatedText(kind, restatable)]),
  ]
    .map(sentence)
    .join(' ');
}

function restatedText(kind: ComparabilityAnswer['kind'], restatable: boolean): string {
  if (!restatable) return 'Kan inte räknas om: det saknas uppgifter.';
  return kind === 'scaleChanged'
    ? 'Koder med samma betydelse visas i årets skala.'
    : 'Kan räknas om (--comparable).';
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function rowsText(rows: readonly (readonly string[])[]): string {
  const named = rows.slice(0, ROWS_NAMED_MAX).map((path) => path.join(' > '));
  const more = rows.length - named.length;
  return `${named.join('; ')}${more > 0 ? ` och ${more} till` : ''}`;
}
