import {
  standingDeclarations,
  type EditionDeclared,
  type LayoutStated,
  type LineNamed,
  type UnitMoved,
} from './declaration.js';
import {
  compareText,
  readingOf,
  type AddedSource,
  type Change,
  type Correction,
  type Entry,
  type PlainEntry,
  type StatedDifference,
  type Statement,
} from './entry.js';
import type { Facts } from './facts.js';
import {
  editionLineKey,
  editionLineOf,
  lineKey,
  lineOfKey,
  readingKey,
  withLine,
  type EditionLine,
  type Line,
  type Reading,
} from './figure.js';
import type { LedgerRecord } from './history.js';
import { movesOf } from './perimeter.js';
import { NameTable } from './names.js';

/** Limits what entries are about (never what was recorded): those published by the end of this day count. */
export interface BookOptions {
  readonly publishedBy?: string;
}

/** The edition declarations that stand: the last of each edition, in the order of the line. */
export function orderEditions(declared: readonly EditionDeclared[]): EditionDeclared[] {
  const last = new Map<string, EditionDeclared>();
  for (const edition of declared) {
    const before = last.get(edition.edition);
    // Once known an edition stays known: a later relabelling does not unlearn its table.
    last.set(
      edition.edition,
      before?.known === true && !edition.known ? { ...edition, known: true } : edition,
    );
  }
  return [...last.values()].sort(compareEditions);
}

export function compareEditions(a: EditionDeclared, b: EditionDeclared): number {
  const length = Math.max(a.order.length, b.order.length);
  for (let i = 0; i < length; i++) {
    const x = a.order[i];
    const y = b.order[i];
    if (x === y) continue;
    if (x === undefined) return -1;
    if (y === undefined) return 1;
    if (typeof x === 'number' && typeof y === 'number') return x - y;
    return compareText(String(x), String(y));
  }
  return compareText(a.edition, b.edition);
}

/** The layouts that stand: the last of each edition and table, by rank; never in the order in which they were recorded. */
export function orderLayouts(stated: readonly LayoutStated[]): LayoutStated[] {
  const last = new Map<string, LayoutStated>();
  for (const layout of stated) last.set(`${layout.edition}\u001f${layout.table}`, layout);
  return [...last.values()].sort(
    (a, b) => a.rank - b.rank || compareText(a.table, b.table) || compareText(a.edition, b.edition),
  );
}

interface Filed {
  readonly entry: PlainEntry;
  /** The correction that took it out. */
  readonly out: Correction | null;
}

/**
 * The pure book: everything that counted by one position, in memory. It is the meaning of the ledger; the read model
 * must answer as it does.
 */
export class Book implements Facts {
  readonly #editions = new Map<string, readonly EditionDeclared[]>();
  readonly #layouts = new Map<string, readonly LayoutStated[]>();
  readonly #names = new Map<string, NameTable>();
  readonly #entries = new Map<string, Filed[]>();
  readonly #filed = new Map<string, Filed>();
  readonly #lines = new Map<string, Set<string>>();
  readonly #sources = new Map<string, AddedSource[]>();
  readonly #moves: readonly UnitMoved[];
  readonly #undated: PlainEntry[] = [];

