import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DOCUMENT_DIALECTS, endingOf, printDocument } from '../../libs/ingest/testing/printed-document.js';
import { CommandLine } from '../support/command-line.js';
import { madeUpBudget, type MadeUp } from '../support/made-up-documents.js';
import { MADE_UP_BUDGET, MADE_UP_REPORT } from '../support/made-up-examples.js';
import { madeUpReport } from '../support/made-up-report.js';

/* A municipality that no profile knows: what is refused says what to write, and with that written it is imported. */

let cli: CommandLine;

beforeAll(async () => {
  cli = await CommandLine.inNewFolder();
});

afterAll(async () => {
  await cli.remove();
});

const municipality = 'Bergslunda kommun';
const DOCUMENTS: Readonly<Record<string, MadeUp>> = {
  budget: madeUpBudget({ ...MADE_UP_BUDGET, municipality }),
  report: madeUpReport({ ...MADE_UP_REPORT, municipality }),
};

/** What the refusal says to save, as it stands on the screen. */
function templateIn(said: string): string {
  const from = said.indexOf('    profile: ');
  return said.slice(from, said.indexOf('\nerror:', from));
}

async function cellsIn(ledger: string): Promise<string[]> {
  return (await cli.cells(ledger)).map(({ row, column, value }) => `${row} | ${column} | ${value}`).sort();
}

describe('a document of a municipality without a profile', () => {
  for (const [name, { blocks, cells }] of Object.entries(DOCUMENTS)) {
    it.each(DOCUMENT_DIALECTS)(
      `${name}, as %s: is imported with the profile that its refusal offers`,
      async (dialect) => {
        const ledger = `${name}-${dialect}`;
        const path = await cli.file(`${ledger}.${endingOf(dialect)}`, printDocument(blocks, dialect));
        const refused = await cli.liggaren(ledger, 'import', path);
        expect(refused.code).toBe(3);
        expect(refused.err).toContain('[PROFILE_UNKNOWN]');
        expect(refused.err).toContain('Bergslunda kommun');
        const profiles = join(cli.folder, ledger, 'profiles');
        await mkdir(profiles, { recursive: true });
        await writeFile(join(profiles, 'bergslunda.yaml'), templateIn(refused.err));
        const [outcome] = await cli.imported(ledger, path);
        expect(outcome?.profile).toBe('bergslunda 1');
        expect(await cellsIn(ledger)).toEqual([...cells].sort());
        expect(await cli.check(ledger)).toEqual([]);
      },
    );
  }

  it('has a profile to begin with, on standard output', async () => {
    const path = await cli.file('mall.md', printDocument(DOCUMENTS['budget']?.blocks ?? [], 'markdown'));
    const { code, out, err } = await cli.liggaren('no-ledger', 'profile', path);
    expect([code, err]).toEqual([0, '']);
    const profile = await cli.file('bergslunda.yaml', out);
    const [outcome] = await cli.imported('by-command', path, '--profile', profile);
    expect(outcome?.profile).toBe('bergslunda 1');
    expect((await cli.liggaren('no-ledger', 'profile', cli.folder)).code).toBe(2);
    expect((await cli.liggaren('no-ledger', 'profile', `${path}.docx`)).code).toBe(3);
  });

  it('is read with that profile the year after, and of another board', async () => {
    const ledger = 'budget-markdown';
    const { blocks, cells } = madeUpBudget({
      ...MADE_UP_BUDGET,
      municipality,
      year: 2034,
      board: 'Tekniska nämndens',
    });
    const before = await cellsIn(ledger);
    await cli.imported(ledger, await cli.file('nasta.md', printDocument(blocks, 'markdown')));
    expect(await cellsIn(ledger)).toEqual([...before, ...cells].sort());
    expect(await cli.check(ledger)).toEqual([]);
  });
});
