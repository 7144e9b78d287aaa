import {
  derivedEventId,
  eventOf,
  streamOf,
  type DocumentRegistered,
  type EntryData,
  type LayoutStated,
} from '#domain';
import { contentText, importIdOf, type ImportPlan, type PlannedEvent } from '../import-plan.js';
import { adopted, setApart } from './adopt.js';
import { fieldsChanged, placeOfEntry, printedOf, wordsOfChange, type Fate, type NameOf } from './changed.js';
import { documentOfEvent, isCell, saysTheSame, tableOf, wantedOf, type Wanted } from './entries.js';
import {
  editionKey,
  holdingOf,
  lastOf,
  layoutKey,
  printsOf,
  saidIn,
  type Holding,
  type Life,
  type StoredFact,
  type Version,
} from './holding.js';
import { match } from './match.js';
import { residual } from './residual.js';

/** How an import is to be settled with what the ledger holds. */
export interface SettleOptions {
  /** By sha-256 of a document: that of the print it replaces. */
  readonly replaces: ReadonlyMap<string, string>;
  /** Why what was read otherwise is corrected. */
  readonly reason?: string;
  /** A document is no authority on what units are called: where the ledger knows them, they stay as they are. */
  readonly unitsAsKnown?: boolean;
}

/** What an import would do to a ledger, and the events that do it. */
export interface Settlement {
  /** Only what is not there yet. */
  readonly plan: ImportPlan;
  /** What becomes of each entry and each declaration, in the order of the plan. */
  readonly fates: readonly Fate[];
  /** Events of the plan that the ledger has. */
  readonly alreadyThere: number;
  /** By document of which nothing is recorded: the print that has replaced it. */
  readonly superseded: ReadonlyMap<string, string>;
  /** By document that is new: the print it replaces. */
  readonly replaces: ReadonlyMap<string, string>;
}

/** Corrections of documents that the ledger has already: they are recorded only where somebody asks for it. */
export function corrections({ fates }: Pick<Settlement, 'fates'>): Fate[] {
  return fates.filter(({ correction }) => correction === 'misread');
}

/**
 * Settles a plan with the ledger, entry by entry: what is new; what is there; what the same document is read otherwise
 * as (a misread); what another print of it says otherwise (an erratum), has no more, or has more. Nothing of what stands
 * is replaced: a correction names the entry that it takes out.
 *
 * @param facts what counts in the ledger and concerns the plan: the streams of its events, and everything that was
 *   recorded of its documents and of the prints they replace
 */
export function settle(plan: ImportPlan, facts: readonly StoredFact[], options: SettleOptions): Settlement {
  const holding = holdingOf(facts);
  const names = new Map([...holding.documents].map(([sha256, { data }]) => [sha256, fileOf(data)]));
  for (const event of plan.streams.flatMap(({ events }) => events))
    if (event.type === 'DocumentRegistered') names.set(event.data.sha256, fileOf(event.data));
  const nameOf: NameOf = (sha256) => names.get(sha256) ?? sha256.slice(0, 12);
  const settling: Settling = { holding, options, nameOf, fates: [], events: [], alreadyThere: 0 };
  const planned = plan.streams.flatMap(({ stream, events }) => events.map((event) => ({ stream, event })));
  const named = new Map(planned.map(({ event, stream }) => [event.id, stream]));
  const groups = new Map<string | undefined, PlannedEvent[]>();
  for (const { event } of planned) {
    const document = documentOfEvent(event);
    const group = groups.get(document);
    if (group === undefined) groups.set(document, [event]);
    else group.push(event);
  }
  const superseded = new Map<string, string>();
  const replaces = new Map<string, string>();
  const successors = new Map([...holding.documents.values()].map(({ data }) => [data.replaces, data.sha256]));
  for (const [document, events] of groups) {
    if (document === undefined) {
      for (const event of events) declaration(settling, event, true);
      continue;
    }
    const successor = successors.get(document);
    if (successor !== undefined) {
      superseded.set(document, successor);
      // Its tables are those of the print that replaced it; what its text says of causes was still said.
      const texts = events.filter(isOfText);
      settling.alreadyThere += events.length - texts.length;
      if (texts.length > 0) settleDocument(settling, document, undefined, texts);
    } else {
      const older = holding.documents.get(document)?.data.replaces ?? options.replaces.get(document);
      if (older !== undefined && !holding.documents.has(document)) replaces.set(document, older);
      settleDocument(settling, document, older, events);
    }
  }
  return {
    plan: planOf(plan, settling.events, named),
    fates: settling.fates,
    alreadyThere: settling.alreadyThere,
    superseded,
    replaces,
  };
}

