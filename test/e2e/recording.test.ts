import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CommandBus } from '@nestjs/cqrs';
import { Test, type TestingModule } from '@nestjs/testing';
import type { ChangeLine, Command, LineEntry, StatedRow } from '#domain';
import { everyItem, type ExplainAnswer, type ReadOptions } from '#projections';
import { RecordCommand, RecordingModule, type Recorded, type RecordRequest } from '#recording';
import type { Ledger } from '../../apps/shared/ledger.js';
import { openLedger } from '../support/engine.js';

/*
 * What a controller registers by hand, from the CommandBus through the log and the read model to the views: the rules
 * that span streams are answered by the read model itself, and every step is read back before and after.
 */

const UNIT = 'boras/ks/stadsledningskansliet';
const budget = (edition: string) =>
  ({ unit: UNIT, area: 'operations', basis: 'budget', period: '2021', edition }) as const;
const cost = (line: string, amount: string | null): LineEntry & ChangeLine => ({
  line: line === 'Totalt' ? [] : [line],
  measure: 'cost',
  amount: amount as string,
  unitOfMeasure: 'tkr',
});
const rows: StatedRow[] = [
  { path: ['Kommunledning'], kind: 'leaf', line: ['Kommunledning'], measure: 'cost' },
  { path: ['Kansli'], kind: 'leaf', line: ['Kansli'], measure: 'cost' },
  { path: ['Totalt'], kind: 'total', line: [], measure: 'cost', parts: [['Kommunledning'], ['Kansli']] },
];
const declare = (edition: string, number: number, extent: 'full' | 'amending'): Command => ({
  type: 'DeclareEdition',
  data: {
    ...budget(edition),
    label: `Budget ${edition}`,
    order: [2021, number],
    extent,
    status: 'adopted',
    known: true,
  },
});

let folder: string;
let ledger: Ledger;
let nest: TestingModule;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'liggaren-hand-'));
  ledger = await openLedger({ folder, mode: 'write' });
  await ledger.caughtUp;
  nest = await Test.createTestingModule({
    imports: [RecordingModule.forRoot({ store: ledger.store, answers: ledger.answers })],
  }).compile();
  await nest.init();
});

afterEach(async () => {
  await nest.close();
  await ledger.close();
  await rm(folder, { recursive: true, force: true });
});

async function record(command: Command, more: Partial<RecordRequest> = {}): Promise<Recorded> {
  const recorded = await nest
    .get(CommandBus)
    .execute(new RecordCommand({ command, actor: 'ekonom-1', ...more }));
  if (recorded.position !== undefined) await ledger.waitFor(recorded.position);
  return recorded;
}

/** Position and first entry of what was recorded. */
async function recorded(
  command: Command,
  more?: Partial<RecordRequest>,
): Promise<{ at: string; entry: string }> {
  const { position, events } = await record(command, more);
  return { at: position ?? '', entry: `${events[0]?.id ?? ''}/0` };
}

const request = { view: 'budget-diff', unit: UNIT, year: '2021', from: '2021:1', to: '2021:2' } as const;

/** The numbers of the view, row by row: `{ Kansli: ['-50', '-40', '10'] }`. */
function table(options?: ReadOptions): Record<string, (string | null)[]> {
  const view = ledger.reader.view(request, options);
  return Object.fromEntries(
    view.rows.map((row) => [row.path.at(-1) ?? '', row.cells.map((cell) => cell.value)] as const),
  );
}

function why(
  row: string,
  options?: ReadOptions,
): Extract<ExplainAnswer, { kind: 'difference' }>['difference'] {
  const answer = ledger.reader.explain(request, row, 'change', undefined, options);
  if (answer.kind !== 'difference') throw new Error('the column is a difference');
  return answer.difference;
}

/** `10 = 10 + 0 + 0 + 0`, as printed in explanations. */
function equation(row: string, options?: ReadOptions): string {
  const { difference, changed, begun, ended, unexplained } = why(row, options);
  return `${difference ?? 'none'} = ${changed} + ${begun} + ${ended} + ${unexplained}`;
}

