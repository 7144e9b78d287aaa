import type { Catalogue, DomainEvent, LineEntry } from '#domain';
import type { Line } from '#ledger';
import type { Dice } from './dice.js';
import {
  amountOf,
  attested,
  BEFORE,
  DAYS,
  declared,
  eventIn,
  frameOf,
  statedLine,
  YEAR,
  type PlannedEdition,
} from './random-tables.js';

/* What else happens in a random ledger: projects and deals of land, risks and controls, goals and indicators. */

const PROJECTS = ['Strandängen', 'Norra Stadsskogen', 'Kvarnbacken'];

function full(
  unit: string,
  area: string,
  basis: PlannedEdition['basis'],
  period: string,
  edition: string,
): PlannedEdition {
  return { unit, area, basis, period, edition, extent: 'full' };
}

/** Approvals over the lifetime of projects, what they cost to date, the sales and purchases, and their budgets. */
export function landFacts(dice: Dice, unit: string): DomainEvent[] {
  const approved = full(unit, 'land', 'approved', 'lifetime', BEFORE);
  const extended = { ...full(unit, 'land', 'approved', 'lifetime', YEAR), extent: 'amending' } as const;
  const spent = full(unit, 'land', 'outcome', 'lifetime', '2031-06');
  const budget = full(unit, 'land', 'budget', YEAR, YEAR);
  const plan = full(unit, 'land', 'budget', '2032', 'plan@2031');
  const editions = [approved, extended, spent, budget, plan];
  const events = editions.filter(() => dice.chance(0.95)).map((edition, n) => declared(dice, edition, n));
  const measures = ['outlay', 'sale', 'contribution'];
  for (const edition of editions) {
    if (!dice.chance(0.7)) continue;
    type Row = Catalogue['LayoutStated']['rows'][number];
    const rows = measures.flatMap((measure): Row[] => [
      ...PROJECTS.map((name): Row => ({ path: [name, measure], kind: 'leaf', line: [name], measure })),
      { path: ['Summa', measure], kind: 'total', line: [], measure, parts: PROJECTS.map((name) => [name]) },
    ]);
    const nets = PROJECTS.map((name): Row => ({
      path: [name, 'Netto'],
      kind: 'net',
      line: [name],
      measure: 'net-investment',
      formula: { operation: 'sum', terms: measures.map((measure) => ({ coefficient: 1, measure })) },
    }));
    events.push(
      eventIn('LayoutStated', {
        ...frameOf(edition),
        table: 'exploatering',
        rank: 0,
        title: 'Exploatering',
        unitOfMeasure: 'tkr',
        signs: { outlay: -1 },
        rows: [...rows, ...dice.some(nets, 0.8)],
      }),
    );
  }
  for (const [n, name] of PROJECTS.entries()) {
    const project = `projekt-${n}`;
    const lines = (): LineEntry[] => dice.some(measures, 0.7).map((m) => statedLine(dice, [name], m));
    const stated = lines();
    if (stated.length > 0)
      events.push(
        eventIn('ProjectApproved', { ...frameOf(approved), basis: 'approved', project, name, lines: stated }),
      );
    if (dice.chance(0.6)) {
      const change = { line: [name], measure: 'outlay', unitOfMeasure: 'tkr', ...attested(dice) } as const;
      events.push(
        eventIn('ApprovalExtended', {
          ...frameOf(extended),
          basis: 'approved',
          project,
          cause: { kind: 'extension', words: 'Utökning' },
          lines: [{ ...change, amount: amountOf(dice) }],
        }),
      );
    }
    const outlay = lines();
    if (outlay.length > 0)
      events.push(
        eventIn('ProjectOutlayReported', {
          ...frameOf(spent),
          basis: 'outcome',
          project,
          through: '2031-06',
          lines: outlay,
        }),
      );
    for (const edition of [budget, plan]) {
      const planned = lines();
      if (planned.length > 0)
        events.push(eventIn('BudgetAdopted', { ...frameOf(edition), basis: 'budget', lines: planned }));
    }
    if (dice.chance(0.6)) {
      const { area, basis, period, edition } = spent;
      events.push(
        eventIn('ProjectStatusChanged', {
          unit,
          project,
          scale: 'projektstatus',
          code: String(dice.between(1, 4)),
          asAt: '2031-06',
          at: { area, basis, period, edition, line: [name] },
        }),
      );
    }
  }
  return [...events, ...deals(dice, unit)];
}

/** Sales that change the revenue of the year from its start, some of them rescinded; and purchases. */
function deals(dice: Dice, unit: string): DomainEvent[] {
  const events: DomainEvent[] = [];
  const move = (amount: string): Catalogue['LandSaleCompleted']['moves'] => [
    {
      unit,
      area: 'operations',
      basis: 'outcome',
      period: YEAR,
      edition: dice.pick(['2031-04', '2031-08']),
      lines: [
        { line: ['Service'], measure: 'revenue', unitOfMeasure: 'tkr', amount, from: { edition: 'start' } },
      ],
    },
  ];
  for (let n = dice.between(0, 3); n > 0; n--) {
    const price = String(dice.between(10, 900));
    const deal = {
      unit,
      sale: `tomt-${n}`,
      unitOfMeasure: 'tkr',
      decision: { date: dice.pick(DAYS) },
    } as const;
    events.push(eventIn('LandSaleAgreed', { ...deal, property: `Ängen 1:${n}`, price, date: '2031-01' }));
    if (dice.chance(0.3)) continue;
    events.push(
      eventIn('LandSaleCompleted', {
        ...deal,
        property: `Ängen 1:${n}`,
        price,
        date: '2031-02',
        moves: move(price),
      }),
    );
    if (dice.chance(0.4))
      events.push(
        eventIn('LandSaleRescinded', {
          ...deal,
          repaid: price,
          date: '2031-03',
          reason: 'Hävd',
          moves: move(`-${price}`),
        }),
      );
  }
  if (dice.chance(0.5))
    events.push(
      eventIn('LandAcquired', {
        unit,
        purchase: 'mark-1',
        property: 'Skogen 2:1',
        price: '70',
        unitOfMeasure: 'tkr',
        date: YEAR,
      }),
    );
  return events;
}

