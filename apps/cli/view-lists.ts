import type {
  AssignmentAnswer,
  ControlAnswer,
  GoalAnswer,
  GoalsAnswer,
  IndicatorAnswer,
  InternalControlAnswer,
  LandAnswer,
  LifeAnswer,
  LifeStepAnswer,
  ProjectAnswer,
  PurchaseAnswer,
  RiskAnswer,
  RiskSquareAnswer,
  SaleAnswer,
  View,
} from '#projections';
import { alignColumns } from './columns.js';
import { csvLine } from './csv.js';
import { legendOf, lettersOf, textsOf } from './marks.js';
import { swedish, swedishChange } from './numbers.js';
import { NOT_REPORTED, stateText } from './states.js';

/** What stands beside the table of a view, as tables of text: each by a name that `--list` takes. */

export interface Column<T> {
  readonly id: string;
  readonly label: string;
  readonly value: (item: T) => string | null;
  /** As a reader meets it on a terminal; the value itself otherwise. */
  readonly shown?: (value: string, item: T) => string;
  readonly right?: true;
}

/** A list with its items and how they are told. */
export interface List {
  readonly name: string;
  readonly title: string;
  readonly items: readonly unknown[];
  readonly text: () => string;
  readonly csv: () => string;
  /** Below the whole view on a terminal, where that is less than the list itself: what its table does not tell. */
  readonly below?: () => string;
}

export function list<T>(
  name: string,
  title: string,
  items: readonly T[],
  columns: readonly Column<T>[],
): List {
  return {
    name,
    title,
    items,
    text: () => {
      if (items.length === 0) return '';
      const rows = items.map((item) =>
        columns.map(({ value, shown }) => {
          const text = value(item);
          return text === null ? '' : (shown?.(text, item) ?? text);
        }),
      );
      const styles = columns.map(({ right }) => ({ align: right === true ? 'right' : 'left' }) as const);
      const used = columns.map(({ label }, at) => (rows.some((row) => row[at] !== '') ? label : ''));
      return `${[title, ...alignColumns([used, ...rows], styles)].join('\n')}\n`;
    },
    csv: () =>
      csvLine(columns.map(({ id }) => id)) +
      items.map((item) => csvLine(columns.map(({ value }) => value(item)))).join(''),
  };
}

function amount<T>(id: string, label: string, value: (item: T) => string | null): Column<T> {
  return { id, label, value, shown: swedish, right: true };
}

function change<T>(id: string, label: string, value: (item: T) => string | null): Column<T> {
  return { id, label, value, shown: swedishChange, right: true };
}

function unlessZero(value: string): string {
  return value === '0' ? '' : swedishChange(value);
}

const PROJECTS: readonly Column<ProjectAnswer>[] = [
  { id: 'project', label: 'Projekt', value: ({ project }) => project, shown: (_id, { name }) => name },
  { id: 'unit', label: '', value: ({ unit }) => unit, shown: () => '' },
  amount('approved', 'Godkänd', ({ approved }) => approved),
  amount('extended', 'Utökning', ({ extended }) => extended),
  amount('spent', 'Till och med', ({ spent }) => spent),
  amount('remaining', 'Återstår', ({ remaining }) => remaining),
  amount('sold', 'Sålt', ({ sold }) => sold),
  amount('contribution', 'Bidrag', ({ contribution }) => contribution),
  { id: 'status', label: 'Status', value: ({ status }) => status?.code ?? null },
  { id: 'meaning', label: 'Betydelse', value: ({ status }) => status?.meaning ?? null },
  { id: 'asAt', label: 'Per', value: ({ status }) => status?.asAt ?? null },
  { id: 'scale', label: 'Skala', value: ({ status }) => status?.scale ?? null },
  {
    id: 'codeInYear',
    label: 'I årets skala',
    value: ({ status }) => (status === null ? null : status.codeInYear),
  },
  {
    id: 'comparability',
    label: '',
    value: ({ status }) => status?.marks.join(' ') ?? null,
    shown: (_marks, { status }) => textsOf(status?.marks ?? []),
  },
];

