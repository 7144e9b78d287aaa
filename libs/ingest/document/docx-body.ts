import type { Block, Spot } from './document.js';
import type { DocxStyle, DocxStyles } from './docx-styles.js';
import { GrowingTable, RunningText } from './docx-text.js';
import type { LeftOutCount } from './left-out.js';
import { BLOCKS_MAX, CELL_CHARACTERS_MAX, COLUMNS_MAX } from './limits.js';
import { type Attribute, isOn, type XmlHandler } from './office-xml.js';
import { CellCount, tooLarge } from './refusal.js';

/** A paragraph while it is read; a text box stands within one, so there may be several. */
interface Paragraph {
  readonly text: RunningText;
  readonly line: number;
  style: DocxStyle;
  outline?: number;
  /** Its end was deleted in a tracked change: it goes on in the next. */
  endDeleted: boolean;
}

interface Cell {
  readonly text: RunningText;
  columns: number;
  merge?: 'restart' | 'continue';
  deleted: boolean;
  /** Merged sideways in the way of older files: a continued cell is part of the one before. */
  sideways?: 'restart' | 'continue';
}

interface Run {
  bold?: boolean;
  italic?: boolean;
  hidden?: boolean;
  style: DocxStyle;
}

/** What paragraphs and tables go into: the document itself, a text box, a cell. */
interface Story {
  /** Absent in a cell, whose paragraphs are its text. */
  readonly blocks?: Block[];
  readonly cell?: Cell;
  /** Of a paragraph whose end was deleted. */
  carried?: RunningText;
}

/** Elements whose content is no text of the document as it stands: deleted, moved away, former formatting. */
const SKIPPED = new Set([
  'w:delText',
  'w:moveFrom',
  'w:pPrChange',
  'w:rPrChange',
  'w:tblPrChange',
  'w:trPrChange',
  'w:tcPrChange',
  'w:tblGridChange',
  'w:sectPrChange',
  'w:tblPrExChange',
  'w:numberingChange',
  'w:rt',
]);

const CHARACTERS: Readonly<Record<string, string>> = {
  'w:tab': '\t',
  'w:br': '\n',
  'w:cr': '\n',
  'w:noBreakHyphen': '-',
};

/** Reads the text of a docx into blocks. Tables within cells and text boxes come after the block that they stand in. */
export class DocxBody implements XmlHandler {
  readonly blocks: Block[] = [];
  /** Those of the blocks that are captions. */
  readonly captions = new Set<Block>();
  readonly #path: string[] = [];
  readonly #stories: Story[] = [{ blocks: this.blocks }];
  readonly #paragraphs: Paragraph[] = [];
  readonly #tables: GrowingTable[] = [];
  readonly #rowDeleted: boolean[] = [];
  /** Blocks of text boxes and of tables within tables, until the block around them is done. */
  #later: Block[] = [];
  /** How deep within something that is not read; 0 is outside. */
  #skipping = 0;
  /** Of alternatives, whether one was read; the first is what Word shows. */
  readonly #alternatives: boolean[] = [];
  #run: Run = { style: {} };
  #takesText = false;
  #line = 0;
  #blockCount = 0;
  readonly #cells: CellCount;

  constructor(
    private readonly file: string,
    private readonly styles: DocxStyles,
    private readonly leftOut: LeftOutCount,
  ) {
    this.#cells = new CellCount(file);
  }

  readonly open = (name: string, attribute: Attribute): void => {
    const parent = this.#path.at(-1) ?? '';
    this.#path.push(name);
    if (this.#skipping > 0 || this.#isSkipped(name, parent)) {
      this.#skipping += 1;
      return;
    }
    switch (name) {
      case 'w:p':
        this.#openParagraph();
        break;
      case 'w:r':
        this.#run = { style: {} };
        break;
      case 'w:t':
      case 'm:t':
        this.#takesText = true;
        break;
      case 'w:tbl':
        this.#tables.push(new GrowingTable(this.#line + 1));
        break;
      case 'w:tr':
        this.#line += 1;
        this.#tables.at(-1)?.openRow(this.#line);
        this.#rowDeleted.push(false);
        break;
      case 'w:tc':
        this.#stories.push({ cell: { text: new RunningText(), columns: 1, deleted: false } });
        break;
      case 'w:txbxContent':
        this.#stories.push({ blocks: [] });
        break;
      case 'mc:AlternateContent':
        this.#alternatives.push(false);
        break;
      default:
        this.#property(name, parent, attribute);
    }
  };