interface Settling {
  readonly holding: Holding;
  readonly options: SettleOptions;
  readonly nameOf: NameOf;
  readonly fates: Fate[];
  readonly events: { readonly event: PlannedEvent; readonly stream?: string }[];
  alreadyThere: number;
}

function settleDocument(
  settling: Settling,
  document: string,
  older: string | undefined,
  planned: readonly PlannedEvent[],
): void {
  const { holding } = settling;
  const known = holding.documents.has(document);
  const replaced = (sha256: string): string | undefined =>
    sha256 === document ? older : holding.documents.get(sha256)?.data.replaces;
  const prints = new Set(printsOf(document, replaced));
  const lives = holding.lives.filter(({ versions, out }) => {
    const source = versions[0].data.source?.document;
    // What an import took out is not there any more; what somebody took out by hand is not put back unasked.
    return source !== undefined && prints.has(source) && out?.byImport !== true;
  });
  const events = collides(holding, planned, prints)
    ? setApart(planned, document)
    : adopted(planned, document, lives, holding);
  const registered = events.find((event) => event.type === 'DocumentRegistered')?.data;
  const date = registered?.date;
  const reason =
    settling.options.reason ?? (known ? 'Läst på nytt' : `Rättat tryck: ${registered?.title ?? document}`);
  const wanted = wantedOf(events);
  const { pairs, gone } = match(wanted, lives);
  const fresh = new Set<Wanted>();
  for (const item of [...wanted].sort(byPlace)) {
    const life = pairs.get(item);
    const fate = life === undefined ? 'new' : fateOf(item, life, known);
    if (life === undefined || fate === 'new') fresh.add(item);
    else if (fate === 'corrected') correct(settling, item, life, { known, date, reason });
    settling.fates.push(fateOfWanted(item, life, fate, known, settling.nameOf));
  }
  const tables = new Set(wanted.filter(({ data }) => isCell(data)).map(({ data }) => tableOf(data)));
  // A print of which only is said that it is one (as in an exported package) takes nothing out.
  const isRead = known || tables.size > 0;
  for (const life of isRead ? gone : []) {
    const { data } = lastOf(life);
    // Of the same document only what was read now can have lost a cell; a text is entered by hand, and stays.
    if (life.out !== null || !isCell(data) || (known && !tables.has(tableOf(data)))) continue;
    takeOut(settling, life, { document, known, date, reason });
  }
  const byEvent = new Map<PlannedEvent, Wanted[]>();
  for (const item of wanted) {
    const list = byEvent.get(item.event);
    if (list === undefined) byEvent.set(item.event, [item]);
    else list.push(item);
  }
  for (const event of events) {
    const entries = byEvent.get(event);
    if (entries === undefined && isSaidBefore(holding, event, prints)) settling.alreadyThere++;
    else if (entries === undefined) declaration(settling, withPrint(event, document, older), known);
    else addFresh(settling, event, entries, fresh);
  }
  if (isRead && lives.length > 0) dropLayouts(settling, events, lives, { document, known, tables });
}

function isOfText(event: PlannedEvent): boolean {
  const entries = wantedOf([event]);
  return entries.length > 0 && entries.every(({ data }) => !isCell(data));
}

/** In the order of the document. */
function byPlace(a: Wanted, b: Wanted): number {
  const [x, y] = [a.data.rank?.place ?? '', b.data.rank?.place ?? ''];
  return x < y ? -1 : x > y ? 1 : 0;
}

/** Whether a document that the ledger has not seen calls a table as another document does that it is no print of. */
function collides(holding: Holding, planned: readonly PlannedEvent[], prints: ReadonlySet<string>): boolean {
  return planned.some((event) => {
    if (event.type !== 'LayoutStated') return false;
    const { document } = holding.layouts.get(layoutKey(event.data))?.data ?? {};
    return document !== undefined && !prints.has(document);
  });
}

