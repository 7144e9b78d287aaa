import { describe, expect, it } from '@jest/globals';
import { moneyTable, plannedFigures, readMoney, rowsOf, structureOf } from '../../testing/money-table.js';

describe('operations by activity', () => {
  const header = 'Tkr | Bokslut 2029 | Budget 2030 | Budget 2031:1 | Budget 2031:2 | Förändring';
  const rows = [
    '*Kansli | | | | |',
    'Intäkt | 10 | 12 | 14 | 14 | 0',
    'Kostnad | -110 | -112 | -120 | -118 | 2',
    'Nettokostnad | -100 | -100 | -106 | -104 | 2',
    '*Hamnen | | | | |',
    'Intäkt | 50 | 50 | 51 | 52 | 1',
    'Kostnad | -70 | -70 | -71 | -72 | -1',
    'Nettokostnad | -20 | -20 | -20 | -20 | 0',
    '*Totalt | | | | |',
    'Intäkt | 60 | 62 | 65 | 66 | 1',
    'Kostnad | -180 | -182 | -191 | -190 | 1',
    'Nettokostnad | -120 | -120 | -126 | -124 | 2',
  ];

  it('has a figure for each measure of each activity, and totals of them', () => {
    const { kind, records, notUnderstood } = readMoney(moneyTable(['Verksamhet 2031'], header, rows));
    expect(kind).toBe('operations by activity');
    expect(notUnderstood).toEqual([]);
    expect(rowsOf(records)).toEqual([
      'Kansli: group [Kansli] ',
      'Kansli > Intäkt: leaf [Kansli] revenue',
      'Kansli > Kostnad: leaf [Kansli] cost',
      'Kansli > Nettokostnad: net [Kansli] net = revenue + cost',
      'Hamnen: group [Hamnen] ',
      'Hamnen > Intäkt: leaf [Hamnen] revenue',
      'Hamnen > Kostnad: leaf [Hamnen] cost',
      'Hamnen > Nettokostnad: net [Hamnen] net = revenue + cost',
      'Totalt: group [] ',
      'Totalt > Intäkt: total [] revenue = Kansli > Intäkt | Hamnen > Intäkt',
      'Totalt > Kostnad: total [] cost = Kansli > Kostnad | Hamnen > Kostnad',
      'Totalt > Nettokostnad: net [] net = revenue + cost',
    ]);
    expect(plannedFigures(records).get('Hamnen; cost; budget; 2031; 2031:2')).toBe('-72');
    expect(plannedFigures(records).get('; revenue; outcome; 2029; 2029-12')).toBe('60');
  });

  it('reads a total first, a missing row and other signs', () => {
    const { records } = readMoney(
      moneyTable(['Verksamhet 2031'], 'Tkr | Budget 2031 | Budget 2030', [
        'Totalt | |',
        'Intäkter | 60 | 62',
        'Kostnader | 180 | 182',
        'Nettokostnader | 120 | 120',
        'Kansli | |',
        'Kostnader | 110 | 112',
        'Nettokostnader | 110 | 112',
        'Hamnen | |',
        'Intäkter | 60 | 62',
        'Kostnader | 70 | 70',
        'Nettokostnader | 10 | 8',
      ]),
    );
    expect(rowsOf(records)).toContain(
      'Totalt > Kostnader: total [] cost = Kansli > Kostnader | Hamnen > Kostnader',
    );
    expect(rowsOf(records)).toContain('Totalt > Intäkter: total [] revenue = Hamnen > Intäkter');
    expect(rowsOf(records)).toContain('Kansli > Nettokostnader: net [Kansli] net = cost');
    const figures = plannedFigures(records);
    expect(figures.get('Hamnen; cost; budget; 2031; 2031')).toBe('-70');
    expect(figures.get('Hamnen; net; budget; 2031; 2031')).toBe('-10');
    expect(figures.get('Hamnen; revenue; budget; 2030; 2030@2031')).toBe('62');
  });

  it('tells two activities of one name apart by what they stand under', () => {
    const { records, notUnderstood } = readMoney(
      moneyTable(['Verksamhet 2031'], 'Tkr | Budget 2030 | Budget 2031', [
        '*Stadsmiljö | |',
        'Övrigt | |',
        'Kostnad | -1 | -2',
        'Parker | |',
        'Kostnad | -10 | -20',
        '*Fastigheter | |',
        'Övrigt | |',
        'Kostnad | -100 | -200',
        '*Totalt | |',
        'Kostnad | -111 | -222',
      ]),
    );
    expect(notUnderstood).toEqual([]);
    expect(rowsOf(records)).toEqual([
      'Stadsmiljö: group [Stadsmiljö] ',
      'Stadsmiljö > Övrigt: group [Stadsmiljö > Övrigt] ',
      'Stadsmiljö > Övrigt > Kostnad: leaf [Stadsmiljö > Övrigt] cost',
      'Stadsmiljö > Parker: group [Stadsmiljö > Parker] ',
      'Stadsmiljö > Parker > Kostnad: leaf [Stadsmiljö > Parker] cost',
      'Fastigheter: group [Fastigheter] ',
      'Fastigheter > Övrigt: group [Fastigheter > Övrigt] ',
      'Fastigheter > Övrigt > Kostnad: leaf [Fastigheter > Övrigt] cost',
      'Totalt: group [] ',
      'Totalt > Kostnad: total [] cost = Stadsmiljö > Övrigt > Kostnad | Stadsmiljö > Parker > Kostnad | Fastigheter > Övrigt > Kostnad',
    ]);
  });

  it('says which of two rows of one name it cannot tell apart, and what to write', () => {
    const { notUnderstood } = readMoney(
      moneyTable(['Verksamhet 2031'], 'Tkr | Budget 2031', [
        'Övrigt | ',
        'Kostnad | -1',
        'Övrigt |',
        'Kostnad | -2',
      ]),
    );
    expect(notUnderstood).toHaveLength(2);
    expect(notUnderstood[0]).toMatchObject({ code: 'ROW_TWICE', place: { row: 'Övrigt', line: 4 } });
  });

  it('reads a column whose costs have the other sign as it stands, where its own sums hold', () => {
    const wrong = rows.map((row) =>
      row.replace(/^(Kostnad|Nettokostnad) \| -(\d+)/, (_, label: string, n: string) => `${label} | ${n}`),
    );
    const summed = wrong.map((row) =>
      row
        .replace('Nettokostnad | 100', 'Nettokostnad | 120')
        .replace('Nettokostnad | 20', 'Nettokostnad | 120')
        .replace('Nettokostnad | 120 | -120', 'Nettokostnad | 240 | -120'),
    );
    const { records } = readMoney(moneyTable(['Verksamhet 2031'], header, summed));
    expect(records.columns?.map(({ values }) => values['signs'])).toEqual(Array(5).fill('canonical'));
  });

  it('has the same structure when one digit is another', () => {
    const right = structureOf(readMoney(moneyTable(['Verksamhet 2031'], header, rows)).records);
    for (const [index, row] of rows.entries()) {
      for (const misprint of misprints(row)) {
        const table = moneyTable(['Verksamhet 2031'], header, rows.with(index, misprint));
        expect(structureOf(readMoney(table).records)).toEqual(right);
      }
    }
  });
});

