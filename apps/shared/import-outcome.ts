import type { Place } from '#amount';
import type { OnProgress } from './ledger.js';

/** A cell, or a field, of which an import says otherwise than the ledger holds. */
export interface ChangedCell {
  readonly document: string | null;
  readonly table: string | null;
  readonly row: string | null;
  readonly column: string | null;
  /** As printed; null where it was not, or is no more. */
  readonly was: string | null;
  readonly is: string | null;
  /** By the same document read otherwise, or by another print of it. */
  readonly correction: 'misread' | 'erratum' | null;
  /** The entry that is taken out, `<event id>/<n>`; null for a field of a declaration. */
  readonly entry: string | null;
}

/** What becomes of one cell; listed where somebody asks for it. */
export interface CellFate extends ChangedCell {
  readonly fate: 'new' | 'recorded' | 'kept' | 'corrected' | 'withdrawn' | 'restated';
}

/** What stops an import: the place, what stands there, and what to do about it. */
export interface ImportProblem {
  readonly code: string;
  readonly place: Place;
  readonly message: string;
  readonly hint: string;
}

/** A sum that does not hold, and that did before the import. */
export interface ImportDiscrepancy {
  readonly id: string;
  readonly kind: string;
  readonly document: string;
  readonly table: string;
  readonly row: string;
  readonly column: string;
  readonly stated: string;
  readonly computed: string;
  readonly difference: string;
}

/** Where something stands in a file; of a workbook with its sheet and cell. */
export interface FileSpot {
  /** Counted from 1. */
  readonly line: number;
  readonly sheet?: string;
  readonly cell?: string;
}

/** What a file has and does not show, as a hidden sheet or a footnote: it was not read. */
export interface LeftOutPart {
  readonly what: string;
  readonly count: number;
  /** The first. */
  readonly at: FileSpot;
}

/** A number of a workbook that was recorded as it is shown, and of which the cell holds more digits. */
export interface RoundedCell {
  readonly shown: string;
  readonly exact: string;
  readonly at: FileSpot;
}

/** Cells and figures of texts, by what becomes of them. */
export interface FateCounts {
  readonly new: number;
  readonly recorded: number;
  readonly corrected: number;
  readonly withdrawn: number;
  /** Somebody corrected them since; that stands. */
  readonly kept: number;
}

/** What a document is taken for: what it says of itself, and what is judged where it says nothing. */
export interface TakenFor {
  readonly title: string;
  readonly kind: string;
  /** Of the board, or of the municipality. */
  readonly unit: string;
  readonly year: number;
  readonly through: string | null;
  readonly status: string;
  /** Blank is not stated. */
  readonly decision: {
    readonly body: string;
    readonly date: string;
    readonly paragraph: string;
    readonly dnr: string;
  };
  /** Which of these it does not state. */
  readonly judged: readonly string[];
  readonly judgedBy: string;
  /** Basis and edition, `budget 2021:1`, unit by unit. */
  readonly editions: readonly { readonly unit: string; readonly editions: readonly string[] }[];
}

/** What an import did, or with `dryRun` would do. */
export interface ImportOutcome {
  /** What was imported: the name of the package, or of the file. */
  readonly name: string;
  readonly kind: 'package' | 'document' | 'causes';
  readonly documents: number;
  /** How the document was read: `boras 1`. */
  readonly profile: string | null;
  /** null for what is no document, or is not understood. */
  readonly takenFor: TakenFor | null;
  /** The print that the document replaces, by the name of its file. */
  readonly replaces: string | null;
  /** Another print has replaced the document: nothing of it is recorded. */
  readonly replacedBy: string | null;
  readonly streams: number;
  /** Events of the import, those that stood in the log already included. */
  readonly events: number;
  readonly alreadyStored: number;
  readonly counts: FateCounts;
  /** What the ledger holds otherwise, and the correction that it means. */
  readonly changed: readonly ChangedCell[];
  readonly notUnderstood: readonly ImportProblem[];
  /** Of a dry run: what does not add up, and would be new; null where that was not asked. */
  readonly discrepancies: readonly ImportDiscrepancy[] | null;
  /** What was not read of the file, because it does not show it. */
  readonly leftOut: readonly LeftOutPart[];
  /** What was recorded as it is shown, rounded. */
  readonly hiddenDigits: readonly RoundedCell[];
  /** Every cell, where that was asked for. */
  readonly cells: readonly CellFate[] | null;
  /** Lines of a causes file that were left blank. */
  readonly skipped: number;
  /** Why nothing is recorded of it, where that is so. */
  readonly refused: 'NOT_UNDERSTOOD' | 'SAME_ID_OTHER_CONTENT' | null;
  readonly dryRun: boolean;
  /** The position at which it takes effect; null in a dry run, and where there was nothing to record. */
  readonly position: string | null;
}

/** What is imported, and how. */
export interface ImportOptions {
  readonly paths: readonly string[];
  readonly actor: string;
  readonly dryRun: boolean;
  /** Folder of the ledger: it may have profiles of its own. */
  readonly ledger?: string;
  /** Files of profiles, before all others. */
  readonly profiles?: readonly string[];
  /** Records what the same document is read otherwise as; then with the reason. */
  readonly correct?: boolean;
  readonly reason?: string;
  /** The document that the one imported replaces: file name, case number or sha-256. */
  readonly replaces?: string;
  /** A document of its own, whatever it resembles. */
  readonly separate?: boolean;
  /** List every cell. */
  readonly cells?: boolean;
  readonly onProgress?: (name: string, ...progress: Parameters<OnProgress>) => void;
}
