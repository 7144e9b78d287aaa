import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { Block, ReadDocument } from './document.js';
import { readDocument } from './read-document.js';
import { readText } from './text.js';

function fixture(name: string): ReadDocument {
  return readText(readFileSync(new URL(`./fixtures/${name}`, import.meta.url)), name);
}

function read(text: string): ReadDocument {
  return readText(new TextEncoder().encode(text), 'sjovik.txt');
}

/** `2 Drift` for a heading of level 2, `[3 x 4]` for a table of three rows, the widest of four cells. */
function outlineOf(blocks: readonly Block[]): string[] {
  return blocks.map((block) => {
    if (block.kind === 'heading') return `${block.level} ${block.text}`;
    if (block.kind === 'text') return block.text;
    return `[${block.rows.length} x ${Math.max(...block.rows.map(({ cells }) => cells.length))}]`;
  });
}

function headingsOf({ blocks }: ReadDocument): string[] {
  return outlineOf(blocks.filter(({ kind }) => kind === 'heading'));
}

function tablesOf({ blocks }: ReadDocument): string[][][] {
  return blocks.flatMap((block) =>
    block.kind === 'table' ? [block.rows.map(({ cells }) => cells.map(({ text }) => text))] : [],
  );
}

describe('a cell a line', () => {
  const document = fixture('cell-lines.txt');

  it('has headings by bookmarks and by short lines, their levels by what follows them', () => {
    expect(document.format).toBe('text');
    expect(headingsOf(document)).toEqual([
      '1 Inledning',
      '1 Mål och uppdrag',
      '3 Så nås målet',
      '3 Nämnd',
      '1 Hamnkontoret',
      '2 Ekonomiskt sammandrag',
      '2 Verksamhet 2032',
      '3 Ekonomiska effekter',
      '1 Gemensam verksamhet',
      '2 Ekonomiskt sammandrag',
      '1 Investeringar',
      '2 Exploatering',
      '3 Utgifter',
      '3 Försäljning',
      '3 Hamnpartiet',
    ]);
  });

  it('begins a row after a blank line, or with a space before the tab, or when the one before is full', () => {
    const [, , , activities = []] = tablesOf(document);
    expect(activities.map((row) => row.length)).toEqual(activities.map(() => 4));
    expect(activities.slice(8, 11)).toEqual([
      ['Nettokostnad', '-5 900', '-5 900', '-6 200'],
      ['Kostnad', '', '', ''],
      ['Nettokostnad', '', '', ''],
    ]);
    expect(activities.slice(-5, -2)).toEqual([
      ['Intäkt', '4 200', '4 200', '4 500'],
      ['Kostnad', '-9 100', '-9 350', '-9 500'],
      ['Nettokostnad', '-4 900', '-5 150', '-5 000'],
    ]);
  });

  it('has a line of the cell for each paragraph of it', () => {
    const [, assignments = []] = tablesOf(document);
    expect(assignments[1]?.[1]).toBe(
      'Ritningen är beställd.\nDen lämnas efter semestern.\nSedan kommer bygget.',
    );
    expect(assignments[2]).toEqual(['Bryggan ska målas.', '']);
  });

  it('tells each cell its line', () => {
    const { blocks } = read('Tal\n\tPost\n\tBudget 2032\n\n\tKostnad\n\t-12\n\n\n');
    const table = blocks[1];
    if (table?.kind !== 'table') throw new Error('no table');
    expect(table.rows.map(({ at, cells }) => [at.line, cells.map((cell) => cell.at.line)])).toEqual([
      [2, [2, 3]],
      [5, [5, 6]],
    ]);
  });

  it('leaves names beside each other as text', () => {
    expect(outlineOf(document.blocks).slice(-1)).toEqual(['Majken Sjö  Torvald Våg']);
  });

  it('begins a text after a number that no blank line follows', () => {
    expect(outlineOf(read('\tPost\n\t2032\n\n\tKostnad\n\t-12\nKostnaden sjunker.\n').blocks)).toEqual([
      '[2 x 2]',
      'Kostnaden sjunker.',
    ]);
  });
});

