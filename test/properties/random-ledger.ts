import {
  CORRECTABLE_EVENTS,
  derivedEventId,
  eventOf,
  requireSound,
  stoodIn,
  type Catalogue,
  type CorrectableEvent,
  type CorrectedData,
  type DomainEvent,
  type EntryData,
  type EventOf,
} from '#domain';
import type { ViewRequest } from '#projections';
import type { Envelope } from '../../projections/runner/batch.js';
import { Dice } from './dice.js';
import { controlFacts, goalFacts, landFacts } from './random-subjects.js';
import {
  amountOf,
  BEFORE,
  changes,
  DAYS,
  declared,
  eventIn,
  layout,
  LINES,
  statements,
  totals,
  YEAR,
  type PlannedEdition,
} from './random-tables.js';

/*
 * Random ledgers: two boards of two municipalities with frames of their own, in which everything happens that may happen.
 * What is said is said in an order that follows nothing: editions and causes come late, imports lie between each other and
 * some are never finished, and what was said is corrected, also corrections are.
 */

export interface RandomLedger {
  readonly seed: number;
  readonly events: readonly Envelope[];
  /** Every view of every unit, and the life of some figures. */
  readonly requests: readonly ViewRequest[];
  /** Where, as numbers of events, something was corrected or withdrawn. */
  readonly corrections: readonly {
    readonly seq: number;
    readonly corrects: string;
    readonly was: EntryData;
  }[];
}

const BOARDS = [
  { board: 'alfa/ks', frames: ['alfa/ks/stab', 'alfa/ks/mark'] },
  { board: 'beta/bn', frames: ['beta/bn/skola'] },
];

export function randomLedger(seed: number): RandomLedger {
  const dice = new Dice(seed);
  const facts = factsOf(dice);
  const first = facts.filter(isFirst);
  return logged(dice, seed, [
    ...first,
    ...disordered(
      dice,
      facts.filter((fact) => !isFirst(fact)),
    ),
  ]);
}

/** Units; and editions of risks, which are seen in no view of what had been published by a day before they are declared. */
function isFirst(fact: DomainEvent): boolean {
  return fact.type === 'UnitDefined' || (fact.type === 'EditionDeclared' && fact.data.area === 'control');
}

function factsOf(dice: Dice): DomainEvent[] {
  const facts: DomainEvent[] = [];
  for (const { board, frames } of BOARDS) {
    facts.push(eventIn('UnitDefined', { unit: board, name: `Nämnden ${board}`, kind: 'board' }));
    for (const unit of frames) {
      facts.push(eventIn('UnitDefined', { unit, name: `Ram ${unit}`, kind: 'frame' }));
      facts.push(...moneyFacts(dice, unit));
    }
    const [first = board] = frames;
    facts.push(
      ...landFacts(dice, frames[1] ?? first),
      ...controlFacts(dice, first),
      ...goalFacts(dice, first),
    );
  }
  return facts;
}

/** Editions of a frame's operations in all bases, each with its table, what is stated, and what changed. */
function moneyFacts(dice: Dice, unit: string): DomainEvent[] {
  const of = (
    basis: PlannedEdition['basis'],
    period: string,
    edition: string,
    extent: PlannedEdition['extent'] = 'full',
  ): PlannedEdition => ({ unit, area: 'operations', basis, period, edition, extent });
  const editions = [
    of('budget', BEFORE, `${BEFORE}:1`),
    of('budget', YEAR, `plan@${BEFORE}`),
    of('budget', YEAR, `${YEAR}:1`),
    of('budget', YEAR, `${YEAR}:2`, 'amending'),
    of('budget', YEAR, `${YEAR}:3`, dice.pick(['amending', 'amending', 'full'] as const)),
    of('forecast', YEAR, 'T1'),
    of('forecast', YEAR, 'T2'),
    of('outcome', BEFORE, `${BEFORE}-08`),
    of('outcome', YEAR, `${YEAR}-04`),
    of('outcome', YEAR, `${YEAR}-08p`),
    of('outcome', YEAR, `${YEAR}-08`),
  ].filter((edition) => edition.edition === `${YEAR}:1` || dice.chance(0.9));
  const spelled = [...LINES, ['Kansliet'], ['Ledning och kansli']].filter(
    (_, n) => n < LINES.length || dice.chance(0.5),
  );
  const names: Catalogue['LineNamed'][] = [
    { unit, area: 'operations', line: ['Kansliet'], is: { kind: 'alias', of: ['Kansli'] } },
    {
      unit,
      area: 'operations',
      line: ['Ledning och kansli'],
      is: { kind: dice.pick(['merger', 'split']), parts: [['Ledning'], ['Kansli']] },
      judgedBy: 'ekonom-1',
    },
  ];
  return [
    ...dice.some(names, 0.6).map((name) => eventIn('LineNamed', name)),
    ...editions.flatMap((edition, n) => [
      ...(dice.chance(0.96) ? [declared(dice, edition, n)] : []),
      ...(dice.chance(0.65) ? [layout(dice, edition)] : []),
      ...statements(dice, edition, editions.slice(0, n), spelled),
      ...totals(
        dice,
        edition,
        editions.filter((other) => other !== edition),
      ),
      ...changes(dice, edition, editions, spelled),
    ]),
  ];
}

