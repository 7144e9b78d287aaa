import type { ComparisonAnswer, ExplainAnswer } from '#projections';

/**
 * An explanation as other programs read it: a cell or a difference, told apart by `kind`. The values of `from` and `to`
 * stand in them too, so that they can be read as the two readings or as the two numbers.
 */
export function explainJson(answer: ExplainAnswer): object {
  if (answer.kind === 'cell') return { kind: answer.kind, ...answer.cell };
  const { difference } = answer;
  return {
    kind: answer.kind,
    ...difference,
    from: { ...difference.from, value: difference.fromValue },
    to: { ...difference.to, value: difference.toValue },
  };
}

/** A difference of any two figures: the same fields, each side with what it is and from where it is seen. */
export function comparisonJson(answer: ComparisonAnswer): object {
  return { kind: 'difference', ...answer };
}
