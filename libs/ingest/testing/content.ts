import { assembleTables } from '../document/assemble.js';
import type { AssembledTable } from '../document/document.js';
import { readDocument } from '../document/read-document.js';
import { joinRecords } from '../understanding/document-records.js';
import { TABLE_KINDS, TEXT_KINDS } from '../understanding/table-kinds.js';
import type { NotUnderstood, TableContext } from '../understanding/table-kind.js';
import type { FileName, PackageRecords } from '../data-package/package.js';
import type { CsvRow } from '../csv.js';

/** What the kinds of table and text make of a document of the made-up municipality, without profile and pipeline. */
export interface Content {
  readonly kinds: readonly string[];
  readonly tables: readonly AssembledTable[];
  readonly records: PackageRecords;
  readonly notUnderstood: readonly NotUnderstood[];
}

type About = Partial<Pick<TableContext, 'kind' | 'year' | 'through' | 'rules'>>;

export async function contentOf(text: string, about: About = {}, name = 'sjovik.txt'): Promise<Content> {
  const read = await readDocument(Buffer.from(text), name);
  const tables = assembleTables(read);
  const context: TableContext = {
    document: 'd',
    fileName: name,
    sha256: 'a'.repeat(64),
    table: 'd/t',
    title: 'Tabell',
    unit: 'sjovik/ks',
    area: '',
    kind: 'budget',
    year: 2031,
    status: 'adopted',
    unitOfMeasure: 'tkr',
    rules: { signs: {} },
    judgedBy: 'test',
    blocks: read.blocks,
    ...about,
  };
  const claimed = tables.flatMap((table, n) => {
    const kinds = TABLE_KINDS.filter(({ recognises }) => recognises(table));
    if (kinds.length > 1) throw new Error(`Two kinds: ${kinds.map(({ name: kind }) => kind).join(', ')}`);
    return kinds.map((kind) => ({ kind, table, context: { ...context, table: `d/t${n + 1}` } }));
  });
  const understood = [
    ...claimed.map(({ kind, table, context: own }) => kind.understand(table, own)),
    ...TEXT_KINDS.map(({ understand }) => understand(context)),
  ];
  return {
    kinds: claimed.map(({ kind }) => kind.name),
    tables,
    records: joinRecords(understood.map(({ records }) => records)),
    notUnderstood: understood.flatMap(({ notUnderstood }) => notUnderstood),
  };
}

/** The lines of a file with the columns asked for. */
export function pick(records: PackageRecords, file: FileName, ...columns: readonly string[]): string[][] {
  return (records[file] ?? []).map(({ values }: CsvRow) => columns.map((column) => values[column] ?? ''));
}
