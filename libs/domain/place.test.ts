import { describe, expect, it } from '@jest/globals';
import { Book, Evaluator, type Reading } from '#ledger';
import type { Catalogue } from './catalogue.js';
import { entriesOf } from './entries-of.js';
import { eventOf, type EventType } from './event.js';
import { placeIn, type Place } from './place.js';

const budget = (edition: string) =>
  ({ unit: 'sjovik/ks/stab', area: 'operations', basis: 'budget', period: '2031', edition }) as const;
const declared = (edition: string, number: number, extent: 'full' | 'amending') =>
  of('EditionDeclared', {
    ...budget(edition),
    label: edition,
    order: [2031, number],
    extent,
    status: 'adopted',
    known: true,
  });
const table = (edition: string, ...lines: string[]) =>
  of('LayoutStated', {
    ...budget(edition),
    table: 'drift',
    rank: 0,
    title: 'Drift',
    unitOfMeasure: 'tkr',
    signs: {},
    rows: lines.map((line) => ({ path: [line], kind: 'leaf', line: [line], measure: 'kost' })),
  });
const named = (line: string, is: Catalogue['LineNamed']['is']) =>
  of('LineNamed', { unit: 'sjovik/ks/stab', area: 'operations', line: [line], is });

function of<Type extends EventType>(
  type: Type,
  data: Catalogue[Type],
): { type: Type; data: Catalogue[Type] } {
  return { type, data };
}

function place(
  events: readonly { type: EventType; data: unknown }[],
  edition: string,
  line: string,
  more: Partial<Reading> = {},
): Place {
  const records = events.flatMap(({ type, data }, n) =>
    entriesOf({ ...eventOf(type, data as never), id: `e${n}` }),
  );
  const reading = { ...budget(edition), line: line === '' ? [] : [line], measure: 'cost', ...more };
  return placeIn(new Evaluator(new Book(records)), reading);
}

describe('where a line stands', () => {
  const first = declared('2031:1', 1, 'full');

  it('any line is one of an edition of which nothing is printed, also beside one that is printed', () => {
    const events = [first, declared('2031:2', 2, 'full'), table('2031:1', 'Kansli')];
    expect(place(events, '2031:2', 'Annat').hasLine).toBeNull();
    expect(place([], '2031:1', 'Annat').hasLine).toBeNull();
  });

  it('the lines of an edition are those of its tables, and of what it amends', () => {
    const events = [first, table('2031:1', 'Kansli'), declared('2031:2', 2, 'amending')];
    expect(place(events, '2031:1', 'Kansli').hasLine).toBe(true);
    expect(place(events, '2031:1', '').hasLine).toBe(true);
    expect(place(events, '2031:1', 'kansli')).toMatchObject({ hasLine: false, lines: [['Kansli']] });
    expect(place(events, '2031:2', 'Kansli').hasLine).toBe(true);
    expect(place(events, '2031:2', 'kansli').hasLine).toBe(false);
    const amended = [...events, table('2031:2', 'Nytt')];
    expect(place(amended, '2031:2', 'Nytt').hasLine).toBe(true);
    expect(place(amended, '2031:2', 'Kansli').hasLine).toBe(true);
    expect(place(events, '2031:1', 'Kansli', { measure: 'kost' }).hasMeasure).toBe(true);
    expect(place(events, '2031:1', 'Kansli').hasMeasure).toBe(false);
  });

  it('a line that ends may be changed to its end', () => {
    const events = [first, declared('2031:2', 2, 'full'), table('2031:1', 'Kansli'), table('2031:2', 'Stab')];
    expect(place(events, '2031:2', 'Kansli').hasLine).toBe(true);
    expect(place(events, '2031:1', 'Stab').hasLine).toBe(false);
  });

  it('under another name, merged with others, and where it is stated without a table, it is the line', () => {
    const events = [
      first,
      table('2031:1', 'Kansli', 'Stab', 'Ekonomi'),
      named('Kansliet', { kind: 'alias', of: ['Kansli'] }),
      named('Ledning', { kind: 'merger', parts: [['Kansli'], ['Stab']] }),
      named('Ekonomi', { kind: 'merger', parts: [['Redovisning'], ['Inköp']] }),
      of('BudgetAdopted', {
        ...budget('2031:1'),
        lines: [{ line: ['Reserv'], measure: 'cost', amount: '-5', unitOfMeasure: 'tkr' }],
      }),
    ];
    for (const line of ['Kansliet', 'Ledning', 'Inköp', 'Reserv'])
      expect({ line, hasLine: place(events, '2031:1', line).hasLine }).toEqual({ line, hasLine: true });
    expect(place(events, '2031:1', 'Reserv').statedBy).toBe('e5/0');
    expect(place(events, '2031:1', 'Reserver').hasLine).toBe(false);
  });
});
