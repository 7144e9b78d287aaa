import { describe, expect, it } from '@jest/globals';
import { contentOf, pick } from '../testing/content.js';

const tabs = (rows: readonly (readonly string[])[]): string => rows.map((row) => row.join('\t')).join('\n');

const REPORT = { kind: 'interim', year: 2031, through: '2031-08' } as const;

const GOALS = `Måluppföljning

1. Sjövik växer genom att hamnen hålls öppen året om

Nämndens mål 1 - Hamnens kunder ska bli nöjdare, genom kortare väntan

Bedömning:  Delvis uppfyllt

Indikator: Nöjda gästhamnsgäster, NKI

${tabs([
  ['Mål 2031', 'Preliminärt utfall 2031', 'Utfall 2030', 'Utfall 2029'],
  ['72', '(71)', '70', '-'],
])}

Kommentar:

Arbetet har påbörjats.

Nämndens mål 2 - Andelen bryggor med belysning ska vara 95 procent

Bedömning: Ej utvärderad

Indikator: Bryggor med belysning, andel (%)

${tabs([
  ['Mål 2031', 'Utfall 2031', 'Utfall 2030', 'Utfall 2029'],
  ['95%', '-', '88,5%', '81%'],
])}

Nämndens mål 3 - Båtarna ska vara fler

Bedömning: I hög grad uppfyllt
`;

describe('goals with their indicators', () => {
  it('are read from the text and the small tables below it', async () => {
    const { records, notUnderstood, kinds } = await contentOf(GOALS, REPORT);
    expect(notUnderstood).toEqual([]);
    expect(kinds).toEqual(['indicator', 'indicator']);
    expect(pick(records, 'goals', 'unit', 'goal', 'label', 'words', 'parent', 'parentUnit', 'state', 'through')).toEqual([
      ['sjovik/ks', 'hamnens-kunder', 'Nämndens mål 1', 'Hamnens kunder', 'sjovik-vaxer-genom-att-hamnen-halls-oppen-aret-om', 'sjovik', 'partlyFulfilled', '2031-08'],
      ['sjovik', 'sjovik-vaxer-genom-att-hamnen-halls-oppen-aret-om', '1', 'Sjövik växer genom att hamnen hålls öppen året om', '', '', '', ''],
      ['sjovik/ks', 'andelen-bryggor-med-belysning', 'Nämndens mål 2', 'Andelen bryggor med belysning', 'sjovik-vaxer-genom-att-hamnen-halls-oppen-aret-om', 'sjovik', 'notEvaluated', '2031-08'],
      ['sjovik/ks', 'batarna-ska-vara-fler', 'Nämndens mål 3', 'Båtarna ska vara fler', 'sjovik-vaxer-genom-att-hamnen-halls-oppen-aret-om', 'sjovik', 'largelyFulfilled', '2031-08'],
    ]); // prettier-ignore
    expect(pick(records, 'rows', 'line', 'unitOfMeasure', 'goal')).toEqual([
      ['Nöjda gästhamnsgäster, NKI', 'index', 'hamnens-kunder'],
      ['Bryggor med belysning, andel', 'percent', 'andelen-bryggor-med-belysning'],
    ]);
    expect(pick(records, 'columns', 'column', 'basis', 'period', 'edition').slice(0, 4)).toEqual([
      ['Mål 2031', 'target', '2031', '2031@2031-08'],
      ['Preliminärt utfall 2031', 'outcome', '2031', '2031-12p'],
      ['Utfall 2030', 'outcome', '2030', '2030-12'],
      ['Utfall 2029', 'outcome', '2029', '2029-12'],
    ]);
    expect(pick(records, 'cells', 'printed').flat()).toEqual([
      '72',
      '(71)',
      '70',
      '-',
      '95%',
      '-',
      '88,5%',
      '81%',
    ]);
  });

  it('refuses a state that is none of the five, and names the place', async () => {
    const { notUnderstood } = await contentOf(GOALS.replace('Ej utvärderad', 'Nästan klart'), REPORT);
    expect(notUnderstood).toMatchObject([
      { code: 'GOAL_STATE_UNKNOWN', place: { file: 'sjovik.txt', row: 'Nämndens mål 2' } },
    ]);
  });
});

