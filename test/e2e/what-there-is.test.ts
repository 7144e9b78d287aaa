import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CommandLine } from '../support/command-line.js';
import { PUBLISHED } from '../support/published-ledger.js';
import { patient } from '../support/patience.js';

let shell: CommandLine;

beforeAll(async () => {
  shell = await CommandLine.inNewFolder();
  await shell.imported('published', PUBLISHED);
}, patient(60_000));

afterAll(async () => {
  await shell.remove();
});

async function answer(...argv: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  return shell.liggaren('published', ...argv);
}

describe('what there is to ask about', () => {
  it('units', async () => {
    const { code, out } = await answer('units', '--csv');
    expect(code).toBe(0);
    expect(out.split(/\r?\n/).slice(0, 2)).toEqual([
      'unit,name,kind,parent',
      'alingsas,Alingsås kommun,municipality,',
    ]);
  });

  it('editions of a unit and a year, in line', async () => {
    const { out } = await answer(
      'editions',
      '--unit',
      'boras/ks/stadsledningskansliet',
      '--year',
      '2021',
      '--json',
    );
    expect((JSON.parse(out) as { edition: string }[]).map(({ edition }) => edition)).toEqual([
      '2021:1',
      '2021:2',
    ]);
    const none = await answer('editions', '--unit', 'boras/ks/stadsledningskansliet', '--year', '1999');
    expect(none).toMatchObject({ code: 0, out: '', err: 'nothing matches\n' });
  });

  it('documents, with what they do not say of themselves', async () => {
    const { out } = await answer('documents');
    expect(out).toContain('KS 2024-00375');
    expect(out).toMatch(/^000_\w+\.txt: Anges inte: beslutande organ, datum/m);
  });
});

describe('lists as they are read', () => {
  it('entries say why, in what they are measured, and of which year a plan is', async () => {
    const { out } = await answer('entries', '--cause-kind', 'besparing');
    expect(out).toMatch(/kostnader budget 2021:2 +500 +tkr/);
    expect(out).toContain('    besparing: Ytterligare sparbeting utöver effektiviseringskravet.\n');
    const plans = await answer('entries', '--unit', 'boras/ks', '--edition', 'plan@2021', '--first', '1');
    expect(plans.out).toContain('budget 2022 plan@2021');
  });

  it('events say who and in what words', async () => {
    const { out } = await answer('events', '--type', 'LandSaleRescinded');
    expect(out).toMatch(/ local +LandSaleRescinded /);
    expect(out).toContain('\n    En tomtförsäljning har hävts');
  });

  it('a list without a match says so beside its output', async () => {
    expect(await answer('entries', '--text', 'finnsinte')).toEqual({
      code: 0,
      out: '',
      err: 'nothing matches\n',
    });
    expect(await answer('events', '--by', 'ingen')).toEqual({ code: 0, out: '', err: 'nothing matches\n' });
  });

  it('a list of what somebody registered is asked for with --by', async () => {
    const { code, err } = await answer('events', '--actor', 'ekonom-1');
    expect(code).toBe(2);
    expect(err).toContain('--by ekonom-1');
  });

  it('some rows of a view, and the words that go with them', async () => {
    const { out } = await answer('view', 'goals', '--unit', 'boras/ks', '--row', 'Antal gästnätter i Borås');
    expect(out).toContain('Avläst ur diagram');
    const wrong = await answer('view', 'goals', '--unit', 'boras/ks', '--row', 'gästnätter');
    expect(wrong.code).toBe(2);
    expect(wrong.err).toContain('"Antal gästnätter i Borås"');
  });
});