describe('a summary', () => {
  const header = 'Tkr | Budget 2030 | Budget 2031';
  it('has its buffer beside its cost', () => {
    const { kind, records } = readMoney(
      moneyTable(['Ekonomiskt sammandrag'], header, [
        'Summa intäkter | 10 | 11',
        'Summa kostnader | -100 | -110',
        'Buffert (endast i budget) | -5 | -6',
        'Nettokostnader | -95 | -105',
        'Kommunbidrag | 95 | 105',
        'Resultat | 0 | 0',
        'Ack. resultat | |',
      ]),
    );
    expect(kind).toBe('summary');
    expect(rowsOf(records)).toEqual([
      'Summa intäkter: total [] revenue',
      'Summa kostnader: subtotal [Summa kostnader] cost = remainder',
      'Buffert (endast i budget): buffer [Buffert] cost = därav',
      'Nettokostnader: net [] net = revenue + cost',
      'Kommunbidrag: leaf [] grant',
      'Resultat: result [] result = net + grant',
      'Ack. resultat: leaf [] accumulated-result',
    ]);
  });

  it('has it in its cost, where the net says so, and has no remainder without one', () => {
    const rows = [
      'Intäkter | 10 | 11',
      'Kostnader | -100 | -110',
      'Buffert | -5 | -6',
      'Nettokostnader | -90 | -99',
    ];
    expect(rowsOf(readMoney(moneyTable(['Sammandrag'], header, rows)).records)).toContain(
      'Kostnader: total [] cost',
    );
    expect(rowsOf(readMoney(moneyTable(['Sammandrag'], header, rows.toSpliced(2, 1))).records)).toContain(
      'Kostnader: total [] cost',
    );
  });
});

