/**
 * A correction (*rättelse*) or a withdrawal: what it took out and put in, why, who, and when. Its ids are those of entries;
 * of a correction of a whole event they are those of events.
 */
export interface CorrectionNote {
  readonly id: string;
  /** The entry, or the event, that was taken out. */
  readonly corrects: string;
  /** The entry, or the event, that was put in; null of a withdrawal. */
  readonly is: string | null;
  readonly nature: 'misread' | 'erratum' | 'withdrawal';
  /** Of an erratum: when it was published. */
  readonly date: string | null;
  readonly reason: string;
  readonly actor: string | null;
  readonly recordedAt: string;
}
