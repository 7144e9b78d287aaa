import { toDecimal, fromDecimal, type UnitOfMeasure } from '#amount';
import {
  compared,
  divisionsBetween,
  lineKey,
  type Cell,
  type Compared,
  type Evaluator,
  type Mark,
  type Reading,
  type Restated,
  type RestatedTerm,
  type ViewColumn,
} from '#ledger';
import { addressOf } from '../answers/entry-answer.js';
import { cellExplanation } from '../answers/explain-answer.js';
import { unitName, type Standpoint } from '../answers/surroundings.js';
import { cellsOf, type ShownRow } from '../answers/view-answer.js';
import type { CellExplanationAnswer, DifferenceAnswer } from '../contract.js';
import type { ComparabilityAnswer } from './comparability-answer.js';
import { comparedCells, isApart, isEarlier, type ComparedCell } from './compared-cells.js';
import { Findings } from './found.js';

/** A cell of a view as it is compared there, with what sets it apart from what it stands beside. */
export function comparedCell(
  at: Standpoint,
  evaluator: Evaluator,
  { section, row, path }: ShownRow,
  column: ViewColumn,
  comparable: boolean,
): { readonly cell: ComparedCell | undefined; readonly comparability: readonly ComparabilityAnswer[] } {
  const findings = new Findings((unit) => unitName(at, unit));
  const cells = comparedCells(
    evaluator,
    section,
    row,
    cellsOf(evaluator, section, row),
    path,
    findings,
    comparable,
  );
  const { source } = column;
  const concerned = source.kind === 'difference' ? source.against : column.id;
  return {
    cell: cells.find((cell) => cell.column === column.id),
    comparability: findings.answers().filter(({ columns }) => columns.includes(concerned)),
  };
}

interface ComparedPair {
  readonly apart: boolean;
  readonly restated: Restated | null;
  readonly comparability: readonly ComparabilityAnswer[];
}

/** What sets two readings of one figure apart; two figures are no comparison over time. */
export function comparedPair(at: Standpoint, evaluator: Evaluator, from: Reading, to: Reading): ComparedPair {
  const [a, b] = [evaluator.resolve(from), evaluator.resolve(to)];
  const same = a.unit === b.unit && a.area === b.area && a.measure === b.measure;
  if (!same || lineKey(a.line) !== lineKey(b.line))
    return { apart: false, restated: null, comparability: [] };
  const findings = new Findings((unit) => unitName(at, unit));
  const found: Compared = compared(evaluator, a, b);
  findings.compared(found, null, null);
  const earlier = isEarlier(evaluator, a, b);
  const divisions = divisionsBetween(evaluator, a, b);
  for (const division of divisions) findings.divided(division, earlier, null, null);
  const [x, y] = [a, b].map((reading) => evaluator.value(reading).standing?.reading.line);
  if (x !== undefined && y !== undefined && lineKey(x) !== lineKey(y)) {
    const names = evaluator.facts.names(a.unit, a.area);
    const judge = names.judgedBy(x) ?? names.judgedBy(y);
    if (earlier) findings.renamed(x, y, judge, null, null);
    else findings.renamed(y, x, judge, null, null);
  }
  return {
    apart: isApart(found, a, b) || divisions.some(({ isPart }) => isPart),
    restated: found.restated,
    comparability: findings.answers(),
  };
}

/** A difference of two cells, told to be one of different things; where it is asked for and known, restated. */
export function comparedAnswer(
  at: Standpoint,
  evaluator: Evaluator,
  from: Cell,
  to: Cell,
  answer: DifferenceAnswer,
  comparable: boolean,
): DifferenceAnswer {
  if (from.kind !== 'reading' || to.kind !== 'reading') return answer;
  const { apart, restated, comparability } = comparedPair(at, evaluator, from.reading, to.reading);
  if (!apart) return { ...answer, comparability };
  return restated === null || !comparable
    ? toldApart(answer, comparability, true)
    : { ...restatedDifference(at, answer, from.reading, to.reading, restated), comparability };
}

/** The same explanation, told to be of another thing than what it stands beside. */
export function toldApart<T extends CellExplanationAnswer | DifferenceAnswer>(
  answer: T,
  comparability: readonly ComparabilityAnswer[],
  apart: boolean,
): T {
  const marks: readonly Mark[] = apart ? [...answer.marks, 'notComparable'] : answer.marks;
  return { ...answer, marks, comparability };
}

