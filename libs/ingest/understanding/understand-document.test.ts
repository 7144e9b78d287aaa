import { describe, expect, it } from '@jest/globals';
import { packageOf } from '../data-package/package.js';
import { planDataPackage } from '../data-package/plan.js';
import type { AssembledTable } from '../document/document.js';
import { readProfile } from '../profile/read-profile.js';
import { bytesOf, fixture, read, sjovikProfile } from '../testing/documents.js';
import { planDocuments } from './plan-documents.js';
import type { TableContext, TableKind, Understood } from './table-kind.js';
import { understandDocument, type UnderstoodDocument } from './understand-document.js';

const profile = sjovikProfile();

/** A kind that reads every cell of a table as a cost of the line, in the budget of the year that its column names. */
const plain: TableKind = {
  name: 'plain',
  recognises: ({ columns }) => columns.some(({ text }) => /^Budget \d{4}$/.test(text)),
  understand,
};

function understand(
  table: AssembledTable,
  { document, table: id, unit, area, fileName }: TableContext,
): Understood {
  const line = (
    values: Record<string, string>,
  ): { file: string; line: number; values: Record<string, string> } => ({
    file: fileName,
    line: table.at.line,
    values,
  });
  const columns = table.columns.filter(({ text }) => text.startsWith('Budget'));
  const own = { unit, area, basis: 'budget' };
  const printed = columns.flatMap(({ text }) => {
    const n = table.columns.findIndex((each) => each.text === text);
    return table.rows.flatMap((row, r) => {
      const cell = row.cells[n]?.text ?? '';
      return cell === '' ? [] : [line({ table: id, row: `${r} ${row.label}`, column: text, printed: cell })];
    });
  });
  return {
    records: {
      columns: columns.map(({ text }, n) => {
        const year = text.slice(-4);
        const reads = { role: 'reading', basis: 'budget', edition: year, period: year, signs: 'canonical' };
        return line({ table: id, order: String(n + 1), column: text, ...reads });
      }),
      rows: table.rows.map(({ label }, r) =>
        line({
          table: id,
          order: String(r + 1),
          row: `${r} ${label}`,
          kind: 'leaf',
          line: `${r} ${label}`,
          measure: 'cost',
        }),
      ),
      cells: printed,
      editions: columns.map(({ text }) => {
        const year = text.slice(-4);
        const edition = { period: year, edition: year, order: `${year};0;0`, kind: 'full', label: text };
        return line({ ...own, ...edition, document });
      }),
      signs: [line({ signs: 'canonical', measure: '*', factor: '1' })],
    },
    notUnderstood: [],
  };
}

async function understood(name: string, kinds: readonly TableKind[] = [plain]): Promise<UnderstoodDocument> {
  return understandDocument(await read(fixture(name), name), [profile], { kinds });
}

