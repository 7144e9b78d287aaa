import type { DiffOfLedger, EditionOfLedger, Holding } from './examples.js';
import { diffsIn } from './examples.js';

const EDITIONS_MAX = 500;

const EDITIONS = `query ($first: Int!) {
  editions(first: $first) { edges { node { unit area basis period edition } } }
}`;

const DIFF = `query ($unit: String!, $year: String!, $from: String!, $to: String!) {
  budgetDiff(unit: $unit, year: $year, from: $from, to: $to) { rows { path kind cells { column value } } }
}`;

interface Editions {
  readonly editions: { readonly edges: readonly { readonly node: EditionOfLedger }[] };
}

interface Rows {
  readonly budgetDiff: {
    readonly rows: readonly {
      readonly path: readonly string[];
      readonly kind: string;
      readonly cells: readonly { readonly column: string; readonly value: string | null }[];
    }[];
  };
}

/** Asking more of them would keep the page waiting. */
const DIFFS_ASKED_MAX = 4;

/** What the ledger of this server holds, as far as examples are made of it. */
export async function holding(): Promise<Holding> {
  const { editions } = await ask<Editions>(EDITIONS, { first: EDITIONS_MAX });
  const held = editions.edges.map(({ node }) => node);
  const diffs = diffsIn(held).slice(0, DIFFS_ASKED_MAX);
  let best: Holding = { editions: held, diff: diffs[0] ?? null, row: null };
  for (const diff of diffs) {
    const row = await mostChanged(diff);
    if (row === null) continue;
    // A line of the table says more than its summary.
    if (row.length > 1) return { editions: held, diff, row: row.join(' > ') };
    if (best.row === null) best = { editions: held, diff, row: row.join(' > ') };
  }
  return best;
}

/** The row of a budget that differs most between its editions: the one that somebody would ask about. */
async function mostChanged(diff: DiffOfLedger): Promise<readonly string[] | null> {
  const { budgetDiff } = await ask<Rows>(DIFF, diff);
  const changed = budgetDiff.rows
    .filter(({ kind }) => kind === 'leaf')
    .map(({ path, cells }) => {
      const change = cells.find(({ column }) => column === 'change')?.value ?? '0';
      return { path, size: Math.abs(Number(change)) };
    })
    .filter(({ size }) => size > 0)
    .toSorted((a, b) => Math.sign(b.path.length - 1) - Math.sign(a.path.length - 1) || b.size - a.size);
  return changed[0]?.path ?? null;
}

async function ask<T>(query: string, variables: object): Promise<T> {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as {
    data?: T | null;
    errors?: { readonly message: string }[];
  };
  if (data === undefined || data === null || errors !== undefined) {
    throw new Error(errors?.[0]?.message ?? `no answer: ${response.status}`);
  }
  return data;
}