const SALES: readonly Column<SaleAnswer>[] = [
  {
    id: 'sale',
    label: 'Försäljning',
    value: ({ sale }) => sale,
    shown: (sale, { property }) => property ?? sale,
  },
  { id: 'unit', label: 'Enhet', value: ({ unit }) => unit },
  { id: 'state', label: 'Läge', value: ({ state }) => state, shown: stateText },
  {
    id: 'date',
    label: 'Datum',
    value: ({ steps }) => steps.map(({ step, date }) => `${step} ${date}`).join(' | '),
    shown: (_text, { steps }) => steps.map(({ step, date }) => `${stateText(step)} ${date}`).join(', '),
  },
  amount('price', 'Pris', ({ price }) => price),
  amount('repaid', 'Återbetalat', ({ repaid }) => repaid),
  { id: 'unitOfMeasure', label: 'Måttenhet', value: ({ unitOfMeasure }) => unitOfMeasure },
  { id: 'unseen', label: 'Okänd för liggaren', value: ({ unseen }) => unseen },
  { id: 'reason', label: '', value: ({ reason }) => reason, shown: () => '' },
];

const PURCHASES: readonly Column<PurchaseAnswer>[] = [
  {
    id: 'purchase',
    label: 'Förvärv',
    value: ({ purchase }) => purchase,
    shown: (_id, { property }) => property,
  },
  { id: 'unit', label: 'Enhet', value: ({ unit }) => unit },
  { id: 'date', label: 'Datum', value: ({ date }) => date },
  amount('price', 'Pris', ({ price }) => price),
  { id: 'unitOfMeasure', label: 'Måttenhet', value: ({ unitOfMeasure }) => unitOfMeasure },
];

export function landLists({ projects, sales, purchases }: LandAnswer): readonly List[] {
  return [
    list('projects', 'Projekt', projects, PROJECTS),
    list('sales', 'Försäljningar', sales, SALES),
    list('purchases', 'Förvärv', purchases, PURCHASES),
  ];
}

const SQUARES: readonly Column<RiskSquareAnswer>[] = [
  { id: 'likelihood', label: 'Sannolikhet', value: ({ likelihood }) => String(likelihood) },
  { id: 'materiality', label: 'Väsentlighet', value: ({ materiality }) => String(materiality) },
  { id: 'value', label: 'Riskvärde', value: ({ value }) => String(value) },
  { id: 'risks', label: 'Risker', value: ({ risks }) => risks.join(' | ') },
];

const RISKS: readonly Column<RiskAnswer>[] = [
  { id: 'risk', label: 'Risk', value: ({ risk }) => risk, shown: (_id, { line }) => line.join(' > ') },
  { id: 'unit', label: '', value: ({ unit }) => unit, shown: () => '' },
  amount('likelihood', 'Sannolikhet', ({ likelihood }) => likelihood),
  amount('materiality', 'Väsentlighet', ({ materiality }) => materiality),
  amount('value', 'Riskvärde', ({ value }) => value),
  { id: 'printed', label: 'Tryckt', value: ({ printed }) => printed, right: true },
  amount('before', 'Året före', ({ before }) => before),
  change('movement', 'Förändring', ({ movement }) => movement),
];

const CONTROLS: readonly Column<ControlAnswer>[] = [
  { id: 'control', label: 'Kontroll', value: ({ control }) => control },
  { id: 'unit', label: '', value: ({ unit }) => unit, shown: () => '' },
  { id: 'risk', label: '', value: ({ risk }) => risk, shown: () => '' },
  { id: 'what', label: 'Moment', value: ({ what }) => what },
  { id: 'responsible', label: 'Ansvarig', value: ({ responsible }) => responsible },
  {
    id: 'outcome',
    label: 'Utfall',
    value: ({ outcome }) => outcome ?? '',
    shown: (outcome) => (outcome === '' ? NOT_REPORTED : stateText(outcome)),
  },
  { id: 'assessed', label: '', value: ({ assessed }) => String(assessed), shown: () => '' },
  { id: 'through', label: 'Per', value: ({ through }) => through },
];

