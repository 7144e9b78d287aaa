import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CommandLine } from '../support/command-line.js';

/* Kinds of documents that were not among the published ones, of boards that were not either. `|` is a tab here. */

let cli: CommandLine;

beforeAll(async () => {
  cli = await CommandLine.inNewFolder();
});

afterAll(async () => {
  await cli.remove();
});

async function viewOf(ledger: string, view: string): Promise<Record<string, (string | null)[]>> {
  const { rows } = await cli.view(ledger, ...view.split(' '));
  return Object.fromEntries(
    rows.map(({ path, cells }) => [path.join(' > '), cells.map(({ value }) => value)]),
  );
}

async function figuresIn(ledger: string): Promise<Map<string, string>> {
  return new Map((await cli.cells(ledger)).map(({ figure = '', printed = '' }) => [figure, printed]));
}

async function imported(ledger: string, file: string, text: string): Promise<string> {
  const [outcome] = await cli.imported(ledger, await cli.file(file, text.replaceAll('|', '\t')));
  expect(outcome?.refused).toBeNull();
  expect(await cli.check(ledger, '--all')).toEqual([]);
  return ledger;
}

const ANNUAL = `# Årsredovisning 2029

Vård- och omsorgsnämnden

## Inledning

Vård- och omsorgsnämnden i Alingsås kommun redovisar här sitt bokslut för året.

## Ekonomi

### Drift

Belopp i tkr|Budget 2029|Bokslut 2029|Avvikelse|Bokslut 2028
<b>Verksamhetens intäkter</b>|<b>1 000</b>|<b>1 100</b>|<b>100</b>|<b>900</b>
Personalkostnader|-5 000|-5 200|-200|-4 800
Lokalhyror|-500|-480|20|-470
<b>Verksamhetens kostnader</b>|<b>-5 500</b>|<b>-5 680</b>|<b>-180</b>|<b>-5 270</b>
<b>Verksamhetens nettokostnader</b>|<b>-4 500</b>|<b>-4 580</b>|<b>-80</b>|<b>-4 370</b>
<b>Kommunbidrag</b>|<b>4 500</b>|<b>4 500</b>|<b>0</b>|<b>4 400</b>
<b>Årets resultat</b>|<b>0</b>|<b>-80</b>|<b>-80</b>|<b>30</b>

### Investeringar

Belopp i tkr|Budget 2029|Bokslut 2029|Avvikelse
Inventarier|400|380|20
Fordon|100|0|100
Totala utgifter|500|380|120
`;

const APRIL = `# Delårsrapport april 2030

Kulturnämnden

## Inledning

Kulturnämnden i Alingsås kommun.

## Ekonomi

### Drift

Belopp i tkr|Budget 2030|Prognos april 2030|Avvikelse|Utfall jan-april 2030|Utfall jan-april 2029
Verksamhetens intäkter|1 000|1 100|100|300|290
Personalkostnader|-5 000|-5 200|-200|-1 700|-1 650
Lokalhyror|-500|-480|20|-160|-155
Verksamhetens kostnader|-5 500|-5 680|-180|-1 860|-1 805
Verksamhetens nettokostnader|-4 500|-4 580|-80|-1 560|-1 515
Kommunbidrag|4 500|4 500|0|1 500|1 467
Årets resultat|0|-80|-80|-60|-48
`;

const PLAN = `# Tekniska nämnden budget 2029–2031

**Typ av styrdokument:** Budget

**Beslutande instans:** Tekniska nämnden

**Datum för beslut:** 2028-12-11

**Diarienummer:** 2028.125 TN

## Inledning

Tekniska nämnden i Alingsås kommun.

## Ekonomiska ramar, tekniska nämnden

Belopp i tkr|Plan 2031|Plan 2030|Budget 2029|Budget 2028
<b>Verksamhetens intäkter</b>|<b>1 200</b>|<b>1 100</b>|<b>1 000</b>|<b>900</b>
Personalkostnader|-5 400|-5 200|-5 000|-4 800
Kapitalkostnader|-520|-510|-500|-470
<b>Verksamhetens kostnader</b>|<b>-5 920</b>|<b>-5 710</b>|<b>-5 500</b>|<b>-5 270</b>
<b>Verksamhetens nettokostnader</b>|<b>-4 720</b>|<b>-4 610</b>|<b>-4 500</b>|<b>-4 370</b>
<b>Kommunbidrag</b>|<b>4 720</b>|<b>4 610</b>|<b>4 500</b>|<b>4 370</b>
<b>Årets resultat</b>|<b>0</b>|<b>0</b>|<b>0</b>|<b>0</b>

## Investeringsbudget

Belopp i tkr|Budget 2028|Budget 2029|Plan 2030|Plan 2031
<b>Expansionsinvesteringar</b>|<b>300</b>|<b>400</b>|<b>500</b>|<b>600</b>
Gator|100|150|200|250
Inventarier|200|250|300|350
<b>Reinvesteringar</b>|<b>30</b>|<b>40</b>|<b>50</b>|<b>60</b>
Inventarier|10|15|20|25
Broar|20|25|30|35
<b>Totala utgifter</b>|<b>330</b>|<b>440</b>|<b>550</b>|<b>660</b>
`;

