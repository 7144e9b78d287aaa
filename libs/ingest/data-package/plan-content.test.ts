import { describe, expect, it } from '@jest/globals';
import { isLedgerError } from '#amount';
import { entriesOf, invalidity, type EventOf, type EventType } from '#domain';
import { assertionsOf, Book, Evaluator, type Reading } from '#ledger';
import { readCsv } from '../csv.js';
import type { PlannedEvent } from '../import-plan.js';
import { packageOf, type FileName, type PackageRecords } from './package.js';
import { planDataPackage } from './plan.js';

/* What a document holds beside money: the least package that has it. */

const HASH = 'd'.repeat(64);
const FILES: Readonly<Partial<Record<FileName, string>>> = {
  documents: `document,file,title,date,status,sha256
b,b.txt,Budget 2030,2029-11-20,adopted,${'b'.repeat(64)}
`,
  units: `unit,name,kind
sjovik,Sjöviks kommun,municipality
sjovik/ks,Kommunstyrelsen,board
`,
  signs: `signs,measure,factor
canonical,*,1
`,
  tables: `table,document,title,unit,area,unitOfMeasure,place,rank
b/risker,b,Risker,sjovik/ks,control,count,1,1
b/plan,b,Internkontrollplan,sjovik/ks,control,count,2,2
b/mått,b,Mått,sjovik/ks,indicator,count,3,1
b/mark,b,Mark,sjovik/ks,land,tkr,4,1
`,
  columns: `table,order,column,role,basis,edition,period,signs,measure
b/risker,1,Väsentlighet,reading,approved,2030,2030,canonical,materiality
b/risker,2,Sannolikhet,reading,approved,2030,2030,canonical,likelihood
b/risker,3,Riskvärde,reading,approved,2030,2030,canonical,risk
b/plan,1,Riskvärde,reading,approved,2030,2030,canonical,risk
b/mått,1,Mål 2030,reading,target,2030,2030,canonical,
b/mått,2,Utfall 2029,reading,outcome,2029-12p,2029,canonical,
b/mark,1,Godkänd utgift,reading,approved,2030,lifetime,canonical,
b/mark,2,Projektstatus,text,,,,,status
`,
  rows: `table,order,row,kind,line,measure,formula,unitOfMeasure,goal
b/risker,1,Storm,leaf,Storm,risk,likelihood * materiality,,
b/risker,2,Is,leaf,Is,risk,likelihood * materiality,,
b/plan,1,Storm,leaf,Storm,risk,,,
b/mått,1,Nöjda gäster %,leaf,Nöjda gäster,value,,percent,nojda-gaster
b/mått,2,Antal båtar,leaf,Antal båtar,value,,,
b/mått,3,Andel båtar med motor,leaf,Andel båtar med motor,value,,percent,
b/mark,1,Norra kajen,leaf,Norra kajen,outlay,,,
b/mark,2,Södra kajen,leaf,Södra kajen,outlay,,,
`,
  cells: `table,row,column,printed
b/risker,Storm,Väsentlighet,4
b/risker,Storm,Sannolikhet,3
b/risker,Storm,Riskvärde,11
b/risker,Is,Väsentlighet,2
b/risker,Is,Sannolikhet,-
b/risker,Is,Riskvärde,6
b/plan,Storm,Riskvärde,12
b/mått,Nöjda gäster %,Mål 2030,"72,5%"
b/mått,Nöjda gäster %,Utfall 2029,(71)
b/mått,Antal båtar,Mål 2030,120
b/mått,Antal båtar,Utfall 2029,-
b/mått,Andel båtar med motor,Mål 2030,20
b/mark,Norra kajen,Godkänd utgift,4 000
b/mark,Norra kajen,Projektstatus,2
b/mark,Södra kajen,Godkänd utgift,100
b/mark,Södra kajen,Projektstatus,
`,
  editions: `unit,area,basis,period,edition,order,kind,status,label,document
sjovik/ks,control,approved,2030,2030,2030;0;0,full,,Internkontroll 2030,b
sjovik/ks,indicator,target,2030,2030,2030;0;0,full,,Mål 2030,b
sjovik/ks,indicator,outcome,2029,2029-12p,2029;11;12,full,forInformation,Preliminärt utfall 2029,b
sjovik/ks,land,approved,lifetime,2030,2030;0;0,full,,Godkänd utgift,b
`,
  goals: `document,unit,goal,period,label,words,parent,parentUnit,state,expected,through,table,row,sentence
b,sjovik/ks,nojda-gaster,2030,Mål 1,Nöjda gäster,oppen-hamn,sjovik,partlyFulfilled,fullyFulfilled,2030-08,mål,Mål 1,${HASH}
b,sjovik,oppen-hamn,2030,1,Öppen hamn,,,,,,mål,1,${HASH}
`,
  assignments: `document,unit,assignment,period,givenBy,words,status,through,table,row,sentence
b,sjovik/ks,se-over-taxor,2030,Nämnd,Se över taxor,started,2030-08,b/uppdrag,Se över taxor,${HASH}
b,sjovik/ks,lys-upp,2030,,Lys upp bryggor,,,b/uppdrag,Lys upp bryggor,
`,
  risks: `table,row,risk,sentence
b/risker,Storm,stormskador,${HASH}
`,
  controls: `document,unit,period,control,risk,what,responsible,outcome,through,table,row,sentence
b,sjovik/ks,2030,storm,stormskador,Besiktning,Hamnkapten,notStated,2030-08,b/uppföljning,Storm,${HASH}
b,sjovik/ks,2030,avgift,,Stickprov,,,,b/plan,Avgift,
`,
  scales: `document,unit,scale,fromYear,toYear,code,meaning,place
b,sjovik/ks,projektstatus-2030,2030,2030,2,Pågår,Förklaring
b,sjovik/ks,projektstatus-2030,2030,2030,0,Ej påbörjat,Förklaring
`,
};

