import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fromDecimal } from '#amount';
import type { CellExplanationAnswer, DifferenceAnswer, ReadLedger, View, ViewRequest } from '#projections';
import { LOADING_MS, publishedLedger, type PublishedLedger } from '../support/published-ledger.js';

let published: PublishedLedger;
let reader: ReadLedger;

beforeAll(async () => {
  published = await publishedLedger();
  ({ reader } = published.ledger);
}, LOADING_MS);

afterAll(() => published.remove());

function values(view: View, path: string): (string | null)[] {
  const row = view.rows.find((r) => r.path.join(' > ') === path);
  if (row === undefined) throw new Error(`no row ${path}`);
  return row.cells.map((cell) => cell.value);
}

/** Cells whose value is neither what is printed in them nor marked as differing from it. */
function unlike(view: View): string[] {
  return view.rows.flatMap(({ path, cells }) =>
    cells
      .filter(({ stated }) => stated?.value !== undefined && stated.value !== null)
      .filter(({ stated, value, discrepancy }) => stated?.value !== value && discrepancy === null)
      .map(
        ({ column, value, stated }) =>
          `${path.join(' > ')} ${column}: ${value ?? ''} printed ${stated?.printed ?? ''}`,
      ),
  );
}

describe('land projects of the published documents', () => {
  it('of 2021: approved, spent to April 2020, remaining, budget and plan; cells as printed', () => {
    const view = reader.land('boras/ks', '2021');
    expect(view.columns.map(({ label }) => label)).toEqual([
      'Godkänd utgift',
      'Utgift tom april 2020',
      'Återstår',
      'Budget 2021',
      'Plan 2022',
      'Plan 2023',
    ]);
    expect(values(view, 'Summa')).toEqual(['584700', '516408', '68292', '20000', '25400', '26000']);
    expect(values(view, 'Viared Västra, åtgärder för gator')).toEqual([
      '394700',
      '390059',
      '4641',
      '0',
      '3000',
      '6000',
    ]);
    expect(unlike(view)).toEqual([]);
  });

  it('status codes have the meaning of the scale of 2021, also seen from 2025, whose scale is another', () => {
    const statuses = (year: string): (string | null | undefined)[][] =>
      reader
        .land('boras/ks', year)
        .projects.filter(({ status }) => status !== null)
        .map(({ name, status }) => [name, status?.code, status?.meaning, status?.asAt]);
    expect(statuses('2021')).toEqual([
      ['Viared Västra, åtgärder för gator', '2', 'Pågår', '2021'],
      ['Utbyggnad av industriområde Viared Norra', '2', 'Pågår', '2021'],
      ['Utbyggnad av industriområde Nordskogen', '2', 'Pågår', '2021'],
      ['Utbyggnad av övriga industriområden 2020', '1', 'Förstudie', '2021'],
      ['Utbyggnad av bostadsområden 2020', '1', 'Förstudie', '2021'],
    ]);
    expect(statuses('2025')).toEqual([
      ['Utbyggnad av industriområde Viared Norra', '2', 'Pågår', '2021'],
      ['Utbyggnad av industriområde Nordskogen', '2', 'Pågår', '2021'],
    ]);
  });

  it('of 2025: the extensions of approved outlay, and sums that the table does not print', () => {
    const view = reader.land('boras/ks', '2025');
    expect(values(view, 'Utbyggnad av industriområde Viared Västra > Utgift')).toEqual([
      '-434700',
      '-10000',
      '-444700',
      '-422431',
      '-22269',
      '-13000',
      '0',
      '0',
      '0',
      '0',
    ]);
    expect(values(view, 'Utbyggnad av industriområde Viared Västra > Netto').slice(0, 4)).toEqual([
      '180300',
      '-10000',
      '170300',
      '-25718',
    ]);
    const project = view.projects.find(({ name }) => name.endsWith('Viared Västra'));
    expect(project).toMatchObject({
      approved: '-434700',
      extended: '-10000',
      spent: '-422431',
      sold: '396713',
    });
    expect(view.projects.find(({ name }) => name === 'Utbyggnad av bostadsområden')).toMatchObject({
      approved: '0',
      extended: '-172130',
      remaining: '-172130',
      contribution: '0',
    });
    expect(unlike(view)).toEqual([]);
  });

  it('the sale that was rescinded in 2023 is told with what it moved, though the ledger never saw it', () => {
    const { sales } = reader.land('alingsas', '2023');
    expect(sales).toMatchObject([{ state: 'rescinded', repaid: '1158', price: null, unitOfMeasure: 'tkr' }]);
    expect(sales[0]?.unseen).not.toBeNull();
    expect(sales[0]?.steps[0]?.moved[0]).toMatchObject({
      reading: { unit: 'alingsas/ks/exploatering', measure: 'revenue', edition: '2023-08' },
      amount: '-1158',
    });
    expect(reader.land('alingsas', '2025').sales).toEqual([]);
  });
});