  readonly close = (name: string): void => {
    this.#path.pop();
    if (this.#skipping > 0) {
      this.#skipping -= 1;
      return;
    }
    switch (name) {
      case 'w:p':
        this.#closeParagraph();
        break;
      case 'w:t':
      case 'm:t':
        this.#takesText = false;
        break;
      case 'w:tbl':
        this.#closeTable();
        break;
      case 'w:tr':
        this.#closeRow();
        break;
      case 'w:tc':
        this.#closeCell();
        break;
      case 'w:txbxContent':
        for (const block of this.#stories.pop()?.blocks ?? []) this.#later.push(block);
        break;
      case 'mc:AlternateContent':
        this.#alternatives.pop();
        break;
      default:
    }
  };

  readonly text = (text: string): void => {
    if (this.#takesText && this.#skipping === 0) this.#add(text);
  };

  #add(text: string): void {
    const paragraph = this.#paragraphs.at(-1);
    if (paragraph === undefined) return;
    const { bold, italic, hidden, style } = this.#run;
    if (hidden ?? style.hidden ?? paragraph.style.hidden) {
      this.leftOut.add('hiddenText', { line: this.#line });
      return;
    }
    paragraph.text.add(
      text,
      bold ?? style.bold ?? paragraph.style.bold ?? false,
      italic ?? style.italic ?? paragraph.style.italic ?? false,
    );
    this.#requireLength(paragraph.text);
  }

  #requireLength(text: RunningText): void {
    if (text.length <= CELL_CHARACTERS_MAX) return;
    throw tooLarge(
      this.file,
      'a paragraph or cell with more characters',
      `${CELL_CHARACTERS_MAX}`,
      this.#line,
    );
  }

  /** A deletion is an element around runs; within properties it is an empty mark on a paragraph's end or a row. */
  #isSkipped(name: string, parent: string): boolean {
    if (name === 'w:del' && parent !== 'w:rPr' && parent !== 'w:trPr') {
      this.leftOut.add('deletedText', { line: this.#line });
      return true;
    }
    if (name === 'mc:Choice' || name === 'mc:Fallback') {
      const read = this.#alternatives.at(-1) ?? false;
      this.#alternatives[this.#alternatives.length - 1] = true;
      return read;
    }
    return SKIPPED.has(name);
  }

  #property(name: string, parent: string, attribute: Attribute): void {
    const character = parent === 'w:r' ? CHARACTERS[name] : undefined;
    if (character !== undefined) this.#add(character);
    else if (name === 'w:sym') this.#add(symbol(attribute('char')));
    else if (parent === 'w:pPr' || parent === 'w:rPr') this.#textProperty(name, parent, attribute);
    else if (parent === 'w:tcPr') this.#cellProperty(name, attribute);
    else if (parent === 'w:trPr') this.#rowProperty(name, attribute);
    else if (name === 'w:footnoteReference' || name === 'w:endnoteReference') this.#leave('footnote');
    else if (name === 'c:chart') this.#leave('chart');
    else if (name === 'pic:pic') this.#leave('image');
  }

  #leave(what: 'footnote' | 'chart' | 'image'): void {
    this.leftOut.add(what, { line: this.#line });
  }

  #textProperty(name: string, parent: string, attribute: Attribute): void {
    const paragraph = this.#paragraphs.at(-1);
    const ofRun = parent === 'w:rPr' && this.#path.at(-3) === 'w:r';
    if (paragraph === undefined) return;
    if (ofRun) {
      const value = attribute('val');
      if (name === 'w:b') this.#run.bold = isOn(value);
      else if (name === 'w:i') this.#run.italic = isOn(value);
      else if (name === 'w:vanish') this.#run.hidden = isOn(value);
      else if (name === 'w:rStyle' && value !== undefined) this.#run.style = this.styles.style(value);
    } else if (parent === 'w:rPr') {
      if (name === 'w:del') paragraph.endDeleted = true;
    } else if (name === 'w:pStyle') {
      paragraph.style = this.styles.style(attribute('val'));
    } else if (name === 'w:outlineLvl') {
      paragraph.outline = Number(attribute('val')) + 1;
    }
  }

  #cellProperty(name: string, attribute: Attribute): void {
    const cell = this.#stories.at(-1)?.cell;
    if (cell === undefined) return;
    if (name === 'w:gridSpan') cell.columns = columnCount(attribute('val'), 1);
    else if (name === 'w:vMerge') cell.merge = attribute('val') === 'restart' ? 'restart' : 'continue';
    else if (name === 'w:hMerge') cell.sideways = attribute('val') === 'restart' ? 'restart' : 'continue';
    else if (name === 'w:cellDel') cell.deleted = true;
  }

  #rowProperty(name: string, attribute: Attribute): void {
    if (name === 'w:del') this.#rowDeleted[this.#rowDeleted.length - 1] = true;
    else if (name === 'w:gridBefore') this.#tables.at(-1)?.leaveOut(columnCount(attribute('val'), 0));
  }

