import { eventCorrection } from '#domain';

/**
 * What an event is about beside figures (*ärende*): a goal, an assignment, a control, a risk, a project, a sale or a
 * purchase of land, a scale. Its events are found by the unit that it is of; the parts of a key stand behind each other.
 */
export interface Subject {
  readonly kind: SubjectKind;
  readonly key: string;
}

export const SUBJECT_KINDS = [
  'goal',
  'assignment',
  'control',
  'risk',
  'project',
  'sale',
  'purchase',
  'scale',
] as const;
export type SubjectKind = (typeof SUBJECT_KINDS)[number];

/** Between the parts of a key: unit, then what tells the subjects of a unit apart. */
export const SUBJECT_SEPARATOR = '\u001f';

/** By type of event: the kind of subject, and the fields that tell which it is. */
const SUBJECTS: Readonly<Record<string, readonly [SubjectKind, ...string[]]>> = {
  GoalSet: ['goal', 'goal'],
  GoalAssessed: ['goal', 'goal'],
  TargetSet: ['goal', 'goal'],
  IndicatorMeasured: ['goal', 'goal'],
  AssignmentGiven: ['assignment', 'assignment'],
  AssignmentReported: ['assignment', 'assignment'],
  ControlPlanned: ['control', 'period', 'control'],
  ControlOutcomeRecorded: ['control', 'period', 'control'],
  RiskAssessed: ['risk', 'period', 'risk'],
  ProjectApproved: ['project', 'project'],
  ProjectStatusChanged: ['project', 'project'],
  LandSaleAgreed: ['sale', 'sale'],
  LandSaleCompleted: ['sale', 'sale'],
  LandSaleRescinded: ['sale', 'sale'],
  LandAcquired: ['purchase', 'purchase'],
  ScaleDefined: ['scale', 'scale'],
};

/** What of an event tells its subject. */
interface Told {
  readonly type: string;
  readonly data: unknown;
}

/** The subject of an event; null where it is about figures alone, as an indicator that belongs to no goal. */
export function subjectOf(event: Told): Subject | null {
  // A correction is about what the event is about that it corrects; it cannot say that it is about another.
  const correction = eventCorrection(event);
  if (correction !== undefined) return subjectOf({ type: correction.event, data: correction.was });
  const { type, data } = event;
  const fields = SUBJECTS[type];
  if (fields === undefined) return null;
  const [kind, ...names] = fields;
  const values = data as Readonly<Record<string, string | undefined>>;
  const parts = ['unit', ...names].map((name) => values[name]);
  if (parts.some((part) => part === undefined)) return null;
  return { kind, key: parts.join(SUBJECT_SEPARATOR) };
}
