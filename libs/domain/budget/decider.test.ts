import fc from 'fast-check';
import type {
  Answers,
  BudgetChanged,
  BudgetReallocated,
  Cause,
  ChangeExplained,
  ChangeLine,
  ForecastRevised,
} from '#domain';
import { given } from '../../../test/support/given.js';

const frame = {
  unit: 'boras/ks/stadsledningskansliet',
  area: 'operations',
  basis: 'budget',
  period: '2021',
  edition: '2021:2',
} as const;
const cause: Cause = { kind: 'efficiency', words: 'Effektivisering 1,0 %' };
const line = (name: string, amount: string | null, measure = 'cost'): ChangeLine => ({
  line: [name],
  measure,
  amount,
  unitOfMeasure: 'tkr',
});
const change: BudgetChanged = { ...frame, cause, lines: [line('Kommunledning', '1300')] };
const open: Partial<Answers> = { editionState: () => 'open' };
const closed: Partial<Answers> = { editionState: () => 'closed' };
const changing = (data: Partial<BudgetChanged>) =>
  ({ type: 'ChangeBudget', data: { ...change, ...data } }) as const;

describe('a change of the budget', () => {
  it('is registered in an open edition', () => {
    given().knowing(open).when(changing({})).gives('BudgetChanged');
  });

  it('is refused where the edition is closed, not opened, or not declared', () => {
    given().knowing(closed).when(changing({})).refused('EDITION_NOT_OPEN', 'edition');
    given()
      .knowing({ editionState: () => 'declared' })
      .when(changing({}))
      .refused('EDITION_NOT_OPEN', 'edition');
    given().when(changing({})).refused('EDITION_NOT_OPEN', 'edition');
  });

  it('asks for every edition that its lines are in', () => {
    const other = { ...line('Gemensamt', '-10'), at: { edition: '2021:3' } };
    given()
      .knowing({ editionState: (asked) => (asked.edition === '2021:2' ? 'open' : 'closed') })
      .when(changing({ lines: [...change.lines, other] }))
      .refused('EDITION_NOT_OPEN', 'edition');
  });

  it('needs no open edition when it is imported history', () => {
    given()
      .knowing(closed)
      .when({ ...changing({}), importId: 'budget-2021' })
      .gives('BudgetChanged');
  });

  it('names its cause', () => {
    const { cause: _, ...without } = change;
    given()
      .knowing(open)
      .when({ type: 'ChangeBudget', data: without as BudgetChanged })
      .refused('CAUSE_MISSING', 'cause');
    given()
      .knowing(open)
      .when(changing({ cause: { kind: 'saving', words: ' ' } }))
      .refused('CAUSE_MISSING', 'cause');
  });

  it('says until when, where it is temporary', () => {
    const temporary = { kind: 'temporary', words: 'Tillfällig förstärkning' };
    given()
      .knowing(open)
      .when(changing({ cause: temporary }))
      .refused('CAUSE_WITHOUT_END', 'cause.until');
    given()
      .knowing(open)
      .when(changing({ cause: { ...temporary, until: '2022' } }))
      .gives('BudgetChanged');
  });

  it('may leave an amount unstated, as its source does', () => {
    given()
      .knowing(open)
      .when(changing({ lines: [line('Kommunledning', null)] }))
      .gives('BudgetChanged');
  });

  it.each([
    ['1 300', 'tkr', 'AMOUNT_UNREADABLE'],
    ['1e3', 'tkr', 'AMOUNT_UNREADABLE'],
    ['0.0000000001', 'tkr', 'AMOUNT_TOO_PRECISE'],
    ['99999999999999', 'mnkr', 'AMOUNT_OUT_OF_RANGE'],
    ['1300', 'euro', 'UNKNOWN_UNIT'],
  ])('refuses %s %s', (amount, unitOfMeasure, code) => {
    const bad = { ...line('Kommunledning', amount), unitOfMeasure } as ChangeLine;
    const field = code === 'UNKNOWN_UNIT' ? 'lines[0].unitOfMeasure' : 'lines[0].amount';
    given()
      .knowing(open)
      .when(changing({ lines: [bad] }))
      .refused(code, field);
  });

  it('refuses a day that is in no calendar', () => {
    given()
      .knowing(open)
      .when(changing({ decision: { body: 'Kommunfullmäktige', date: '2021-02-29' } }))
      .refused('DATE_INVALID', 'decision.date');
  });

  it('refuses a line that stands there twice', () => {
    given()
      .knowing(open)
      .when(changing({ lines: [line('Kommunledning', '1300'), line('Kommunledning', '500')] }))
      .refused('LINE_TWICE', 'lines[1]');
  });

  it('refuses a field that no change has', () => {
    given()
      .knowing(open)
      .when(changing({ amount: '1300' } as Partial<BudgetChanged>))
      .refused('EVENT_INVALID', 'amount');
  });
});

