import {
  changed,
  corrections,
  explained,
  mistakeFound,
  printedDifference,
  withdrawal,
} from './happenings.js';
import { adoptedColumn, amendedColumn, changesOf, deviating, totalOf, type Column } from './figures.js';
import { documentOf, made, type CountryDocument, type Making, type Recorded } from './making.js';
import { followedUp, land, planned } from './matters.js';
import { happens, spread } from './random.js';
import { declared, EDITIONS, investment, layoutOf, stated, type CountryEdition } from './tables.js';
import { MUNICIPALITIES, municipality, type CountryBoard, type Municipality } from './units.js';

/*
 * A country that does not exist: 290 municipalities, each with fifteen boards and their frames, and what happens in them
 * year by year, in the order in which it would be recorded. Budgets are adopted, amended or restated, there are forecasts
 * and outcomes, causes and decisions (many entered long after), corrections, land, goals and controls. Some
 * municipalities import documents, others register one event after the other. The largest has a hundred times the money
 * of the smallest, most tables are short, and some words are rare.
 *
 * Everything follows from the seed and from where it stands: nothing is remembered but the units.
 */

export const FIRST_YEAR = 2011;
/** Entries that a municipality has a year, about: what a smaller country is cut to. */
const ENTRIES_OF_ALL = 10_000_000;

export interface CountryOptions {
  /** About so many; the last thing that is recorded together is recorded whole. */
  readonly entries: number;
  readonly seed?: number;
  /** Default: so many that they have them in about as many years as the whole country. */
  readonly municipalities?: number;
}

/** What is recorded together, in its order, and when. */
export interface Occasion {
  readonly at: string;
  readonly recorded: readonly Recorded[];
}

/** How many municipalities a country of so many entries has, over about as many years as the whole one. */
export function municipalitiesOf(entries: number): number {
  return Math.min(MUNICIPALITIES, Math.max(1, Math.round((MUNICIPALITIES * entries) / ENTRIES_OF_ALL)));
}

/** All occasions until there are so many entries. */
export function* country({ entries, seed = 1, municipalities }: CountryOptions): Generator<Occasion> {
  const all = Array.from({ length: municipalities ?? municipalitiesOf(entries) }, (_, n) =>
    municipality(n, seed),
  );
  let left = entries;
  for (const occasion of occasions(all, seed)) {
    yield occasion;
    for (const { entries: said } of occasion.recorded) left -= said;
    if (left <= 0) return;
  }
}

function* occasions(all: readonly Municipality[], seed: number): Generator<Occasion> {
  for (const of of all) yield { at: day(FIRST_YEAR - 1, 10, of, 1), recorded: unitsOf(of, seed) };
  for (let year = FIRST_YEAR - 1; ; year++) {
    const first = year < FIRST_YEAR ? 11 : 1;
    for (let month = first; month <= 12; month++) {
      for (const of of all) {
        for (const [b, board] of of.boards.entries()) {
          for (const recorded of happeningsOf(of, board, year, month, seed)) {
            if (recorded.length > 0) yield { at: day(year, month, of, b), recorded };
          }
        }
      }
    }
  }
}

/** Some hour of a month: later for the smaller municipalities, so that time goes on. */
function day(year: number, month: number, { number }: Municipality, board: number): string {
  const minutes = number * 128 + board * 8;
  return new Date(Date.UTC(year, month - 1, 1, 7, minutes)).toISOString();
}

function makingOf(
  of: Municipality,
  board: CountryBoard,
  seed: number,
): (f: number, year: number, document?: CountryDocument | null) => Making {
  return (f, year, document = null) => {
    const frame = board.frames[f];
    if (frame === undefined) throw new Error(`${board.unit} has no frame ${f}`);
    return { seed, of, frame, year, document };
  };
}

function unitsOf(of: Municipality, seed: number): Recorded[] {
  return of.boards.flatMap((board, b) => {
    const making = makingOf(of, board, seed)(0, FIRST_YEAR - 1);
    const define = (
      n: number,
      unit: string,
      name: string,
      kind: 'municipality' | 'board' | 'frame',
    ): Recorded => made(making, ['unit', n], 'UnitDefined', { unit, name, kind });
    return [
      ...(b === 0 ? [define(0, of.unit, of.name, 'municipality')] : []),
      define(1, board.unit, board.name, 'board'),
      ...board.frames.map((frame, f) => define(2 + f, frame.unit, frame.name, 'frame')),
    ];
  });
}

