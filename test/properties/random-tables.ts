import type { Catalogue, ChangeLine, DomainEvent, Frame, LineEntry, PairLine } from '#domain';
import { eventOf } from '#domain';
import type { Line } from '#ledger';
import type { Dice } from './dice.js';

/*
 * Random tables of money: editions of several bases, their layouts, what is stated in them, what changed and why. All of
 * it valid by the rules that imported history keeps, and otherwise as unlikely as it may be.
 */

export const YEAR = '2031';
export const BEFORE = '2030';
export const DOCUMENTS = ['a', 'b', 'c'].map((letter) => letter.repeat(64));
/** Publication days; one entry in four has none. */
export const DAYS = ['2030-11-20', '2031-01-14', '2031-03-30', '2031-05-25', '2031-10-02'];

export type FrameLine = Omit<Frame, 'edition'>;

export interface PlannedEdition extends Frame {
  readonly extent: 'full' | 'amending';
}

export const LINES: readonly Line[] = [
  ['Ledning'],
  ['Kansli'],
  ['Service'],
  ['Service', 'Lokaler'],
  ['Service', 'IT'],
];
const MEASURES = ['cost', 'revenue'];
const CAUSES = ['efficiency', 'allocation', 'transfer', 'volume', 'temporary', 'reassessment'];

export function eventIn<T extends keyof Catalogue>(type: T, data: Catalogue[T]): DomainEvent {
  return eventOf(type, data) as DomainEvent;
}

export function amountOf(dice: Dice): string {
  const whole = dice.between(-400, 400);
  return dice.chance(0.1) ? `${whole}.5` : String(whole);
}

/** What tells when an entry was published, and how it ranks: often nothing, as where it was registered by hand. */
export function attested(dice: Dice): Pick<LineEntry, 'published' | 'rank' | 'decision' | 'status'> {
  const status = dice.chance(0.06)
    ? { status: dice.pick(['proposed', 'forInformation', 'adopted'] as const) }
    : {};
  if (dice.chance(0.25)) return status;
  const date = dice.pick(DAYS);
  return {
    ...status,
    ...(dice.chance(0.5) ? { published: { date } } : { decision: { body: 'Kommunfullmäktige', date } }),
    ...(dice.chance(0.6)
      ? {
          rank: {
            authority: dice.pick([0, 0, 1] as const),
            table: dice.between(0, 2),
            date,
            place: String(dice.between(0, 9)),
          },
        }
      : {}),
  };
}

/** How it is printed, and where; half of what is stated is registered by hand. */
function printed(dice: Dice, table: string, line: Line): Pick<LineEntry, 'printed' | 'source'> {
  if (dice.chance(0.5)) return {};
  const text = String(dice.between(0, 400));
  return {
    printed: { text, decimals: dice.pick([0, 0, 1]), sign: dice.pick([1, 1, -1] as const) },
    source: {
      document: dice.pick(DOCUMENTS),
      table,
      row: line.join(' > '),
      column: `kolumn ${dice.between(1, 999_999)}`,
      printed: text,
    },
  };
}

export function statedLine(
  dice: Dice,
  line: Line,
  measure: string,
  unitOfMeasure: LineEntry['unitOfMeasure'] = 'tkr',
): LineEntry {
  const parts = {
    line,
    measure,
    unitOfMeasure,
    ...attested(dice),
    ...printed(dice, 'drift', line),
    ...(dice.chance(0.05) ? { preliminary: true } : {}),
  };
  return { ...parts, amount: dice.chance(0.08) ? null : amountOf(dice) };
}

/** "Better by so much than in that edition": the other reading is most often one that comes before. */
function relativeLine(dice: Dice, line: Line, measure: string, of: PlannedEdition): LineEntry {
  const { basis, period, edition } = of;
  return {
    line,
    measure,
    unitOfMeasure: 'tkr',
    ...attested(dice),
    relative: {
      terms: [{ coefficient: dice.pick([1, 1, 1, -1]), of: { basis, period, edition } }],
      difference: amountOf(dice),
    },
  };
}

export function declared(dice: Dice, edition: PlannedEdition, n: number): DomainEvent {
  return eventIn('EditionDeclared', {
    ...frameOf(edition),
    label: `Utgåva ${edition.edition}`,
    order: [Number(/^\d{4}/.exec(edition.edition)?.[0] ?? YEAR), n],
    extent: edition.extent,
    status: dice.chance(0.08) ? 'proposed' : 'adopted',
    known: dice.chance(0.85),
  });
}

