import { describe, expect, it } from '@jest/globals';
import { eventsOf } from '../testing/sjovik.js';
import { packageOf } from '../data-package/package.js';
import { planDataPackage } from '../data-package/plan.js';
import type { ImportPlan } from '../import-plan.js';
import { readProfile } from '../profile/read-profile.js';
import { sjovikSie } from './testing/fixture.js';
import { understandSie, type UnderstoodSie } from './understand-sie.js';

const PROFILE = `
profile: sjovik
version: 1
municipality: { id: sjovik, name: Sjövik kommun }
recognisedBy: [Sjövik]
boards:
  - id: ks
    name: Kommunstyrelsen
    frames: [{ id: drift, name: Driften }]
`;

function understood(section = '', bytes: Uint8Array = sjovikSie()): UnderstoodSie {
  return understandSie(bytes, 'sjovik.se', readProfile('sjovik.yaml', PROFILE + section));
}

function planned({ records, notUnderstood }: UnderstoodSie): ImportPlan {
  expect(notUnderstood).toEqual([]);
  return planDataPackage(packageOf('sjovik.se', records));
}

/** Amounts by reading: `2023 2023-03 cost Parker och torg > …`. */
function figures(result: UnderstoodSie, table: string): Map<string, string | null> {
  const found = new Map<string, string | null>();
  for (const { type, data } of eventsOf(planned(result))) {
    if (type !== 'OutcomeReported' && type !== 'BudgetAdopted') continue;
    for (const line of data.lines) {
      if (line.source?.table !== `${result.facts.id}/${table}`) continue;
      const key = `${data.period} ${data.edition} ${line.measure} ${line.line.join(' > ')}`;
      found.set(key, line.amount ?? null);
    }
  }
  return found;
}

const BY_ACTIVITY = 'sie: { unit: ks/drift, lines: 21, detail: measure }\n';

