import { CONTROL_OUTCOMES, GOAL_STATES } from '#domain';
import type { Basis } from '#ledger';
import { decisionOf, made, type Making, type Recorded } from './making.js';
import { happens, pick, spread } from './random.js';

/* What a frame does beside its tables: goals, internal control, and the development of land. */

const GOALS = [
  'Nöjda invånare',
  'Kortare handläggning',
  'Minskad klimatpåverkan',
  'Lägre sjukfrånvaro',
] as const;
const CONTROLS = ['Attest av fakturor', 'Behörigheter i system', 'Uppföljning av avtal'] as const;

/** A goal and a control, as they are planned. */
export function planned(making: Making): Recorded[] {
  const { frame, year } = making;
  const { unit } = frame;
  const random = spread(frame.key, year, 22);
  const [words, what] = [GOALS[pick(random, 4)] as string, CONTROLS[pick(random >>> 4, 3)] as string];
  return [
    made(making, ['goal', 0], 'GoalSet', { unit, goal: `mal-${year}`, period: String(year), words }),
    made(making, ['control', 0], 'ControlPlanned', {
      unit,
      period: String(year),
      control: 'kontroll-1',
      what,
    }),
  ];
}

/** The same, a year later. */
export function followedUp(making: Making): Recorded[] {
  const { frame, year } = making;
  const { unit } = frame;
  const random = spread(frame.key, year, 23);
  const [state, outcome] = [GOAL_STATES[pick(random, 5)], CONTROL_OUTCOMES[pick(random >>> 4, 4)]];
  if (state === undefined || outcome === undefined) return [];
  const period = String(year);
  return [
    made(making, ['goal', 1], 'GoalAssessed', { unit, goal: `mal-${year}`, period, state }),
    made(making, ['control', 1], 'ControlOutcomeRecorded', { unit, period, control: 'kontroll-1', outcome }),
  ];
}

/** A project that is approved each second year, and what it has cost since; and a sale, now and then rescinded. */
export function land(making: Making): Recorded[] {
  const { frame, year } = making;
  const { unit } = frame;
  const random = spread(frame.key, year, 24);
  const decision = decisionOf(making, random, `${year}-06-10`);
  const began = year - (year % 2);
  const project = `projekt-${began}`;
  const name = `Kvarteret ${began}`;
  const sale = `forsaljning-${year}`;
  const at = (basis: Basis, edition: string) => ({ unit, area: 'land', basis, period: 'lifetime', edition });
  const declaredAs = (n: number, basis: Basis, edition: string): Recorded =>
    made(making, ['land', n], 'EditionDeclared', {
      ...at(basis, edition),
      label: `Exploatering ${edition}`,
      order: [year],
      extent: basis === 'approved' ? 'amending' : 'full',
      status: 'adopted',
      known: true,
    });
  const amount = String(-(1_000 + pick(random, frame.size)));
  const line = { line: [name], measure: 'outlay', amount, unitOfMeasure: 'tkr' as const };
  const events = [
    declaredAs(0, 'approved', String(year)),
    declaredAs(1, 'outcome', `${year}-12`),
    year === began
      ? made(
          making,
          ['land', 2],
          'ProjectApproved',
          { ...at('approved', String(year)), basis: 'approved', project, name, lines: [line], decision },
          { entries: 1 },
        )
      : made(
          making,
          ['land', 2],
          'ApprovalExtended',
          {
            ...at('approved', String(year)),
            basis: 'approved',
            project,
            cause: { kind: 'extension', words: 'Utökad ram efter anbud' },
            lines: [{ ...line, amount: String(-pick(random, 900) - 1) }],
            decision,
          },
          { entries: 1 },
        ),
    made(
      making,
      ['land', 3],
      'ProjectOutlayReported',
      { ...at('outcome', `${year}-12`), basis: 'outcome', project, lines: [line], through: `${year}-12` },
      { entries: 1 },
    ),
  ];
  const deal = { unit, sale, property: `Marken ${1 + pick(random, 300)}`, unitOfMeasure: 'tkr' as const };
  const price = String(500 + pick(random >>> 2, 20_000));
  events.push(
    made(making, ['land', 4], 'LandSaleAgreed', { ...deal, price, date: `${year}-03-01`, decision }),
    made(making, ['land', 5], 'LandSaleCompleted', { ...deal, price, date: `${year}-09-01` }),
  );
  if (happens(random, 60)) {
    const reason = 'Köparen fullföljde inte avtalet';
    const rescinded = {
      unit,
      sale,
      repaid: price,
      unitOfMeasure: 'tkr' as const,
      date: `${year}-12-01`,
      reason,
    };
    events.push(made(making, ['land', 6], 'LandSaleRescinded', rescinded));
  }
  return events;
}
