import type { Block, Spot } from '../document/document.js';
import { boardOf, ContentLines } from './content-lines.js';
import type { TextContext, TextKind, Understood } from './table-kind.js';
import { plainText, slugOf } from './words.js';

/**
 * What codes mean (*Förklaring projektstatus*, the scales of a risk analysis): a heading and a line for each code, as text
 * or as a table of one column. Each document has its own, for the year that it is about.
 */
export const scaleText: TextKind = { name: 'scale', understand };

const HEADING =
  /^(?:förklaring(?:\s+(?:till|av))?\s+)?(projektstatus|statuskoder|sannolikhet|väsentlighet|konsekvens)\s*:?$/i;
const CODE = /^(\d{1,2})\s*[:.)–-]\s*(\S.*)$/u;
/** "Osannolik: risken för att …": the word before the colon is the meaning. */
const MEANING = /^([^:.;]{2,60}?)\s*(?::.*)?[.;]?$/u;

interface Scale {
  readonly name: string;
  readonly at: Spot;
  readonly codes: { readonly code: string; readonly meaning: string; readonly at: Spot }[];
}

function understand(context: TextContext): Understood {
  const lines = new ContentLines({ ...context, table: 'skalor' });
  const { document, year } = context;
  const unit = boardOf(context.unit);
  const years = { fromYear: String(year), toYear: String(year) };
  const known = new Set<string>();
  for (const { name, codes } of scalesOf(context.blocks)) {
    const scale = `${slugOf(name)}-${year}`;
    for (const { code, meaning, at } of codes) {
      if (known.has(`${scale} ${code}`)) continue;
      known.add(`${scale} ${code}`);
      lines.add('scales', at, { document, unit, scale, ...years, code, meaning, place: name });
    }
  }
  return lines.understood;
}

function scalesOf(blocks: readonly Block[]): Scale[] {
  const scales: Scale[] = [];
  let open: Scale | null = null;
  for (const { text, at } of linesOf(blocks)) {
    const heading = HEADING.exec(text)?.[1];
    const [, code, words] = CODE.exec(text) ?? [];
    if (heading !== undefined) {
      open = { name: heading.toLowerCase(), at, codes: [] };
      scales.push(open);
    } else if (open !== null && code !== undefined && words !== undefined) {
      open.codes.push({ code, meaning: MEANING.exec(words)?.[1] ?? words, at });
    } else if (text !== '') open = null;
  }
  return scales.filter(({ codes }) => codes.length > 1);
}

function linesOf(blocks: readonly Block[]): { text: string; at: Spot }[] {
  return blocks.flatMap((block) => {
    if (block.kind !== 'table') {
      return block.text.split('\n').map((line) => ({ text: plainText(line), at: block.at }));
    }
    // A table of one column is a list; of any other, nothing is read here.
    const printed = block.rows.map(({ cells, at }) => ({
      texts: cells.map(({ text }) => plainText(text)).filter((text) => text !== ''),
      at,
    }));
    if (printed.some(({ texts }) => texts.length > 1)) return [{ text: 'tabell', at: block.at }];
    const caption = block.caption === undefined ? [] : [{ text: plainText(block.caption), at: block.at }];
    return [...caption, ...printed.map(({ texts, at }) => ({ text: texts[0] ?? '', at }))];
  });
}