describe('a reallocation', () => {
  const reallocating = (lines: readonly ChangeLine[]) => {
    const data: BudgetReallocated = {
      ...frame,
      cause: { kind: 'reallocation', words: 'Omfördelning' },
      lines,
    };
    return { type: 'ReallocateBudget', data } as const;
  };

  it('moves money between two lines, also between two frames', () => {
    given()
      .knowing(open)
      .when(
        reallocating([
          line('Kommunledning', '-500'),
          {
            ...line('Gemensamt', '0.5'),
            unitOfMeasure: 'mnkr',
            at: { unit: 'boras/ks/kommungemensam-verksamhet' },
          },
        ]),
      )
      .gives('BudgetReallocated');
  });

  it('is refused where its lines do not sum to zero, and says what is left', () => {
    const refusal = given()
      .knowing(open)
      .when(reallocating([line('Kommunledning', '-500'), line('Gemensamt', '400')]))
      .refused('REALLOCATION_NOT_ZERO', 'lines');
    expect(refusal.message).toContain('-100000 kr');
  });

  it('has two lines at least, each with an amount', () => {
    given()
      .knowing(open)
      .when(reallocating([line('Kommunledning', '0')]))
      .refused('REALLOCATION_ONE_SIDED', 'lines');
    given()
      .knowing(open)
      .when(reallocating([line('Kommunledning', '-500'), line('Gemensamt', null)]))
      .refused('REALLOCATION_UNSTATED', 'lines[1].amount');
  });

  const amounts = fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), { minLength: 1, maxLength: 8 });

  it('is accepted when it sums to zero, and refused when one krona is left: for any amounts', () => {
    fc.assert(
      fc.property(amounts, fc.integer({ min: -5, max: 5 }), (thousands, left) => {
        const total = thousands.reduce((sum, amount) => sum + amount, 0);
        const lines = [
          ...thousands.map((amount, n) => line(`Rad ${n}`, String(amount))),
          { ...line('Motpost', String(-total * 1000 + left)), unitOfMeasure: 'kr' as const },
        ];
        const asked = given().knowing(open).when(reallocating(lines));
        if (left === 0) asked.gives('BudgetReallocated');
        else asked.refused('REALLOCATION_NOT_ZERO', 'lines');
      }),
    );
  });
});

describe('a change explained', () => {
  const explained: ChangeExplained = {
    ...frame,
    cause,
    lines: [{ ...line('Kommunledning', '1300'), from: { edition: '2021:1' } }],
  };

  it('moves no figure, so its edition may be closed long since', () => {
    given().knowing(closed).when({ type: 'ExplainChange', data: explained }).gives('ChangeExplained');
  });

  it('names both readings of its pair', () => {
    given()
      .when({
        type: 'ExplainChange',
        data: { ...explained, lines: [line('Kommunledning', '1300')] as never },
      })
      .refused('EVENT_INVALID', 'lines[0].from');
    given()
      .when({
        type: 'ExplainChange',
        data: { ...explained, lines: [{ ...line('K', '1'), from: { edition: '2021:2' } }] },
      })
      .refused('PAIR_OF_ONE', 'lines[0].from');
  });
});

describe('an adopted budget', () => {
  const adopting = {
    type: 'AdoptBudget',
    data: { ...frame, lines: [line('Kommunledning', '-184169')] },
  } as const;

  it('states an edition that is declared and not closed', () => {
    given()
      .knowing({ editionState: () => 'declared' })
      .when(adopting)
      .gives('BudgetAdopted');
    given().knowing(open).when(adopting).gives('BudgetAdopted');
    given().knowing(closed).when(adopting).refused('EDITION_CLOSED', 'edition');
    given().when(adopting).refused('EDITION_UNDECLARED', 'edition');
  });
});

describe('a forecast', () => {
  const revised: ForecastRevised = {
    ...frame,
    basis: 'forecast',
    edition: 'T1',
    lines: [
      {
        line: [],
        measure: 'result',
        unitOfMeasure: 'tkr',
        relative: { terms: [{ coefficient: 1, of: { edition: 'T2' } }], difference: '-418' },
      },
    ],
  };
  const revising = { type: 'ReviseForecast', data: revised } as const;

  it('may be stated by what differs from another', () => {
    given().knowing(open).when(revising).gives('ForecastRevised');
  });

  it('is refused where it would rest on itself', () => {
    const [t1, t2] = ['T1', 'T2'].map((edition) => ({
      ...frame,
      basis: 'forecast' as const,
      edition,
      line: [],
      measure: 'result',
    }));
    const refusal = given()
      .knowing({ ...open, wouldCircle: () => [t1!, t2!, t1!] })
      .when(revising)
      .refused('CIRCLE', 'lines');
    expect(refusal.message).toContain('forecast T2');
  });

  it('is refused in an edition that is not open, unless it is history', () => {
    given().knowing(closed).when(revising).refused('EDITION_NOT_OPEN', 'edition');
    given()
      .when({ ...revising, importId: 'delarsbokslut-2023' })
      .gives('ForecastRevised');
  });

  it('is of the basis forecast', () => {
    given()
      .knowing(open)
      .when({ type: 'ReviseForecast', data: { ...revised, basis: 'budget' as never } })
      .refused('EVENT_INVALID', 'basis');
  });
});

describe('an outcome', () => {
  const reporting = (period: string, edition: string, through: string) =>
    ({
      type: 'ReportOutcome',
      data: { ...frame, basis: 'outcome', period, edition, through, lines: [line('Kommunledning', '-1')] },
      importId: 'delarsbokslut-2023',
    }) as const;

  it('runs through a month of its year', () => {
    given()
      .when(reporting('2023', '2023-08', '2023-08'))
      .gives('OutcomeReported');
    given()
      .when(reporting('2023', '2023-12p', '2023-12'))
      .gives('OutcomeReported');
    given()
      .when(reporting('2022', '2022@2023', '2022-08'))
      .gives('OutcomeReported');
    given()
      .when(reporting('2023', '2022-08', '2022-08'))
      .refused('OUTCOME_MONTH_OF_OTHER_YEAR', 'through');
    given()
      .when(reporting('2023', '2023-13', '2023-13'))
      .refused('DATE_INVALID', 'through');
    given()
      .when(reporting('2023', '2023-08', '2023-07'))
      .refused('OUTCOME_EDITION_OF_OTHER_MONTH', 'edition');
  });
});
