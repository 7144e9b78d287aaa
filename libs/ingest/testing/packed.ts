import { strToU8, zipSync } from 'fflate';

/** Packs parts into the bytes of a docx or xlsx. */
export function packed(parts: Readonly<Record<string, string | Uint8Array>>): Uint8Array {
  return zipSync(
    Object.fromEntries(
      Object.entries(parts).map(([name, content]) => [
        name,
        typeof content === 'string' ? strToU8(content) : content,
      ]),
    ),
  );
}

const RELATIONSHIPS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const TYPES = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';

export const WORD = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
export const SHEET = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';

/** The part that says where others are: kinds (last word of the type) and targets, with ids `rId1`, `rId2` … */
export function relationships(...parts: readonly (readonly [kind: string, target: string])[]): string {
  const lines = parts.map(
    ([kind, target], index) =>
      `<Relationship Id="rId${index + 1}" Type="${TYPES}/${kind}" Target="${target}"/>`,
  );
  return `${DECLARATION}<Relationships xmlns="${RELATIONSHIPS}">${lines.join('')}</Relationships>`;
}

/** A docx of the markup between `<w:body>` and its end, and of the markup of its styles. */
export function docxOf(body: string, styles = ''): Uint8Array {
  return packed({
    '[Content_Types].xml': contentTypes('word/document.xml', 'wordprocessingml.document.main'),
    '_rels/.rels': relationships(['officeDocument', 'word/document.xml']),
    'word/_rels/document.xml.rels': relationships(['styles', 'styles.xml']),
    'word/styles.xml': `${DECLARATION}<w:styles xmlns:w="${WORD}">${styles}</w:styles>`,
    'word/document.xml':
      `${DECLARATION}<w:document xmlns:w="${WORD}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">` +
      `<w:body>${body}</w:body></w:document>`,
  });
}

export interface SheetOf {
  readonly name: string;
  /** Markup within `<worksheet>`. */
  readonly xml: string;
  readonly state?: 'hidden' | 'veryHidden';
}

/** An xlsx of the markup of its sheets; styles and shared texts where given. */
export function xlsxOf(sheets: readonly SheetOf[], { styles = '', strings = '' } = {}): Uint8Array {
  const list = sheets.map(
    ({ name, state }, index) =>
      `<sheet name="${name}" sheetId="${index + 1}" r:id="rId${index + 1}"${state === undefined ? '' : ` state="${state}"`}/>`,
  );
  const parts: [string, string][] = sheets.map((_, index) => [
    'worksheet',
    `worksheets/sheet${index + 1}.xml`,
  ]);
  if (styles !== '') parts.push(['styles', 'styles.xml']);
  if (strings !== '') parts.push(['sharedStrings', 'sharedStrings.xml']);
  return packed({
    '[Content_Types].xml': contentTypes('xl/workbook.xml', 'spreadsheetml.sheet.main'),
    '_rels/.rels': relationships(['officeDocument', 'xl/workbook.xml']),
    'xl/_rels/workbook.xml.rels': relationships(...parts),
    'xl/workbook.xml': `${DECLARATION}<workbook xmlns="${SHEET}" xmlns:r="${TYPES}"><sheets>${list.join('')}</sheets></workbook>`,
    'xl/styles.xml': `${DECLARATION}<styleSheet xmlns="${SHEET}">${styles}</styleSheet>`,
    'xl/sharedStrings.xml': `${DECLARATION}<sst xmlns="${SHEET}">${strings}</sst>`,
    ...Object.fromEntries(
      sheets.map(({ xml }, index) => [
        `xl/worksheets/sheet${index + 1}.xml`,
        `${DECLARATION}<worksheet xmlns="${SHEET}">${xml}</worksheet>`,
      ]),
    ),
  });
}

function contentTypes(part: string, type: string): string {
  return (
    `${DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    '<Default Extension="xml" ContentType="application/xml"/>' +
    `<Override PartName="/${part}" ContentType="application/vnd.openxmlformats-officedocument.${type}+xml"/></Types>`
  );
}
