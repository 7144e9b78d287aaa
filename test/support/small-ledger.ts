import { LedgerError } from '#amount';
import type {
  DiscrepancyItem,
  CellExplanationAnswer,
  ChangeAnswer,
  ComparisonAnswer,
  DifferenceAnswer,
  EntryAnswer,
  Page,
  PageRequest,
  ReadingAddress,
  ReadLedger,
  ReadOptions,
  UnitAnswer,
  View,
  ViewRequest,
} from '#projections';

/**
 * A read side of a few fixed answers, for tests of what lies above it and for measuring the cost of that alone. It
 * knows one unit, `boras/ks/stadsledningskansliet`, and one table of it.
 */

export const SMALL_UNIT = 'boras/ks/stadsledningskansliet';

const reading = (edition: string): ReadingAddress => ({
  unit: SMALL_UNIT,
  area: 'operations',
  line: ['Kommunledning'],
  measure: 'cost',
  period: '2021',
  basis: 'budget',
  edition,
});

const source = {
  document: 'da633ac33b7240d9466ddd6a5e51c51f52473e99b8ba524f19082ca466e7e711',
  table: 'slk-verksamhet',
  row: 'Kommunledning > Kostnad',
  column: 'Budget 2021:2',
  printed: '-184 169',
};

const change: ChangeAnswer = {
  cause: 'Effektiviseringskrav 1,0 %',
  causeId: 'effektivisering',
  kind: 'efficiency',
  amount: '1300',
  precision: '50',
  counted: true,
  status: 'adopted',
  since: null,
  until: null,
  permanent: false,
  decision: { body: 'Kommunfullmäktige', date: '2020-11-25', paragraph: '§ 1' },
  event: '0b3f2f0e-5a55-5d4c-9c9d-0d4c3a8f1a11',
  entry: '0b3f2f0e-5a55-5d4c-9c9d-0d4c3a8f1a11/0',
  line: ['Kommunledning'],
  measure: 'cost',
  source,
  sources: [],
  correction: null,
  recordedAt: '2026-01-02T03:04:05.000Z',
  actor: 'test',
  position: 'k3f9:7',
  sale: null,
};

const standing: EntryAnswer = {
  id: '1b3f2f0e-5a55-5d4c-9c9d-0d4c3a8f1a11/3',
  event: '1b3f2f0e-5a55-5d4c-9c9d-0d4c3a8f1a11',
  kind: 'statement',
  reading: reading('2021:2'),
  value: '-184169',
  unitOfMeasure: 'tkr',
  says: 'amount',
  cause: null,
  causeKind: null,
  terms: [],
  difference: null,
  printed: '-184 169',
  status: 'adopted',
  decision: null,
  published: '2020-12-01',
  source,
  takenOutBy: null,
  correction: null,
  takenOut: null,
  recordedAt: '2026-01-02T03:04:05.000Z',
  actor: 'test',
  position: 'k3f9:3',
};

export const SMALL_CELL: CellExplanationAnswer = {
  reading: reading('2021:2'),
  label: 'Kommunledning',
  unitOfMeasure: 'tkr',
  value: '-184169',
  printed: '-184 169',
  marks: [],
  status: 'adopted',
  formula: null,
  parts: [],
  standing,
  editions: [
    {
      edition: '2021:1',
      value: '-185419',
      stated: null,
      changes: [],
      begun: '0',
      ended: '0',
      unexplained: '0',
      opening: true,
    },
    {
      edition: '2021:2',
      value: '-184169',
      stated: standing,
      changes: [change],
      begun: '0',
      ended: '0',
      unexplained: '-50',
      opening: false,
    },
  ],
  assertions: [],
  corrections: [],
  discrepancies: [],
  named: [],
  position: 'k3f9:12',
  comparability: [],
  undatedLeftOut: 0,
};

export const SMALL_DIFFERENCE: DifferenceAnswer = {
  from: reading('2021:1'),
  to: reading('2021:2'),
  label: 'Kommunledning',
  unitOfMeasure: 'tkr',
  fromValue: '-185419',
  toValue: '-184169',
  difference: '1250',
  printed: '1 250',
  changes: [change],
  offered: [],
  changed: '1300',
  begun: '0',
  ended: '0',
  unexplained: '-50',
  precision: '50',
  marks: ['withinPrecision'],
  judgedBy: null,
  parts: [],
  position: 'k3f9:12',
  undatedLeftOut: 0,
};

const side = (edition: string, value: string): ComparisonAnswer['from'] => ({
  label: 'Kommunledning',
  reading: reading(edition),
  terms: [{ coefficient: 1, reading: reading(edition), value }],
  value,
  marks: [],
  status: 'adopted',
  asOf: null,
  publishedBy: null,
  position: 'k3f9:12',
  undatedLeftOut: 0,
});

