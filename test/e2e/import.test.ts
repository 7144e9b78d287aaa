import { readFileSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CAUSES_COLUMNS, readDataPackage } from '#ingest';
import { importInputs } from '../../apps/cli/import/import-inputs.js';
import { planInputs } from '../../apps/cli/import/planned-input.js';
import { run } from '../../apps/cli/run.js';
import { openLedger } from '../support/engine.js';
import type { ImportOutcome } from '../../apps/shared/import-outcome.js';
import { memoryIo } from '../support/memory-io.js';

const SJOVIK = fileURLToPath(new URL('../../libs/ingest/fixtures/sjovik', import.meta.url));
const FIRST = 'b'.repeat(64);
const SECOND = 'd'.repeat(64);
const VIEW = 'budget-diff --unit sjovik/ks/drift --year 2030 --from 2030:1 --to 2030:2 --csv'.split(' ');
const CELL = 'budget-2030/drift,Torget > Kostnad,Budget 2030:1,-300';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'liggaren-import-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function liggaren(ledger: string, ...argv: readonly string[]) {
  const io = memoryIo({ env: { LIGGAREN_LEDGER: join(folder, ledger) } });
  const code = await run(argv, { io, openLedger, planInputs, importInputs });
  return { code, ...io.written };
}

async function outcomes(ledger: string, ...argv: readonly string[]): Promise<ImportOutcome[]> {
  const { out, err } = await liggaren(ledger, 'import', ...argv, '--json');
  return JSON.parse(out === '' ? err.slice(0, err.lastIndexOf(']') + 1) : out) as ImportOutcome[];
}

/** The package of Sjövik with other texts in its files. */
async function package_(
  name: string,
  edits: readonly (readonly [string, string, string])[],
): Promise<string> {
  const path = join(folder, name);
  await cp(SJOVIK, path, { recursive: true });
  for (const [file, text, by] of edits) {
    const content = await readFile(join(path, file), 'utf8');
    if (!content.includes(text)) throw new Error(`${file} has no ${text}`);
    await writeFile(join(path, file), content.replaceAll(text, by));
  }
  return path;
}

const status = async (ledger: string): Promise<string> => (await liggaren(ledger, 'status', '--json')).out;

describe('the same document read otherwise', () => {
  it('is listed, refused, and recorded as misreads when asked for', async () => {
    const other = await package_('misread', [['cells.csv', CELL, CELL.replace('-300', '-310')]]);
    expect((await liggaren('misread', 'import', SJOVIK)).code).toBe(0);
    const before = await status('misread');
    const dry = await liggaren('misread', 'import', other, '--dry-run');
    expect(dry.code).toBe(4);
    expect(dry.out).toContain(
      'budget-2030.txt, budget-2030/drift, Torget > Kostnad, Budget 2030:1: recorded "-300", here "-310" (misread)',
    );
    const refused = await liggaren('misread', 'import', other);
    expect([refused.code, refused.out]).toEqual([4, '']);
    expect(refused.err).toContain('--correct --reason');
    expect((await liggaren('misread', 'import', other, '--correct')).code).toBe(2);
    expect(await status('misread')).toBe(before);

    const corrected = await liggaren('misread', 'import', other, '--correct', '--reason', 'Felläst siffra');
    expect(corrected.code).toBe(0);
    expect(corrected.out).toContain('recorded 1 event');
    expect((await liggaren('misread', 'view', ...VIEW)).out).toContain('Torget > Kostnad,leaf,-310,-300');
    // Read so again, or as at first: nothing.
    for (const path of [other, SJOVIK]) {
      const again = await liggaren('misread', 'import', path);
      expect([again.code, again.out]).toEqual([0, expect.stringContaining('nothing new')]);
    }
  });
});