async function twoEditions(): Promise<void> {
  await record({ type: 'DefineUnit', data: { unit: UNIT, name: 'Stadsledningskansliet', kind: 'frame' } });
  await record(declare('2021:1', 1, 'full'));
  await record(declare('2021:2', 2, 'amending'));
  await record({
    type: 'StateLayout',
    data: {
      ...budget('2021:1'),
      table: 'hand',
      rank: 0,
      title: 'Budget',
      unitOfMeasure: 'tkr',
      signs: {},
      rows,
    },
  });
  await record({
    type: 'AdoptBudget',
    data: { ...budget('2021:1'), lines: [cost('Kommunledning', '-100'), cost('Kansli', '-50')] },
  });
}

describe('registering by hand', () => {
  it('a budget: adopted, changed in an open edition, reallocated; each step readable as of before it', async () => {
    await twoEditions();
    const change: Command = {
      type: 'ChangeBudget',
      data: {
        ...budget('2021:2'),
        cause: { kind: 'efficiency', words: 'Effektivisering 1 %' },
        decision: { body: 'Kommunfullmäktige', date: '2021-03-25', paragraph: '§ 61' },
        lines: [cost('Kommunledning', '20')],
      },
    };
    await expect(record(change)).rejects.toMatchObject({
      code: 'EDITION_NOT_OPEN',
      place: { field: 'edition' },
    });
    const opened = await recorded({ type: 'OpenEdition', data: budget('2021:2') });
    const changed = await recorded(change);
    const reallocation = (amount: string): Command => ({
      type: 'ReallocateBudget',
      data: {
        ...budget('2021:2'),
        cause: { kind: 'reallocation', words: 'Omfördelning' },
        lines: [cost('Kommunledning', '-5'), cost('Kansli', amount)],
      },
    });
    await expect(record(reallocation('4'))).rejects.toMatchObject({ code: 'REALLOCATION_NOT_ZERO' });
    const moved = await recorded(reallocation('5'));
    await record({ type: 'CloseEdition', data: budget('2021:2') });
    await expect(record(change)).rejects.toMatchObject({ code: 'EDITION_NOT_OPEN' });

    expect(table({ asOf: opened.at })).toEqual({
      Kommunledning: ['-100', '-100', '0'],
      Kansli: ['-50', '-50', '0'],
      Totalt: ['-150', '-150', '0'],
    });
    expect(table({ asOf: changed.at })).toMatchObject({
      Kommunledning: ['-100', '-80', '20'],
      Totalt: ['-150', '-130', '20'],
    });
    expect(table({ asOf: moved.entry.slice(0, -2) })).toEqual(table());
    expect(table()).toEqual({
      Kommunledning: ['-100', '-85', '15'],
      Kansli: ['-50', '-45', '5'],
      Totalt: ['-150', '-130', '20'],
    });
    expect(equation('Totalt')).toBe('20 = 20 + 0 + 0 + 0');
    expect(
      why('Kommunledning').changes.map(({ cause, amount, decision }) => [cause, amount, decision?.paragraph]),
    ).toEqual(
      expect.arrayContaining([
        ['Effektivisering 1 %', '20', '§ 61'],
        ['Omfördelning', '-5', undefined],
      ]),
    );
  });

  it('a correction moves what is known now; a second one, and one after a withdrawal, conflict', async () => {
    await twoEditions();
    await record({ type: 'OpenEdition', data: budget('2021:2') });
    const cause = { kind: 'saving', words: 'Sparbeting' };
    const first = await recorded({
      type: 'ChangeBudget',
      data: { ...budget('2021:2'), cause, lines: [cost('Kansli', '7')] },
    });
    const is = {
      kind: 'change',
      reading: { ...budget('2021:2'), line: ['Kansli'], measure: 'cost' },
      cause: { ...cause, id: first.entry.slice(0, -2) },
      amount: '9',
      unitOfMeasure: 'tkr',
    } as const;
    const correct = (corrects: string): Command => ({
      type: 'CorrectEntry',
      data: { corrects, is, nature: 'misread', reason: 'Fel avläst' },
    });
    const corrected = await recorded(correct(first.entry));
    expect(table({ asOf: first.at })['Kansli']).toEqual(['-50', '-43', '7']);
    expect(table()['Kansli']).toEqual(['-50', '-41', '9']);
    const refused = await record(correct(first.entry)).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'CONFLICT', message: expect.stringContaining(corrected.entry) });
    const withdrawn = await recorded({
      type: 'WithdrawEntry',
      data: { corrects: corrected.entry, reason: 'Gäller inte' },
    });
    expect(table()['Kansli']).toEqual(['-50', '-50', '0']);
    expect(table({ asOf: corrected.at })['Kansli']).toEqual(['-50', '-41', '9']);
    await expect(record(correct(corrected.entry))).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(withdrawn.at).not.toBe(corrected.at);
  });

  it('an edition is as open as its declarations, openings and closings leave it, in their order', async () => {
    const declared = (more: { open?: boolean; label?: string }): Command => {
      const { type, data } = declare('2021:2', 2, 'amending') as Extract<Command, { type: 'DeclareEdition' }>;
      return { type, data: { ...data, ...more } };
    };
    const change = (): Promise<Recorded> =>
      record({
        type: 'ChangeBudget',
        data: {
          ...budget('2021:2'),
          cause: { kind: 'saving', words: 'Sparbeting' },
          lines: [cost('Kansli', '7')],
        },
      });
    const listed = (): boolean | undefined =>
      [...everyItem((page) => ledger.reader.editionsPage({ unit: UNIT }, page))].find(
        (e) => e.edition === '2021:2',
      )?.open;
    await record(declare('2021:1', 1, 'full'));
    await record(declared({ open: true }));
    // Another label leaves it open; closing closes it; declared open again, it is.
    await record(declared({ label: 'Budget 2021 nr 2' }));
    await expect(change()).resolves.toMatchObject({ outcome: 'recorded' });
    await record({ type: 'CloseEdition', data: budget('2021:2') });
    expect(listed()).toBe(false);
    await expect(change()).rejects.toMatchObject({ code: 'EDITION_NOT_OPEN' });
    await record(declared({ open: true }));
    expect(listed()).toBe(true);
    await expect(change()).resolves.toMatchObject({ outcome: 'recorded' });
  });

  it('a temporary change says until when, and its end is offered as a cause of the year after', async () => {
    const august = (period: string) => ({ ...budget(`${period}-08`), basis: 'outcome', period }) as const;
    for (const [period, amount] of [
      ['2021', '-50'],
      ['2022', '-57'],
      ['2023', '-51'],
    ] as const) {
      await record({
        type: 'DeclareEdition',
        data: {
          ...august(period),
          label: `Utfall ${period}`,
          order: [Number(period), 8],
          extent: 'full',
          status: 'adopted',
          known: true,
        },
      });
      await record({
        type: 'ReportOutcome',
        data: { ...august(period), through: `${period}-08`, lines: [cost('Kansli', amount)] },
      });
    }
    await record({
      type: 'StateLayout',
      data: {
        ...august('2023'),
        table: 'hand',
        rank: 0,
        title: 'Utfall',
        unitOfMeasure: 'tkr',
        signs: {},
        rows: rows.slice(1, 2),
      },
    });
    const temporary = (until?: string): Command => ({
      type: 'ExplainChange',
      data: {
        ...august('2022'),
        cause: { kind: 'temporary', words: 'Projekt', ...(until === undefined ? {} : { until }) },
        lines: [{ ...cost('Kansli', '-7'), from: { period: '2021', edition: '2021-08' } }],
      },
    });
    await expect(record(temporary())).rejects.toMatchObject({ code: 'CAUSE_WITHOUT_END' });
    await record(temporary('2022'));
    const answer = ledger.reader.explain(
      { view: 'delarsbokslut', unit: UNIT, year: '2023', through: '2023-08' },
      'Kansli',
      'difference',
    );
    if (answer.kind !== 'difference') throw new Error('the column is a difference');
    const { changes, offered, unexplained } = answer.difference;
    expect([changes, unexplained]).toEqual([[], '6']);
    expect(offered.map(({ cause, amount, until, counted }) => [cause, amount, until, counted])).toEqual([
      ['Projekt', '7', '2022', false],
    ]);
  });

  it('a slip of the hand is refused with the nearest name, and so is a change that would move nothing', async () => {
    await twoEditions();
    await record({ type: 'OpenEdition', data: budget('2021:2') });
    const change = (more: object, kind = 'saving', edition = '2021:2'): Command => ({
      type: 'ChangeBudget',
      data: {
        ...budget(edition),
        cause: { kind, words: 'Sparbeting' },
        lines: [{ ...cost('Kansli', '7'), ...more }],
      },
    });
    const refused = async (command: Command, code: string, hint: string): Promise<void> => {
      const head = await ledger.store.head();
      await expect(record(command)).rejects.toMatchObject({ code, hint: expect.stringContaining(hint) });
      expect(await ledger.store.head()).toBe(head);
    };
    await refused(change({ line: ['kansli'] }), 'LINE_UNKNOWN', 'The nearest are "Kansli"');
    await refused(change({ line: ['Nytt ansvar'] }), 'LINE_UNKNOWN', 'state-layout');
    await refused(change({ measure: 'costs' }), 'MEASURE_UNKNOWN', 'The nearest are cost');
    await refused(change({}, 'efficiencyy'), 'CAUSE_KIND_UNKNOWN', 'The nearest are efficiency');

    // A name of the line is the line, and a line that is really new is one once its table has it.
    const name = { unit: UNIT, area: 'operations', line: ['Kansliet'] };
    await record({ type: 'NameLine', data: { ...name, is: { kind: 'alias', of: ['Kansli'] } } });
    await record(change({ line: ['Kansliet'] }));
    expect(table()['Kansli']).toEqual(['-50', '-43', '7']);
    const row: StatedRow = { path: ['Nytt'], kind: 'leaf', line: ['Nytt ansvar'], measure: 'cost' };
    const net: StatedRow = {
      path: ['Netto'],
      kind: 'net',
      line: ['Kansli'],
      measure: 'net',
      formula: { operation: 'sum', terms: [{ coefficient: 1, measure: 'cost' }] },
    };
    const hand = { table: 'hand 2', rank: 0, title: 'Budget', unitOfMeasure: 'tkr', signs: {} } as const;
    await record({ type: 'StateLayout', data: { ...budget('2021:2'), ...hand, rows: [...rows, row, net] } });
    await record(change({ line: ['Nytt ansvar'] }));
    // A demand on the whole frame stands there until somebody distributes it.
    await record(change({ line: [] }));
    await refused(change({ measure: 'net' }), 'FIGURE_DERIVED', 'worked out from');

    const stated = await recorded({
      type: 'AdoptBudget',
      data: { ...budget('2021:2'), lines: [cost('Kommunledning', '-90')] },
    });
    await refused(change({ line: ['Kommunledning'] }), 'FIGURE_STATED', stated.entry);
    await record({
      type: 'ExplainChange',
      data: {
        ...budget('2021:2'),
        cause: { kind: 'saving', words: 'Vakans' },
        lines: [{ ...cost('Kommunledning', '4'), from: { edition: '2021:1' } }],
      },
    });
    expect(equation('Kommunledning')).toBe('10 = 4 + 0 + 0 + 6');
  });

  it('nought is stored as 0, whatever its sign', async () => {
    await twoEditions();
    const { entry } = await recorded({
      type: 'AdoptBudget',
      data: { ...budget('2021:2'), lines: [cost('Kansli', '-0')] },
    });
    for await (const { id, data } of ledger.store.readStream(`budget-${UNIT}|2021`)) {
      if (entry.startsWith(id)) expect(data).toMatchObject({ lines: [{ amount: '0' }] });
    }
    await expect(
      record({
        type: 'CorrectEntry',
        data: { corrects: entry, is: { amount: '-0' }, nature: 'misread', reason: 'Fel' },
      }),
    ).rejects.toMatchObject({ code: 'NOTHING_CORRECTED' });
  });

  it('a second source adds a place to a cause, and no amount', async () => {
    await twoEditions();
    await record({ type: 'OpenEdition', data: budget('2021:2') });
    const { entry } = await recorded({
      type: 'ChangeBudget',
      data: {
        ...budget('2021:2'),
        cause: { kind: 'saving', words: 'Sparbeting' },
        lines: [cost('Kansli', '7')],
      },
    });
    const source = { document: 'ab'.repeat(32), table: 'text', row: 'Kansli', column: 's. 4', printed: '7' };
    const before = ledger.reader.view(request).position;
    await record({ type: 'AddSource', data: { to: [entry], source } });
    expect(equation('Kansli')).toBe('7 = 7 + 0 + 0 + 0');
    expect(why('Kansli').changes[0]?.sources).toEqual([source]);
    expect(why('Kansli', { asOf: before }).changes[0]?.sources).toEqual([]);
  });

  it('a statement, an edition or a name that would close a circle is refused, and nothing is stored', async () => {
    await twoEditions();
    const relative = (edition: string, line: string, of: { edition?: string; line?: string[] }): Command => ({
      type: 'AdoptBudget',
      data: {
        ...budget(edition),
        lines: [
          {
            line: [line],
            measure: 'cost',
            unitOfMeasure: 'tkr',
            relative: { terms: [{ coefficient: 1, of }], difference: '1' },
          },
        ],
      },
    });
    const layout = (...more: StatedRow[]): Command => ({
      type: 'StateLayout',
      data: {
        ...budget('2021:1'),
        table: 'hand',
        rank: 0,
        title: 'Budget',
        unitOfMeasure: 'tkr',
        signs: {},
        rows: [...rows, ...more],
      },
    });
    const total = (line: string, part: string): StatedRow => ({
      path: [line],
      kind: 'total',
      line: [line],
      measure: 'cost',
      parts: [[part]],
    });
    const refused = async (command: Command): Promise<void> => {
      const head = await ledger.store.head();
      await expect(record(command)).rejects.toMatchObject({ code: 'CIRCLE' });
      expect(await ledger.store.head()).toBe(head);
    };
    // The amount of the table would stand before it, and could be withdrawn.
    await refused(relative('2021:1', 'Kansli', { edition: '2021:2' }));
    await refused(relative('2021:1', 'Kansli', { line: [] }));
    await record(relative('2021:1', 'Kansli', { line: ['Stab'] }));
    await refused({
      type: 'NameLine',
      data: { unit: UNIT, area: 'operations', line: ['Stab'], is: { kind: 'alias', of: ['Kansli'] } },
    });
    await refused(layout(total('Stab', 'Kansli')));
    await refused(layout(total('A', 'B'), total('B', 'A')));
  });

  it('an import takes effect as a whole beside what is written by hand, and an abandoned one never does', async () => {
    await twoEditions();
    await record({ type: 'OpenEdition', data: budget('2021:2') });
    const sha256 = 'cd'.repeat(32);
    const stream = `source-document-${sha256.slice(0, 16)}`;
    const imported = (importId: string, line: string, amount: string): Command => ({
      type: 'AdoptBudget',
      data: { ...budget('2021:2'), lines: [cost(line, amount)] },
      importId,
    });
    await record({ type: 'StartImport', data: { importId: 'a', documents: [sha256] } });
    const first = await recorded(imported('a', 'Kommunledning', '-90'));
    const byHand = await recorded({
      type: 'ChangeBudget',
      data: {
        ...budget('2021:2'),
        cause: { kind: 'saving', words: 'Sparbeting' },
        lines: [cost('Kommunledning', '4')],
      },
    });
    await record(imported('a', 'Kansli', '-30'));
    expect(table()['Totalt']).toEqual(['-150', '-146', '4']);
    await expect(
      record({ type: 'WithdrawEntry', data: { corrects: first.entry, reason: 'Fel' } }),
    ).rejects.toMatchObject({ code: 'ENTRY_NOT_EFFECTIVE' });
    const done = await recorded({ type: 'CompleteImport', data: { importId: 'a', events: 2 } }, { stream });
    expect(table()['Totalt']).toEqual(['-150', '-120', '30']);
    expect(equation('Totalt')).toBe('30 = 4 + 0 + 0 + 26');
    expect(table({ asOf: byHand.at })['Totalt']).toEqual(['-150', '-146', '4']);
    // The event itself is earlier in the log than where it counts from.
    expect(table({ asOf: first.at })['Totalt']).toEqual(['-150', '-150', '0']);
    expect(table({ asOf: done.at })).toEqual(table());

    await record({ type: 'StartImport', data: { importId: 'b', documents: [sha256] } });
    const lost = await recorded(imported('b', 'Kansli', '-1'));
    await record({ type: 'AbandonImport', data: { importId: 'b', reason: 'Fel fil' } }, { stream });
    expect(table()['Totalt']).toEqual(['-150', '-120', '30']);
    await expect(
      record({ type: 'WithdrawEntry', data: { corrects: lost.entry, reason: 'Fel' } }),
    ).rejects.toMatchObject({ code: 'ENTRY_UNKNOWN' });
    await expect(record(imported('b', 'Kansli', '-2'))).rejects.toMatchObject({ code: 'IMPORT_NOT_RUNNING' });
  });
});

