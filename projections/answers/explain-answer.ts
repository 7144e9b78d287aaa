import { toDecimal, type UnitOfMeasure } from '#amount';
import {
  difference,
  explainReading,
  offeredEnds,
  isUnallocated,
  namedPairs,
  type Cell,
  type CellValue,
  type Composition,
  type Evaluator,
  type Explanation,
  type Reading,
  type Split,
} from '#ledger';
import type { CellExplanationAnswer, DifferenceAnswer, EntryAnswer } from '../contract.js';
import { measureLabel } from '../view/measures.js';
import {
  addressOf,
  changeAnswers,
  decimal,
  discrepancyAnswer,
  entryAnswer,
  unitFor,
} from './entry-answer.js';

/** Parts that a formula's text names one by one. */
const NAMED_PARTS_MAX = 12;

export function cellExplanation(
  evaluator: Evaluator,
  reading: Reading,
  unit: UnitOfMeasure,
  label?: string,
): CellExplanationAnswer {
  return explained(evaluator, explainReading(evaluator, reading), unit, label);
}

function explained(
  evaluator: Evaluator,
  explanation: Explanation,
  given: UnitOfMeasure,
  label?: string,
): CellExplanationAnswer {
  const { reading, value } = explanation;
  const unit = unitFor(value.standing, given);
  const stands = explanation.standing;
  const shown = value.standing;
  return {
    reading: addressOf(reading),
    label: label ?? labelOf(reading),
    unitOfMeasure: unit,
    value: decimal(value.amount, unit),
    printed: shown?.printed?.text ?? shown?.source?.printed ?? null,
    marks: [...value.marks],
    status: value.status,
    formula: formulaText(explanation),
    parts: explanation.parts.map(({ coefficient, explanation: part }) => ({
      coefficient: Number(coefficient),
      ...explained(evaluator, part, unit, partLabel(explanation.composition, part.reading)),
    })),
    standing: stands === null ? null : entryAnswer(stands, unit, { evaluator }),
    editions: explanation.editions.map((step) => ({
      edition: step.edition,
      value: decimal(step.value, unit),
      stated: statedIn(evaluator, { ...reading, edition: step.edition }, unit),
      changes: changeAnswers(evaluator, step.changes, unit),
      begun: toDecimal(step.begun, unit),
      ended: toDecimal(step.ended, unit),
      unexplained: toDecimal(step.unexplained, unit),
      opening: step.opening,
    })),
    assertions: [...explanation.assertions, ...explanation.proposed, ...explanation.statedDifferences].map(
      (entry) => entryAnswer(entry, unit, { evaluator }),
    ),
    corrections: explanation.corrections.map(({ entry, correction }) => ({
      entry: entryAnswer(entry, unit, { takenOutBy: correction.id }),
      is: correction.replacement === null ? null : entryAnswer(correction.replacement, unit, { evaluator }),
      nature: correction.nature,
      reason: correction.reason,
      correction: correction.id,
    })),
    discrepancies: explanation.discrepancies.map((found) => discrepancyAnswer(found, unit)),
    named: [],
    position: null,
    undatedLeftOut: null,
  };
}

/**
 * What is left when one column of a view is taken from another: a sum of the two, each explained, and no difference
 * that somebody ought to explain.
 */
export function remainderExplanation(
  evaluator: Evaluator,
  { from, to, remainder }: Extract<Cell, { kind: 'difference' }>,
  { amount, marks, stated }: Pick<CellValue, 'amount' | 'marks' | 'stated'>,
  given: UnitOfMeasure,
  label: string,
): CellExplanationAnswer {
  const { of = labelOf(to), against = labelOf(from) } = remainder ?? {};
  const parts = [
    { coefficient: 1, ...cellExplanation(evaluator, to, given, of) },
    { coefficient: -1, ...cellExplanation(evaluator, from, given, against) },
  ];
  const unit = unitFor(stated, given);
  const known = marks.has('computed');
  return {
    reading: addressOf(to),
    label,
    unitOfMeasure: unit,
    value: decimal(amount, unit),
    printed: stated?.printed?.text ?? stated?.source?.printed ?? null,
    marks: [...marks],
    status: null,
    formula: `${of} − ${against}`,
    parts: known ? parts : [],
    standing: null,
    editions: [],
    assertions: stated === null ? [] : [entryAnswer(stated, unit, { evaluator })],
    corrections: [],
    discrepancies: [],
    named: [],
    position: null,
    undatedLeftOut: null,
  };
}