function recordsOf(files: typeof FILES): PackageRecords {
  return Object.fromEntries(
    Object.entries(files).map(([name, text]) => [name, readCsv(`${name}.csv`, text, [])]),
  );
}

function eventsOf(files: typeof FILES = FILES): PlannedEvent[] {
  return planDataPackage(packageOf('content', recordsOf(files))).streams.flatMap(({ events }) => events);
}

const events = eventsOf();

function all<T extends EventType>(type: T): EventOf<T>['data'][] {
  return events.filter((event) => event.type === type).map((event) => event.data as EventOf<T>['data']);
}

function refusal(file: FileName, text: string, by: string): unknown {
  try {
    eventsOf({ ...FILES, [file]: (FILES[file] ?? '').replace(text, by) });
  } catch (error) {
    if (isLedgerError(error)) return { code: error.code, column: error.place?.field };
    throw error;
  }
  return null;
}

const evaluator = new Evaluator(new Book(events.flatMap((event) => [...entriesOf(event)])));

function reading(
  area: string,
  line: string[],
  measure: string,
  basis: Reading['basis'],
  edition: string,
): Reading {
  const period = area === 'land' ? 'lifetime' : edition.slice(0, 4);
  return { unit: 'sjovik/ks', area, line, measure, period, basis, edition };
}