export function internalControlLists({ matrix, risks, controls }: InternalControlAnswer): readonly List[] {
  return [
    { ...list('matrix', 'Riskmatris', matrix, SQUARES), text: () => matrixText(matrix) },
    { ...list('risks', 'Risker', risks, RISKS), below: () => '' },
    list('controls', 'Kontroller', controls, CONTROLS),
  ];
}

/** Four times four squares, each with how many risks it has. */
function matrixText(matrix: readonly RiskSquareAnswer[]): string {
  if (matrix.every(({ risks }) => risks.length === 0)) return '';
  const scores = (of: (square: RiskSquareAnswer) => number): number[] => [...new Set(matrix.map(of))];
  const down = scores(({ likelihood }) => likelihood).sort((a, b) => b - a);
  const across = scores(({ materiality }) => materiality).sort((a, b) => a - b);
  const at = (likelihood: number, materiality: number): RiskSquareAnswer | undefined =>
    matrix.find((square) => square.likelihood === likelihood && square.materiality === materiality);
  const head = across.map((score) => `${score} ${at(1, score)?.materialityLabel ?? ''}`.trim());
  const rows = down.map((score) => [
    `${score} ${at(score, 1)?.likelihoodLabel ?? ''}`.trim(),
    ...across.map((materiality) => String(at(score, materiality)?.risks.length ?? 0)),
  ]);
  const styles = [{ align: 'left' } as const, ...across.map(() => ({ align: 'right' }) as const)];
  return `${['Riskmatris: antal risker, sannolikhet nedåt och väsentlighet åt höger', ...alignColumns([['', ...head], ...rows], styles)].join('\n')}\n`;
}

const INDICATORS: readonly Column<IndicatorAnswer>[] = [
  { id: 'row', label: 'Indikator', value: ({ path }) => path.join(' > ') },
  { id: 'unit', label: '', value: ({ unit }) => unit, shown: () => '' },
  { id: 'unitOfMeasure', label: 'Måttenhet', value: ({ unitOfMeasure }) => unitOfMeasure },
  { id: 'goal', label: 'Mål', value: ({ goal }) => goal },
  { id: 'fromChart', label: 'Avläst ur diagram', value: ({ fromChart }) => fromChart.join(' ') },
  { id: 'preliminary', label: 'Preliminärt', value: ({ preliminary }) => preliminary.join(' ') },
  {
    id: 'others',
    label: 'Andra uppgifter',
    value: ({ others }) => othersText(others, (value) => value),
    shown: (_, { others }) => othersText(others, swedish),
  },
];

function othersText(others: IndicatorAnswer['others'], shown: (value: string) => string): string {
  return others
    .map(
      ({ edition, value, preliminary }) =>
        `${edition}: ${shown(value)}${preliminary ? ' (preliminärt)' : ''}`,
    )
    .join('; ');
}

const NOTED = INDICATORS.filter(({ id }) => ['row', 'fromChart', 'preliminary', 'others'].includes(id));

const GOALS: readonly Column<GoalAnswer>[] = [
  { id: 'goal', label: 'Mål', value: ({ goal }) => goal, shown: (id, { label }) => label ?? id },
  { id: 'unit', label: '', value: ({ unit }) => unit, shown: () => '' },
  { id: 'period', label: 'År', value: ({ period }) => period },
  { id: 'words', label: '', value: ({ words }) => words },
  { id: 'parent', label: '', value: ({ parent }) => parent, shown: () => '' },
  {
    id: 'state',
    label: 'Måluppfyllelse',
    value: ({ state }) => state,
    shown: stateText,
  },
  { id: 'expected', label: 'Väntas', value: ({ expected }) => expected, shown: stateText },
  { id: 'through', label: 'Per', value: ({ through }) => through },
];

