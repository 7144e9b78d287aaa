import type { Decision, SourceCell } from '#ledger';

/** An assignment was given to a unit (*uppdrag*). */
export interface AssignmentGiven {
  readonly assignment: string;
  readonly unit: string;
  /** A short title; `source.sentence` tells which sentences of the document it stands for. */
  readonly words: string;
  /** Who gave it, as the source names them: `Kommunfullmäktige`, `Nämnd`. */
  readonly givenBy?: string;
  /** The year, or the years, that it is for. */
  readonly period?: string;
  /** When it should be done: a date, a month or a year. */
  readonly due?: string;
  readonly decision?: Decision;
  readonly source?: SourceCell;
}

/** *Ej påbörjad*, *Påbörjad*, *Färdig*. */
export const ASSIGNMENT_STATUSES = ['notStarted', 'started', 'finished'] as const;
export type AssignmentStatus = (typeof ASSIGNMENT_STATUSES)[number];

/** The status of an assignment was reported (*uppföljning av uppdrag*). */
export interface AssignmentReported {
  readonly assignment: string;
  readonly unit: string;
  readonly status: AssignmentStatus;
  /** The month it is as of. */
  readonly through?: string;
  readonly comment?: string;
  readonly source?: SourceCell;
}

export interface AssignmentCatalogue {
  readonly AssignmentGiven: AssignmentGiven;
  readonly AssignmentReported: AssignmentReported;
}
