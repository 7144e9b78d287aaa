import { createHash } from 'node:crypto';
import { isLedgerError } from '#amount';
import { packageOf } from '../data-package/package.js';
import { planDataPackage } from '../data-package/plan.js';
import { readDocument } from '../document/read-document.js';
import type { ReadDocument } from '../document/document.js';
import { hiddenDigitsIn, type HiddenDigits } from '../document/hidden-digits.js';
import type { ImportPlan } from '../import-plan.js';
import { profileFor } from '../profile/choose-profile.js';
import { profileLabel, type Profile } from '../profile/profile.js';
import { isSie, readSie } from '../sie/read-sie.js';
import { sieOutline } from '../sie/sie-document.js';
import { understandSieFile } from '../sie/understand-sie.js';
import type { DocumentFacts } from './document-facts.js';
import type { NotUnderstood } from './table-kind.js';
import { understandDocument, type UnderstoodDocument } from './understand-document.js';

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
  /** What the file has and does not show, and was therefore not read. */
  readonly leftOut: NonNullable<ReadDocument['leftOut']>;
  /** Numbers that are recorded as they are shown, although the file holds more of their digits. */
  readonly hiddenDigits: readonly HiddenDigits[];
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
 * @param chosen the one that the user named for these files: used whether it recognises them or not
 */
export async function planDocuments(
  files: readonly DocumentFile[],
  profiles: readonly Profile[],
  chosen?: Profile,
): Promise<(PlannedDocument | RefusedDocument)[]> {
  const plans: (PlannedDocument | RefusedDocument)[] = [];
  for (const { fileName, bytes } of files) {
    if (isSie(bytes)) {
      plans.push(await planSie(bytes, fileName, profiles, chosen));
      continue;
    }
    const read = await expected(fileName, async () => readDocument(bytes, fileName));
    if (isRefused(read)) plans.push(read);
    else plans.push(await planDocument(read, profiles, chosen));
  }
  return plans;
}

/** What importing a document that has been read would record. */
export async function planDocument(
  read: ReadDocument,
  profiles: readonly Profile[],
  chosen?: Profile,
): Promise<PlannedDocument | RefusedDocument> {
  return planned(read, () => understandDocument(read, profiles, { chosen }));
}

/**
 * Accounts are no printed table: what they mean follows from the chart of accounts, not from headings. The amounts of a
 * file may be hundreds of thousands, so they are read once, and not as cells.
 */
async function planSie(
  bytes: Uint8Array,
  fileName: string,
  profiles: readonly Profile[],
  chosen?: Profile,
): Promise<PlannedDocument | RefusedDocument> {
  return planned({ fileName, blocks: [] }, () => {
    const file = readSie(bytes, fileName);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const profile = chosen ?? profileFor(sieOutline(file, sha256), profiles);
    if ('code' in profile) return { records: {}, notUnderstood: [profile], facts: null, profile: null };
    return { ...understandSieFile(file, sha256, profile), profile };
  });
}

async function planned(
  read: Pick<ReadDocument, 'fileName' | 'blocks' | 'leftOut'>,
  understand: () => UnderstoodDocument,
): Promise<PlannedDocument | RefusedDocument> {
  const { fileName, leftOut = [] } = read;
  return expected(fileName, () => {
    const understood = understand();
    const { facts, notUnderstood } = understood;
    if (facts === null || notUnderstood.length > 0) return { kind: 'refused', fileName, notUnderstood };
    const plan = planOf(understood, facts);
    return { kind: 'planned', fileName, facts, plan, leftOut, hiddenDigits: hiddenDigitsIn(read) };
  });
}

function planOf({ records, profile }: UnderstoodDocument, { id }: DocumentFacts): ImportPlan {
  const plan = planDataPackage(packageOf(id, records));
  return profile === null ? plan : { ...plan, profile: profileLabel(profile) };
}

function isRefused(read: ReadDocument | RefusedDocument): read is RefusedDocument {
  return 'kind' in read;
}

/** An expected failure, as the refusal of the file; a fault of the program stays one. */
async function expected<T>(fileName: string, work: () => T | Promise<T>): Promise<T | RefusedDocument> {
  try {
    return await work();
  } catch (error) {
    if (!isLedgerError(error)) throw error;
    const { code, message, hint = '', place = {} } = error;
    return {
      kind: 'refused',
      fileName,
      notUnderstood: [{ code, place: { file: fileName, ...place }, message, hint }],
    };
  }
}
