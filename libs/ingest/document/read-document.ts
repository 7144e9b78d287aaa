import { LedgerError } from '#amount';
import { sieReader } from '../sie/sie-document.js';
import { csvTableReader } from './csv-table.js';
import type { DocumentReader } from './document-reader.js';
import type { ReadDocument } from './document.js';
import { docxReader } from './docx.js';
import { requireOwnFormat } from './foreign-format.js';
import { requireSize } from './refusal.js';
import { textReader } from './text.js';
import { xlsxReader } from './xlsx.js';

export type { DocumentReader } from './document-reader.js';

/** Asked in this order: those that know their files by their first bytes before those that go by the name. */
const READERS: readonly DocumentReader[] = [sieReader, docxReader, xlsxReader, csvTableReader, textReader];

/**
 * Reads a file by the reader that knows its content, or else the ending of its name.
 *
 * @throws LedgerError FILE_EMPTY, FILE_TOO_LARGE, FORMAT_NOT_READ, FILE_ENCRYPTED, FORMAT_UNKNOWN, and what the reader
 *   refuses
 */
export async function readDocument(bytes: Uint8Array, fileName: string): Promise<ReadDocument> {
  requireSize(bytes, fileName);
  requireOwnFormat(bytes, fileName);
  return readerOf(bytes, fileName).read(bytes, fileName);
}

/** @throws LedgerError FORMAT_UNKNOWN */
export function readerOf(bytes: Uint8Array, fileName: string): DocumentReader {
  const possible = READERS.map((reader) => ({ reader, says: reader.recognises(bytes) }));
  const certain = possible.find(({ says }) => says === true);
  if (certain !== undefined) return certain.reader;
  const name = fileName.toLowerCase();
  const named = possible.find(
    ({ reader, says }) => says === undefined && reader.extensions.some((ending) => name.endsWith(ending)),
  );
  if (named !== undefined) return named.reader;
  throw new LedgerError('FORMAT_UNKNOWN', `${fileName} is in no format that can be read`, {
    place: { file: fileName },
    hint: `Formats that can be read: ${READERS.map(({ name: format }) => format).join(', ')}.`,
  });
}
