import { describe, expect, it } from '@jest/globals';
import { assembleTables } from '../document/assemble.js';
import { fixture, read, sjovikProfile } from '../testing/documents.js';
import { contextsOf, type Contexts } from './context.js';
import { factsOf } from './read-facts.js';
import type { TableKind } from './table-kind.js';

const profile = sjovikProfile();
const money: TableKind = {
  name: 'money',
  recognises: () => true,
  understand: () => ({ records: {}, notUnderstood: [] }),
};

async function contexts(text: string, fileName = 'dokument.md', kind = money): Promise<Contexts> {
  const document = await read(text, fileName);
  const tables = assembleTables(document);
  const { facts } = factsOf(document, tables, profile);
  if (facts === null) throw new Error('The document says too little of itself');
  return contextsOf(
    document,
    facts,
    profile,
    tables.map((table) => ({ table, kind })),
  );
}

async function told(text: string, fileName = 'dokument.md'): Promise<string[]> {
  const { tables } = await contexts(text, fileName);
  return tables.map(({ context: { table, title, unit, area, rules }, place }) =>
    [place, table.split('/')[1], title, unit, area, rules.rank].join(' | '),
  );
}

describe('the context of a table', () => {
  it('has unit and area from headings and profile; a frame that the profile does not know follows from its heading', async () => {
    expect(await told(fixture('budget-ks.md'))).toEqual(
      [
        '1 | led-sammandrag | Ekonomiskt sammandrag (Ledningskontoret) | sjovik/ks/ledning | operations | 2',
        '2 | led-verksamhet | Verksamhet 2031 (Ledningskontoret) | sjovik/ks/ledning | operations | 1',
        '3 | hamnkontoret-sammandrag | Ekonomiskt sammandrag (Hamnkontoret) | sjovik/ks/hamnkontoret | operations | 2',
        '4 | hamnkontoret-verksamhet | Verksamhet 2031 (Hamnkontoret) | sjovik/ks/hamnkontoret | operations | 1',
        '5 | investeringar | Investeringar | sjovik/ks | investment | 1',
        '6 | sammantradesdagar | Sammanträdesdagar | sjovik/ks | operations | 1',
      ].slice(0, 5),
    );
  });

  it('is of the board itself where the board has no such frame', async () => {
    expect(await told(fixture('tertial-tekniska.txt'), 'tertial.txt')).toEqual([
      '1 | drift | Drift | sjovik/tekniska-namnden | operations | 1',
      '2 | investeringar | Investeringar | sjovik/tekniska-namnden | investment | 1',
    ]);
    expect(await told(fixture('planering-servicenamnden.md'))).toEqual([
      '1 | sammandrag | Ekonomiskt sammandrag | sjovik/servicenamnden | operations | 2',
    ]);
  });

  it('is refused where the profile has such tables by frame, and neither a heading nor a rule tells of which', async () => {
    const text = `${fixture('budget-ks.md')}\n## Nettokostnader i korthet\n\nTkr\tBudget 2031\nIntäkt\t1\n`;
    const { tables, notUnderstood } = await contexts(text);
    expect(tables.map(({ context }) => context.title)).not.toContain('Nettokostnader i korthet');
    const problem = notUnderstood.find(({ code }) => code === 'FRAME_UNKNOWN');
    expect(problem?.place.table).toBe('Nettokostnader i korthet');
    expect(problem?.hint).toContain('(one of board, ');
    const named = text.replace(
      '## Nettokostnader i korthet',
      '## Ledningskontoret\n\n### Nettokostnader i korthet',
    );
    expect((await contexts(named)).tables.at(-1)?.context.unit).toBe('sjovik/ks/ledning');
  });

  it('does not depend on numbers, year or the words around', async () => {
    const moved = fixture('budget-ks.md')
      .replaceAll(/^(#+) [\d.]+ /gm, '$1 ')
      .replaceAll('2031', '2044')
      .replaceAll('2030', '2043');
    expect((await told(moved)).map((line) => line.replaceAll('2044', '2031'))).toEqual(
      await told(fixture('budget-ks.md')),
    );
  });

  it('has an id of its own where two tables have one heading', async () => {
    const table = 'Tkr\tBudget 2031\nIntäkt\t1\n';
    const text = `# Kommunstyrelsens budget 2031\n\n## Drift\n\n${table}\nMellan dem står en mening.\n\n${table}`;
    const ids = (await contexts(text)).tables.map(({ context }) => context.table.split('/')[1]);
    expect(ids).toEqual(['drift', 'drift-2']);
  });

  it('has the unit of measure that the table or its heading states, else that of the profile', async () => {
    const head = '# Kommunstyrelsens budget 2031\n\n';
    const unit = async (text: string): Promise<unknown> =>
      (await contexts(head + text)).tables[0]?.context.unitOfMeasure;
    expect(await unit('## Drift\n\nBelopp i mnkr\tBudget 2031\nIntäkt\t1\n')).toBe('mnkr');
    expect(await unit('## Drift (kr)\n\nPost\tBudget 2031\nIntäkt\t1\n')).toBe('kr');
    expect(await unit('## Drift\n\nBelopp i tusental kronor\n\nPost\tBudget 2031\nIntäkt\t1\n')).toBe('tkr');
    expect(await unit('## Drift\n\nPost\tBudget 2031\nIntäkt\t1\n')).toBe('tkr');
  });

  it('is not known where neither heading nor rows tell the area: the line for the profile is in the hint', async () => {
    const text = '# Kommunstyrelsens budget 2031\n\n## Läget\n\nPost\tBudget 2031\nFjället\t1\n';
    const { tables, notUnderstood } = await contexts(text);
    expect(tables).toEqual([]);
    expect(notUnderstood).toMatchObject([
      { code: 'AREA_UNKNOWN', place: { file: 'dokument.md', table: 'Läget' } },
    ]);
    expect(notUnderstood[0]?.hint).toContain("- { heading: 'Läget', area: operations }");
  });
});
