import type { EntryData, Frame } from '#domain';
import type { Decision, Reading } from '#ledger';
import { pathText, type PackageLines } from './lines.js';
import { isInTable, type Standing } from './sources.js';

/** What running text says, or somebody registered by hand: causes with their changes, and figures. */

type DocumentIdOf = (entry: EntryData) => string;

/**
 * Every cause once, whether its changes are a column of a table or of a text.
 *
 * @param sales by event of a rescinded sale: the sale, which is the id of its cause in a package
 */
export function addCauses(
  lines: PackageLines,
  entries: readonly Standing[],
  documentOf: DocumentIdOf,
  sales: ReadonlyMap<string, string>,
): void {
  const orders = new Map<string, number>();
  for (const standing of entries) {
    const { data } = standing;
    if (data.kind !== 'change') continue;
    const { cause, reading } = data;
    const id = sales.get(cause.id ?? '') ?? cause.id ?? standing.first.id;
    if (!orders.has(id)) {
      orders.set(id, 0);
      lines.add('causes', {
        cause: id,
        document: documentOf(data),
        place: isInTable(standing) ? '' : data.source?.table,
        kind: cause.kind,
        words: cause.words,
        ...decisionFields(data.decision),
        until: cause.until,
        since: cause.since,
        permanent: cause.permanent === true ? 'true' : '',
        sentence: data.source?.sentence,
      });
    }
    if (isInTable(standing)) continue;
    const order = (orders.get(id) ?? 0) + 1;
    orders.set(id, order);
    lines.add('changes', {
      cause: id,
      order,
      ...figureFields(reading),
      ...fromFields(reading, data.from),
      ...amountFields(data, data.amount),
      status: data.status,
    });
  }
}

/** Figures that a text states, and those that it states as a difference from others. */
export function addTexts(
  lines: PackageLines,
  entries: readonly Standing[],
  documentOf: DocumentIdOf,
): Standing[] {
  const leftOut: Standing[] = [];
  let number = 0;
  for (const standing of entries) {
    const { data } = standing;
    if (isInTable(standing) || data.kind === 'change') continue;
    number++;
    const shared = {
      document: documentOf(data),
      place: data.source?.table,
      ...figureFields(data.reading),
      sentence: data.source?.sentence,
      note: data.note,
    };
    if (data.kind === 'statement' && data.relative === undefined) {
      lines.add('statements', {
        ...shared,
        statement: idOf(data, number),
        ...amountFields(data, data.amount),
      });
      continue;
    }
    const terms = data.kind === 'statement' ? data.relative.terms : [{ coefficient: 1, of: data.from }];
    const difference = data.kind === 'statement' ? data.relative.difference : data.amount;
    const texts = terms.map((term) => termText(data.reading, term));
    if (texts.includes(null)) leftOut.push(standing);
    else {
      const { amount, ...measured } = amountFields(data, difference);
      const relative = idOf(data, number);
      lines.add('relative', {
        ...shared,
        relative,
        terms: texts.join(' + '),
        difference: amount,
        ...measured,
      });
    }
  }
  return leftOut;
}

/** The id that it was imported with, else a number. */
function idOf({ rank }: EntryData, number: number): string {
  return /\/(?:statement|relative)\/(.+)$/.exec(rank?.place ?? '')?.[1] ?? `uppgift-${number}`;
}

/** `basis;edition;period;line;measure`; null where a package has no words for it. */
function termText(
  reading: Reading,
  { coefficient, of }: { readonly coefficient: number; readonly of: Partial<Reading> },
): string | null {
  const other = { ...reading, ...of };
  if (other.unit !== reading.unit || other.area !== reading.area) return null;
  if (coefficient !== 1 && coefficient !== -1) return null;
  const { basis, edition, period, line, measure } = other;
  return `${coefficient < 0 ? '-' : ''}${[basis, edition, period, pathText(line), measure].join(';')}`;
}

function figureFields({
  unit,
  area,
  line,
  measure,
  period,
  basis,
  edition,
}: Reading): Record<string, string> {
  return { unit, area, line: pathText(line), measure, period, basis, edition };
}

/** With the canonical sign, as it is printed; with a decimal comma where it has no print. */
function amountFields(
  { unitOfMeasure, printed }: EntryData,
  amount: string | null,
): { amount: string; unitOfMeasure: string; decimals: string } {
  if (amount === null) return { amount: '', unitOfMeasure: '', decimals: '' };
  const sign = amount.startsWith('-') ? '-' : '';
  const text = printed === undefined || /^[-−–+(]/.test(printed.text) ? null : printed.text;
  const decimals = String(printed?.decimals ?? amount.split('.')[1]?.length ?? 0);
  return { amount: text === null ? amount.replace('.', ',') : `${sign}${text}`, unitOfMeasure, decimals };
}

/** Blank: the edition before in line. */
function fromFields(reading: Reading, from: Partial<Frame> | undefined): Record<string, string | undefined> {
  if (from === undefined) return {};
  return { fromBasis: from.basis, fromPeriod: from.period, fromEdition: from.edition ?? reading.edition };
}

function decisionFields(decision: Decision | undefined): Record<string, string | undefined> {
  return {
    decisionBody: decision?.body,
    decisionDate: decision?.date,
    decisionParagraph: decision?.paragraph,
    decisionDnr: decision?.dnr,
  };
}
