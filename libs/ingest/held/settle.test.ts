import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { eventOf, entriesOf } from '#domain';
import { Book, Evaluator, lineKey, readingKey, rowsOf, type LedgerRecord, type Reading } from '#ledger';
import { planOf, sjovik, edited, withLine, type Files } from '../testing/sjovik.js';
import { corrections, factsOf, settle, type Settlement } from './settle.js';
import type { StoredFact } from './holding.js';

const files = sjovik();
const SHA = { first: 'b'.repeat(64), second: 'd'.repeat(64), third: 'e'.repeat(64) };
/** As facts come back from a log. */
const asStored = (settled: Settlement): StoredFact[] =>
  JSON.parse(JSON.stringify(factsOf(settled))) as StoredFact[];

function importing(
  facts: readonly StoredFact[],
  of: Files,
  replaces: readonly (readonly [string, string])[] = [],
): Settlement {
  return settle(planOf(of), facts, { replaces: new Map(replaces) });
}

/** Another print of the budget. */
function reprinted(of: Files, sha256: string, date = '2029-12-15'): Files {
  const documents = (of['documents.csv'] ?? '')
    .replaceAll(SHA.first, sha256)
    .replace('2029-11-20,adopted', `${date},adopted`);
  return { ...of, 'documents.csv': documents };
}

const bookOf = (facts: readonly StoredFact[], publishedBy?: string): Book =>
  new Book(
    facts.flatMap((fact): LedgerRecord[] => [...entriesOf(fact)]),
    publishedBy === undefined ? {} : { publishedBy },
  );

/** Every value that the tables of the books show, and what each prints of it. */
function shown(books: readonly Book[]): Record<string, string>[] {
  const evaluators = books.map((book) => new Evaluator(book));
  const readings = new Map<string, Reading>();
  for (const book of books) {
    for (const line of book.editionLines()) {
      for (const { edition } of book.editions(line)) {
        for (const { line: row, measure } of rowsOf(book, line, edition)) {
          if (measure === null) continue;
          const reading = { ...line, edition, line: row, measure };
          readings.set(readingKey(reading), reading);
        }
      }
    }
  }
  return evaluators.map((evaluator) =>
    Object.fromEntries(
      [...readings].map(([key, reading]) => {
        const { amount, marks, status } = evaluator.value(reading);
        return [key, `${String(amount)} ${[...marks].join(',')} ${String(status)}`];
      }),
    ),
  );
}

function rowsShown(book: Book): string[] {
  return book
    .editionLines()
    .flatMap((line) =>
      book
        .editions(line)
        .flatMap(({ edition }) =>
          rowsOf(book, line, edition).map((row) =>
            [lineKey([line.unit, line.basis, line.period, edition]), lineKey(row.path), row.measure].join(
              '|',
            ),
          ),
        ),
    )
    .sort();
}

const first = importing([], files);
const stored = asStored(first);
const cell = 'Torget > Kostnad,Budget 2030:1,-300';

