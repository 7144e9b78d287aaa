import type { ComparabilityAnswer } from '#projections';

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

export function comparabilityNotes(found: readonly ComparabilityAnswer[] | undefined): string[] {
  return (found ?? []).map((item) => `Jämförbarhet: ${noteOf(item)}`);
}

function noteOf({ kind, what, from, to, since, judgedBy, restatable, rows }: ComparabilityAnswer): string {
  // What is only called otherwise is the same figure: there is nothing to count anew.
  const same = kind === 'lineRenamed';
  return [
    `${KINDS[kind]}: ${[from, to].filter((text) => text !== null).join(' → ')}`,
    ...(since === null ? [] : [` från ${since}`]),
    ...(kind === 'lineRenamed' || kind === 'lineSplit' || kind === 'linesMerged'
      ? []
      : [`. ${sentence(what)}`]),
    judgedBy === null ? '' : ` (bedömt av ${judgedBy})`,
    rows.length === 0 ? '' : ` Rader: ${rowsText(rows)}.`,
    same
      ? ''
      : restatable
        ? kind === 'scaleChanged'
          ? ' Koder med samma betydelse visas i årets skala.'
          : ' Kan räknas om (--comparable).'
        : ' Kan inte räknas om: det saknas uppgifter.',
  ].join('');
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function rowsText(rows: readonly (readonly string[])[]): string {
  const named = rows.slice(0, ROWS_NAMED_MAX).map((path) => path.join(' > '));
  const more = rows.length - named.length;
  return `${named.join('; ')}${more > 0 ? ` och ${more} till` : ''}`;
}