describe('where a summary counts its buffer', () => {
  const header = 'Tkr | Bokslut 2029 | Budget 2030 | Prognos 2030 | Budget 2031';
  const summary = (cost: string, buffer: string, net: string): string[] =>
    rowsOf(
      readMoney(
        moneyTable(['Ekonomiskt sammandrag'], header, [
          'Summa intäkter | 80 | 90 | 95 | 100',
          `Summa kostnader | ${cost}`,
          `Buffert (endast i budget) | ${buffer}`,
          `Nettokostnader | ${net}`,
        ]),
      ).records,
    ).filter((row) => row.startsWith('Summa kostnader'));
  const BESIDE = ['Summa kostnader: subtotal [Summa kostnader] cost = remainder'];
  const INSIDE = ['Summa kostnader: total [] cost'];
  const costs = '-280 | -290 | -295 | -300';

  it.each(['0 | 0 | | 0', '9 | 0 | | 0', '-900 | 0 | | 0', '| -900 | |', '| | |'])(
    'is not told by one column alone: %s',
    (buffer) => {
      expect(summary(costs, buffer, '-200 | -200 | -200 | -200')).toEqual(BESIDE);
    },
  );

  it('is told by most columns that have one', () => {
    const buffer = '0 | -20 | -30 | -40';
    expect(summary(costs, buffer, '-200 | -200 | -200 | -200')).toEqual(INSIDE);
    expect(summary(costs, buffer, '-200 | -500 | -200 | -200')).toEqual(INSIDE);
    expect(summary(costs, buffer, '-200 | -220 | -230 | -240')).toEqual(BESIDE);
    expect(summary(costs, buffer, '-200 | -200 | -230 | -240')).toEqual(BESIDE);
  });

  it('is told also of two columns with a misprint in one, and stays beside where they say the contrary', () => {
    expect(summary(costs, '0 | -20 | | -40', '-200 | -500 | | -200')).toEqual(INSIDE);
    expect(summary(costs, '0 | -20 | | -40', '-200 | -220 | | -200')).toEqual(BESIDE);
  });

  it('is told by columns without a minus as well', () => {
    const positive = '280 | 290 | 295 | 300';
    const buffer = '0 | 20 | 30 | 40';
    expect(summary(positive, buffer, '200 | 200 | 200 | 200')).toEqual(INSIDE);
    expect(summary(positive, buffer, '200 | 220 | 230 | 240')).toEqual(BESIDE);
    expect(summary(positive, buffer, '-200 | -200 | -200 | -200')).toEqual(INSIDE);
    expect(summary(positive, buffer, '-200 | -220 | -230 | -240')).toEqual(BESIDE);
  });
});