describe('the same document read otherwise', () => {
  it('is all new in an empty ledger, and all there the second time', () => {
    expect(first.fates.every(({ fate }) => fate === 'new')).toBe(true);
    expect(first.plan.importId).toBe(planOf(files).importId);
    const again = importing(stored, files);
    expect(again.plan.streams).toEqual([]);
    expect(again.alreadyThere).toBe(planOf(files).streams.flatMap(({ events }) => events).length);
    expect(corrections(again)).toEqual([]);
  });

  it('names the cell that is another one now, and corrects its entry', () => {
    const other = importing(stored, edited(files, 'cells.csv', cell, 'Torget > Kostnad,Budget 2030:1,-310'));
    expect(corrections(other)).toMatchObject([
      {
        fate: 'corrected',
        correction: 'misread',
        place: {
          document: 'budget-2030.txt',
          table: 'budget-2030/drift',
          row: 'Torget > Kostnad',
          column: 'Budget 2030:1',
        },
        was: '-300',
        is: '-310',
      },
    ]);
    const [event, ...more] = other.plan.streams.flatMap(({ events }) => events);
    expect(more).toEqual([]);
    expect(event).toMatchObject({
      type: 'EntryCorrected',
      data: { nature: 'misread', is: { amount: '-310' } },
    });
    expect(other.plan.streams[0]?.stream).toBe('budget-sjovik/ks/drift|2030');
    const after = [...stored, ...asStored(other)];
    // Read so again, or as it was at first: nothing.
    expect(
      importing(after, edited(files, 'cells.csv', cell, cell.replace('-300', '-310'))).plan.streams,
    ).toEqual([]);
    const asFirst = importing(after, files);
    expect(asFirst.plan.streams).toEqual([]);
    expect(asFirst.fates.filter(({ fate }) => fate === 'kept')).toHaveLength(1);
  });

  it('tells a sign that is read otherwise by the amount, a cell that came, one that went, a title', () => {
    const signs = importing(
      stored,
      edited(files, 'signs.csv', 'outlay-positive,outlay,-1', 'outlay-positive,outlay,1'),
    );
    expect(corrections(signs)).toContainEqual(
      expect.objectContaining({
        place: expect.objectContaining({ row: 'Norra kajen > Gator', column: 'Godkänd utgift' }),
        was: 'amount -4000',
        is: 'amount 4000',
      }),
    );
    const gone = importing(stored, edited(files, 'cells.csv', `budget-2030/drift,${cell}\n`, ''));
    expect(corrections(gone)).toMatchObject([{ fate: 'withdrawn', was: '-300', is: null }]);
    const title = importing(
      stored,
      edited(files, 'documents.csv', 'txt,Budget 2030,', 'txt,Budget för 2030,'),
    );
    expect(corrections(title)).toMatchObject([
      { fate: 'restated', place: { field: 'title' }, was: 'Budget 2030', is: 'Budget för 2030' },
    ]);
  });

  it('corrects the words of a cause in every entry of it', () => {
    const words = importing(stored, edited(files, 'causes.csv', 'Färre öppettider', 'Kortare öppettider'));
    expect(corrections(words)).toMatchObject([
      { type: 'ChangeExplained', place: { table: 'Förändringar', row: 'Hamnen' } },
      { type: 'ChangeExplained', place: { table: 'Förändringar', row: 'Torget' } },
    ]);
  });

  it('states the layout once more where the table has a row more', () => {
    const row = withLine(files, 'rows.csv', 'budget-2030/drift,9,Parken,leaf,Parken,cost,,,,');
    const more = importing(stored, withLine(row, 'cells.csv', 'budget-2030/drift,Parken,Budget 2030:1,-40'));
    expect(corrections(more).map(({ type, place, was, is }) => [type, place.row, was, is])).toEqual([
      ['LayoutStated', 'Parken', null, 'leaf'],
      ['LayoutStated', 'Parken', null, 'leaf'],
    ]);
    expect(more.fates.filter(({ fate }) => fate === 'new')).toMatchObject([
      { place: { row: 'Parken' }, is: '-40' },
    ]);
    const after = [...stored, ...asStored(more)];
    expect(rowsShown(bookOf(after)).filter((shownRow) => shownRow.includes('Parken'))).toHaveLength(3);
  });

  it('leaves what somebody corrected by hand, and what is entered by hand of a text', () => {
    const entry = first.fates.find(({ place }) => place.row === 'Torget > Kostnad')?.entry;
    expect(entry).toBeNull();
    const event = stored.find(
      ({ type, data }) => type === 'BudgetAdopted' && JSON.stringify(data).includes('"2030:1"'),
    );
    const corrects = `${event?.id ?? ''}/2`;
    const life = importing(stored, edited(files, 'cells.csv', cell, cell.replace('-300', '-1'))).plan
      .streams[0]?.events[0];
    expect(life?.data).toMatchObject({ corrects });
    const byHand: StoredFact = {
      ...eventOf('EntryCorrected', { ...(life?.data as never as object), reason: 'För hand' } as never),
      id: 'by-hand',
      stream: 'budget-sjovik/ks/drift|2030',
    };
    const again = importing(
      [...stored, byHand],
      edited(
        files,
        'cells.csv',
        'Hamnen > Intäkt,Budget 2030:1,1 200',
        'Hamnen > Intäkt,Budget 2030:1,1 201',
      ),
    );
    expect(corrections(again)).toMatchObject([{ place: { row: 'Hamnen > Intäkt' } }]);
    expect(again.fates.filter(({ fate }) => fate === 'kept')).toMatchObject([
      { place: { row: 'Torget > Kostnad' } },
    ]);
    const noTexts = { ...files, 'statements.csv': (files['statements.csv'] ?? '').split('\n')[0] ?? '' };
    expect(importing(stored, noTexts).plan.streams).toEqual([]);
  });
});

