import { boardOf, ContentLines } from './content-lines.js';
import { goalsOf, type GoalBlock } from './goal-blocks.js';
import type { TextContext, TextKind, Understood } from './table-kind.js';

/** Goals with their assessment (*måluppföljning*), which stand in lines of text one under the other. */
export const goalText: TextKind = { name: 'goal', understand };

function understand(context: TextContext): Understood {
  const lines = new ContentLines({ ...context, table: 'mål' });
  const { document, through } = context;
  const unit = boardOf(context.unit);
  const council = unit.split('/')[0] ?? unit;
  const period = String(context.year);
  const goals = goalsOf(context.blocks);
  const noState = { state: '', expected: '', through: '' };
  const parents = new Set<string>();
  for (const goal of goals) {
    const { parent } = goal;
    const own = { document, unit, goal: goal.id, period, label: goal.label, words: goal.title };
    const above = { parent: parent?.id ?? '', parentUnit: parent === null ? '' : council };
    const state =
      goal.state === null
        ? noState
        : { state: goal.state, expected: goal.expected ?? '', through: through ?? '' };
    const place = { table: 'mål', row: goal.label, sentence: goal.sentence };
    lines.add('goals', goal.at, { ...own, ...above, ...state, ...place });
    if (goal.stateUnknown !== null) refuseState(lines, goal, goal.stateUnknown);
    if (parent === null || parents.has(parent.id)) continue;
    parents.add(parent.id);
    lines.add('goals', parent.at, {
      document,
      unit: council,
      goal: parent.id,
      period,
      label: parent.label,
      words: parent.title,
      parent: '',
      parentUnit: '',
      ...noState,
      table: 'mål',
      row: parent.label,
      sentence: parent.sentence,
    });
  }
  return lines.understood;
}

function refuseState(lines: ContentLines, { at, label }: GoalBlock, printed: string): void {
  lines.refuse(
    at,
    { row: label },
    'GOAL_STATE_UNKNOWN',
    `"${printed}" is none of the five states of a goal`,
    'Known: Ej uppfyllt, Delvis uppfyllt, I hög grad uppfyllt, Helt uppfyllt, Ej utvärderad.',
  );
}