/** Most of it in its order, one in four whenever it may be. */
function disordered(dice: Dice, facts: readonly DomainEvent[]): DomainEvent[] {
  return facts
    .map((fact, n) => ({ fact, at: dice.chance(0.25) ? dice.throw() * facts.length : n }))
    .sort((a, b) => a.at - b.at)
    .map(({ fact }) => fact);
}

/** The imports of a ledger: from where to where in it their events lie, and what becomes of them. */
const IMPORTS = [
  { importId: 'first', from: 0.1, to: 0.55, end: 'ImportCompleted' },
  { importId: 'second', from: 0.3, to: 0.7, end: 'ImportCompleted' },
  { importId: 'given-up', from: 0.4, to: 0.8, end: 'ImportAbandoned' },
  { importId: 'running', from: 0.85, to: 2, end: null },
] as const;

function logged(dice: Dice, seed: number, facts: readonly DomainEvent[]): RandomLedger {
  const events: Envelope[] = [];
  const corrections: { seq: number; corrects: string; was: EntryData }[] = [];
  /** What stands and can be corrected; what an import says, from its completion. */
  const standing: { readonly id: string; readonly data: EntryData }[] = [];
  const held = new Map<string, Envelope[]>();
  /** Events that are corrected as wholes, and stand. */
  const wholes: { readonly id: string; readonly event: CorrectableEvent; readonly data: CorrectedData }[] =
    [];
  const stands = (event: Envelope): void => {
    for (const { id, data } of stoodIn(event)) standing.push({ id, data });
    if (Object.hasOwn(CORRECTABLE_EVENTS, event.type)) {
      const type = event.type as CorrectableEvent;
      wholes.push({ id: event.id, event: type, data: event.data as CorrectedData });
    }
  };
  const log = (event: DomainEvent, importId?: string): Envelope => {
    requireSound(event);
    const n = events.length;
    const envelope: Envelope = {
      id: derivedEventId(['random ledger', String(seed), String(n)]),
      type: event.type,
      schemaVersion: 1,
      stream: 'random-1',
      data: event.data,
      metadata: importId === undefined ? { actor: 'ekonom-1' } : { actor: 'import', importId },
      // The writer's clock stands still now and then, and once goes backwards.
      recordedAt: new Date(Date.UTC(2031, 10, 1, 8, 0, n % 5 === 4 ? n - 3 : n)).toISOString(),
    };
    events.push(envelope);
    if (importId === undefined) stands(envelope);
    else held.set(importId, [...(held.get(importId) ?? []), envelope]);
    return envelope;
  };
  const ended = new Set<string>();
  for (const [n, fact] of facts.entries()) {
    const at = n / facts.length;
    for (const { importId, to, end } of IMPORTS) {
      if (end === null || at < to || ended.has(importId)) continue;
      ended.add(importId);
      if (end === 'ImportAbandoned') log(eventOf(end, { importId, reason: 'Fel fil' }));
      else {
        log(eventOf(end, { importId, events: held.get(importId)?.length ?? 0 }));
        for (const event of held.get(importId) ?? []) stands(event);
      }
    }
    const running = IMPORTS.filter(({ from, to }) => from <= at && at < to);
    log(fact, dice.chance(0.25) && running.length > 0 ? dice.pick(running).importId : undefined);
    if (dice.chance(0.15) && standing.length > 0) {
      const [taken] = standing.splice(Math.floor(dice.throw() * standing.length), 1);
      if (taken !== undefined) {
        const event = correction(dice, taken);
        log(event);
        corrections.push({ seq: events.length, corrects: taken.id, was: taken.data });
      }
    }
    if (dice.chance(0.1) && wholes.length > 0) {
      const [taken] = wholes.splice(Math.floor(dice.throw() * wholes.length), 1);
      if (taken !== undefined) {
        const told = wholeCorrection(dice, taken, n);
        const { id } = log(told);
        if (told.type === 'EventCorrected') wholes.push({ ...taken, id, data: told.data.is });
      }
    }
    if (dice.chance(0.04) && standing.length > 0) {
      const source = { document: 'd'.repeat(64), table: 'text', row: '', column: 's. 3', printed: '' };
      log(eventOf('SourceAdded', { to: [dice.pick(standing).id], source }));
    }
  }
  return { seed, events, requests: requestsOf(dice), corrections };
}

