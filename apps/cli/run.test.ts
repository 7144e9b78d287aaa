import { describe, expect, it } from '@jest/globals';
import { LedgerError } from '#amount';
import { memoryIo } from '../../test/support/memory-io.js';
import { SMALL_UNIT, SMALL_VIEW, smallLedger } from '../../test/support/small-ledger.js';
import type { ImportOutcome } from '../shared/import-outcome.js';
import type { Ledger, OpenOptions } from '../shared/ledger.js';
import { run } from './run.js';
import type { Surroundings } from './surroundings.js';

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly opened: readonly OpenOptions[];
}

const unused = (): never => {
  throw new Error('not used here');
};

function ledgerOver(reader: Ledger['reader']): Ledger {
  return {
    store: unused as unknown as Ledger['store'],
    reader,
    events: { events: async () => ({ items: [], hasNext: false, endCursor: null }) },
    answers: { answers: unused },
    live: unused as unknown as Ledger['live'],
    caughtUp: Promise.resolve(),
    waitFor: async () => undefined,
    rebuild: async (onProgress) => {
      onProgress?.(12, 12);
      return { events: 12 };
    },
    close: async () => undefined,
  };
}

function outcome(name: string, dryRun: boolean): ImportOutcome {
  return {
    name,
    kind: 'package',
    documents: 1,
    profile: null,
    replaces: null,
    takenFor: null,
    replacedBy: null,
    streams: 2,
    events: 3,
    alreadyStored: 0,
    counts: { new: 7, recorded: 0, corrected: 0, withdrawn: 0, kept: 0 },
    changed: [],
    notUnderstood: [],
    discrepancies: null,
    leftOut: [],
    hiddenDigits: [],
    cells: null,
    skipped: 0,
    refused: null,
    dryRun,
    position: dryRun ? null : 'test:3',
  };
}

async function liggaren(
  argv: readonly string[],
  given: Partial<Surroundings> & { env?: Record<string, string> } = {},
): Promise<Ran> {
  const io = memoryIo({ env: given.env ?? {} });
  const opened: OpenOptions[] = [];
  const code = await run(argv, {
    io,
    openLedger: async (options) => {
      opened.push(options);
      return ledgerOver(smallLedger());
    },
    planInputs: async ({ paths }) =>
      paths.map((name) => ({
        kind: 'package',
        name,
        plan: { importId: '', name, documents: [], streams: [] },
      })),
    importInputs: async (_ledger, inputs, { dryRun }) => inputs.map(({ name }) => outcome(name, dryRun)),
    ...given,
  });
  return { code, ...io.written, opened };
}

const DIFF = ['budget-diff', '--unit', SMALL_UNIT, '--year', '2021', '--from', '2021:1', '--to', '2021:2'];
const ROW = ['--row', 'Kommunledning > Kostnad', '--column', 'change'];

