import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { isLedgerError } from '#amount';
import { NO_ANSWERS, type Answers, type EditionState } from './answers.js';
import type { CommandName } from './commands.js';
import { decide, streamOfCommand } from './decide.js';
import type { Happened } from './decider.js';
import { entriesOf } from './entries-of.js';
import { eventOf, type EventType } from './event.js';
import { OPEN_PLACE, type Place } from './place.js';
import { streamOf } from './streams.js';

/*
 * Each rule beside those of the schemas, broken by itself. Which rules there are follows from the code: every place of it
 * that refuses something must have been reached here.
 */

const UNIT = 'sjovik/ks/stab';
const ENTRY = '00000000-0000-4000-8000-000000000001/0';
const frame = (basis: string, edition: string, area = 'operations') => ({
  unit: UNIT,
  area,
  basis,
  period: '2031',
  edition,
});
const line = (amount: string | null, more: object = {}) => ({
  line: ['Kansli'],
  measure: 'cost',
  amount,
  unitOfMeasure: 'tkr',
  ...more,
});
const cause = { kind: 'saving', words: 'Vakans' };
const from = { edition: '2031:1' };
const change = { ...frame('budget', '2031:2'), cause, lines: [line('5')] };
const moved = (...amounts: string[]) => ({
  ...change,
  lines: amounts.map((amount, n) => line(amount, { line: [String(n)] })),
});
const edition = {
  ...frame('budget', '2031:1'),
  label: 'Budget',
  order: [2031, 1],
  extent: 'full',
  status: 'adopted',
  known: true,
};
const deal = {
  unit: UNIT,
  sale: 'tomt-1',
  property: 'Ängen 1:1',
  price: '10',
  unitOfMeasure: 'tkr',
  date: '2031',
};
const rescinded = {
  unit: UNIT,
  sale: 'tomt-1',
  repaid: '10',
  unitOfMeasure: 'tkr',
  date: '2031',
  reason: 'Hävd',
};
const scale = { unit: UNIT, scale: 'status', codes: [{ code: '1', meaning: 'Pågår' }] };
const sha256 = 'ab'.repeat(32);
const outcome = { ...frame('outcome', '2031-08'), through: '2031-08', lines: [line('-5')] };
const statement = {
  kind: 'statement',
  reading: { ...frame('budget', '2031:1'), line: ['Kansli'], measure: 'cost' },
  unitOfMeasure: 'tkr',
};

