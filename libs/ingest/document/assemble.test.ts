import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { assembleTables } from './assemble.js';
import type { AssembledTable } from './document.js';
import { readText } from './text.js';

function fixture(name: string): AssembledTable[] {
  return assembleTables(readText(readFileSync(new URL(`./fixtures/${name}`, import.meta.url)), name));
}

function assemble(text: string): AssembledTable[] {
  return assembleTables(readText(new TextEncoder().encode(text), 'sjovik.md'));
}

function under(tables: readonly AssembledTable[], heading: string): AssembledTable {
  const found = tables.find(({ headings }) => headings.at(-1) === heading);
  if (found === undefined) throw new Error(`No table under ${heading}`);
  return found;
}

function columnsOf({ corner, columns }: AssembledTable): string[] {
  return [corner, ...columns.map(({ text }) => text)];
}

function rowsOf({ rows }: AssembledTable): string[][] {
  return rows.map(({ label, cells }) => [label, ...cells.map(({ text }) => text)]);
}

function labelsOf({ rows }: AssembledTable): string[] {
  return rows.map(({ label }) => label);
}

describe('of a text with a cell a line', () => {
  const tables = fixture('cell-lines.txt');

  it('each table stands under its headings, in order', () => {
    expect(tables.map(({ headings }) => headings.join(' > '))).toEqual([
      'Mål och uppdrag',
      'Mål och uppdrag > Nämnd',
      'Hamnkontoret > Ekonomiskt sammandrag',
      'Hamnkontoret > Verksamhet 2032',
      'Gemensam verksamhet > Ekonomiskt sammandrag',
      'Investeringar > Exploatering > Utgifter',
      'Investeringar > Exploatering > Utgifter',
      'Investeringar > Exploatering > Försäljning',
    ]);
    expect(tables.map(({ place }) => place)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(tables[0]?.textBefore).toBe('Här står vad nämnden ska göra.');
    expect(tables[2]?.textBefore).toBeNull();
  });

  it('keeps rows with a name although they are blank, and drops those without', () => {
    expect(labelsOf(under(tables, 'Ekonomiskt sammandrag'))).toEqual([
      'Intäkter',
      'Kostnader',
      'Buffert',
      'Nettokostnader',
      'Ackumulerat resultat',
      'Nettoinvesteringar',
    ]);
  });

  it('drops groups that only hold a place, and what is left of one after another group', () => {
    const group = ['Intäkt', 'Kostnad', 'Nettokostnad'];
    expect(labelsOf(under(tables, 'Verksamhet 2032'))).toEqual(
      ['Gästhamn', 'Färja', 'Isbrytning', 'Totalt'].flatMap((name) => [name, ...group]),
    );
    expect(tables.flatMap(({ doubts }) => doubts ?? [])).toEqual([]);
  });
});

describe('of Markdown', () => {
  const tables = fixture('markdown.txt');

  it('goes by the numbers of sections where the levels go astray', () => {
    expect(tables.map(({ headings }) => headings.join(' > '))).toEqual([
      '2 Resurser > 2.1 Resultat (Tkr)',
      '2 Resurser > 2.2 Verksamhet 2032',
      '3 Indikatorer',
      '3 Indikatorer > Antal båtar i gästhamnen ska öka. (Räknas i juli.)',
      '3 Indikatorer > 3.1 Risker',
      '3 Indikatorer > 3.2 Sjukfrånvaro',
      '3 Indikatorer > 3.3 Investeringar',
      '3 Indikatorer > 3.4 Utredningar',
    ]);
  });

  it('joins what page breaks divide, with the header again or without, and a group too', () => {
    const table = under(tables, '2.2 Verksamhet 2032');
    expect(labelsOf(table)).toEqual([
      'Gästhamn',
      'Intäkt',
      'Kostnad',
      'Nettokostnad',
      'Färja',
      'Intäkt',
      'Kostnad',
      'Nettokostnad',
    ]);
    expect(table.rows[0]?.emphasis).toBe('bold');
    expect(table.doubts).toBeUndefined();
  });

  it('reads cards as a table, and a chart once', () => {
    const cards = under(tables, '3 Indikatorer');
    expect(columnsOf(cards)).toEqual(['Indikatorer', 'Utfall 2029', 'Utfall 2030', 'Så nås målet']);
    expect(rowsOf(cards)).toEqual([
      ['Antal båtar i gästhamnen ska öka. (Räknas i juli.)', '1 204', '1 310', 'Fler bojar läggs ut.'],
      ['Andel nöjda, %', '63,5', '', ''],
    ]);
    const chart = under(tables, 'Antal båtar i gästhamnen ska öka. (Räknas i juli.)');
    expect(chart.caption).toBe('Utfall');
    expect(columnsOf(chart)).toEqual(['År', 'Utfall']);
    expect(rowsOf(chart)).toEqual([
      ['2028', '1 190'],
      ['2029', '1 204'],
    ]);
  });

  it('has years for labels of columns and of rows', () => {
    expect(columnsOf(under(tables, '3.2 Sjukfrånvaro'))).toEqual([
      'Sjukfrånvaro*',
      '2029',
      '2030',
      'Differens',
    ]);
  });

  it('lays merged cells out, and joins the rows of a header', () => {
    const table = under(tables, '3.3 Investeringar');
    expect(columnsOf(table)).toEqual(['Projekt', 'Budget 2031', 'Budget 2032', 'Status']);
    expect(rowsOf(table)).toEqual([
      ['Kajen', '5 000', '7 000', '2'],
      ['Etapp 2', '', '', ''],
      ['Bryggan', '', '1 200', '1'],
    ]);
  });

  it('keeps a row without a label that has something', () => {
    expect(rowsOf(under(tables, '3.4 Utredningar'))).toEqual([
      ['Bryggnämnden', 'En översyn görs av bojarna.'],
      ['', 'En översyn görs av färjan.'],
    ]);
  });
});

describe('of tabs without markup', () => {
  const tables = fixture('tabs.txt');

  it('has no labels where the first column has figures', () => {
    const [first, second] = tables;
    expect(first === undefined ? [] : columnsOf(first)).toEqual([
      '',
      'Mål 2032',
      'Preliminärt utfall 2032',
      'Utfall 2031',
    ]);
    expect(first === undefined ? [] : rowsOf(first)).toEqual([['', '1 400', '(1 320)', '1 310']]);
    expect(second?.textBefore).toBe('Indikator: Andel nöjda, %');
  });

  it('keeps tables of two frames apart, although their headers are the same', () => {
    expect(tables.slice(-2).map(({ headings }) => headings.join(' > '))).toEqual([
      'Ekonomi > Drift',
      'Ekonomi > Färja',
    ]);
    expect(tables.at(-2)?.rows[1]?.emphasis).toBe('italic');
  });
});

describe('parts of a table', () => {
  const HEADER = 'Post\tBudget 2031\tBudget 2032\n';

  it('are joined over a repeated heading, a page number and the head of every page', () => {
    const page = 'Sjöviks kommun\n\n';
    const text =
      `# Drift\n\n${page}${page}${HEADER}Hamn\t1\t2\n\n${page}Sida 4 (9)\n\n` +
      `# Drift (forts.)\n\n${HEADER}Färja\t3\t4\n`;
    const [table, ...others] = assemble(text);
    expect(others).toEqual([]);
    expect(table === undefined ? [] : rowsOf(table)).toEqual([
      ['Hamn', '1', '2'],
      ['Färja', '3', '4'],
    ]);
  });

  it('are two tables under two headings, after a text, with other columns, or with the same rows again', () => {
    const hamn = `${HEADER}Hamn\t1\t2\n\n`;
    const farja = `${HEADER}Färja\t3\t4\n`;
    expect(assemble(`# A\n\n${hamn}# B\n\n${farja}`)).toHaveLength(2);
    expect(assemble(`# A\n\n${hamn}Här börjar något annat.\n\n${farja}`)).toHaveLength(2);
    expect(assemble(`# A\n\n${hamn}${farja.replace('2031', '2033')}`)).toHaveLength(2);
    expect(assemble(`# A\n\n${hamn}${hamn}`)).toHaveLength(2);
    expect(assemble(`# A\n\n${hamn}${farja}`)).toHaveLength(1);
  });

  it('of another width are no part, and that is told', () => {
    const [, second] = assemble(`# A\n\n${HEADER}Hamn\t1\t2\n\nFärja\t3\n`);
    expect(second?.doubts?.map(({ code }) => code)).toEqual(['PART_OF_OTHER_WIDTH']);
    expect(second === undefined ? [] : rowsOf(second)).toEqual([['Färja', '3']]);
  });
});

describe('headers', () => {
  it('of two rows without merged cells are joined', () => {
    const [table] = assemble('# A\n\n\tBudget\t\tPlan\nTkr\t2031\t2032\t2033\nHamn\t1\t2\t3\n');
    expect(table === undefined ? [] : columnsOf(table)).toEqual([
      'Tkr',
      'Budget 2031',
      'Budget 2032',
      'Plan 2033',
    ]);
  });

  it('stand below titles within the table', () => {
    const [table] = assemble(
      '# A\n\nDriftbudget\t\t\nBelopp i tkr\t\t\nPost\tBudget 2031\tPlan 2032\nHamn\t\t\nIntäkt\t1\t2\n',
    );
    expect(table?.caption).toBe('Driftbudget\nBelopp i tkr');
    expect(table === undefined ? [] : columnsOf(table)).toEqual(['Post', 'Budget 2031', 'Plan 2032']);
    expect(table === undefined ? [] : labelsOf(table)).toEqual(['Hamn', 'Intäkt']);
  });
});

describe('what may have been lost is told', () => {
  it('when a row with figures has fewer or more cells than the header', () => {
    const [table] = assemble('# A\n\nPost\t2031\t2032\nHamn\t1\nFärja\t1\t2\t3\nBrygga\t4\t5\n');
    expect(table?.doubts?.map(({ code, at }) => [code, at.line])).toEqual([
      ['ROW_SHORT', 4],
      ['ROW_LONG', 5],
    ]);
    expect(table === undefined ? [] : rowsOf(table)).toEqual([
      ['Hamn', '1', '', ''],
      ['Färja', '1', '2', '3'],
      ['Brygga', '4', '5', ''],
    ]);
  });

  it('but not where the separators at the ends of all lines are gone, or where cells have places of their own', () => {
    const trimmed = '# A\n\nPost\t2031\t2032\nHamn\nIntäkt\t1\nKostnad\t1\t2\n';
    expect(assemble(trimmed)[0]?.doubts).toBeUndefined();
    const document = readText(new TextEncoder().encode(trimmed.replace('Hamn\n', '')), 'sjovik.md');
    expect(assembleTables(document)[0]?.doubts).toHaveLength(1);
    expect(assembleTables({ ...document, format: 'xlsx' })[0]?.doubts).toBeUndefined();
  });

  it('when a group has figures and no name', () => {
    const [table] = assemble(
      '# A\n\nTkr\t2031\nHamn\t\nIntäkt\t1\nKostnad\t-2\n\t\nIntäkt\t3\nKostnad\t-4\n',
    );
    expect(table?.doubts?.map(({ code, at }) => [code, at.line])).toEqual([['GROUP_UNNAMED', 7]]);
    expect(table === undefined ? [] : labelsOf(table)).toEqual([
      'Hamn',
      'Intäkt',
      'Kostnad',
      '',
      'Intäkt',
      'Kostnad',
    ]);
  });

  it('when the data of a chart differs where it stands twice', () => {
    const card = '<p><b>Antal båtar</b></p> <p><b>Utfall 2031</b> 7</p>';
    const chart = '<table><tr><th>År</th><th>Utfall</th></tr><tr><td>2031</td><td>7</td></tr></table>';
    const tables = assemble(`# A\n\nIndikatorer\t\n${card}\t${chart}\nÅr\tUtfall\n2031\t8\n`);
    expect(tables[0]?.doubts?.map(({ code }) => code)).toEqual(['CHART_DIFFERS']);
    expect(tables.slice(1).map(rowsOf)).toEqual([[['2031', '7']], [['2031', '8']]]);
  });

  it('and a chart that stands only in rows below its card is kept', () => {
    const card = '<p><b>Antal båtar</b></p> <p><b>Utfall 2031</b> 7</p>';
    const tables = assemble(`# A\n\nIndikatorer\t\n${card}\t\nÅr\tUtfall\n2030\t6\n2031\t7\n`);
    expect(tables.map(rowsOf)).toEqual([
      [['Antal båtar', '7']],
      [
        ['2030', '6'],
        ['2031', '7'],
      ],
    ]);
  });
});
