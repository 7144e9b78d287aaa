import type { Amount } from '#amount';
import type { EditionDeclared, UnitMoved } from './declaration.js';
import { compareText, lowestStatus, type Status } from './entry.js';
import { editionLineOf, lineKey, readingKey, withLine, type Line, type Reading } from './figure.js';
import {
  compareMoves,
  dayOf,
  flowsOf,
  isRestated,
  sideOf,
  spanOf,
  type Flow,
  type Resolve,
  type Span,
} from './perimeter.js';
import { isNotStated, type Evaluator, type Mark } from './value.js';

/**
 * Whether two readings are of the same thing (*jämförbarhet*), and what one of them is in the perimeter of the other. A
 * comparison never changes a value: what it makes comparable is a sum of readings beside it, each with its own reasons.
 */

/** A move that one of two readings has behind it and the other has not. */
export interface Crossing {
  readonly move: UnitMoved;
  /** It is in the midst of the days that one of them is about. */
  readonly within: boolean;
}

export interface RestatedTerm {
  readonly coefficient: bigint;
  readonly reading: Reading;
  readonly amount: Amount;
}

/** A reading in the perimeter of another: Σ coefficient × amount, exactly (*omräknad*). */
export interface Restated {
  readonly amount: Amount;
  readonly terms: readonly RestatedTerm[];
  readonly marks: ReadonlySet<Mark>;
  readonly status: Status | null;
  /** The restated edition that states it, where a document does; else it is computed from what moved. */
  readonly edition: EditionDeclared | null;
}

export interface Compared {
  readonly crossings: readonly Crossing[];
  /** The edition that a document restates in the perimeter of the other, or that is itself one of the two. */
  readonly restatedEdition: EditionDeclared | null;
  /** Null where there is nothing to restate, or nobody has recorded what it takes. */
  readonly restated: Restated | null;
}

const ALIKE: Compared = { crossings: [], restatedEdition: null, restated: null };

/** What sets a reading apart from the one that it is compared with, and what it is in the perimeter of that one. */
export function compared(evaluator: Evaluator, reading: Reading, against: Reading): Compared {
  const [at, other] = [evaluator.resolve(reading), evaluator.resolve(against)];
  const span = spanOf(at, evaluator.edition(at));
  const target = spanOf(other, evaluator.edition(other));
  if (span === null || target === null) return ALIKE;
  const walk = new Walk(evaluator, span, target, at.edition === other.edition && at.basis === other.basis);
  const flows = walk.terms(at, null);
  const crossings = walk.crossings();
  const restatedEdition = restatement(evaluator, at, other, target);
  if (crossings.length === 0 && restatedEdition === null) return ALIKE;
  const stated =
    restatedEdition === null || restatedEdition.edition === other.edition
      ? null
      : sumOf(evaluator, [{ coefficient: 1n, reading: { ...at, edition: restatedEdition.edition } }], null);
  if (stated !== null)
    return { crossings, restatedEdition, restated: { ...stated, edition: restatedEdition } };
  const computed = flows === null || crossings.length === 0 ? null : sumOf(evaluator, flows, at);
  return { crossings, restatedEdition, restated: computed === null ? null : { ...computed, edition: null } };
}

/** Whether an edition is restated in the perimeter of another, whatever the line. */
export function comparesOthers(evaluator: Evaluator, at: Reading, other: Reading): boolean {
  const target = spanOf(other, evaluator.edition(other));
  return target !== null && restatement(evaluator, at, other, target) !== null;
}

/** The edition of the same series that is restated in the perimeter asked for, or is the one asked with. */
function restatement(
  evaluator: Evaluator,
  at: Reading,
  other: Reading,
  target: Span,
): EditionDeclared | null {
  if (isRestated(at.edition)) return null;
  const same = at.basis === other.basis && at.period === other.period;
  if (same && !isRestated(other.edition)) return null;
  return (
    evaluator.facts.editions(editionLineOf(at)).find((declared) => {
      if (!isRestated(declared.edition)) return false;
      if (same) return declared.edition === other.edition;
      const span = spanOf({ ...at, edition: declared.edition }, declared);
      return span?.from === target.from && span.through >= target.through;
    }) ?? null
  );
}

/** Follows moves from the perimeter of one span to that of another, through every address that they lead over. */
class Walk {
  readonly #found = new Map<string, Crossing>();
  readonly #resolve: Resolve;
  readonly #back: boolean;

  constructor(
    readonly evaluator: Evaluator,
    readonly span: Span,
    readonly target: Span,
    /** Two of the same edition are what they are. */
    readonly alike: boolean,
  ) {
    this.#resolve = (unit, area, line) => evaluator.facts.names(unit, area).resolve(line);
    this.#back = target.through < span.through;
  }