describe('tables of indicators', () => {
  it('hold a row for each, in whatever order the columns stand', async () => {
    const table = tabs([
      ['Kommunfullmäktiges indikatorer', 'Senaste utfall 2030', 'Utfall 2029', 'Utfall 2028'],
      ['Antal gästbåtar ska öka.', '1 450', '2 258', ''],
      ['Andel frånvaro av ordinarie arbetstid ska minska, %.', '3,2', '-', '7,1'],
    ]);
    const { records, kinds, notUnderstood } = await contentOf(`Hamnen\n\n${table}\n`);
    expect([kinds, notUnderstood]).toEqual([['indicator'], []]);
    expect(pick(records, 'rows', 'row', 'line', 'unitOfMeasure')).toEqual([
      ['Antal gästbåtar ska öka.', 'Antal gästbåtar', 'count'],
      [
        'Andel frånvaro av ordinarie arbetstid ska minska, %.',
        'Andel frånvaro av ordinarie arbetstid',
        'percent',
      ],
    ]);
    expect(pick(records, 'columns', 'period', 'edition')).toEqual([
      ['2030', '2030-12p'],
      ['2029', '2029-12'],
      ['2028', '2028-12'],
    ]);
    expect(pick(records, 'cells', 'printed').flat()).toEqual(['1 450', '2 258', '', '3,2', '-', '7,1']);
  });

  it('take the budget of a measure for its target, and leave out who follows it', async () => {
    const table = tabs([
      ['Verksamhetsmått', '', 'Årsutfall 2029', 'Budget 2030', 'Budget 2031', 'Plan 2032'],
      ['Antal nya bostäder', 'KF', '135', '480', '480', '500'],
    ]);
    const { records, notUnderstood } = await contentOf(`## Bostäder\n\n${table}\n`, {}, 'sjovik.md');
    expect(notUnderstood).toEqual([]);
    expect(pick(records, 'columns', 'column', 'basis', 'period', 'edition')).toEqual([
      ['Årsutfall 2029', 'outcome', '2029', '2029-12'],
      ['Budget 2030', 'target', '2030', '2030@2031'],
      ['Budget 2031', 'target', '2031', '2031'],
      ['Plan 2032', 'target', '2032', 'plan@2031'],
    ]);
    expect(pick(records, 'cells', 'printed').flat()).toEqual(['135', '480', '480', '500']);
  });

  it('refuse numbers below a label that says of no year what they are of', async () => {
    const table = tabs([
      ['Verksamhetsmått', 'Årsutfall 2029', 'Snitt'],
      ['Antal nya bostäder', '135', '140'],
    ]);
    const { notUnderstood } = await contentOf(`Bostäder\n\n${table}\n`);
    expect(notUnderstood).toMatchObject([
      { code: 'COLUMN_NOT_UNDERSTOOD', place: { row: 'Antal nya bostäder', column: 'Snitt' } },
    ]);
  });

  it('have a column that the profile says the meaning of, or that there is nothing in it', async () => {
    const table = tabs([
      ['Indikator', 'Utfall 2028', 'Läget nu', 'Nr'],
      ['Antal gästbåtar', '1 900', '1 901', '7'],
    ]);
    const rules = { signs: {}, columns: { 'läget nu': 'Preliminärt utfall 2029', Nr: 'text' } };
    const { notUnderstood, records } = await contentOf(`Hamnen\n\n${table}\n`, { rules });
    expect(notUnderstood).toEqual([]);
    expect(pick(records, 'columns', 'column', 'edition')).toEqual([
      ['Utfall 2028', '2028-12'],
      ['Läget nu', '2029-12p'],
    ]);
  });

  it('refuse a cell that is no number, and name it', async () => {
    const table = tabs([
      ['Indikator', 'Mål 2031', 'Utfall 2029'],
      ['Nöjda gäster, NKI', '72', 'ca 70'],
      ['Antal gästbåtar', '2 000', '1 900'],
    ]);
    const { notUnderstood, records } = await contentOf(`Hamnen\n\n${table}\n`);
    expect(notUnderstood).toMatchObject([
      { code: 'NUMBER_UNREADABLE', place: { row: 'Nöjda gäster, NKI', column: 'Utfall 2029' } },
    ]);
    expect(pick(records, 'cells', 'printed').flat()).toEqual(['72', '2 000', '1 900']);
  });

  it('refuse two columns of one reading, and tell two rows of one name apart', async () => {
    const table = tabs([
      ['Indikator', 'Utfall 2028', 'Bokslut 2028'],
      ['Antal gästbåtar', '1 900', '1 901'],
      ['Antal gästbåtar', '12', '12'],
    ]);
    const { notUnderstood, records } = await contentOf(`Hamnen\n\n${table}\n`);
    expect(notUnderstood).toMatchObject([{ code: 'COLUMN_TWICE', place: { column: 'Bokslut 2028' } }]);
    expect(pick(records, 'rows', 'row')).toEqual([['Antal gästbåtar'], ['Antal gästbåtar (2)']]);
  });

  it('are read off the axis of a chart where all its values are multiples of a step: about, and disputing nothing', async () => {
    const table = tabs([
      ['Tidpunkt', 'Utfall'],
      ['T1 2028', '215 000'],
      ['År 2028', '165 000'],
      ['T1 2029', '105 000'],
      ['År 2029', '125 000'],
    ]);
    const { records, kinds } = await contentOf(`## Antal gästbåtar\n\n${table}\n`, {}, 'sjovik.md');
    expect(kinds).toEqual(['indicator-chart']);
    expect(pick(records, 'columns', 'column', 'edition')).toEqual([
      ['T1 2028', '2028-04@diagram'],
      ['År 2028', '2028-12@diagram'],
      ['T1 2029', '2029-04@diagram'],
      ['År 2029', '2029-12@diagram'],
    ]);
    expect(pick(records, 'editions', 'order')[1]).toEqual(['2028;12']);
  });

  it('are cards with a chart beside them: the chart is a table of its own that ranks last, once', async () => {
    const { records, kinds, notUnderstood } = await contentOf(CARDS, { kind: 'planning' }, 'sjovik.md');
    expect([kinds, notUnderstood]).toEqual([['indicator', 'indicator-chart'], []]);
    expect(pick(records, 'cells', 'row', 'column', 'printed')).toEqual([
      ['Antal gästbåtar ska öka.', 'Utfall 2029', '2 258'],
      ['Antal gästbåtar ska öka.', 'Utfall 2030', '2 313'],
      ['Antal gästbåtar ska öka.', 'T1 2029', '1 900'],
      ['Antal gästbåtar ska öka.', 'År 2029', '2 300'],
    ]);
    expect(pick(records, 'tables', 'rank')).toEqual([['1'], ['9']]);
    expect(pick(records, 'columns', 'period', 'edition')).toEqual([
      ['2029', '2029-12'],
      ['2030', '2030-12p'],
      ['2029-01/2029-04', '2029-04'],
      ['2029', '2029-12'],
    ]);
  });
});