export const SMALL_COMPARISON: ComparisonAnswer = {
  ...SMALL_DIFFERENCE,
  from: side('2021:1', '-185419'),
  to: side('2021:2', '-184169'),
  position: 'k3f9:12',
  publishedBy: null,
  learned: '0',
  steps: [],
  earlier: null,
};

const stated = (printed: string, value: string): View['rows'][number]['cells'][number]['stated'] => ({
  printed,
  value,
  document: '000.txt',
  table: 'slk-verksamhet',
  row: 'Kommunledning > Kostnad',
  column: 'Budget 2021:2',
});

export const SMALL_VIEW: View = {
  view: 'budget-diff',
  unit: SMALL_UNIT,
  unitOfMeasure: 'tkr',
  columns: [
    { id: 'from', label: 'Budget 2021:1' },
    { id: 'to', label: 'Budget 2021:2' },
    { id: 'change', label: 'Förändring' },
  ],
  comparability: [],
  rows: [
    { path: ['Kommunledning'], kind: 'group', cells: [] },
    {
      path: ['Kommunledning', 'Kostnad'],
      kind: 'leaf',
      cells: [
        {
          column: 'from',
          value: '-185419',
          marks: [],
          stated: null,
          discrepancy: null,
          discrepancyClass: null,
          disagreement: null,
        },
        {
          column: 'to',
          value: '-184169',
          marks: [],
          stated: stated('-184 169', '-184169'),
          discrepancy: null,
          discrepancyClass: null,
          disagreement: null,
        },
        {
          column: 'change',
          value: '1250',
          marks: ['computed'],
          stated: null,
          discrepancy: 'd1',
          discrepancyClass: 'discrepancy',
          disagreement: { kind: 'change', stated: '1250', computed: '1249' },
        },
      ],
    },
    {
      path: ['Totalt'],
      kind: 'total',
      cells: [
        {
          column: 'from',
          value: null,
          marks: ['notStated'],
          stated: null,
          discrepancy: null,
          discrepancyClass: null,
          disagreement: null,
        },
        {
          column: 'to',
          value: '-0.5',
          marks: ['computed', 'partial'],
          stated: null,
          discrepancy: null,
          discrepancyClass: null,
          disagreement: null,
        },
        {
          column: 'change',
          value: null,
          marks: [],
          stated: null,
          discrepancy: null,
          discrepancyClass: null,
          disagreement: null,
        },
      ],
    },
  ],
  asOf: null,
  position: 'test:12',
  undatedLeftOut: 0,
};

/** A view of so many rows and columns, every cell stated and computed alike. */
export function wideView(rows: number, columns: number): View {
  const names = Array.from({ length: columns }, (_, at) => `column${at}`);
  return {
    ...SMALL_VIEW,
    columns: names.map((id) => ({ id, label: `Budget ${id}` })),
    rows: Array.from({ length: rows }, (_, row) => ({
      path: ['Kommunledning', `Verksamhet ${row}`],
      kind: 'leaf' as const,
      cells: names.map((column, at) => ({
        column,
        value: String(-185_419 + row * 37 + at),
        marks: [],
        stated: null,
        discrepancy: null,
        discrepancyClass: null,
        disagreement: null,
      })),
    })),
  };
}

function unknownUnit(unit: string): LedgerError {
  return new LedgerError('UNKNOWN_UNIT', `the ledger has no unit ${unit}`, {
    place: { field: 'unit' },
    hint: 'Ask `units` which there are.',
  });
}

/** A sign error of one table against another, with what follows from it. */
export const SMALL_DISCREPANCY: DiscrepancyItem = {
  id: 'd-1/1',
  kind: 'same-fact',
  class: 'discrepancy',
  status: 'new',
  unit: SMALL_UNIT,
  document: 'underlag.txt',
  table: 'sammandrag',
  row: 'Summa kostnader',
  column: 'Bokslut 2023',
  unitOfMeasure: 'tkr',
  stated: '-137053',
  computed: '137053',
  difference: '-274106',
  tolerance: '1.5',
  places: [
    {
      document: 'underlag.txt',
      table: 'sammandrag',
      row: 'Summa kostnader',
      column: 'Bokslut 2023',
      printed: '-137 053',
    },
    {
      document: 'underlag.txt',
      table: 'verksamhet',
      row: 'Totalt > Kostnad',
      column: 'Bokslut 2023',
      printed: '137 053',
    },
  ],
  followOns: [],
};