describe('a document, understood', () => {
  it('has lines for itself, its units, its tables, and what the kinds say', async () => {
    const { records, notUnderstood, facts } = await understood('budget-ks.md');
    expect(notUnderstood).toEqual([]);
    expect(facts?.id).toBe('sjovik-ks-budget-2031');
    expect(records.documents?.[0]?.values).toMatchObject({
      document: 'sjovik-ks-budget-2031',
      paragraph: '§ 77',
      statusBasis: 'stated',
      judgedBy: '',
      note: '',
    });
    expect(records.units?.map(({ values }) => [values['unit'], values['kind']])).toEqual([
      ['sjovik', 'municipality'],
      ['sjovik/ks', 'board'],
      ['sjovik/ks/ledning', 'frame'],
      ['sjovik/ks/hamnkontoret', 'frame'],
    ]);
    // Editions that two tables of a frame mention, and the sign profile of all, are there once.
    expect(records.signs).toHaveLength(1);
    expect(records.editions).toHaveLength(6);
    // Only names of what the document has a table of.
    expect(records.names?.map(({ values }) => [values['line'], values['judgedBy']])).toEqual([
      ['Inv.', 'profile sjovik'],
    ]);
  });

  it('is a package that can be planned, and says of what its status is', async () => {
    const { records } = await understood('planering-servicenamnden.md');
    const plan = planDataPackage(packageOf('planering', records));
    const events = plan.streams.flatMap((stream) => stream.events);
    const registered = events.find(({ type }) => type === 'DocumentRegistered');
    expect(registered?.data).toMatchObject({
      unit: 'sjovik/servicenamnden',
      kind: 'planning',
      year: 2032,
      paragraph: '§ 12',
      notParticipating: [
        { party: 'KD', count: 1 },
        { party: 'M', count: 2 },
      ],
      minutesNotes: [{ party: 'M', count: 1 }],
      reservations: [{ party: 'V', count: 1 }],
      judgedBy: 'profile sjovik',
    });
    expect(JSON.stringify(events)).not.toMatch(/Ada|Björk|Lind/);
  });

  it('takes the word of the profile for what a list without a word of it is', async () => {
    const document = await read(
      '# Budget 2031\n\nSjöviks kommun, Kommunstyrelsen\n\n## Per enhet\n\n| Enhet | Budget 2030 | Budget 2031 |\n|---|---|---|\n| Stab | -100 | -110 |\n| Hamn | -20 | -25 |\n| Summa | -120 | -135 |\n',
    );
    const [unknown] = understandDocument(document, [profile]).notUnderstood;
    expect(unknown?.code).toBe('TABLE_UNKNOWN');
    const [, rule = ''] = /`- (\{.*?\})`/.exec(unknown?.hint ?? '') ?? [];
    const told = readProfile(
      'sjovik.yaml',
      fixture('sjovik.yaml').replace('\ntables:\n', `\ntables:\n  - ${rule}\n`),
    );
    const { notUnderstood, records } = understandDocument(document, [told]);
    expect(notUnderstood).toEqual([]);
    expect((records.rows ?? []).map(({ values }) => values['measure'])).toEqual(['net', 'net', 'net']);
  });

  it('collects every table with figures that no kind claims, and those that two do', async () => {
    const none = await understood('budget-ks.md', []);
    expect(none.notUnderstood.map(({ code, place }) => [code, place.table])).toEqual([
      ['TABLE_UNKNOWN', 'Ekonomiskt sammandrag'],
      ['TABLE_UNKNOWN', 'Verksamhet 2031'],
      ['TABLE_UNKNOWN', 'Ekonomiskt sammandrag'],
      ['TABLE_UNKNOWN', 'Verksamhet 2031'],
      ['TABLE_UNKNOWN', 'Investeringar'],
    ]);
    for (const { hint, place } of none.notUnderstood) {
      expect(place.line).toBeGreaterThan(1);
      expect(hint).toContain('sjovik.yaml');
    }
    const both = await understood('budget-ks.md', [plain, { ...plain, name: 'other' }]);
    expect(both.notUnderstood.map(({ code }) => code)).toEqual(Array(5).fill('TABLE_AMBIGUOUS'));
  });

  it('leaves out a table without figures, and one that the profile says has none', async () => {
    const text = fixture('budget-ks.md');
    const without = { ...profile, tables: profile.tables.filter((rule) => !rule.text) };
    const { notUnderstood } = understandDocument(await read(text), [without], { kinds: [plain] });
    expect(notUnderstood.map(({ place }) => place.table)).toEqual(['Sammanträdesdagar']);
    const words = text.replace('Januari\t14\nFebruari\t11', 'Januari\ttisdag\nFebruari\tonsdag');
    expect(understandDocument(await read(words), [without], { kinds: [plain] }).notUnderstood).toEqual([]);
  });

  it('is of another year and another board without a line more in the profile', async () => {
    const text = fixture('budget-ks.md')
      .replaceAll('2031', '2042')
      .replaceAll('2030', '2041')
      .replaceAll('Kommunstyrelsen', 'Grundskolenämnden')
      .replaceAll('Ledningskontoret', 'Grundskolan');
    const { notUnderstood, facts, records } = understandDocument(await read(text), [profile], {
      kinds: [plain],
    });
    expect(notUnderstood).toEqual([]);
    expect(facts?.id).toBe('sjovik-grundskolenamnden-budget-2042');
    expect(records.tables?.map(({ values }) => values['unit'])).toEqual([
      'sjovik/grundskolenamnden/grundskolan',
      'sjovik/grundskolenamnden/grundskolan',
      'sjovik/grundskolenamnden/hamnkontoret',
      'sjovik/grundskolenamnden/hamnkontoret',
      'sjovik/grundskolenamnden',
    ]);
  });

  it('has all of its places in its own lines', async () => {
    const { records } = await understood('budget-ks.md');
    for (const rows of [records.tables, records.cells, records.columns]) {
      expect(rows?.every(({ file, line }) => file === 'budget-ks.md' && line > 1)).toBe(true);
    }
  });
});

describe('several files', () => {
  it('are refused one by one, each with its whole list', async () => {
    const files = [
      { fileName: 'tom.txt', bytes: new Uint8Array() },
      { fileName: 'annan.md', bytes: bytesOf('# Budget 2031\n\nStorviks kommun\n') },
      { fileName: 'handling.md', bytes: bytesOf('# Handlingar\n\nSjöviks kommun\n') },
    ];
    const plans = await planDocuments(files, [profile]);
    expect(plans.map((plan) => [plan.fileName, plan.kind])).toEqual([
      ['tom.txt', 'refused'],
      ['annan.md', 'refused'],
      ['handling.md', 'refused'],
    ]);
    const codes = plans.map((plan) =>
      plan.kind === 'refused' ? plan.notUnderstood.map(({ code }) => code) : [],
    );
    expect(codes).toEqual([
      ['FILE_EMPTY'],
      ['PROFILE_UNKNOWN'],
      ['KIND_UNKNOWN', 'YEAR_UNKNOWN', 'BOARD_UNKNOWN'],
    ]);
  });

  it('are read with the profile that the user names, whoever they are of', async () => {
    const bytes = bytesOf('# Budget 2031\n\nPost\tBudget 2031\nIntäkt\t1\n');
    const [plan] = await planDocuments([{ fileName: 'tabell.md', bytes }], [], profile);
    const codes = plan?.kind === 'refused' ? plan.notUnderstood.map(({ code }) => code) : [];
    expect(codes).not.toContain('PROFILE_UNKNOWN');
    expect(codes).not.toContain('BOARD_UNKNOWN');
  });
});
