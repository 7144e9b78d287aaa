import { describe, expect } from '@jest/globals';
import { assembleTables, isNumericCell, readDocument, type AssembledTable } from '#ingest';
import { documentFiles, itWithDocuments } from '../support/documents.js';

/** Numbers in the cells of each document's tables, counted by hand: the documents by the beginning of their names. */
const COUNTED: Readonly<Record<string, number>> = { '000': 415, '001': 688, '002': 264, '004': 278 };

async function tables(): Promise<[string, AssembledTable[]][]> {
  return Promise.all(
    documentFiles().map(async ({ name, bytes }): Promise<[string, AssembledTable[]]> => {
      return [name.slice(0, 3), assembleTables(await readDocument(bytes, name))];
    }),
  );
}

function numbers({ rows }: AssembledTable): number {
  return rows.flatMap(({ cells }) => cells).filter(({ text }) => isNumericCell(text)).length;
}

describe('the published documents, read', () => {
  itWithDocuments('have as many numeric cells as were counted by hand', async () => {
    const counts = (await tables()).map(([name, found]): [string, number] => {
      return [name, found.reduce((sum, table) => sum + numbers(table), 0)];
    });
    expect(Object.fromEntries(counts)).toMatchObject(COUNTED);
  });

  itWithDocuments(
    'are whole: nothing of their form is in doubt, and every table has labels for its columns',
    async () => {
      for (const [, found] of await tables()) {
        expect(found.flatMap(({ doubts }) => doubts ?? [])).toEqual([]);
        for (const table of found)
          expect(table.columns.filter(({ text }) => text === '').length).toBeLessThan(2);
      }
    },
  );

  itWithDocuments('have each cell on the line that it stands on', async () => {
    const lines = new Map(
      documentFiles().map(({ name, bytes }) => [name.slice(0, 3), bytes.toString().split('\n')]),
    );
    for (const [name, found] of await tables()) {
      const cells = found.flatMap(({ rows }) => rows.flatMap((row) => row.cells));
      const elsewhere = cells.filter(({ text, at }) => {
        return isNumericCell(text) && !(lines.get(name)?.[at.line - 1] ?? '').includes(text);
      });
      expect(elsewhere).toEqual([]);
    }
  });

  itWithDocuments('take under a second each', async () => {
    for (const { name, bytes } of documentFiles()) {
      const began = performance.now();
      assembleTables(await readDocument(bytes, name));
      expect(performance.now() - began).toBeLessThan(1000);
    }
  });
});
