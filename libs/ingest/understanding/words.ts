/** What headings, captions and names are compared by: their words, without numbering, markup and letter case. */

/** As people read it: without markup and bookmarks, single spaces, NFC. */
export function plainText(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll(/\[bookmark: [^\]]*\]/g, '')
    .replaceAll(/<[^<>]{1,40}>/g, '')
    .replaceAll(/\*+|^#+\s*/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** A heading without its number (`5.1.1 `, `Bilaga 2 – `) and without a unit of measure at its end (`(Tkr)`). */
export function headingText(text: string): string {
  return plainText(text)
    .replace(/^\d+(?:\.\d+)*\.?\s+(?=\p{L})/u, '')
    .replace(/\s*\((?:belopp i )?(?:tkr|mkr|mnkr|kr|kronor)\)$/i, '')
    .replace(/[:.]$/, '')
    .trim();
}

/** The number of a heading, as `5.1.1`; '' where it has none. */
export function headingNumber(text: string): string {
  return /^(\d+(?:\.\d+)*)\.?\s+\p{L}/u.exec(plainText(text))?.[1] ?? '';
}

/** For comparing: headings that differ only in letter case, numbering or kind of dash are the same. */
export function headingKey(text: string): string {
  return headingText(text)
    .toLowerCase()
    .replaceAll(/[‐‑–—]/g, '-');
}

/** ASCII slug: `Nämnd- och styrelse` is `namnd-och-styrelse`. */
export function slugOf(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{Diacritic}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}

/** With its markup: a paragraph is told from a label without reading it through. */
const MARKED_UP_LABEL_MAX = 200;

/** A short text that may be a heading or a caption: begins with a capital and is no sentence. */
export function isShortLabel(text: string): boolean {
  if (text.length > MARKED_UP_LABEL_MAX) return false;
  const label = plainText(text);
  return (
    label.length <= 90 &&
    /^[\p{Lu}\d]/u.test(label) &&
    !/[.!?,;]$/.test(label) &&
    !/\.{3,}|\t|\s\d+$/.test(label.replace(/ (?:19|20)\d\d$/, ''))
  );
}
