import type {
  ChangeAnswer,
  DiscrepancyItem,
  EntryAnswer,
  EventAnswer,
  LiveRequest,
  ReadingAddress,
  ViewCell,
  ViewShape,
} from '#projections';
import type { CorrectionNote } from '#projections';
import type { Selection } from './selection.js';

/** What is followed, and of events the stream. */
export interface Watched {
  readonly request: LiveRequest;
  readonly stream?: string;
}

interface Step {
  readonly cursor: string;
  readonly position: string;
  readonly event: string;
  readonly recordedAt: string;
  readonly actor: string | null;
  readonly initial: boolean;
}

export interface WatchedReason {
  readonly kind: 'change' | 'statement' | 'correction';
  readonly change: Pick<
    ChangeAnswer,
    'cause' | 'kind' | 'amount' | 'precision' | 'counted' | 'decision' | 'source' | 'event'
  > | null;
  readonly entry: WatchedEntry | null;
  readonly correction: CorrectionNote | null;
}

export type WatchedEntry = Pick<
  EntryAnswer,
  'id' | 'kind' | 'reading' | 'says' | 'value' | 'unitOfMeasure' | 'status' | 'cause' | 'decision' | 'source'
>;

export interface WatchedCell {
  readonly row: number | null;
  readonly path: readonly string[];
  readonly rowKind: string;
  readonly column: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly cell: ViewCell | null;
  readonly why: readonly WatchedReason[];
  readonly whyLeftOut: number;
}

export interface EventMessage extends Step {
  readonly recorded: EventAnswer;
  readonly entries: readonly WatchedEntry[];
}

export interface ViewMessage extends Step {
  readonly view: string;
  readonly unit: string;
  readonly unitOfMeasure: string;
  readonly shape: ViewShape | null;
  readonly cells: readonly WatchedCell[];
}

export interface FigureMessage extends Step {
  readonly reading: ReadingAddress;
  readonly unitOfMeasure: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly marks: readonly string[];
  readonly why: readonly WatchedReason[];
  readonly whyLeftOut: number;
}

export interface DiscrepancyMessage extends Step {
  readonly id: string;
  readonly before: DiscrepancyItem | null;
  readonly after: DiscrepancyItem | null;
}

/** A message as it is printed with `--json`: what the subscription of the server has, by the same names. */
export type WatchMessage =
  | ({ readonly kind: 'eventRecorded' } & EventMessage)
  | ({ readonly kind: 'viewChanged' } & ViewMessage)
  | ({ readonly kind: 'figureChanged' } & FigureMessage)
  | ({ readonly kind: 'discrepancyChanged' } & DiscrepancyMessage);

const STEP: Selection = {
  cursor: true,
  position: true,
  event: true,
  recordedAt: true,
  actor: true,
  initial: true,
};
const READING: Selection = {
  unit: true,
  area: true,
  line: true,
  measure: true,
  period: true,
  basis: true,
  edition: true,
};
const DECISION: Selection = { body: true, date: true, paragraph: true, dnr: true };
const PLACE: Selection = { document: true, table: true, row: true, column: true, printed: true };
const ENTRY: Selection = {
  id: true,
  kind: true,
  reading: READING,
  says: true,
  value: true,
  unitOfMeasure: true,
  status: true,
  cause: true,
  decision: DECISION,
  source: PLACE,
};
const WHY: Selection = {
  kind: true,
  change: {
    cause: true,
    kind: true,
    amount: true,
    precision: true,
    counted: true,
    decision: DECISION,
    source: PLACE,
    event: true,
  },
  entry: ENTRY,
  correction: {
    id: true,
    corrects: true,
    is: true,
    nature: true,
    date: true,
    reason: true,
    actor: true,
    recordedAt: true,
  },
};
const FINDING: Selection = {
  id: true,
  kind: true,
  class: true,
  status: true,
  unit: true,
  document: true,
  table: true,
  row: true,
  column: true,
  unitOfMeasure: true,
  stated: true,
  computed: true,
  difference: true,
  tolerance: true,
  places: PLACE,
};
const DISCREPANCY: Selection = { ...FINDING, followOns: FINDING };

/** What is taken of the messages of each kind. */
export const SELECTIONS: Readonly<Record<WatchMessage['kind'], Selection>> = {
  eventRecorded: {
    ...STEP,
    recorded: {
      position: true,
      id: true,
      type: true,
      stream: true,
      revision: true,
      recordedAt: true,
      actor: true,
      importId: true,
      data: true,
    },
    entries: ENTRY,
  },
  viewChanged: {
    ...STEP,
    view: true,
    unit: true,
    unitOfMeasure: true,
    shape: { unitOfMeasure: true, columns: { id: true, label: true }, rows: { path: true, kind: true } },
    cells: {
      row: true,
      path: true,
      rowKind: true,
      column: true,
      before: true,
      after: true,
      cell: {
        column: true,
        value: true,
        marks: true,
        discrepancy: true,
        discrepancyClass: true,
        disagreement: { kind: true, stated: true, computed: true },
        stated: { ...PLACE, value: true },
      },
      why: WHY,
      whyLeftOut: true,
    },
  },
  figureChanged: {
    ...STEP,
    reading: READING,
    unitOfMeasure: true,
    before: true,
    after: true,
    marks: true,
    why: WHY,
    whyLeftOut: true,
  },
  discrepancyChanged: { ...STEP, id: true, before: DISCREPANCY, after: DISCREPANCY },
};