/** What is recorded of a board in a month; each list by itself. */
function* happeningsOf(
  of: Municipality,
  board: CountryBoard,
  year: number,
  month: number,
  seed: number,
): Generator<Recorded[]> {
  const making = makingOf(of, board, seed);
  const frames = [...board.frames.keys()];
  const tables = (about: number, occasion: string, make: (making: Making) => Recorded[]): Recorded[] => {
    const document = of.imports ? documentOf(board.unit, about, occasion) : null;
    const events = frames.flatMap((f) => make(making(f, about, document)));
    return document === null ? events : imported(making(0, about, document), occasion, events);
  };
  switch (month) {
    case 2:
      if (year > FIRST_YEAR) yield tables(year - 1, 'arsredovisning', annual);
      return;
    case 4:
      yield tables(year, 'andringsbudget', second);
      return;
    case 5:
      yield tables(year, 'prognos-1', (one) => forecast(one, 1));
      return;
    case 10:
      yield tables(year, 'delarsbokslut', (one) => [...forecast(one, 2), ...interim(one)]);
      return;
    case 11:
      yield tables(year + 1, 'budget', adoptedBudget);
      return;
    case 3:
    case 6:
    case 9:
    case 12:
      for (const f of frames) {
        for (const about of [year, year - 1, year - 2, year - 3]) {
          if (about < FIRST_YEAR) continue;
          const one = making(f, about);
          const until = (year - about) * 12 + month;
          yield [...registered(one, until), ...mended(one, board, until)];
        }
      }
      return;
    default:
  }
}

/** Registers the document and reads its tables; all of it counts when it is completed. */
function imported(making: Making, occasion: string, events: readonly Recorded[]): Recorded[] {
  const { document, frame, year } = making;
  if (document === null) return [...events];
  const { sha256, importId } = document;
  const stream = `source-document-${sha256.slice(0, 16)}`;
  const n = ['budget', 'andringsbudget', 'prognos-1', 'delarsbokslut', 'arsredovisning'].indexOf(occasion);
  const unit = frame.unit.slice(0, frame.unit.lastIndexOf('/'));
  const registering = made(making, ['document', n], 'DocumentRegistered', {
    sha256,
    title: `${occasion} ${year}, ${unit}`,
    fileName: `${importId}.docx`,
    unit,
    year,
    status: 'adopted',
  });
  const started = made(making, ['start', n], 'ImportStarted', { importId, documents: [sha256] }, { stream });
  const completed = { importId, events: events.length + 1 };
  return [
    started,
    registering,
    ...events,
    made(making, ['completed', n], 'ImportCompleted', completed, { stream }),
  ];
}

function table(making: Making, edition: CountryEdition, column: Column): Recorded[] {
  const events = [declared(making, edition)];
  if (edition.layout) events.push(layoutOf(making, edition));
  return [...events, stated(making, edition, column)];
}

function adoptedBudget(making: Making): Recorded[] {
  const { frame, year } = making;
  const edition = EDITIONS.first(year);
  const events = table(making, edition, adoptedColumn(frame, year));
  if (frame.invests) events.push(...investment(making, edition, 1000));
  // Some documents restate the year before beside the new one.
  if (year > FIRST_YEAR && happens(spread(frame.key, year, 25), 100)) {
    const before = { ...making, year: year - 1 };
    events.push(...table(before, EDITIONS.restated(year - 1), inForce(before)));
  }
  return [...events, ...planned(making)];
}

/** The budget of a year as its second edition has it. */
function inForce({ of, frame, year }: Making): number[] {
  return amendedColumn(frame, year, changesOf(frame, year), of.restates);
}

function second(making: Making): Recorded[] {
  const { of, frame, year } = making;
  const edition = EDITIONS.second(year, !of.restates);
  if (!of.restates) return [declared(making, edition)];
  const column = inForce(making);
  const difference = totalOf(column) - totalOf(adoptedColumn(frame, year));
  return [...table(making, edition, column), printedDifference(making, difference)];
}

function forecast(making: Making, number: 1 | 2): Recorded[] {
  const column = deviating(inForce(making), making.frame, making.year, 30 + number, 1000);
  const events = table(making, EDITIONS.forecast(making.year, number), column);
  return number === 1 ? events : [...events, ...explained(making, 'forecast')];
}

function interim(making: Making): Recorded[] {
  const column = deviating(inForce(making), making.frame, making.year, 33, 655);
  return table(making, EDITIONS.interim(making.year), column);
}

function annual(making: Making): Recorded[] {
  const { frame, year } = making;
  const edition = EDITIONS.annual(year);
  const events = table(making, edition, deviating(inForce(making), frame, year, 34, 1000));
  if (frame.invests) events.push(...investment(making, edition, 870));
  if (frame.develops) events.push(...land(making));
  return [...events, ...explained(making, 'outcome'), ...followedUp(making)];
}

/** Causes that are entered by a month, counted from the start of their year: of every quarter those since the last. */
function registered(making: Making, until: number): Recorded[] {
  const date = `${making.year}-${String(1 + (until % 12)).padStart(2, '0')}-15`;
  return changesOf(making.frame, making.year)
    .filter(({ month }) => month <= until && month > until - 3)
    .map((change) => changed(making, change, date));
}

/** Mistakes that are found by a month. */
function mended(making: Making, board: CountryBoard, until: number): Recorded[] {
  const found = mistakeFound(making);
  const events: Recorded[] = [];
  if (found > 0 && found <= until && found > until - 3) {
    const document = making.of.imports ? documentOf(board.unit, making.year, 'budget') : null;
    events.push(...corrections(making, { ...making, document }));
  }
  const [change] = changesOf(making.frame, making.year);
  // Taken back in the quarter after the one it was entered in.
  if (change !== undefined && change.month <= until - 3 && change.month > until - 6) {
    const taken = withdrawal(making, change);
    if (taken !== null) events.push(taken);
  }
  return events;
}
