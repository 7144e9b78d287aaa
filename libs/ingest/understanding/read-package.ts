import type { PackageRecords } from '../data-package/package.js';
import { readDocument } from '../document/read-document.js';
import type { Profile } from '../profile/profile.js';
import { joinRecords } from './document-records.js';
import type { DocumentFile } from './plan-documents.js';
import type { NotUnderstood } from './table-kind.js';
import { understandDocument } from './understand-document.js';

/** Several documents as the lines of one package, with all that is not understood of them. */
export async function readPackage(
  files: readonly DocumentFile[],
  profiles: readonly Profile[],
): Promise<{ readonly records: PackageRecords; readonly notUnderstood: readonly NotUnderstood[] }> {
  const all: PackageRecords[] = [];
  const notUnderstood: NotUnderstood[] = [];
  for (const { fileName, bytes } of files) {
    const understood = understandDocument(await readDocument(bytes, fileName), profiles);
    all.push(understood.records);
    notUnderstood.push(...understood.notUnderstood);
  }
  return { records: joinRecords(all), notUnderstood };
}