const CARDS = `### Indikatorer

Indikatorer\t\t
<p><b>Antal gästbåtar ska öka.</b></p> <p><b>Utfall 2029</b> 2 258</p> <p><b>Utfall 2030</b> 2 313</p>\t<table border="1"> <caption>Utfall</caption> <thead> <tr> <th>Tidpunkt</th> <th>Utfall</th> </tr> </thead> <tbody> <tr> <td>T1 2029</td> <td>1 900</td> </tr> <tr> <td>År 2029</td> <td>2 300</td> </tr> </tbody> </table>\tTidpunkt\tUtfall\tT1 2029\t1 900\tÅr 2029\t2 300
Tidpunkt\tUtfall
T1 2029\t1 900
År 2029\t2 300
`;

describe('assignments', () => {
  it('have a title, the hashes of what is said, who gave them, and a status whose symbol may be lost', async () => {
    const table = tabs([
      ['Uppdrag', 'Status', 'Kommentar'],
      [
        'Hamnkontoret får i uppdrag att ta fram en plan för vinterförvaring.',
        ' Påbörjad',
        'Uppdraget har påbörjats.',
      ],
      ['Nämnden ska utreda hur bryggorna kan lysas upp.', 'Färdig', ''],
      ['Nämnden ska, tillsammans med berörda nämnder, se över taxorna.', '', ''],
    ]);
    const { records, kinds, notUnderstood } = await contentOf(`Uppdrag\n\n${table}\n`, REPORT);
    expect([kinds, notUnderstood]).toEqual([['assignment'], []]);
    expect(pick(records, 'assignments', 'assignment', 'words', 'status', 'through')).toEqual([
      ['ta-fram-en-plan-for-vinterforvaring', 'Ta fram en plan för vinterförvaring', 'started', '2031-08'],
      ['utreda-hur-bryggorna-kan-lysas-upp', 'Utreda hur bryggorna kan lysas upp', 'finished', '2031-08'],
      ['se-over-taxorna', 'Se över taxorna', '', ''],
    ]);
    const [sentences = ''] = pick(records, 'assignments', 'sentence').flat();
    expect(sentences).toMatch(/^[0-9a-f]{64} [0-9a-f]{64}$/);
  });

  it('may be in the second column, under the body that gave them', async () => {
    const table = tabs([
      ['Förslag från nämnd', 'Utredning', 'Hantering'],
      ['Hamnnämnden', 'Införande av e-arkiv', 'Påbörjas i vår.'],
      ['', 'Översyn av taxor', 'Påbörjas i höst.'],
    ]);
    const { records } = await contentOf(`# Utredningar\n\n${table}\n`, {}, 'sjovik.md');
    expect(pick(records, 'assignments', 'givenBy', 'words')).toEqual([
      ['Hamnnämnden', 'Införande av e-arkiv'],
      ['Hamnnämnden', 'Översyn av taxor'],
    ]);
  });

  it('refuses a status that it does not know', async () => {
    const table = tabs([
      ['Uppdrag', 'Status'],
      ['Nämnden ska se över taxorna.', 'Vilar'],
    ]);
    expect((await contentOf(`Uppdrag\n\n${table}\n`)).notUnderstood).toMatchObject([
      { code: 'STATUS_UNKNOWN' },
    ]);
  });
});