describe('a misprint in one of two columns', () => {
  const header = 'Tkr | Budget 2030 | Budget 2031';
  it('does not change what a total of accounts sums', () => {
    const read = (fees: string): string[] =>
      structureOf(
        readMoney(
          moneyTable(['Drift'], header, [
            `Taxor | ${fees} | 40`,
            'Övrigt | 10 | 12',
            'Summa intäkter | 48 | 52',
            'Löner | -90 | -95',
            'Hyra | -20 | -25',
            'Summa kostnader | -110 | -120',
            'Nettokostnader | -62 | -68',
          ]),
        ).records,
      );
    expect(read('88')).toEqual(read('38'));
  });

  it('does not change which columns a difference is between, where its heading names them', () => {
    const read = (forecast: string): string[] =>
      structureOf(
        readMoney(
          moneyTable(['Nettokostnad per verksamhet'], `${header} | Prognos 2030 | Avvikelse prognos 2030`, [
            `Stab | -10 | -12 | ${forecast} | 0`,
            'Park | -20 | -22 | -20 | 0',
            'Summa | -30 | -34 | -30 | 0',
          ]),
        ).records,
      );
    expect(read('-90')).toEqual(read('-10'));
  });
});

describe('operations by account', () => {
  const header =
    'Belopp i tkr | Budget 2031 | Prognos helår 2031 | Avv. prognos/budget | Utfall jan–aug 2031';
  const about = { kind: 'interim', through: '2031-08', status: 'forInformation' } as const;
  const lines = [
    'Verksamhetens intäkter | 50 | 48 | -2 | 30',
    'Personalkostnader | -60 | -61 | -1 | -40',
    'Lokalhyror | -7 | -7 | 0 | -5',
    'Övriga kostnader | -3 | -4 | -1 | -2',
    'Verksamhetens kostnader | -70 | -72 | -2 | -47',
    'Verksamhetens nettokostnader | -20 | -24 | -4 | -17',
    'Kommunbidrag | 20 | 20 | 0 | 13',
    'Finansnetto | 1 | 1 | 0 | 0',
    'Årets resultat | 1 | -3 | -4 | -4',
  ];

  it('sums its lines to the total that they make up', () => {
    const { kind, records, notUnderstood } = readMoney(moneyTable(['Drift'], header, lines), about);
    expect(notUnderstood).toEqual([]);
    expect(kind).toBe('operations by account');
    expect(rowsOf(records)).toEqual([
      'Verksamhetens intäkter: leaf [] revenue',
      'Personalkostnader: leaf [Personalkostnader] cost',
      'Lokalhyror: leaf [Lokalhyror] cost',
      'Övriga kostnader: leaf [Övriga kostnader] cost',
      'Verksamhetens kostnader: total [] cost = Personalkostnader | Lokalhyror | Övriga kostnader',
      'Verksamhetens nettokostnader: net [] net = revenue + cost',
      'Kommunbidrag: leaf [] grant',
      'Finansnetto: leaf [] financial',
      'Årets resultat: result [] result = net + grant + financial',
    ]);
    expect(records.columns?.[2]?.values).toMatchObject({ of: 'Prognos helår 2031', against: 'Budget 2031' });
  });

  it('finds totals above their lines, with lines of revenue too', () => {
    const { records } = readMoney(
      moneyTable(['Drift'], 'Tkr | Budget 2031 | Utfall 2031 | Utfall 2030', [
        '*Intäkter | 30 | 20 | 19',
        'Taxor | 10 | 8 | 7',
        'Statsbidrag | 20 | 12 | 12',
        '*Kostnader | -90 | -60 | -59',
        'Personal | -50 | -40 | -39',
        'varav vikarier | -5 | -4 | -3',
        'Avskrivningar | -40 | -20 | -20',
        '*Nettokostnader | -60 | -40 | -40',
      ]),
      about,
    );
    expect(rowsOf(records).slice(0, 7)).toEqual([
      'Intäkter: total [] revenue = Taxor | Statsbidrag',
      'Taxor: leaf [Taxor] revenue',
      'Statsbidrag: leaf [Statsbidrag] revenue',
      'Kostnader: total [] cost = Personal | Avskrivningar',
      'Personal: leaf [Personal] cost',
      'varav vikarier: leaf [Personal > varav vikarier] cost = därav',
      'Avskrivningar: leaf [Avskrivningar] cost',
    ]);
  });

  it('has the same structure when one digit is another', () => {
    const right = structureOf(readMoney(moneyTable(['Drift'], header, lines), about).records);
    for (const [index, row] of lines.entries()) {
      for (const misprint of misprints(row)) {
        const table = moneyTable(['Drift'], header, lines.with(index, misprint));
        expect(structureOf(readMoney(table, about).records)).toEqual(right);
      }
    }
  });
});

