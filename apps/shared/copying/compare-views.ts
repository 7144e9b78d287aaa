import { isLedgerError, LedgerError } from '#amount';
import type { EditionAnswer, ReadLedger, ReadOptions, ViewRequest } from '#projections';

/** One side of a comparison: what answers, and as of which of its positions. */
export interface ViewsOf {
  readonly reader: ReadLedger;
  readonly asOf: string;
}

/**
 * Asks two ledgers for every view that there is (of every unit and year, and between any two editions that follow each
 * other), and for every discrepancy.
 *
 * @returns how many views there are
 * @throws LedgerError COPY_TARGET_DIFFERS at the first that is not the same in both
 */
export async function compareViews(
  a: ViewsOf,
  b: ViewsOf,
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<number> {
  const views = viewsOf(a.reader.editions({}, { asOf: a.asOf }));
  let done = 0;
  for (const request of views) {
    if (answer(a, request) !== answer(b, request)) throw differs(JSON.stringify(request));
    onProgress(++done, views.length);
    // Connections have their turn.
    if (done % 20 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  for (const what of ['units', 'documents'] as const) {
    if (told(a.reader[what]({ asOf: a.asOf })) !== told(b.reader[what]({ asOf: b.asOf })))
      throw differs(what);
  }
  if ((await discrepancies(a)) !== (await discrepancies(b))) throw differs('the discrepancies');
  return views.length;
}

/** Every view that the editions of a ledger give. */
function viewsOf(editions: readonly EditionAnswer[]): ViewRequest[] {
  const found = new Map<string, ViewRequest>();
  const add = (request: ViewRequest): void => void found.set(JSON.stringify(request), request);
  const lines = new Map<string, EditionAnswer>();
  for (const edition of editions) {
    const { unit, area, basis, period } = edition;
    // Lifetimes of projects and the like are no years.
    const year = /^\d{4}$/.test(period) ? period : undefined;
    if (year !== undefined) {
      for (const view of ['tertial-forecast', 'land', 'internal-control', 'goals'] as const)
        add({ view, unit, year });
      if (basis === 'outcome' && /^\d{4}-\d{2}p?$/.test(edition.edition))
        add({ view: 'delarsbokslut', unit, year, through: edition.edition.slice(0, 7), area });
    }
    const line = [unit, area, basis, period].join('|');
    const before = lines.get(line);
    lines.set(line, edition);
    if (basis === 'budget' && year !== undefined && before !== undefined)
      add({ view: 'budget-diff', unit, year, from: before.edition, to: edition.edition });
  }
  return [...found.values()];
}

function answer({ reader, asOf }: ViewsOf, request: ViewRequest): string {
  try {
    return told(ask(reader, request, { asOf }));
  } catch (error) {
    // Most pairs of unit and view have nothing to show; that too is an answer.
    if (isLedgerError(error)) return error.code;
    throw error;
  }
}

function ask(reader: ReadLedger, request: ViewRequest, options: ReadOptions): unknown {
  switch (request.view) {
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

async function discrepancies({ reader, asOf }: ViewsOf): Promise<string> {
  const found: unknown[] = [];
  let after: string | undefined;
  do {
    const page = await reader.discrepancies(
      {},
      { first: 500, ...(after === undefined ? {} : { after }) },
      { asOf },
    );
    found.push(...page.items.map(({ item }) => item));
    after = page.hasNext ? page.items.at(-1)?.cursor : undefined;
  } while (after !== undefined);
  return told(found);
}

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
