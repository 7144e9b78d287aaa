import type { DocumentAnswer, ReadLedger, ReadOptions } from '#projections';

/** The documents that an import may name: those of the ledger, looked up as they are asked for, and those before it. */
export interface KnownDocuments {
  /** Those that are or may be called so, in the order in which they were registered. */
  readonly called: (name: string) => readonly DocumentAnswer[];
  readonly bySha256: (sha256: string) => DocumentAnswer | null;
  /** Those that replace one of some. */
  readonly replacing: (sha256s: readonly string[]) => readonly DocumentAnswer[];
  /** As many as are asked for, from the first. */
  readonly some: (most: number) => readonly DocumentAnswer[];
}

export function knownDocuments(
  reader: ReadLedger | null,
  before: readonly DocumentAnswer[] = [],
  read: ReadOptions = {},
): KnownDocuments {
  const own = new Map(before.map((document) => [document.sha256, document]));
  // What is about to be imported says it later than the ledger, in the place that the ledger has it.
  const withOwn = (stored: readonly DocumentAnswer[]): DocumentAnswer[] => [
    ...new Map([...stored, ...before].map((document) => [document.sha256, document])).values(),
  ];
  return {
    called: (name) => withOwn(reader?.documentsKnownAs(name, read) ?? []),
    bySha256: (sha256) => own.get(sha256) ?? reader?.document(sha256, read) ?? null,
    replacing: (sha256s) =>
      withOwn(reader?.documentsReplacing(sha256s, read) ?? []).filter(
        ({ replaces }) => replaces !== null && sha256s.includes(replaces),
      ),
    some: (most) => {
      const stored = reader?.documentsPage({ first: most }, read).items ?? [];
      return withOwn(stored.map(({ item }) => item)).slice(0, most);
    },
  };
}
