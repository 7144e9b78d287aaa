import { describe, expect, it } from '@jest/globals';
import { phraseOf } from './heading-phrase.js';
import { repairedHeading } from './heading-words.js';
import { readingOfPhrase, type AboutColumn } from './column-reading.js';

const BUDGET: AboutColumn = { kind: 'budget', year: 2021, ofProjects: false, hasExtension: false };
const PLANNING: AboutColumn = { ...BUDGET, kind: 'planning', year: 2025 };
const INTERIM: AboutColumn = { ...BUDGET, kind: 'interim', year: 2023, through: '2023-08' };
const ANNUAL: AboutColumn = { ...BUDGET, kind: 'annual', year: 2023, through: '2023-12' };

/** `basis period edition`, as short as it can be compared. */
function read(heading: string, about: AboutColumn): string | null {
  const phrase = phraseOf(heading);
  if (phrase?.kind !== 'reading') return phrase?.kind ?? null;
  const reading = readingOfPhrase(phrase, about);
  return reading === null ? null : `${reading.basis} ${reading.period} ${reading.edition}`;
}

describe('a column heading', () => {
  it.each([
    ['Budget 2020', 'budget 2020 2020@2021'],
    ['Prognos 2020', 'forecast 2020 2020@2021'],
    ['Budget 2021:1', 'budget 2021 2021:1'],
    ['Budget 2021:2', 'budget 2021 2021:2'],
    ['Budget 2021', 'budget 2021 2021'],
    ['BUDGET\n2021', 'budget 2021 2021'],
    ['Plan 2022', 'budget 2022 plan@2021'],
    ['Bokslut 2019', 'outcome 2019 2019-12'],
    ['Prel. bokslut 2020', 'outcome 2020 2020-12p'],
    ['Preliminärt utfall 2020', 'outcome 2020 2020-12p'],
    ['Årsutfall 2019', 'outcome 2019 2019-12'],
    ['Utfall 2019', 'outcome 2019 2019-12'],
    ['Utfall jan–aug 2020', 'outcome 2020 2020-08'],
    ['Godkänd utgift', 'approved lifetime 2021'],
    ['Godkänd intäkt', 'approved lifetime 2021'],
    ['Utgift tom april 2020', 'outcome lifetime 2020-04'],
    ['Intäkt t.o.m. april 2020', 'outcome lifetime 2020-04'],
    ['Utgift t o m apr. 2020', 'outcome lifetime 2020-04'],
    ['Utgift till och med april 2020', 'outcome lifetime 2020-04'],
    ['Prognos T1 2020', 'forecast 2020 T1'],
    ['Prognos per april 2020', 'forecast 2020 T1'],
    ['Prognos augusti 2020', 'forecast 2020 T2'],
    ['Prognos oktober 2020', 'forecast 2020 2020-10'],
    ['Projektstatus', 'status'],
    ['Förändring', 'difference'],
    ['Kommentar', 'text'],
    ['Mål 2021', 'target 2021 2021'],
    ['Målvärde 2022', 'target 2022 plan@2021'],
    ['Riskvärde', 'score'],
    ['Förändring %', 'percent'],
  ])('%s of a budget', (heading, reading) => {
    expect(read(heading, BUDGET)).toBe(reading);
  });

  it.each([
    ['Bokslut 2023', 'outcome 2023 2023-12'],
    ['Godkä nd utgift', 'approved lifetime 2024'],
    ['Utökning godkänd utgift', 'approved lifetime 2025'],
    ['Utgift tom 2023', 'outcome lifetime 2023-12'],
    ['Utgift tom juni 2024', 'outcome lifetime 2024-06'],
    ['Total budget 2024', 'budget 2024 2024@2025'],
    ['Total bud-\nget 2024', 'budget 2024 2024@2025'],
    ['Budget 20 25', 'budget 2025 2025'],
    ['Ugdet 2025', null],
    ['Bugdet 2025', 'budget 2025 2025'],
    ['Plan 2029', 'budget 2029 plan@2025'],
  ])('%s of a planning document', (heading, reading) => {
    expect(read(heading, PLANNING)).toBe(reading);
  });

  it.each([
    ['Budget 2023', 'budget 2023 2023@2023-08'],
    ['Budget', 'budget 2023 2023@2023-08'],
    ['Årsbudget 2023', 'budget 2023 2023@2023-08'],
    ['Periodbudget 2023', 'budget 2023-01/2023-08 2023@2023-08'],
    ['Budget jan-aug 2023', 'budget 2023-01/2023-08 2023@2023-08'],
    ['Prognos helår 2023', 'forecast 2023 T2'],
    ['Helårsprognos', 'forecast 2023 T2'],
    ['Prognos april 2023', 'forecast 2023 T1'],
    ['Delårsbokslut 2023', 'outcome 2023 2023-08'],
    ['Delårsbokslut 2022', 'outcome 2022 2022-08'],
    ['Utfall 2023-08', 'outcome 2023 2023-08'],
    ['Utfall 202308', 'outcome 2023 2023-08'],
    ['Utfall per april', 'outcome 2023 2023-04'],
    ['Utfall föregående år', 'outcome 2022 2022-08'],
    ['Bokslut 2022', 'outcome 2022 2022-12'],
    ['Avv. prognos/budget 2023', 'difference'],
    ['Budget KS beslut xyz', null],
  ])('%s of a delårsbokslut', (heading, reading) => {
    expect(read(heading, INTERIM)).toBe(reading);
  });

  it('of an annual report', () => {
    expect(read('Utfall 2023', ANNUAL)).toBe('outcome 2023 2023-12');
    expect(read('Budget 2023', ANNUAL)).toBe('budget 2023 2023@2023-12');
    expect(read('Prognos T2 2023', ANNUAL)).toBe('forecast 2023 T2');
  });

  it('names what a difference is between, word and year once for both', () => {
    expect(phraseOf('Avv. prognos/budget 2023')).toMatchObject({
      word: 'deviation',
      between: [
        { word: 'forecast', year: 2023 },
        { word: 'budget', year: 2023 },
      ],
    });
    expect(phraseOf('Diff. utfall 2022/2023')).toMatchObject({
      word: 'change',
      between: [
        { word: 'outcome', year: 2022 },
        { word: 'outcome', year: 2023 },
      ],
    });
    expect(phraseOf('Avvikelse mot budget')).toMatchObject({ against: { word: 'budget' } });
    expect(phraseOf('Budgetavvikelse')).toMatchObject({ against: { word: 'budget' } });
    expect(phraseOf('Förändring 2021:1 – 2021:2')).toMatchObject({
      between: [{ number: 1 }, { number: 2 }],
    });
  });

  it('is whole again where a break took a word apart, and only there', () => {
    expect(repairedHeading('Godkä nd utgift')).toBe('Godkänd utgift');
    expect(repairedHeading('Prog-\nnos 2024')).toBe('Prognos 2024');
    expect(repairedHeading('Prognos budget')).toBe('Prognos budget');
    expect(repairedHeading('Utgift tom juni 2024')).toBe('Utgift tom juni 2024');
  });
});