/** What becomes of an entry that the ledger has in some form. */
function fateOf({ data }: Wanted, life: Life, known: boolean): Fate['fate'] {
  const last = lastOf(life);
  if (life.out === null && saysTheSame(last.data, data)) return 'recorded';
  const imported = life.versions.findLast(({ byImport }) => byImport);
  const byHand = life.out === null ? !last.byImport : !life.out.byImport;
  const before = (version: Version | undefined): boolean =>
    version !== undefined && saysTheSame(version.data, data);
  // What somebody corrected by hand is not undone by the document that it was corrected in; nor is what was corrected
  // since by reading the same document once more as before.
  if ((byHand && before(imported)) || (known && life.versions.some(before))) return 'kept';
  return life.out === null ? 'corrected' : 'new';
}

function fileOf({ fileName, title }: DocumentRegistered): string {
  return fileName ?? title;
}

interface How {
  /** The same document, read once more. */
  readonly known: boolean;
  readonly date: string | undefined;
  readonly reason: string;
}

function correct(settling: Settling, { data }: Wanted, life: Life, { known, date, reason }: How): void {
  const last = lastOf(life);
  const { published: _, ...own } = data;
  const { published } = last.data;
  const is: EntryData = known && published !== undefined ? { ...own, published } : own;
  const event = eventOf('EntryCorrected', {
    corrects: last.id,
    was: last.data,
    is,
    nature: known ? 'misread' : 'erratum',
    ...(known || date === undefined ? {} : { date }),
    reason,
  });
  const id = derivedEventId(['corrected', last.id, contentText(is)]);
  settling.events.push({ event: { ...event, id }, stream: life.stream });
}

function takeOut(
  settling: Settling,
  life: Life,
  { document, known, date, reason }: How & { readonly document: string },
): void {
  const last = lastOf(life);
  const event = eventOf('EntryWithdrawn', {
    corrects: last.id,
    was: last.data,
    nature: known ? 'misread' : 'erratum',
    ...(known || date === undefined ? {} : { date }),
    reason,
  });
  const id = derivedEventId(['withdrawn', last.id, document]);
  settling.events.push({ event: { ...event, id }, stream: life.stream });
  settling.fates.push({
    fate: 'withdrawn',
    correction: known ? 'misread' : 'erratum',
    type: 'EntryWithdrawn',
    cell: true,
    place: placeOfEntry(last.data, settling.nameOf),
    reading: last.data.reading,
    was: printedOf(last.data),
    is: null,
    entry: last.id,
  });
}

function fateOfWanted(
  item: Wanted,
  life: Life | undefined,
  fate: Fate['fate'],
  known: boolean,
  nameOf: NameOf,
): Fate {
  const { data, event } = item;
  const last = life === undefined ? undefined : lastOf(life).data;
  const words =
    fate === 'new' || last === undefined
      ? { was: null, is: printedOf(data) }
      : fate === 'recorded'
        ? { was: printedOf(last), is: printedOf(data) }
        : wordsOfChange(last, data);
  return {
    fate,
    correction: fate === 'corrected' ? (known ? 'misread' : 'erratum') : null,
    type: event.type,
    cell: isCell(data),
    place: placeOfEntry(data, nameOf),
    reading: data.reading,
    ...words,
    entry: life === undefined ? null : lastOf(life).id,
  };
}

/** The event with the entries that are new: itself where all of them are, else another one with those. */
function addFresh(
  settling: Settling,
  event: PlannedEvent,
  entries: readonly Wanted[],
  fresh: ReadonlySet<Wanted>,
): void {
  const added = entries.filter((item) => fresh.has(item));
  if (added.length === 0) {
    settling.alreadyThere++;
    return;
  }
  const stored = settling.holding.events.has(event.id);
  if (added.length === entries.length && !stored) {
    settling.events.push({ event });
    return;
  }
  const part = residual(event, added);
  // An id is spent once, also where what it recorded was taken out since.
  const base = ['beside', event.id, contentText(part.data)];
  let id = derivedEventId(base);
  for (let n = 2; settling.holding.events.has(id); n++) id = derivedEventId([...base, String(n)]);
  settling.events.push({ event: { ...part, id } });
}

/** Whether the print before says the same of a goal, an assignment, a control or a scale: it stays with its first source. */
function isSaidBefore(holding: Holding, event: PlannedEvent, prints: ReadonlySet<string>): boolean {
  const saying = saidIn(event);
  if (saying === null) return false;
  const before = holding.said.get(saying.about)?.findLast(({ document }) => prints.has(document));
  return before?.says === saying.says;
}

