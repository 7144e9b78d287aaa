import { LedgerError } from '#amount';
import { type Archive, damaged } from './archive.js';
import { CELLS_MAX, CELL_CHARACTERS_MAX } from './limits.js';
import { isOn, mainPart, readXml, type Relationship, relationshipsOf } from './office-xml.js';
import { tooLarge } from './refusal.js';
import type { RawCell } from './document.js';
import { builtInFormat } from './xlsx-number.js';

export interface Workbook {
  readonly sheets: readonly SheetPart[];
  /** Days are counted from 1904. */
  readonly since1904: boolean;
  /** Texts that cells refer to by number. */
  readonly strings: readonly string[];
  readonly style: (index: number) => CellStyle;
}

export interface SheetPart {
  readonly name: string;
  readonly part: string;
  readonly hidden: boolean;
  /** A sheet that is a chart has no cells. */
  readonly chart: boolean;
}

export interface CellStyle {
  readonly format: string;
  readonly emphasis?: RawCell['emphasis'];
}

/** @throws LedgerError FILE_DAMAGED, FORMAT_NOT_READ, PART_MISSING and what reading XML throws */
export function readWorkbook(archive: Archive): Workbook {
  const main = mainPart(archive);
  const parts = relationshipsOf(archive, main);
  const sheets: SheetPart[] = [];
  let since1904 = false;
  readXml(archive, main, {
    open: (name, attribute) => {
      if (name === 'x:workbookPr') since1904 = isOn(attribute('date1904') ?? '0');
      if (name !== 'x:sheet') return;
      const state = attribute('state') ?? 'visible';
      sheets.push(
        sheetPart(archive, parts, attribute('name') ?? '', attribute('id') ?? '', state !== 'visible'),
      );
    },
  });
  const partOf = (kind: string): string | undefined =>
    [...parts.values()].find((part) => part.kind === kind)?.target;
  const strings = partOf('sharedStrings');
  const styles = partOf('styles');
  return {
    sheets,
    since1904,
    strings: strings === undefined ? [] : readStrings(archive, strings),
    style: styles === undefined ? () => ({ format: 'General' }) : readCellStyles(archive, styles),
  };
}

function sheetPart(
  archive: Archive,
  parts: ReadonlyMap<string, Relationship>,
  name: string,
  id: string,
  hidden: boolean,
): SheetPart {
  const part = parts.get(id);
  if (part === undefined) {
    throw new LedgerError('FILE_DAMAGED', `${archive.file} names a sheet "${name}" that is not in it`, {
      place: { file: archive.file, table: name },
      hint: 'Open it in Excel and save it again.',
    });
  }
  return { name, part: part.target, hidden, chart: part.kind !== 'worksheet' };
}

/** Readings of characters (`rPh`) are no part of a text. */
function readStrings(archive: Archive, part: string): string[] {
  const strings: string[] = [];
  let parts: string[] = [];
  let taking = false;
  let reading = 0;
  let length = 0;
  readXml(archive, part, {
    open: (name) => {
      if (name === 'x:si') {
        parts = [];
        length = 0;
      } else if (name === 'x:rPh') reading += 1;
      else if (name === 'x:t') taking = reading === 0;
    },
    close: (name) => {
      if (name === 'x:t') taking = false;
      else if (name === 'x:rPh') reading -= 1;
      else if (name === 'x:si') strings.push(cellText(parts.join('')));
      if (strings.length > CELLS_MAX) throw tooLarge(archive.file, 'more texts of cells', `${CELLS_MAX}`);
    },
    text: (text) => {
      if (!taking) return;
      parts.push(text);
      length += text.length;
      if (length > CELL_CHARACTERS_MAX) {
        throw tooLarge(archive.file, 'a cell with more characters', `${CELL_CHARACTERS_MAX}`);
      }
    },
  });
  return strings;
}

/** A text of a cell as it is shown. */
export function cellText(text: string): string {
  return unescaped(text).replaceAll(/\r\n?/g, '\n');
}

/** ECMA-376 part 1, 22.9.2.19: characters that XML cannot hold are written `_x000D_`. */
function unescaped(text: string): string {
  return text.includes('_x')
    ? text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
        String.fromCharCode(Number.parseInt(code, 16)),
      )
    : text;
}

interface Font {
  bold: boolean;
  italic: boolean;
}

function readCellStyles(archive: Archive, part: string): (index: number) => CellStyle {
  const formats = new Map<number, string>();
  const fonts: Font[] = [];
  const styles: { format: number; font: number }[] = [];
  const path: string[] = [];
  readXml(archive, part, {
    open: (name, attribute) => {
      const parent = path.at(-1);
      path.push(name);
      if (name === 'x:numFmt' && parent === 'x:numFmts') {
        formats.set(Number(attribute('numFmtId')), attribute('formatCode') ?? 'General');
      } else if (name === 'x:font' && parent === 'x:fonts') {
        fonts.push({ bold: false, italic: false });
      } else if (parent === 'x:font' && path.at(-3) === 'x:fonts') {
        const font = fonts.at(-1);
        if (font !== undefined && name === 'x:b') font.bold = isOn(attribute('val'));
        if (font !== undefined && name === 'x:i') font.italic = isOn(attribute('val'));
      } else if (name === 'x:xf' && parent === 'x:cellXfs') {
        styles.push({ format: Number(attribute('numFmtId') ?? 0), font: Number(attribute('fontId') ?? 0) });
      }
    },
    close: () => {
      path.pop();
    },
  });
  const made = styles.map(({ format, font }): CellStyle => {
    const emphasis = emphasisOf(fonts[font]);
    return {
      format: formats.get(format) ?? builtInFormat(format),
      ...(emphasis === undefined ? {} : { emphasis }),
    };
  });
  return (index) => {
    if (index === 0 && made.length === 0) return { format: 'General' };
    const style = made[index];
    if (style === undefined) throw damaged(archive.file, `a cell has a style ${index} that is not in it`);
    return style;
  };
}

function emphasisOf(font: Font | undefined): RawCell['emphasis'] {
  if (font?.bold === true) return font.italic ? 'boldItalic' : 'bold';
  return font?.italic === true ? 'italic' : undefined;
}