describe('investments', () => {
  const header = 'Belopp i tkr | Budget 2031 | Plan 2032 | Plan 2033';
  const rows = [
    'Expansionsinvestering | 60 | 70 | 80',
    'Markinköp | 10 | 20 | 30',
    '/Exploatering | 50 | 50 | 50',
    'Norra hamnen | 20 | 30 | 40',
    'Södra hamnen | 30 | 20 | 10',
    'Imageinvestering | 0 | 0 | 0',
    'Reinvestering | 15 | 16 | 17',
    'Inventarier | 5 | 6 | 8',
    'Fastigheter | 10 | 10 | 9',
    'Totala utgifter | 75 | 86 | 97',
  ];

  it('finds groups within groups by their sums', () => {
    const { kind, records } = readMoney(moneyTable(['Investeringar'], header, rows), { area: 'investment' });
    expect(kind).toBe('investments');
    expect(rowsOf(records)).toEqual([
      'Expansionsinvestering: subtotal [Expansionsinvestering] outlay = Expansionsinvestering > Markinköp | Expansionsinvestering > Exploatering',
      'Expansionsinvestering > Markinköp: leaf [Expansionsinvestering > Markinköp] outlay',
      'Expansionsinvestering > Exploatering: subtotal [Expansionsinvestering > Exploatering] outlay = Expansionsinvestering > Exploatering > Norra hamnen | Expansionsinvestering > Exploatering > Södra hamnen',
      'Expansionsinvestering > Exploatering > Norra hamnen: leaf [Expansionsinvestering > Exploatering > Norra hamnen] outlay',
      'Expansionsinvestering > Exploatering > Södra hamnen: leaf [Expansionsinvestering > Exploatering > Södra hamnen] outlay',
      'Imageinvestering: leaf [Imageinvestering] outlay',
      'Reinvestering: subtotal [Reinvestering] outlay = Reinvestering > Inventarier | Reinvestering > Fastigheter',
      'Reinvestering > Inventarier: leaf [Reinvestering > Inventarier] outlay',
      'Reinvestering > Fastigheter: leaf [Reinvestering > Fastigheter] outlay',
      'Totala utgifter: total [] outlay = Expansionsinvestering | Imageinvestering | Reinvestering',
    ]);
    expect(records.columns?.[0]?.values['signs']).toBe('outlay-positive');
    const figures = plannedFigures(records, { area: 'investment' });
    expect(figures.get('Reinvestering > Fastigheter; outlay; budget; 2033; plan@2031')).toBe('-9');
  });

  it('has the same structure when one digit is another', () => {
    const about = { area: 'investment' };
    const right = structureOf(readMoney(moneyTable(['Investeringar'], header, rows), about).records);
    for (const [index, row] of rows.entries()) {
      for (const misprint of misprints(row)) {
        const table = moneyTable(['Investeringar'], header, rows.with(index, misprint));
        expect(structureOf(readMoney(table, about).records)).toEqual(right);
      }
    }
  });

  it('puts a table of one kind of investment under what its heading calls it', () => {
    const { records } = readMoney(
      moneyTable(['Investeringar', 'Investeringar, årliga anslag'], 'Projekt | Budget 2031 | Plan 2032', [
        'Kaj, förstärkning | 5 | 6',
        'Fyr | 1 | ',
        'Summa | 6 | 6',
      ]),
      { area: 'investment' },
    );
    expect(rowsOf(records)).toEqual([
      'Kaj, förstärkning: leaf [Investeringar årliga anslag > Kaj, förstärkning] outlay',
      'Fyr: leaf [Investeringar årliga anslag > Fyr] outlay',
      'Summa: subtotal [Investeringar årliga anslag] outlay = Kaj, förstärkning | Fyr',
    ]);
  });

  it('prints differences in the sign of the result or of the columns beside, and reads each as it is', () => {
    const { records } = readMoney(
      moneyTable(
        ['Investeringar'],
        'Tkr | Avvikelse prognos/budget | Prognos helår 2031 | Budget 2031 | Diff. utfall 2030/2031 | Utfall 2031 | Utfall 2030',
        [
          'Kaj | 4 | 6 | 10 | 2 | 5 | 3',
          'Fyr | -1 | 8 | 7 | -1 | 4 | 5',
          'Totala utgifter | 3 | 14 | 17 | 1 | 9 | 8',
        ],
      ),
      { kind: 'interim', through: '2031-08', area: 'investment' },
    );
    const columns = records.columns?.map(({ values }) => [values['signs'], values['of'], values['against']]);
    expect(columns?.[0]).toEqual(['canonical', 'Prognos helår 2031', 'Budget 2031']);
    expect(columns?.[3]).toEqual(['outlay-positive', 'Utfall 2031', 'Utfall 2030']);
  });
});

