import type { Block, Spot } from '../document/document.js';
import { hashesOf, idsOf, shortTitle } from './short-title.js';
import { plainText } from './words.js';

/** Goals as a report prints them one under the other: what stands above, the goal, its state, its indicators. */
export interface GoalBlock {
  readonly id: string;
  readonly title: string;
  /** `Kommunstyrelsens mål 1`. */
  readonly label: string;
  readonly sentence: string;
  readonly state: GoalState | null;
  /** Printed state that is none of the five. */
  readonly stateUnknown: string | null;
  readonly expected: GoalState | null;
  /** The goal above it. */
  readonly parent: ParentGoal | null;
  readonly at: Spot;
}

export interface ParentGoal {
  readonly id: string;
  readonly title: string;
  /** `1`. */
  readonly label: string;
  readonly sentence: string;
  readonly at: Spot;
}

export type GoalState =
  'notFulfilled' | 'partlyFulfilled' | 'largelyFulfilled' | 'fullyFulfilled' | 'notEvaluated';

const STATES: readonly (readonly [RegExp, GoalState])[] = [
  [/^(?:ej|inte|icke) (?:uppfyllt|uppnått|uppfyllda?)$/, 'notFulfilled'],
  [/^delvis (?:uppfyllt|uppnått)$/, 'partlyFulfilled'],
  [/^i hög grad (?:uppfyllt|uppnått)$/, 'largelyFulfilled'],
  [/^(?:helt )?(?:uppfyllt|uppnått)$/, 'fullyFulfilled'],
  [/^(?:ej|inte) (?:utvärderad|utvärderat|bedömt|bedömd)$/, 'notEvaluated'],
];

/** `Kommunstyrelsens mål 1 - …`, `Nämndens mål 2: …`, `Mål 3 – …`. */
const GOAL = /^(?<label>(?:[\p{L} -]{1,60}?\s)?mål\s*\d+(?:\.\d+)*)\s*[-–—:]\s*(?<words>\S.*)$/iu;
const ABOVE = /^(?<number>\d+)[.)]?\s+(?<words>\p{Lu}.*\s.*)$/u;
const ASSESSED = /^(?:bedömning|måluppfyllelse|status)\s*:\s*(?<state>.*)$/iu;
const EXPECTED =
  /^(?:prognos|förväntad måluppfyllelse|prognos helår|prognos vid årets slut)\s*:\s*(?<state>.*)$/iu;
const INDICATOR = /^(?:indikator|nyckeltal|mått)\s*\d*\s*:\s*(?<name>\S.*)$/iu;

/** The state that a text names, whatever symbol stands before it (or did, and was lost). */
export function goalState(text: string): GoalState | null {
  const words = plainText(text)
    .toLowerCase()
    .replaceAll(/[^\p{L}\s]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return STATES.find(([pattern]) => pattern.test(words))?.[1] ?? null;
}

/** The name that a text gives the table below it; null where it gives none. */
export function indicatorIn(text: string): string | null {
  const name = INDICATOR.exec(plainText(text))?.groups?.['name'];
  return name === undefined ? null : name.replace(/^(?:nyckeltal|indikator)\s*:\s*/i, '');
}

interface Draft {
  readonly label: string;
  readonly words: string;
  readonly above: { readonly label: string; readonly words: string; readonly at: Spot } | null;
  readonly at: Spot;
  state: string | null;
  expected: string | null;
}

export function goalsOf(blocks: readonly Block[]): GoalBlock[] {
  const drafts: Draft[] = [];
  let numbered: Draft['above'] = null;
  let above: Draft['above'] = null;
  for (const block of blocks) {
    if (block.kind === 'table') continue;
    const text = plainText(block.text);
    const goal = GOAL.exec(text)?.groups;
    if (goal !== undefined) {
      // What is numbered is a goal above only where a goal stands right below it.
      if (numbered !== null) above = numbered;
      numbered = null;
      const { label = '', words = '' } = goal;
      drafts.push({ label: plainText(label), words, above, at: block.at, state: null, expected: null });
      continue;
    }
    if (text === '') continue;
    const top = ABOVE.exec(text)?.groups;
    numbered =
      top === undefined ? null : { label: top['number'] ?? '', words: top['words'] ?? '', at: block.at };
    const last = drafts.at(-1);
    if (last === undefined) continue;
    last.state ??= ASSESSED.exec(text)?.groups?.['state'] ?? null;
    last.expected ??= EXPECTED.exec(text)?.groups?.['state'] ?? null;
  }
  return named(drafts);
}

function named(drafts: readonly Draft[]): GoalBlock[] {
  const told = drafts.map(({ words }) => ({ title: shortTitle(words), hashes: hashesOf(words) }));
  const ids = idsOf(told);
  const parents = parentsOf(drafts);
  return drafts.map((draft, n) => ({
    id: ids[n] ?? '',
    title: told[n]?.title ?? '',
    label: draft.label,
    sentence: told[n]?.hashes ?? '',
    state: draft.state === null ? null : goalState(draft.state),
    stateUnknown: draft.state === null || goalState(draft.state) !== null ? null : draft.state,
    expected: draft.expected === null ? null : goalState(draft.expected),
    parent: draft.above === null ? null : (parents.get(draft.above.words) ?? null),
    at: draft.at,
  }));
}

function parentsOf(drafts: readonly Draft[]): Map<string, ParentGoal> {
  const unique = new Map(
    drafts.flatMap(({ above }) => (above === null ? [] : [[above.words, above] as const])),
  );
  const all = [...unique.values()].map((above) => ({
    ...above,
    title: shortTitle(above.words),
    hashes: hashesOf(above.words),
  }));
  const ids = idsOf(all);
  return new Map(
    all.map(({ words, label, title, hashes, at }, n) => [
      words,
      { id: ids[n] ?? '', title, label, sentence: hashes, at },
    ]),
  );
}

/** The goal that something at this place is about: the nearest one above it. */
export function goalAt(goals: readonly GoalBlock[], at: Spot): GoalBlock | null {
  return goals.findLast((goal) => goal.at.sheet === at.sheet && goal.at.line < at.line) ?? null;
}