describe('internal control of the published documents', () => {
  it('33 risks of 2025, each product as printed, in the squares of the matrix', () => {
    const view = reader.internalControl('alingsas/ks', '2025');
    expect(view.risks).toHaveLength(33);
    expect(view.risks.filter(({ value, printed }) => value !== printed)).toEqual([]);
    expect(view.risks.filter(({ discrepancy }) => discrepancy !== null)).toEqual([]);
    const inSquares = view.matrix.flatMap(({ risks }) => risks);
    expect([inSquares.length, new Set(inSquares).size]).toEqual([33, 33]);
    expect(view.matrix.find(({ value, risks }) => value === 12 && risks.length > 0)).toMatchObject({
      likelihoodLabel: 'Möjlig',
      materialityLabel: 'Allvarlig',
      risks: ['valfardsbrottslighet'],
    });
    expect(unlike(view)).toEqual([]);
  });

  it('17 controls: seven planned without an outcome yet, ten whose outcome the source has lost; none is green', () => {
    const planned = reader.internalControl('alingsas/ks', '2025');
    expect(planned.controls.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 7 }, () => null));
    expect(planned.controls.every(({ responsible }) => responsible !== null)).toBe(true);
    const followed = reader.internalControl('alingsas/ks', '2023');
    expect(followed.controls.map(({ outcome }) => outcome)).toEqual(
      Array.from({ length: 10 }, () => 'notStated'),
    );
    expect([planned, followed].map(({ withoutAssessment }) => withoutAssessment.length)).toEqual([7, 10]);
  });
});

describe('goals and indicators of the published documents', () => {
  it('seven goals with their states, below three of the council', () => {
    const { goals } = reader.goals('alingsas/ks', '2023');
    expect(goals.map(({ label, state }) => [label, state])).toEqual([
      ['Kommunstyrelsens mål 1', 'fullyFulfilled'],
      ['Kommunstyrelsens mål 2', 'notFulfilled'],
      ['Kommunstyrelsens mål 3', 'notEvaluated'],
      ['Kommunstyrelsens mål 4', 'partlyFulfilled'],
      ['Kommunstyrelsens mål 5', 'notEvaluated'],
      ['Kommunstyrelsens mål 6', 'notEvaluated'],
      ['Kommunstyrelsens mål 7', 'partlyFulfilled'],
    ]);
    expect(new Set(goals.map(({ parentWords }) => parentWords)).size).toBe(3);
    expect(reader.goals('alingsas').goals).toHaveLength(10);
  });

  it('indicators over the years; what is preliminary and what only a chart says is told', () => {
    const alingsas = reader.goals('alingsas/ks');
    expect(alingsas.rows).toHaveLength(12);
    expect(values(alingsas, 'Företagsklimat enl. ÖJ (Insikt) - Totalt, NKI')).toEqual([
      '71',
      '72',
      '72',
      '72',
    ]);
    expect(
      alingsas.indicators.filter(({ preliminary }) => preliminary.length > 0).map(({ goal }) => goal),
    ).toEqual(['kommunens-foretagsklimat', 'foretagares-samt-kommunens-egna-verksamheters-bedomning-av']);
    const boras = reader.goals('boras/ks');
    expect(
      values(boras, 'Antal nyproducerade bostäder i Borås tätort').filter((value) => value !== null),
    ).toEqual(['472', '480', '480', '135', '480', '421', '480', '480']);
    const nights = boras.indicators.find(({ line }) => line[0] === 'Antal gästnätter i Borås');
    expect(nights).toMatchObject({ fromChart: ['outcome2020', 'outcome2021'], preliminary: ['outcome2024'] });
    expect([...unlike(alingsas), ...unlike(boras)]).toEqual([]);
  });

  it('38 assignments by status', () => {
    const counts = (unit: string): number[] => reader.assignments({ unit }).counts.map(({ count }) => count);
    expect(counts('boras')).toEqual([16, 0, 0, 0]);
    expect(counts('alingsas')).toEqual([14, 1, 6, 1]);
    const [finished] = reader.assignments({ unit: 'alingsas', status: 'finished' }).assignments;
    expect(finished).toMatchObject({ status: 'finished', through: '2023-08', period: '2023' });
  });
});

