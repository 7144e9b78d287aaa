import type { FileSpot, ImportOutcome } from '../shared/import-outcome.js';
import { counted } from './counted.js';

const WHAT: Readonly<Record<string, string>> = {
  hiddenSheet: 'hidden sheet',
  hiddenRow: 'hidden row',
  hiddenColumn: 'hidden column',
  hiddenText: 'hidden passage',
  deletedText: 'deleted passage',
  footnote: 'footnote',
  chart: 'chart',
  image: 'image',
};

/** Of so many numbers the places are listed; all are in `--json`. */
const LISTED_MAX = 5;

/** What the file holds beyond what it shows: parts that were not read, and digits that were not recorded. */
export function notShownText({ leftOut, hiddenDigits }: ImportOutcome): string[] {
  return [
    ...leftOut.map(
      ({ what, count, at }) =>
        `  not read: ${counted(count, WHAT[what] ?? what)}${count === 1 ? '' : ', the first'} at ${spotText(at)}`,
    ),
    ...hiddenText(hiddenDigits),
  ];
}

function hiddenText(cells: ImportOutcome['hiddenDigits']): string[] {
  if (cells.length === 0) return [];
  const listed = cells
    .slice(0, LISTED_MAX)
    .map(({ shown, exact, at }) => `    ${spotText(at)}: shows "${shown}", holds "${exact}"`);
  const more = cells.length - listed.length;
  return [
    `  recorded as shown: ${counted(cells.length, 'cell')} with more digits than it shows`,
    ...listed,
    ...(more > 0 ? [`    and ${more} more (--json lists all)`] : []),
  ];
}

function spotText({ sheet, cell, line }: FileSpot): string {
  const place = cell ?? `line ${line}`;
  return sheet === undefined ? place : `sheet "${sheet}" ${place}`;
}
