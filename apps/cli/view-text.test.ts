import { describe, expect, it } from '@jest/globals';
import type { View } from '#projections';
import { width } from './columns.js';
import { viewText } from './view-text.js';

const LABEL = 'Andel chefer som upplever att tillgängligheten till upphandlingsverksamheten är bra (%)';

function viewOf(labels: readonly string[], path: readonly string[]): View {
  return {
    view: 'delarsbokslut',
    unit: 'sjovik/ks',
    unitOfMeasure: 'tkr',
    columns: labels.map((label, at) => ({ id: String(at), label })),
    rows: [
      {
        path,
        kind: 'leaf',
        cells: labels.map((_, at) => ({
          column: String(at),
          value: '-198744',
          marks: ['computed', 'forInformation'],
          stated: null,
          discrepancy: null,
          discrepancyClass: 'rounding',
          disagreement: null,
        })),
      },
    ],
    asOf: null,
    position: 'a:1',
    comparability: [],
    undatedLeftOut: 0,
  };
}

describe('a view on a terminal', () => {
  it('has six columns and labels of any length within 120 characters', () => {
    const labels = [
      'Budget 2023',
      'Prognos helår 2023',
      'Avvikelse prognos/budget 2023',
      'Delårsbokslut 2023',
      'Delårsbokslut 2022',
      'Differens utfall 2022/2023',
    ];
    const text = viewText(viewOf(labels, ['Kommunstyrelsen exkl. exploateringsenheten', LABEL]));
    const [table = ''] = text.split('\n\n').slice(1);
    expect(Math.max(...table.split('\n').map(width))).toBeLessThanOrEqual(120);
    expect(table).toContain('budget 2023');
  });

  it('breaks a long label at words, with the numbers beside the last of them', () => {
    const [, table = ''] = viewText(viewOf(['Utfall'], ['Kommunstyrelsen', LABEL])).split('\n\n');
    expect(table.split('\n').slice(1)).toEqual([
      'Kommunstyrelsen',
      '  Andel chefer som upplever att',
      '      tillgängligheten till',
      '      upphandlingsverksamheten är',
      '      bra (%)  -198 744 bk≈',
    ]);
  });
});
