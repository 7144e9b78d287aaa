import type { EntryData } from '#domain';
import type { Holding, Life, Version } from '../held/holding.js';

/** Where in a package what a ledger holds is written: the document that it came from, and its place there. */

/** The document of what was registered by hand. */
export const BY_HAND = 'registrerat-for-hand';

export interface Standing {
  /** As it stands, after its corrections. */
  readonly data: EntryData;
  /** As it was first recorded: a corrected cell keeps its place. */
  readonly first: Version;
}

/** Everything that was entered and stands. */
export function standing({ lives }: Pick<Holding, 'lives'>): Standing[] {
  return lives.flatMap(({ versions, out }: Life): Standing[] => {
    const last = versions.at(-1);
    return out !== null || last === undefined ? [] : [{ data: last.data, first: versions[0] }];
  });
}

/** A number in a table; a figure of a running text has neither row nor column. */
export function isInTable({ first }: Standing): boolean {
  const { source } = first.data;
  return source !== undefined && source.row !== '' && placeOf(first.data) !== null;
}

export interface TablePlace {
  readonly document: string;
  readonly table: number;
  readonly row: number;
  readonly column: number;
}

/** `<document>/<table>/<row>/<column>`, as an import writes the place of a cell. */
export function placeOf({ rank }: EntryData): TablePlace | null {
  const [, document = '', table = '', row = '', column = ''] =
    /^(.*)\/(\d+)\/(\d+)\/(\d+)$/.exec(rank?.place ?? '') ?? [];
  if (document === '') return null;
  return { document, table: Number(table), row: Number(row), column: Number(column) };
}
