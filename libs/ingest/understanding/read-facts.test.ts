import { describe, expect, it } from '@jest/globals';
import { assembleTables } from '../document/assemble.js';
import { profileFor } from '../profile/choose-profile.js';
import { read, readFixture, sjovikProfile } from '../testing/documents.js';
import type { DocumentFacts } from './document-facts.js';
import { factsOf } from './read-facts.js';

const profile = sjovikProfile();

async function factsOfText(text: string, fileName = 'dokument.md'): Promise<DocumentFacts | null> {
  const document = await read(text, fileName);
  return factsOf(document, assembleTables(document), profile).facts;
}

async function factsOfFixture(name: string): Promise<DocumentFacts | null> {
  const { read: document, tables } = await readFixture(name);
  return factsOf(document, tables, profile).facts;
}

describe('what a document says of itself', () => {
  it('is read from a list of facts on its cover', async () => {
    expect(await factsOfFixture('budget-ks.md')).toEqual({
      id: 'sjovik-ks-budget-2031',
      unit: 'sjovik/ks',
      municipality: { id: 'sjovik', name: 'Sjöviks kommun' },
      board: { id: 'ks', name: 'Kommunstyrelsen' },
      title: 'Kommunstyrelsens budget 2031',
      kind: 'budget',
      year: 2031,
      through: null,
      status: 'adopted',
      decision: {
        body: 'Kommunstyrelsen',
        date: '2030-11-18',
        paragraph: '§ 77',
        dnr: 'KS 2030-00123',
        validity: 't.o.m. 2031-12-31',
      },
      participation: { notParticipating: {}, notes: {}, reservations: {} },
      judged: [],
      judgedBy: 'profile sjovik',
    });
  });

  it.each([
    ['Antagen av kommunfullmäktige 2030-11-18, § 77', 'Kommunfullmäktige', '§ 77'],
    ['Beslutad av Barn- och utbildningsnämnden 2030-11-18 § 112', 'Barn- och utbildningsnämnden', '§ 112'],
    ['Fastställd av kommunstyrelsen den 2030-11-18', 'Kommunstyrelsen', ''],
  ])('is read from one line on its cover: %s', async (line, body, paragraph) => {
    const facts = await factsOfText(
      `# Budget 2031\n\nKommunstyrelsen, Sjöviks kommun\n\n${line}\n\n# Inledning\n\nText.\n`,
    );
    expect(facts).toMatchObject({
      status: 'adopted',
      decision: { body, date: '2030-11-18', paragraph },
    });
  });

  it('is read from minutes and a covering letter, and counts by party who took no part', async () => {
    const facts = await factsOfFixture('planering-servicenamnden.md');
    expect(facts).toMatchObject({
      id: 'sjovik-servicenamnden-planeringsunderlag-2032',
      unit: 'sjovik/servicenamnden',
      board: { name: 'Servicenämnden' },
      title: 'Budget 2032 – Planeringsunderlag',
      kind: 'planning',
      status: 'proposed',
      decision: {
        body: 'Servicenämnden',
        date: '2031-05-02',
        paragraph: '§ 12',
        dnr: 'SN 2031-00017',
        validity: '',
      },
      participation: { notParticipating: { KD: 1, M: 2 }, notes: { M: 1 }, reservations: { V: 1 } },
      judged: ['date', 'status'],
    });
    expect(JSON.stringify(facts)).not.toMatch(/Ada|Björk|Lind/);
  });

  it('is read from a plain report, of a board that the profile does not name', async () => {
    expect(await factsOfFixture('tertial-tekniska.txt')).toMatchObject({
      id: 'sjovik-tekniska-namnden-tertial-2031',
      board: { id: 'tekniska-namnden', name: 'Tekniska nämnden' },
      kind: 'interim',
      through: '2031-04',
      status: 'forInformation',
      judged: ['status'],
    });
  });

  it('is told by the columns and the text where there is no title, and is judged then', async () => {
    const facts = await factsOfText(
      '# Inledning\n\nSjöviks kommun. Kommunstyrelsen leder, Kommunstyrelsens ansvar. Tekniska nämnden bygger.\n\n' +
        '## Drift\n\nTkr\tBudget 2030\tBudget 2031:1\tPlan 2032\nIntäkt\t1\t2\t3\n',
    );
    expect(facts).toMatchObject({
      id: 'sjovik-ks-budget-2031',
      title: 'Kommunstyrelsens budget 2031',
      judged: ['title', 'kind', 'year', 'board', 'status'],
    });
  });

  it('is a proposal where the title says so, whoever decided', async () => {
    const text =
      '# Kommunstyrelsens förslag till budget 2031\n\nBeslutande instans: Kommunstyrelsen\n\nDatum för beslut: 2030-11-18\n';
    const facts = await factsOfText(text);
    expect([facts?.status, facts?.judged]).toEqual(['proposed', []]);
  });

  it('is missing where nothing says kind, year or board: all of it is told', async () => {
    const document = await read('# Handlingar\n\nSjöviks kommun\n');
    const { facts, notUnderstood } = factsOf(document, [], profile);
    expect(facts).toBeNull();
    expect(notUnderstood.map(({ code }) => code)).toEqual(['KIND_UNKNOWN', 'YEAR_UNKNOWN', 'BOARD_UNKNOWN']);
    for (const { hint, place } of notUnderstood) {
      expect(place.file).toBe('dokument.md');
      expect(hint).not.toBe('');
    }
  });

  it('says which month a report runs through in several ways, or the profile does', async () => {
    const through = async (title: string, text = ''): Promise<unknown> =>
      (await factsOfText(`# ${title}\n\nKommunstyrelsen\n\n${text}\n`))?.through;
    expect(await through('Tertialbokslut 2031', 'Uppföljningen per den 31 augusti visar mer.')).toBe(
      '2031-08',
    );
    expect(await through('Delårsrapport augusti 2031')).toBe('2031-08');
    expect(await through('Uppföljning januari–oktober 2031')).toBe('2031-10');
    expect(await through('Årsredovisning 2031')).toBe('2031-12');
    expect(await through('Tertialbokslut 2031')).toBe('2031-04');
    expect(await through('Budget 2031')).toBeNull();
  });
});

describe('the profile of a document', () => {
  it('is the one whose words it has most of, and the first of equals', async () => {
    const document = await read('# Budget 2031\n\nSjöviks kommun och Borgviks kommun. Sjöviks kommun.\n');
    const other = { ...profile, name: 'borgvik', recognisedBy: ['Borgviks kommun'] };
    const own = { ...profile, version: 9 };
    expect(profileFor(document, [other, profile])).toBe(profile);
    expect(profileFor(document, [own, profile])).toBe(own);
  });

  it('is unknown for another municipality: the refusal has a profile to begin with', async () => {
    const refused = profileFor(await read('# Budget 2031\n\nStorviks kommun\n'), [profile]);
    expect(refused).toMatchObject({ code: 'PROFILE_UNKNOWN', place: { file: 'dokument.md' } });
    expect('hint' in refused ? refused.hint : '').toContain('recognisedBy:');
  });
});