export function goalsLists({ indicators, goals }: GoalsAnswer): readonly List[] {
  const noted = indicators.filter(({ fromChart, preliminary }) => fromChart.length + preliminary.length > 0);
  return [
    list('goals', 'Mål', goals, GOALS),
    {
      ...list('indicators', 'Indikatorer', indicators, INDICATORS),
      below: list('noted', 'Att veta om värdena', noted, NOTED).text,
    },
  ];
}

const STEPS: readonly Column<LifeStepAnswer>[] = [
  { id: 'column', label: 'Utgåva', value: ({ column }) => column },
  { id: 'label', label: '', value: ({ label }) => label },
  amount('value', 'Värde', ({ value }) => value),
  {
    id: 'marks',
    label: '',
    value: ({ marks }) => marks.join(' '),
    shown: (_text, { marks }) => lettersOf(marks),
  },
  { id: 'from', label: 'Från', value: ({ from }) => from },
  change('difference', 'Skillnad', ({ difference }) => difference),
  change('changed', 'Förklarat', ({ changed }) => changed),
  { ...change<LifeStepAnswer>('begun', 'Tillkommet', ({ begun }) => begun), shown: unlessZero },
  { ...change<LifeStepAnswer>('ended', 'Upphört', ({ ended }) => ended), shown: unlessZero },
  change('unexplained', 'Oförklarat', ({ unexplained }) => unexplained),
];

/** The editions of a figure, and below each what changed it. */
export function lifeLists(answer: LifeAnswer): readonly List[] {
  const { steps, line } = answer;
  const steps_ = list('steps', 'Utgåvor', steps, STEPS);
  const told = steps.flatMap((step) =>
    step.changes.map(
      (one) =>
        `  ${step.column}: ${one.amount === null ? '(ej angivet)' : swedishChange(one.amount)} ${lineBelow(one.line, line)}${one.cause}`,
    ),
  );
  // One cause may move revenue and cost of a line alike, by amounts that nobody states.
  const causes = [...new Set(told)];
  const legend = legendOf(steps.flatMap(({ marks }) => [...marks]));
  const text = (): string =>
    steps_.text() +
    (legend === '' ? '' : `${legend}\n`) +
    (causes.length === 0 ? '' : `Orsaker\n${causes.join('\n')}\n`);
  return [{ ...steps_, text }];
}

/** What a cause moved, where that is a part of the figure: the same one may move several. */
function lineBelow(moved: readonly string[], figure: readonly string[]): string {
  return moved.length > figure.length ? `${moved.at(-1) ?? ''}: ` : '';
}

const ASSIGNMENTS: readonly Column<AssignmentAnswer>[] = [
  {
    id: 'assignment',
    label: 'Uppdrag',
    value: ({ assignment }) => assignment,
    shown: (id, { words }) => words ?? id,
  },
  { id: 'unit', label: 'Enhet', value: ({ unit }) => unit },
  { id: 'givenBy', label: 'Från', value: ({ givenBy }) => givenBy },
  { id: 'period', label: 'År', value: ({ period }) => period },
  { id: 'due', label: 'Klart', value: ({ due }) => due },
  {
    id: 'status',
    label: 'Läge',
    value: ({ status }) => status ?? '',
    shown: (status) => stateText(status === '' ? 'notReported' : status),
  },
  { id: 'through', label: 'Per', value: ({ through }) => through },
  { id: 'comment', label: '', value: ({ comment }) => comment, shown: () => '' },
];

export function assignmentsList(assignments: readonly AssignmentAnswer[]): List {
  return list('assignments', 'Uppdrag', assignments, ASSIGNMENTS);
}

/** The lists of an answer that has any, by what is in it. */
export function listsOf(
  view: View | LandAnswer | InternalControlAnswer | GoalsAnswer | LifeAnswer,
): readonly List[] {
  if ('sales' in view) return landLists(view);
  if ('matrix' in view) return internalControlLists(view);
  if ('goals' in view) return goalsLists(view);
  return 'steps' in view ? lifeLists(view) : [];
}