/** Something that happened before, under the id that entries are named by. */
function happened(type: EventType, data: unknown, n = 1, effective = true): Happened {
  const id = `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
  return { ...eventOf(type, data as never), id, effective };
}

const editions = (state: EditionState): Answers => ({ ...NO_ANSWERS, editionState: () => state });
const OPEN = editions('open');
const placed = (place: Partial<Place>): Answers => ({
  ...OPEN,
  placeOf: () => ({ ...OPEN_PLACE, ...place }),
});
const adopted = happened('BudgetAdopted', { ...frame('budget', '2031:1'), lines: [line('-5')] });

interface Broken {
  readonly code: string;
  readonly field: string;
  readonly command: CommandName;
  readonly data: object;
  readonly before?: readonly Happened[];
  readonly answers?: Answers;
}

const BROKEN: readonly Broken[] = [
  {
    code: 'CAUSE_MISSING',
    field: 'cause',
    command: 'ChangeBudget',
    data: { ...change, cause: { kind: 'saving', words: ' ' } },
  },
  {
    code: 'AMOUNT_UNREADABLE',
    field: 'lines[0].amount',
    command: 'ChangeBudget',
    data: { ...change, lines: [line('1 300')] },
  },
  {
    code: 'PAIR_OF_ONE',
    field: 'lines[0].from',
    command: 'ExplainChange',
    data: { ...change, lines: [line('5', { from: { edition: '2031:2' } })] },
  },
  {
    code: 'FROM_MISSING',
    field: 'lines[0].from',
    command: 'ChangeBudget',
    data: { ...change, lines: [line('5', { at: { basis: 'outcome' } })] },
  },
  { code: 'REALLOCATION_ONE_SIDED', field: 'lines', command: 'ReallocateBudget', data: moved('0') },
  {
    code: 'REALLOCATION_OF_PAIR',
    field: 'lines[0].from',
    command: 'ReallocateBudget',
    data: { ...change, lines: [line('5', { from }), line('-5')] },
  },
  {
    code: 'REALLOCATION_UNSTATED',
    field: 'lines[1].amount',
    command: 'ReallocateBudget',
    data: { ...change, lines: [line('5'), line(null)] },
  },
  {
    code: 'REALLOCATION_NOT_MONEY',
    field: 'lines[0].unitOfMeasure',
    command: 'ReallocateBudget',
    data: { ...change, lines: [line('5', { unitOfMeasure: 'percent' }), line('-5')] },
  },
  { code: 'REALLOCATION_NOT_ZERO', field: 'lines', command: 'ReallocateBudget', data: moved('5', '-4') },
  {
    code: 'OUTCOME_MONTH_OF_OTHER_YEAR',
    field: 'through',
    command: 'ReportOutcome',
    data: { ...outcome, through: '2030-08' },
  },
  {
    code: 'OUTCOME_EDITION_OF_OTHER_MONTH',
    field: 'edition',
    command: 'ReportOutcome',
    data: { ...outcome, through: '2031-04' },
  },
  {
    code: 'EDITION_RESERVED',
    field: 'edition',
    command: 'DeclareEdition',
    data: { ...edition, edition: 'start' },
  },
  {
    code: 'EDITION_CANNOT_AMEND',
    field: 'extent',
    command: 'DeclareEdition',
    data: { ...edition, basis: 'outcome', extent: 'amending' },
  },
  {
    code: 'EDITION_ORDER_MISSING',
    field: 'order',
    command: 'DeclareEdition',
    data: { ...edition, order: [] },
  },
  {
    code: 'EDITION_ORDER_TAKEN',
    field: 'order',
    command: 'DeclareEdition',
    data: { ...edition, edition: '2031:9' },
    before: [happened('EditionDeclared', edition)],
  },
  { code: 'EDITION_UNDECLARED', field: 'edition', command: 'OpenEdition', data: frame('budget', '2031:1') },
  {
    code: 'EDITION_OPEN',
    field: 'edition',
    command: 'OpenEdition',
    data: frame('budget', '2031:1'),
    before: [happened('EditionDeclared', { ...edition, open: true })],
  },
  {
    code: 'EDITION_NOT_OPEN',
    field: 'edition',
    command: 'CloseEdition',
    data: frame('budget', '2031:1'),
    before: [happened('EditionDeclared', edition)],
  },
  {
    code: 'EDITION_UNDECLARED',
    field: 'edition',
    command: 'StateLayout',
    data: {
      ...frame('budget', '2031:1'),
      table: 't',
      rank: 0,
      title: '',
      unitOfMeasure: 'tkr',
      signs: {},
      rows: [],
    },
  },
  {
    code: 'LINE_PART_OF_ITSELF',
    field: 'rows[0].parts',
    command: 'StateLayout',
    data: {
      ...frame('budget', '2031:1'),
      table: 't',
      rank: 0,
      title: '',
      unitOfMeasure: 'tkr',
      signs: {},
      rows: [{ path: ['A'], kind: 'total', line: ['A'], measure: 'cost', parts: [['A']] }],
    },
  },
  {
    code: 'LINE_NAMED_AS_ITSELF',
    field: 'is',
    command: 'NameLine',
    data: { unit: UNIT, area: 'operations', line: ['A'], is: { kind: 'alias', of: ['A'] } },
  },
  {
    code: 'UNIT_MOVED_TO_ITSELF',
    field: 'to',
    command: 'MoveUnit',
    data: { unit: UNIT, to: UNIT, since: '2031', words: 'Flytt' },
  },
  {
    code: 'SCALE_YEARS_REVERSED',
    field: 'toYear',
    command: 'DefineScale',
    data: { ...scale, fromYear: '2031', toYear: '2030' },
  },
  {
    code: 'SCALE_CODE_TWICE',
    field: 'codes',
    command: 'DefineScale',
    data: { ...scale, codes: [...scale.codes, { code: '1', meaning: 'Klart' }] },
  },
  {
    code: 'SCALE_YEARS_OVERLAP',
    field: 'fromYear',
    command: 'DefineScale',
    data: { ...scale, fromYear: '2031' },
    before: [happened('ScaleDefined', scale)],
  },
  {
    code: 'DOCUMENT_OF_OTHER_STREAM',
    field: 'sha256',
    command: 'RegisterDocument',
    data: { sha256, title: 'Budget', status: 'adopted' },
    before: [happened('DocumentRegistered', { sha256: 'cd'.repeat(32), title: 'Annan', status: 'adopted' })],
  },
  {
    code: 'IMPORT_NOT_STARTED',
    field: 'importId',
    command: 'CompleteImport',
    data: { importId: 'i', events: 1 },
  },
  {
    code: 'IMPORT_COMPLETED',
    field: 'importId',
    command: 'AbandonImport',
    data: { importId: 'i', reason: 'Fel' },
    before: [happened('ImportCompleted', { importId: 'i', events: 1 })],
  },
  {
    code: 'IMPORT_ABANDONED',
    field: 'importId',
    command: 'CompleteImport',
    data: { importId: 'i', events: 1 },
    before: [happened('ImportAbandoned', { importId: 'i', reason: 'Fel' })],
  },
  {
    code: 'IMPORT_COMPLETED',
    field: 'importId',
    command: 'StartImport',
    data: { importId: 'i', documents: [sha256] },
    before: [happened('ImportCompleted', { importId: 'i', events: 1 })],
  },
  {
    code: 'PROJECT_NOT_APPROVED',
    field: 'project',
    command: 'ExtendApproval',
    data: { ...frame('approved', '2031', 'land'), project: 'p', cause, lines: [line('5')] },
    answers: OPEN,
  },
  {
    code: 'SALE_AGREED',
    field: 'sale',
    command: 'AgreeLandSale',
    data: deal,
    before: [happened('LandSaleAgreed', deal)],
  },
  {
    code: 'SALE_COMPLETED',
    field: 'sale',
    command: 'CompleteLandSale',
    data: deal,
    before: [happened('LandSaleCompleted', deal)],
  },
  { code: 'SALE_UNKNOWN', field: 'sale', command: 'RescindLandSale', data: rescinded },
  {
    code: 'SALE_NOT_COMPLETED',
    field: 'sale',
    command: 'RescindLandSale',
    data: rescinded,
    before: [happened('LandSaleAgreed', deal)],
  },
  {
    code: 'SALE_SEEN',
    field: 'unseen',
    command: 'RescindLandSale',
    data: { ...rescinded, unseen: { words: 'Okänd' } },
    before: [happened('LandSaleCompleted', deal)],
  },
  {
    code: 'SALE_RESCINDED',
    field: 'sale',
    command: 'RescindLandSale',
    data: rescinded,
    before: [happened('LandSaleRescinded', rescinded)],
  },
  {
    code: 'REPAID_MORE_THAN_PRICE',
    field: 'repaid',
    command: 'RescindLandSale',
    data: { ...rescinded, repaid: '11' },
    before: [happened('LandSaleCompleted', deal)],
  },
  {
    code: 'REPAID_MORE_THAN_PRICE',
    field: 'repaid',
    command: 'RescindLandSale',
    data: { ...rescinded, unseen: { words: 'Okänd', price: '9' } },
  },
  {
    code: 'SALE_COMPLETED_BEFORE_AGREED',
    field: 'date',
    command: 'CompleteLandSale',
    data: { ...deal, date: '2031-03-01' },
    before: [happened('LandSaleAgreed', { ...deal, date: '2031-04' })],
  },
  {
    code: 'SALE_RESCINDED_BEFORE_COMPLETED',
    field: 'date',
    command: 'RescindLandSale',
    data: { ...rescinded, date: '2030-12-31' },
    before: [happened('LandSaleCompleted', deal)],
  },
  {
    code: 'SALE_RESCINDED_BEFORE_COMPLETED',
    field: 'date',
    command: 'RescindLandSale',
    data: { ...rescinded, unseen: { words: 'Okänd', date: '2032' } },
  },
  {
    code: 'LAND_ACQUIRED',
    field: 'purchase',
    command: 'AcquireLand',
    data: { ...purchase(), price: '5' },
    before: [happened('LandAcquired', purchase())],
  },
  {
    code: 'CONTROL_NOT_PLANNED',
    field: 'control',
    command: 'RecordControlOutcome',
    data: { unit: UNIT, period: '2031', control: 'k', outcome: 'notStated' },
  },
  {
    code: 'ASSIGNMENT_NOT_GIVEN',
    field: 'assignment',
    command: 'ReportAssignment',
    data: { unit: UNIT, assignment: 'u', status: 'finished' },
  },
  ...(['SetTarget', 'MeasureIndicator'] as const).map((command): Broken => ({
    code: 'GOAL_NOT_SET',
    field: 'goal',
    command,
    data: { ...frame(command === 'SetTarget' ? 'target' : 'outcome', '2031'), goal: 'm', lines: [line('5')] },
  })),
  {
    code: 'GOAL_NOT_SET',
    field: 'goal',
    command: 'AssessGoal',
    data: { unit: UNIT, goal: 'm', period: '2031', state: 'notEvaluated' },
  },
  ...(['ExplainDiscrepancy', 'AcceptDiscrepancy'] as const).flatMap((command): Broken[] => {
    const data = {
      discrepancy: 'd',
      stated: '1',
      ...(command === 'AcceptDiscrepancy' ? { reason: 'Ja' } : { explanation: 'Ja' }),
    };
    const answers: Answers = { ...NO_ANSWERS, discrepancy: () => ({ stated: '3', computed: '2' }) };
    return [
      { code: 'DISCREPANCY_UNKNOWN', field: 'discrepancy', command, data },
      { code: 'DISCREPANCY_CHANGED', field: 'discrepancy', command, data, answers },
    ];
  }),
  {
    code: 'DISCREPANCY_ACCEPTED',
    field: 'discrepancy',
    command: 'AcceptDiscrepancy',
    data: { discrepancy: 'd', reason: 'Ja' },
    answers: { ...NO_ANSWERS, discrepancy: () => ({ stated: '3', computed: '2' }) },
    before: [happened('DiscrepancyAccepted', { discrepancy: 'd', stated: '3', computed: '2', reason: 'Ja' })],
  },
  {
    code: 'EVENT_INVALID',
    field: 'date',
    command: 'CorrectEntry',
    data: { corrects: ENTRY, is: { amount: '-6' }, nature: 'erratum', reason: 'Fel' },
    before: [adopted],
  },
  {
    code: 'EVENT_INVALID',
    field: 'date',
    command: 'WithdrawEntry',
    data: { corrects: ENTRY, nature: 'erratum', reason: 'Fel' },
    before: [adopted],
  },
  ...eventRules(),
  {
    code: 'NOTHING_CORRECTED',
    field: 'is',
    command: 'CorrectEntry',
    data: { corrects: ENTRY, is: { amount: '-5' }, nature: 'misread', reason: 'Fel' },
    before: [adopted],
  },
  {
    code: 'FROM_MISSING',
    field: 'is.from',
    command: 'CorrectEntry',
    before: [adopted],
    data: {
      corrects: ENTRY,
      nature: 'misread',
      reason: 'Fel',
      is: {
        kind: 'change',
        reading: { ...frame('outcome', '2031-08'), line: [], measure: 'cost' },
        unitOfMeasure: 'tkr',
        amount: '5',
        cause: { ...cause, id: 'c' },
      },
    },
  },
  ...(['CorrectEntry', 'WithdrawEntry', 'AddSource'] as const).flatMap((command): Broken[] => {
    const field = command === 'AddSource' ? 'to[0]' : 'corrects';
    const source = { document: sha256, table: 't', row: '', column: '', printed: '' };
    const data =
      command === 'AddSource'
        ? { to: [ENTRY], source }
        : { corrects: ENTRY, is: { amount: '-6' }, nature: 'misread', reason: 'Fel' };
    const withdrawn = happened(
      'EntryWithdrawn',
      { corrects: ENTRY, was: { ...statement, amount: '-5' }, reason: 'Fel' },
      2,
    );
    return [
      { code: 'ENTRY_UNKNOWN', field, command, data },
      { code: 'ENTRY_NOT_EFFECTIVE', field, command, data, before: [{ ...adopted, effective: false }] },
      { code: 'CONFLICT', field, command, data, before: [adopted, withdrawn] },
    ];
  }),
  {
    code: 'CIRCLE',
    field: 'lines',
    command: 'AdoptBudget',
    data: {
      ...frame('budget', '2031:1'),
      lines: [
        {
          line: ['Kansli'],
          measure: 'cost',
          unitOfMeasure: 'tkr',
          relative: { terms: [{ coefficient: 1, of: from }], difference: '1' },
        },
      ],
    },
    answers: { ...OPEN, wouldCircle: () => [{ ...statement.reading } as never] },
  },
  ...byHandRules(),
  ...slips(),
];

function purchase(): object {
  return {
    unit: UNIT,
    purchase: 'mark-1',
    property: 'Ängen 2:1',
    price: null,
    unitOfMeasure: 'tkr',
    date: '2031',
  };
}

/** What holds for each command that puts lines in an edition by hand. */
function byHandRules(): Broken[] {
  const goal = {};
  const stating: readonly (readonly [CommandName, object])[] = [
    ['AdoptBudget', frame('budget', '2031:1')],
    ['ReportOutcome', { ...frame('outcome', '2031-08'), through: '2031-08' }],
    ['ApproveProject', { ...frame('approved', '2031', 'land'), project: 'p', name: 'P' }],
    ['ReportProjectOutlay', { ...frame('outcome', '2031-08', 'land'), project: 'p', through: '2031-08' }],
    ['SetTarget', { ...frame('target', '2031'), ...goal }],
    ['MeasureIndicator', { ...frame('outcome', '2031-12'), ...goal }],
    ['StateTotal', frame('budget', '2031:1')],
  ];
  const project = happened('ProjectApproved', {
    ...frame('approved', '2030', 'land'),
    project: 'p',
    name: 'P',
    lines: [line('1')],
  });
  const changing: readonly (readonly [CommandName, object])[] = [
    ['ChangeBudget', { ...frame('budget', '2031:2'), cause }],
    ['ReallocateBudget', { ...frame('budget', '2031:2'), cause }],
    ['ReviseForecast', frame('forecast', 'T1')],
    ['ExtendApproval', { ...frame('approved', '2031', 'land'), project: 'p', cause }],
  ];
  const two = [line('5'), line('-5', { line: ['Stab'] })];
  const twice = [line('5'), line('-5')];
  const all: Broken[] = [];
  for (const [command, data] of stating) {
    for (const [state, code] of [
      ['undeclared', 'EDITION_UNDECLARED'],
      ['closed', 'EDITION_CLOSED'],
    ] as const)
      all.push({ code, field: 'edition', command, data: { ...data, lines: two }, answers: editions(state) });
    all.push({
      code: 'LINE_TWICE',
      field: 'lines[1]',
      command,
      data: { ...data, lines: twice },
      answers: OPEN,
    });
  }
  for (const [command, data] of changing) {
    const before = [project];
    for (const state of ['undeclared', 'declared', 'closed'] as const)
      all.push({
        code: 'EDITION_NOT_OPEN',
        field: 'edition',
        command,
        before,
        data: { ...data, lines: two },
        answers: editions(state),
      });
    all.push({
      code: 'LINE_TWICE',
      field: 'lines[1]',
      command,
      before,
      data: { ...data, lines: twice },
      answers: OPEN,
    });
    if (command === 'ReallocateBudget' || command === 'ReviseForecast') continue;
    all.push({
      code: 'CAUSE_WITHOUT_END',
      field: 'cause.until',
      command,
      before,
      answers: OPEN,
      data: { ...data, cause: { kind: 'temporary', words: 'Projekt' }, lines: two },
    });
  }
  const pairs = {
    ...frame('budget', '2031:2'),
    cause: { kind: 'temporary', words: 'Projekt' },
    lines: [line('5', { from })],
  };
  all.push({ code: 'CAUSE_WITHOUT_END', field: 'cause.until', command: 'ExplainChange', data: pairs });
  all.push({
    code: 'LINE_TWICE',
    field: 'lines[1]',
    command: 'ExplainChange',
    data: { ...pairs, cause, lines: [line('5', { from }), line('6', { from })] },
  });
  const risk = {
    ...frame('budget', '2031', 'control'),
    risk: 'r',
    line: ['R'],
    likelihood: { score: 1 },
    materiality: { score: 1 },
  };
  for (const [state, code] of [
    ['undeclared', 'EDITION_UNDECLARED'],
    ['closed', 'EDITION_CLOSED'],
  ] as const)
    all.push({ code, field: 'edition', command: 'AssessRisk', data: risk, answers: editions(state) });
  return all;
}

/** Names that there are not, and changes that would move nothing. */
function slips(): Broken[] {
  const elsewhere = placed({ hasLine: false, lines: [['Kansliet'], ['Stab']] });
  const pair = [line('5', { from })];
  const stating: readonly (readonly [CommandName, object])[] = [
    ['AdoptBudget', { ...frame('budget', '2031:1'), lines: [line('-5')] }],
    ['ReviseForecast', { ...frame('forecast', 'T1'), lines: [line('-5')] }],
    ['ReportOutcome', outcome],
  ];
  const changing: readonly (readonly [CommandName, object])[] = [
    ['ChangeBudget', change],
    ['ReallocateBudget', { ...change, lines: [line('5'), line('-5', { line: ['Stab'] })] }],
    ['ExplainChange', { ...change, lines: pair }],
  ];
  const all: Broken[] = [...stating, ...changing].flatMap(([command, data]): Broken[] => {
    const { lines } = data as { readonly lines: readonly object[] };
    const measured = { ...data, lines: lines.map((one) => ({ ...one, measure: 'costs' })) };
    const measure = { code: 'MEASURE_UNKNOWN', field: 'lines[0].measure', command, data: measured };
    const place = { code: 'LINE_UNKNOWN', field: 'lines[0].line', command, data, answers: elsewhere };
    return [{ ...measure, answers: OPEN }, ...(command === 'AdoptBudget' ? [] : [place])];
  });
  const extended = { ...frame('approved', '2031', 'land'), project: 'p', cause, lines: [line('5')] };
  for (const [command, data] of [...changing, ['ExtendApproval', extended] as const])
    all.push({
      code: 'CAUSE_KIND_UNKNOWN',
      field: 'cause.kind',
      command,
      data: { ...data, cause: { ...cause, kind: 'efficiencyy' } },
      answers: OPEN,
    });
  for (const [command, data] of changing.slice(0, 2)) {
    const derived = placed({ isDerived: true });
    const stated = placed({ statedBy: ENTRY });
    all.push({ code: 'FIGURE_DERIVED', field: 'lines[0].measure', command, data, answers: derived });
    all.push({ code: 'FIGURE_STATED', field: 'lines[0]', command, data, answers: stated });
  }
  const moves = [{ ...frame('outcome', '2031-08'), lines: [line('5', { from: { edition: 'start' } })] }];
  for (const [command, data] of [
    ['CompleteLandSale', deal],
    ['RescindLandSale', { ...rescinded, unseen: { words: 'Okänd' } }],
    ['AcquireLand', purchase()],
  ] as const)
    all.push({
      code: 'LINE_UNKNOWN',
      field: 'moves[0].lines[0].line',
      command,
      data: { ...data, moves },
      answers: elsewhere,
    });
  const correct = { corrects: ENTRY, nature: 'misread', reason: 'Fel' };
  const fromTable: Answers = {
    ...OPEN,
    placeOf: (reading) => ({ ...OPEN_PLACE, hasLine: reading.line[0] === 'Kansli', lines: [['Kansli']] }),
  };
  all.push({
    code: 'LINE_UNKNOWN',
    field: 'is.reading.line',
    command: 'CorrectEntry',
    data: { ...correct, is: { reading: { line: ['kansli'] } } },
    before: [adopted],
    answers: fromTable,
  });
  all.push({
    code: 'CAUSE_KIND_UNKNOWN',
    field: 'is.cause.kind',
    command: 'CorrectEntry',
    data: { ...correct, is: { cause: { kind: 'efficiencyy' } } },
    before: [happened('BudgetChanged', change)],
  });
  return all;
}

/** What is no entry, corrected as a whole. */
function eventRules(): Broken[] {
  const [corrects = ''] = ENTRY.split('/');
  const why = { corrects, nature: 'misread', reason: 'Fel' };
  const control = { unit: UNIT, period: '2031', control: 'k-1' };
  const outcome = { ...control, outcome: 'withRemark' };
  const recorded = happened('ControlOutcomeRecorded', outcome);
  const is = { outcome: 'notAssessed' };
  const whole = { corrects, event: 'ControlOutcomeRecorded', version: 1, was: outcome, reason: 'Fel' };
  const moves = [{ ...frame('outcome', '2031-08'), lines: [line('5', { from: { edition: 'start' } })] }];
  const completed = happened('LandSaleCompleted', { ...deal, moves });
  const was = {
    ...statement,
    kind: 'change',
    from: { edition: 'start' },
    amount: '5',
    cause: { ...cause, id: 'c' },
  };
  const gone = happened('EntryWithdrawn', { corrects: ENTRY, was, reason: 'Fel' }, 2);
  const other = happened(
    'EntryCorrected',
    { corrects: ENTRY, was, is: { ...was, amount: '6' }, nature: 'misread', reason: 'Fel' },
    2,
  );
  const moving = (...amounts: string[]) => ({
    moves: [
      {
        ...moves[0],
        lines: amounts.map((amount, n) => line(amount, { line: [String(n)], from: { edition: 'start' } })),
      },
    ],
  });
  const corrected = {
    command: 'CorrectEvent',
    field: 'corrects',
    data: { ...why, is },
    before: [recorded],
  } as const;
  return [
    { ...corrected, code: 'EVENT_NOT_RECORDED', before: [] },
    { ...corrected, code: 'EVENT_NOT_EFFECTIVE', before: [{ ...recorded, effective: false }] },
    { ...corrected, code: 'EVENT_NOT_CORRECTABLE', before: [adopted] },
    {
      ...corrected,
      code: 'EVENT_NOT_CORRECTABLE',
      before: [happened('EditionDeclared', edition)],
    },
    { ...corrected, code: 'CONFLICT', before: [recorded, happened('EventWithdrawn', whole, 2)] },
    {
      ...corrected,
      code: 'CONFLICT',
      before: [
        recorded,
        happened('EventCorrected', { ...whole, is: { ...outcome, ...is }, nature: 'misread' }, 2),
      ],
    },
    { ...corrected, code: 'EVENT_INVALID', field: 'date', data: { ...why, is, nature: 'erratum' } },
    {
      ...corrected,
      code: 'CONTROL_OUTCOME_UNKNOWN',
      field: 'is.outcome',
      data: { ...why, is: { outcome: 'bra' } },
    },
    {
      ...corrected,
      code: 'EVENT_INVALID',
      field: 'is.state',
      data: { ...why, is: { state: 'notEvaluated' } },
    },
    { ...corrected, code: 'EVENT_OF_ANOTHER', field: 'is.control', data: { ...why, is: { control: 'k-2' } } },
    { ...corrected, code: 'NOTHING_CORRECTED', field: 'is', data: { ...why, is: { outcome: 'withRemark' } } },
    {
      ...corrected,
      code: 'SCALE_YEARS_OVERLAP',
      field: 'fromYear',
      data: { ...why, is: { toYear: '2032' } },
      before: [
        happened('ScaleDefined', { ...scale, toYear: '2031' }),
        happened('ScaleDefined', { ...scale, fromYear: '2032' }, 2),
      ],
    },
    {
      ...corrected,
      code: 'REPAID_MORE_THAN_PRICE',
      field: 'repaid',
      data: { ...why, is: { price: '9' } },
      before: [happened('LandSaleCompleted', deal), happened('LandSaleRescinded', rescinded, 2)],
    },
    {
      ...corrected,
      code: 'SALE_COMPLETED_BEFORE_AGREED',
      field: 'date',
      data: { ...why, is: { date: '2032-05' } },
      before: [
        happened('LandSaleAgreed', { ...deal, date: '2031-02' }),
        happened('LandSaleCompleted', { ...deal, date: '2031-03' }, 2),
      ],
    },
    {
      ...corrected,
      code: 'SALE_RESCINDED_BEFORE_COMPLETED',
      field: 'date',
      data: { ...why, is: { date: '2031-06' } },
      before: [
        happened('LandSaleCompleted', { ...deal, date: '2031-03' }),
        happened('LandSaleRescinded', { ...rescinded, date: '2031-05' }, 2),
      ],
    },
    {
      ...corrected,
      code: 'UNIT_MOVED_TO_ITSELF',
      field: 'to',
      data: { ...why, is: { toLine: ['Kansli'] } },
      before: [
        happened('UnitMoved', {
          unit: UNIT,
          line: ['Kansli'],
          to: UNIT,
          toLine: ['Stab'],
          since: '2031',
          words: 'Bytt',
        }),
      ],
    },
    {
      ...corrected,
      code: 'EVENT_ENTRIES_ADDED',
      field: 'is',
      data: { ...why, is: moving('5', '6') },
      before: [completed],
    },
    {
      ...corrected,
      code: 'EVENT_ENTRY_CORRECTED',
      data: { ...why, is: moving('7') },
      before: [completed, other],
    },
    {
      ...corrected,
      code: 'EVENT_ENTRY_CORRECTED',
      data: { ...why, is: moving('7') },
      before: [completed, gone],
    },
    {
      code: 'SALE_RESCINDED',
      field: 'corrects',
      command: 'WithdrawEvent',
      data: { corrects: recorded.id, reason: 'Fel' },
      before: [happened('LandSaleCompleted', deal), happened('LandSaleRescinded', rescinded, 2)],
    },
  ];
}

/** Places of the code that have refused something: `budget/decider.ts:31`. */
const reached = new Set<string>();

function refusalOf(ask: () => unknown): Error | undefined {
  try {
    ask();
    return undefined;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const at = /libs\/domain\/(?!refuse\.ts)([\w/-]+\.ts):(\d+)/.exec(error.stack ?? '');
    if (at !== null) reached.add(`${at[1] ?? ''}:${at[2] ?? ''}`);
    return error;
  }
}

describe('each rule of each command, broken', () => {
  it.each(BROKEN)(
    '$command: $code at $field',
    ({ code, field, command, data, before = [], answers = NO_ANSWERS }) => {
      const error = refusalOf(() => decide(before, { type: command, data } as never, answers));
      expect(isLedgerError(error) && { code: error.code, field: error.place?.field }).toEqual({
        code,
        field,
      });
      if (!isLedgerError(error)) return;
      expect(error.place?.rule).toMatch(/^[a-zA-Z][\w -]+$/);
      expect(error.message.length).toBeGreaterThan(15);
      // What to do: a sentence of its own, not the message again.
      expect(error.hint).toMatch(/^[A-Z].{14,}\.$/);
      expect(error.hint).not.toBe(error.message);
    },
  );

  it('and what no command can be', () => {
    const refused = (ask: () => unknown): unknown => {
      const error = refusalOf(ask);
      return isLedgerError(error) ? [error.code, (error.hint ?? '') !== ''] : error;
    };
    const correct = { type: 'WithdrawEntry', data: { corrects: ENTRY, reason: 'Fel' } } as const;
    expect(refused(() => streamOfCommand(correct, NO_ANSWERS))).toEqual(['ENTRY_UNKNOWN', true]);
    expect(refusalOf(() => streamOfCommand(correct, NO_ANSWERS))).toMatchObject({
      hint: 'Name an entry by its id, <event id>/<n>, as `entries` and the explanations tell it.',
    });
    const withdraw = {
      type: 'WithdrawEvent',
      data: { corrects: ENTRY.slice(0, -2), reason: 'Fel' },
    } as const;
    expect(refused(() => streamOfCommand(withdraw, NO_ANSWERS))).toEqual(['EVENT_NOT_RECORDED', true]);
    expect(refused(() => decide([], { type: 'Delete', data: {} } as never, NO_ANSWERS))).toEqual([
      'UNKNOWN_COMMAND',
      true,
    ]);
    expect(refused(() => streamOf(eventOf('ImportCompleted', { importId: 'i', events: 1 })))).toEqual([
      'STREAM_NOT_GIVEN',
      true,
    ]);
    expect(refused(() => entriesOf({ id: '', type: 'Deleted', schemaVersion: 1, data: {} }))).toEqual([
      'UNKNOWN_EVENT',
      true,
    ]);
  });

  it('is every rule that there is in the code', () => {
    const places = sources('').flatMap((file) =>
      readFileSync(join('libs/domain', file), 'utf8')
        .split('\n')
        .flatMap((text, n) =>
          /(?:\brefuse|new LedgerError)\($|(?:\brefuse|new LedgerError)\('/.test(text)
            ? [`${file}:${n + 1}`]
            : [],
        ),
    );
    expect(places.length).toBeGreaterThan(45);
    expect(places.filter((place) => !reached.has(place))).toEqual([]);
  });
});

function sources(folder: string): string[] {
  return readdirSync(join('libs/domain', folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'testing' ? [] : sources(path);
    return path.endsWith('.ts') && !path.endsWith('.test.ts') && !['refuse.ts', 'validate.ts'].includes(path)
      ? [path]
      : [];
  });
}
