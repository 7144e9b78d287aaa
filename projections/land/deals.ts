import { toDecimal, type UnitOfMeasure } from '#amount';
import type { LandSaleAgreed, LandSaleCompleted, LandSaleRescinded } from '#domain';
import { editionLineKey, readingOf, type PlainEntry } from '#ledger';
import { addressOf } from '../answers/entry-answer.js';
import { countsBy } from '../answers/event-notes.js';
import {
  eventsOf,
  stepAnswer,
  subjectsOf,
  type SubjectEvent,
  type SubjectHistory,
} from '../answers/subjects.js';
import type { Standpoint } from '../answers/surroundings.js';
import type { MovedFigure, PurchaseAnswer, SaleAnswer, SaleStepAnswer } from '../subject-answers.js';

/** Sales that something happened to in the year, and those that were agreed before it and not completed by then. */
export function salesOf(
  at: Standpoint,
  unit: string,
  year: string,
): { readonly sales: readonly SaleAnswer[]; readonly undatedLeftOut: number } {
  const { histories, undatedLeftOut } = subjectsOf(at, 'sale', unit);
  const sales = histories
    .map((history) => saleAnswer(at, history))
    .filter(({ steps }) => {
      const years = steps.map(({ date }) => date.slice(0, 4));
      const open = steps.findLast(({ date }) => date.slice(0, 4) <= year)?.step === 'agreed';
      return years.includes(year) || open;
    });
  return { sales, undatedLeftOut };
}

export function purchasesOf(
  at: Standpoint,
  unit: string,
  year: string,
): { readonly purchases: readonly PurchaseAnswer[]; readonly undatedLeftOut: number } {
  const { histories, undatedLeftOut } = subjectsOf(at, 'purchase', unit);
  const purchases = histories.flatMap((history) =>
    eventsOf(history, 'LandAcquired')
      .filter(({ data }) => data.date.slice(0, 4) === year)
      .map(({ event, data }): PurchaseAnswer => ({
        ...stepAnswer(event),
        purchase: data.purchase,
        unit: data.unit,
        property: data.property,
        project: data.project ?? null,
        date: data.date,
        price: data.price,
        unitOfMeasure: data.unitOfMeasure,
        moved: movedBy(at, event, data.unitOfMeasure),
      })),
  );
  return { purchases, undatedLeftOut };
}

type Deal = LandSaleAgreed | LandSaleCompleted | LandSaleRescinded;

const STEPS: Readonly<Record<string, SaleStepAnswer['step']>> = {
  LandSaleAgreed: 'agreed',
  LandSaleCompleted: 'completed',
  LandSaleRescinded: 'rescinded',
};

function saleAnswer(at: Standpoint, history: SubjectHistory): SaleAnswer {
  const steps = history.events.map((event): SaleStepAnswer => {
    const data = event.data as Deal;
    return {
      ...stepAnswer(event),
      step: STEPS[event.type] ?? 'agreed',
      date: data.date,
      amount: 'repaid' in data ? data.repaid : data.price,
      moved: movedBy(at, event, data.unitOfMeasure),
    };
  });
  const agreed = eventsOf(history, 'LandSaleAgreed').at(-1)?.data;
  const completed = eventsOf(history, 'LandSaleCompleted').at(-1)?.data;
  const rescinded = eventsOf(history, 'LandSaleRescinded').at(-1)?.data;
  const deal = completed ?? agreed;
  return {
    sale: history.key[0] ?? '',
    unit: history.unit,
    property: deal?.property ?? rescinded?.unseen?.property ?? null,
    project: deal?.project ?? agreed?.project ?? null,
    state: steps.at(-1)?.step ?? 'agreed',
    price: deal?.price ?? rescinded?.unseen?.price ?? null,
    repaid: rescinded?.repaid ?? null,
    unitOfMeasure: (deal ?? rescinded)?.unitOfMeasure ?? 'tkr',
    reason: rescinded?.reason ?? null,
    unseen: rescinded?.unseen?.words ?? null,
    steps,
  };
}

/** The changes that an event makes, as corrections of them have it, in the unit of measure of the deal. */
function movedBy(at: Standpoint, { event }: SubjectEvent, unit: UnitOfMeasure): MovedFigure[] {
  return at.cache.model.records(event).flatMap((record, n): MovedFigure[] => {
    const change = record.kind === 'change' ? standingEntry(at, event, n, record) : null;
    if (change?.kind !== 'change') return [];
    return [
      {
        reading: addressOf(change.to),
        from: change.from === 'inForce' ? null : addressOf(change.from),
        amount: change.amount === null ? null : toDecimal(change.amount, unit),
      },
    ];
  });
}

/** What stands of an entry of an event by now; null where it was withdrawn. */
function standingEntry(at: Standpoint, event: number, n: number, entry: PlainEntry): PlainEntry | null {
  const { model } = at.cache;
  const reading = readingOf(entry);
  const frame = model.frame(editionLineKey(reading), reading.edition, reading.measure);
  const out = frame === undefined ? undefined : model.takenOut(frame, event, n);
  if (out === undefined || out.outSeq > at.seq) return entry;
  const correction = model.record(out.outEvent, out.outN);
  if (correction.kind !== 'correction') return entry;
  const { nature, date, replacement } = correction;
  if (!countsBy({ nature: nature === 'withdrawal' ? undefined : nature, date }, at.options.publishedBy))
    return entry;
  return replacement === null ? null : standingEntry(at, out.outEvent, out.outN, replacement);
}