describe('lists with headings in them', () => {
  const header = 'Tkr | Budget 2031 | Plan 2032';

  it('have a sum of each and of all', () => {
    const { records } = readMoney(
      moneyTable(['Investeringar'], header, [
        '*Gator | |',
        'Kaj | 5 | 6',
        'Bro | 1 | 2',
        'Summa | 6 | 8',
        '*Fastigheter | |',
        'Kaj | 50 | 60',
        'Summa | 50 | 60',
        '*Totalt | 56 | 68',
      ]),
      { area: 'investment' },
    );
    expect(rowsOf(records)).toEqual([
      'Gator: group [Gator] ',
      'Gator > Kaj: leaf [Gator > Kaj] outlay',
      'Gator > Bro: leaf [Gator > Bro] outlay',
      'Gator > Summa: subtotal [Gator] outlay = Gator > Kaj | Gator > Bro',
      'Fastigheter: group [Fastigheter] ',
      'Fastigheter > Kaj: leaf [Fastigheter > Kaj] outlay',
      'Fastigheter > Summa: subtotal [Fastigheter] outlay = Fastigheter > Kaj',
      'Totalt: total [] outlay = Gator > Summa | Fastigheter > Summa',
    ]);
  });

  it('that name measures are of one line in both', () => {
    const { records } = readMoney(
      moneyTable(['Investeringar'], header, [
        'Utgifter | |',
        'Kaj | -5 | -6',
        'Bro | -1 | -2',
        'Summa utgifter | -6 | -8',
        'Inkomster | |',
        'Kaj | 2 | 3',
        'Summa inkomster | 2 | 3',
        'Netto | -4 | -5',
      ]),
      { area: 'investment' },
    );
    expect(rowsOf(records)).toEqual([
      'Utgifter: group [] ',
      'Utgifter > Kaj: leaf [Kaj] outlay',
      'Utgifter > Bro: leaf [Bro] outlay',
      'Utgifter > Summa utgifter: total [] outlay = Utgifter > Kaj | Utgifter > Bro',
      'Inkomster: group [] ',
      'Inkomster > Kaj: leaf [Kaj] contribution',
      'Inkomster > Summa inkomster: total [] contribution = Inkomster > Kaj',
      'Netto: net [] net = outlay + contribution',
    ]);
  });

  it('may be of one measure that their heading names', () => {
    const { kind, records } = readMoney(
      moneyTable(['Nettokostnad per verksamhet'], header, [
        'Hamnen | 5 | 6',
        'Parker | 1 | 2',
        'Summa | 6 | 8',
      ]),
    );
    expect(kind).toBe('operations by activity');
    expect(rowsOf(records)[2]).toBe('Summa: total [] net = Hamnen | Parker');
    expect(plannedFigures(records).get('Hamnen; net; budget; 2031; 2031')).toBe('-5');
  });
});

