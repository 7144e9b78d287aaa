import {
  entriesOf,
  importStepOf,
  openness,
  placeIn,
  stoodIn,
  upcast,
  type Answers,
  type DomainEvent,
  type EditionState,
  type Frame,
  type ImportState,
} from '#domain';
import { comparePositions, type EventStore, type Position, type RecordedEvent } from '#event-store';
import {
  Book,
  circleThrough,
  effectsOf,
  Evaluator,
  readingKey,
  type LedgerRecord,
  type Reading,
  type Statement,
} from '#ledger';
import { reconcileBook } from '../../projections/reconciliation/reconcile.js';

/**
 * The answers that deciders ask for, from the whole log read anew: what a read model must answer too. It is for tests,
 * whose logs are short.
 */
export async function answersOfLog(store: EventStore): Promise<Answers> {
  const events: RecordedEvent[] = [];
  for await (const event of store.readAll()) events.push(event);
  const imports = importStates(events);
  const counts = ({ metadata, type }: RecordedEvent): boolean =>
    type.startsWith('Import') ||
    metadata['importId'] === undefined ||
    imports.get(metadata['importId']) === 'completed';
  const records = effectsOf(
    events.map((event, seq) => ({
      seq,
      eventId: event.id,
      time: event.recordedAt,
      importId: event.metadata['importId'],
      lifecycle: importStepOf(event),
      records: entriesOf(event),
    })),
  ).flatMap((effect) => [...effect.records]);
  const editions = editionStates(events.filter(counts));
  const streams = new Map(events.map((event) => [event.id, event.stream]));
  return {
    editionState: (frame) => editions.get(keyOf(frame)) ?? 'undeclared',
    importState: (importId) => imports.get(importId) ?? 'unknown',
    streamOfEntry: (entryId) => streams.get(entryId.slice(0, entryId.lastIndexOf('/'))),
    discrepancy: (id) =>
      [...reconcileBook(new Book(records)).values()].flat().find((finding) => finding.id === id),
    movedSince: (readings, position) => {
      const about = new Set(readings.map(readingKey));
      const later = (event: RecordedEvent): boolean =>
        counts(event) && comparePositions(takesEffect(event, events), position as Position) > 0;
      return events
        .filter((event) => later(event) && saidOf(event).some((reading) => about.has(readingKey(reading))))
        .map(({ id }) => id);
    },
    placeOf: (reading) => placeIn(new Evaluator(new Book(records)), reading),
    isInUse: (kind, name) =>
      records.some((record) =>
        kind === 'measure'
          ? 'reading' in record && record.reading.measure === name
          : record.kind === 'change' && record.cause.kind === name,
      ),
    wouldCircle: (added) => circleAmong([...records, ...added]),
  };
}

/** Where an event comes to count: one of an import at its completion. */
function takesEffect(event: RecordedEvent, events: readonly RecordedEvent[]): Position {
  const { importId } = event.metadata;
  const end =
    importId === undefined ? undefined : events.find((other) => importStepOf(other)?.importId === importId);
  return event.type.startsWith('Import') ? event.position : (end?.position ?? event.position);
}

/** The readings that an event says something of, or takes something out of. */
function saidOf(event: RecordedEvent): Reading[] {
  const { was } = event.data as { readonly was?: { readonly reading: Reading } };
  return [...stoodIn(event).map(({ data }) => data.reading), ...(was === undefined ? [] : [was.reading])];
}

function importStates(events: readonly RecordedEvent[]): Map<string, ImportState> {
  const states = new Map<string, ImportState>();
  for (const stored of events) {
    const event = upcast(stored) as unknown as DomainEvent;
    if (event.type === 'ImportStarted') states.set(event.data.importId, 'started');
    if (event.type === 'ImportCompleted') states.set(event.data.importId, 'completed');
    if (event.type === 'ImportAbandoned') states.set(event.data.importId, 'abandoned');
  }
  return states;
}

function editionStates(events: readonly RecordedEvent[]): Map<string, EditionState> {
  const states = new Map<string, EditionState>();
  for (const stored of events) {
    const event = upcast(stored) as unknown as DomainEvent;
    if (event.type === 'EditionDeclared') {
      const key = keyOf(event.data);
      states.set(key, openness(states.get(key), event.data.open));
    }
    if (event.type === 'EditionOpened') states.set(keyOf(event.data), 'open');
    if (event.type === 'EditionClosed') states.set(keyOf(event.data), 'closed');
  }
  return states;
}

function keyOf(frame: Frame): string {
  return [frame.unit, frame.area, frame.basis, frame.period, frame.edition].join('\u001f');
}

function circleAmong(records: readonly LedgerRecord[]): ReturnType<Answers['wouldCircle']> {
  const book = new Book(records);
  const relative = [...book.entries()].filter((entry): entry is Statement => entry.kind === 'statement');
  for (const statement of relative) {
    const circle = circleThrough(book, statement);
    if (circle !== null) return circle;
  }
  return null;
}