describe('another print of a document', () => {
  const budget = reprinted(files, SHA.second);

  it('that says the same adds itself and nothing else', () => {
    const { plan, fates } = importing(stored, budget, [[SHA.second, SHA.first]]);
    expect(plan.streams.flatMap(({ events }) => events.map(({ type }) => type))).toEqual([
      'DocumentRegistered',
    ]);
    expect(fates.every(({ fate }) => fate === 'recorded')).toBe(true);
  });

  it('corrects a changed cell from its own date; as of before, and as published before, it was as it was', () => {
    const other = edited(budget, 'cells.csv', cell, cell.replace('-300', '-310'));
    const settled = importing(stored, other, [[SHA.second, SHA.first]]);
    expect(settled.fates.filter(({ fate }) => fate !== 'recorded')).toMatchObject([
      { fate: 'corrected', correction: 'erratum', was: '-300', is: '-310' },
    ]);
    const after = [...stored, ...asStored(settled)];
    const torget: Reading = {
      unit: 'sjovik/ks/drift',
      area: 'operations',
      line: ['Torget'],
      measure: 'cost',
      period: '2030',
      basis: 'budget',
      edition: '2030:1',
    };
    const amount = (facts: readonly StoredFact[], by?: string) =>
      new Evaluator(bookOf(facts, by)).value(torget).amount;
    expect(amount(after)).toBe(-310_000_000_000n);
    expect(amount(stored)).toBe(-300_000_000_000n);
    expect(amount(after, '2029-12-14')).toBe(-300_000_000_000n);
    expect(amount(after, '2029-12-15')).toBe(-310_000_000_000n);
    expect(importing(after, other, [[SHA.second, SHA.first]]).plan.streams).toEqual([]);
    // The first print is nothing to record any more.
    const old = importing(after, files);
    expect([old.plan.streams, [...old.superseded]]).toEqual([[], [[SHA.first, SHA.second]]]);
    // A third print corrects the correction.
    const third = edited(
      reprinted(files, SHA.third, '2030-01-10'),
      'cells.csv',
      cell,
      cell.replace('-300', '-320'),
    );
    const corrected = importing(after, third, [[SHA.third, SHA.second]]);
    expect(corrected.fates.filter(({ fate }) => fate !== 'recorded')).toMatchObject([
      { fate: 'corrected', was: '-310', is: '-320' },
    ]);
    expect(amount([...after, ...asStored(corrected)])).toBe(-320_000_000_000n);
  });
});

describe('another document of the same board, kind and year', () => {
  const apart = reprinted(edited(files, 'cells.csv', cell, cell.replace('-300', '-310')), SHA.second);

  it('has its tables apart, and disputes the figures', () => {
    const settled = importing(stored, apart);
    expect(settled.fates.filter(({ place }) => place.row === 'Torget > Kostnad')).toMatchObject([
      { fate: 'new', place: { table: 'budget-2030~dddddd/drift' } },
      { fate: 'new' },
      { fate: 'new' },
    ]);
    const after = [...stored, ...asStored(settled)];
    const book = bookOf(after);
    expect(rowsShown(book).length).toBeGreaterThan(rowsShown(bookOf(stored)).length);
    expect(importing(after, apart).plan.streams).toEqual([]);
    expect(importing(after, files).plan.streams).toEqual([]);
  });
});

