import { isLedgerError, readPrinted, type UnitOfMeasure } from '#amount';
import type { FileName, PackageRecords } from '../data-package/package.js';
import type { CsvRow } from '../csv.js';
import type { AssembledTable, Spot } from '../document/document.js';
import type { NotUnderstood, TableContext } from './table-kind.js';
import { headingText, plainText } from './words.js';

/** Lines of a package as a kind of table gives them, with the line of the document that each was read from. */
export class ContentLines {
  readonly #context: Pick<TableContext, 'fileName' | 'document' | 'table'>;
  readonly #records = new Map<FileName, CsvRow[]>();
  readonly notUnderstood: NotUnderstood[] = [];

  constructor(context: Pick<TableContext, 'fileName' | 'document' | 'table'>) {
    this.#context = context;
  }

  add(file: FileName, at: Spot, values: Readonly<Record<string, string>>): void {
    const rows = this.#records.get(file) ?? [];
    rows.push({ file: this.#context.fileName, line: at.line, values });
    this.#records.set(file, rows);
  }

  refuse(
    at: Spot,
    place: { row?: string; column?: string },
    code: string,
    message: string,
    hint: string,
  ): void {
    const { fileName, document, table } = this.#context;
    const where = { file: fileName, line: at.line, document, table, ...place };
    this.notUnderstood.push({ code, place: where, message, hint });
  }

  /** A cell of a number; one that is none stops the import, where it stands. */
  addCell(
    at: Spot,
    cell: { table: string; row: string; column: string; printed: string },
    unit: UnitOfMeasure,
  ): void {
    const { row, column, printed } = cell;
    try {
      readPrinted(printed, unit);
    } catch (error) {
      if (!isLedgerError(error)) throw error;
      this.refuse(at, { row, column }, error.code, error.message, error.hint ?? '');
      return;
    }
    this.add('cells', at, cell);
  }

  get records(): PackageRecords {
    return Object.fromEntries(this.#records);
  }

  get understood(): { records: PackageRecords; notUnderstood: readonly NotUnderstood[] } {
    return { records: this.records, notUnderstood: this.notUnderstood };
  }
}

/** What a heading means: as the profile says (`text` for one that has nothing to keep), else as it is printed. */
export function meaningOf(heading: string, { rules }: Pick<TableContext, 'rules'>): string {
  const printed = plainText(heading);
  const said = Object.entries(rules.columns ?? {}).find(
    ([pattern]) => plainText(pattern).toLowerCase() === printed.toLowerCase(),
  );
  return said?.[1] ?? printed;
}

/** The board whose content it is: goals, risks and indicators are a board's, whatever frame they stand under. */
export function boardOf(unit: string): string {
  return unit.split('/').slice(0, 2).join('/');
}

/** The nearest heading that names a table of this kind: below it may stand those of a scale or a note. */
export function titleBy(words: RegExp, { headings }: AssembledTable, otherwise: string): string {
  return headingText(headings.findLast((heading) => words.test(heading)) ?? otherwise);
}

/** Headings that stand above every table of a chapter, or name who follows it. */
const GENERAL =
  /^(?:målbild|kommunfullmäktige|nämnd(?:en)?|mått som följs upp.*|indikatorer|uppdrag|nyckeltal|uppföljning)$/i;

/** The nearest heading that tells one table of a document from another of its kind; '' where there is none. */
export function sectionOf({ headings }: AssembledTable): string {
  return headings.map(headingText).findLast((heading) => heading !== '' && !GENERAL.test(heading)) ?? '';
}

/** The one sign profile of content: as it is printed. */
export const AS_PRINTED = { signs: 'canonical', measure: '*', factor: '1' };