describe('another print of a document', () => {
  const edits = [
    ['documents.csv', FIRST, SECOND],
    ['documents.csv', '2029-11-20,adopted,stated,,,', `2029-12-15,adopted,stated,,${FIRST},`],
    ['cells.csv', CELL, CELL.replace('-300', '-310')],
    ['rows.csv', 'Torget > Bryggor,leaf,Torget bryggor,', 'Torget > Bryggor och pirar,leaf,Torget bryggor,'],
    ['rows.csv', '| Torget > Bryggor,', '| Torget > Bryggor och pirar,'],
    ['cells.csv', 'Torget > Bryggor,', 'Torget > Bryggor och pirar,'],
  ] as const;

  it('records errata, states the table once more, and shows the same as that print alone', async () => {
    const second = await package_('second', edits);
    expect((await liggaren('prints', 'import', SJOVIK)).code).toBe(0);
    const first = await liggaren('prints', 'view', ...VIEW);
    const position = (JSON.parse(await status('prints')) as { log: { head: string } }).log.head;
    const [dry] = await outcomes('prints', second, '--dry-run');
    expect(dry).toMatchObject({
      replaces: 'budget-2030.txt',
      refused: null,
      counts: { new: 0, corrected: 1 },
    });
    const imported = await liggaren('prints', 'import', second);
    expect([imported.code, imported.err]).toEqual([0, '']);
    expect(imported.out).toContain('recorded "-300", here "-310" (erratum)');
    expect((await liggaren('alone', 'import', second)).code).toBe(0);
    const now = await liggaren('prints', 'view', ...VIEW);
    expect(now.out).toBe((await liggaren('alone', 'view', ...VIEW)).out);
    expect(now.out).toContain('Torget > Bryggor och pirar');
    expect((await liggaren('prints', 'view', ...VIEW, '--as-of', position)).out).toBe(first.out);
    const published = await liggaren('prints', 'view', ...VIEW, '--published-by', '2029-12-01');
    expect(published.out).toContain(',leaf,-300,');
    for (const path of [second, SJOVIK]) {
      expect((await liggaren('prints', 'import', path)).out).toContain('nothing');
    }
    const explained = await liggaren(
      'prints',
      ...'explain budget-diff --unit sjovik/ks/drift --year 2030 --from 2030:1 --to 2030:2'.split(' '),
      '--row',
      'Torget > Kostnad',
      '--column',
      'from',
    );
    expect(explained.out).toContain('Rättat tryck: Budget 2030');
  });

  it('and the print that it replaces may come in one command', async () => {
    const second = await package_('second-again', edits);
    expect((await liggaren('both', 'import', SJOVIK, second)).code).toBe(0);
    expect((await liggaren('both', 'view', ...VIEW)).out).toBe(
      (await liggaren('alone', 'view', ...VIEW)).out,
    );
  });
});

