/** An operation to begin with, made of what the ledger holds. */
export interface Example {
  /** Its name, by which the tab is called too. */
  readonly name: string;
  readonly title: string;
  /** What it shows, for somebody who has not seen it before. */
  readonly about: string;
  readonly kind: 'query' | 'mutation' | 'subscription';
  readonly operation: string;
}

export interface EditionOfLedger {
  readonly unit: string;
  readonly area: string;
  readonly basis: string;
  readonly period: string;
  readonly edition: string;
}

/** What a ledger holds, as far as examples are made of it. */
export interface Holding {
  readonly editions: readonly EditionOfLedger[];
  /** One of `diffsIn`, and the row of it that changed most; null where there is none. */
  readonly diff: DiffOfLedger | null;
  readonly row: string | null;
}

export interface DiffOfLedger {
  readonly unit: string;
  readonly year: string;
  readonly from: string;
  readonly to: string;
}

/** For whoever tries to register: a unit of its own, so that no figure of a real one moves. */
const PRACTICE = 'ovning/ks/prov';

/** The examples for a ledger; those of one that is empty ask what there is, and practise. */
export function examplesOf({ editions, diff, row }: Holding): Example[] {
  return [
    ...(diff === null ? [] : [budgetDiff(diff)]),
    ...(diff === null || row === null ? [] : [explain(diff, row)]),
    ...delarsbokslut(editions),
    ...tertialForecast(editions),
    ...(editions.length === 0 ? [] : [history(), discrepancies()]),
    whatThereIs(),
    register(),
    followEvents(),
    ...(diff === null ? [] : [followView(diff)]),
  ];
}

/** Pairs of numbered editions of one budget of operations; that of the practice unit last, for it says least. */
export function diffsIn(editions: readonly EditionOfLedger[]): DiffOfLedger[] {
  const budgets = new Map<string, EditionOfLedger[]>();
  for (const held of editions) {
    const { unit, area, basis, period, edition } = held;
    if (basis !== 'budget' || area !== 'operations' || !/^\d{4}:\d+$/.test(edition)) continue;
    budgets.set(`${unit}|${period}`, [...(budgets.get(`${unit}|${period}`) ?? []), held]);
  }
  const diffs = [...budgets.values()].flatMap(([from, to]) =>
    from === undefined || to === undefined
      ? []
      : [{ unit: from.unit, year: from.period, from: from.edition, to: to.edition }],
  );
  return [...diffs.filter(({ unit }) => unit !== PRACTICE), ...diffs.filter(({ unit }) => unit === PRACTICE)];
}

function diffArguments({ unit, year, from, to }: DiffOfLedger): string {
  return `unit: ${text(unit)}
    year: ${text(year)}, from: ${text(from)}, to: ${text(to)}`;
}

function budgetDiff(diff: DiffOfLedger): Example {
  return {
    name: 'BudgetDiff',
    title: 'Budgetjämförelse',
    about: 'A budget in two editions, and the change.',
    kind: 'query',
    operation: `# The budget ${diff.from} beside ${diff.to} (*budgetjämförelse*).
# Point at a field to see what it means.
query BudgetDiff {
  budgetDiff(
    ${diffArguments(diff)}
  ) {
    unitOfMeasure
    columns { id label }
    rows { path kind cells { column value marks } }
    position
  }
}`,
  };
}

function explain(diff: DiffOfLedger, row: string): Example {
  return {
    name: 'Explain',
    title: 'Förklaring',
    about:
      'Why a figure changed: causes, decisions, the cell of the document, and what nobody has explained.',
    kind: 'query',
    operation: `# Why did ${row} change? (*förklaring*)
# difference = changed + begun + ended + unexplained, exactly.
query Explain {
  explain(
    view: "budget-diff"
    ${diffArguments(diff)}
    row: ${text(row)}, column: "change"
  ) {
    ... on DifferenceExplanation {
      fromValue toValue difference
      changed begun ended unexplained
      unitOfMeasure
      changes {
        cause amount precision
        decision { body date paragraph }
        source { table row column printed }
      }
    }
  }
}`,
  };
}

/** Outcome through a month of a year that is not over; its board, where several frames have it. */
function delarsbokslut(editions: readonly EditionOfLedger[]): Example[] {
  const through = editions.filter(
    ({ basis, area, edition }) =>
      basis === 'outcome' && area === 'operations' && /^\d{4}-(0[1-9]|1[01])$/.test(edition),
  );
  const latest = through.toSorted((a, b) => (a.edition < b.edition ? 1 : -1))[0];
  if (latest === undefined) return [];
  const { edition } = latest;
  const unit = boardOf(latest.unit);
  return [
    {
      name: 'Delarsbokslut',
      title: 'Delårsbokslut',
      about:
        'Budget, forecast and outcome through a month; a cell says what is printed, and whether it adds up.',
      kind: 'query',
      operation: `# Through ${edition} (*delårsbokslut*).
query Delarsbokslut {
  delarsbokslut(
    unit: ${text(unit)}
    year: ${text(edition.slice(0, 4))}, through: ${text(edition)}
  ) {
    unitOfMeasure
    columns { id label }
    rows {
      path kind
      cells {
        column value marks discrepancy
        stated { printed document table }
      }
    }
  }
}`,
    },
  ];
}

function tertialForecast(editions: readonly EditionOfLedger[]): Example[] {
  const forecast = editions.find(({ basis, edition }) => basis === 'forecast' && /^T\d$/.test(edition));
  if (forecast === undefined) return [];
  return [
    {
      name: 'TertialForecast',
      title: 'Tertialprognos',
      about: "The year's budget beside what was forecast in April and in August.",
      kind: 'query',
      operation: `# What was known in April and in August (*tertialprognos*).
query TertialForecast {
  tertialForecast(
    unit: ${text(boardOf(forecast.unit))}, year: ${text(forecast.period)}
  ) {
    unitOfMeasure
    columns { id label }
    rows { path kind cells { column value marks } }
  }
}`,
    },
  ];
}