const RISKS = tabs([
  ['Risk', 'Riskbeskrivning', 'Väsentlighet', 'Sannolikhet', 'Riskvärde', 'Hantering'],
  ['Stormskador', 'Risk att bryggor skadas.', '4', '3', '12', 'Bryggorna ses över.'],
  ['Felaktiga avgifter', 'Risk att avgifter blir fel.', '2', '2', '4', ''],
]);

describe('internal control', () => {
  it('has risks whose value is the product of the scores, in whatever order they stand', async () => {
    const { records, kinds, notUnderstood } = await contentOf(`# Riskanalys\n\n${RISKS}\n`, {}, 'sjovik.md');
    expect([kinds, notUnderstood]).toEqual([['risk'], []]);
    expect(pick(records, 'columns', 'column', 'measure', 'edition')).toEqual([
      ['Väsentlighet', 'materiality', '2031'],
      ['Sannolikhet', 'likelihood', '2031'],
      ['Riskvärde', 'risk', '2031'],
    ]);
    expect(pick(records, 'rows', 'line', 'measure', 'formula')).toEqual([
      ['Stormskador', 'risk', 'likelihood * materiality'],
      ['Felaktiga avgifter', 'risk', 'likelihood * materiality'],
    ]);
    expect(pick(records, 'cells', 'printed').flat()).toEqual(['4', '3', '12', '2', '2', '4']);
    expect(pick(records, 'risks', 'risk')).toEqual([['stormskador'], ['felaktiga-avgifter']]);
  });

  it('has a plan of controls, with the value of the risk once more and a role in one piece', async () => {
    const table = tabs([
      ['Risk', 'Riskbeskrivning', 'Riskvärde', 'Metod', 'Ansvarig'],
      ['Stormskador', 'Risk att bryggor skadas.', '12', 'Besiktning genom stickprov.', 'Hamn- kapten'],
      ['Felaktiga avgifter', 'Risk att avgifter blir fel.', '4', 'Stickprov på fakturor.', 'Ekonomi- chef'],
    ]);
    const { records, kinds, notUnderstood } = await contentOf(
      `## Internkontrollplan 2032\n\n${table}\n`,
      {},
      'sjovik.md',
    );
    expect([kinds, notUnderstood]).toEqual([['control-plan'], []]);
    expect(pick(records, 'controls', 'period', 'control', 'risk', 'what', 'responsible', 'outcome')).toEqual([
      ['2032', 'stormskador', 'stormskador', 'Besiktning genom stickprov', 'Hamnkapten', ''],
      ['2032', 'felaktiga-avgifter', 'felaktiga-avgifter', 'Stickprov på fakturor', 'Ekonomichef', ''],
    ]);
    expect(pick(records, 'tables', 'rank')).toEqual([['2']]);
  });

  it('is followed up under the name of each risk; a symbol that was lost is not stated, never green', async () => {
    const table = tabs([
      ['Vad kontrolleras?', 'Metod', 'Bedömning', 'Resultat', 'Åtgärd'],
      ['Stormskador', '', '', '', ''],
      ['Att bryggorna besiktigas.', 'Stickprov.', '', 'Allt gick bra.', 'Ingen.'],
      ['Felaktiga avgifter', '', '', '', ''],
      ['Att fakturor är rätta.', 'Stickprov.', '●', 'Några fel.', 'Ny rutin.'],
      [
        'Att krediter är rätta.',
        'Stickprov.',
        'Kontrollen är genomförd med anmärkning nära målvärde',
        'Fel.',
        'Ny rutin.',
      ],
    ]);
    const { records, kinds, notUnderstood } = await contentOf(
      `Uppföljning av internkontroll\n\n${table}\n`,
      REPORT,
    );
    expect([kinds, notUnderstood]).toEqual([['control-follow-up'], []]);
    expect(pick(records, 'controls', 'control', 'risk', 'outcome', 'through')).toEqual([
      ['stormskador', 'stormskador', 'notStated', '2031-08'],
      ['felaktiga-avgifter-fakturor-ar-ratta', 'felaktiga-avgifter', 'notStated', '2031-08'],
      ['felaktiga-avgifter-krediter-ar-ratta', 'felaktiga-avgifter', 'remarkNearTarget', '2031-08'],
    ]);
  });
});