describe('causes', () => {
  const DATA = fileURLToPath(new URL('../../data', import.meta.url));

  it('of the published documents give the same events as a list as in the data package', async () => {
    expect((await liggaren('causes', 'import', DATA)).code).toBe(0);
    const file = join(folder, 'published-causes.csv');
    await writeFile(file, asList(DATA));
    const again = await liggaren('causes', 'import', file);
    expect([again.err, again.code]).toEqual(['', 0]);
    expect(again.out).toContain('nothing new');
  });

  it('a template lists what nobody has explained; filled in it is imported, and blank lines are left out', async () => {
    expect((await liggaren('template', 'import', SJOVIK)).code).toBe(0);
    const template = await liggaren('template', 'causes', 'Budget 2030');
    expect(template.code).toBe(0);
    const [header = '', ...lines] = template.out.replace('\ufeff', '').trim().split('\r\n');
    expect(header.split(';')).toEqual([...CAUSES_COLUMNS]);
    expect(lines[0]).toContain(
      'budget-2030.txt;sjovik/ks/drift;operations;Hamnen;cost;budget 2030 2030:1;budget 2030 2030:2;−12000 tkr;−11250 tkr;750 tkr;−50 tkr;',
    );
    const blank = join(folder, 'blank.csv');
    await writeFile(blank, template.out);
    expect((await liggaren('template', 'import', blank)).out).toContain(
      `nothing to record; ${lines.length} line${lines.length === 1 ? '' : 's'} without a cause left out`,
    );
    const filled = (amount: string, cause = 'el'): string =>
      lines[0]?.replace(/;{15}.*$|;+$/, `;${cause};price;Dyrare el.;${amount};;;;;;;;;Inledning;;`) ?? '';
    const list = join(folder, 'filled.csv');
    await writeFile(list, `${header}\r\n${filled('-50 tkr')}\r\n${lines.slice(1).join('\r\n')}`);
    const imported = await liggaren('template', 'import', list);
    expect([imported.err, imported.code]).toEqual(['', 0]);
    expect(imported.out).toContain('recorded 1 event');
    expect((await liggaren('template', 'causes', 'Budget 2030')).out).not.toContain(
      ';Hamnen;cost;budget 2030 2030:1;',
    );
    const wrong = join(folder, 'wrong.csv');
    await writeFile(
      wrong,
      `${header}\r\n${filled('-50')}\r\n${filled('x tkr', 'annan')}\r\n${(lines[0] ?? '').replace('2030:2;', '2030:9;').replace(/;+$/, ';;x;price;x;1 tkr;;;;;;;;;;')}\r\n`,
    );
    const refused = await liggaren('template', 'import', wrong);
    expect(refused.code).toBe(3);
    expect(refused.err).toContain('line 2, column "amount"');
  });

  it('as the documentation has them are read, corrected where one was taken down wrong, and counted once', async () => {
    const page = readFileSync(new URL('../../docs/causes.md', import.meta.url), 'utf8');
    const example = /```text\n([^]*?)```/.exec(page)?.[1] ?? '';
    const list = join(folder, 'example.csv');
    await writeFile(list, example);
    expect((await liggaren('example', 'import', SJOVIK)).code).toBe(0);
    const imported = await liggaren('example', 'import', list);
    expect([imported.err, imported.code]).toEqual(['', 0]);
    expect(imported.out).toContain('recorded 2 events');
    expect((await liggaren('example', 'import', list)).out).toContain('nothing new');
    const wrong = join(folder, 'example-wrong.csv');
    // As a Swedish Excel saves it.
    await writeFile(wrong, Buffer.from(example.replace('−50 tkr', '-40 tkr'), 'latin1'));
    const refused = await liggaren('example', 'import', wrong);
    expect([refused.code, refused.err]).toEqual([
      4,
      expect.stringContaining('recorded "50 tkr", here "40 tkr"'),
    ]);
    const corrected = await liggaren('example', 'import', wrong, '--correct', '--reason', 'Fel belopp');
    expect([corrected.err, corrected.code]).toEqual(['', 0]);
  });

  it('are read from a workbook with the same header', async () => {
    const { default: writeXlsxFile } = await import('write-excel-file/node');
    const page = readFileSync(new URL('../../docs/causes.md', import.meta.url), 'utf8');
    const lines = (/```text\n([^]*?)```/.exec(page)?.[1] ?? '').trim().split('\n');
    const data = lines.map((line) => line.split(';').map((value) => ({ value, type: String })));
    const book = join(folder, 'causes.xlsx');
    await writeFile(book, await writeXlsxFile(data).toBuffer());
    expect((await liggaren('workbook', 'import', SJOVIK)).code).toBe(0);
    const imported = await liggaren('workbook', 'import', book);
    expect([imported.err, imported.code]).toEqual(['', 0]);
    expect(imported.out).toContain('recorded 2 events');
  });

  it('without a ledger names what is missing', async () => {
    const list = join(folder, 'alone.csv');
    await writeFile(
      list,
      `${CAUSES_COLUMNS.join(',')}\nx.txt,a/b,operations,X,cost,,budget 2030 2030:1,,,,,c,price,x,1 tkr,,,,,,,,,,,\n`,
    );
    const { code, err } = await liggaren('nowhere', 'import', list, '--dry-run');
    expect(code).toBe(3);
    expect(err).toContain('[NOT_UNDERSTOOD]');
  });
});

/** The causes and changes of a data package as a list, with semicolons. */
function asList(data: string): string {
  const source = readDataPackage((name) => readFileSync(join(data, name), 'utf8'));
  const files = new Map(source.documents.map(({ id, file }) => [id, file]));
  const named = new Map(source.causes.map((row) => [row.values['cause'], row.values]));
  const quoted = (text: string): string => (/[";\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const rows = source.changes.map(({ values: change }) => {
    const cause = named.get(change['cause']) ?? {};
    const of = (name: string): string => change[name] ?? '';
    const from = [of('fromBasis') || of('basis'), of('fromPeriod') || of('period'), of('fromEdition')];
    const values: Record<string, string> = {
      ...cause,
      ...change,
      document: files.get(cause['document'] ?? '') ?? '',
      line: of('line') || 'Totalt',
      from: of('fromEdition') === '' ? '' : from.join(' '),
      to: [of('basis'), of('period'), of('edition')].join(' '),
      amount: of('amount') === '' ? '' : `${of('amount')} ${of('unitOfMeasure')}`,
    };
    return CAUSES_COLUMNS.map((column) => quoted(values[column] ?? '')).join(';');
  });
  return `${CAUSES_COLUMNS.join(';')}\r\n${rows.join('\r\n')}\r\n`;
}