export function frameOf({ unit, area, basis, period, edition }: Frame): Frame {
  return { unit, area, basis, period, edition };
}

/** A table of the edition: some of the lines, a total or two, nets, ratios and *därav*. */
export function layout(
  dice: Dice,
  edition: PlannedEdition,
  measures: readonly string[] = MEASURES,
): DomainEvent {
  type Rows = Catalogue['LayoutStated']['rows'];
  const lines = LINES.filter(() => dice.chance(0.85));
  const outer = lines.filter((line) => line.length === 1);
  const group = dice.chance(0.15) && outer.length > 1 ? outer.slice(0, 2) : null;
  const parts = group === null ? outer : [['Stab'], ...outer.slice(2)];
  const path = (line: Line, measure: string): string[] => [...line, measure];
  const rows: Rows = measures.flatMap((measure): Rows[number][] => [
    ...lines.map((line): Rows[number] => {
      const within = lines.filter((other) => other.length === 2 && other[0] === line[0] && line.length === 1);
      const common = { path: path(line, measure), line, measure };
      return within.length === 0 || dice.chance(0.2)
        ? { ...common, kind: 'leaf' }
        : { ...common, kind: 'subtotal', parts: within };
    }),
    ...(group === null
      ? []
      : [
          { path: path(['Stab'], measure), kind: 'subtotal', line: ['Stab'], measure, parts: group } as const,
        ]),
    ...(dice.chance(0.9) && parts.length > 0
      ? [{ path: path(['Totalt'], measure), kind: 'total', line: [], measure, parts } as const]
      : []),
    ...(dice.chance(0.2) && parts.length > 0
      ? [
          {
            path: path(['varav löner'], measure),
            kind: 'leaf',
            line: ['Löner'],
            measure,
            breakdown: { role: 'därav', of: [] },
          } as const,
          {
            path: path(['Övrigt'], measure),
            kind: 'leaf',
            line: ['Övrigt'],
            measure,
            breakdown: { role: 'remainder', of: [] },
          } as const,
        ]
      : []),
  ]);
  const formulas: Rows = [
    ...(dice.chance(0.8)
      ? [[], ...dice.some(outer, 0.5)].map((line): Rows[number] => ({
          path: [...line, 'Netto'],
          kind: 'net',
          line,
          measure: 'net',
          formula: {
            operation: 'sum',
            terms: measures.map((measure) => ({ coefficient: dice.pick([1, 1, 1, -1, 2]), measure })),
          },
        }))
      : []),
    { path: ['Sjukfrånvaro'], kind: 'leaf', line: ['Sjukfrånvaro'], measure: 'sick-leave' },
    { path: ['Invånare'], kind: 'leaf', line: ['Invånare'], measure: 'count' },
    ...(dice.chance(0.5)
      ? [
          {
            path: ['Kostnad per invånare'],
            kind: 'leaf',
            line: ['Invånare'],
            measure: 'per-capita',
            formula: {
              operation: 'ratio',
              percent: dice.chance(0.3),
              terms: [
                {
                  coefficient: 1,
                  measure: measures[0] ?? 'cost',
                  line: dice.pick(lines.length > 0 ? lines : LINES),
                },
                { coefficient: 1, measure: 'count' },
              ],
            },
          } as const,
        ]
      : []),
  ];
  return eventIn('LayoutStated', {
    ...frameOf(edition),
    table: 'drift',
    rank: dice.between(0, 1),
    title: 'Driftredovisning',
    unitOfMeasure: dice.pick(['tkr', 'tkr', 'mnkr']),
    signs: Object.fromEntries(measures.map((measure) => [measure, dice.pick([1, -1] as const)])),
    rows: [...rows, ...formulas],
  });
}

/** What the table of an edition says; of an amending one only some lines. */
export function statements(
  dice: Dice,
  edition: PlannedEdition,
  others: readonly PlannedEdition[],
  spelled: readonly Line[],
): DomainEvent[] {
  const share = edition.extent === 'full' ? 0.75 : 0.25;
  const lines: LineEntry[] = [];
  for (const measure of MEASURES) {
    for (const line of spelled) {
      if (!dice.chance(share)) continue;
      lines.push(
        dice.chance(0.07) && others.length > 0
          ? relativeLine(dice, line, measure, dice.pick(others))
          : statedLine(dice, line, measure),
      );
      // A second source of the same fact, which may say something else.
      if (dice.chance(0.08)) lines.push(statedLine(dice, line, measure));
    }
  }
  if (dice.chance(share)) lines.push(statedLine(dice, ['Sjukfrånvaro'], 'sick-leave', 'percent'));
  if (dice.chance(share)) {
    const amount = String(dice.between(0, 9));
    lines.push({ line: ['Invånare'], measure: 'count', unitOfMeasure: 'count', ...attested(dice), amount });
  }
  const half = dice.chance(0.5) ? lines.length : Math.ceil(lines.length / 2);
  return [lines.slice(0, half), lines.slice(half)]
    .filter((some) => some.length > 0)
    .map((some) => stating(edition, some));
}