const LAND = `[bookmark: _Toc1]Inledning
Samhällsbyggnadsnämnden i Borås Stad lägger här fram sin budget 2027.
Samhällsbyggnadsnämnden har två ramar.
[bookmark: _Toc2]Investeringar, årliga anslag
|Projekt
|Budget 2026
|Budget 2027
|Plan 2028

|Gator
|100
|200
|300

|Parker
|10
|
|30

|Summa
|110
|200
|330


[bookmark: _Toc3]Exploateringsprojekt
Utgifter
|Projekt
|Godkänd utgift
|Utgift tom april 2026
|Budget 2027
|Plan 2028
|Projektstatus

|Norra Viken
|50 000
|40 000
|5 000
|5 000
|2

|Södra Viken
|20 000
|0
|10 000
|10 000
|1

|Summa
|70 000
|40 000
|15 000
|15 000
|

Förklaring projektstatus
0: Ej påbörjat projekt
1: Förstudie
2: Projektering

Försäljning
|Projekt
|Utfall tom april 2026
|Budget 2027
|Plan 2028

|Norra Viken
|1 000
|2 000
|3 000

|Summa
|1 000
|2 000
|3 000


Slut.
`;

describe('a document of a kind that was not published', () => {
  it('annual accounts: the outcome of the year, and of the year before', async () => {
    const ledger = await imported('annual', 'annual.md', ANNUAL);
    const view = 'delarsbokslut --unit alingsas/vard-och-omsorgsnamnden --year 2029 --through 2029-12';
    const rows = await viewOf(ledger, view);
    expect(rows['Personalkostnader']).toEqual(['-5000', null, null, '-5200', '-4800', '-400']);
    expect(rows['Årets resultat']?.[3]).toBe('-80');
    expect(rows['Fordon']).toEqual(['100', null, null, '0', null, null]);
  });

  it('a report of April: the first tertial', async () => {
    const ledger = await imported('april', 'april.md', APRIL);
    const forecast = await viewOf(ledger, 'tertial-forecast --unit alingsas/kulturnamnden --year 2030');
    expect(forecast['Personalkostnader']).toEqual(['-5000', '-5200', '-200']);
    const view = 'delarsbokslut --unit alingsas/kulturnamnden --year 2030 --through 2030-04';
    expect((await viewOf(ledger, view))['Lokalhyror']).toEqual(['-500', '-480', '20', '-160', '-155', '-5']);
    const { out } = await cli.liggaren(
      ledger,
      'explain',
      ...view.split(' '),
      '--row',
      'Lokalhyror',
      '--column',
      'forecast',
    );
    expect(out).toContain('april.md');
    expect(out).toContain('-480');
  });

  it('a budget with plans of years to come, the last one first', async () => {
    const figures = await figuresIn(await imported('plan', 'plan.md', PLAN));
    const unit = 'alingsas/tekniska-namnden';
    expect(figures.get(`${unit} operations 2031 budget plan@2029: Kapitalkostnader (cost)`)).toBe('-520');
    expect(figures.get(`${unit} operations 2029 budget 2029: Totalt (grant)`)).toBe('4 500');
    expect(figures.get(`${unit} operations 2028 budget 2028@2029: Totalt (revenue)`)).toBe('900');
    const line = (group: string): string =>
      `${unit} investment 2030 budget plan@2029: ${group} > Inventarier (outlay)`;
    expect([figures.get(line('Expansionsinvesteringar')), figures.get(line('Reinvesteringar'))]).toEqual([
      '300',
      '20',
    ]);
  });

  it('investments and land of another board of Borås', async () => {
    const figures = await figuresIn(await imported('land', 'land.txt', LAND));
    const unit = 'boras/samhallsbyggnadsnamnden';
    expect(figures.get(`${unit} land lifetime approved 2027: Norra Viken (outlay)`)).toBe('50 000');
    expect(figures.get(`${unit} land lifetime approved 2027: Norra Viken (status)`)).toBe('2');
    expect(figures.get(`${unit} land 2028 budget plan@2027: Norra Viken (sale)`)).toBe('3 000');
    const gator = 'Investeringar årliga anslag > Gator (outlay)';
    expect(figures.get(`${unit} investment 2027 budget 2027: ${gator}`)).toBe('200');
  });

  it('a budget and what is reported of it later are one story', async () => {
    const ledger = await imported('both', 'plan.md', PLAN);
    const report = ANNUAL.replaceAll('Vård- och omsorgsnämnden', 'Tekniska nämnden').replaceAll(
      'Lokalhyror',
      'Kapitalkostnader',
    );
    await imported(ledger, 'annual.md', report);
    const view = 'delarsbokslut --unit alingsas/tekniska-namnden --year 2029 --through 2029-12';
    expect((await viewOf(ledger, view))['Kapitalkostnader']).toEqual([
      '-500',
      null,
      null,
      '-480',
      '-470',
      '-10',
    ]);
  });
});