  crossings(): Crossing[] {
    return [...this.#found.values()].sort((a, b) => compareMoves(a.move, b.move));
  }

  /**
   * What the reading consists of there. The move that is nearest to the target is undone last: what it brought may have
   * been moved about before. Null where one of them leads over what nobody has recorded.
   */
  terms(at: Reading, bound: UnitMoved | null): readonly Flow[] | null {
    const { span, target } = this;
    const order = (a: UnitMoved, b: UnitMoved): number => (this.#back ? -1 : 1) * compareMoves(a, b);
    const moves = [...this.evaluator.facts.moves(at.unit)]
      .filter((move) => bound === null || order(move, bound) < 0)
      .sort(order);
    for (let i = moves.length - 1; i >= 0; i--) {
      const move = moves[i] as UnitMoved;
      const [own, there] = [sideOf(move, span), sideOf(move, target)];
      const within = own === 'within' || there === 'within';
      if (own === there && (!within || this.alike)) continue;
      const flows = flowsOf(move, at, this.#resolve, this.#back);
      if (flows !== null && flows.length === 0) continue;
      this.#found.set(move.id, { move, within });
      const base = this.terms(at, move);
      if (flows === null || base === null) return null;
      const parts = within ? this.#partOfYear(move, flows, own, there) : flows;
      if (parts === null) return null;
      const all = [...base];
      for (const { coefficient, reading, part = false, cut = false } of parts) {
        const below = this.terms(this.evaluator.resolve(reading), move);
        if (below === null) return null;
        for (const term of below)
          all.push({
            ...term,
            coefficient: coefficient * term.coefficient,
            part: part || term.part === true,
            cut: cut || term.cut === true,
          });
      }
      return all;
    }
    return [{ coefficient: 1n, reading: at }];
  }

  /**
   * A move in the midst of a year. Outcomes to date can be cut at the month before it: what moved from then on is what it
   * was through the month asked less what it was through that one. Nothing cuts a budget or a forecast.
   */
  #partOfYear(move: UnitMoved, flows: readonly Flow[], own: string, there: string): readonly Flow[] | null {
    const day = dayOf(move.since);
    const month = Number(day.slice(5, 7)) - 1;
    if (!day.endsWith('-01') || month < 1 || this.#back) return null;
    return flows.every(({ reading }) => reading.basis === 'outcome' && /^\d{4}$/.test(reading.period))
      ? flows.flatMap((flow): Flow[] => {
          const { coefficient, reading } = flow;
          const edition = `${reading.period}-${String(month).padStart(2, '0')}`;
          const until = { ...flow, cut: true, reading: { ...reading, edition } };
          // What the reading has of before the move comes; or of what it has, that of after the move.
          if (own === 'within' && there === 'after') return [until];
          if (own === 'before' && there === 'within') return [flow, { ...until, coefficient: -coefficient }];
          return [];
        })
      : null;
  }
}

/** `own`: the reading itself, which counts as nothing where its table, or its whole edition, is not there. */
function sumOf(
  evaluator: Evaluator,
  flows: readonly Flow[],
  own: Reading | null,
): Omit<Restated, 'edition'> | null {
  const ownKey = own === null ? null : readingKey(own);
  const counted = new Map<string, Flow>();
  for (const { coefficient, reading, part = false, cut = false } of flows) {
    const key = readingKey(reading);
    const before = counted.get(key);
    const sum = coefficient + (before?.coefficient ?? 0n);
    counted.set(key, {
      coefficient: sum,
      reading,
      part: part || before?.part === true,
      cut: cut || before?.cut === true,
    });
  }
  const terms: RestatedTerm[] = [];
  const marks = new Set<Mark>(['restated']);
  let amount: Amount = 0n;
  let status: Status | null = null;
  let [partMissing, partKnown] = [false, false];
  for (const [key, { coefficient, reading, part = false, cut = false }] of counted) {
    if (coefficient === 0n && key !== ownKey) continue;
    const value = evaluator.value(reading);
    if (value.amount === null) {
      const missing = evaluator.edition(reading) === undefined ? key === ownKey : evaluator.isAbsent(reading);
      // The whole edition of a place that a part passed through later may not be there: it was not there yet.
      const elsewhere = part && evaluator.edition(reading) === undefined;
      if (cut || isNotStated(value) || !(missing || elsewhere)) return null;
      partMissing ||= part && key !== ownKey;
      continue;
    }
    partKnown ||= part && key !== ownKey;
    amount += coefficient * value.amount;
    terms.push({ coefficient, reading, amount: value.amount });
    status = lowestStatus(status, value.status);
    for (const mark of SHOWN_OF_TERMS) if (value.marks.has(mark)) marks.add(mark);
  }
  // A board's table without the part that it gave says nothing of what that was.
  if (partMissing && !partKnown) return null;
  return terms.length === 0 ? null : { amount, terms, marks, status };
}

const SHOWN_OF_TERMS: readonly Mark[] = [
  'inferred',
  'proposed',
  'forInformation',
  'preliminary',
  'partial',
  'partsNotStated',
  'judged',
];

/** How a merged line and its parts stand in two tables. */
export interface Division {
  readonly line: Line;
  readonly parts: readonly Line[];
  /** Which of the two has the line undivided. */
  readonly undivided: 'reading' | 'against';
  /** The reading is one of the parts: the other table does not have it by itself. */
  readonly isPart: boolean;
  readonly judgedBy: string | null;
}

/** Lines that one of two tables has undivided and the other in parts, as far as a reading is concerned. */
export function divisionsBetween(evaluator: Evaluator, reading: Reading, against: Reading): Division[] {
  if (reading.unit !== against.unit || reading.area !== against.area) return [];
  const names = evaluator.facts.names(reading.unit, reading.area);
  const mergers = names.mergers();
  if (mergers.length === 0) return [];
  const at = evaluator.resolve(reading);
  const key = lineKey(at.line);
  return mergers
    .filter(({ line, parts }) => lineKey(line) === key || parts.some((part) => lineKey(part) === key))
    .flatMap(({ line, parts, judgedBy }): Division[] => {
      const has = (of: Reading): 'line' | 'parts' | null => {
        const { lines } = evaluator.table(withLine(of, line));
        if (lines.has(lineKey(line))) return 'line';
        return parts.some((part) => lines.has(lineKey(part))) ? 'parts' : null;
      };
      const [own, other] = [has(at), has(against)];
      if (own === null || other === null || own === other) return [];
      const undivided = own === 'line' ? 'reading' : 'against';
      return [{ line, parts, undivided, isPart: lineKey(line) !== key, judgedBy }];
    })
    .sort((a, b) => compareText(lineKey(a.line), lineKey(b.line)));
}