function stating(edition: Frame, lines: readonly LineEntry[]): DomainEvent {
  const frame = frameOf(edition);
  switch (edition.basis) {
    case 'forecast':
      return eventIn('ForecastRevised', { ...frame, basis: 'forecast', lines });
    case 'outcome':
      return eventIn('OutcomeReported', {
        ...frame,
        basis: 'outcome',
        through: edition.edition.slice(0, 7),
        lines,
      });
    default:
      return eventIn('BudgetAdopted', { ...frame, basis: edition.basis, lines });
  }
}

/** Printed totals, nets and differences: what a view computes besides. */
export function totals(
  dice: Dice,
  edition: PlannedEdition,
  others: readonly PlannedEdition[],
): DomainEvent[] {
  const lines: Catalogue['TotalStated']['lines'][number][] = [];
  for (const measure of [...MEASURES, 'net'])
    if (dice.chance(0.35)) lines.push(statedLine(dice, [], measure));
  if (others.length > 0 && dice.chance(0.5)) {
    const { basis, period, edition: of } = dice.pick(others);
    const amount = amountOf(dice);
    lines.push({
      line: dice.pick(LINES),
      measure: 'cost',
      unitOfMeasure: 'tkr',
      ...attested(dice),
      from: { basis, period, edition: of },
      amount,
    });
  }
  return lines.length === 0 ? [] : [eventIn('TotalStated', { ...frameOf(edition), lines })];
}

function cause(dice: Dice): Catalogue['BudgetChanged']['cause'] {
  const kind = dice.pick(CAUSES);
  return { kind, words: `Orsak ${kind}`, ...(kind === 'temporary' ? { until: '2031' } : {}) };
}

function changeLine(dice: Dice, spelled: readonly Line[]): ChangeLine {
  return {
    line: dice.pick([...spelled, []]),
    measure: dice.pick(MEASURES),
    unitOfMeasure: 'tkr',
    ...attested(dice),
    amount: dice.chance(0.1) ? null : amountOf(dice),
    ...(dice.chance(0.3) ? { precision: String(dice.between(0, 50)) } : {}),
  };
}

/** Changes from the budget in force, and of pairs that they name: editions, years, bases, the start of the year. */
export function changes(
  dice: Dice,
  edition: PlannedEdition,
  others: readonly PlannedEdition[],
  spelled: readonly Line[],
): DomainEvent[] {
  const events: DomainEvent[] = [];
  const { basis } = edition;
  if (basis === 'budget' && (edition.extent === 'amending' || dice.chance(0.3))) {
    for (let n = dice.between(1, 3); n > 0; n--) {
      const lines = Array.from({ length: dice.between(1, 3) }, () => changeLine(dice, spelled));
      events.push(eventIn('BudgetChanged', { ...frameOf(edition), basis, cause: cause(dice), lines }));
    }
    if (dice.chance(0.5)) {
      const amount = String(dice.between(1, 90));
      const line = { measure: 'cost', unitOfMeasure: 'tkr' } as const;
      const lines = [
        { ...line, line: ['Ledning'], amount },
        { ...line, line: ['Kansli'], amount: `-${amount}` },
      ];
      const why = { kind: 'reallocation', words: 'Omfördelning' };
      events.push(eventIn('BudgetReallocated', { ...frameOf(edition), basis, cause: why, lines }));
    }
  }
  const froms: PairLine['from'][] = others
    .filter(
      (other) =>
        other.edition !== edition.edition || other.period !== edition.period || other.basis !== basis,
    )
    .map(({ basis: of, period, edition: at }) => ({ basis: of, period, edition: at }));
  if (basis === 'outcome') froms.push({ edition: 'start' });
  for (let n = dice.between(0, 3); n > 0 && froms.length > 0; n--) {
    const lines = Array.from({ length: dice.between(1, 2) }, () => ({
      ...changeLine(dice, spelled),
      from: dice.pick(froms),
    }));
    events.push(eventIn('ChangeExplained', { ...frameOf(edition), cause: cause(dice), lines }));
  }
  return events;
}
