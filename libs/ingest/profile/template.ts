import { assembleTables } from '../document/assemble.js';
import type { AssembledTable, ReadDocument } from '../document/document.js';
import { boardNamed, boardsIn } from '../understanding/board.js';
import { areaOf } from '../understanding/context.js';
import { moneyShape } from '../understanding/money/shape.js';
import { labelsOf, outlineOf, type TableLabels } from '../understanding/outline.js';
import { headingText, plainText, slugOf } from '../understanding/words.js';

/**
 * A profile to begin with, for a municipality that none is of: filled in with what the document seems to say, for a
 * person to look through. It can be used as it is.
 */
export function profileTemplate(read: ReadDocument): string {
  const texts = read.blocks.flatMap((block) => (block.kind === 'table' ? [] : [plainText(block.text)]));
  const { id, name, isFound } = municipalityIn(texts);
  const board = boardIn(texts);
  const rules = tableRules(read);
  return `${[
    `profile: ${id}`,
    'version: 1                     # raise it when you change what is read',
    'municipality:',
    `  id: ${id}`,
    `  name: ${name}${isFound ? '' : '          # write its own name'}`,
    `recognisedBy: [${quoted(name)}]   # words that all of its documents have, and no other's`,
    'unitOfMeasure: tkr             # of tables that print none: kr, tkr or mnkr',
    'boards:                        # the others follow from their names',
    `  - id: ${board.id}`,
    `    name: ${board.name}`,
    ...(rules.length === 0 ? [] : ['tables:', ...rules.map((rule) => `  - ${rule}`)]),
  ].join('\n')}\n`;
}

/** `Sjöviks kommun`, `Borås Stad`: the one that is named most often. */
const MUNICIPALITY = /(?<![\p{L}-])(\p{Lu}[\p{L}-]+) (kommun|stad)(?![\p{L}-])/giu;

function municipalityIn(texts: readonly string[]): { id: string; name: string; isFound: boolean } {
  const names = texts.flatMap((text) =>
    [...text.matchAll(MUNICIPALITY)].filter(([, word = '']) => /^\p{Lu}/u.test(word)).map(([name]) => name),
  );
  const name = mostOften(names);
  if (name === null) return { id: 'sjovik', name: 'Sjöviks kommun', isFound: false };
  const [word = ''] = name.split(' ');
  const nominative = word.replace(/s$/u, '');
  const alone = new RegExp(`(?<![\\p{L}-])${nominative}(?![\\p{L}-])`, 'u');
  return { id: slugOf(texts.some((text) => alone.test(text)) ? nominative : word), name, isFound: true };
}

function boardIn(texts: readonly string[]): { id: string; name: string } {
  const name =
    mostOften(texts.flatMap(boardsIn).map((each) => each.replace(/ens$/u, 'en'))) ?? 'Kommunstyrelsen';
  return name === 'Kommunstyrelsen' ? { id: 'ks', name } : { id: boardNamed(name, []).id, name };
}

function mostOften(names: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? null;
}

/** For headings that say not what their table is about, and for those that each frame (*ram*) has. */
function tableRules(read: ReadDocument): string[] {
  const outline = outlineOf(read);
  const headings = new Map<string, { labels: TableLabels; table: AssembledTable; times: number }>();
  for (const table of assembleTables(read).filter((each) => moneyShape(each) !== null)) {
    const labels = labelsOf(table, read, outline);
    const heading = headingText(labels.name ?? '').replaceAll(/(?<!\d)(?:19|20)\d\d(?!\d)/g, '{year}');
    if (heading === '') continue;
    const known = headings.get(heading);
    headings.set(heading, { labels, table, times: (known?.times ?? 0) + 1 });
  }
  return [...headings].flatMap(([heading, { labels, table, times }]) => {
    const area = areaOf(labels, table, { title: '' });
    if (area !== null && times === 1) return [];
    const isSummary = ['summary', 'accounts'].includes(moneyShape(table) ?? '');
    const id = slugOf(heading.replaceAll('{year}', ' ').trim());
    const fields = [
      `heading: ${quoted(heading)}`,
      ...(times > 1 ? [`id: '{frame}-${id}'`] : []),
      `area: ${area ?? 'operations'}`,
      ...(times > 1 ? ['unit: frame'] : []),
      ...(times > 1 && isSummary ? ['rank: 2'] : []),
    ];
    return [
      `{ ${fields.join(', ')} }${area === null ? '   # or investment, land; text: true where it has no figures' : ''}`,
    ];
  });
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
