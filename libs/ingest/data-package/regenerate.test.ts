import { describe, expect, it } from '@jest/globals';
import { readCsv, type CsvRow } from '../csv.js';
import { reader, sjovik } from '../testing/sjovik.js';
import { columnsOf, packageOf, readRecords, type FileName, type PackageRecords } from './package.js';
import { planDataPackage } from './plan.js';
import { csvOf, regenerated } from './regenerate.js';

const files = sjovik();
const { records: entered } = readRecords(reader(files));

function rows(records: PackageRecords, file: FileName): readonly CsvRow[] {
  return records[file] ?? [];
}

/** What documents give: nothing that people enter. */
const readOnly: PackageRecords = Object.fromEntries(
  Object.entries(entered)
    .filter(([file]) => !['causes', 'changes', 'relative', 'statements'].includes(file))
    .map(([file, lines]) => [file, lines.map((line) => ({ ...line, values: { ...line.values, note: '' } }))]),
);

describe('a package made again from its documents', () => {
  it('keeps what people entered: causes, changes, numbers of texts and notes', () => {
    const again = regenerated(readOnly, entered);
    for (const file of ['causes', 'changes', 'relative', 'statements', 'tables', 'documents'] as const) {
      expect(rows(again, file).map(({ values }) => values)).toEqual(
        rows(entered, file).map(({ values }) => values),
      );
    }
    const plan = planDataPackage(packageOf('again', again));
    expect(plan.importId).toBe(planDataPackage(packageOf('entered', entered)).importId);
  });

  it('keeps editions and layouts that only those mention, and drops tables that no document has', () => {
    const again = regenerated({}, entered);
    expect(rows(again, 'tables')).toEqual([]);
    expect(rows(again, 'cells')).toEqual([]);
    expect(rows(again, 'layouts').every(({ values }) => values['table'] === '')).toBe(true);
    const frames = new Set(rows(again, 'editions').map(({ values }) => values['edition']));
    for (const { values } of rows(entered, 'changes')) expect(frames).toContain(values['edition']);
  });
});

describe('a file of a package', () => {
  it('has its columns, those of its header first, and quotes what must be quoted', () => {
    const row = { file: '', line: 1, values: { unit: 'a', name: 'B, "C"', kind: 'board', parent: ' d' } };
    expect(csvOf('units', [row], ['unit', 'kind', 'parent'])).toBe(
      'unit,kind,parent,name\na,board," d","B, ""C"""\n',
    );
    const text = csvOf('units', rows(entered, 'units'));
    expect(readCsv('units.csv', text, ['unit', 'name', 'kind'])).toHaveLength(rows(entered, 'units').length);
    expect(columnsOf('units')).toEqual(['unit', 'name', 'kind']);
  });
});
