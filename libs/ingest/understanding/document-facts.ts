import type { Status } from '#ledger';
import type { DocumentKind } from './table-kind.js';

/** What a document says of itself (*dokumentfakta*), and what is judged where it says nothing. */
export interface DocumentFacts {
  /** `boras-ks-budget-2021`: municipality, board, kind and year. */
  readonly id: string;
  /** The board's unit: `boras/ks`. */
  readonly unit: string;
  readonly municipality: { readonly id: string; readonly name: string };
  readonly board: { readonly id: string; readonly name: string };
  readonly title: string;
  readonly kind: DocumentKind;
  readonly year: number;
  /** Of a report: the month that it runs through, `2023-08`. */
  readonly through: string | null;
  readonly status: Status;
  readonly decision: DecisionFacts;
  readonly participation: Participation;
  /** Which of these facts the document does not state: they are worked out, or judged by the profile. */
  readonly judged: readonly JudgedFact[];
  readonly judgedBy: string;
}

export type JudgedFact = 'title' | 'board' | 'kind' | 'year' | 'through' | 'status' | 'date';

/** Blank is not stated. */
export interface DecisionFacts {
  /** Deciding body (*beslutande instans*). */
  readonly body: string;
  /** Of the decision; else of the document, and then judged. YYYY-MM-DD. */
  readonly date: string;
  /** `§ 208`. */
  readonly paragraph: string;
  /** Case number (*diarienummer*). */
  readonly dnr: string;
  /** How long it is valid (*giltighetstid*), as printed. */
  readonly validity: string;
}

/** How many, by party, and never who. Empty where the document says nothing of it. */
export interface Participation {
  /** Did not take part in the decision (*deltar inte i beslutet*). */
  readonly notParticipating: PartyCounts;
  /** Left a note in the minutes (*protokollsanteckning*). */
  readonly notes: PartyCounts;
  /** Entered a reservation (*reservation*). */
  readonly reservations: PartyCounts;
}

/** By the party's abbreviation, `M`, in alphabetical order. */
export type PartyCounts = Readonly<Record<string, number>>;
