import {
  comparePositions,
  type Direction,
  type ExpectedRevision,
  type NewEvent,
  type Position,
  type RecordedEvent,
} from '#event-store';

/** What was asked of a log and what it answered, with what was known of the log when it was asked. */

export interface Asked {
  readonly caller: number;
  /** Of the events that are numbered through the run: this one is before all that begin later. */
  readonly begun: number;
  ended: number;
}

export type Answer =
  | { readonly kind: 'appended' | 'alreadyStored'; readonly revision: number; readonly position: Position }
  /** −1: there is no stream. */
  | { readonly kind: 'CONFLICT'; readonly actual: number }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string };

export interface AppendAsked extends Asked {
  readonly stream: string;
  readonly events: readonly NewEvent[];
  readonly expected: ExpectedRevision;
  /** The last revision of the stream that had been acknowledged to anybody; −1: none. */
  readonly knownRevision: number;
  /** The last position that had been acknowledged to anybody. */
  readonly knownEnd: Position | undefined;
  /** The times that it was sent with: more than one where its caller had to repeat it. */
  readonly recordedAt: string[];
  answer: Answer | undefined;
}

export interface StreamRead extends Asked {
  readonly stream: string;
  readonly from: number | undefined;
  readonly direction: Direction;
  readonly maxCount: number;
  readonly knownRevision: number;
  readonly found: readonly RecordedEvent[];
}

export interface AllRead extends Asked {
  readonly from: Position | undefined;
  readonly direction: Direction;
  readonly maxCount: number;
  readonly knownEnd: Position | undefined;
  readonly found: readonly RecordedEvent[];
}

export interface HeadRead extends Asked {
  readonly stream: string;
  readonly knownRevision: number;
  readonly revision: number;
}

/** What one who followed applied, in its order, across every time that it was cut off and went on. */
export interface Followed {
  readonly name: string;
  readonly applied: RecordedEvent[];
  /** How often it went on from its checkpoint. */
  resumed: number;
}

export class History {
  readonly appends: AppendAsked[] = [];
  readonly streamReads: StreamRead[] = [];
  readonly allReads: AllRead[] = [];
  readonly heads: HeadRead[] = [];
  /** What nobody expects: an error without a code, a call that never ended. */
  readonly broken: string[] = [];
  private readonly revisions = new Map<string, number>();
  private readonly positions: Position[] = [];
  private end: Position | undefined;
  private ticks = 0;

  tick(): number {
    return ++this.ticks;
  }

  known(stream: string): number {
    return this.revisions.get(stream) ?? -1;
  }

  get knownEnd(): Position | undefined {
    return this.end;
  }

  /** One of the acknowledged positions, by its share of them. */
  positionAt(share: number): Position | undefined {
    return this.positions[Math.floor(share * this.positions.length)];
  }

  acknowledged(stream: string, revision: number, position: Position): void {
    if (revision > this.known(stream)) this.revisions.set(stream, revision);
    if (this.end === undefined || comparePositions(position, this.end) > 0) this.end = position;
    this.positions.push(position);
  }
}