describe('view', () => {
  it('is an aligned table, with its marks explained and its discrepancies listed', async () => {
    const { code, out, err } = await liggaren(['view', ...DIFF]);
    expect(code).toBe(0);
    expect(err).toBe('');
    expect(out).toBe(
      [
        `Budgetjämförelse · ${SMALL_UNIT} · tusen kronor`,
        '',
        '               Budget 2021:1  Budget 2021:2  Förändring',
        'Kommunledning',
        '  Kostnad         -185 419      -184 169       1 250 b≠',
        'Totalt                     e        -0,5 bo',
        '',
        'b beräknad · o ofullständig, någon del är inte känd · e ej angiven i källan',
        '≠ Kommunledning > Kostnad, Förändring: förändring, 1 250 mot 1 249',
        '',
      ].join('\n'),
    );
  });

  it('is the View of the contract as JSON', async () => {
    const { code, out } = await liggaren(['view', ...DIFF, '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual(JSON.parse(JSON.stringify(SMALL_VIEW)));
  });

  it('is a row for each row as CSV', async () => {
    const { out } = await liggaren(['--csv', 'view', ...DIFF]);
    expect(out.split('\r\n')).toEqual([
      'row,kind,from,to,change',
      'Kommunledning,group,,,',
      'Kommunledning > Kostnad,leaf,-185419,-184169,1250',
      'Totalt,total,,-0.5,',
      '',
    ]);
  });
});

describe('explain', () => {
  it('says what a difference is the sum of', async () => {
    const { code, out } = await liggaren(['explain', ...DIFF, ...ROW, '--against', 'from']);
    expect(code).toBe(0);
    expect(out).toBe(
      [
        'Kommunledning: 1 250 tkr',
        `  från ${SMALL_UNIT}, budget 2021:1: -185 419 tkr`,
        `  till ${SMALL_UNIT}, budget 2021:2: -184 169 tkr`,
        '  tryckt: 1 250',
        '  +1 300  Effektiviseringskrav 1,0 % (effektivisering ± 50)',
        '          beslut: Kommunfullmäktige 2020-11-25 § 1',
        '          källa: da633ac33b72, slk-verksamhet, Kommunledning > Kostnad, Budget 2021:2: "-184 169"',
        '          registrerad 2026-01-02 av test (k3f9:7)',
        '     -50  oförklarat',
        '  det oförklarade är inom förändringarnas felmarginal, ± 50',
        '',
      ].join('\n'),
    );
  });

  it('says what was learned between two standpoints, and of what a side is', async () => {
    const { code, out } = await liggaren(['explain', ...DIFF, ...ROW, '--against-as-of', '2021-04-30']);
    expect(code).toBe(0);
    expect(out).toContain(`  från ${SMALL_UNIT} Kommunledning (kostnader), budget 2021 2021:1: -185 419 tkr`);
    const beliefs = await liggaren(['beliefs', ...DIFF, ...ROW]);
    expect([beliefs.code, beliefs.err]).toEqual([0, 'nothing was ever known of it\n']);
    const against = await liggaren(['explain', ...DIFF, ...ROW, '--against-year', '2020', '--csv']);
    expect(against.out).toMatch(/^change,"?Effektiviseringskrav/m);
  });

  it('says how a cell came to its value', async () => {
    const { out } = await liggaren(['explain', ...DIFF, ...ROW]);
    expect(out).toContain('Kommunledning · boras/ks/stadsledningskansliet, budget 2021:2: -184 169 tkr');
    expect(out).toContain('    2021:1: -185 419 (ingående värde)');
    expect(out).toContain('      +1 300  Effektiviseringskrav');
  });

  it('has every name of the contract as JSON', async () => {
    const cell = JSON.parse((await liggaren(['explain', ...DIFF, ...ROW, '--json'])).out) as object;
    expect(Object.keys(cell)).toEqual(
      expect.arrayContaining(
        'value printed marks formula parts standing editions assertions corrections discrepancies'.split(' '),
      ),
    );
    const difference = JSON.parse(
      (await liggaren(['--json', 'explain', ...DIFF, ...ROW, '--against', 'from'])).out,
    ) as Record<string, { value: string }>;
    expect(Object.keys(difference)).toEqual(
      expect.arrayContaining('from to difference changes begun ended unexplained parts'.split(' ')),
    );
    expect(difference.from?.value).toBe('-185419');
  });
});

describe('options', () => {
  it('stand before or after the command, and in the environment', async () => {
    const before = await liggaren(['--ledger', 'a', '--as-of', 'test:3', 'view', ...DIFF, '--json']);
    const after = await liggaren(['view', ...DIFF, '--json', '--ledger', 'a', '--as-of', 'test:3']);
    expect(before.out).toBe(after.out);
    expect(after.opened).toMatchObject([{ folder: 'a', mode: 'read' }]);
    expect(before.opened).toMatchObject([{ folder: 'a', mode: 'read' }]);
    expect(JSON.parse(before.out)).toMatchObject({ asOf: 'test:3' });
    const environment = await liggaren(['status'], { env: { LIGGAREN_LEDGER: 'b' } });
    expect(environment.opened).toMatchObject([{ folder: 'b' }]);
    expect((await liggaren(['status'])).opened).toMatchObject([{ folder: './ledger' }]);
  });
});

describe('import', () => {
  it('says what was recorded, or would be', async () => {
    const real = await liggaren(['import', 'data']);
    expect(real.out).toBe('data: recorded 3 events in 2 streams, from 1 document; in effect from test:3\n');
    expect(real.opened).toMatchObject([{ mode: 'write' }]);
    const dry = await liggaren(['import', 'data', '--dry-run']);
    expect(dry.out).toBe(
      'data: would record 3 events in 2 streams, from 1 document\n  figures: 7 new, 0 already there\n',
    );
    // It is held against the ledger, and never opens it for writing.
    expect(dry.opened.map(({ mode }) => mode)).toEqual(['read']);
  });

  it('checks every path before it records the first', async () => {
    const { code, opened } = await liggaren(['import', 'good', 'bad'], {
      planInputs: async () => {
        throw new LedgerError('NUMBER_UNREADABLE', 'no number');
      },
    });
    expect(code).toBe(3);
    expect(opened).toEqual([]);
  });
});

describe('exit codes', () => {
  const failing = (error: unknown): Partial<Surroundings> => ({
    openLedger: async () => {
      throw error;
    },
  });

  it.each<[string, readonly string[], number, Partial<Surroundings>]>([
    ['done', ['status'], 0, {}],
    ['help', ['--help'], 0, {}],
    ['the version', ['--version'], 0, {}],
    ['help of a command', ['help', 'view'], 0, {}],
    ['no command', [], 2, {}],
    ['an unknown command', ['nonsense'], 2, {}],
    ['an unknown option', ['status', '--nonsense'], 2, {}],
    ['a missing option', ['view', 'budget-diff', '--unit', 'x'], 2, {}],
    ['JSON and CSV', ['status', '--json', '--csv'], 2, {}],
    ['a day that is none', ['status', '--published-by', '2021-02-30'], 2, {}],
    ['an unknown unit', ['view', 'tertial-forecast', '--unit', 'nowhere', '--year', '2021'], 2, {}],
    ['an unknown row', ['explain', ...DIFF, '--row', 'x', '--column', 'to'], 2, {}],
    [
      'input refused',
      ['import', 'x'],
      3,
      { planInputs: () => Promise.reject(new LedgerError('NUMBER_UNREADABLE', 'x')) },
    ],
    ['a conflict', ['import', 'x'], 4, failing(new LedgerError('CONFLICT', 'x'))],
    ['a log that is locked', ['import', 'x'], 5, failing(new LedgerError('LOG_LOCKED', 'x'))],
    ['a log that is not there', ['status'], 5, failing(new LedgerError('LOG_MISSING', 'x'))],
    ['a fault', ['status'], 70, failing(new TypeError('x'))],
    ['a port that is none', ['serve', '--port', 'x'], 2, {}],
    ['an open door', ['serve'], 2, { env: { LIGGAREN_HOST: '0.0.0.0' } } as object],
  ])('%s', async (_name, argv, code, given) => {
    const ran = await liggaren(argv, given);
    expect(ran.code).toBe(code);
    if (code !== 0) expect(ran.out).toBe('');
  });

  it('a failure says what, where and what next', async () => {
    const error = new LedgerError('LOG_LOCKED', 'the ledger is being written by process 7', {
      place: { file: 'ledger/log.sqlite' },
      hint: 'Stop that process.',
    });
    expect((await liggaren(['rebuild'], failing(error))).err).toBe(
      'error: the ledger is being written by process 7 [LOG_LOCKED]\n  at file "ledger/log.sqlite"\n  Stop that process.\n',
    );
  });

  it('every command has help with an example', async () => {
    for (const command of ['import', 'view', 'explain', 'events', 'status', 'rebuild', 'serve']) {
      const { code, out } = await liggaren([command, '--help']);
      expect(code).toBe(0);
      expect(out).toMatch(/Examples?:\n {2}liggaren /);
    }
  });
});