describe('absence', () => {
  const table = tabs([
    ['Sjukfrånvaro*', '2031', '2030', 'Differens'],
    ['Total sjukfrånvaro', '3,6%', '3,7%', '-0,05%'],
    ['<29 år', '3,4%', '1,5%', '1,96%'],
  ]);

  it('is of the months that a note below tells, with the difference of the years', async () => {
    const text = `Sjukfrånvaro\n\n${table}\n\n*Avser perioden 1 januari - 31 juli för samtliga.\n`;
    const { records, kinds, notUnderstood } = await contentOf(text, REPORT);
    expect([kinds, notUnderstood]).toEqual([['absence'], []]);
    expect(pick(records, 'columns', 'column', 'role', 'period', 'edition', 'of', 'against')).toEqual([
      ['2031', 'reading', '2031-01/2031-07', '2031-07', '', ''],
      ['2030', 'reading', '2030-01/2030-07', '2030-07', '', ''],
      ['Differens', 'difference', '', '', '2031', '2030'],
    ]);
    expect(pick(records, 'cells', 'printed').flat()).toHaveLength(6);
    expect(pick(records, 'rows', 'measure', 'formula', 'parts')).toEqual([
      ['sick-leave', '', ''],
      ['sick-leave', '', ''],
    ]);
  });

  it('is of the months of the report where nothing tells', async () => {
    const { records } = await contentOf(`Sjukfrånvaro\n\n${table}\n`, REPORT);
    expect(pick(records, 'columns', 'period')[0]).toEqual(['2031-01/2031-08']);
  });
});

describe('scales', () => {
  it('are a heading with a line for each code, or a table of one column', async () => {
    const asText = '### Förklaring projektstatus\n\n0: Ej påbörjat\n\n1: Förstudie\n\n2: Klart\n';
    const asTable =
      'Projekt\n\n\tFörklaring projektstatus\n\n\t0: Ej påbörjat\n\n\t1: Förstudie\n\n\t2: Klart\n';
    const expected = [
      ['sjovik/ks', 'projektstatus-2031', '2031', '0', 'Ej påbörjat'],
      ['sjovik/ks', 'projektstatus-2031', '2031', '1', 'Förstudie'],
      ['sjovik/ks', 'projektstatus-2031', '2031', '2', 'Klart'],
    ];
    for (const [text, name] of [
      [asText, 'sjovik.md'],
      [asTable, 'sjovik.txt'],
    ] as const) {
      const { records } = await contentOf(text, {}, name);
      expect(pick(records, 'scales', 'unit', 'scale', 'fromYear', 'code', 'meaning')).toEqual(expected);
    }
  });

  it('take the word before the colon for the meaning', async () => {
    const text = '### Sannolikhet\n\n1. *Osannolik: risken är liten*\n2. *Möjlig: den finns*\n';
    const { records } = await contentOf(text, {}, 'sjovik.md');
    expect(pick(records, 'scales', 'scale', 'code', 'meaning')).toEqual([
      ['sannolikhet-2031', '1', 'Osannolik'],
      ['sannolikhet-2031', '2', 'Möjlig'],
    ]);
  });
});
