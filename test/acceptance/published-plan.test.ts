import { describe, expect, it } from '@jest/globals';
import { invalidity } from '#domain';
import { factsOf, settle, type PlannedEvent } from '#ingest';
import { publishedPlan } from './published.js';

const plan = publishedPlan();
const events: readonly PlannedEvent[] = plan.streams.flatMap((stream) => stream.events);

/** Far below what an append holds (1 MiB in EventStoreDB), so that a stream is read in small pieces. */
const BYTES_MAX = 100_000;

describe('the events of the published figures', () => {
  it('are some hundreds, each valid, small, plain JSON, and there once', () => {
    expect(events.length).toBeGreaterThan(500);
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    expect(events.flatMap((event) => invalidity(event) ?? [])).toEqual([]);
    for (const event of events) {
      const json = JSON.stringify(event);
      expect(Buffer.byteLength(json)).toBeLessThan(BYTES_MAX);
      expect(JSON.parse(json)).toStrictEqual(event);
    }
  });

  it('are of four documents, and stand in as few streams as there are things to follow', () => {
    expect(plan.documents).toHaveLength(4);
    expect(new Set(plan.streams.map(({ stream }) => stream)).size).toBe(plan.streams.length);
    const types = new Set(events.map(({ type }) => type));
    expect([...types].sort()).toEqual([
      'ApprovalExtended',
      'AssignmentGiven',
      'AssignmentReported',
      'BudgetAdopted',
      'BudgetChanged',
      'ChangeExplained',
      'ControlOutcomeRecorded',
      'ControlPlanned',
      'DocumentRegistered',
      'EditionDeclared',
      'ForecastRevised',
      'GoalAssessed',
      'GoalSet',
      'IndicatorMeasured',
      'LandSaleRescinded',
      'LayoutStated',
      'LineNamed',
      'OutcomeReported',
      'ProjectApproved',
      'ProjectOutlayReported',
      'ProjectStatusChanged',
      'RiskAssessed',
      'ScaleDefined',
      'TargetSet',
      'TotalStated',
      'UnitDefined',
      'UnitMoved',
    ]);
  });

  it('are the same the next time: nothing is new, nothing changed', () => {
    const again = publishedPlan();
    expect(again).toEqual(plan);
    const { plan: more, alreadyThere, fates } = settle(again, factsOf({ plan }), { replaces: new Map() });
    expect([more.streams, alreadyThere]).toEqual([[], events.length]);
    expect(fates.every(({ fate }) => fate === 'recorded')).toBe(true);
  });
});
