import { describe, expect, it } from '@jest/globals';
import { readFileSync, readdirSync } from 'node:fs';
import { isLedgerError, type LedgerError } from '#amount';
import { fixture, sjovikProfile } from '../testing/documents.js';
import { profileLabel } from './profile.js';
import { readProfile } from './read-profile.js';
import { read } from '../testing/documents.js';
import { profileTemplate } from './template.js';

const text = fixture('sjovik.yaml');

function refusal(content: string): LedgerError {
  try {
    readProfile('egen.yaml', content);
  } catch (error) {
    if (isLedgerError(error)) return error;
    throw error;
  }
  throw new Error('The profile was accepted');
}

describe('a profile', () => {
  it('is read with what it leaves out as usual', () => {
    const profile = sjovikProfile();
    expect(profileLabel(profile)).toBe('sjovik 3');
    expect(profile.judgedBy).toBe('profile sjovik');
    expect(profile.boards[0]?.frames.map(({ id, short }) => [id, short])).toEqual([
      ['ledning', 'led'],
      ['mark', 'mark'],
    ]);
    expect(profile.tables.map(({ unit, rank, text: none }) => [unit, rank, none])).toEqual([
      ['frame', 1, false],
      ['frame', 2, false],
      ['board', 1, false],
      ['ledning', 1, false],
      ['board', 1, true],
    ]);
    expect(profile.names.map(({ kind, judgedBy }) => [kind, judgedBy])).toEqual([
      ['alias', 'profile sjovik'],
      ['alias', ''],
    ]);
    expect(profile.sie).toBeNull();
  });

  it('has a section for SIE files that is left to their reader', () => {
    expect(readProfile('egen.yaml', `${text}sie:\n  lines: 21\n`).sie).toEqual({ lines: 21 });
  });

  it('has patterns in headings, whatever their letters and dashes', () => {
    const content = text.replace('heading: Drift', "heading: 'Del – A > Drift*'");
    expect(readProfile('egen.yaml', content).tables[3]?.headings).toEqual(['del - a', 'drift*']);
  });

  it('is there for each municipality that the program knows', () => {
    const folder = new URL('../../../profiles/', import.meta.url);
    const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) {
      const profile = readProfile(name, readFileSync(new URL(name, folder), 'utf8'));
      expect(`${profile.name}.yaml`).toBe(name);
    }
  });

  it('has a template, filled in with what a document says of itself', async () => {
    const text =
      '# Hamnnämndens budget 2031\n\nSjöviks kommun\n\nI Sjövik finns en hamn.\n\n## Möten\n\nTkr\tBudget 2031\nStab\t-1\nTotalt\t-1\n';
    const { municipality, recognisedBy, boards } = readProfile(
      'mall.yaml',
      profileTemplate(await read(text)),
    );
    expect(municipality).toEqual({ id: 'sjovik', name: 'Sjöviks kommun' });
    expect(recognisedBy).toEqual(['Sjöviks kommun']);
    expect(boards[0]).toMatchObject({ id: 'hamnnamnden', name: 'Hamnnämnden' });
    expect(readProfile('mall.yaml', profileTemplate(await read('Ingenting.\n'))).name).toBe('sjovik');
  });
});

describe('a broken profile is refused with file, line and field', () => {
  const cases: readonly (readonly [string, string, number, string | undefined, string])[] = [
    ['an unknown field', text.replace('unitOfMeasure', 'enhet'), 11, 'enhet', 'Known here: profile, version'],
    ['a field that is missing', text.replace('version: 3\n', ''), 1, 'version', 'Add `version:`'],
    ['an id with a capital', text.replace('id: sjovik', 'id: Sjövik'), 5, 'municipality.id', 'a to z'],
    ['a unit of measure that is none', text.replace(': tkr', ': euro'), 11, 'unitOfMeasure', 'kr, tkr'],
    [
      'a kind that is none',
      text.replace('kind: interim', 'kind: mellan'),
      27,
      'documents[1].kind',
      'interim',
    ],
    [
      'a status that is none',
      text.replace('status: proposed', 'status: kanske'),
      26,
      'documents[0].status',
      'adopted',
    ],
    [
      'a month that is none',
      text.replace('through: 4', 'through: 14'),
      31,
      'documents[1].through',
      '1 to 12',
    ],
    [
      'a rank that is no number',
      text.replace('rank: 2', 'rank: andra'),
      42,
      'tables[1].rank',
      'whole number',
    ],
    [
      'an id of a table with a space',
      text.replace('id: investeringar', 'id: in v'),
      44,
      'tables[2].id',
      '{frame}',
    ],
    ['neither true nor false', text.replace('text: true', 'text: ja'), 51, 'tables[4].text', 'true or false'],
    ['a name that is nothing', text.replace('    alias: Inventarier\n', ''), 54, 'names[0]', 'alias, merger'],
    [
      'no word to know it by',
      text.replace('\n  - Sjöviks kommun\n', ' []\n'),
      8,
      'recognisedBy',
      'only documents',
    ],
    [
      'text where fields belong',
      text.replace('  - id: ks\n', '  - ks\n  - id: ks\n'),
      14,
      'boards[0]',
      'Write id',
    ],
    [
      'a list where a text belongs',
      text.replace('name: Sjöviks kommun', 'name: [a]'),
      6,
      'municipality.name',
      'one value',
    ],
    [
      'a reference',
      text.replace('status: proposed', 'status: &s proposed').replace('text: true', 'text: *s'),
      51,
      'tables[4].text',
      'Write it out',
    ],
    ['no YAML', `${text}\n  - : [`, 64, undefined, 'README'],
    ['the same field twice', `${text}version: 4\n`, 63, undefined, 'README'],
    ['nothing', '', 1, undefined, 'Write profile'],
    ['far too much', '#'.repeat(300_000), 0, undefined, 'README'],
  ];
  it.each(cases)('%s', (_, content, line, field, hint) => {
    const { code, place, hint: said, message } = refusal(content);
    expect(code).toBe('PROFILE_UNREADABLE');
    expect(place?.file).toBe('egen.yaml');
    expect(message).toContain('egen.yaml');
    if (line > 0) expect(place?.line).toBe(line);
    expect(place?.field).toBe(field);
    expect(said).toContain(hint);
  });
});