/** A declaration that the ledger has already, has otherwise, or does not have. */
function declaration(settling: Settling, event: PlannedEvent, known: boolean): void {
  const { holding, nameOf } = settling;
  const stored = holding.events.get(event.id);
  const held = heldDeclaration(holding, event) ?? stored ?? null;
  const asKnown = settling.options.unitsAsKnown === true && OF_UNITS.has(event.type) && stored !== undefined;
  if (asKnown || [held, stored].some((other) => other && sayingOf(other.data) === sayingOf(event.data))) {
    settling.alreadyThere++;
    return;
  }
  const id =
    stored === undefined
      ? event.id
      : derivedEventId(['restated', event.id, held?.id ?? '', contentText(event.data)]);
  settling.events.push({ event: { ...event, id } });
  // Of another print it is told where the ledger has the table; of the same document whatever it is.
  if (held === null || (!known && event.type !== 'LayoutStated')) return;
  settling.fates.push(...fieldsChanged(held.data, event, known ? 'misread' : 'erratum', nameOf));
}

const OF_UNITS: ReadonlySet<string> = new Set(['UnitDefined', 'LineNamed']);

function heldDeclaration(
  holding: Holding,
  event: PlannedEvent,
): { readonly id: string; readonly data: unknown } | null {
  switch (event.type) {
    case 'LayoutStated':
      return holding.layouts.get(layoutKey(event.data)) ?? null;
    case 'EditionDeclared': {
      const held = holding.editions.get(editionKey(event.data));
      if (held === undefined) return null;
      // Once known an edition stays known, and a document that only mentions it says nothing new.
      return event.data.known ? held : { ...held, data: { ...held.data, known: false } };
    }
    case 'DocumentRegistered':
      return holding.documents.get(event.data.sha256) ?? null;
    default:
      return null;
  }
}

/** What a declaration says, whichever print says it. */
function sayingOf(data: unknown): string {
  return contentText({ ...(data as object), document: undefined, replaces: undefined });
}

function withPrint(event: PlannedEvent, document: string, older: string | undefined): PlannedEvent {
  if (event.type !== 'DocumentRegistered' || event.data.sha256 !== document || older === undefined)
    return event;
  return { ...event, data: { ...event.data, replaces: older } };
}

/** Of a table or a column that is there no more the layout is stated once more, without rows. */
function dropLayouts(
  settling: Settling,
  events: readonly PlannedEvent[],
  lives: readonly Life[],
  { document, known, tables }: { document: string; known: boolean; tables: ReadonlySet<string> },
): void {
  const stated = new Set(
    events.flatMap((event) => (event.type === 'LayoutStated' ? [layoutKey(event.data)] : [])),
  );
  const held = new Set(
    lives.map((life) => lastOf(life).data).flatMap((data) => (isCell(data) ? [tableOf(data)] : [])),
  );
  for (const [key, { id, data }] of settling.holding.layouts) {
    if (stated.has(key) || !held.has(data.table) || data.rows.length === 0) continue;
    if (known && !tables.has(data.table)) continue;
    const empty: LayoutStated = { ...data, rows: [], document };
    const event = eventOf('LayoutStated', empty);
    settling.events.push({ event: { ...event, id: derivedEventId(['dropped', id, document]) } });
    settling.fates.push(
      ...fieldsChanged(data, { ...event, id }, known ? 'misread' : 'erratum', settling.nameOf),
    );
  }
}

/** The events by stream. Where they are just those of the plan, the import is the plan's own. */
function planOf(
  plan: ImportPlan,
  events: Settling['events'],
  named: ReadonlyMap<string, string>,
): ImportPlan {
  const streams = new Map<string, PlannedEvent[]>();
  for (const { event, stream } of events) {
    const name = stream ?? named.get(event.id) ?? streamOf(event);
    const list = streams.get(name);
    if (list === undefined) streams.set(name, [event]);
    else list.push(event);
  }
  return {
    ...plan,
    importId: importIdOf(events.map(({ event }) => event)),
    streams: [...streams].map(([stream, of]) => ({ stream, events: of })),
  };
}

/** The facts that a settled plan adds, once it is recorded: what the next one is held against. */
export function factsOf({ plan }: Pick<Settlement, 'plan'>): StoredFact[] {
  return plan.streams.flatMap(({ stream, events }) =>
    events.map((event) => ({ ...event, stream, importId: plan.importId })),
  );
}
