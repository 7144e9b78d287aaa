import { existsSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { LedgerError } from '#amount';
import { DESCRIPTOR, FILE_BYTES_MAX, isCausesFile, type DocumentFile } from '#ingest';

/** What a path on the command line turned out to be. */
export type Input =
  | { readonly kind: 'package'; readonly folder: string }
  | { readonly kind: 'causes'; readonly path: string; readonly file: DocumentFile }
  | { readonly kind: 'document'; readonly path: string; readonly file: DocumentFile };

/** Endings of files that a folder of documents is searched for; a file that is named by itself may have any. */
const ENDINGS = /\.(?:txt|text|md|markdown|docx|xlsx|csv|tsv|se|si|sie)$/i;

/**
 * What the paths are: data packages, lists of causes, documents, and folders of documents (not those below them).
 *
 * @throws LedgerError MISSING_FILE, FILE_UNREADABLE, FILE_TOO_LARGE
 */
export function inputsOf(paths: readonly string[]): Input[] {
  const seen = new Set<string>();
  return paths.flatMap(inputsAt).filter((input) => {
    const key = input.kind === 'package' ? input.folder : resolve(input.path);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function inputsAt(path: string): Input[] {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) {
    throw new LedgerError('MISSING_FILE', `there is no ${path}`, {
      place: { file: path },
      hint: 'Name a document, a folder of documents, a data package or a list of causes.',
    });
  }
  if (stats.isDirectory()) return inputsIn(path);
  if (basename(path) === DESCRIPTOR) return [{ kind: 'package', folder: resolve(dirname(path)) }];
  return [inputOf(path)];
}

function inputsIn(folder: string): Input[] {
  if (existsSync(join(folder, DESCRIPTOR))) return [{ kind: 'package', folder: resolve(folder) }];
  const names = readdirSync(folder)
    .filter((name) => !name.startsWith('.') && !name.startsWith('~$') && ENDINGS.test(name))
    .filter((name) => lstatSync(join(folder, name)).isFile())
    .sort((a, b) => (a < b ? -1 : 1));
  if (names.length > 0) return names.map((name) => inputOf(join(folder, name)));
  throw new LedgerError('MISSING_FILE', `there is no document and no ${DESCRIPTOR} in ${folder}`, {
    place: { file: join(folder, DESCRIPTOR) },
    hint: `A folder has documents (txt, md, docx, xlsx, csv, SIE), or is a data package with a ${DESCRIPTOR}.`,
  });
}

function inputOf(path: string): Input {
  const file = { fileName: basename(path), bytes: bytesOf(path) };
  return isCausesFile(file) ? { kind: 'causes', path, file } : { kind: 'document', path, file };
}

/** No more than a reader takes on is read into memory. */
function bytesOf(path: string): Uint8Array {
  try {
    const stats = statSync(path);
    if (!stats.isFile()) throw unreadable(path, 'it is no file');
    if (stats.size > FILE_BYTES_MAX) {
      const size = (bytes: number): string => `${Math.ceil(bytes / 1024 / 1024)} MB`;
      throw new LedgerError(
        'FILE_TOO_LARGE',
        `${path} has ${size(stats.size)}; at most ${size(FILE_BYTES_MAX)} are read`,
        { place: { file: path }, hint: 'Is it the document that was meant? Divide it, or leave it out.' },
      );
    }
    return readFileSync(path);
  } catch (error) {
    if (error instanceof LedgerError) throw error;
    throw unreadable(path, (error as NodeJS.ErrnoException).code ?? 'it cannot be opened', error);
  }
}

function unreadable(path: string, why: string, cause?: unknown): LedgerError {
  return new LedgerError('FILE_UNREADABLE', `${path} cannot be read: ${why}`, {
    place: { file: path },
    hint: 'Check what it is, and who may read it.',
    cause,
  });
}