  constructor(records: Iterable<LedgerRecord>, options: BookOptions = {}) {
    const editions = new Map<string, EditionDeclared[]>();
    const layouts = new Map<string, LayoutStated[]>();
    const names = new Map<string, LineNamed[]>();
    const moves: UnitMoved[] = [];
    const corrections: Correction[] = [];
    const plain: PlainEntry[] = [];
    for (const record of records) {
      switch (record.kind) {
        case 'edition':
          push(editions, editionLineKey(record.line), record);
          break;
        case 'layout':
          push(layouts, editionLineKey(record.line), record);
          break;
        case 'name':
          push(names, `${record.unit}\u001f${record.area}`, record);
          break;
        case 'move':
          moves.push(record);
          break;
        case 'correction':
          corrections.push(record);
          break;
        case 'addedSource':
          push(this.#sources, record.to, record);
          break;
        default:
          plain.push(record);
      }
    }
    for (const [key, list] of editions) this.#editions.set(key, orderEditions(list));
    for (const [key, list] of layouts) this.#layouts.set(key, orderLayouts(list));
    for (const [key, list] of names) this.#names.set(key, new NameTable(list));
    this.#moves = standingDeclarations(moves);
    this.#fileAll(plain, firstCorrections(corrections), options.publishedBy);
    for (const filed of this.#filed.values()) this.#note(filed);
  }

  /** Entries left out of a `publishedBy` answer because no date is stated or judged. */
  get undated(): readonly PlainEntry[] {
    return this.#undated;
  }

  editionLines(): readonly EditionLine[] {
    const lines = new Map<string, EditionLine>();
    for (const [key, editions] of this.#editions)
      if (editions[0] !== undefined) lines.set(key, editions[0].line);
    for (const [key, layouts] of this.#layouts) if (layouts[0] !== undefined) lines.set(key, layouts[0].line);
    return [...lines.values()];
  }

  editions(line: EditionLine): readonly EditionDeclared[] {
    return this.#editions.get(editionLineKey(line)) ?? [];
  }

  layouts(line: EditionLine): readonly LayoutStated[] {
    return this.#layouts.get(editionLineKey(line)) ?? [];
  }

  names(unit: string, area: string): NameTable {
    return this.#names.get(`${unit}\u001f${area}`) ?? NameTable.empty;
  }

  moves(unit: string): readonly UnitMoved[] {
    return movesOf(this.#moves, unit);
  }

  statements(reading: Reading): readonly Statement[] {
    return this.#standing(reading).filter((entry): entry is Statement => entry.kind === 'statement');
  }

  changes(reading: Reading): readonly Change[] {
    return this.#standing(reading).filter((entry): entry is Change => entry.kind === 'change');
  }

  statedDifferences(reading: Reading): readonly StatedDifference[] {
    return this.#standing(reading).filter(
      (entry): entry is StatedDifference => entry.kind === 'statedDifference',
    );
  }

  entryLines(line: EditionLine, edition: string, measure: string): readonly Line[] {
    const keys = this.#lines.get(`${editionLineKey(line)}\u001f${edition}\u001f${measure}`);
    return keys === undefined ? [] : [...keys].map(lineOfKey);
  }

  corrected(reading: Reading): readonly { readonly entry: PlainEntry; readonly correction: Correction }[] {
    const found: { entry: PlainEntry; correction: Correction }[] = [];
    for (const filed of this.#entries.get(readingKey(reading)) ?? []) {
      if (filed.out !== null) found.push({ entry: filed.entry, correction: filed.out });
    }
    return found;
  }

  addedSources(entryId: string): readonly AddedSource[] {
    return this.#sources.get(entryId) ?? [];
  }

  /** An entry by its id, and the correction that took it out, if any. */
  entry(id: string): { readonly entry: PlainEntry; readonly takenOutBy: Correction | null } | null {
    const filed = this.#filed.get(id);
    return filed === undefined ? null : { entry: filed.entry, takenOutBy: filed.out };
  }

  /** Every live entry, in no particular order. */
  *entries(): Iterable<PlainEntry> {
    for (const filed of this.#filed.values()) if (filed.out === null) yield filed.entry;
  }

  #standing(reading: Reading): readonly PlainEntry[] {
    const filed = this.#entries.get(readingKey(reading));
    return filed === undefined ? [] : filed.filter((f) => f.out === null).map((f) => f.entry);
  }

  /**
   * Files every entry with what took it out and what was put in instead, along the chain of corrections, so that the
   * order in which records are given does not matter. A correction of what is not (yet) in the ledger has no effect.
   * A misread and a withdrawal count as of the date of what they correct, an erratum from its own.
   */
  #fileAll(
    plain: readonly PlainEntry[],
    corrections: Map<string, Correction>,
    publishedBy: string | undefined,
  ): void {
    for (const entry of plain) {
      let current: PlainEntry | null = entry;
      while (current !== null && !this.#filed.has(current.id)) {
        const correction = corrections.get(current.id);
        corrections.delete(current.id);
        const out = correction !== undefined && countsBy(correction, publishedBy) ? correction : null;
        this.#file(current, out, publishedBy);
        current = out === null ? null : replacementOf(out, current);
      }
    }
  }

  #file(entry: PlainEntry, out: Correction | null, publishedBy: string | undefined): void {
    if (publishedBy !== undefined) {
      if (entry.published === undefined) {
        if (out === null) this.#undated.push(entry);
        return;
      }
      if (entry.published.date > publishedBy) return;
    }
    const filed: Filed = { entry, out };
    this.#filed.set(entry.id, filed);
    push(this.#entries, readingKey(this.resolve(readingOf(entry))), filed);
  }

  #note(filed: Filed): void {
    if (filed.entry.kind === 'statedDifference') return;
    if (filed.out !== null && filed.out.nature !== 'withdrawal') return;
    const reading = this.resolve(readingOf(filed.entry));
    const key = `${editionLineKey(editionLineOf(reading))}\u001f${reading.edition}\u001f${reading.measure}`;
    const lines = this.#lines.get(key);
    if (lines === undefined) this.#lines.set(key, new Set([lineKey(reading.line)]));
    else lines.add(lineKey(reading.line));
  }

  /** The reading under the name that all spellings of its line resolve to. */
  resolve(reading: Reading): Reading {
    const names = this.#names.get(`${reading.unit}\u001f${reading.area}`);
    return names === undefined ? reading : withLine(reading, names.resolve(reading.line));
  }
}

/** When a replacement counts as published: an erratum by its own date, a misread by that of what it corrects. */
export function publicationOf(
  correction: Correction,
  corrected: PlainEntry | undefined,
): PlainEntry['published'] {
  if (correction.nature === 'erratum') {
    return correction.date === undefined ? undefined : { date: correction.date };
  }
  return corrected?.published ?? correction.replacement?.published;
}

/** What a correction puts in, dated as the correction says. */
function replacementOf(correction: Correction, corrected: PlainEntry): PlainEntry | null {
  if (correction.replacement === null) return null;
  const published = publicationOf(correction, corrected);
  if (published === undefined && correction.replacement.published === undefined)
    return correction.replacement;
  return { ...correction.replacement, published };
}

/** The correction of each entry: the first recorded. Another one of the same entry is a conflict and has no effect. */
function firstCorrections(corrections: readonly Correction[]): Map<string, Correction> {
  const first = new Map<string, Correction>();
  for (const correction of corrections) {
    if (!first.has(correction.corrects)) first.set(correction.corrects, correction);
  }
  return first;
}

function countsBy(correction: Correction, publishedBy: string | undefined): boolean {
  return (
    publishedBy === undefined ||
    correction.nature !== 'erratum' ||
    // Of one without a date nobody knows whether it had been published.
    (correction.date !== undefined && correction.date <= publishedBy)
  );
}

/** Why an entry cannot be corrected: it is not in the ledger (yet), or something took it out. */
export type CorrectionConflict =
  | { readonly kind: 'unknown' }
  | {
      readonly kind: 'takenOut';
      readonly by: Correction;
      /** The entry that was put in instead, or the withdrawal: what the refusal names. */
      readonly names: string;
    };

/** Whether a correction of the entry would be a second one of it; null where it may be corrected. */
export function correctionConflict(book: Pick<Book, 'entry'>, entryId: string): CorrectionConflict | null {
  const found = book.entry(entryId);
  if (found === null) return { kind: 'unknown' };
  const by = found.takenOutBy;
  return by === null ? null : { kind: 'takenOut', by, names: by.replacement?.id ?? by.id };
}

export function isPlainEntry(entry: Entry): entry is PlainEntry {
  return entry.kind !== 'correction' && entry.kind !== 'addedSource';
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
