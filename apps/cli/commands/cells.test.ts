import { describe, expect, it } from '@jest/globals';
import type { SourceCellAnswer } from '#projections';
import { smallLedger } from '../../../test/support/small-ledger.js';
import { memoryIo } from '../../../test/support/memory-io.js';
import { run } from '../run.js';
import type { Surroundings } from '../surroundings.js';

const CELL: SourceCellAnswer = {
  document: 'budget, 2021.txt',
  table: 'b/t',
  row: 'Torg > Kostnad',
  column: 'Budget 2021',
  printed: '1 200',
  value: '1200',
  unitOfMeasure: 'tkr',
  kind: 'figure',
  figure: 'k/n operations 2021 budget 2021: Torg (cost)',
  event: 'e1',
};
const STATE: SourceCellAnswer = { ...CELL, table: 'b/m', printed: 'Klart', value: null, unitOfMeasure: null };

async function cells(
  argv: readonly string[],
  listed: readonly SourceCellAnswer[],
): Promise<[number, string, unknown]> {
  const io = memoryIo();
  const asked: unknown[] = [];
  const reader = smallLedger({
    cells: (...args) => {
      asked.push(args);
      return listed;
    },
  });
  const openLedger = async (): Promise<unknown> =>
    Promise.resolve({
      reader,
      caughtUp: Promise.resolve(),
      close: async () => Promise.resolve(),
    });
  const code = await run(['cells', ...argv], { io, openLedger } as unknown as Surroundings);
  return [code, io.written.out, asked[0]];
}

describe('liggaren cells', () => {
  it('--csv has exactly the columns of the contract', async () => {
    expect(await cells(['--csv'], [CELL, STATE])).toEqual([
      0,
      'document,table,row,column,printed,value,unitOfMeasure,kind,figure,event\r\n' +
        '"budget, 2021.txt",b/t,Torg > Kostnad,Budget 2021,1 200,1200,tkr,figure,k/n operations 2021 budget 2021: Torg (cost),e1\r\n' +
        '"budget, 2021.txt",b/m,Torg > Kostnad,Budget 2021,Klart,,,figure,k/n operations 2021 budget 2021: Torg (cost),e1\r\n',
      [{}, {}],
    ]);
  });

  it('--json is a list, also of none', async () => {
    const [, out] = await cells(['--json'], [CELL, STATE]);
    expect(JSON.parse(out)).toEqual([CELL, STATE]);
    expect((await cells(['--json'], []))[1]).toBe('[]\n');
  });

  it('on a terminal has each table under its name', async () => {
    expect((await cells([], [CELL, { ...CELL, row: 'Park', printed: '-' }, STATE]))[1]).toBe(
      'budget, 2021.txt · b/t\n' +
        '  Torg > Kostnad  Budget 2021  1 200  1200  tkr  figure\n' +
        '  Park            Budget 2021      -  1200  tkr  figure\n\n' +
        'budget, 2021.txt · b/m\n' +
        '  Torg > Kostnad  Budget 2021  Klart  figure\n\n',
    );
  });

  it('passes on what is asked for', async () => {
    const [, , asked] = await cells(['--document', 'a.txt', '--unit', 'k/n', '--as-of', '2024-01-01'], []);
    expect(asked).toEqual([{ document: 'a.txt', unit: 'k/n' }, { asOf: '2024-01-01' }]);
  });
});
