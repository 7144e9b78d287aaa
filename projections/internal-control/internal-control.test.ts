import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { smallHistory, type SmallHistory } from '../testing/small-history.js';

let history: SmallHistory;

beforeEach(async () => {
  history = await smallHistory();
  for (const period of ['2030', '2031']) {
    const frame = { unit: UNIT, area: 'control', basis: 'approved', period, edition: period } as const;
    await history.edition({ ...frame, label: `Internkontroll ${period}`, order: [Number(period), 0, 0] });
  }
});

afterEach(() => history.close());

const UNIT = 'k/ks';

function assess(
  period: string,
  risk: string,
  line: string,
  likelihood: number | null,
  materiality: number | null,
) {
  return history.record('RiskAssessed', {
    unit: UNIT,
    area: 'control',
    basis: 'approved',
    period,
    edition: period,
    risk,
    line: [line],
    likelihood: { score: likelihood },
    materiality: { score: materiality },
  });
}

const REQUEST = { view: 'internal-control', unit: UNIT, year: '2031' } as const;

describe('internal control', () => {
  it('risks stand in their square of the matrix; one without a score in none', async () => {
    await history.record('ScaleDefined', {
      unit: 'k',
      scale: 'sannolikhet-2031',
      fromYear: '2031',
      toYear: '2031',
      codes: [{ code: '3', meaning: 'Möjlig' }],
    });
    await assess('2031', 'brand', 'Brand', 3, 4);
    await assess('2031', 'jav', 'Jäv', 3, 4);
    await assess('2031', 'okand', 'Okänd', null, 2);
    const { matrix, risks } = history.reader.internalControl(UNIT, '2031');
    expect(matrix).toHaveLength(16);
    expect(matrix[0]).toMatchObject({ likelihood: 4, materiality: 4, value: 16 });
    expect(matrix.filter((square) => square.risks.length > 0)).toEqual([
      {
        likelihood: 3,
        materiality: 4,
        value: 12,
        likelihoodLabel: 'Möjlig',
        materialityLabel: null,
        risks: ['brand', 'jav'],
        names: ['Brand', 'Jäv'],
      },
    ]);
    const brand = history.reader.explain(REQUEST, 'Brand', 'value');
    if (brand.kind !== 'cell') throw new Error('no cell');
    expect(brand.cell).toMatchObject({ value: '12', formula: 'Sannolikhet × Väsentlighet' });
    expect(risks.map(({ risk, value }) => [risk, value])).toEqual([
      ['brand', '12'],
      ['jav', '12'],
      ['okand', null],
    ]);
  });

  it('a risk moves between years, also under another name; one that is not assessed any more stands last', async () => {
    await layouts();
    await assess('2030', 'cyberattack', 'Cyberattack', 2, 2);
    await assess('2030', 'gammal', 'Gammal risk', 1, 4);
    await assess('2031', 'cyberhot', 'Cyberhot', 3, 4);
    await history.record('LineNamed', {
      unit: UNIT,
      area: 'control',
      line: ['Cyberattack'],
      is: { kind: 'alias', of: ['Cyberhot'] },
      judgedBy: 'test',
    });
    const view = history.reader.internalControl(UNIT, '2031');
    expect(view.rows.map(({ path, cells }) => [...path, ...cells.map((cell) => cell.value)])).toEqual([
      ['Cyberhot', '3', '4', '12', '4', '8'],
      ['Gammal risk', null, null, null, '4', expect.anything()],
    ]);
    expect(view.risks).toMatchObject([
      { risk: 'cyberhot', value: '12', before: '4', movement: '8', judgedBy: 'test' },
    ]);
    const why = history.reader.explain(REQUEST, 'Cyberhot', 'movement');
    if (why.kind !== 'difference') throw new Error('no difference');
    expect(why.difference).toMatchObject({
      fromValue: '4',
      toValue: '12',
      difference: '8',
    });
    const value = history.reader.explain(REQUEST, 'Cyberhot', 'value');
    if (value.kind !== 'cell') throw new Error('no cell');
    expect(value.cell).toMatchObject({ value: '12', formula: 'Sannolikhet × Väsentlighet' });
  });

  it('where a year was left out, a risk is compared with the last one before', async () => {
    await history.edition({
      unit: UNIT,
      area: 'control',
      basis: 'approved',
      period: '2033',
      edition: '2033',
      label: 'Internkontroll 2033',
      order: [2033, 0, 0],
    });
    await assess('2031', 'brand', 'Brand', 2, 2);
    await assess('2033', 'brand', 'Brand', 2, 3);
    const { columns, risks } = history.reader.internalControl(UNIT, '2033');
    expect(columns.map(({ label }) => label)).toContain('Riskvärde 2031');
    expect(risks).toMatchObject([{ value: '6', before: '4', movement: '2' }]);
  });

  it('with publishedBy a risk has its scores also where nobody has declared the edition that it is of', async () => {
    const published = { date: '2032-01-15' } as const;
    await history.record('RiskAssessed', {
      unit: UNIT,
      area: 'control',
      basis: 'approved',
      period: '2032',
      edition: '2032',
      risk: 'brand',
      line: ['Brand'],
      likelihood: { score: 3, published },
      materiality: { score: 4, published },
      published,
    });
    const { reader } = history;
    for (const [publishedBy, value] of [
      [undefined, '12'],
      ['2032-01-15', '12'],
      ['2032-01-14', null],
    ] as const) {
      const options = publishedBy === undefined ? {} : { publishedBy };
      const { rows } = reader.internalControl(UNIT, '2032', options);
      expect(rows[0]?.cells.map(({ column, value: shown }) => [column, shown])).toContainEqual([
        'value',
        value,
      ]);
      const cell = reader.explain({ ...REQUEST, year: '2032' }, 'Brand', 'value', undefined, options);
      expect(cell).toMatchObject({ kind: 'cell', cell: { value } });
    }
  });

  it('a control without an outcome, or with one that its source lost, is not assessed and never green', async () => {
    const { record, reader } = history;
    const of = { unit: UNIT, period: '2031' } as const;
    for (const control of ['a', 'b', 'c', 'd'])
      await record('ControlPlanned', {
        ...of,
        control,
        what: `Kontroll ${control}`,
        responsible: 'Ekonomichef',
      });
    const planned = await record('ControlOutcomeRecorded', { ...of, control: 'b', outcome: 'notStated' });
    await record('ControlOutcomeRecorded', { ...of, control: 'c', outcome: 'notAssessed' });
    await record('ControlOutcomeRecorded', {
      ...of,
      control: 'd',
      outcome: 'withRemark',
      through: '2031-08',
    });
    await record('ControlOutcomeRecorded', {
      ...of,
      control: 'd',
      outcome: 'withoutRemark',
      through: '2031-12',
    });
    const answer = reader.internalControl(UNIT, '2031');
    expect(answer.controls.map(({ control, outcome, assessed }) => [control, outcome, assessed])).toEqual([
      ['a', null, false],
      ['b', 'notStated', false],
      ['c', 'notAssessed', false],
      ['d', 'withoutRemark', true],
    ]);
    expect(answer.withoutAssessment).toEqual(['a', 'b', 'c']);
    expect(answer.controls[3]?.steps.map(({ type }) => type)).toEqual([
      'ControlPlanned',
      'ControlOutcomeRecorded',
      'ControlOutcomeRecorded',
    ]);
    const then = reader.internalControl(UNIT, '2031', { asOf: planned });
    expect(then.withoutAssessment).toEqual(['a', 'b', 'c', 'd']);
  });

  it('a board has the risks of its frames, under their names', async () => {
    await assess('2031', 'brand', 'Brand', 1, 1);
    expect(history.reader.internalControl('k', '2031').risks).toMatchObject([{ unit: UNIT, value: '1' }]);
    expect(() => history.reader.internalControl('x', '2031')).toThrow(/nothing is recorded/);
  });
});

/** A table whose risk value is likelihood times materiality. */
async function layouts(): Promise<void> {
  const row = (label: string) =>
    ({
      path: [label],
      kind: 'leaf',
      line: [label],
      measure: 'risk',
      formula: {
        operation: 'product',
        terms: [
          { coefficient: 1, measure: 'likelihood' },
          { coefficient: 1, measure: 'materiality' },
        ],
      },
    }) as const;
  for (const [period, labels] of [
    ['2030', ['Cyberattack', 'Gammal risk']],
    ['2031', ['Cyberhot']],
  ] as const) {
    await history.record('LayoutStated', {
      unit: UNIT,
      area: 'control',
      basis: 'approved',
      period,
      edition: period,
      table: 'risker',
      rank: 1,
      title: 'Risker',
      unitOfMeasure: 'count',
      signs: {},
      rows: labels.map(row),
    });
  }
}