const RISKS = ['Fel löner', 'Otillåten åtkomst', 'Brister i upphandling'];

/** Risks of two years with a table that multiplies, and what is controlled because of them. */
export function controlFacts(dice: Dice, unit: string): DomainEvent[] {
  const events: DomainEvent[] = [];
  for (const year of [BEFORE, YEAR]) {
    const edition = full(unit, 'control', 'budget', year, year);
    events.push(declared(dice, edition, 1));
    if (dice.chance(0.7)) {
      events.push(
        eventIn('LayoutStated', {
          ...frameOf(edition),
          table: 'risker',
          rank: 0,
          title: 'Risker',
          unitOfMeasure: 'count',
          signs: {},
          rows: RISKS.map((risk) => ({
            path: [risk],
            kind: 'leaf',
            line: [risk],
            measure: 'risk',
            formula: {
              operation: 'product',
              terms: ['likelihood', 'materiality'].map((measure) => ({ coefficient: 1, measure })),
            },
          })),
        }),
      );
    }
    for (const [n, risk] of RISKS.entries()) {
      if (dice.chance(0.2)) continue;
      const score = (): { score: number | null } => ({ score: dice.chance(0.1) ? null : dice.between(1, 4) });
      events.push(
        eventIn('RiskAssessed', {
          ...frameOf(edition),
          ...attested(dice),
          risk: `risk-${n}`,
          line: [risk],
          likelihood: score(),
          materiality: score(),
        }),
      );
      if (dice.chance(0.4)) {
        const amount = String(dice.between(1, 16));
        const printed = { line: [risk], measure: 'risk', unitOfMeasure: 'count', amount } as const;
        events.push(
          eventIn('TotalStated', { ...frameOf(edition), lines: [{ ...printed, ...attested(dice) }] }),
        );
      }
      const control = `kontroll-${n}`;
      events.push(
        eventIn('ControlPlanned', { unit, period: year, control, risk: `risk-${n}`, what: 'Stickprov' }),
      );
      if (dice.chance(0.6))
        events.push(
          eventIn('ControlOutcomeRecorded', {
            unit,
            period: year,
            control,
            outcome: dice.pick(['withoutRemark', 'withRemark', 'notAssessed', 'notStated'] as const),
          }),
        );
    }
  }
  return events;
}

const INDICATORS: readonly { readonly line: Line; readonly unitOfMeasure: LineEntry['unitOfMeasure'] }[] = [
  { line: ['Nöjda företagare'], unitOfMeasure: 'index' },
  { line: ['Behöriga till gymnasiet'], unitOfMeasure: 'percent' },
  { line: ['Antal besök'], unitOfMeasure: 'count' },
];

/** Goals with targets and outcomes of two years. */
export function goalFacts(dice: Dice, unit: string): DomainEvent[] {
  const goal = 'mal-1';
  const events = [eventIn('GoalSet', { unit, goal, period: YEAR, words: 'Näringslivet trivs' })];
  for (const year of [BEFORE, YEAR]) {
    const target = full(unit, 'indicator', 'target', year, year);
    const outcomes = [
      full(unit, 'indicator', 'outcome', year, `${year}-08`),
      full(unit, 'indicator', 'outcome', year, `${year}-12`),
    ];
    for (const [n, edition] of [target, ...outcomes].entries()) {
      if (dice.chance(0.9)) events.push(declared(dice, edition, n));
      if (dice.chance(0.5)) {
        events.push(
          eventIn('LayoutStated', {
            ...frameOf(edition),
            table: 'indikatorer',
            rank: 0,
            title: 'Indikatorer',
            unitOfMeasure: 'count',
            signs: {},
            rows: INDICATORS.map(({ line }) => ({ path: line, kind: 'leaf', line, measure: 'value' })),
          }),
        );
      }
      const lines = dice
        .some(INDICATORS, 0.8)
        .map(({ line, unitOfMeasure }) => statedLine(dice, line, 'value', unitOfMeasure));
      if (lines.length === 0) continue;
      const of = dice.chance(0.7) ? { goal } : {};
      events.push(
        edition.basis === 'target'
          ? eventIn('TargetSet', { ...frameOf(edition), basis: 'target', ...of, lines })
          : eventIn('IndicatorMeasured', { ...frameOf(edition), basis: 'outcome', ...of, lines }),
      );
    }
    if (dice.chance(0.6))
      events.push(
        eventIn('GoalAssessed', {
          unit,
          goal,
          period: year,
          state: dice.pick(['notFulfilled', 'fullyFulfilled', 'notEvaluated']),
        }),
      );
  }
  return events;
}
