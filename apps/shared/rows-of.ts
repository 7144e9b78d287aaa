import { LedgerError } from '#amount';
import type { GoalsAnswer, View } from '#projections';

/** How many rows a failure names. */
const NAMED_MAX = 8;

/**
 * A view with some of its rows: each is asked for by the labels of its path, joined by " > ", of which the outer ones may
 * be left out; what stands below it comes with it, and what has to be known of it.
 * @param asked all rows where it is empty or left out
 * @throws LedgerError UNKNOWN_ROW
 */
export function withRows<V extends View>(view: V, asked: readonly string[] | null | undefined): V {
  if (asked === null || asked === undefined || asked.length === 0) return view;
  const paths = view.rows.map(({ path }) => path.map(normalised));
  const wanted = new Set<number>();
  for (const row of asked) {
    const labels = row.split('>').map(normalised);
    const at = paths.flatMap((path, n) => (holds(path, labels) ? [n] : []));
    if (at.length === 0) throw unknownRow(view, row);
    for (const n of at) wanted.add(n);
  }
  const rows = view.rows.filter((_, n) => wanted.has(n));
  const comparability = view.comparability.flatMap((item) => {
    // What is none of the table's rows concerns all of them.
    if (item.rows.length === 0) return [item];
    const shown = item.rows.filter((path) => rows.some((row) => stands(row.path, path)));
    return shown.length === 0 ? [] : [{ ...item, rows: shown }];
  });
  if (!isGoals(view)) return { ...view, rows, comparability };
  // What has to be known of the values of an indicator goes with its row.
  const shown = new Set(rows.map(({ path }) => path.join(' > ')));
  const indicators = view.indicators.filter(({ path }) => shown.has(path.join(' > ')));
  return { ...view, rows, comparability, indicators };
}

/** Whether a row is that of a path, or stands below it. */
function stands(row: readonly string[], path: readonly string[]): boolean {
  return path.every((label, at) => row[at] === label);
}

function isGoals(view: View): view is GoalsAnswer {
  return 'indicators' in view;
}

/** Whether the labels stand one after the other in a path. */
function holds(path: readonly string[], labels: readonly string[]): boolean {
  return path.some((_, from) => labels.every((label, n) => path[from + n] === label));
}

function normalised(label: string): string {
  return label.normalize('NFC').replace(/\s+/gu, ' ').trim().toLowerCase();
}

function unknownRow({ rows }: View, asked: string): LedgerError {
  const words = normalised(asked)
    .split(/[ >]+/)
    .filter((word) => word !== '');
  const named = [...new Set(rows.map(({ path }) => `"${path.join(' > ')}"`))];
  const near = named.filter((path) => words.some((word) => normalised(path).includes(word)));
  const shown = (near.length > 0 ? near : named).slice(0, NAMED_MAX);
  return new LedgerError('UNKNOWN_ROW', `the view has no row "${asked}"`, {
    place: { row: asked },
    hint: shown.length === 0 ? 'It has no rows.' : `There is ${shown.join(', ')}.`,
  });
}
