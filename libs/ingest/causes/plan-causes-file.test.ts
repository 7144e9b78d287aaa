import { describe, expect, it } from '@jest/globals';
import { causesRowsOf } from './causes-file.js';
import { planCausesFile, type KnownLedger, type PlannedCauses } from './plan-causes-file.js';

const DOCUMENT = {
  sha256: 'b'.repeat(64),
  id: 'sjovik-ks-budget-2030',
  file: 'budget-2030.txt',
  title: 'Budget 2030',
  date: '2029-10-15',
  status: 'adopted',
} as const;

const FRAME = { unit: 'sjovik/ks', area: 'operations', basis: 'budget', period: '2030' } as const;

const LEDGER: KnownLedger = {
  documentNamed: () => DOCUMENT,
  documents: [DOCUMENT],
  unitCalled: () => ({ unit: 'sjovik/ks', name: 'Kommunstyrelsen', kind: 'board' }),
  editions: [1, 2].map((number) => ({
    ...FRAME,
    edition: `2030:${number}`,
    order: [2030, number],
    extent: 'full',
    status: 'adopted',
    known: true,
    label: `Budget 2030:${number}`,
    document: DOCUMENT.sha256,
  })),
};

const HEADER = 'document;unit;area;line;measure;from;to;cause;kind;words;amount;decisionDate;since';

function planned(...lines: readonly string[]): PlannedCauses {
  const full = lines.map(
    (line) =>
      `budget-2030.txt;sjovik/ks;operations;Hamnen;cost;budget 2030 2030:1;budget 2030 2030:2;${line}`,
  );
  const bytes = Buffer.from([HEADER, ...full].join('\n'));
  return planCausesFile('orsaker.csv', causesRowsOf({ fileName: 'orsaker.csv', bytes }), LEDGER);
}

describe('a list of causes', () => {
  it('may say the kind of a cause in Swedish', () => {
    const { plan, problems } = planned('krav;Effektivisering;Färre öppettider;0,8 mnkr;;');
    expect(problems).toEqual([]);
    const [event] = plan?.streams.flatMap(({ events }) => events) ?? [];
    expect(event?.data).toMatchObject({ cause: { kind: 'efficiency' } });
  });

  it('is told all that is wrong with a line at once, each with its column', () => {
    const { plan, problems } = planned(
      'krav;hittepå;Färre öppettider;5 miljoner;15 oktober 2029;hösten',
      'krav;;;-1 tkr;;',
    );
    expect(plan).toBeNull();
    expect(problems.map(({ code, place }) => [code, place?.line, place?.column])).toEqual([
      ['VALUE_UNKNOWN', 2, 'kind'],
      ['DATE_UNREADABLE', 2, 'decisionDate'],
      ['DATE_UNREADABLE', 2, 'since'],
      ['VALUE_MISSING', 2, 'amount'],
    ]);
    expect(problems[0]?.hint).toContain('effektivisering');
  });

  it('is not told of the later lines of a cause what is wrong with its first', () => {
    const { problems } = planned('krav;;Färre öppettider;1 tkr;;', 'krav;;;-1 tkr;;');
    expect(problems.map(({ message }) => message)).toEqual(['orsaker.csv line 2: kind is blank']);
  });
});
