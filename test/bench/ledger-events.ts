import type { NewEvent } from '#event-store';
import { eventOf, type EventOf, type EventType } from '#domain';
import { mixed } from './bench-events.js';

/**
 * A ledger of real events for the figures of the read side: a million events of two entries each, 627 bytes on average
 * as they are stored, in 10 000 streams. Each stream is the budget of one frame and year: 60 lines stated in two
 * editions, and changes between the two.
 */

export const LEDGER_STREAMS = 10_000;
export const EVENTS_A_STREAM = 100;
/** Streams whose editions and layouts are declared, so that views of them can be asked for. */
export const DECLARED_STREAMS = 100;
export const ROWS = 60;

const STATEMENTS = ROWS;
const WORDS = [
  ['efficiency', 'Effektivisering av administrationen'],
  ['indexation', 'Uppräkning för löner och priser'],
  ['transfer', 'Flytt av två tjänster till annan nämnd'],
  ['volume', 'Fler ärenden än planerat under våren'],
] as const;

export interface BenchTable {
  readonly unit: string;
  readonly year: string;
  readonly stream: string;
}

export function benchTable(n: number): BenchTable {
  const year = String(2010 + (n % 20));
  const unit = `kommun/namnd-${String(Math.floor(n / 200))}/ram-${String(Math.floor(n / 20) % 10)}`;
  return { unit, year, stream: `budget-${unit}|${year}` };
}

function lineName(n: number): string {
  return n === 0 ? 'Kommunledning' : `Verksamhet ${String(n).padStart(2, '0')}`;
}

function frameOf(table: BenchTable, edition: string): object {
  return { unit: table.unit, area: 'operations', basis: 'budget', period: table.year, edition };
}

function numbered<T extends EventType>(id: string, event: EventOf<T>): NewEvent {
  return { ...event, id, metadata: { actor: 'bench' } };
}

/** Two editions with a layout of 60 rows each: a total and 59 lines. */
export function declarationsOf(stream: number): NewEvent[] {
  const table = benchTable(stream);
  return [1, 2].flatMap((number) => {
    const edition = `${table.year}:${number}`;
    const frame = frameOf(table, edition);
    const lines = Array.from({ length: ROWS - 1 }, (_, n) => [lineName(n)]);
    return [
      numbered(
        uuid(stream, 1_000 + number),
        eventOf('EditionDeclared', {
          ...frame,
          label: `Budget ${edition}`,
          order: [Number(table.year), number],
          extent: 'full',
          status: 'adopted',
          known: true,
        } as never),
      ),
      numbered(
        uuid(stream, 2_000 + number),
        eventOf('LayoutStated', {
          ...frame,
          table: 't1',
          rank: 1,
          title: 'Verksamhet',
          unitOfMeasure: 'tkr',
          signs: {},
          rows: [
            ...lines.map((line) => ({ path: line, kind: 'leaf', line, measure: 'cost' })),
            { path: ['Totalt'], kind: 'total', line: [], measure: 'cost', parts: lines },
          ],
        } as never),
      ),
    ];
  });
}

/** Event number n of a stream: a statement of two lines, or a change of two lines between the two editions. */
export function ledgerEvent(stream: number, n: number): NewEvent {
  const table = benchTable(stream);
  const random = mixed(stream * EVENTS_A_STREAM + n);
  const amount = String(-(100 + (random % 90_000)));
  const id = uuid(stream, n);
  if (n < STATEMENTS) {
    const edition = `${table.year}:${1 + (n % 2)}`;
    const first = n - (n % 2);
    const line = (at: number): object => ({
      line: at === ROWS - 1 ? [] : [lineName(at)],
      measure: 'cost',
      amount,
      unitOfMeasure: 'tkr',
      source: { document: 'd1', table: 't1', row: String(at), column: edition, printed: amount },
    });
    return numbered(
      id,
      eventOf('BudgetAdopted', {
        ...frameOf(table, edition),
        lines: [line(first), line(first + 1)],
      } as never),
    );
  }
  const [kind, words] = WORDS[random % WORDS.length] as (typeof WORDS)[number];
  const line = (at: number): object => ({
    line: [lineName(at % (ROWS - 1))],
    measure: 'cost',
    from: { edition: `${table.year}:1` },
    amount,
    unitOfMeasure: 'tkr',
    printed: { text: amount, decimals: 0, sign: 1 },
  });
  return numbered(
    id,
    eventOf('ChangeExplained', {
      ...frameOf(table, `${table.year}:2`),
      cause: { kind, words },
      decision: { body: 'Kommunstyrelsen', date: '2021-04-19', dnr: `KS 2021-${random % 1000}` },
      lines: [line(random >>> 4), line(random >>> 12)],
    } as never),
  );
}

function uuid(stream: number, n: number): string {
  const hex = (value: number): string => mixed(value).toString(16).padStart(8, '0');
  const number = stream * 10_000 + n;
  const [a, b, c] = [hex(number * 3), hex(number * 3 + 1), hex(number * 3 + 2)];
  return `${number.toString(16).padStart(8, '0')}-${a.slice(0, 4)}-4${a.slice(5, 8)}-8${b.slice(1, 4)}-${b.slice(4)}${c}`;
}
