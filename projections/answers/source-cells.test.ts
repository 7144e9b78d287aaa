import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventOf, streamOf, type DomainEvent } from '#domain';
import type { SourceCellAnswer } from '../contract.js';
import { openLedger, type TestLedger } from '../testing/published-ledger.js';

const SHA = 'ab'.repeat(32);
const LATER = 'cd'.repeat(32);

let folder: string;
let opened: TestLedger;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'liggaren-'));
  opened = await openLedger(folder);
  await record(
    eventOf('DocumentRegistered', { sha256: SHA, title: 'Budget', fileName: 'a.txt', status: 'adopted' }),
  );
  await record(
    eventOf('DocumentRegistered', { sha256: LATER, title: 'Budget', fileName: 'b.txt', status: 'adopted' }),
  );
});

afterEach(async () => {
  await opened.close();
  rmSync(folder, { recursive: true });
});

async function record(event: DomainEvent, metadata: Record<string, string> = {}): Promise<string> {
  const id = randomUUID();
  const stream = /^(?:Import|Entry)/.test(event.type) ? 'prov-1' : streamOf(event);
  const { store, ledger } = opened;
  const { position } = await store.append(
    stream,
    [{ ...event, id, metadata: { actor: 'test', ...metadata } }],
    'any',
  );
  await ledger.runner.waitFor(position);
  return id;
}

const FRAME = { unit: 'k/n', area: 'operations', basis: 'budget', period: '2021', edition: '2021' } as const;

function stated(printed: string, amount: string | null, row = 'Torg', sign: 1 | -1 = 1) {
  return {
    line: [row],
    measure: 'cost',
    amount,
    unitOfMeasure: 'tkr',
    printed: { text: printed, decimals: 0, sign },
    source: { document: SHA, table: 't', row, column: 'Budget 2021', printed },
    rank: { authority: 0, table: 1, date: null, place: `budget/1/${row}` },
  } as const;
}

function cells(): SourceCellAnswer[] {
  return [...opened.ledger.reader.cells({})];
}

const brief = (): string[] =>
  cells().map((c) => `${c.document} ${c.row} ${c.printed} = ${c.value ?? ''} ${c.kind}`);

describe('source cells', () => {
  it('have the printed sign, and none where nothing is printed', async () => {
    const lines = [
      stated('5', '-5', 'A', -1),
      stated('', null, 'B'),
      stated('-', null, 'C'),
      stated('-7', '-7', 'D'),
    ];
    await record(eventOf('BudgetAdopted', { ...FRAME, lines }));
    expect(brief()).toEqual(['a.txt A 5 = 5 figure', 'a.txt C - =  figure', 'a.txt D -7 = -7 figure']);
    expect(cells()[0]).toMatchObject({
      document: 'a.txt',
      table: 't',
      row: 'A',
      column: 'Budget 2021',
      printed: '5',
      value: '5',
      unitOfMeasure: 'tkr',
      kind: 'figure',
      figure: 'k/n operations 2021 budget 2021: A (cost)',
    });
  });

  it('are as they are read now, and of an erratum in both prints', async () => {
    const first = await record(
      eventOf('BudgetAdopted', {
        ...FRAME,
        lines: [stated('-1', '-1', 'A'), stated('-2', '-2', 'B'), stated('-3', '-3', 'C')],
      }),
    );
    const entry = (printed: string, row: string, document = SHA) => {
      const { line, measure, source, ...rest } = stated(printed, printed, row);
      const { basis, ...frame } = FRAME;
      const reading = { ...frame, basis, line, measure };
      return { kind: 'statement', reading, ...rest, source: { ...source, document } } as const;
    };
    const correct = (
      n: number,
      was: string,
      is: string,
      row: string,
      nature: 'misread' | 'erratum',
      document = SHA,
    ) =>
      record(
        eventOf('EntryCorrected', {
          corrects: `${first}/${n}`,
          was: entry(was, row),
          is: entry(is, row, document),
          nature,
          reason: 'prov',
          ...(nature === 'erratum' ? { date: '2021-05-01' } : {}),
        }),
      );
    await correct(0, '-1', '-10', 'A', 'misread');
    await correct(1, '-2', '-20', 'B', 'erratum', LATER);
    await record(
      eventOf('EntryWithdrawn', { corrects: `${first}/2`, was: entry('-3', 'C'), reason: 'prov' }),
    );
    expect(brief()).toEqual([
      'a.txt A -10 = -10 figure',
      'a.txt B -2 = -2 figure',
      'b.txt B -20 = -20 figure',
    ]);
    // What does not count corrects nothing.
    await correct(0, '-1', '-11', 'A', 'misread');
    expect(brief()).toHaveLength(3);
  });

  it('are assertions, changes, and what is beside figures, each cell once', async () => {
    await record(eventOf('TotalStated', { ...FRAME, lines: [stated('-9', '-9', 'Summa')] }));
    const cause = { kind: 'other', words: 'prov' };
    await record(eventOf('BudgetChanged', { ...FRAME, cause, lines: [stated('-1', '-1', 'Ändrat')] }));
    await record(eventOf('BudgetChanged', { ...FRAME, cause, lines: [stated('-9', '-9', 'Summa')] }));
    const source = {
      document: SHA,
      table: 'mål',
      row: 'Service',
      column: 'Bedömning',
      printed: 'Delvis uppfyllt',
    };
    await record(
      eventOf('GoalAssessed', {
        goal: 'service',
        unit: 'k/n',
        period: '2021',
        state: 'partlyFulfilled',
        source,
      }),
    );
    expect(brief()).toEqual([
      'a.txt Summa -9 = -9 assertion',
      'a.txt Ändrat -1 = -1 change',
      'a.txt Service Delvis uppfyllt =  figure',
    ]);
    expect(cells().at(-1)).toMatchObject({ unitOfMeasure: null, figure: 'k/n 2021 service (GoalAssessed)' });
    expect([...opened.ledger.reader.cells({ unit: 'k' })]).toHaveLength(3);
    expect([...opened.ledger.reader.cells({ unit: 'k/nn' })]).toEqual([]);
  });

  it('of an import are there when it is complete', async () => {
    const importId = randomUUID();
    await record(eventOf('ImportStarted', { importId, documents: [SHA], events: 1 } as never), { importId });
    await record(eventOf('BudgetAdopted', { ...FRAME, lines: [stated('-1', '-1')] }), { importId });
    expect(cells()).toEqual([]);
    await record(eventOf('ImportCompleted', { importId, documents: [SHA], events: 1 } as never), {
      importId,
    });
    expect(cells()).toHaveLength(1);
  });

  it('of many thousands are listed within bounded memory, and may be left unread', async () => {
    const lines = Array.from({ length: 100 }, (_, n) => stated('-1', '-1', `Rad ${n}`));
    for (let n = 0; n < 100; n++) {
      const own = lines.map((line) => ({ ...line, source: { ...line.source, table: `tabell ${n}` } }));
      await record(eventOf('BudgetAdopted', { ...FRAME, edition: `2021:${n + 1}`, lines: own }));
    }
    expect([...opened.ledger.reader.cells({})]).toHaveLength(10_000);
    for (const cell of opened.ledger.reader.cells({})) {
      expect(cell.table).toBe('tabell 0');
      break;
    }
  });
});