const smallUnits: readonly UnitAnswer[] = [
  { unit: 'boras', name: 'Borås Stad', kind: 'municipality', parent: null },
  { unit: 'boras/ks', name: 'Kommunstyrelsen', kind: 'board', parent: 'boras' },
  { unit: SMALL_UNIT, name: 'Stadsledningskansliet', kind: 'frame', parent: 'boras/ks' },
];

/** The read side; `overrides` replaces single answers. */
export function smallLedger(overrides: Partial<ReadLedger> = {}): ReadLedger {
  const known = (request: ViewRequest): void => {
    if (request.unit === 'fault') throw new TypeError('secret: the file /var/lib/ledger is broken');
    if (request.unit !== SMALL_UNIT) throw unknownUnit(request.unit);
  };
  const viewOf = (view: string, unit: string): View => {
    if (unit !== SMALL_UNIT) throw unknownUnit(unit);
    return { ...SMALL_VIEW, view };
  };
  return {
    view: (request, options: ReadOptions = {}) => {
      known(request);
      return { ...SMALL_VIEW, view: request.view, asOf: options.asOf ?? null };
    },
    explain: (request, row, _column, against) => {
      known(request);
      if (row !== 'Kommunledning > Kostnad') {
        throw new LedgerError('UNKNOWN_ROW', `the view has no row "${row}"`, { place: { row } });
      }
      return against === undefined
        ? { kind: 'cell', cell: SMALL_CELL }
        : { kind: 'difference', difference: SMALL_DIFFERENCE };
    },
    land: (unit) => ({ ...viewOf('land', unit), projects: [], sales: [], purchases: [] }),
    internalControl: (unit) => ({
      ...viewOf('internal-control', unit),
      matrix: [],
      risks: [],
      controls: [],
      withoutAssessment: [],
    }),
    goals: (unit) => ({ ...viewOf('goals', unit), indicators: [], goals: [] }),
    assignments: ({ unit }) => {
      if (unit !== SMALL_UNIT) throw unknownUnit(unit);
      const { position, undatedLeftOut } = SMALL_VIEW;
      return { unit, assignments: [], counts: [], asOf: null, position, undatedLeftOut };
    },
    life: ({ unit, line, measure }) => ({ ...viewOf('life', unit), line, measure, steps: [] }),
    figure: () => SMALL_CELL,
    difference: () => SMALL_COMPARISON,
    beliefs: () => ({
      label: 'Kommunledning',
      reading: reading('2021:2'),
      terms: [{ coefficient: 1, reading: reading('2021:2') }],
      unitOfMeasure: 'tkr',
      position: 'k3f9:12',
      items: [],
      hasNext: false,
      endCursor: null,
    }),
    unexplained: () => [],
    cells: () => [],
    unitsPage: (page) => pageOfList(smallUnits, ({ unit }) => unit, page),
    documentsPage: () => ({ items: [], hasNext: false }),
    editionsPage: () => ({ items: [], hasNext: false }),
    unit: (path) => {
      const found = smallUnits.find(({ unit }) => unit === path);
      if (found === undefined) throw unknownUnit(path);
      return found;
    },
    document: () => null,
    documentsKnownAs: () => [],
    documentsReplacing: () => [],
    documentsUnderWay: () => [],
    entries: () => ({ items: [{ cursor: 'c1', item: standing }], hasNext: false, endCursor: 'c1' }),
    history: () => ({ items: [], hasNext: false, endCursor: null }),
    totals: async () => ({
      events: 0,
      entries: 0,
      takenOut: 0,
      sums: [],
      complete: true,
      countedTo: 'test:12',
    }),
    discrepancies: async () => ({
      items: [{ cursor: 'd1', item: SMALL_DISCREPANCY }],
      hasNext: false,
    }),
    discrepancyDeltas: async () => [],
    status: async () => ({
      log: { id: 'test', engine: 'sqlite', head: 'test:12', events: 12, state: 'live' },
      readModel: { version: '1', checkpoint: 'test:12', behind: 0, rebuilding: false },
      documents: 1,
      entries: 4,
    }),
    positionOf: (asOf) => asOf,
    ...overrides,
  };
}

/** A page of a list that is known whole; the cursor is the item's own key. */
function pageOfList<T>(
  list: readonly T[],
  keyOf: (item: T) => string,
  { first, after }: PageRequest,
): Page<T> {
  const all = list.map((item) => ({ cursor: Buffer.from(keyOf(item), 'utf8').toString('base64url'), item }));
  const begin = after === undefined ? 0 : all.findIndex(({ cursor }) => cursor === after) + 1;
  if (after !== undefined && begin === 0)
    throw new LedgerError('CURSOR_UNKNOWN', 'the cursor is not of this list', {
      hint: 'Take it from the list.',
    });
  return { items: all.slice(begin, begin + first), hasNext: begin + first < all.length };
}
