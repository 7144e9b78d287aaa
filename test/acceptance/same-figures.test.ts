import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  DOCUMENT_DIALECTS,
  endingOf,
  printDocument,
  type DocumentDialect,
  type PrintedBlock,
} from '../../libs/ingest/testing/printed-document.js';
import { CommandLine } from '../support/command-line.js';
import { madeUpBudget } from '../support/made-up-documents.js';
import { madeUpReport } from '../support/made-up-report.js';
import { MADE_UP_BUDGET, MADE_UP_REPORT } from '../support/made-up-examples.js';

/* One document, saved in each format: readings, values, signs, editions and sums are the same; ids may be others. */

let cli: CommandLine;

beforeAll(async () => {
  cli = await CommandLine.inNewFolder();
});

afterAll(async () => {
  await cli.remove();
});

interface Held {
  readonly cells: readonly string[];
  readonly editions: readonly string[];
  readonly figures: readonly string[];
}

/** What a ledger holds of the document, without file names and ids. */
async function held(blocks: readonly PrintedBlock[], dialect: DocumentDialect, name: string): Promise<Held> {
  const ledger = `${name}-${dialect}`;
  const path = await cli.file(`dokument.${endingOf(dialect)}`, printDocument(blocks, dialect));
  await cli.imported(ledger, path);
  const cells = (await cli.cells(ledger)).map((cell) =>
    ['table', 'row', 'column', 'value', 'unitOfMeasure', 'kind', 'figure']
      .map((column) => cell[column])
      .join(' | '),
  );
  const { out } = await cli.liggaren(ledger, 'events', '--json');
  const events = JSON.parse(out) as { type: string; data: Record<string, unknown> }[];
  const of = (types: readonly string[]): string[] =>
    events
      .filter(({ type }) => types.includes(type))
      .map(({ type, data }) => `${type} ${JSON.stringify(data, withoutPlace)}`)
      .sort();
  return {
    cells: cells.sort(),
    editions: of(['EditionDeclared', 'LayoutStated', 'EditionAdopted']),
    figures: events
      .filter(({ data }) => 'lines' in data)
      .map(({ type }) => type)
      .sort(),
  };
}

/** The file is another: its sum, its name and the lines in it. */
function withoutPlace(name: string, value: unknown): unknown {
  return ['document', 'source', 'sha256', 'file', 'line', 'sources'].includes(name) ? undefined : value;
}

describe('the same document as text, Markdown, tabs, Word, Excel and CSV', () => {
  const documents = {
    budget: madeUpBudget(MADE_UP_BUDGET),
    report: madeUpReport(MADE_UP_REPORT),
  };
  for (const [name, { blocks, cells }] of Object.entries(documents)) {
    it(`gives the same figures: ${name}`, async () => {
      const [first, ...others] = DOCUMENT_DIALECTS;
      const expected = await held(blocks, first, name);
      expect(expected.cells).toHaveLength(cells.length);
      expect(expected.editions.length).toBeGreaterThan(3);
      for (const dialect of others) {
        expect([dialect, await held(blocks, dialect, name)]).toEqual([dialect, expected]);
      }
    });
  }
});