describe('a printed difference', () => {
  it('between two years is between two of a kind', () => {
    const { records } = readMoney(
      moneyTable(['Sammandrag'], 'Tkr | Prognos 2030 | Budget 2030 | Budget 2031 | Förändring 2030-2031', [
        'Intäkter | 9 | 10 | 11 | 1',
        'Kostnader | -19 | -20 | -22 | -2',
        'Nettokostnader | -10 | -10 | -11 | -1',
      ]),
    );
    expect(records.columns?.[3]?.values).toMatchObject({ of: 'Budget 2031', against: 'Budget 2030' });
  });

  it('that says nothing is from the budget of the same months', () => {
    const { records, notUnderstood } = readMoney(
      moneyTable(
        ['Drift'],
        'Tkr | Budget jan-aug 2031 | Utfall 2031 | Avvikelse | Årsbudget | Prognos | Avvikelse',
        [
          'Intäkter | 9 | 10 | 1 | 12 | 13 | 1',
          'Kostnader | -9 | -11 | -2 | -14 | -18 | -4',
          'Nettokostnader | 0 | -1 | -1 | -2 | -5 | -3',
        ],
      ),
      { kind: 'interim', through: '2031-08' },
    );
    expect(notUnderstood).toEqual([]);
    const columns = records.columns?.map(({ values }) => [values['column'], values['of'], values['against']]);
    expect(columns?.[2]).toEqual(['Avvikelse', 'Utfall 2031', 'Budget jan-aug 2031']);
    expect(columns?.[5]).toEqual(['Avvikelse (2)', 'Prognos', 'Årsbudget']);
  });
});

