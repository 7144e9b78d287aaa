import { LedgerError } from '#amount';
import type { ViewRequest } from '#projections';

/** What names a view, before it is known whether it is complete. */
export interface ViewArguments {
  readonly view: string;
  readonly unit?: string | null;
  readonly year?: string | null;
  readonly from?: string | null;
  readonly to?: string | null;
  readonly through?: string | null;
  readonly area?: string | null;
}

export const VIEW_NAMES = ['budget-diff', 'tertial-forecast', 'delarsbokslut'] as const;

/**
 * The view that is meant.
 * @throws LedgerError UNKNOWN_VIEW, INPUT_MISSING
 */
export function viewRequest(args: ViewArguments): ViewRequest {
  const need = (field: 'unit' | 'year' | 'from' | 'to' | 'through'): string => {
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
    default:
      throw new LedgerError('UNKNOWN_VIEW', `there is no view "${args.view}"`, {
        place: { field: 'view' },
        hint: `Ask for one of ${VIEW_NAMES.join(', ')}.`,
      });
  }
}

const HINTS = {
  unit: 'Name the unit, such as boras/ks/stadsledningskansliet.',
  year: 'Name the year, such as 2021.',
  from: 'Name the edition it leads from, such as 2021:1.',
  to: 'Name the edition it leads to, such as 2021:2.',
  through: 'Name the month it runs through, such as 2023-08.',
} as const;
