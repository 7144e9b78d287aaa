import { documentStream, type Answers } from '#domain';
import { PAGE_EVENTS, type EventStore, type RecordedEvent } from '#event-store';
import type { ImportPlan, StoredFact } from '#ingest';
import type { Ledger } from '../../shared/ledger.js';
import { knownDocuments, type KnownDocuments } from './known-documents.js';

/**
 * What counts in the ledger and concerns the plans: the streams of their events, and where the ledger has one of their
 * documents, or prints that they replace, everything that was recorded of those, wherever it stands.
 */
export async function factsAbout(
  ledger: Ledger,
  plans: readonly ImportPlan[],
  replaced: readonly string[],
): Promise<StoredFact[]> {
  const answers = await ledger.answers.answers();
  const documents = knownDocuments(ledger.reader);
  const family = familyOf(
    documents,
    plans.flatMap((plan) => plan.documents),
    replaced,
  );
  const streams = new Set(plans.flatMap((plan) => plan.streams.map(({ stream }) => stream)));
  // The prints of a document, and what says that one is replaced.
  const prints = [...family].filter((sha256) => documents.bySha256(sha256) !== null);
  const replacing = family.size === 0 ? [] : documents.replacing([...family]);
  for (const sha256 of [...prints, ...replacing.map((document) => document.sha256)])
    streams.add(documentStream(sha256));
  const known = prints.length > 0;
  const events = known ? everythingOf(ledger.store, streams, family) : allOf(ledger.store, streams);
  const facts: StoredFact[] = [];
  for await (const event of events) if (counts(event, answers)) facts.push(factOf(event));
  return facts;
}

/** Everything that counts, in the order in which it took effect: what an import recorded, when it was complete. */
export async function allFacts(store: EventStore): Promise<StoredFact[]> {
  const facts: StoredFact[] = [];
  const waiting = new Map<string, StoredFact[]>();
  let from: RecordedEvent['position'] | undefined;
  for (;;) {
    const page = await store.readAllPage({ ...(from === undefined ? {} : { from }), maxCount: PAGE_EVENTS });
    if (page.length === 0) return facts;
    for (const event of page) {
      const { importId } = event.metadata;
      if (importId === undefined) facts.push(factOf(event));
      else if (event.type === 'ImportCompleted') {
        facts.push(...(waiting.get(importId) ?? []), factOf(event));
        waiting.delete(importId);
      } else {
        const before = waiting.get(importId);
        if (before === undefined) waiting.set(importId, [factOf(event)]);
        else before.push(factOf(event));
      }
    }
    from = page.at(-1)?.position;
  }
}

/** The documents with every print before them. */
function familyOf(
  documents: KnownDocuments,
  planned: readonly string[],
  replaced: readonly string[],
): Set<string> {
  const family = new Set<string>();
  for (const first of [...planned, ...replaced]) {
    let sha256: string | null | undefined = first;
    while (sha256 !== null && sha256 !== undefined && !family.has(sha256)) {
      family.add(sha256);
      sha256 = documents.bySha256(sha256)?.replaces;
    }
  }
  return family;
}

function counts({ type, metadata }: RecordedEvent, answers: Answers): boolean {
  const { importId } = metadata;
  return importId === undefined || type.startsWith('Import') || answers.importState(importId) === 'completed';
}

function factOf({ id, type, schemaVersion, data, stream, metadata }: RecordedEvent): StoredFact {
  const { importId } = metadata;
  return { id, type, schemaVersion, data, stream, ...(importId === undefined ? {} : { importId }) };
}

async function* allOf(store: EventStore, streams: ReadonlySet<string>): AsyncIterable<RecordedEvent> {
  for (const stream of streams) yield* store.readStream(stream);
}

/** The log read through, page by page: nothing else knows in which streams a document's figures stand. */
async function* everythingOf(
  store: EventStore,
  streams: ReadonlySet<string>,
  family: ReadonlySet<string>,
): AsyncIterable<RecordedEvent> {
  const taken = new Set<string>();
  let from: RecordedEvent['position'] | undefined;
  for (;;) {
    const page = await store.readAllPage({ ...(from === undefined ? {} : { from }), maxCount: PAGE_EVENTS });
    if (page.length === 0) return;
    for (const event of page) {
      if (!streams.has(event.stream) && !isOf(event, family, taken)) continue;
      taken.add(event.id);
      yield event;
    }
    from = page.at(-1)?.position;
  }
}

interface Sourced {
  readonly document?: string;
  readonly source?: { readonly document?: string };
  readonly corrects?: string;
  readonly lines?: readonly Sourced[];
  readonly moves?: readonly Sourced[];
  readonly likelihood?: Sourced;
}

function isOf(event: RecordedEvent, family: ReadonlySet<string>, taken: ReadonlySet<string>): boolean {
  const data = event.data as Sourced;
  if (data.corrects !== undefined) return taken.has(data.corrects.slice(0, data.corrects.lastIndexOf('/')));
  const isFamily = (at: Sourced | undefined): boolean =>
    at !== undefined && family.has(at.source?.document ?? at.document ?? '');
  const lines = data.lines ?? data.moves?.flatMap((move) => move.lines ?? []) ?? [];
  return isFamily(data) || isFamily(data.likelihood) || lines.some(isFamily);
}
