import { everyItem, type ReadLedger } from '#projections';

/**
 * What else is asked of a ledger: how long each takes the first time, and how much it gives. Of lists that grow with the
 * log it is a page.
 */
export async function lists(
  reader: ReadLedger,
): Promise<readonly (readonly [name: string, milliseconds: number, items: number])[]> {
  const board = 'kommun-001/grundskola';
  const year = '2012';
  const asked: readonly (readonly [string, () => Promise<number> | number])[] = [
    ['status', async () => (await reader.status()).documents],
    ['position of a time', () => reader.positionOf('2013-05-05').length],
    ['units, a page', () => reader.unitsPage({ first: 100 }).items.length],
    ['documents, a page', () => reader.documentsPage({ first: 100 }).items.length],
    ['editions, a page', () => reader.editionsPage({}, { first: 100 }).items.length],
    ['editions of a year, a page', () => reader.editionsPage({ year }, { first: 100 }).items.length],
    [
      'editions of a year that has none',
      () => reader.editionsPage({ year: '1912' }, { first: 100 }).items.length,
    ],
    ['editions of a board', () => count(everyItem((page) => reader.editionsPage({ unit: board }, page)))],
    [
      'editions of a municipality and year',
      () => count(everyItem((page) => reader.editionsPage({ unit: 'kommun-001', year }, page))),
    ],
    ['forecast of a board', () => reader.view({ view: 'tertial-forecast', unit: board, year }).rows.length],
    [
      'delårsbokslut of a board',
      () => reader.view({ view: 'delarsbokslut', unit: board, year, through: `${year}-08` }).rows.length,
    ],
    [
      'budget of a municipality, all tables',
      () =>
        reader.view({ view: 'budget-diff', unit: 'kommun-001', year, from: `${year}:1`, to: `${year}:2` })
          .rows.length,
    ],
    [
      'life of a figure',
      () => {
        const unit = 'kommun-001/ks/ledning';
        return reader.life({ view: 'life', unit, year, line: [], measure: 'cost' }).rows.length;
      },
    ],
    ['land of a frame', () => reader.land('kommun-001/ks/exploatering', year).rows.length],
    [
      'a view as published by a day',
      () =>
        reader.view(
          { view: 'budget-diff', unit: 'kommun-001/ks/ledning', year, from: `${year}:1`, to: `${year}:2` },
          { publishedBy: `${year}-06-30` },
        ).rows.length,
    ],
    ['totals of a filter', async () => (await reader.totals({ unit: board, text: 'energi' })).entries],
    [
      'the error of an unknown unit',
      () => failing(() => reader.view({ view: 'tertial-forecast', unit: 'x', year })),
    ],
  ];
  const found: (readonly [string, number, number])[] = [];
  for (const [name, ask] of asked) {
    const start = performance.now();
    let items = -1;
    try {
      items = await ask();
    } catch (error) {
      process.stderr.write(`${name}: ${String(error)}\n`);
    }
    found.push([name, performance.now() - start, items]);
  }
  return found;
}

function count(items: Iterable<unknown>): number {
  let found = 0;
  for (const _item of items) found++;
  return found;
}

function failing(ask: () => unknown): number {
  try {
    ask();
  } catch {
    return 1;
  }
  return 0;
}
