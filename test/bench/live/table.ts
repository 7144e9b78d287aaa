/**
 * What is followed: a budget of its own for each run, so that no run meets the changes of the one before. Every change
 * moves a line, its subtotal, what is followed of it, and how far the stated total is from its parts.
 */

const LINES = 24;
const YEAR = '2031';

export const EDITIONS = [`${YEAR}:1`, `${YEAR}:2`] as const;

export interface Command {
  readonly name: string;
  readonly input: object;
}

export function unitOf(run: number): string {
  return `prov/ks/ram-${String(run).padStart(3, '0')}`;
}

const GROUP = 'Verksamhet';

function line(n: number): string[] {
  return [GROUP, `Enhet ${String(n % LINES).padStart(2, '0')}`];
}

function cost(of: readonly string[], amount: number): object {
  return { line: of, measure: 'cost', amount: String(amount), unitOfMeasure: 'tkr' };
}

function frame(unit: string, edition: string): object {
  return { unit, area: 'operations', basis: 'budget', period: YEAR, edition };
}

/** Two editions, the second open; a table; and a total that was stated and does not agree. */
export function preparing(unit: string): readonly Command[] {
  const [first, second] = EDITIONS;
  const lines = Array.from({ length: LINES }, (_, n) => line(n));
  const declared = { label: 'Budget', status: 'adopted', known: true };
  return [
    {
      name: 'DeclareEdition',
      input: { ...frame(unit, first), ...declared, order: { year: 2031, number: 1 }, extent: 'full' },
    },
    {
      name: 'DeclareEdition',
      input: {
        ...frame(unit, second),
        ...declared,
        order: { year: 2031, number: 2 },
        extent: 'amending',
        open: true,
      },
    },
    {
      name: 'StateLayout',
      input: {
        ...frame(unit, first),
        table: 'drift',
        rank: 0,
        title: 'Drift',
        unitOfMeasure: 'tkr',
        signs: [],
        rows: [
          ...lines.map((of) => ({ path: of, kind: 'leaf', line: of, measure: 'cost' })),
          { path: [GROUP], kind: 'total', line: [GROUP], measure: 'cost', parts: lines },
          { path: ['Totalt'], kind: 'total', line: [], measure: 'cost', parts: [[GROUP]] },
        ],
      },
    },
    {
      name: 'AdoptBudget',
      input: { ...frame(unit, first), lines: lines.map((of, n) => cost(of, -1000 - n)) },
    },
    { name: 'AdoptBudget', input: { ...frame(unit, second), lines: [cost([], -50_000)] } },
  ];
}

/** Event number n: a line of the budget is changed. */
export function changing(unit: string, n: number): Command {
  return {
    name: 'ChangeBudget',
    input: {
      ...frame(unit, EDITIONS[1]),
      cause: { kind: 'efficiency', words: `Effektivisering ${n}` },
      decision: { body: 'Kommunstyrelsen', date: '2031-04-19', dnr: `KS 2031-${n % 1000}` },
      lines: [cost(line(n), 1 + (n % 9))],
    },
  };
}

export function mutation({ name }: Command): string {
  const field = name.slice(0, 1).toLowerCase() + name.slice(1);
  return `mutation ($input: ${name}Input!) { answer: ${field}(input: $input) {
    __typename ... on Registered { position } ... on Refused { message } ... on Conflict { message }
  } }`;
}

/** A subscription: its root field, and its text. */
export interface Operation {
  readonly field: string;
  readonly query: string;
}

const STEP = 'cursor position event recordedAt actor initial';
const WHY = 'why { kind change { cause amount decision { body dnr } } } whyLeftOut';
const ENTRIES = 'entries { id value reading { unit line measure edition } decision { body date dnr } }';

/** Five of them, each told of every change: events by two filters, a view, a figure, what does not agree. */
export function operations(unit: string): readonly Operation[] {
  const [from, to] = EDITIONS;
  const recorded = 'recorded { id type stream actor recordedAt data }';
  const said = (field: string, args: string, body: string): Operation => ({
    field,
    query: `subscription { ${field}(${args}) { ${STEP} ${body} } }`,
  });
  return [
    said('eventRecorded', `unit: "${unit}"`, `${recorded} ${ENTRIES}`),
    said('eventRecorded', `type: "BudgetChanged", causeKind: "efficiency", period: "${YEAR}"`, recorded),
    said(
      'viewChanged',
      `view: "budget-diff", unit: "${unit}", year: "${YEAR}", from: "${from}", to: "${to}"`,
      `cells { row path column before after cell { value marks } ${WHY} }`,
    ),
    said(
      'figureChanged',
      `reading: { unit: "${unit}", area: "operations", basis: budget, period: "${YEAR}", edition: "${to}", line: ["${GROUP}"], measure: "cost" }`,
      `before after marks ${WHY}`,
    ),
    said(
      'discrepancyChanged',
      `unit: "${unit}"`,
      'id before { id stated computed } after { id unit stated computed }',
    ),
  ];
}

/** Figures of other units, of which nothing is ever told. */
export function elsewhere(n: number): Operation {
  return {
    field: 'figureChanged',
    query: `subscription { figureChanged(reading: { unit: "annan/ks/ram-${n}", area: "operations", basis: budget, period: "${YEAR}", edition: "${EDITIONS[1]}", line: [], measure: "cost" }) { ${STEP} before after } }`,
  };
}
