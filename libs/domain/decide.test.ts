import {
  CONTROL_OUTCOMES,
  decide,
  EVENT_OF_COMMAND,
  eventOf,
  GOAL_STATES,
  NO_ANSWERS,
  SCHEMAS,
  streamOfCommand,
  type Answers,
  type Command,
  type EditionDeclared,
  type RiskAssessed,
} from '#domain';
import { given, idOf } from '../../test/support/given.js';

const sha256 = 'a'.repeat(64);
const known: Partial<Answers> = { editionState: () => 'declared' };

describe('commands', () => {
  it('ask for every event of the catalogue, each for one', () => {
    expect(
      Object.values(EVENT_OF_COMMAND)
        .map((type) => `${type}.v1`)
        .sort(),
    ).toEqual([...SCHEMAS.keys()].sort());
  });

  it('that are none are refused', () => {
    expect(() => decide([], { type: 'DoIt', data: {} } as never, NO_ANSWERS)).toThrow(
      'There is no command DoIt',
    );
  });

  it('about an entry go to the stream of that entry', () => {
    const command: Command = {
      type: 'WithdrawEntry',
      data: { corrects: `${idOf(1)}/0`, reason: 'Dubblett' },
    };
    const answers = { ...NO_ANSWERS, streamOfEntry: () => 'budget-boras/ks|2021' };
    expect(streamOfCommand(command, answers)).toBe('budget-boras/ks|2021');
    expect(() => streamOfCommand(command, NO_ANSWERS)).toThrow('There is no entry');
  });
});

describe('a source document', () => {
  const document = { sha256, title: 'Budget 2021', status: 'adopted', judgedBy: 'liggaren' } as const;
  const importId = 'budget-2021';
  const registered = eventOf('DocumentRegistered', document);
  const started = eventOf('ImportStarted', { importId, documents: [sha256] });
  const completed = eventOf('ImportCompleted', { importId, events: 3 });
  const abandoned = eventOf('ImportAbandoned', { importId, reason: 'Fel fil' });

  it('is registered once; told again, better, it is recorded again', () => {
    given().when({ type: 'RegisterDocument', data: document }).gives('DocumentRegistered');
    given(registered).when({ type: 'RegisterDocument', data: document }).nothing();
    given(registered)
      .when({ type: 'RegisterDocument', data: { ...document, date: '2020-12-14' } })
      .gives('DocumentRegistered');
  });

  it('is imported from start to completion, and each step may be repeated', () => {
    const start = { type: 'StartImport', data: started.data } as const;
    const complete = { type: 'CompleteImport', data: completed.data } as const;
    given(registered).when(start).gives('ImportStarted');
    given(registered, started).when(start).nothing();
    given(registered, started).when(complete).gives('ImportCompleted');
    given(registered, started, completed).when(complete).nothing();
    given(registered, started, completed).when(start).refused('IMPORT_COMPLETED', 'importId');
    given(registered).when(complete).refused('IMPORT_NOT_STARTED', 'importId');
  });

  it('whose import was abandoned needs another one', () => {
    given(started).when({ type: 'AbandonImport', data: abandoned.data }).gives('ImportAbandoned');
    given(started, abandoned)
      .when({ type: 'CompleteImport', data: completed.data })
      .refused('IMPORT_ABANDONED', 'importId');
    given(started, completed)
      .when({ type: 'AbandonImport', data: abandoned.data })
      .refused('IMPORT_COMPLETED', 'importId');
  });
});

describe('an edition', () => {
  const frame = {
    unit: 'boras/ks/slk',
    area: 'operations',
    basis: 'budget',
    period: '2021',
    edition: '2021:2',
  } as const;
  const declaration: EditionDeclared = {
    ...frame,
    label: 'Budget 2021:2',
    order: [2021, 2],
    extent: 'amending',
    status: 'adopted',
    known: true,
  };
  const declared = eventOf('EditionDeclared', declaration);
  const opened = eventOf('EditionOpened', frame);
  const declaring = (data: Partial<EditionDeclared>) =>
    ({ type: 'DeclareEdition', data: { ...declaration, ...data } }) as const;

  it('has a place of its own in its line', () => {
    given().when(declaring({})).gives('EditionDeclared');
    given(declared).when(declaring({})).nothing();
    given(declared)
      .when(declaring({ label: 'Budget 2' }))
      .gives('EditionDeclared');
    given()
      .when(declaring({ order: [] }))
      .refused('EDITION_ORDER_MISSING', 'order');
    given(declared)
      .when(declaring({ edition: '2021:3' }))
      .refused('EDITION_ORDER_TAKEN', 'order');
  });

  it('amends only where values carry', () => {
    given()
      .when(declaring({ basis: 'forecast', edition: 'T1' }))
      .refused('EDITION_CANNOT_AMEND', 'extent');
    given()
      .when(declaring({ edition: 'start' }))
      .refused('EDITION_RESERVED', 'edition');
  });

  it('is declared, opened and closed, and opened again', () => {
    const open = { type: 'OpenEdition', data: frame } as const;
    const close = { type: 'CloseEdition', data: frame } as const;
    given().when(open).refused('EDITION_UNDECLARED', 'edition');
    given(declared).when(open).gives('EditionOpened');
    given(declared, opened).when(open).refused('EDITION_OPEN', 'edition');
    given(declared).when(close).refused('EDITION_NOT_OPEN', 'edition');
    given(declared, opened).when(close).gives('EditionClosed');
    given(declared, opened, eventOf('EditionClosed', frame)).when(open).gives('EditionOpened');
    given(eventOf('EditionDeclared', { ...declaration, open: true }))
      .when(close)
      .gives('EditionClosed');
  });

  it('is not known to the rules while its import is not complete', () => {
    given({ ...declared, id: idOf(0), effective: false })
      .when({ type: 'OpenEdition', data: frame })
      .refused('EDITION_UNDECLARED', 'edition');
  });
});