/** A restated cell: what it is the sum of, each term with its own reasons. */
export function restatedCell(
  at: Standpoint,
  evaluator: Evaluator,
  answer: CellExplanationAnswer,
  restated: Restated,
  given: UnitOfMeasure,
): CellExplanationAnswer {
  const parts = restated.terms.map((term) => ({
    coefficient: Number(term.coefficient),
    ...cellExplanation(evaluator, term.reading, given, labelOf(at, term)),
  }));
  return {
    ...answer,
    value: toDecimal(restated.amount, answer.unitOfMeasure),
    printed: null,
    marks: [...restated.marks],
    status: restated.status,
    formula: parts
      .map(({ coefficient, label }, i) => `${coefficient < 0 ? '− ' : i === 0 ? '' : '+ '}${label}`)
      .join(' '),
    parts,
    standing: null,
    editions: [],
    assertions: [],
    corrections: [],
    discrepancies: [],
    named: [],
  };
}

/**
 * A difference from a restated reading: that from the reading as it was reported, and beside it what each term of the
 * restatement takes off. They add up to it exactly, and what was restated is no cause: it stands as unexplained.
 */
export function restatedDifference(
  at: Standpoint,
  answer: DifferenceAnswer,
  from: Reading,
  to: Reading,
  restated: Restated,
): DifferenceAnswer {
  const unit = answer.unitOfMeasure;
  const reported = fromDecimal(answer.fromValue ?? '0', unit);
  const own = (term: RestatedTerm): boolean => restated.edition === null && isSame(term.reading, from);
  // Of an edition that a document restates the step is from the one to the other; else each other term is one.
  const steps =
    restated.edition === null
      ? restated.terms.flatMap((term) => {
          const coefficient = own(term) ? term.coefficient - 1n : term.coefficient;
          return coefficient === 0n ? [] : [{ ...term, amount: coefficient * term.amount }];
        })
      : restated.terms.map((term) => ({ ...term, amount: restated.amount - reported }));
  const taken = steps.map(({ reading, amount }) => ({
    coefficient: 1,
    ...restatement(answer, reading, to, -amount, labelOf(at, { reading })),
  }));
  const off = steps.reduce((sum, { amount }) => sum + amount, 0n);
  const known = answer.difference !== null;
  const difference = (known ? fromDecimal(answer.difference ?? '0', unit) : 0n) - off;
  return {
    ...answer,
    fromValue: toDecimal(restated.amount, unit),
    difference: toDecimal(difference, unit),
    printed: null,
    unexplained: toDecimal(fromDecimal(answer.unexplained, unit) - off, unit),
    marks: [...new Set<Mark>([...answer.marks, ...restated.marks])],
    parts: [{ coefficient: 1, ...answer, label: 'Som redovisat' }, ...taken],
  };
}

function isSame(a: Reading, b: Reading): boolean {
  return a.unit === b.unit && a.edition === b.edition && lineKey(a.line) === lineKey(b.line);
}

function restatement(
  like: DifferenceAnswer,
  from: Reading,
  to: Reading,
  amount: bigint,
  label: string,
): DifferenceAnswer {
  const text = toDecimal(amount, like.unitOfMeasure);
  const zero = toDecimal(0n, like.unitOfMeasure);
  return {
    ...like,
    from: addressOf(from),
    to: addressOf(to),
    label: `Omräknat: ${label}`,
    fromValue: null,
    toValue: null,
    difference: text,
    printed: null,
    changes: [],
    offered: [],
    changed: zero,
    begun: zero,
    ended: zero,
    unexplained: text,
    precision: zero,
    marks: ['restated'],
    judgedBy: null,
    position: null,
    undatedLeftOut: null,
    parts: [],
  };
}

/** Where a term stands: the unit and the line, of another edition that too. */
function labelOf(at: Standpoint, { reading }: Pick<RestatedTerm, 'reading'>): string {
  const line = reading.line.length === 0 ? 'Totalt' : reading.line.join(' > ');
  return `${unitName(at, reading.unit)} > ${line} (${reading.edition})`;
}
