import type { Archive } from './archive.js';
import { NESTING_MAX } from './limits.js';
import { isOn, readXml } from './office-xml.js';

/** What a named style says of a paragraph or run, those that it is based on counted in. */
export interface DocxStyle {
  /** Level of a heading, 1 outermost. */
  readonly heading?: number;
  /** Text that belongs to a table or figure (*bildtext*, Word's Beskrivning). */
  readonly caption?: boolean;
  readonly bold?: boolean;
  readonly italic?: boolean;
  readonly hidden?: boolean;
}

export interface DocxStyles {
  /** By id; `undefined` is the style of a paragraph that names none. */
  readonly style: (id: string | undefined) => DocxStyle;
}

interface Raw {
  name: string;
  basedOn?: string;
  outline?: number;
  bold?: boolean;
  italic?: boolean;
  hidden?: boolean;
}

const PLAIN: DocxStyle = {};
/** Word's own names are English in every language ("heading 1"); other programs write what they show. */
const HEADING_NAME = /^(?:heading|rubrik)\s*([1-9])\b/i;
const TITLE_NAME = /^(?:title|rubrik)$/i;
const CAPTION_NAME = /^(?:caption|beskrivning|bildtext|tabelltext|tabellrubrik)$/i;
const LEVELS = 9;

export const NO_STYLES: DocxStyles = { style: () => PLAIN };

export function readStyles(archive: Archive, part: string): DocxStyles {
  const raws = new Map<string, Raw>();
  let defaultParagraph: string | undefined;
  let raw: Raw | undefined;
  readXml(archive, part, {
    open: (name, attribute) => {
      if (name === 'w:style') {
        raw = { name: '' };
        const id = attribute('styleId') ?? '';
        raws.set(id, raw);
        if (attribute('type') === 'paragraph' && attribute('default') === '1') defaultParagraph = id;
      } else if (raw !== undefined) {
        readProperty(raw, name, attribute('val'));
      }
    },
    close: (name) => {
      if (name === 'w:style') raw = undefined;
    },
  });
  const known = new Map<string, DocxStyle>();
  const style = (id: string): DocxStyle => {
    const found = known.get(id);
    if (found !== undefined) return found;
    const made = resolvedStyle(raws, id);
    known.set(id, made);
    return made;
  };
  return {
    style: (id) =>
      (id ?? defaultParagraph) === undefined ? PLAIN : style((id ?? defaultParagraph) as string),
  };
}

function readProperty(raw: Raw, name: string, value: string | undefined): void {
  if (name === 'w:name') raw.name = value ?? '';
  else if (name === 'w:basedOn') raw.basedOn = value;
  else if (name === 'w:outlineLvl') raw.outline = Number(value);
  else if (name === 'w:b') raw.bold = isOn(value);
  else if (name === 'w:i') raw.italic = isOn(value);
  else if (name === 'w:vanish') raw.hidden = isOn(value);
}

function resolvedStyle(raws: ReadonlyMap<string, Raw>, id: string): DocxStyle {
  const seen = new Set<string>();
  let heading: number | undefined;
  let caption = false;
  let bold: boolean | undefined;
  let italic: boolean | undefined;
  let hidden: boolean | undefined;
  for (
    let at: string | undefined = id;
    at !== undefined && !seen.has(at) && seen.size < NESTING_MAX;
    at = raws.get(at)?.basedOn
  ) {
    seen.add(at);
    const raw = raws.get(at);
    heading ??= headingOf(raw, at);
    caption ||= CAPTION_NAME.test(raw?.name ?? at);
    bold ??= raw?.bold;
    italic ??= raw?.italic;
    hidden ??= raw?.hidden;
  }
  return {
    ...(heading === undefined || heading > LEVELS ? {} : { heading }),
    ...(caption ? { caption } : {}),
    ...(bold === true ? { bold } : {}),
    ...(italic === true ? { italic } : {}),
    ...(hidden === true ? { hidden } : {}),
  };
}

/** A level of 10 is text, as the outline level 9 of a style is that is based on a heading and is none. */
function headingOf(raw: Raw | undefined, id: string): number | undefined {
  if (raw?.outline !== undefined && Number.isInteger(raw.outline)) return raw.outline + 1;
  const name = raw === undefined || raw.name === '' ? id : raw.name;
  const numbered = HEADING_NAME.exec(name);
  if (numbered !== null) return Number(numbered[1]);
  return TITLE_NAME.test(name) ? 1 : undefined;
}
