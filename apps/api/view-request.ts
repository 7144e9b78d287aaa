import { LedgerError } from '#amount';
import { VIEW_NAMES, type Comparing, type LifeRequest, type ViewRequest } from '#projections';

/** What names a view, before it is known whether it is complete. */
export interface ViewArguments {
  readonly view: string;
  readonly unit?: string | null;
  readonly year?: string | null;
  readonly from?: string | null;
  readonly to?: string | null;
  readonly through?: string | null;
  readonly area?: string | null;
  /** Of life: labels from the outermost, or those joined by ` > `. */
  readonly line?: readonly string[] | string | null;
  readonly measure?: string | null;
  readonly comparable?: boolean | null;
}

/** Whether what can be made comparable is asked to be so; what was not given is absent. */
export function comparingOf({ comparable }: Pick<ViewArguments, 'comparable'>): Comparing {
  return comparable === true ? { comparable } : {};
}

/**
 * The view that is meant.
 * @throws LedgerError UNKNOWN_VIEW, INPUT_MISSING
 */
export function viewRequest(args: ViewArguments): ViewRequest {
  return { ...namedView(args), ...comparingOf(args) };
}

function namedView(args: ViewArguments): ViewRequest {
  const need = (field: keyof typeof HINTS): string => {
    const value = args[field];
    if (typeof value === 'string' && value !== '') return value;
    throw new LedgerError('INPUT_MISSING', `the view ${args.view} needs \`${field}\``, {
      place: { field },
      hint: HINTS[field],
    });
  };
  switch (args.view) {
    case 'budget-diff':
      return { view: args.view, unit: need('unit'), year: need('year'), from: need('from'), to: need('to') };
    case 'tertial-forecast':
      return { view: args.view, unit: need('unit'), year: need('year') };
    case 'delarsbokslut':
      return {
        view: args.view,
        unit: need('unit'),
        year: need('year'),
        through: need('through'),
        ...(typeof args.area === 'string' ? { area: args.area } : {}),
      };
    case 'land':
    case 'internal-control':
      return { view: args.view, unit: need('unit'), year: need('year') };
    case 'goals':
      return {
        view: args.view,
        unit: need('unit'),
        ...(typeof args.year === 'string' && args.year !== '' ? { year: args.year } : {}),
      };
    case 'life':
      return lifeRequest(args, need);
    default:
      throw new LedgerError('UNKNOWN_VIEW', `there is no view "${args.view}"`, {
        place: { field: 'view' },
        hint: `Ask for one of ${VIEW_NAMES.join(', ')}.`,
      });
  }
}

function lifeRequest(args: ViewArguments, need: (field: keyof typeof HINTS) => string): LifeRequest {
  const { line } = args;
  return {
    view: 'life',
    unit: need('unit'),
    year: need('year'),
    measure: need('measure'),
    line: typeof line === 'string' ? labelsOf(line) : (line ?? []),
    ...(typeof args.area === 'string' ? { area: args.area } : {}),
  };
}

/** `Kommunledning > Kansli`; empty for the whole table. */
function labelsOf(line: string): string[] {
  return line.split(' > ').filter((label) => label !== '');
}

const HINTS = {
  unit: 'Name the unit, such as boras/ks/stadsledningskansliet.',
  year: 'Name the year, such as 2021.',
  from: 'Name the edition it leads from, such as 2021:1.',
  to: 'Name the edition it leads to, such as 2021:2.',
  through: 'Name the month it runs through, such as 2023-08.',
  measure: 'Name the measure, such as revenue, cost, net or outlay.',
} as const;