describe('the life of a published figure', () => {
  it('revenue of land development 2023: budget, forecasts, outcome, and why', () => {
    const { steps } = reader.life({
      view: 'life',
      unit: 'alingsas/ks/exploatering',
      year: '2023',
      area: 'land',
      line: [],
      measure: 'revenue',
    });
    expect(
      steps.map(({ column, value, changed, unexplained }) => [column, value, changed, unexplained]),
    ).toEqual([
      ['budget-2023@2023-08', '9531', null, null],
      ['forecast-T1', null, null, null],
      ['forecast-T2', '7949', '-1712', '130'],
      ['outcome-2023-08', '-172', '-172', '0'],
    ]);
    expect(steps[3]?.changes.map(({ amount, kind }) => [amount, kind])).toEqual([
      ['-1158', 'rescission'],
      ['986', 'rent'],
    ]);
  });
});

const REQUESTS: readonly ViewRequest[] = [
  { view: 'land', unit: 'boras/ks', year: '2021' },
  { view: 'land', unit: 'boras/ks', year: '2025' },
  { view: 'land', unit: 'alingsas/ks', year: '2025' },
  { view: 'internal-control', unit: 'alingsas/ks', year: '2025' },
  { view: 'goals', unit: 'alingsas/ks' },
  { view: 'goals', unit: 'boras' },
  {
    view: 'life',
    unit: 'alingsas/ks',
    year: '2023',
    area: 'investment',
    line: ['Expansionsinvestering'],
    measure: 'outlay',
  },
];

describe('every cell of the other views', () => {
  it.each(REQUESTS)('is explained by its value, and the parts add up: $view $unit $year', (request) => {
    const view = reader.view(request);
    let explained = 0;
    for (const { path, cells } of view.rows) {
      for (const { column, value } of cells) {
        if (value === null) continue;
        const answer = reader.explain(request, path.join(' > '), column);
        const own = answer.kind === 'cell' ? answer.cell.value : answer.difference.difference;
        // An explanation is in the canonical sign, a cell in the printed one.
        expect([value, negated(value)]).toContain(own);
        if (answer.kind === 'cell') addsUp(answer.cell);
        else sumsExactly(answer.difference);
        explained++;
      }
    }
    expect(explained).toBeGreaterThan(3);
  });
});

function negated(value: string): string {
  return value.startsWith('-') ? value.slice(1) : `-${value}`;
}

const amount = (text: string | null): bigint => fromDecimal(text ?? '0', 'tkr');

function addsUp({ value, parts, formula, label }: CellExplanationAnswer): void {
  if (parts.length === 0 || formula?.includes('×') === true) return;
  const sum = parts.reduce((so, part) => so + BigInt(part.coefficient) * amount(part.value), 0n);
  expect([label, sum]).toEqual([label, amount(value)]);
  for (const part of parts) addsUp(part);
}

function sumsExactly({
  difference,
  changed,
  begun,
  ended,
  unexplained,
  parts,
  label,
}: DifferenceAnswer): void {
  const sum = amount(changed) + amount(begun) + amount(ended) + amount(unexplained);
  expect([label, sum]).toEqual([label, amount(difference)]);
  for (const part of parts) sumsExactly(part);
}

describe('what had been published, and what was known', () => {
  it('the interim report has no date: with publishedBy its goals and controls are left out and counted', () => {
    const goals = reader.goals('alingsas/ks', '2023', { publishedBy: '2030-01-01' });
    expect(goals.goals).toEqual([]);
    expect(goals.undatedLeftOut).toBeGreaterThan(7);
    const control = reader.internalControl('alingsas/ks', '2025', { publishedBy: '2030-01-01' });
    expect([control.risks.length, control.controls.length]).toEqual([33, 7]);
    const before = reader.internalControl('alingsas/ks', '2025', { publishedBy: '2024-12-01' });
    expect([before.risks.length, before.controls.length]).toEqual([0, 0]);
  });
});