describe('projects', () => {
  it('have their outlays as lines of their own where there are several, and a total of them', () => {
    const { kind, records, notUnderstood } = readMoney(
      moneyTable(
        ['Exploateringsprojekt'],
        'Projekt | Godkänd utgift | Utökning godkänd utgift | Utgift tom juni 2030 | Budget 2031',
        [
          '*Norra hamnen | | | |',
          'Utgift mark | -50 | -5 | -40 | -10',
          'Utgift gata | -10 | 0 | -2 | -3',
          'Intäkt försäljning | 100 | 0 | 20 | 30',
          '*Netto | 40 | -5 | -22 | 17',
          '*Södra hamnen | | | |',
          'Utgift gata | -1 | 0 | 0 | -1',
          'Exploateringsbidrag | 2 | 0 | 0 | 2',
          '*Netto | 1 | 0 | 0 | 1',
        ],
      ),
      { area: 'land', kind: 'planning', status: 'proposed' },
    );
    expect(notUnderstood).toEqual([]);
    expect(kind).toBe('projects');
    expect(rowsOf(records)).toEqual([
      'Norra hamnen: group [Norra hamnen] ',
      'Norra hamnen > Utgift mark: leaf [Norra hamnen > Utgift mark] outlay',
      'Norra hamnen > Utgift gata: leaf [Norra hamnen > Utgift gata] outlay',
      'Norra hamnen > Intäkt försäljning: leaf [Norra hamnen] sale',
      'Norra hamnen > Netto: net [Norra hamnen] net = outlay + sale',
      'Södra hamnen: group [Södra hamnen] ',
      'Södra hamnen > Utgift gata: leaf [Södra hamnen > Utgift gata] outlay',
      'Södra hamnen > Exploateringsbidrag: leaf [Södra hamnen] contribution',
      'Södra hamnen > Netto: net [Södra hamnen] net = outlay + contribution',
    ]);
    expect(records.layouts?.map(({ values }) => `${values['line']} = ${values['parts']}`)).toEqual([
      'Norra hamnen = Norra hamnen > Utgift mark | Norra hamnen > Utgift gata',
      'Södra hamnen = Södra hamnen > Utgift gata',
    ]);
    const figures = plannedFigures(records, { area: 'land', kind: 'planning', status: 'proposed' });
    expect(figures.get('Norra hamnen > Utgift mark; outlay; approved; lifetime; 2030')).toBe('-50');
    expect(figures.get('Norra hamnen > Utgift mark; outlay; outcome; lifetime; 2030-06')).toBe('-40');
  });

  it('may be sales, printed negative, with a status that is no number of theirs', () => {
    const { records } = readMoney(
      moneyTable(
        ['Exploateringsprojekt', 'Försäljning'],
        'Projekt | Godkänd intäkt | Budget 2031 | Projektstatus',
        ['Tomter i norr | -50 | -10 | 2', 'Tomter i söder | -20 | 0 | 1', 'Summa | -70 | -10 |'],
      ),
      { area: 'land' },
    );
    expect(records.columns?.map(({ values }) => values['signs'])).toEqual([
      'sale-negative',
      'sale-negative',
      '',
    ]);
    expect(plannedFigures(records, { area: 'land' }).get('; sale; budget; 2031; 2031')).toBe('10');
  });
});

describe('what is not understood', () => {
  it('is a column that the grammar does not know, until the profile says what it means', () => {
    const table = moneyTable(['Drift'], 'Tkr | Budget 2031 | Läge grön', [
      'Intäkter | 1 | 1',
      'Kostnader | -2 | -2',
      'Nettokostnader | -1 | -1',
    ]);
    const { notUnderstood } = readMoney(table);
    expect(notUnderstood).toMatchObject([
      { code: 'COLUMN_UNKNOWN', place: { column: 'Läge grön', table: 'sjovik-ks-budget-2031/tabell' } },
    ]);
    expect(notUnderstood[0]?.hint).toContain("columns: { 'Läge grön'");
    const rules = { signs: {}, columns: { 'läge*': 'Budget 2032' } };
    const { records, notUnderstood: nothing } = readMoney(table, { rules });
    expect(nothing).toEqual([]);
    expect(plannedFigures(records, { rules }).get('; net; budget; 2032; 2032@2031')).toBe('-1');
  });

  it('is a number that cannot be read', () => {
    const { notUnderstood } = readMoney(
      moneyTable(['Drift'], 'Tkr | Budget 2031', ['Intäkter | 1 2', 'Kostnader | -2', 'Nettokostnader | -1']),
    );
    expect(notUnderstood).toMatchObject([
      { code: 'NUMBER_UNREADABLE', place: { row: 'Intäkter', column: 'Budget 2031', line: 2 } },
    ]);
  });
});

/** The row with one digit of one of its cells another, for each cell. */
function misprints(row: string): string[] {
  const [label = '', ...cells] = row.split('|').map((text) => text.trim());
  return cells.flatMap((cell, index) => {
    const digit = /\d/.exec(cell);
    if (digit === null) return [];
    const other = digit[0] === '9' ? '1' : String(Number(digit[0]) + 1);
    const changed = cell.slice(0, digit.index) + other + cell.slice(digit.index + 1);
    return [[label, ...cells.with(index, changed)].join(' | ')];
  });
}
