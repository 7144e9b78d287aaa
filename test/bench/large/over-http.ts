import { PAGE_ITEMS, type Question } from './questions.js';

const VIEW = `query ($unit: String!, $year: String!, $from: String!, $to: String!, $asOf: String) {
  budgetDiff(unit: $unit, year: $year, from: $from, to: $to, asOf: $asOf) {
    position rows { path kind cells { column value marks } }
  }
}`;

const EXPLAIN = `query ($unit: String!, $year: String!, $from: String!, $to: String!, $asOf: String, $column: String!) {
  explain(view: "budget-diff", unit: $unit, year: $year, from: $from, to: $to, asOf: $asOf, row: "Totalt", column: $column) {
    ... on CellExplanation {
      value formula
      editions { edition value unexplained changes { cause amount decision { body date dnr } } }
      parts { label value editions { edition value unexplained changes { cause amount decision { body date dnr } } } }
    }
    ... on DifferenceExplanation {
      difference changed unexplained
      parts { label difference unexplained changes { cause kind amount event decision { body date dnr } } }
    }
  }
}`;

const FILTER = ['unit', 'text', 'amountAtLeast', 'causeKind', 'dnr', 'actor', 'period', 'startAt'] as const;
const TYPES: Readonly<Record<string, string>> = { amountAtLeast: 'Decimal' };
const ITEM = {
  events: 'position id type recordedAt actor data',
  entries: 'id kind value reading { unit line measure edition } decision { dnr }',
} as const;

/** The request of a question, as a client would send it. */
export function requestOf(question: Question, logId: string): { query: string; variables: object } {
  if (question.kind === 'view' || question.kind === 'explain') {
    const { unit, year, asOf } = question;
    const table = { unit, year, from: `${year}:1`, to: `${year}:2`, asOf: `${logId}:${asOf}` };
    if (question.kind === 'view') return { query: VIEW, variables: table };
    return { query: EXPLAIN, variables: { ...table, column: asOf % 2 === 0 ? 'to' : 'change' } };
  }
  const { kind, filter, startAt } = question;
  const types = FILTER.map((name) => `$${name}: ${TYPES[name] ?? 'String'}`);
  const given = FILTER.map((name) => `${name}: $${name}`);
  const query = `query (${types.join(', ')}, $line: [String!]) {
    ${kind}(first: ${PAGE_ITEMS}, newestFirst: true, ${given.join(', ')}, line: $line) {
      edges { cursor node { ${ITEM[kind]} } } pageInfo { hasNextPage endCursor }
    }
  }`;
  return { query, variables: { ...filter, startAt } };
}
