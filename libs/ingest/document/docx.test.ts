import { describe, expect, it } from '@jest/globals';
import { docxOf } from '../testing/packed.js';
import type { Block, RawCell } from './document.js';
import { readDocx } from './docx.js';

const STYLES =
  '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>' +
  '<w:style w:type="paragraph" w:styleId="Rubrik1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>' +
  '<w:style w:type="paragraph" w:styleId="Egen"><w:name w:val="Rubrik 1 numrerad"/><w:basedOn w:val="Rubrik1"/></w:style>' +
  '<w:style w:type="paragraph" w:styleId="R2"><w:name w:val="Rubrik 2"/></w:style>' +
  '<w:style w:type="paragraph" w:styleId="Beskrivning"><w:name w:val="caption"/></w:style>' +
  '<w:style w:type="character" w:styleId="Stark"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>';

function blocksOf(body: string): readonly Block[] {
  return readDocx(docxOf(body, STYLES), 'budget.docx').blocks;
}

function p(text: string, style = ''): string {
  const properties = style === '' ? '' : `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`;
  return `<w:p>${properties}<w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`;
}

function tc(text: string, properties = ''): string {
  return `<w:tc><w:tcPr>${properties}</w:tcPr>${p(text)}</w:tc>`;
}

function tr(...cells: readonly string[]): string {
  return `<w:tr>${cells.join('')}</w:tr>`;
}

function cellsOf(block: Block | undefined): Partial<RawCell>[][] {
  if (block?.kind !== 'table') return [];
  return block.rows.map(({ cells }) => cells.map((cell) => ({ ...cell, at: undefined })));
}

function textsOf(blocks: readonly Block[]): string[] {
  return blocks.map((block) => (block.kind === 'table' ? 'table' : block.text));
}

