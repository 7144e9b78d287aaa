import type { RegisterCommandName } from '../../apps/shared/registering/commands.js';

/*
 * Every command that somebody registers by hand, as a client of the API sends it, in an order in which each finds what
 * it rests on: what succeeds, and what breaks a rule of it.
 */

export interface ByHand {
  readonly command: RegisterCommandName;
  readonly input: object | ((entries: ReadonlyMap<string, string>) => object);
  readonly broken: {
    readonly input: object | ((entries: ReadonlyMap<string, string>) => object);
    readonly code: string;
    readonly field: string;
  };
  /** What the first entry is called by those that need it. */
  readonly as?: string;
  /** What the event is called by those that need it. */
  readonly asEvent?: string;
}

export const STAB = 'sjovik/ks/stab';
export const PARK = 'sjovik/ks/exploatering';

const frame = (edition: string, basis = 'budget', unit = STAB, area = 'operations') => ({
  unit,
  area,
  basis,
  period: '2031',
  edition,
});
const without = <T extends object>(value: T, ...fields: string[]): object =>
  Object.fromEntries(Object.entries(value).filter(([field]) => !fields.includes(field)));

const cost = (line: string[], amount: string | null) => ({
  line,
  measure: 'cost',
  amount,
  unitOfMeasure: 'tkr',
});
const cause = { kind: 'efficiency', words: 'Effektivisering' };
const sha256 = 'ab'.repeat(32);

const edition = (of: object, number: number, more: object = {}): object => ({
  ...of,
  label: 'Utgåva',
  order: { year: 2031, number },
  extent: 'full',
  status: 'adopted',
  known: true,
  ...more,
});
/** Editions that commands below are registered in. */
export const EDITIONS: readonly object[] = [
  edition(frame('2031:1'), 1),
  edition(frame('T1', 'forecast'), 1, { open: true }),
  edition(frame('2031-08', 'outcome'), 8),
  edition(frame('2031', 'budget', STAB, 'control'), 1),
  edition(frame('2031', 'target', STAB, 'indicator'), 1),
  edition(frame('2031-12', 'outcome', STAB, 'indicator'), 12),
  {
    ...edition({ ...frame('2031', 'approved', PARK, 'land'), period: 'lifetime' }, 1, {
      open: true,
      extent: 'amending',
    }),
  },
  edition({ ...frame('2031-08', 'outcome', PARK, 'land'), period: 'lifetime' }, 8),
];

const approval = { ...without(frame('2031', 'approved', PARK, 'land'), 'basis'), period: 'lifetime' };
const outlay = (amount: string) => ({
  line: ['Strandängen'],
  measure: 'outlay',
  amount,
  unitOfMeasure: 'tkr',
});
const outcome = without(frame('2031-08', 'outcome'), 'basis');
const indicator = (more: object) => ({
  line: ['Nöjda företagare'],
  measure: 'index',
  unitOfMeasure: 'index',
  ...more,
});

