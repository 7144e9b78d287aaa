import type { AssembledRow, AssembledTable } from '../document/document.js';
import { boardOf, ContentLines, titleBy } from './content-lines.js';
import { controlIds, riskId } from './control-ids.js';
import { hashesOf, shortName, shortTitle } from './short-title.js';
import type { TableContext, TableKind, Understood } from './table-kind.js';
import { plainText } from './words.js';

const WHAT = /^(?:vad kontrolleras|kontrollmoment|kontroll|kontrollaktivitet|kontrollpunkt)\??$/i;
const RISK = /^(?:risk|risker|riskområde)$/i;
const METHOD = /^(?:metod|kontrollmetod)$/i;
const ASSESSMENT = /^(?:bedömning|utfall|status|bedömning av kontroll)$/i;
const FOLLOWED = /^(?:resultat|åtgärd(?:er)?|kommentar|analys)$/i;

const OUTCOMES: readonly (readonly [RegExp, string])[] = [
  [/utan anmärkning|försumbar anmärkning|inga avvikelser/, 'withoutRemark'],
  [/nära målvärde|mindre anmärkning/, 'remarkNearTarget'],
  [/med anmärkning|större anmärkning/, 'withRemark'],
  [/ingen bedömning|ej genomförd|inte genomförd|ej bedömd/, 'notAssessed'],
];

/**
 * How the controls of the year came out (*uppföljning av internkontroll*): a row for each, under the name of its risk. The
 * assessment is often a coloured symbol; where the text has lost it, the outcome is not stated in the source.
 */
export const controlFollowUp: TableKind = {
  name: 'control-follow-up',
  area: 'control',
  prefix: 'uppfoljning-internkontroll',
  named: () => '',
  recognises: isFollowUp,
  understand,
};

/** The plan of the controls has neither an assessment nor a result. */
export function isFollowUp(table: AssembledTable): boolean {
  return (
    [WHAT, RISK].some((label) => label.test(plainText(table.corner))) &&
    columnOf(table, ASSESSMENT) !== -1 &&
    columnOf(table, FOLLOWED) !== -1
  );
}

function columnOf({ columns }: AssembledTable, label: RegExp): number {
  return columns.findIndex(({ text }) => label.test(plainText(text)));
}

function understand(table: AssembledTable, context: TableContext): Understood {
  const lines = new ContentLines(context);
  const { document, table: id, year, through } = context;
  const title = titleBy(/kontroll/i, table, context.title);
  const unit = boardOf(context.unit);
  const assessment = columnOf(table, ASSESSMENT);
  const controls = RISK.test(plainText(table.corner)) ? besideRisk(table) : belowRisk(table.rows);
  const ids = controlIds(controls);
  lines.add('tables', table.at, {
    table: id,
    document,
    title,
    unit,
    area: 'control',
    unitOfMeasure: 'count',
    place: '0',
    rank: '1',
    note: '',
  });
  for (const [n, { row, risk, title: what, hashes }] of controls.entries()) {
    const printed = row.cells[assessment]?.text ?? '';
    const outcome = outcomeOf(printed);
    if (outcome === null) {
      lines.refuse(
        row.at,
        { row: what, column: plainText(table.columns[assessment]?.text ?? '') },
        'OUTCOME_UNKNOWN',
        `"${plainText(printed)}" is no outcome of a control`,
        'Known: utan anmärkning, med anmärkning nära målvärde, med anmärkning, ingen bedömning; blank is not stated.',
      );
    }
    const others = row.cells.filter((_, at) => at !== assessment).map(({ text }) => text);
    lines.add('controls', row.at, {
      document,
      unit,
      period: String(year),
      control: ids[n] ?? '',
      risk: riskId(risk),
      what,
      responsible: '',
      outcome: outcome ?? 'notStated',
      through: through ?? '',
      table: id,
      row: risk === '' ? what : `${shortName(risk)} > ${what}`,
      sentence: [hashes, hashesOf(...others)].filter((each) => each !== '').join(' '),
    });
  }
  return lines.understood;
}

interface FollowedControl {
  readonly row: AssembledRow;
  readonly risk: string;
  readonly title: string;
  readonly hashes: string;
}

/** A row that has a label and no more names the risk of those below it. */
/** A row has its risk in the first column, which may stand once for several. */
function besideRisk(table: AssembledTable): FollowedControl[] {
  const column = [WHAT, METHOD].map((label) => columnOf(table, label)).find((found) => found !== -1) ?? -1;
  let risk = '';
  return table.rows.map((row) => {
    risk = plainText(row.label) || risk;
    const words = row.cells[column]?.text ?? row.label;
    return { row, risk, title: shortTitle(words), hashes: hashesOf(words) };
  });
}

function belowRisk(rows: readonly AssembledRow[]): FollowedControl[] {
  let risk = '';
  return rows.flatMap((row) => {
    const label = plainText(row.label);
    if (label === '') return [];
    if (row.cells.every(({ text }) => plainText(text) === '')) {
      risk = label;
      return [];
    }
    return [{ row, risk, title: shortTitle(label), hashes: hashesOf(row.label) }];
  });
}

/** A lone symbol, or one that was lost, states nothing; null for words that are no outcome. */
function outcomeOf(printed: string): string | null {
  const words = plainText(printed).toLowerCase();
  if (!/\p{L}/u.test(words)) return 'notStated';
  return OUTCOMES.find(([pattern]) => pattern.test(words))?.[1] ?? null;
}