/** The same with what was asked of: the pairs that causes were entered for by name, beside its editions. */
export function wholeExplanation(
  evaluator: Evaluator,
  reading: Reading,
  unit: UnitOfMeasure,
  label?: string,
): CellExplanationAnswer {
  const answer = cellExplanation(evaluator, reading, unit, label);
  const steps = answer.editions.map(({ edition }) => edition);
  const named = namedPairs(evaluator, reading, steps).map((from) => {
    const split = difference(evaluator, from, evaluator.resolve(reading));
    const pair = splitAnswer(evaluator, split, answer.unitOfMeasure, null, answer.label);
    // By line it is asked for as a difference of its own.
    return { ...pair, parts: [] };
  });
  return { ...answer, named };
}

export function differenceExplanation(
  evaluator: Evaluator,
  from: Reading,
  to: Reading,
  unit: UnitOfMeasure,
  printed: string | null,
  label?: string,
): DifferenceAnswer {
  return splitAnswer(evaluator, difference(evaluator, from, to), unit, printed, label);
}

/** A split of the kernel as it is answered, with its parts. */
export function splitAnswer(
  evaluator: Evaluator,
  split: Split,
  given: UnitOfMeasure,
  printed: string | null,
  label?: string,
): DifferenceAnswer {
  const unit = unitFor(split.toValue.standing ?? split.fromValue.standing, given);
  const formula = isFormula(evaluator.composition(split.to)) ? 'sum' : 'total';
  return {
    from: addressOf(split.from),
    to: addressOf(split.to),
    label: label ?? labelOf(split.to),
    unitOfMeasure: unit,
    fromValue: decimal(split.fromValue.amount, unit),
    toValue: decimal(split.toValue.amount, unit),
    difference: decimal(split.difference, unit),
    printed,
    changes: changeAnswers(evaluator, split.changes, unit),
    offered: changeAnswers(evaluator, offeredEnds(evaluator, split), unit),
    changed: toDecimal(split.changed, unit),
    begun: toDecimal(split.begun, unit),
    ended: toDecimal(split.ended, unit),
    unexplained: toDecimal(split.unexplained, unit),
    precision: toDecimal(split.precision, unit),
    marks: [...split.marks],
    judgedBy: split.judgedBy,
    position: null,
    undatedLeftOut: null,
    parts: split.parts.map(({ coefficient, split: part }) => ({
      coefficient: Number(coefficient),
      ...splitAnswer(evaluator, part, unit, null, partLabel(formula, part.to)),
    })),
  };
}

function statedIn(evaluator: Evaluator, reading: Reading, unit: UnitOfMeasure): EntryAnswer | null {
  const { standing } = evaluator.value(reading);
  return standing === null ? null : entryAnswer(standing, unit, { evaluator });
}

function isFormula(composition: Composition | null): boolean {
  return composition !== null && composition.kind !== 'total';
}

/** A line by its own label; the whole table is its Totalt, what is on no line its Ofördelat. */
export function labelOf(reading: Reading): string {
  const last = reading.line.at(-1);
  if (last === undefined) return 'Totalt';
  return isUnallocated(reading.line) ? 'Ofördelat' : last;
}

/** The terms of a formula are measures of one line, the parts of a total lines of one measure. */
function partLabel(composition: Explanation['composition'], part: Reading): string {
  if (composition === null || composition === 'total' || composition === 'remainder') return labelOf(part);
  return measureLabel(part.measure);
}

function formulaText({ composition, parts }: Explanation): string | null {
  if (composition === null || parts.length === 0) return null;
  const labels = parts.map((part) => partLabel(composition, part.explanation.reading));
  if (composition === 'product') return labels.join(' × ');
  if (composition === 'ratio') return labels.join(' / ');
  if (parts.length > NAMED_PARTS_MAX) return `Summan av ${parts.length} rader`;
  return parts
    .map(({ coefficient }, i) => {
      const size = coefficient < 0n ? -coefficient : coefficient;
      const sign = coefficient < 0n ? (i === 0 ? '−' : ' − ') : i === 0 ? '' : ' + ';
      return `${sign}${size === 1n ? '' : `${size} × `}${labels[i] ?? ''}`;
    })
    .join('');
}