/** Another amount, another place, a blank, or nothing at all; read wrongly, or printed wrongly. */
function correction(
  dice: Dice,
  { id, data }: { readonly id: string; readonly data: EntryData },
): DomainEvent {
  const common = { corrects: id, was: data, reason: 'Fel' };
  const erratum = dice.chance(0.3) ? { date: dice.pick(DAYS) } : {};
  if (dice.chance(0.25)) {
    const nature = dice.pick([undefined, undefined, 'misread', 'erratum'] as const);
    return eventOf('EntryWithdrawn', {
      ...common,
      ...(nature === undefined ? {} : { nature, ...(nature === 'erratum' ? erratum : {}) }),
    });
  }
  const nature = dice.pick(['misread', 'misread', 'erratum'] as const);
  const { kind } = data;
  let is: EntryData = data;
  if (dice.chance(0.25)) {
    const line =
      data.reading.line.length === 0 ? ['Kansli'] : dice.pick([['Ledning'], ['Kansli'], ['Service']]);
    is = { ...data, reading: { ...data.reading, line } };
  }
  const { printed: _, ...unprinted } = is;
  if (kind === 'statement') {
    const { relative: __, ...plain } = unprinted as Extract<EntryData, { kind: 'statement' }>;
    is = {
      ...plain,
      amount: dice.chance(0.1) && data.amount !== null ? null : another(dice, data),
    };
  } else is = { ...unprinted, amount: another(dice, data) } as EntryData;
  return eventOf('EntryCorrected', { ...common, is, nature, ...(nature === 'erratum' ? erratum : {}) });
}

/** Other words, or that it did not happen; what moved figures is left as it was, for they are corrected by themselves. */
function wholeCorrection(
  dice: Dice,
  {
    id,
    event,
    data,
  }: { readonly id: string; readonly event: CorrectableEvent; readonly data: CorrectedData },
  n: number,
): EventOf<'EventCorrected' | 'EventWithdrawn'> {
  const nature = dice.pick(['misread', 'misread', 'erratum'] as const);
  const dated = nature === 'erratum' && dice.chance(0.7) ? { date: dice.pick(DAYS) } : {};
  const common = { corrects: id, event, version: 1, was: data, reason: 'Fel', nature, ...dated };
  const moves = stoodIn({ id, type: event, schemaVersion: 1, data }).length > 0;
  if (!moves && dice.chance(0.3)) return eventOf('EventWithdrawn', common);
  const field = OTHERWISE[event] ?? 'date';
  const said = field === 'date' || field === 'asAt' ? dice.pick(DAYS) : `Rättat ${n}`;
  return eventOf('EventCorrected', { ...common, is: { ...data, [field]: said } });
}

/** What of an event a correction says otherwise; of a deal its date. */
const OTHERWISE: { readonly [Type in CorrectableEvent]?: string } = {
  ProjectStatusChanged: 'asAt',
  LineNamed: 'judgedBy',
  UnitMoved: 'words',
  ControlPlanned: 'what',
  ControlOutcomeRecorded: 'result',
  GoalSet: 'words',
  GoalAssessed: 'words',
};

function another(dice: Dice, { amount }: EntryData): string {
  const given = amountOf(dice);
  return given === amount ? `${dice.between(401, 500)}` : given;
}

function requestsOf(dice: Dice): ViewRequest[] {
  const units = BOARDS.flatMap(({ board, frames }) => [board, dice.pick(frames)]);
  return units.flatMap((unit): ViewRequest[] => [
    { view: 'budget-diff', unit, year: YEAR, from: `${YEAR}:1`, to: dice.pick([`${YEAR}:2`, `${YEAR}:3`]) },
    {
      view: 'budget-diff',
      unit,
      year: YEAR,
      from: dice.pick([`${YEAR}:2`, `plan@${BEFORE}`]),
      to: `${YEAR}:3`,
    },
    { view: 'tertial-forecast', unit, year: YEAR },
    {
      view: 'delarsbokslut',
      unit,
      year: YEAR,
      through: dice.pick([`${YEAR}-04`, `${YEAR}-08`, `${YEAR}-08`]),
    },
    { view: 'land', unit, year: YEAR },
    { view: 'internal-control', unit, year: YEAR },
    { view: 'goals', unit },
    ...(unit.split('/').length < 3 ? [] : [[], ...dice.some(LINES, 0.6)]).map((line): ViewRequest => ({
      view: 'life',
      unit,
      year: YEAR,
      line,
      measure: dice.pick(['cost', 'revenue', 'net']),
    })),
  ]);
}
