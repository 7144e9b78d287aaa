import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isLedgerError } from '#amount';
import {
  assembleTables,
  isNumericCell,
  planDocuments,
  readDocument,
  readProfile,
  type Profile,
  type ReadDocument,
} from '#ingest';
import {
  DOCUMENT_DIALECTS,
  endingOf,
  printDocument,
  type DocumentDialect,
} from '../../libs/ingest/testing/printed-document.js';
import { madeUpBudget } from '../support/made-up-documents.js';
import { MADE_UP_BUDGET, MADE_UP_REPORT } from '../support/made-up-examples.js';
import { madeUpReport } from '../support/made-up-report.js';

/* Whatever happened to a file on its way: what is read of it stood in it, or an error says where; never a crash. */

const profiles: Profile[] = ['boras', 'alingsas'].map((name) =>
  readProfile(`${name}.yaml`, readFileSync(`profiles/${name}.yaml`, 'utf8')),
);

const DOCUMENTS = [madeUpBudget(MADE_UP_BUDGET), madeUpReport(MADE_UP_REPORT)];
const printedOnce = new Map<string, Uint8Array>();

function printedAs(n: number, dialect: DocumentDialect): Uint8Array {
  const key = `${n} ${dialect}`;
  const bytes = printedOnce.get(key) ?? printDocument(DOCUMENTS[n]?.blocks ?? [], dialect);
  printedOnce.set(key, bytes);
  return bytes;
}

const document = fc.nat({ max: DOCUMENTS.length - 1 });
const text = fc.constantFrom<DocumentDialect>('cells', 'markdown', 'tabs', 'csv');
const place = fc.double({ min: 0, max: 1, noNaN: true });

/** What is read, or the error, which names the file. */
async function readOrRefused(bytes: Uint8Array, fileName: string): Promise<ReadDocument | null> {
  try {
    return await readDocument(bytes, fileName);
  } catch (error) {
    if (!isLedgerError(error)) throw error;
    expect(error.code).toMatch(/^[A-Z_]+$/);
    expect(error.place?.file).toBe(fileName);
    expect(error.hint).toBeTruthy();
    return null;
  }
}

function numbersIn(read: ReadDocument): string[] {
  return assembleTables(read)
    .flatMap(({ rows }) => rows.flatMap(({ cells }) => cells.map((cell) => cell.text)))
    .filter(isNumericCell);
}

/** Planning never crashes: each file is planned, or refused with all that is the matter. */
async function requirePlannedOrRefused(bytes: Uint8Array, fileName: string): Promise<void> {
  const [plan] = await planDocuments([{ fileName, bytes }], profiles);
  if (plan?.kind !== 'refused') return;
  expect(plan.notUnderstood.length).toBeGreaterThan(0);
  for (const { code, place: at, hint } of plan.notUnderstood) {
    expect(code).toMatch(/^[A-Z_]+$/);
    expect(at.file).toBe(fileName);
    expect(hint).toBeTruthy();
  }
}

describe('a text document that is cut off anywhere', () => {
  it('is refused, or read as far as it goes', async () => {
    await fc.assert(
      fc.asyncProperty(document, text, place, async (n, dialect, where) => {
        const whole = printedAs(n, dialect);
        const bytes = whole.slice(0, Math.floor(where * whole.length));
        const name = `avklippt.${endingOf(dialect)}`;
        const read = await readOrRefused(bytes, name);
        if (read !== null) {
          const all = numbersIn(await readDocument(whole, name));
          const found = numbersIn(read);
          // The last number may have lost its end.
          expect(found.slice(0, -1)).toEqual(all.slice(0, Math.max(found.length - 1, 0)));
        }
        await requirePlannedOrRefused(bytes, name);
      }),
      { numRuns: 120 },
    );
  }, 120_000);
});

describe('a text document in which bytes are others', () => {
  it('is refused, or gives the numbers that are in it', async () => {
    const changes = fc.array(fc.tuple(place, fc.integer({ min: 0, max: 255 })), {
      minLength: 1,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(document, text, changes, async (n, dialect, all) => {
        const bytes = new Uint8Array(printedAs(n, dialect));
        for (const [where, byte] of all) bytes[Math.floor(where * (bytes.length - 1))] = byte;
        const name = `skadad.${endingOf(dialect)}`;
        const read = await readOrRefused(bytes, name);
        const printed = Buffer.from(bytes).toString('latin1').replaceAll(/[^\d]/g, '');
        for (const number of read === null ? [] : numbersIn(read)) {
          expect(printed).toContain(number.replaceAll(/\D/g, ''));
        }
        await requirePlannedOrRefused(bytes, name);
      }),
      { numRuns: 120 },
    );
  }, 120_000);
});

describe('a text document of which lines are lost, twice there or in another order', () => {
  it('is planned or refused, and names the file', async () => {
    const moves = fc.array(fc.tuple(fc.constantFrom('lose', 'repeat', 'move'), place, place), {
      minLength: 1,
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(document, text, moves, async (n, dialect, all) => {
        const lines = Buffer.from(printedAs(n, dialect)).toString('utf8').split('\n');
        for (const [how, from, to] of all) {
          const at = Math.floor(from * (lines.length - 1));
          const line = lines[at] ?? '';
          if (how !== 'repeat') lines.splice(at, 1);
          if (how !== 'lose') lines.splice(Math.floor(to * lines.length), 0, line);
        }
        const name = `skadad.${endingOf(dialect)}`;
        await requirePlannedOrRefused(new TextEncoder().encode(lines.join('\n')), name);
      }),
      { numRuns: 120 },
    );
  }, 120_000);
});

describe('an office file in which bytes are others, or that is cut off', () => {
  it('is refused, or read', async () => {
    const office = fc.constantFrom(...DOCUMENT_DIALECTS.filter((each) => each === 'docx' || each === 'xlsx'));
    await fc.assert(
      fc.asyncProperty(
        document,
        office,
        place,
        fc.integer({ min: 0, max: 255 }),
        fc.boolean(),
        async (n, dialect, where, byte, isCut) => {
          const whole = printedAs(n, dialect);
          const at = Math.floor(where * (whole.length - 1));
          const bytes = isCut ? whole.slice(0, at) : whole.with(at, byte);
          const name = `skadad.${endingOf(dialect)}`;
          await readOrRefused(bytes, name);
          await requirePlannedOrRefused(bytes, name);
        },
      ),
      { numRuns: 120 },
    );
  }, 120_000);
});
