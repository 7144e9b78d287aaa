import type {
  AssignmentGiven,
  AssignmentReported,
  ControlOutcomeRecorded,
  ControlPlanned,
  GoalAssessed,
  GoalSet,
  RiskAssessed,
  ScaleDefined,
} from '#domain';
import type { SourceCell } from '#ledger';
import type { StoredFact } from '../held/holding.js';
import { textFields, type PackageLines } from './lines.js';

/** Goals, assignments, risks, controls and scales: what a document holds beside figures. */

type DocumentOf = (source: SourceCell | undefined) => string;

/** Two events of one place are one line: what was set or planned, and what came of it. */
export function addContent(lines: PackageLines, facts: readonly StoredFact[], documentOf: DocumentOf): void {
  const assessed = new Map<string, GoalAssessed>();
  const reported = new Map<string, AssignmentReported>();
  const recorded = new Map<string, ControlOutcomeRecorded>();
  for (const { type, data } of facts) {
    if (type === 'GoalAssessed') assessed.set(placeKey('goal', data as GoalAssessed), data as GoalAssessed);
    if (type === 'AssignmentReported')
      reported.set(placeKey('assignment', data as AssignmentReported), data as AssignmentReported);
    if (type === 'ControlOutcomeRecorded')
      recorded.set(placeKey('control', data as ControlOutcomeRecorded), data as ControlOutcomeRecorded);
  }
  for (const { type, data } of facts) {
    switch (type) {
      case 'GoalSet': {
        const goal = data as GoalSet;
        const outcome = assessed.get(placeKey('goal', goal));
        lines.add('goals', {
          ...textFields(goal),
          ...printedAt(goal.source),
          document: documentOf(goal.source),
          state: outcome?.state,
          expected: outcome?.expected,
          through: outcome?.through,
        });
        break;
      }
      case 'AssignmentGiven': {
        const given = data as AssignmentGiven;
        const outcome = reported.get(placeKey('assignment', given));
        lines.add('assignments', {
          ...textFields(given),
          ...printedAt(given.source),
          document: documentOf(given.source),
          status: outcome?.status,
          through: outcome?.through,
        });
        break;
      }
      case 'ControlPlanned': {
        const planned = data as ControlPlanned;
        const outcome = recorded.get(placeKey('control', planned));
        lines.add('controls', {
          ...textFields(planned),
          ...printedAt(planned.source),
          document: documentOf(planned.source),
          outcome: outcome?.outcome,
          through: outcome?.through,
        });
        break;
      }
      case 'RiskAssessed': {
        const { risk, source } = data as RiskAssessed;
        if (source !== undefined) lines.add('risks', { ...printedAt(source), risk });
        break;
      }
      case 'ScaleDefined':
        addScale(lines, data as ScaleDefined, documentOf);
        break;
      default:
    }
  }
}

function addScale(lines: PackageLines, defined: ScaleDefined, documentOf: DocumentOf): void {
  const { codes, source, ...scale } = defined;
  for (const { code, meaning } of codes) {
    const document = documentOf(source);
    lines.add('scales', { ...textFields(scale), document, code, meaning, place: source?.table });
  }
}

function printedAt(source: SourceCell | undefined): Record<string, string | undefined> {
  return { table: source?.table, row: source?.row, sentence: source?.sentence };
}

function placeKey(
  kind: 'goal' | 'assignment' | 'control',
  data: { readonly source?: SourceCell } & object,
): string {
  const { unit, source, ...rest } = data as { unit: string; source?: SourceCell; period?: string } & Record<
    string,
    unknown
  >;
  return [unit, String(rest[kind]), source?.document, source?.table, source?.row].join('\u001f');
}
