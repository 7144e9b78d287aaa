import type { ReadDocument } from './document.js';

/** Reads one format. A new format is a file of its own and a line in the list below. */
export interface DocumentReader {
  readonly name: string;
  /** Endings of file names, lower case with the dot, that mean this format where the content leaves it open. */
  readonly extensions: readonly string[];
  /** Is it this format, from the first bytes? `true` only where they say so; `undefined` where they may be. */
  readonly recognises: (bytes: Uint8Array) => boolean | undefined;
  readonly read: (bytes: Uint8Array, fileName: string) => ReadDocument | Promise<ReadDocument>;
}