describe('a land sale registered by hand', () => {
  const outcome = {
    unit: 'alingsas/ks/exploatering',
    area: 'operations',
    basis: 'outcome',
    period: '2023',
    edition: '2023-08',
  } as const;
  const deal = { unit: outcome.unit, sale: 'viken-1', property: 'Viken 1:1', unitOfMeasure: 'kr' } as const;
  const rescission = (repaid: string): Command => ({
    type: 'RescindLandSale',
    data: {
      sale: deal.sale,
      unit: deal.unit,
      repaid,
      unitOfMeasure: 'kr',
      date: '2023-05',
      reason: 'Köparen fullföljde inte',
      moves: [
        {
          ...outcome,
          lines: [
            {
              line: [],
              measure: 'revenue',
              amount: '-1158',
              unitOfMeasure: 'tkr',
              from: { edition: 'start' },
            },
          ],
        },
      ],
    },
  });

  it('is rescinded once, for at most its price, and explains the revenue that it took back', async () => {
    await record({
      type: 'DeclareEdition',
      data: {
        ...outcome,
        label: 'Utfall augusti',
        order: [2023, 8],
        extent: 'full',
        status: 'adopted',
        known: true,
      },
    });
    await record({
      type: 'ReportOutcome',
      data: {
        ...outcome,
        through: '2023-08',
        lines: [{ line: [], measure: 'revenue', amount: '-172', unitOfMeasure: 'tkr' }],
      },
    });
    await expect(record(rescission('1158000'))).rejects.toMatchObject({ code: 'SALE_UNKNOWN' });
    await record({ type: 'AgreeLandSale', data: { ...deal, price: '1158000', date: '2022-11' } });
    await expect(record(rescission('1158000'))).rejects.toMatchObject({ code: 'SALE_NOT_COMPLETED' });
    await record({ type: 'CompleteLandSale', data: { ...deal, price: '1158000', date: '2022-12' } });
    await expect(record(rescission('1158001'))).rejects.toMatchObject({ code: 'REPAID_MORE_THAN_PRICE' });
    const before = await ledger.store.head();
    await record(rescission('1158000'));
    await expect(record(rescission('1158000'))).rejects.toMatchObject({ code: 'SALE_RESCINDED' });

    const reading = { ...outcome, line: [], measure: 'revenue' };
    const steps = (options?: ReadOptions) =>
      ledger.reader
        .figure(reading, options)
        .editions.map((step) => [
          step.edition,
          step.value,
          step.changes.map(({ cause, kind, amount }) => [kind, cause, amount]),
          step.unexplained,
        ]);
    expect(steps()).toEqual([
      ['start', '0', [], '0'],
      ['2023-08', '-172', [['rescission', 'Köparen fullföljde inte', '-1158']], '986'],
    ]);
    expect(steps({ asOf: before })).toEqual([
      ['start', '0', [], '0'],
      ['2023-08', '-172', [], '-172'],
    ]);
  });
});