describe('a unit', () => {
  it('names its lines, and not as themselves', () => {
    const name = { unit: 'alingsas/ks', area: 'investment', line: ['Stadsskogen'] };
    const alias = { ...name, is: { kind: 'alias', of: ['Norra Stadsskogen'] } } as const;
    given().when({ type: 'NameLine', data: alias }).gives('LineNamed');
    given(eventOf('LineNamed', alias)).when({ type: 'NameLine', data: alias }).nothing();
    given()
      .when({ type: 'NameLine', data: { ...name, is: { kind: 'alias', of: ['Stadsskogen'] } } })
      .refused('LINE_NAMED_AS_ITSELF', 'is');
    given()
      .knowing({ wouldCircle: () => [] })
      .when({ type: 'NameLine', data: alias })
      .refused('CIRCLE', 'lines');
  });

  it('has one meaning of a code in a year', () => {
    const scale = {
      unit: 'boras',
      scale: 'project-status',
      codes: [{ code: '3', meaning: 'Investeringen pågår' }],
    };
    const first = eventOf('ScaleDefined', { ...scale, fromYear: '2021', toYear: '2024' });
    given(first)
      .when({ type: 'DefineScale', data: { ...scale, fromYear: '2025' } })
      .gives('ScaleDefined');
    given(first)
      .when({ type: 'DefineScale', data: { ...scale, fromYear: '2024' } })
      .refused('SCALE_YEARS_OVERLAP', 'fromYear');
    given()
      .when({ type: 'DefineScale', data: { ...scale, fromYear: '2025', toYear: '2024' } })
      .refused('SCALE_YEARS_REVERSED', 'toYear');
  });
});

describe('internal control', () => {
  const risk: RiskAssessed = {
    unit: 'alingsas/ks',
    area: 'control',
    basis: 'approved',
    period: '2025',
    edition: '2025',
    risk: 'valfardsbrottslighet',
    line: ['Välfärdsbrottslighet'],
    likelihood: { score: 3 },
    materiality: { score: 4 },
  };

  it.each([0, 5, 2.5, -1])('refuses a risk number of %s', (score) => {
    const asked = { type: 'AssessRisk', data: { ...risk, likelihood: { score } } } as const;
    given().knowing(known).when(asked).refused('RISK_OUT_OF_RANGE', 'likelihood.score');
  });

  it('takes 1 to 4, and what the source does not state', () => {
    given().knowing(known).when({ type: 'AssessRisk', data: risk }).gives('RiskAssessed');
    given()
      .knowing(known)
      .when({ type: 'AssessRisk', data: { ...risk, materiality: { score: null } } })
      .gives('RiskAssessed');
  });

  it('records one of four outcomes, or that the source states none, of a planned control', () => {
    const planned = eventOf('ControlPlanned', {
      control: 'lon',
      unit: 'alingsas/ks',
      period: '2023',
      what: 'Löner',
    });
    const recording = (outcome: string) =>
      ({
        type: 'RecordControlOutcome',
        data: { control: 'lon', unit: 'alingsas/ks', period: '2023', outcome: outcome as 'notStated' },
      }) as const;
    for (const outcome of [...CONTROL_OUTCOMES, 'notStated']) {
      given(planned).when(recording(outcome)).gives('ControlOutcomeRecorded');
    }
    given(planned).when(recording('green')).refused('CONTROL_OUTCOME_UNKNOWN', 'outcome');
    given().when(recording('notStated')).refused('CONTROL_NOT_PLANNED', 'control');
  });
});

describe('goals and assignments', () => {
  const goal = { goal: 'service', unit: 'alingsas/ks', period: '2023' };
  const set = eventOf('GoalSet', { ...goal, words: 'God service' });

  it('assesses a goal that was set, in one of five states', () => {
    const assessing = (state: string) =>
      ({ type: 'AssessGoal', data: { ...goal, state: state as 'notEvaluated' } }) as const;
    for (const state of GOAL_STATES) given(set).when(assessing(state)).gives('GoalAssessed');
    given(set).when(assessing('green')).refused('GOAL_STATE_UNKNOWN', 'state');
    given().when(assessing('notEvaluated')).refused('GOAL_NOT_SET', 'goal');
    given()
      .when({ ...assessing('notEvaluated'), importId: 'delarsbokslut-2023' })
      .gives('GoalAssessed');
  });

  it('measures an indicator, perhaps preliminarily', () => {
    const line = {
      line: ['NKI'],
      measure: 'value',
      amount: '72',
      unitOfMeasure: 'index',
      preliminary: true,
    } as const;
    const data = { ...goal, area: 'indicator', basis: 'outcome', edition: '2023-08', lines: [line] } as const;
    given(set).knowing(known).when({ type: 'MeasureIndicator', data }).gives('IndicatorMeasured');
  });

  it('reports on an assignment that was given, in one of three statuses', () => {
    const given1 = eventOf('AssignmentGiven', {
      assignment: 'sprakkrav',
      unit: 'alingsas/ks',
      words: 'Språkkrav',
    });
    const reporting = (status: string) =>
      ({
        type: 'ReportAssignment',
        data: { assignment: 'sprakkrav', unit: 'alingsas/ks', status: status as 'started' },
      }) as const;
    given(given1).when(reporting('started')).gives('AssignmentReported');
    given(given1).when(reporting('Färdig')).refused('ASSIGNMENT_STATUS_UNKNOWN', 'status');
    given().when(reporting('started')).refused('ASSIGNMENT_NOT_GIVEN', 'assignment');
  });
});
