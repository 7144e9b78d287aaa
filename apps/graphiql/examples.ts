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
    about: 'En budget i två utgåvor, och förändringen.',
    kind: 'query',
    operation: `# Budget ${diff.from} jämte ${diff.to}.
# Peka på ett fält för att se vad det betyder.
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
    about: 'Varför ett belopp ändrades: orsaker, beslut, cellen i dokumentet och vad ingen har förklarat.',
    kind: 'query',
    operation: `# Varför ändrades ${row}?
# difference = changed + begun + ended + unexplained, exakt.
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
        'Budget, prognos och utfall till och med en månad; en cell säger vad som är tryckt och om det stämmer.',
      kind: 'query',
      operation: `# Till och med ${edition}.
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
      about: 'Årets budget jämte prognoserna i april och augusti.',
      kind: 'query',
      operation: `# Vad man visste i april och i augusti.
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
    about: 'Vad som registrerats, nyast först: om en enhet, en rad, en orsak, ett belopp, några ord …',
    kind: 'query',
    operation: `# Det som är minst 500 tkr, senast först.
# Pröva även text: "taxi*" eller causeKind: "besparing".
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
    about: 'Tryckta tal som inte stämmer överens, och var båda står.',
    kind: 'query',
    operation: `# Vad som inte stämmer (avstämning).
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
    about: 'Vad liggaren innehåller, att fråga vidare om.',
    kind: 'query',
    operation: `# Vad liggaren innehåller.
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
    about: 'Registrerar i en egen enhet: inget verkligt belopp ändras.',
    kind: 'mutation',
    operation: `# Registrerar i enheten ${PRACTICE}, som finns för övning: inget belopp i en verklig enhet ändras. Det som registreras finns kvar för alltid, så gör det i en liggare att öva i.
# En nyckel registrerar en gång, hur ofta detta än körs. Sista fältet har ingen: det ändrar budgeten varje gång. Låt "Följ händelser" gå i en annan flik i webbläsaren och se det komma.
# Registered (registrerat), Refused (en regel bröts, inget är sparat) och Conflict (någon hann före) är alla svar.
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
    about: 'Varje händelse när den registreras, med vad den säger om belopp. Avsluta med samma knapp.',
    kind: 'subscription',
    operation: `# Varje händelse när den registreras: kör "Registrera (övning)" i en annan flik i webbläsaren. Varje meddelande har en cursor, och after: "…" fortsätter därifrån: inget saknas, inget kommer två gånger.
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
    about: 'Tabellen som den är, sedan varje ändrad cell och varför. Avsluta med samma knapp.',
    kind: 'subscription',
    operation: `# Tabellen som den är, sedan varje ändrad cell.
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
