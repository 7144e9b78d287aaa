import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { importInputs } from '../../apps/cli/import/import-inputs.js';
import { planInputs } from '../../apps/cli/import/planned-input.js';
import { run } from '../../apps/cli/run.js';
import type { Ledger } from '../../apps/shared/ledger.js';
import { memoryIo } from '../support/memory-io.js';
import { LOADING_MS, publishedLedger, type PublishedLedger } from '../support/published-ledger.js';
import { RegisterClient } from '../support/register-client.js';

/* The published figures: planning came to the board of Alingsås from another board in 2023. */

let published: PublishedLedger;
let client: RegisterClient;

beforeAll(async () => {
  published = await publishedLedger();
  client = await RegisterClient.over(published.ledger);
}, LOADING_MS);

afterAll(async () => {
  await client.close();
  await published.remove();
});

interface Table {
  readonly comparability: readonly {
    readonly kind: string;
    readonly restatable: boolean;
    readonly rows: string[][];
  }[];
  readonly rows: readonly {
    readonly path: readonly string[];
    readonly cells: readonly {
      readonly column: string;
      readonly value: string | null;
      readonly marks: string[];
    }[];
  }[];
}

async function accounts(more = ''): Promise<Table> {
  const { view } = await client.data<{ view: Table }>(`{
    view: delarsbokslut(unit: "alingsas/ks", year: "2023", through: "2023-08"${more}) {
      rows { path cells { column value marks } }
      comparability { kind what from to since judgedBy restatable columns rows source { document table } }
    } }`);
  return view;
}

function cellAt({ rows }: Table, label: string, column: string) {
  const row = rows.find(({ path }) => path[0]?.includes('exkl.') === true && path.at(-1) === label);
  return row?.cells.find((cell) => cell.column === column);
}

async function liggaren(...argv: string[]): Promise<string> {
  const io = memoryIo({ env: { LIGGAREN_LEDGER: published.folder } });
  const openLedger = async (): Promise<Ledger> => ({ ...published.ledger, close: async () => undefined });
  const code = await run(argv, { io, openLedger, planInputs, importInputs });
  expect([code, io.written.err]).toEqual([0, '']);
  return io.written.out;
}

const INTERIM = [
  'delarsbokslut',
  '--unit',
  'alingsas/ks',
  '--year',
  '2023',
  '--through',
  '2023-08',
  '--comparable',
];
const REVENUE = 'Verksamhetens intäkter';

