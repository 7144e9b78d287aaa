import type { ImportPlan } from '../import-plan.js';
import type { Profile } from '../profile/profile.js';
import type { DocumentFacts } from './document-facts.js';
import type { NotUnderstood } from './table-kind.js';

/** A file as it was received. */
export interface DocumentFile {
  /** Without folders. */
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

export interface PlannedDocument {
  readonly kind: 'planned';
  readonly fileName: string;
  readonly facts: DocumentFacts;
  /** An import of its own; its `profile` says how it was read. */
  readonly plan: ImportPlan;
}

/** What stops the import of a file: the whole list. */
export interface RefusedDocument {
  readonly kind: 'refused';
  readonly fileName: string;
  readonly notUnderstood: readonly NotUnderstood[];
}

/**
 * What importing these files would record, each an import of its own, in the order of the files. Nothing is read from
 * disk or stored. One that cannot be read, or is not understood in every part, is refused with all that is the matter.
 *
 * @param profiles in the order of their authority: a user's own before those that come with the program
 */
export async function planDocuments(
  files: readonly DocumentFile[],
  profiles: readonly Profile[],
): Promise<(PlannedDocument | RefusedDocument)[]> {
  const planned: (PlannedDocument | RefusedDocument)[] = [];
  for (const file of files) planned.push(await planDocument(file, profiles));
  return planned;
}

async function planDocument(
  file: DocumentFile,
  profiles: readonly Profile[],
): Promise<PlannedDocument | RefusedDocument> {
  await Promise.resolve();
  const message = `${file.fileName} is read with ${profiles.length} profiles`;
  return {
    kind: 'refused',
    fileName: file.fileName,
    notUnderstood: [{ code: 'NOT_UNDERSTOOD', place: { file: file.fileName }, message, hint: '' }],
  };
}
