import {
  stoodIn,
  upcast,
  type DocumentRegistered,
  type EditionDeclared,
  type EntryData,
  type Frame,
  type LayoutStated,
  type Storable,
} from '#domain';
import type { PlainEntry } from '#ledger';
import { contentText } from '../import-plan.js';

/** An event of the log that counts, as much of it as an import is held against. */
export interface StoredFact extends Storable {
  readonly stream: string;
  /** Of the import that recorded it; undefined where somebody registered it by hand. */
  readonly importId?: string;
}

/** One state in the life of what was entered once: as it was recorded, or as a correction made it. */
export interface Version {
  readonly id: string;
  readonly entry: PlainEntry;
  readonly data: EntryData;
  readonly byImport: boolean;
}

/** An entry with its corrections: it stands as the last of its versions says, unless it was taken out. */
export interface Life {
  readonly stream: string;
  readonly versions: readonly [Version, ...Version[]];
  /** What took the last version out without putting another in. */
  readonly out: { readonly id: string; readonly byImport: boolean } | null;
}

export interface Declared<Data> {
  /** Of the event. */
  readonly id: string;
  readonly data: Data;
}

/** What a ledger holds, as far as an import asks. */
export interface Holding {
  readonly events: ReadonlyMap<string, StoredFact>;
  readonly lives: readonly Life[];
  /** The layout that holds, by {@link layoutKey}. */
  readonly layouts: ReadonlyMap<string, Declared<LayoutStated>>;
  /** The declaration that holds, by {@link editionKey}. */
  readonly editions: ReadonlyMap<string, Declared<EditionDeclared>>;
  /** By sha-256. */
  readonly documents: ReadonlyMap<string, Declared<DocumentRegistered>>;
  /** By {@link Said.about}: what was said of it, the last last. */
  readonly said: ReadonlyMap<string, readonly Said[]>;
}

export function editionKey({ unit, area, basis, period, edition }: Frame): string {
  return [unit, area, basis, period, edition].join('\u001f');
}

export function layoutKey(layout: Frame & { readonly table: string }): string {
  return `${editionKey(layout)}\u001f${layout.table}`;
}

/** What an event without entries says (a goal, an assignment, a control, a scale), and of what in which cell. */
export interface Said {
  readonly document: string;
  /** Agrees in two prints of one cell, whatever they say there. */
  readonly about: string;
  /** Agrees where they say the same. */
  readonly says: string;
}

/** Null of an event that has no source of its own. */
export function saidIn({ type, data }: Pick<StoredFact, 'type' | 'data'>): Said | null {
  const said = data as Partial<Record<string, unknown>> & {
    source?: { document?: string };
    document?: string;
  };
  const { source } = said;
  if (source?.document === undefined || said.document !== undefined) return null;
  const { table, row } = source as { table?: string; row?: string };
  const subject = SUBJECTS.map((field) => said[field] ?? null);
  return {
    document: source.document,
    about: contentText([type, subject, table ?? null, row ?? null]),
    says: contentText({ ...said, source: { ...source, document: undefined } }),
  };
}

const SUBJECTS = ['unit', 'goal', 'assignment', 'control', 'risk', 'scale', 'period', 'through', 'fromYear'];

interface Living {
  readonly stream: string;
  readonly versions: [Version, ...Version[]];
  out: Life['out'];
}

/** Folds the events that count, in the order of the log. */
export function holdingOf(facts: Iterable<StoredFact>): Holding {
  const events = new Map<string, StoredFact>();
  const lives: Living[] = [];
  const byEntry = new Map<string, Living>();
  const layouts = new Map<string, Declared<LayoutStated>>();
  const editions = new Map<string, Declared<EditionDeclared>>();
  const documents = new Map<string, Declared<DocumentRegistered>>();
  const said = new Map<string, Said[]>();
  for (const fact of facts) {
    events.set(fact.id, fact);
    const byImport = fact.importId !== undefined;
    const { data } = upcast(fact);
    const saying = saidIn({ type: fact.type, data });
    if (saying !== null) said.set(saying.about, [...(said.get(saying.about) ?? []), saying]);
    switch (fact.type) {
      case 'LayoutStated': {
        const layout = data as LayoutStated;
        layouts.set(layoutKey(layout), { id: fact.id, data: layout });
        break;
      }
      case 'EditionDeclared': {
        const edition = data as EditionDeclared;
        editions.set(editionKey(edition), { id: fact.id, data: edition });
        break;
      }
      case 'DocumentRegistered': {
        const document = data as DocumentRegistered;
        documents.set(document.sha256, { id: fact.id, data: document });
        break;
      }
      case 'EntryCorrected':
      case 'EntryWithdrawn': {
        const { corrects } = data as { corrects: string };
        const life = byEntry.get(corrects);
        // Of two corrections of one entry the first recorded counts, and the other has no effect at all.
        if (life?.out !== null || life.versions.at(-1)?.id !== corrects) break;
        const [put] = stoodIn(fact);
        if (put === undefined) life.out = { id: `${fact.id}/0`, byImport };
        else {
          life.versions.push({ ...put, byImport });
          byEntry.set(put.id, life);
        }
        break;
      }
      default:
        for (const stood of stoodIn(fact)) {
          const life: Living = { stream: fact.stream, versions: [{ ...stood, byImport }], out: null };
          lives.push(life);
          byEntry.set(stood.id, life);
        }
    }
  }
  return { events, lives, layouts, editions, documents, said };
}

/** As it stands, or stood last. */
export function lastOf(life: Life): Version {
  return life.versions.at(-1) ?? life.versions[0];
}

/** The document, and every print that it replaces, the latest first. */
export function printsOf(
  sha256: string,
  replaces: (sha256: string) => string | undefined,
): readonly string[] {
  const prints = [sha256];
  for (
    let older = replaces(sha256);
    older !== undefined && !prints.includes(older);
    older = replaces(older)
  ) {
    prints.push(older);
  }
  return prints;
}