describe('Markdown', () => {
  const document = fixture('markdown.txt');

  it('has headings without their emphasis, and no table in the contents page', () => {
    expect(document.format).toBe('markdown');
    expect(headingsOf(document).slice(0, 8)).toEqual([
      '3 Bryggnämnden',
      '2 Planeringsunderlag 2032',
      '1 Innehållsförteckning',
      '1 1 Inledning',
      '3 1.1 Uppdraget',
      '2 2 Resurser',
      '3 2.1 Resultat (Tkr)',
      '2 2.2 Verksamhet 2032',
    ]);
    expect(outlineOf(document.blocks)).toContain('1.1 Uppdraget');
    expect(tablesOf(document)[0]?.[0]?.[0]).toBe('Post');
  });

  it('joins the lines of a paragraph, and has text without links, emphasis, entities and escapes', () => {
    const texts = outlineOf(document.blocks);
    expect(texts).toContain('Skrivet av Majken Sjö och Torvald Våg.');
    expect(texts).toContain('Nämnden sköter hamnen & färjan.');
    expect(texts).toContain('Gästhamnen får fler bojar, se * nedan.');
    expect(texts).toContain('*Avser juli månad.');
  });

  it('has cells as printed, with the emphasis apart', () => {
    const table = document.blocks.find(({ kind }) => kind === 'table');
    if (table?.kind !== 'table') throw new Error('no table');
    expect(table.rows[1]?.cells[1]).toEqual({ text: '4\u00a0100', emphasis: 'bold', at: { line: 37 } });
    expect(table.rows[2]?.cells[1]?.text).toBe('\u22129 000');
    expect(table.rows[3]?.cells[0]?.text).toBe('Buffert\n(endast i budget)');
  });

  it('keeps the paragraphs of a cell, what they begin with, and the table within it', () => {
    const table = document.blocks.find(
      (block) => block.kind === 'table' && block.rows[0]?.cells[0]?.text === 'Indikatorer',
    );
    const [first, second] = (table?.kind === 'table' && table.rows[1]?.cells) || [];
    expect(first?.paragraphs).toEqual([
      { lead: 'Antal båtar i gästhamnen ska öka. (Räknas i juli.)', text: '' },
      { lead: 'Utfall 2029', text: '1 204' },
      { lead: 'Utfall 2030', text: '1 310' },
    ]);
    expect(first?.text.split('\n')[1]).toBe('Utfall 2029 1 204');
    expect(second?.text).toBe('');
    expect(second?.tables?.[0]?.caption).toBe('Utfall');
    expect(second?.tables?.[0]?.rows.map(({ cells }) => cells.map(({ text }) => text))).toEqual([
      ['År', 'Utfall'],
      ['2028', '1 190'],
      ['2029', '1 204'],
    ]);
  });

  it('reads tables with pipes', () => {
    expect(tablesOf(document).find(([header]) => header?.[0] === 'Risk')).toEqual([
      ['Risk', 'Sannolikhet', 'Väsentlighet', 'Riskvärde'],
      ['Is i leden', '3', '4', '12'],
      ['Storm | hög sjö', '2', '2', '4'],
    ]);
  });

  it('takes a sign for no tag', () => {
    const absence = tablesOf(document).find(([header]) => header?.[0] === 'Sjukfrånvaro*');
    expect(absence?.map(([label]) => label)).toEqual(['Sjukfrånvaro*', '<29 år', '50 år>', 'Kvinnor & män']);
  });

  it('reads tables in HTML over several lines, with the line of each cell', () => {
    const table = document.blocks.find(
      (block) => block.kind === 'table' && block.rows[0]?.cells[0]?.text === 'Projekt',
    );
    const rows = table?.kind === 'table' ? table.rows : [];
    expect(rows.map(({ cells }) => cells.map(({ text }) => text))).toEqual([
      ['Projekt', 'Budget', 'Status'],
      ['2031', '2032'],
      ['Kajen', '5 000', '7 000', '2'],
      ['Etapp 2'],
      ['Bryggan', '', '1 200', '1'],
    ]);
    expect(rows[0]?.cells.map(({ columns, rows: down }) => [columns, down])).toEqual([
      [undefined, 2],
      [2, undefined],
      [undefined, 2],
    ]);
    const [first, , third] = rows[2]?.cells ?? [];
    expect((third?.at.line ?? 0) - (first?.at.line ?? 0)).toBe(1);
  });

  it('takes a line that lost its tabs at the end for a row with its label', () => {
    const rows = tablesOf(read('# Ram\n\nTkr\t2031\t2032\nFärja\nIntäkt\t1\t2\n'))[0];
    expect(rows).toEqual([['Tkr', '2031', '2032'], ['Färja'], ['Intäkt', '1', '2']]);
  });
});

describe('tabs without markup', () => {
  const document = fixture('tabs.txt');

  it('has headings in short lines, their levels by the contents page', () => {
    expect(document.format).toBe('text');
    expect(headingsOf(document)).toEqual([
      '3 Delårsbokslut 2032',
      '3 Bryggnämnden',
      '3 Innehåll',
      '1 Verksamhet',
      '1 Mål',
      '2 Uppdrag',
      '1 Ekonomi',
      '2 Drift',
      '3 Utfall för perioden',
      '2 Färja',
    ]);
  });

  it('takes lines of a series for headings only when all of them may be', () => {
    expect(outlineOf(document.blocks)).toContain('Kommunens mål 1 - Fler båtar i hamnen');
    const both =
      'Ord\n\nMål 1 - Fler båtar\n\nPost\t2032\nIntäkt\t1\n\nMål 2 - Fler bojar\n\nEtt ord till.\n';
    expect(headingsOf(read(both))).toEqual(['3 Ord', '3 Mål 1 - Fler båtar', '3 Mål 2 - Fler bojar']);
  });

  it('has no table in a contents page without dots', () => {
    expect(tablesOf(document).map(([header]) => header?.[0])).toEqual([
      'Mål 2032',
      'Mål 2032',
      'Uppdrag',
      'Belopp i tkr',
      'Belopp i tkr',
    ]);
  });
});

describe('readDocument', () => {
  it('reads a text by its name, and says which formats there are', async () => {
    const bytes = new TextEncoder().encode('Post\t2032\nIntäkt\t1\n');
    expect((await readDocument(bytes, 'Ram.TXT')).format).toBe('text');
    await expect(readDocument(bytes, 'ram.tex')).rejects.toMatchObject({
      code: 'FORMAT_UNKNOWN',
      place: { file: 'ram.tex' },
      hint: expect.stringContaining('text'),
    });
  });
});