describe('a SIE file as figures', () => {
  it('has outcome through each month by activity, with the sign of its effect on the result', () => {
    const result = understood(BY_ACTIVITY);
    expect(result.facts).toMatchObject({
      id: 'sjovik-ks-sie-2023-03',
      unit: 'sjovik/ks/drift',
      year: 2023,
      through: '2023-03',
      status: 'forInformation',
    });
    const outcome = figures(result, 'drift-utfall');
    expect(outcome.get('2023 2023-01 revenue Parker och torg')).toBe('12000');
    expect(outcome.get('2023 2023-03 revenue Parker och torg')).toBe('45000.5');
    expect(outcome.get('2023 2023-03 cost Parker och torg')).toBe('-503930.5');
    expect(outcome.get('2023 2023-02 revenue Kommunledning')).toBe('50000');
    expect(outcome.get('2023 2023-03 financial Kommunledning')).toBe('-750');
    expect(outcome.get('2022 2022-03 cost Kommunledning')).toBe('-190000');
    expect(outcome.get('2022 2022-02 cost Kommunledning')).toBe('0');
  });

  it('has the budget of the year and of each month, in the edition of the profile', () => {
    const result = understood(`${BY_ACTIVITY.trim().slice(0, -2)}, budget: '{year}:1' }\n`);
    expect(figures(result, 'drift-budget').get('2023 2023:1 cost Kommunledning')).toBe('-3186000');
    expect(figures(result, 'drift-budget-manad').get('2023-07 2023:1 revenue Parker och torg')).toBe('14000');
    expect(result.records.editions?.find(({ values }) => values.basis === 'budget')?.values).toMatchObject({
      edition: '2023:1',
      order: '2023;1;0',
      status: 'adopted',
    });
  });

  it('has each amount of the file as a figure of its month, printed as it stands, with its line', () => {
    const result = understood('sie: { unit: ks/drift, lines: 21 }\n');
    const lines = new TextDecoder('windows-1252').decode(sjovikSie('-1252')).split('\r\n');
    const amounts = lines.flatMap((line, index) => {
      const [label, year, period = '', account, , object, text = ''] = line.split(/[ {}]+/);
      if (label !== '#PSALDO' || object === undefined || account === '1510' || line.includes('{}')) return [];
      if (line.includes('{7 ')) return [];
      const column = `#PSALDO ${period.slice(0, 4)}-${period.slice(4)}`;
      return [`${index + 1} ${column} ${year === '0' || year === '-1'} ${text.replace('.', ',')}`];
    });
    const cells = (result.records.cells ?? [])
      .filter(({ values }) => values.table?.endsWith('/drift-utfall-manad'))
      .map(({ line, values }) => `${line} ${values.column ?? ''} true ${values.printed ?? ''}`);
    expect(cells.sort()).toEqual(amounts.sort());
    expect(amounts.length).toBeGreaterThan(30);
    for (const { line, values } of result.records.cells ?? []) {
      expect(values.table).toBeTruthy();
      expect(lines[line - 1]).toMatch(/^#P(SALDO|BUDGET)/);
    }
  });

  it('goes down to groups or accounts, whose totals are layouts', () => {
    const rows = (section: string): string[] =>
      (understood(section).records.rows ?? [])
        .filter(({ values }) => values.table?.endsWith('utfall'))
        .map(
          ({ values }) =>
            `${values.kind ?? ''} ${values.row ?? ''} = ${values.parts ?? ''}${values.formula ?? ''}`,
        );
    expect(rows('sie: { detail: group }\n')).toEqual([
      'total Intäkter = Intäkter > Verksamhetens intäkter',
      'leaf Intäkter > Verksamhetens intäkter = ',
      'total Kostnader = Kostnader > Inköp, bidrag och köp av verksamhet | Kostnader > Kostnader för arbetskraft' +
        ' | Kostnader > Övriga verksamhetskostnader | Kostnader > Avskrivningar och nedskrivningar',
      'leaf Kostnader > Inköp, bidrag och köp av verksamhet = ',
      'leaf Kostnader > Kostnader för arbetskraft = ',
      'leaf Kostnader > Övriga verksamhetskostnader = ',
      'leaf Kostnader > Avskrivningar och nedskrivningar = ',
      'total Finansnetto = Finansnetto > Finansiella kostnader',
      'leaf Finansnetto > Finansiella kostnader = ',
      'net Nettokostnad = revenue + cost',
      'result Resultat = revenue + cost + financial',
    ]);
    expect(rows('sie: { lines: 21 }\n').slice(0, 6)).toEqual([
      'group Kommunledning = ',
      'subtotal Kommunledning > Intäkter = Kommunledning > Intäkter > Verksamhetens intäkter',
      'subtotal Kommunledning > Intäkter > Verksamhetens intäkter = Kommunledning > Intäkter > Verksamhetens intäkter > 3510 Statsbidrag',
      'leaf Kommunledning > Intäkter > Verksamhetens intäkter > 3510 Statsbidrag = ',
      'subtotal Kommunledning > Kostnader = Kommunledning > Kostnader > Kostnader för arbetskraft | Kommunledning > Kostnader > Övriga verksamhetskostnader',
      'subtotal Kommunledning > Kostnader > Kostnader för arbetskraft = Kommunledning > Kostnader > Kostnader för arbetskraft > 5010 Löner, arbetad tid | Kommunledning > Kostnader > Kostnader för arbetskraft > 5610 Sociala avgifter',
    ]);
    expect(rows('sie: { detail: measure }\n')).toEqual([
      'leaf Intäkter = ',
      'leaf Kostnader = ',
      'leaf Finansnetto = ',
      'net Nettokostnad = revenue + cost',
      'result Resultat = revenue + cost + financial',
    ]);
  });

  it('states the result of the year beside the sum of its months, where both are of whole accounts', () => {
    const result = understood('sie: { unit: ks }\n');
    const stated = figures(result, 'arets-resultat');
    const summed = figures(result, 'utfall');
    expect(stated.size).toBe(8);
    for (const [key, amount] of stated) {
      const same = [...summed].filter(([other]) => other === key).map(([, value]) => value);
      expect(same).toEqual([amount]);
    }
  });

  it('divides among units by the objects of a dimension', () => {
    const section =
      "sie: { unit: ks, units: { dimension: 21, objects: { '200-299': ks/drift } }, detail: measure }\n";
    const result = understood(section);
    expect(result.records.units?.map(({ values }) => [values.unit, values.name, values.kind])).toEqual([
      ['sjovik', 'Sjövik kommun', 'municipality'],
      ['sjovik/ks', 'Kommunstyrelsen', 'board'],
      ['sjovik/ks/drift', 'Driften', 'frame'],
    ]);
    expect(figures(result, 'drift-utfall').get('2023 2023-03 revenue ')).toBe('45000.5');
    expect(figures(result, 'utfall').get('2023 2023-03 revenue ')).toBe('50000');
  });

  it('keeps what the objects leave of a whole account', () => {
    const bytes = Buffer.from(
      '#FLAGGA 0\n#RAR 0 20230101 20231231\n#KONTO 5010 "Löner"\n#OBJEKT 21 "100" "Torg"\n' +
        '#PSALDO 0 202301 5010 {} 100.00\n#PSALDO 0 202301 5010 {21 "100"} 60.00\n' +
        '#PSALDO 0 202301 5010 {21 "100" 6 "P"} 10.00\n',
    );
    expect([...figures(understood(BY_ACTIVITY, bytes), 'drift-utfall')]).toEqual([
      ['2023 2023-01 cost Torg', '-60'],
      ['2023 2023-01 cost Utan objekt', '-40'],
    ]);
    // Where all together are the whole, the amounts of further objects stand beside the others.
    const whole = Buffer.from(bytes.toString().replace('100.00', '70.00'));
    expect([...figures(understood(BY_ACTIVITY, whole), 'drift-utfall')]).toEqual([
      ['2023 2023-01 cost Torg', '-70'],
    ]);
  });

  it('is of type 1 the result of the year', () => {
    const bytes = Buffer.from(
      '#FLAGGA 0\n#SIETYP 1\n#RAR 0 20230101 20231231\n#RES 0 3110 -10.00\n#RES 0 5010 25.50\n#RES 0 8999 15.50\n#UB 0 1510 5\n',
    );
    expect([...figures(understood('', bytes), 'utfall')]).toEqual([
      ['2023 2023-12 revenue Verksamhetens intäkter > 3110', '10'],
      ['2023 2023-12 cost Kostnader för arbetskraft > 5010', '-25.5'],
    ]);
  });
});

describe('what is not understood', () => {
  const head = '#FLAGGA 0\n#RAR 0 20230101 20231231\n';
  it.each<[string, string, string, string]>([
    ['an account outside the chart', `${head}#RES 0 9810 5.00\n`, 'SIE_ACCOUNT_UNKNOWN', 'accounts: 98'],
    ['a year that is not declared', `${head}#RES -1 5010 5.00\n`, 'SIE_YEAR_UNKNOWN', '#RAR -1'],
    ['a broken year', '#FLAGGA 0\n#RAR 0 20230501 20240430\n#RES 0 5010 5\n', 'SIE_YEAR_UNKNOWN', 'calendar'],
    ['a month of another year', `${head}#PSALDO 0 202401 5010 {} 5.00\n`, 'SIE_YEAR_UNKNOWN', '#RAR'],
    ['another currency', `${head}#VALUTA EUR\n#RES 0 5010 5.00\n`, 'SIE_CURRENCY', 'SEK'],
    ['vouchers alone', `${head}#VER A 1 20230101\n{\n#TRANS 5010 {} 5.00\n}\n`, 'SIE_NO_FIGURES', '#PSALDO'],
  ])('%s, with a place and a next step', (_, text, code, hint) => {
    const { notUnderstood, records } = understood('', Buffer.from(text));
    expect(records).toEqual({});
    expect(notUnderstood.map((n) => n.code)).toEqual([code]);
    expect(notUnderstood[0]?.place.file).toBe('sjovik.se');
    expect(notUnderstood[0]?.hint).toContain(hint);
  });

  it('is each object of which the unit is not told', () => {
    const section = "sie: { units: { dimension: 21, objects: { '100': ks } } }\n";
    const { notUnderstood } = understood(section);
    expect(notUnderstood.map(({ code, place }) => [code, place.line])).toEqual([['SIE_UNIT_UNKNOWN', 44]]);
  });

  it('is a table of too many rows', () => {
    const accounts = Array.from({ length: 2_100 }, (_, i) => `#RES 0 ${50_000 + i} 1.00\n`).join('');
    const { notUnderstood } = understood('', Buffer.from(head + accounts));
    expect(notUnderstood).toMatchObject([{ code: 'SIE_TOO_DETAILED' }]);
    expect(notUnderstood[0]?.hint).toContain('detail: group');
    expect(understood('sie: { detail: group }\n', Buffer.from(head + accounts)).notUnderstood).toEqual([]);
  });

  it.each([
    ['sie: { rader: 21 }', 'rader'],
    ['sie: { lines: verksamhet }', 'lines'],
    ['sie: { detail: konto }', 'detail'],
    ['sie: { months: ja }', 'months'],
    ['sie: { unit: Kommunstyrelsen }', 'unit'],
    ['sie: { accounts: [{ accounts: 3x, measure: cost, line: A }] }', 'accounts[0].accounts'],
    ['sie: { accounts: [{ accounts: 98, measure: kostnad, line: A }] }', 'accounts[0].measure'],
    ['sie: { accounts: [{ accounts: 98, measure: cost }] }', 'accounts[0].line'],
    ['sie: { units: { dimension: 1 } }', 'units.objects'],
    ['sie: 4', 'sie'],
  ])('a section %s is refused, naming the field', (section, field) => {
    expect(() => understood(`${section}\n`)).toThrow(
      expect.objectContaining({
        code: 'PROFILE_UNREADABLE',
        place: expect.objectContaining({ field: expect.stringContaining(field) }),
      }),
    );
  });
});
