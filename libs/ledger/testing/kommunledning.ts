import { within } from './figures.js';
import { story, type Story } from './story.js';

/** Stadsledningskansliet's budget 2021, on which several cases build. */
export const budget2021 = within();

/** The three causes of the budget in force, entered on one line; each ± 50 tkr. */
export function enterCauses(told: Story, line: string, measure = 'cost', sign: 1 | -1 = 1): string[] {
  const to = budget2021(`${line}@2021:2`, { measure });
  const from = budget2021(`${line}@2021:1`, { measure });
  const of = (cause: string, kind: string, amount: number): string =>
    told.change(to, sign * amount, { from, cause, kind, precision: 50 });
  return [
    of('effektivisering 1,0 %', 'efficiency', 1300),
    of('sparbeting', 'saving', 500),
    of('Gässlösa', 'transfer', -500),
  ];
}

export interface Kommunledning {
  readonly told: Story;
  readonly second: string;
  readonly beforeCauses: number;
  readonly causes: readonly string[];
}

/** Kommunledning's cost in both editions (the second left out where a case states it otherwise), and its causes. */
export function kommunledning({ withSecond = true } = {}): Kommunledning {
  const told = story(budget2021).table('2021:1', { Kommunledning: -185_419 }, { order: [2021, 1] });
  told.edition('2021:2', { known: true, order: [2021, 2] });
  const second = withSecond ? told.state('Kommunledning@2021:2', -184_169) : '';
  const beforeCauses = told.position;
  return { told, second, beforeCauses, causes: enterCauses(told, 'Kommunledning') };
}

const LINES: Readonly<Record<string, readonly [number, number]>> = {
  Kommunledning: [-185_419, -184_169],
  Personaladministration: [-2804, -2804],
  'Nämnd- och styrelseverksamhet': [-18_539, -18_539],
  Markreserv: [-10_315, -10_315],
  'Totalförsvar och samhällsskydd': [-4221, -4221],
  'Markupplåtelse för flerbostadshus och industri': [-502, -502],
  'Markupplåtelse för småhus': [-288, -288],
  'Vård och omsorg': [-1431, -1431],
  Övrigt: [-140, -140],
};

/** The nine lines of Stadsledningskansliet; `told.statement` ids are `<line>@<edition>`. */
export function nineLines(): Story {
  const told = story(budget2021);
  for (const [index, edition] of ['2021:1', '2021:2'].entries()) {
    told.edition(edition, { known: true, order: [2021, index + 1] });
    for (const [line, amounts] of Object.entries(LINES)) {
      told.state(`${line}@${edition}`, amounts[index] as number, { id: `${line}@${edition}` });
    }
  }
  return told;
}