function history(): Example {
  return {
    name: 'History',
    title: 'Historik',
    about: 'What was recorded, newest first: of a unit, a line, a cause, an amount, some words …',
    kind: 'query',
    operation: `# What is at least 500 tkr, the latest first (*historik*).
# Try text: "taxi*" or causeKind: "besparing" too.
query History {
  entries(amountAtLeast: "500", newestFirst: true, first: 20) {
    edges {
      cursor
      node {
        id kind value
        reading { unit line measure edition }
        decision { body date }
        source { document row }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}`,
  };
}

function discrepancies(): Example {
  return {
    name: 'Discrepancies',
    title: 'Avvikelser',
    about: 'Printed numbers that do not add up, with the places of both.',
    kind: 'query',
    operation: `# What does not add up (*avstämning*).
query Discrepancies {
  discrepancies(status: new, first: 20) {
    edges {
      node {
        id kind stated computed difference
        places { document table row column printed }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}`,
  };
}

function whatThereIs(): Example {
  return {
    name: 'WhatThereIs',
    title: 'Enheter, utgåvor och dokument',
    about: 'What the ledger holds, to ask further from.',
    kind: 'query',
    operation: `# What the ledger holds (*enheter, utgåvor, dokument*).
query WhatThereIs {
  units { edges { node { unit name kind } } }
  editions { edges { node { unit area basis period edition label status } } }
  documents { edges { node { title file dnr body date status } } }
}`,
  };
}

function register(): Example {
  const edition = `unit: ${text(PRACTICE)}, area: "operations"
    basis: budget, period: "2031"`;
  return {
    name: 'Register',
    title: 'Registrera (övning)',
    about: 'Registers in a unit of its own: no real figure moves.',
    kind: 'mutation',
    operation: `# Registers (*registrerar*) in the unit ${PRACTICE}, which is there for practice: no figure of a real unit moves. What is recorded is kept for ever, so do it in a ledger to play with.
# A key registers once, however often this is run. The last field has none: it changes the budget each time. Let "Följ händelser" run in another tab of the browser, and see it arrive.
# Registered, Refused (a rule was broken, nothing is stored) and Conflict (somebody was there first) are all answers.
mutation Register {
  first: declareEdition(idempotencyKey: "ovning-2031-1", input: {
    ${edition}
    edition: "2031:1", label: "Budget 2031:1", order: { year: 2031, number: 1 }
    extent: full, status: adopted, known: true
  }) { ...Result }
  second: declareEdition(idempotencyKey: "ovning-2031-2", input: {
    ${edition}
    edition: "2031:2", label: "Budget 2031:2", order: { year: 2031, number: 2 }
    extent: amending, status: adopted, known: true, open: true
  }) { ...Result }
  table: stateLayout(idempotencyKey: "ovning-uppstallning", input: {
    ${edition}
    edition: "2031:1", table: "prov", title: "Övning", rank: 1, unitOfMeasure: tkr, signs: []
    rows: [{ path: ["Kansli", "Kostnad"], line: ["Kansli"], measure: "cost", kind: leaf }]
  }) { ...Result }
  adopted: adoptBudget(idempotencyKey: "ovning-antagen", input: {
    ${edition}
    edition: "2031:1"
    lines: [{ line: ["Kansli"], measure: "cost", amount: "-1150", unitOfMeasure: tkr }]
  }) { ...Result }
  changed: changeBudget(input: {
    ${edition}
    edition: "2031:2"
    cause: { kind: "efficiency", words: "Övning" }
    lines: [{ line: ["Kansli"], measure: "cost", amount: "50", unitOfMeasure: tkr }]
  }) { ...Result }
}

fragment Result on RegisterResult {
  __typename
  ... on Registered { outcome position events { id type } }
  ... on Refused { code message hint place { field rule } }
  ... on Conflict { message hint }
}`,
  };
}

function followEvents(): Example {
  return {
    name: 'FollowEvents',
    title: 'Följ händelser',
    about: 'Every event as it is recorded, with what it says of figures. Stop it with the same button.',
    kind: 'subscription',
    operation: `# Every event as it is recorded (*följ händelser*): run "Registrera (övning)" in another tab of the browser. Each message has a cursor, and after: "…" goes on from there: nothing missed, nothing twice.
subscription FollowEvents {
  eventRecorded {
    cursor recordedAt actor
    recorded { type stream }
    entries {
      id value
      reading { unit line measure edition }
    }
  }
}`,
  };
}

function followView(diff: DiffOfLedger): Example {
  return {
    name: 'FollowView',
    title: 'Följ en vy',
    about: 'The table that is, and then each change of its cells with why. Stop it with the same button.',
    kind: 'subscription',
    operation: `# The table as it is, then each change of its cells (*följ en vy*).
subscription FollowView {
  viewChanged(
    view: "budget-diff"
    ${diffArguments(diff)}
  ) {
    cursor initial recordedAt actor
    cells {
      path column before after
      why {
        kind
        change { cause amount decision { body date } }
        entry { value }
        correction { reason }
      }
    }
  }
}`,
  };
}

/** The frames of a board are shown together by it. */
function boardOf(unit: string): string {
  return unit.split('/').slice(0, 2).join('/');
}

/** A string of GraphQL is written as one of JSON. */
function text(value: string): string {
  return JSON.stringify(value);
}
