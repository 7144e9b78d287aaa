/**
 * What a command is made of, as plain data: the GraphQL inputs, the templates of the command line and the reading of what
 * somebody sent are all made from it.
 */
export type Shape =
  | { readonly kind: 'text' }
  /** A decimal number as text. */
  | { readonly kind: 'decimal' }
  | { readonly kind: 'integer' }
  | { readonly kind: 'flag' }
  /** One of some values; `name` is that of the whole set, of which a command may take a part. */
  | { readonly kind: 'choice'; readonly name: ChoiceName; readonly values: readonly string[] }
  | { readonly kind: 'list'; readonly of: Shape }
  /** A sign for each measure; in JSON an object, in GraphQL, which has no such thing, a list of pairs. */
  | { readonly kind: 'signs' }
  /** Place in the line of editions; in JSON `[year, number, restatement]`. */
  | { readonly kind: 'order' }
  | ObjectShape;

export interface ObjectShape {
  readonly kind: 'object';
  /** As the type of the input is called, less `Input`: `ChangeLine`. */
  readonly name: string;
  readonly description: string;
  readonly fields: readonly Field[];
}

export interface Field {
  readonly name: string;
  readonly shape: Shape;
  readonly required: boolean;
  /** `null` says something of its own: not stated in the source. */
  readonly nullable: boolean;
  readonly description: string;
}

/** The sets of values that commands take. */
export const CHOICES = {
  Basis: ['budget', 'forecast', 'outcome', 'approved', 'target'],
  Status: ['proposed', 'forInformation', 'adopted'],
  UnitOfMeasure: ['tkr', 'mnkr', 'kr', 'percent', 'index', 'count'],
  Extent: ['full', 'amending'],
  RowKind: ['leaf', 'group', 'subtotal', 'total', 'net', 'result', 'buffer', 'deviation'],
  UnitKind: ['municipality', 'board', 'frame'],
  DocumentKind: ['budget', 'planning', 'interim', 'annual', 'other'],
  CorrectionNature: ['misread', 'erratum'],
  AssignmentStatus: ['notStarted', 'started', 'finished'],
  ControlOutcome: ['withoutRemark', 'remarkNearTarget', 'withRemark', 'notAssessed', 'notStated'],
  GoalState: ['notFulfilled', 'partlyFulfilled', 'largelyFulfilled', 'fullyFulfilled', 'notEvaluated'],
  Operation: ['sum', 'product', 'ratio'],
  BreakdownRole: ['remainder', 'därav'],
  LineIdentity: ['alias', 'merger', 'split'],
  EntryKind: ['statement', 'change', 'difference'],
} as const;
export type ChoiceName = keyof typeof CHOICES;