describe('a print with less', () => {
  it('than a column has the edition without figures and rows, and shows what that print alone shows', () => {
    const column = (line: string): boolean =>
      line.startsWith('budget-2030/drift,') && /,(?:Budget 2030:1|Förändring),/.test(line);
    const columns = mapLines(reprinted(files, SHA.second), 'columns.csv', (line) =>
      column(line) ? null : line,
    );
    const fewer = mapLines(columns, 'cells.csv', (line) => (column(line) ? null : line));
    const settled = importing(stored, fewer, [[SHA.second, SHA.first]]);
    expect(settled.fates.filter(({ fate }) => fate === 'withdrawn').length).toBeGreaterThan(5);
    const after = [...stored, ...asStored(settled)];
    const [replaced, alone] = shown([bookOf(after), bookOf(asStored(importing([], fewer)))]);
    expect(replaced).toEqual(alone);
    expect(rowsShown(bookOf(after)).some((row) => row.includes('2030:1|'))).toBe(false);
    expect(importing(after, fewer).plan.streams).toEqual([]);
  });

  it('leaves what its text was said to explain, also where that is told of the print before', () => {
    const after = [
      ...stored,
      ...asStored(importing(stored, reprinted(files, SHA.second), [[SHA.second, SHA.first]])),
    ];
    const more = withLine(
      withLine(files, 'causes.csv', 'el,budget-2030,Förändringar,price,Dyrare el.,,,,,,'),
      'changes.csv',
      'el,1,sjovik/ks/drift,operations,Hamnen,cost,2030,budget,,,2030:1,2030:2,-50,tkr,0,',
    );
    const settled = importing(after, more);
    expect(settled.plan.streams.flatMap(({ events }) => events.map(({ type }) => type))).toEqual([
      'ChangeExplained',
    ]);
    expect(importing([...after, ...asStored(settled)], more).plan.streams).toEqual([]);
  });
});

/** Ways in which a print differs from the one before. */
interface Edit {
  readonly name: string;
  readonly apply: (of: Files) => Files;
}

const lines = (of: Files, name: string): string[] =>
  (of[name] ?? '').split('\n').filter((line) => line !== '');
const put = (of: Files, name: string, content: readonly string[]): Files => ({
  ...of,
  [name]: `${content.join('\n')}\n`,
});
const mapLines = (of: Files, name: string, change: (line: string) => string | null): Files =>
  put(
    of,
    name,
    lines(of, name).flatMap((line) => change(line) ?? []),
  );

const ROWS = ['Hamnen > Intäkt', 'Hamnen > Kostnad', 'Torget > Kostnad', 'Torget > Bryggor'];
const COLUMNS = ['Budget 2030:1', 'Budget 2030:2'];

const changeCell = fc
  .record({
    row: fc.constantFrom(...ROWS),
    column: fc.constantFrom(...COLUMNS),
    to: fc.integer({ min: -9999, max: 9999 }),
    blank: fc.boolean(),
  })
  .map(({ row, column, to, blank }): Edit => ({
    name: `${row}, ${column}: ${blank ? 'blank' : to}`,
    apply: (of) =>
      mapLines(of, 'cells.csv', (line) =>
        line.startsWith(`budget-2030/drift,${row},${column},`)
          ? `budget-2030/drift,${row},${column},${blank ? '' : to}`
          : line,
      ),
  }));
const addRow = fc
  .record({ order: fc.integer({ min: 1, max: 7 }), amount: fc.integer({ min: -99, max: 99 }) })
  .map(({ order, amount }): Edit => ({
    name: `a row more at ${order}`,
    apply: (of) => {
      if (lines(of, 'rows.csv').some((line) => line.includes(',Parken,'))) return of;
      const moved = mapLines(of, 'rows.csv', (line) => {
        const [table, at = '', ...rest] = line.split(',');
        if (table !== 'budget-2030/drift') return line;
        const parts = rest.join(',').replace('Hamnen > Kostnad | ', 'Hamnen > Kostnad | Parken | ');
        return [table, Number(at) >= order ? Number(at) + 1 : at, parts].join(',');
      });
      const row = withLine(moved, 'rows.csv', `budget-2030/drift,${order},Parken,leaf,Parken,cost,,,,`);
      return withLine(row, 'cells.csv', `budget-2030/drift,Parken,Budget 2030:2,${amount}`);
    },
  }));
