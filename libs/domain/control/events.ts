import type { Line, SourceCell } from '#ledger';
import type { Attested, Frame, PrintedNumber } from '../lines.js';

/** A number on the scale 1–4 of a risk analysis; null where the source does not state it. */
export interface Score extends Attested {
  readonly score: number | null;
  readonly printed?: PrintedNumber;
  readonly source?: SourceCell;
}

/**
 * A risk was assessed (*risk- och väsentlighetsanalys*): likelihood (*sannolikhet*) × materiality (*väsentlighet*), each
 * 1–4. Their product, the risk value, is computed by the view; a printed one is a TotalStated.
 */
export interface RiskAssessed extends Frame, Attested {
  readonly risk: string;
  readonly line: Line;
  readonly likelihood: Score;
  readonly materiality: Score;
  readonly description?: string;
  /** The row of the table; its `sentence` names the texts that stand there (description, how it is handled). */
  readonly source?: SourceCell;
}

/** A control was planned (*internkontrollplan*). */
export interface ControlPlanned {
  readonly control: string;
  readonly unit: string;
  /** The year of the plan. */
  readonly period: string;
  readonly risk?: string;
  /** A short title; `source.sentence` tells which sentences of the document it stands for. */
  readonly what: string;
  readonly method?: string;
  /** A role, never a person. */
  readonly responsible?: string;
  readonly source?: SourceCell;
}

/**
 * The four outcomes of a control: carried out without remark or with a negligible one (*utan anmärkning/med försumbar
 * anmärkning*), with a remark near the target (*med anmärkning nära målvärde*), with a remark (*med anmärkning*), not
 * assessed (*ingen bedömning har genomförts*).
 */
export const CONTROL_OUTCOMES = ['withoutRemark', 'remarkNearTarget', 'withRemark', 'notAssessed'] as const;

/** `notStated`: the source does not say it, as where a colour symbol was lost; never taken for "green". */
export type ControlOutcome = (typeof CONTROL_OUTCOMES)[number] | 'notStated';

/** The outcome of a control was recorded (*uppföljning av internkontroll*). */
export interface ControlOutcomeRecorded {
  readonly control: string;
  readonly unit: string;
  readonly period: string;
  readonly outcome: ControlOutcome;
  /** The month it is as of. */
  readonly through?: string;
  readonly result?: string;
  readonly action?: string;
  readonly source?: SourceCell;
}

export interface ControlCatalogue {
  readonly RiskAssessed: RiskAssessed;
  readonly ControlPlanned: ControlPlanned;
  readonly ControlOutcomeRecorded: ControlOutcomeRecorded;
}