describe('the content of a document beside money', () => {
  it('is valid events', () => {
    expect(events.map((event) => invalidity(event)).filter((wrong) => wrong !== undefined)).toEqual([]);
  });

  it('has each numeric cell once, with its source', () => {
    const cells = events.flatMap((event) =>
      entriesOf(event).flatMap((entry) => ('source' in entry ? [entry.source] : [])),
    );
    const numeric = cells.filter((cell) => /\d/.test(cell?.printed ?? ''));
    const printed = readCsv('cells.csv', FILES.cells ?? '', []).filter(({ values }) =>
      /\d/.test(values['printed'] ?? ''),
    );
    expect(
      numeric.map((cell) => [cell?.table, cell?.row, cell?.column, cell?.printed].join('|')).sort(),
    ).toEqual(
      printed.map(({ values: v }) => [v['table'], v['row'], v['column'], v['printed']].join('|')).sort(),
    );
  });

  it('has the indicators of a goal in its stream, and measures without a goal beside it', () => {
    expect(all('TargetSet').map(({ goal, lines }) => [goal, lines.map(({ amount }) => amount)])).toEqual([
      ['nojda-gaster', ['72.5']],
      [undefined, ['120', '20']],
    ]);
    expect(all('IndicatorMeasured')).toMatchObject([
      {
        goal: 'nojda-gaster',
        edition: '2029-12p',
        lines: [{ amount: '71', preliminary: true, unitOfMeasure: 'percent' }],
      },
      { lines: [{ amount: null, unitOfMeasure: 'count' }] },
    ]);
    expect(all('IndicatorMeasured')[1]).not.toHaveProperty('goal');
  });

  it('never sums percentages, indicators or codes', () => {
    for (const at of [
      reading('indicator', [], 'value', 'target', '2030'),
      reading('control', [], 'risk', 'approved', '2030'),
      reading('control', [], 'likelihood', 'approved', '2030'),
      reading('land', [], 'status', 'approved', '2030'),
    ]) {
      expect(evaluator.value(at).amount).toBeNull();
    }
  });

  it('computes the value of a risk from its scores, and holds what is printed against it', () => {
    const [storm, ice] = all('RiskAssessed').sort((a, b) => (a.risk < b.risk ? 1 : -1));
    expect(storm).toMatchObject({
      risk: 'stormskador',
      line: ['Storm'],
      likelihood: { score: 3, source: { column: 'Sannolikhet' } },
      materiality: { score: 4, source: { column: 'Väsentlighet' } },
      source: { sentence: HASH },
    });
    expect(ice).toMatchObject({ risk: 'is', likelihood: { score: null }, materiality: { score: 2 } });
    const at = reading('control', ['Storm'], 'risk', 'approved', '2030');
    expect(evaluator.value(at).amount).toBe(12_000_000n);
    expect(
      assertionsOf(evaluator, at)
        .map(({ kind, class: found, entry }) => [kind, found, entry.source?.table])
        .sort(),
    ).toEqual([
      ['product', 'discrepancy', 'b/risker'],
      ['product', 'equal', 'b/plan'],
    ]);
    // Without both scores there is no product: what is printed stands, and is said to be only that.
    const stated = evaluator.value(reading('control', ['Is'], 'risk', 'approved', '2030'));
    expect([stated.amount, stated.marks.has('statedOnly')]).toEqual([6_000_000n, true]);
    expect(events.filter(({ type }) => type === 'BudgetAdopted')).toEqual([]);
  });

  it('has goals with the one above them, and how they were assessed', () => {
    expect(all('GoalSet')).toMatchObject([
      { goal: 'nojda-gaster', unit: 'sjovik/ks', label: 'Mål 1', parent: 'oppen-hamn', parentUnit: 'sjovik' },
      { goal: 'oppen-hamn', unit: 'sjovik', words: 'Öppen hamn' },
    ]);
    expect(all('GoalAssessed')).toMatchObject([
      { goal: 'nojda-gaster', state: 'partlyFulfilled', expected: 'fullyFulfilled', through: '2030-08' },
    ]);
  });

  it('has assignments, of which one is reported on', () => {
    expect(all('AssignmentGiven').map(({ assignment, givenBy }) => [assignment, givenBy])).toEqual([
      ['lys-upp', undefined],
      ['se-over-taxor', 'Nämnd'],
    ]);
    expect(all('AssignmentReported')).toMatchObject([{ assignment: 'se-over-taxor', status: 'started' }]);
  });

  it('has controls, and an outcome that the source does not state', () => {
    expect(all('ControlPlanned').map(({ control, what }) => [control, what])).toEqual([
      ['avgift', 'Stickprov'],
      ['storm', 'Besiktning'],
    ]);
    expect(all('ControlOutcomeRecorded')).toMatchObject([
      {
        control: 'storm',
        outcome: 'notStated',
        through: '2030-08',
        source: { table: 'b/uppföljning', sentence: HASH },
      },
    ]);
  });

  it('has status codes of projects with the scale of their document', () => {
    expect(all('ScaleDefined')).toMatchObject([
      {
        scale: 'projektstatus-2030',
        fromYear: '2030',
        toYear: '2030',
        codes: [{ code: '0' }, { code: '2', meaning: 'Pågår' }],
      },
    ]);
    expect(all('ProjectStatusChanged')).toMatchObject([
      {
        project: 'norra-kajen',
        scale: 'projektstatus-2030',
        code: '2',
        at: { basis: 'approved', edition: '2030' },
      },
    ]);
    expect(evaluator.value(reading('land', ['Norra kajen'], 'status', 'approved', '2030')).amount).toBe(
      2_000_000n,
    );
  });

  it('refuses what it cannot read, by field', () => {
    expect(refusal('goals', 'partlyFulfilled', 'almost')).toEqual({ code: 'VALUE_UNKNOWN', column: 'state' });
    expect(refusal('assignments', 'started', 'begun')).toEqual({ code: 'VALUE_UNKNOWN', column: 'status' });
    expect(refusal('controls', 'notStated', 'green')).toEqual({ code: 'VALUE_UNKNOWN', column: 'outcome' });
    expect(refusal('goals', HASH, 'Gästerna ska bli nöjda.')).toEqual({
      code: 'VALUE_UNKNOWN',
      column: 'sentence',
    });
    expect(refusal('cells', 'Sannolikhet,3', 'Sannolikhet,"3,5"')).toEqual({
      code: 'RISK_OUT_OF_RANGE',
      column: 'measure',
    });
    expect(refusal('columns', 'likelihood', 'count')).toBeNull();
    expect(refusal('columns', 'materiality', 'count')).toEqual({ code: 'SCORE_MISSING', column: 'measure' });
  });
});