const dropRow = fc.constantFrom('Torget > Bryggor', 'Torget > Kostnad').map((row): Edit => ({
  name: `without ${row}`,
  apply: (of) => {
    const rows = mapLines(of, 'rows.csv', (line) =>
      line.includes(`,${row},`) ? null : line.replace(new RegExp(` \\| ${row}(?= \\||,)`), ''),
    );
    return mapLines(rows, 'cells.csv', (line) =>
      line.startsWith(`budget-2030/drift,${row},`) ? null : line,
    );
  },
}));
const renameRow = fc.constantFrom(true, false).map((address): Edit => ({
  name: `a label changed${address ? ', and what it is' : ''}`,
  apply: (of) => {
    const rename = (line: string): string =>
      line.startsWith('budget-2030/drift,')
        ? line.replaceAll('Torget > Bryggor', 'Torget > Bryggor och pirar')
        : line;
    const rows = mapLines(mapLines(of, 'cells.csv', rename), 'rows.csv', rename);
    return address
      ? mapLines(rows, 'rows.csv', (line) =>
          line.replace(',leaf,Torget bryggor,', ',leaf,Torget bryggor och pirar,'),
        )
      : rows;
  },
}));
const renameColumn = fc.constant<Edit>({
  name: 'a column has another heading',
  apply: (of) => {
    const rename = (line: string): string =>
      line.startsWith('budget-2030/drift,') ? line.replaceAll('Budget 2030:2', 'Ny budget') : line;
    const columns = mapLines(of, 'columns.csv', (line) =>
      rename(line)
        .replace(',reading,budget,2030:2', ',reading,budget,2030:2')
        .replace('budget,Ny budget', 'budget,2030:2'),
    );
    return mapLines(columns, 'cells.csv', rename);
  },
});
const renameTable = fc.constant<Edit>({
  name: 'the table is called otherwise',
  apply: (of) => {
    const rename = (line: string): string => line.replaceAll('budget-2030/drift', 'budget-2030/ny-drift');
    return ['tables.csv', 'columns.csv', 'rows.csv', 'cells.csv'].reduce(
      (all, name) => mapLines(all, name, rename),
      of,
    );
  },
});

const edits = fc.array(fc.oneof(changeCell, changeCell, addRow, dropRow, renameRow), { maxLength: 4 });
const heading = fc.option(renameColumn, { nil: undefined });
const title = fc.option(renameTable, { nil: undefined });
const print = fc
  .tuple(edits, heading, title)
  .map(([some, ...last]) => [...some, ...last.filter((edit) => edit !== undefined)]);
const applied = (of: Files, list: readonly Edit[]): Files => list.reduce((now, { apply }) => apply(now), of);

describe('whatever another print changes', () => {
  it('gives the values and the tables of that print alone; importing it again stores nothing', () => {
    fc.assert(
      fc.property(print, print, (one, two) => {
        const second = reprinted(applied(files, one), SHA.second);
        const third = reprinted(applied(files, two), SHA.third, '2030-01-10');
        const settled = importing(stored, second, [[SHA.second, SHA.first]]);
        const after = [...stored, ...asStored(settled)];
        const alone = asStored(importing([], second));
        const [replaced, fresh] = shown([bookOf(after), bookOf(alone)]);
        expect(replaced).toEqual(fresh);
        expect(rowsShown(bookOf(after))).toEqual(rowsShown(bookOf(alone)));
        expect(importing(after, second).plan.streams).toEqual([]);
        expect(importing(after, files).plan.streams).toEqual([]);

        const last = importing(after, third, [[SHA.third, SHA.second]]);
        const now = [...after, ...asStored(last)];
        const thirdAlone = asStored(importing([], third));
        const [corrected, expected] = shown([bookOf(now), bookOf(thirdAlone)]);
        expect(corrected).toEqual(expected);
        expect(rowsShown(bookOf(now))).toEqual(rowsShown(bookOf(thirdAlone)));
        expect(importing(now, third).plan.streams).toEqual([]);
        // As of before it is what it was: what was recorded is never touched.
        expect(new Set(now.map(({ id }) => id)).size).toBe(now.length);
      }),
      { numRuns: 20 },
    );
  });
});

