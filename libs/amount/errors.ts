/**
 * Where something stands: in a document (document, table, row, column), in a file (file, line, row, column), or in
 * what somebody sent (field, rule). Every part is optional; name as many as are known.
 */
export interface Place {
  readonly document?: string;
  readonly table?: string;
  /** Labels joined by ` > `, as the table prints them. */
  readonly row?: string;
  readonly column?: string;
  readonly file?: string;
  /** Counted from 1. */
  readonly line?: number;
  readonly field?: string;
  /** The name of the rule that was broken. */
  readonly rule?: string;
}

export interface LedgerErrorDetails {
  readonly place?: Place;
  /** The next step, for the person who reads it: a whole sentence. */
  readonly hint?: string;
  readonly cause?: unknown;
}

export interface LedgerErrorJson {
  readonly code: string;
  readonly message: string;
  readonly place?: Place;
  readonly hint?: string;
}

/**
 * An expected failure: a stable code (SCREAMING_SNAKE, what programs match on), a message for a person, the place and
 * the next step. Anything else that is thrown is a fault in the program.
 */
export class LedgerError extends Error {
  override readonly name = 'LedgerError';
  readonly code: string;
  readonly place?: Place;
  readonly hint?: string;

  constructor(code: string, message: string, details: LedgerErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    if (details.place !== undefined) this.place = details.place;
    if (details.hint !== undefined) this.hint = details.hint;
  }

  /** The same failure with more of its place known; what was known already is kept. */
  at(place: Place): LedgerError {
    return new LedgerError(this.code, this.message, {
      place: { ...place, ...this.place },
      hint: this.hint,
      cause: this.cause,
    });
  }

  /** What may be shown to anybody: no stack and no cause. */
  toJSON(): LedgerErrorJson {
    return {
      code: this.code,
      message: this.message,
      ...(this.place === undefined ? {} : { place: this.place }),
      ...(this.hint === undefined ? {} : { hint: this.hint }),
    };
  }
}

/** Is this an expected failure, and (when a code is given) that one? */
export function isLedgerError(error: unknown, code?: string): error is LedgerError {
  return error instanceof LedgerError && (code === undefined || error.code === code);
}

/**
 * A place on one line, outermost first: `document "Budget 2021", table "5.1", row "Intäkt", column "2021:2"`.
 * An empty place is the empty string.
 */
export function describePlace(place: Place): string {
  const parts: string[] = [];
  const name = (word: string, value: string | undefined): void => {
    if (value !== undefined && value !== '') parts.push(`${word} "${value}"`);
  };
  name('file', place.file);
  name('document', place.document);
  name('table', place.table);
  if (place.line !== undefined) parts.push(`line ${place.line}`);
  name('row', place.row);
  name('column', place.column);
  name('field', place.field);
  name('rule', place.rule);
  return parts.join(', ');
}

/** The whole failure on one line: message, place and next step. */
export function describeError(error: LedgerError): string {
  const place = error.place === undefined ? '' : describePlace(error.place);
  return `${error.message}${place === '' ? '' : ` (${place})`}${error.hint === undefined ? '' : `. ${error.hint}`}`;
}