  #openParagraph(): void {
    const story = this.#stories.at(-1);
    if (story?.cell === undefined) this.#line += 1;
    const text = story?.carried ?? new RunningText();
    if (story !== undefined) story.carried = undefined;
    this.#paragraphs.push({ text, line: this.#line, style: this.styles.style(undefined), endDeleted: false });
    this.#run = { style: {} };
  }

  #closeParagraph(): void {
    const paragraph = this.#paragraphs.pop();
    const story = this.#stories.at(-1);
    if (paragraph === undefined || story === undefined) return;
    if (paragraph.endDeleted) {
      story.carried = paragraph.text;
    } else if (story.cell !== undefined) {
      story.cell.text.addLine(paragraph.text);
      this.#requireLength(story.cell.text);
    } else {
      const blocks = paragraphBlocks(paragraph);
      if (paragraph.style.caption === true) for (const block of blocks) this.captions.add(block);
      this.#put(story, blocks);
    }
  }

  /** Into the story, and after it what stood within it. */
  #put(story: Story, blocks: readonly Block[]): void {
    for (const block of blocks) {
      this.#countBlock();
      story.blocks?.push(block);
    }
    if (this.#stories.length === 1) {
      for (const later of this.#later) this.blocks.push(later);
      this.#later = [];
    }
  }

  #countBlock(): void {
    this.#blockCount += 1;
    if (this.#blockCount > BLOCKS_MAX) {
      throw tooLarge(this.file, 'more paragraphs and tables', `${BLOCKS_MAX}`, this.#line);
    }
  }

  #closeTable(): void {
    const table = this.#tables.pop();
    const story = this.#stories.at(-1);
    if (table === undefined || story === undefined) return;
    const { rows } = table;
    if (rows.length === 0) return;
    const block: Block = { kind: 'table', rows, at: { line: table.line } };
    if (story.cell === undefined) this.#put(story, [block]);
    else {
      this.#countBlock();
      this.#later.push(block);
    }
  }

  #closeRow(): void {
    const table = this.#tables.at(-1);
    const deleted = this.#rowDeleted.pop() ?? false;
    if (table === undefined) return;
    if (deleted) this.leftOut.add('deletedText', { line: this.#line });
    this.#cells.row(table.closeRow(!deleted), table.rowCount, this.#line);
  }

  #closeCell(): void {
    const story = this.#stories.pop();
    const cell = story?.cell;
    if (cell === undefined || cell.deleted) return;
    if (story?.carried !== undefined) cell.text.addLine(story.carried);
    const table = this.#tables.at(-1);
    table?.addCell(cell.text, cell.columns, cell.merge, cell.sideways === 'continue');
    // Before the row is done: a row alone may have more cells than there is memory for.
    if ((table?.columnCount ?? 0) > COLUMNS_MAX) {
      throw tooLarge(this.file, `${table?.columnCount} columns`, `${COLUMNS_MAX}`, this.#line);
    }
  }
}

/** Each line of a paragraph is a text; a heading is one whatever its lines. */
function paragraphBlocks({ text, line, style, outline }: Paragraph): Block[] {
  const at: Spot = { line };
  const level = outline ?? style.heading;
  const lines = text.text
    .split('\n')
    .map((printed) => printed.trim())
    .filter((printed) => printed !== '');
  if (level !== undefined && level >= 1 && level <= 9 && lines.length > 0) {
    return [{ kind: 'heading', level, text: lines.join(' ').replaceAll('\t', ' '), at }];
  }
  return lines.map((printed) => ({ kind: 'text', text: printed, at }));
}

function columnCount(value: string | undefined, least: number): number {
  const count = Number(value);
  return Number.isInteger(count) && count > least ? count : least;
}

/** A character of a symbol font, by its number; ticks and arrows are such. */
function symbol(code: string | undefined): string {
  const point = Number.parseInt(code ?? '', 16);
  return Number.isInteger(point) && point <= 0xffff ? String.fromCharCode(point) : '';
}