describe('the year before, after a unit has moved', () => {
  it('is told to be of another thing, and stays as it is while nobody knows what moved', async () => {
    const view = await accounts(', comparable: true');
    expect(view.comparability).toContainEqual(
      expect.objectContaining({
        kind: 'unitMoved',
        from: 'Samhällsbyggnadsnämnden > Planenheten',
        to: 'Kommunstyrelsen exkl. exploateringsenheten',
        since: '2023',
        judgedBy: null,
        restatable: false,
        columns: ['outcomePreviousYear'],
      }),
    );
    expect(cellAt(view, REVENUE, 'outcomePreviousYear')).toMatchObject({ value: '49203' });
    expect(cellAt(view, REVENUE, 'outcomePreviousYear')?.marks).toContain('notComparable');
    expect(cellAt(view, REVENUE, 'budget')?.marks).not.toContain('notComparable');
    const text = await liggaren('view', ...INTERIM);
    expect(text).toContain('49 203 kx');
    expect(text.replaceAll(/\s+/gu, ' ')).toMatch(
      /Jämförbarhet: Flyttad verksamhet: Samhällsbyggnadsnämnden > Planenheten → .*Kan inte räknas om/,
    );
  });

  it('is restated when what moved is registered, with an explanation that adds up', async () => {
    const outcome = {
      unit: 'alingsas/samhallsbyggnadsnamnden',
      area: 'operations',
      basis: 'outcome',
      period: '2022',
      edition: '2022-08',
    };
    await client.registered('DeclareEdition', {
      ...outcome,
      label: 'Delårsbokslut 2022',
      order: { year: 2022, number: 8 },
      extent: 'full',
      status: 'forInformation',
      known: false,
      open: true,
    });
    const { basis: _basis, ...reported } = outcome;
    const { position } = await client.registered('ReportOutcome', {
      ...reported,
      through: '2022-08',
      lines: [{ line: ['Planenheten'], measure: 'revenue', amount: '5000', unitOfMeasure: 'tkr' }],
    });
    const view = await accounts(`, comparable: true, waitFor: "${position}"`);
    expect(cellAt(view, REVENUE, 'outcomePreviousYear')).toMatchObject({ value: '54203' });
    expect(cellAt(view, REVENUE, 'outcomePreviousYear')?.marks).toContain('restated');
    expect(cellAt(view, REVENUE, 'difference')).toMatchObject({ value: '2215' });
    expect(cellAt(await accounts(), REVENUE, 'difference')).toMatchObject({ value: '7215' });
    const row = `Kommunstyrelsen exkl. exploateringsenheten > ${REVENUE}`;
    const { cell, difference } = await client.data<Record<'cell' | 'difference', object>>(`{
      cell: explain(view: "delarsbokslut", unit: "alingsas/ks", year: "2023", through: "2023-08", comparable: true
        row: "${row}", column: "outcomePreviousYear") {
        ... on CellExplanation { value marks comparability { kind } parts { coefficient value reading { unit line } } } }
      difference: explain(view: "delarsbokslut", unit: "alingsas/ks", year: "2023", through: "2023-08", comparable: true
        row: "${row}", column: "difference") {
        ... on DifferenceExplanation { fromValue toValue difference changed begun ended unexplained
          comparability { kind restatable } parts { difference label } } } }`);
    expect(cell).toMatchObject({
      value: '54203',
      parts: [
        { coefficient: 1, value: '49203', reading: { unit: 'alingsas/ks/exkl-exploatering' } },
        { coefficient: 1, value: '5000', reading: { unit: outcome.unit, line: ['Planenheten'] } },
      ],
      comparability: [{ kind: 'unitMoved' }],
    });
    expect(difference).toMatchObject({
      fromValue: '54203',
      difference: '2215',
      parts: [{ difference: '7215', label: 'Som redovisat' }, { difference: '-5000' }],
    });
    const terms = difference as Record<'changed' | 'begun' | 'ended' | 'unexplained', string>;
    const sum = [terms.changed, terms.begun, terms.ended, terms.unexplained].map(Number);
    expect(sum.reduce((total, term) => total + term, 0)).toBe(2215);
    expect(await liggaren('view', ...INTERIM)).toMatch(/54 203 \S*r/);
    expect(await liggaren('explain', ...INTERIM, '--row', row, '--column', 'difference')).toMatch(
      /Omräknat: Samhällsbyggnadsnämnden > Planenheten \(2022-08\)/,
    );
  });
});

describe('what is called otherwise', () => {
  it('an indicator under two names is told with who judged it', async () => {
    const text = await liggaren('view', 'goals', '--unit', 'boras/ks');
    expect(text).toContain('Jämförbarhet: Ny benämning: Antal gästnätter i Borås → Antal gästrätter i Borås');
    expect(text.replaceAll(/\s+/gu, ' ')).toContain('(bedömt av profile boras).');
  });

  it('the status of a project says which scale it is of, and which code means the same in the scale of the year', async () => {
    const { land } = await client.data<{ land: object }>(`{ land(unit: "boras/ks", year: "2025") {
      comparability { kind from to since restatable }
      projects { name status { code meaning scale asAt scaleOfYear codeInYear marks } } } }`);
    expect(land).toMatchObject({
      comparability: [
        { kind: 'scaleChanged', from: 'projektstatus-2021', to: 'projektstatus-2025', since: '2025' },
      ],
    });
    const { projects } = land as { projects: { name: string; status: object | null }[] };
    const norra = projects.find(({ name }) => name === 'Utbyggnad av industriområde Viared Norra');
    // 2 was Pågår in 2021 and is Projektering in 2025.
    expect(norra?.status).toMatchObject({
      code: '2',
      meaning: 'Pågår',
      scale: 'projektstatus-2021',
      scaleOfYear: 'projektstatus-2025',
      codeInYear: null,
      marks: ['notComparable'],
    });
  });

  it('a control finds the risk that the analysis calls otherwise', async () => {
    const { internalControl } = await client.data<{
      internalControl: { controls: { risk: string | null }[] };
    }>(`{ internalControl(unit: "alingsas/ks", year: "2025") { controls { risk assessedRisk judgedBy } } }`);
    const control = internalControl.controls.find(({ risk }) => risk === 'energibrist');
    expect(control).toEqual({ risk: 'energibrist', assessedRisk: 'energibrist-effektbrist', judgedBy: null });
  });
});