describe('what is told of a document once more', () => {
  it('better is recorded without asking; the place of a table too', () => {
    const note = edited(files, 'documents.csv', '"Saknar datum, nummer och beslut."', 'Utan datum.');
    const place = edited(
      note,
      'tables.csv',
      'operations,tkr,1,1,\nbudget-2030/mark',
      'operations,tkr,9,1,\nbudget-2030/mark',
    );
    const settled = importing(stored, place);
    expect(corrections(settled)).toEqual([]);
    expect(settled.plan.streams.flatMap(({ events }) => events.map(({ type }) => type)).sort()).toEqual([
      'DocumentRegistered',
      'LayoutStated',
      'LayoutStated',
    ]);
    expect(importing([...stored, ...asStored(settled)], place).plan.streams).toEqual([]);
  });
});

describe('a print of which nothing is in the package', () => {
  it('takes nothing out: a ledger that is exported with its replaced prints keeps its figures', () => {
    const documents = files['documents.csv'] ?? '';
    const [, budget = ''] = documents.split('\n');
    const print = budget
      .replace('budget-2030,', 'budget-2030-rattad,')
      .replace(`,${SHA.first}`, `,${SHA.second}`)
      .replace(/^((?:[^,]*,){11})[^,]*/, '$1budget-2030');
    const both = withLine(files, 'documents.csv', print);
    const settled = importing(stored, both, [[SHA.second, SHA.first]]);
    const types = settled.plan.streams.flatMap(({ events }) => events.map(({ type }) => type));
    expect(types).toEqual(['DocumentRegistered']);
    expect(settled.fates.filter(({ fate }) => fate === 'withdrawn')).toEqual([]);
  });
});

describe('what a document says beside numbers', () => {
  const given = (status: string): string =>
    [
      'document,unit,assignment,period,givenBy,words,status,through,table,row,sentence',
      `budget-2030,sjovik/ks,cykelplan,2030,Nämnd,Cykelplan för Sjövik,${status},2030-08,budget-2030/uppdrag,Cykelplan,`,
    ]
      .join('\n')
      .concat('\n');
  const descriptor = JSON.parse(files['datapackage.json'] ?? '{}') as { resources: object[] };
  const withAssignments = (status: string): Files => ({
    'datapackage.json': JSON.stringify({
      ...descriptor,
      resources: [...descriptor.resources, { name: 'assignments', path: 'assignments.csv' }],
    }),
    'assignments.csv': given(status),
  });
  const told = (settled: Settlement): string[] =>
    settled.plan.streams.flatMap(({ events }) =>
      events.flatMap(({ type, data }) =>
        type.startsWith('Assignment') ? [`${type} ${(data as { state?: string }).state ?? ''}`.trim()] : [],
      ),
    );

  it('is not recorded once more where a corrected print repeats it, and is where it says otherwise, or as before again', () => {
    const print = (sha256: string, status: string): Files => ({
      ...reprinted(files, sha256),
      ...withAssignments(status),
    });
    const first = importing([], { ...files, ...withAssignments('started') });
    expect(told(first)).toHaveLength(2);
    const facts = asStored(first);
    const same = importing(facts, print(SHA.second, 'started'), [[SHA.second, SHA.first]]);
    expect(told(same)).toEqual([]);
    const other = importing(facts, print(SHA.second, 'finished'), [[SHA.second, SHA.first]]);
    expect(told(other)).toHaveLength(1);
    const third = importing([...facts, ...asStored(other)], print(SHA.third, 'started'), [
      [SHA.third, SHA.second],
    ]);
    expect(told(third)).toHaveLength(1);
  });
});