describe('docx', () => {
  it('has headings by their style, whatever language it is named in, and styles that are based on one', () => {
    const blocks = blocksOf(
      p('Ett', 'Rubrik1') + p('Två', 'R2') + p('Tre', 'Egen') + p('Fyra') + p('Fem', 'Rubrik3'),
    );
    expect(blocks.map((block) => [block.kind, block.kind === 'heading' ? block.level : 0])).toEqual([
      ['heading', 1],
      ['heading', 2],
      ['heading', 1],
      ['text', 0],
      ['heading', 3],
    ]);
    expect(blocks.map(({ at }) => at.line)).toEqual([1, 2, 3, 4, 5]);
  });

  it('has the cells of a table with the columns and rows that they cover', () => {
    const table = `<w:tbl>${tr(
      tc('Tkr', '<w:vMerge w:val="restart"/>'),
      tc('Budget', '<w:gridSpan w:val="2"/>'),
    )}${tr(tc('', '<w:vMerge/>'), tc('2024'), tc('2025'))}${tr(tc('Intäkt'), tc('1 200'), tc('-30'))}</w:tbl>`;
    expect(cellsOf(blocksOf(table)[0])).toEqual([
      [
        { text: 'Tkr', rows: 2 },
        { text: 'Budget', columns: 2 },
      ],
      [{ text: '2024' }, { text: '2025' }],
      [{ text: 'Intäkt' }, { text: '1 200' }, { text: '-30' }],
    ]);
  });

  it('tells cells that are bold or italic throughout, by themselves or by a style', () => {
    const run = (properties: string, text: string): string =>
      `<w:r><w:rPr>${properties}</w:rPr><w:t xml:space="preserve">${text}</w:t></w:r>`;
    const cell = (...runs: readonly string[]): string => `<w:tc><w:p>${runs.join('')}</w:p></w:tc>`;
    const table = `<w:tbl>${tr(
      cell(run('<w:b/>', 'fet'), run('', ' ')),
      cell(run('<w:rStyle w:val="Stark"/>', 'stark')),
      cell(run('<w:b/>', 'halv'), run('<w:b w:val="0"/>', 't')),
      cell(run('<w:b/><w:i/>', 'båda')),
    )}</w:tbl>`;
    expect(cellsOf(blocksOf(table)[0])[0]?.map(({ emphasis }) => emphasis)).toEqual([
      'bold',
      'bold',
      undefined,
      'boldItalic',
    ]);
  });

  it('reads the text as it stands after its tracked changes, and counts what was deleted', () => {
    const document = readDocx(
      docxOf(
        '<w:p><w:r><w:t>Ramen är </w:t></w:r><w:del><w:r><w:delText>100</w:delText></w:r></w:del>' +
          '<w:ins><w:r><w:t>120</w:t></w:r></w:ins></w:p>' +
          '<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>Första </w:t></w:r></w:p><w:p><w:r><w:t>andra</w:t></w:r></w:p>' +
          `<w:tbl>${tr(tc('kvar'))}<w:tr><w:trPr><w:del/></w:trPr>${tc('bort')}</w:tr>` +
          `<w:tr><w:trPr><w:ins/></w:trPr>${tc('ny')}</w:tr></w:tbl>`,
      ),
      'budget.docx',
    );
    expect(textsOf(document.blocks)).toEqual(['Ramen är 120', 'Första andra', 'table']);
    expect(cellsOf(document.blocks[2])).toEqual([[{ text: 'kvar' }], [{ text: 'ny' }]]);
    expect(document.leftOut).toEqual([{ what: 'deletedText', count: 2, at: { line: 1 } }]);
  });

  it('puts tables within cells and text boxes after the block that they stand in, once', () => {
    const box = `<w:txbxContent>${p('i rutan')}<w:tbl>${tr(tc('ruta'))}</w:tbl></w:txbxContent>`;
    const paragraph =
      '<w:p><w:r><w:t>Utanför</w:t></w:r><w:r><mc:AlternateContent>' +
      `<mc:Choice Requires="wps"><w:drawing>${box}</w:drawing></mc:Choice><mc:Fallback><w:pict>${box}</w:pict></mc:Fallback>` +
      '</mc:AlternateContent></w:r></w:p>';
    const nested = `<w:tbl>${tr(`<w:tc>${p('yttre')}<w:tbl>${tr(tc('inre'))}</w:tbl><w:p/></w:tc>`)}</w:tbl>`;
    const blocks = blocksOf(paragraph + nested + p('Efter'));
    expect(textsOf(blocks)).toEqual(['Utanför', 'i rutan', 'table', 'table', 'table', 'Efter']);
    expect(cellsOf(blocks[3])).toEqual([[{ text: 'yttre' }]]);
    expect(cellsOf(blocks[4])).toEqual([[{ text: 'inre' }]]);
  });

  it('takes a caption for a part of its table', () => {
    const table = `<w:tbl>${tr(tc('a'))}</w:tbl>`;
    const blocks = blocksOf(
      p('Tabell 1 Drift', 'Beskrivning') + table + p('löst', 'Beskrivning') + p('text'),
    );
    expect(blocks.map((block) => (block.kind === 'table' ? block.caption : block.text))).toEqual([
      'Tabell 1 Drift',
      'löst',
      'text',
    ]);
  });

  it('reads a line of a paragraph as a text of its own, a heading whole, and a hyphen that holds as a minus', () => {
    const broken =
      '<w:r><w:t>Belopp i tkr</w:t><w:br/><w:t>kolumn</w:t><w:tab/><w:noBreakHyphen/><w:t>5</w:t></w:r>';
    const heading =
      '<w:pPr><w:outlineLvl w:val="1"/></w:pPr><w:r><w:t>Drift</w:t><w:br/><w:t>2025</w:t></w:r>';
    const blocks = blocksOf(`<w:p>${broken}</w:p><w:p>${heading}</w:p>`);
    expect(textsOf(blocks)).toEqual(['Belopp i tkr', 'kolumn\t-5', 'Drift 2025']);
    expect(blocks[2]).toMatchObject({ kind: 'heading', level: 2 });
  });

  it('sets paragraphs of a cell apart, so that two numbers never become one', () => {
    const table = `<w:tbl>${tr(`<w:tc>${p('12')}${p('340')}</w:tc>`, '<w:tc><w:p><w:r><w:t>5</w:t><w:br/><w:t>600</w:t></w:r></w:p></w:tc>')}</w:tbl>`;
    expect(cellsOf(blocksOf(table)[0])[0]?.map(({ text }) => text)).toEqual(['12\n340', '5\n600']);
  });
});
