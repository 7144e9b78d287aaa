import { isLedgerError, LedgerError } from '#amount';
import {
  everyItem,
  type EditionAnswer,
  type ReadLedger,
  type ReadOptions,
  type ViewRequest,
} from '#projections';

/** One side of a comparison: what answers, and as of which of its positions. */
export interface ViewsOf {
  readonly reader: ReadLedger;
  readonly asOf: string;
}

/**
 * Asks two ledgers for every view that there is (of every unit and year, between any two editions that follow each other,
 * and the life of each total), and for every discrepancy.
 *
 * @returns how many views there are
 * @throws LedgerError COPY_TARGET_DIFFERS at the first that is not the same in both
 */
export async function compareViews(
  a: ViewsOf,
  b: ViewsOf,
  onProgress: (done: number) => void = () => undefined,
): Promise<number> {
  let done = 0;
  for (const request of viewsOf(editionsOf(a))) {
    if (answer(a, request) !== answer(b, request)) throw differs(JSON.stringify(request));
    onProgress(++done);
    // Connections have their turn.
    if (done % 20 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  for (const [what, itemsOf] of LISTS) {
    const [others, all] = [itemsOf(b)[Symbol.iterator](), itemsOf(a)];
    for (const item of all) if (told(item) !== told(others.next().value)) throw differs(what);
    if (others.next().done !== true) throw differs(what);
  }
  await compareDiscrepancies(a, b);
  return done;
}

function* editionsOf({ reader, asOf }: ViewsOf): Generator<EditionAnswer> {
  yield* everyItem((page) => reader.editionsPage({}, page, { asOf }));
}

/** What is compared as it is listed, a page of each at a time. */
const LISTS: readonly (readonly [what: string, itemsOf: (of: ViewsOf) => Iterable<unknown>])[] = [
  ['editions', editionsOf],
  ['units', ({ reader, asOf }) => everyItem((page) => reader.unitsPage(page, { asOf }))],
  ['documents', ({ reader, asOf }) => everyItem((page) => reader.documentsPage(page, { asOf }))],
];

/** A view that is asked for: those of the read side, and the assignments of a unit. */
type ComparedView = ViewRequest | { readonly view: 'assignments'; readonly unit: string };

/** Measures of which the life of a whole table is compared: of what is run, and of land. */
const TOTALS = ['net', 'sale'];

/** Every view that the editions of a ledger give, which are told unit by unit and in line: each once. */
function* viewsOf(editions: Iterable<EditionAnswer>): Generator<ComparedView> {
  let ofUnit = new Set<string>();
  let before: EditionAnswer | undefined;
  for (const edition of editions) {
    const { unit, area, basis, period } = edition;
    if (before?.unit !== unit) {
      ofUnit = new Set();
      yield { view: 'assignments', unit };
    }
    const isInLine =
      before?.unit === unit && before.area === area && before.basis === basis && before.period === period;
    for (const request of viewsWith(edition, isInLine ? before : undefined)) {
      const key = JSON.stringify(request);
      if (ofUnit.has(key)) continue;
      ofUnit.add(key);
      yield request;
    }
    before = edition;
  }
}

/** The views that show an edition, and what it changed of the one before it in line. */
function* viewsWith(edition: EditionAnswer, before: EditionAnswer | undefined): Generator<ViewRequest> {
  const { unit, area, basis, period } = edition;
  // Lifetimes of projects and the like are no years.
  if (!/^\d{4}$/.test(period)) return;
  const year = period;
  for (const view of ['tertial-forecast', 'land', 'internal-control', 'goals'] as const)
    yield { view, unit, year };
  for (const measure of TOTALS) yield { view: 'life', unit, year, area, line: [], measure };
  if (basis === 'outcome' && /^\d{4}-\d{2}p?$/.test(edition.edition))
    yield { view: 'delarsbokslut', unit, year, through: edition.edition.slice(0, 7), area };
  if (basis === 'budget' && before !== undefined)
    yield { view: 'budget-diff', unit, year, from: before.edition, to: edition.edition };
}

function answer({ reader, asOf }: ViewsOf, request: ComparedView): string {
  try {
    return told(ask(reader, request, { asOf }));
  } catch (error) {
    // Most pairs of unit and view have nothing to show; that too is an answer.
    if (isLedgerError(error)) return error.code;
    throw error;
  }
}

function ask(reader: ReadLedger, request: ComparedView, options: ReadOptions): unknown {
  switch (request.view) {
    case 'assignments':
      return reader.assignments({ unit: request.unit }, options);
    case 'life':
      return reader.life(request, options);
    case 'land':
      return reader.land(request.unit, request.year, options);
    case 'internal-control':
      return reader.internalControl(request.unit, request.year, options);
    case 'goals':
      return reader.goals(request.unit, request.year, options);
    default:
      return reader.view(request, options);
  }
}

/** @throws LedgerError COPY_TARGET_DIFFERS */
async function compareDiscrepancies(a: ViewsOf, b: ViewsOf): Promise<void> {
  const others = discrepanciesOf(b);
  for await (const page of discrepanciesOf(a))
    if (page !== (await others.next()).value) throw differs('the discrepancies');
  if ((await others.next()).done !== true) throw differs('the discrepancies');
}

async function* discrepanciesOf({ reader, asOf }: ViewsOf): AsyncGenerator<string> {
  let after: string | undefined;
  do {
    const page = await reader.discrepancies({}, { first: DISCREPANCIES_READ, after }, { asOf });
    yield told(page.items.map(({ item }) => item));
    after = page.hasNext ? page.items.at(-1)?.cursor : undefined;
  } while (after !== undefined);
}

/** Discrepancies that are compared at a time. */
const DISCREPANCIES_READ = 500;

/** As text, without what differs from log to log: its positions. */
function told(value: unknown): string {
  return JSON.stringify(value, (key, part: unknown) =>
    key === 'asOf' || key === 'position' ? undefined : part,
  );
}

function differs(what: string): LedgerError {
  return new LedgerError('COPY_TARGET_DIFFERS', `source and target answer otherwise: ${what}`, {
    place: { field: '--to' },
    hint: 'The logs are the same, so this is a fault of the program or of a read model: try again after liggaren rebuild on both.',
  });
}