export const BY_HAND: readonly ByHand[] = [
  {
    command: 'RegisterDocument',
    input: {
      sha256,
      title: 'Budget 2031',
      status: 'adopted',
      date: '2031-01-14',
      kind: 'budget',
      year: 2031,
    },
    broken: {
      input: { sha256, title: 'Budget 2031', status: 'adopted', date: '2031-02-30' },
      code: 'DATE_INVALID',
      field: 'date',
    },
  },
  {
    command: 'DefineUnit',
    input: { unit: STAB, name: 'Staben', kind: 'frame' },
    broken: {
      input: { unit: 'Sjövik/KS', name: 'Staben', kind: 'frame' },
      code: 'EVENT_INVALID',
      field: 'unit',
    },
  },
  {
    command: 'MoveUnit',
    input: {
      unit: PARK,
      to: 'sjovik/sbn/exploatering',
      since: '2031-07-01',
      words: 'Flyttad till samhällsbyggnadsnämnden',
    },
    broken: {
      input: { unit: PARK, to: PARK, since: '2031-07-01', words: 'Flyttad' },
      code: 'UNIT_MOVED_TO_ITSELF',
      field: 'to',
    },
  },
  {
    command: 'NameLine',
    input: {
      unit: STAB,
      area: 'operations',
      line: ['Kommunledn.'],
      is: { kind: 'alias', of: ['Kommunledning'] },
    },
    broken: {
      input: { unit: STAB, area: 'operations', line: ['Kansli'], is: { kind: 'alias', of: ['Kansli'] } },
      code: 'LINE_NAMED_AS_ITSELF',
      field: 'is',
    },
  },
  {
    command: 'DefineScale',
    input: { unit: PARK, scale: 'projektstatus', fromYear: '2030', codes: [{ code: '3', meaning: 'Pågår' }] },
    broken: {
      input: {
        unit: PARK,
        scale: 'projektstatus',
        fromYear: '2029',
        codes: [{ code: '3', meaning: 'Klart' }],
      },
      code: 'SCALE_YEARS_OVERLAP',
      field: 'fromYear',
    },
  },
  {
    command: 'DeclareEdition',
    input: edition(frame('2031:2'), 2, { extent: 'amending' }),
    broken: { input: edition(frame('start'), 3), code: 'EDITION_RESERVED', field: 'edition' },
  },
  {
    command: 'StateLayout',
    input: {
      ...frame('2031:1'),
      table: 'drift',
      rank: 0,
      title: 'Drift',
      unitOfMeasure: 'tkr',
      signs: [{ measure: 'cost', sign: 1 }],
      rows: [
        { path: ['Kommunledning'], kind: 'leaf', line: ['Kommunledning'], measure: 'cost' },
        { path: ['Kansli'], kind: 'leaf', line: ['Kansli'], measure: 'cost' },
        {
          path: ['Totalt'],
          kind: 'total',
          line: [],
          measure: 'cost',
          parts: [['Kommunledning'], ['Kansli']],
        },
      ],
    },
    broken: {
      input: {
        ...frame('2031:1'),
        table: 'drift',
        rank: 0,
        title: 'Drift',
        unitOfMeasure: 'tkr',
        signs: [],
        rows: [{ path: ['Kansli'], kind: 'total', line: ['Kansli'], measure: 'cost', parts: [['Kansli']] }],
      },
      code: 'LINE_PART_OF_ITSELF',
      field: 'rows[0].parts',
    },
  },
  {
    command: 'AdoptBudget',
    input: { ...frame('2031:1'), lines: [cost(['Kommunledning'], '-100'), cost(['Kansli'], '-50')] },
    broken: {
      input: { ...frame('2031:1'), lines: [cost(['Kansli'], '-50'), cost(['Kansli'], '-51')] },
      code: 'LINE_TWICE',
      field: 'lines[1]',
    },
    as: 'adopted',
  },
  {
    command: 'OpenEdition',
    input: frame('2031:2'),
    broken: { input: frame('2031:9'), code: 'EDITION_UNDECLARED', field: 'edition' },
  },
  {
    command: 'ChangeBudget',
    input: {
      ...frame('2031:2'),
      cause,
      decision: { body: 'Kommunfullmäktige', date: '2031-03-25', paragraph: '§ 61', dnr: null },
      lines: [cost(['Kommunledning'], '20')],
    },
    broken: {
      input: { ...frame('2031:2'), cause, lines: [cost(['Kommunledning'], '1 300')] },
      code: 'AMOUNT_UNREADABLE',
      field: 'lines[0].amount',
    },
    as: 'changed',
  },
  {
    command: 'ReallocateBudget',
    input: {
      ...frame('2031:2'),
      cause: { kind: 'reallocation', words: 'Omfördelning' },
      lines: [cost(['Kommunledning'], '-5'), cost(['Kansli'], '5')],
    },
    broken: {
      input: {
        ...frame('2031:2'),
        cause: { kind: 'reallocation', words: 'Omfördelning' },
        lines: [cost(['Kommunledning'], '-5'), cost(['Kansli'], '4')],
      },
      code: 'REALLOCATION_NOT_ZERO',
      field: 'lines',
    },
  },
  {
    command: 'ExplainChange',
    input: {
      ...frame('2031:2'),
      cause: { kind: 'saving', words: 'Vakans' },
      lines: [{ ...cost(['Kansli'], '2'), from: { edition: '2031:1' } }],
    },
    broken: {
      input: {
        ...frame('2031:2'),
        cause: { kind: 'temporary', words: 'Projekt' },
        lines: [{ ...cost(['Kansli'], '2'), from: { edition: '2031:1' } }],
      },
      code: 'CAUSE_WITHOUT_END',
      field: 'cause.until',
    },
  },
  {
    command: 'AddSource',
    input: (entries) => ({
      to: [entries.get('changed')],
      source: { document: sha256, table: 'text', row: 'Kommunledning', column: 's. 4', printed: '20' },
    }),
    broken: {
      input: (entries) => ({ to: [entries.get('changed')] }),
      code: 'EVENT_INVALID',
      field: 'source',
    },
  },
  {
    command: 'ReviseForecast',
    input: {
      ...without(frame('T1', 'forecast'), 'basis'),
      lines: [
        {
          line: ['Kansli'],
          measure: 'cost',
          unitOfMeasure: 'tkr',
          relative: {
            terms: [{ coefficient: 1, of: { basis: 'budget', edition: '2031:2' } }],
            difference: '-3',
          },
        },
      ],
    },
    broken: {
      input: { ...without(frame('T9', 'forecast'), 'basis'), lines: [cost(['Kansli'], '-50')] },
      code: 'EDITION_NOT_OPEN',
      field: 'edition',
    },
  },
  {
    command: 'ReportOutcome',
    input: {
      ...outcome,
      through: '2031-08',
      lines: [cost(['Kansli'], '-31'), cost(['Kommunledning'], null)],
    },
    broken: {
      input: { ...outcome, through: '2030-08', lines: [cost(['Kansli'], '-31')] },
      code: 'OUTCOME_MONTH_OF_OTHER_YEAR',
      field: 'through',
    },
    as: 'reported',
  },
  {
    command: 'ApproveProject',
    input: { ...approval, project: 'strandangen', name: 'Strandängen', lines: [outlay('-4000')] },
    broken: {
      input: { ...approval, project: 'strand ängen', name: 'Strandängen', lines: [outlay('-4000')] },
      code: 'EVENT_INVALID',
      field: 'project',
    },
  },
  {
    command: 'ExtendApproval',
    input: {
      ...approval,
      project: 'strandangen',
      cause: { kind: 'extension', words: 'Utökning' },
      lines: [outlay('-500')],
    },
    broken: {
      input: {
        ...approval,
        project: 'okant',
        cause: { kind: 'extension', words: 'Utökning' },
        lines: [outlay('-500')],
      },
      code: 'PROJECT_NOT_APPROVED',
      field: 'project',
    },
  },
  {
    command: 'ReportProjectOutlay',
    input: {
      ...approval,
      edition: '2031-08',
      project: 'strandangen',
      through: '2031-08',
      lines: [outlay('-1200')],
    },
    broken: {
      input: {
        ...approval,
        edition: '2031-08',
        project: 'strandangen',
        through: '2031-13',
        lines: [outlay('-1200')],
      },
      code: 'DATE_INVALID',
      field: 'through',
    },
  },
  {
    command: 'ChangeProjectStatus',
    input: { unit: PARK, project: 'strandangen', scale: 'projektstatus', code: '3', asAt: '2031-08' },
    broken: {
      input: { unit: PARK, project: 'strandangen', scale: 'projektstatus', code: '', asAt: '2031-08' },
      code: 'EVENT_INVALID',
      field: 'code',
    },
  },
  {
    command: 'AgreeLandSale',
    input: {
      unit: PARK,
      sale: 'tomt-1',
      property: 'Sjövik 1:1',
      price: '1158',
      unitOfMeasure: 'tkr',
      date: '2031-02',
    },
    broken: {
      input: {
        unit: PARK,
        sale: 'tomt-1',
        property: 'Sjövik 1:1',
        price: '1158',
        unitOfMeasure: 'tkr',
        date: '2031-02',
      },
      code: 'SALE_AGREED',
      field: 'sale',
    },
  },
  {
    command: 'CompleteLandSale',
    input: {
      unit: PARK,
      sale: 'tomt-1',
      property: 'Sjövik 1:1',
      price: '1158',
      unitOfMeasure: 'tkr',
      date: '2031-03',
    },
    broken: {
      input: {
        unit: PARK,
        sale: 'tomt-1',
        property: 'Sjövik 1:1',
        price: '1158',
        unitOfMeasure: 'tkr',
        date: '2031-03',
      },
      code: 'SALE_COMPLETED',
      field: 'sale',
    },
  },
  {
    command: 'RescindLandSale',
    input: {
      unit: PARK,
      sale: 'tomt-1',
      repaid: '1158',
      unitOfMeasure: 'tkr',
      date: '2031-05',
      reason: 'Köparen drog sig ur',
    },
    broken: {
      input: {
        unit: PARK,
        sale: 'tomt-9',
        repaid: null,
        unitOfMeasure: 'tkr',
        date: '2031-05',
        reason: 'Hävd',
      },
      code: 'SALE_UNKNOWN',
      field: 'sale',
    },
  },
  {
    command: 'AcquireLand',
    input: {
      unit: PARK,
      purchase: 'mark-1',
      property: 'Sjövik 2:4',
      price: null,
      unitOfMeasure: 'tkr',
      date: '2031',
    },
    broken: {
      input: {
        unit: PARK,
        purchase: 'mark-1',
        property: 'Sjövik 2:4',
        price: '5',
        unitOfMeasure: 'tkr',
        date: '2031',
      },
      code: 'LAND_ACQUIRED',
      field: 'purchase',
    },
  },
  {
    command: 'AssessRisk',
    input: {
      ...frame('2031', 'budget', STAB, 'control'),
      risk: 'risk-1',
      line: ['Fel löner'],
      likelihood: { score: 3 },
      materiality: { score: 4 },
    },
    broken: {
      input: {
        ...frame('2031', 'budget', STAB, 'control'),
        risk: 'risk-1',
        line: ['Fel löner'],
        likelihood: { score: 5 },
        materiality: { score: 4 },
      },
      code: 'RISK_OUT_OF_RANGE',
      field: 'likelihood.score',
    },
  },
  {
    command: 'PlanControl',
    input: { unit: STAB, period: '2031', control: 'kontroll-1', risk: 'risk-1', what: 'Stickprov av löner' },
    broken: {
      input: { unit: STAB, period: '31', control: 'kontroll-1', what: 'Stickprov av löner' },
      code: 'EVENT_INVALID',
      field: 'period',
    },
  },
  {
    command: 'RecordControlOutcome',
    input: {
      unit: STAB,
      period: '2031',
      control: 'kontroll-1',
      outcome: 'remarkNearTarget',
      through: '2031-08',
    },
    broken: {
      input: { unit: STAB, period: '2031', control: 'kontroll-9', outcome: 'notStated' },
      code: 'CONTROL_NOT_PLANNED',
      field: 'control',
    },
    asEvent: 'outcome',
  },
  {
    command: 'SetGoal',
    input: { unit: STAB, goal: 'mal-1', period: '2031', words: 'Näringslivet trivs' },
    broken: {
      input: { unit: STAB, goal: 'mal-1', period: '2031', words: '' },
      code: 'EVENT_INVALID',
      field: 'words',
    },
  },
  {
    command: 'SetTarget',
    input: {
      ...without(frame('2031', 'target', STAB, 'indicator'), 'basis'),
      goal: 'mal-1',
      lines: [indicator({ amount: '72' })],
    },
    broken: {
      input: {
        ...without(frame('2031', 'target', STAB, 'indicator'), 'basis'),
        goal: 'mal-9',
        lines: [indicator({ amount: '72' })],
      },
      code: 'GOAL_NOT_SET',
      field: 'goal',
    },
  },
  {
    command: 'MeasureIndicator',
    input: {
      ...without(frame('2031-12', 'outcome', STAB, 'indicator'), 'basis'),
      goal: 'mal-1',
      lines: [indicator({ amount: '70.5', preliminary: true })],
    },
    broken: {
      input: {
        ...without(frame('2031-12', 'outcome', STAB, 'indicator'), 'basis'),
        goal: 'mal-1',
        lines: [indicator({})],
      },
      code: 'EVENT_INVALID',
      field: 'lines[0].amount',
    },
  },
  {
    command: 'AssessGoal',
    input: { unit: STAB, goal: 'mal-1', period: '2031', state: 'largelyFulfilled', through: '2031-08' },
    broken: {
      input: { unit: STAB, goal: 'mal-9', period: '2031', state: 'notEvaluated' },
      code: 'GOAL_NOT_SET',
      field: 'goal',
    },
  },
  {
    command: 'GiveAssignment',
    input: { unit: STAB, assignment: 'uppdrag-1', words: 'Se över lokalerna', due: '2031-12' },
    broken: {
      input: { unit: STAB, assignment: 'uppdrag-1', words: 'Se över lokalerna', due: '2031-13' },
      code: 'DATE_INVALID',
      field: 'due',
    },
  },
  {
    command: 'ReportAssignment',
    input: { unit: STAB, assignment: 'uppdrag-1', status: 'started', through: '2031-08' },
    broken: {
      input: { unit: STAB, assignment: 'uppdrag-9', status: 'finished' },
      code: 'ASSIGNMENT_NOT_GIVEN',
      field: 'assignment',
    },
    asEvent: 'assigned',
  },
  {
    command: 'StateTotal',
    input: {
      ...frame('2031:1'),
      lines: [
        {
          ...cost([], '-151'),
          source: { document: sha256, table: 'Drift', row: 'Totalt', column: 'Budget', printed: '-151' },
          printed: { text: '-151', decimals: 0, sign: 1 },
        },
      ],
    },
    broken: {
      input: { ...frame('2031:1'), lines: [{ ...cost([], '5'), from: { edition: '2031:1' } }] },
      code: 'PAIR_OF_ONE',
      field: 'lines[0].from',
    },
  },
  {
    command: 'ExplainDiscrepancy',
    input: (entries) => ({ discrepancy: entries.get('discrepancy'), explanation: 'Summerat före rättning' }),
    broken: {
      input: (entries) => ({
        discrepancy: entries.get('discrepancy'),
        explanation: 'Fel',
        stated: '-152',
        computed: '-150',
      }),
      code: 'DISCREPANCY_CHANGED',
      field: 'discrepancy',
    },
  },
  {
    command: 'AcceptDiscrepancy',
    input: (entries) => ({ discrepancy: entries.get('discrepancy'), reason: 'Tryckfel utan följder' }),
    broken: {
      input: { discrepancy: 'sum:ingen', reason: 'Nej' },
      code: 'DISCREPANCY_UNKNOWN',
      field: 'discrepancy',
    },
  },
  {
    command: 'CorrectEntry',
    input: (entries) => ({
      corrects: entries.get('changed'),
      is: { amount: '21' },
      nature: 'misread',
      reason: 'Fel avläst',
    }),
    broken: {
      input: (entries) => ({
        corrects: entries.get('reported'),
        is: {},
        nature: 'misread',
        reason: 'Fel avläst',
      }),
      code: 'NOTHING_CORRECTED',
      field: 'is',
    },
  },
  {
    command: 'WithdrawEntry',
    input: (entries) => ({ corrects: entries.get('reported'), reason: 'Dubblett' }),
    broken: {
      input: { corrects: '00000000-0000-4000-8000-000000000000/0', reason: 'Dubblett' },
      code: 'ENTRY_UNKNOWN',
      field: 'corrects',
    },
  },
  {
    command: 'CorrectEvent',
    input: (entries) => ({
      corrects: entries.get('outcome'),
      is: { outcome: 'withRemark', through: null },
      nature: 'misread',
      reason: 'Fel avläst',
    }),
    broken: {
      input: (entries) => ({
        corrects: entries.get('assigned'),
        is: { comment: '' },
        nature: 'misread',
        reason: 'Fel avläst',
      }),
      code: 'EVENT_INVALID',
      field: 'is.comment',
    },
  },
  {
    command: 'WithdrawEvent',
    input: (entries) => ({ corrects: entries.get('assigned'), reason: 'Dubblett' }),
    broken: {
      input: { corrects: '00000000-0000-4000-8000-000000000000', reason: 'Dubblett' },
      code: 'EVENT_NOT_RECORDED',
      field: 'corrects',
    },
  },
  {
    command: 'CloseEdition',
    input: frame('2031:2'),
    broken: { input: frame('2031:9'), code: 'EDITION_UNDECLARED', field: 'edition' },
  },
];
