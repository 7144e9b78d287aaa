import type { SieFile } from './sie-file.js';
import { isWithin, type AccountRule, type SieProfile } from './sie-profile.js';

/** Where the amounts of an account and an object belong in the table of a unit. */
export interface Leaf {
  /** Below the outermost line, where the profile has such. */
  readonly line: readonly string[];
  readonly measure: string;
}

/** A row of the table; `leaf` of those that have cells. */
export interface SieRow {
  readonly row: readonly string[];
  readonly kind: 'group' | 'leaf' | 'subtotal' | 'total' | 'net' | 'result';
  readonly line: readonly string[];
  readonly measure: string;
  /** Rows of the table. */
  readonly parts: readonly (readonly string[])[];
  readonly formula: string;
  readonly leaf: string | null;
}

/** Labels of rows, in the order in which they stand. */
const MEASURES: readonly (readonly [measure: string, label: string])[] = [
  ['grant', 'Kommunbidrag'],
  ['revenue', 'Intäkter'],
  ['cost', 'Kostnader'],
  ['financial', 'Finansnetto'],
];

/** What of a whole account the objects leave. */
export const OF_NO_OBJECT = 'Utan objekt';

export function leafKey({ line, measure }: Leaf): string {
  return [measure, ...line].join('\u001f');
}

export function leafOf(
  file: SieFile,
  profile: SieProfile,
  rule: AccountRule & { readonly measure: string },
  account: string,
  outermost: string | null,
): Leaf {
  const name = file.accounts.get(account)?.name ?? '';
  const line = [
    ...(outermost === null ? [] : [outermost]),
    ...(profile.detail === 'measure' ? [] : [rule.line]),
    ...(profile.detail === 'account' ? [`${account} ${name}`] : []),
  ];
  return { line: line.map(labelOf), measure: rule.measure };
}

/** The rule of an account, null where none is, or where it is not to be in the table. */
export function ruleOf(profile: SieProfile, account: string): (AccountRule & { measure: string }) | null {
  const rule = profile.accounts.find((each) => isWithin(account, each));
  return rule === undefined || rule.measure === null ? null : { ...rule, measure: rule.measure };
}

/** As a path and a list of parts can hold it. */
export function labelOf(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ([>|]) /g, ' / ')
    .trim();
}

/**
 * The rows of a unit: outermost lines in the order given, in each the measures with their groups and accounts, then a net;
 * and the same for the whole unit.
 */
export function rowsOf(leaves: readonly Leaf[], outermost: readonly string[] | null): SieRow[] {
  if (outermost === null) return wholeRows(leaves, [], 'total');
  const rows = outermost.flatMap((label) => [
    heading([label], [label]),
    ...wholeRows(
      leaves.filter(({ line }) => line[0] === label),
      [label],
      'subtotal',
    ),
  ]);
  const measures = MEASURES.filter(([measure]) => leaves.some((leaf) => leaf.measure === measure));
  const totals = measures.map(([measure, label]): SieRow => {
    const parts = outermost.filter((line) =>
      leaves.some((leaf) => leaf.measure === measure && leaf.line[0] === line),
    );
    return total(
      ['Totalt', label],
      [],
      measure,
      'total',
      parts.map((line) => [line, label]),
    );
  });
  return [
    ...rows,
    heading(['Totalt'], []),
    ...totals,
    ...nets(
      measures.map(([measure]) => measure),
      ['Totalt'],
      [],
    ),
  ];
}

/** Of one outermost line, or of the whole unit where it has none. */
function wholeRows(leaves: readonly Leaf[], line: readonly string[], kind: 'total' | 'subtotal'): SieRow[] {
  const measures = MEASURES.filter(([measure]) => leaves.some((leaf) => leaf.measure === measure));
  const rows = measures.flatMap(([measure, label]) =>
    branch(
      leaves.filter((leaf) => leaf.measure === measure),
      line,
      [...line, label],
      kind,
    ),
  );
  return [
    ...rows,
    ...nets(
      measures.map(([measure]) => measure),
      line,
      line,
    ),
  ];
}

/** A line with what is below it: its own total first, as municipal tables have it. */
function branch(
  leaves: readonly Leaf[],
  line: readonly string[],
  row: readonly string[],
  kind: 'total' | 'subtotal',
): SieRow[] {
  const [first] = leaves;
  if (first === undefined) return [];
  if (leaves.length === 1 && first.line.length === line.length) {
    return [
      { row, kind: 'leaf', line, measure: first.measure, parts: [], formula: '', leaf: leafKey(first) },
    ];
  }
  const labels = [...new Set(leaves.map((leaf) => leaf.line[line.length] ?? ''))];
  const below = labels.flatMap((label) =>
    branch(
      leaves.filter((leaf) => leaf.line[line.length] === label),
      [...line, label],
      [...row, label],
      'subtotal',
    ),
  );
  return [
    total(
      row,
      line,
      first.measure,
      kind,
      labels.map((label) => [...row, label]),
    ),
    ...below,
  ];
}

function nets(measures: readonly string[], row: readonly string[], line: readonly string[]): SieRow[] {
  const own = (
    formula: readonly string[],
    kind: 'net' | 'result',
    measure: string,
    label: string,
  ): SieRow => {
    return { row: [...row, label], kind, line, measure, parts: [], formula: formula.join(' + '), leaf: null };
  };
  const ofNet = measures.filter((measure) => measure === 'revenue' || measure === 'cost');
  const beside = measures.filter((measure) => measure === 'grant' || measure === 'financial');
  return [
    ...(ofNet.length === 0 ? [] : [own(ofNet, 'net', 'net', 'Nettokostnad')]),
    ...(beside.length === 0 ? [] : [own([...ofNet, ...beside], 'result', 'result', 'Resultat')]),
  ];
}

function heading(row: readonly string[], line: readonly string[]): SieRow {
  return { row, kind: 'group', line, measure: '', parts: [], formula: '', leaf: null };
}

function total(
  row: readonly string[],
  line: readonly string[],
  measure: string,
  kind: 'total' | 'subtotal',
  parts: SieRow['parts'],
): SieRow {
  return { row, kind, line, measure, parts, formula: '', leaf: null };
}
