import type { PackageRecords } from '../data-package/package.js';
import { assembleTables } from '../document/assemble.js';
import { isNumericCell } from '../document/numeric-cell.js';
import type { AssembledTable, ReadDocument } from '../document/document.js';
import { profileFor } from '../profile/choose-profile.js';
import type { Profile } from '../profile/profile.js';
import { contextsOf, toldByProfile } from './context.js';
import type { DocumentFacts } from './document-facts.js';
import { damageOf } from './doubts.js';
import { documentRecords, joinRecords } from './document-records.js';
import { hasMoneyColumns } from './money/shape.js';
import { labelsOf, outlineOf, type OutlineLabel } from './outline.js';
import { factsOf } from './read-facts.js';
import { TABLE_KINDS, TEXT_KINDS } from './table-kinds.js';
import type { NotUnderstood, TableKind, TextContext, Understood } from './table-kind.js';
import { headingText } from './words.js';

/** What a document is understood as: lines of a data package, and all that is not understood. */
export interface UnderstoodDocument {
  /** Whole only where nothing is left in `notUnderstood`. */
  readonly records: PackageRecords;
  readonly notUnderstood: readonly NotUnderstood[];
  /** Null where it is of no municipality that is known, or says too little of itself. */
  readonly facts: DocumentFacts | null;
  /** The one that it was read with. */
  readonly profile: Profile | null;
}

export interface UnderstandOptions {
  /** The profile that the user named: used whether it recognises the document or not. */
  readonly chosen?: Profile | undefined;
  readonly kinds?: readonly TableKind[];
}

/** Works out what every table and text of a document says. All problems are collected, not the first only. */
export function understandDocument(
  read: ReadDocument,
  profiles: readonly Profile[],
  { chosen, kinds = TABLE_KINDS }: UnderstandOptions = {},
): UnderstoodDocument {
  const profile = chosen ?? profileFor(read, profiles);
  if ('code' in profile) return { records: {}, notUnderstood: [profile], facts: null, profile: null };
  const tables = assembleTables(read);
  const { facts, notUnderstood: missing } = factsOf(read, tables, profile, {
    chosen: chosen !== undefined,
  });
  if (facts === null) return { records: {}, notUnderstood: missing, facts, profile };

  const outline = outlineOf(read);
  const { claimed, notUnderstood: unclaimed } = claim(read, outline, tables, profile, kinds);
  const contexts = contextsOf(read, facts, profile, claimed, outline);
  const understood = contexts.tables.map(({ kind, table, context }) => kind.understand(table, context));
  const texts = TEXT_KINDS.map(({ understand }) => understand(textContext(read, facts)));
  const parts: readonly Understood[] = [...understood, ...texts];
  return {
    records: joinRecords([
      withOwnTables(documentRecords(read, facts, profile, contexts.tables), parts),
      ...parts.map(({ records }) => ({ ...records, tables: [] })),
    ]),
    notUnderstood: [
      ...unclaimed,
      ...damageOf(
        read,
        claimed.map(({ table }) => table),
      ),
      ...contexts.notUnderstood,
      ...parts.flatMap((part) => part.notUnderstood),
    ],
    facts,
    profile,
  };
}

interface Claimed {
  readonly claimed: readonly { readonly table: AssembledTable; readonly kind: TableKind }[];
  readonly notUnderstood: readonly NotUnderstood[];
}

/** Each table is of exactly one kind, or has no figures. */
function claim(
  read: ReadDocument,
  outline: readonly OutlineLabel[],
  tables: readonly AssembledTable[],
  profile: Profile,
  kinds: readonly TableKind[],
): Claimed {
  const claimed: { table: AssembledTable; kind: TableKind }[] = [];
  const notUnderstood: NotUnderstood[] = [];
  for (const each of tables) {
    const { text, means } = toldByProfile(read, outline, each, profile);
    if (text) continue;
    const table = means === '' ? each : { ...each, means };
    const [kind, other] = kinds.filter((each) => each.recognises(table));
    if (kind !== undefined && other === undefined) claimed.push({ table, kind });
    else if (kind !== undefined && other !== undefined) {
      const message = `is taken for ${kind.name} and for ${other.name}`;
      notUnderstood.push(problem(read, outline, table, profile, 'TABLE_AMBIGUOUS', message));
    } else if (hasFigures(table)) {
      const message = 'has figures and is of no kind that is known';
      notUnderstood.push(problem(read, outline, table, profile, 'TABLE_UNKNOWN', message));
    }
  }
  return { claimed, notUnderstood };
}

function hasFigures({ rows }: AssembledTable): boolean {
  return rows.some(({ cells }) => cells.some(({ text }) => /\d/.test(text) && isNumericCell(text)));
}

function problem(
  read: ReadDocument,
  outline: readonly OutlineLabel[],
  table: AssembledTable,
  { file }: Profile,
  code: string,
  message: string,
): NotUnderstood {
  const { fileName } = read;
  const { at, columns, corner } = table;
  const name = headingText(labelsOf(table, read, outline).name ?? corner);
  const labels = columns.map(({ text }) => text).join(' | ');
  return {
    code,
    place: { file: fileName, line: at.line, table: name },
    message: `${fileName} line ${at.line}: the table "${name}" (${labels}) ${message}`,
    hint: hasMoneyColumns(table)
      ? `Write in ${file}, under tables, what it lists: \`- { heading: '${name}', area: operations, means: Nettokostnad }\` (or Intäkter, Kostnader, Kommunbidrag; with area: investment Investeringar, with area: land Projekt); where it has no figures to keep: \`- { heading: '${name}', text: true }\`.`
      : `Where it has no figures to keep, write in ${file}, under tables: \`- { heading: '${name}', text: true }\`; else name its columns as the other tables do.`,
  };
}

function textContext({ fileName, sha256, blocks }: ReadDocument, facts: DocumentFacts): TextContext {
  const { id, unit, kind, year, through, status, judgedBy } = facts;
  return {
    document: id,
    fileName,
    sha256,
    unit,
    kind,
    year,
    ...(through === null ? {} : { through }),
    status,
    blocks,
    judgedBy,
  };
}

/** A kind's own description of its table stands before the pipeline's, except for the place; others come after. */
function withOwnTables(records: PackageRecords, parts: readonly Understood[]): PackageRecords {
  const own = new Map(
    parts.flatMap((part) => part.records.tables ?? []).map((row) => [row.values['table'] ?? '', row]),
  );
  const tables = (records.tables ?? []).map((row) => {
    const id = row.values['table'] ?? '';
    const described = own.get(id)?.values ?? {};
    own.delete(id);
    return { ...row, values: { ...row.values, ...described, place: row.values['place'] ?? '' } };
  });
  const more = [...own.values()].map((row, index) => ({
    ...row,
    values: { ...row.values, place: String(tables.length + 1 + index) },
  }));
  return { ...records, tables: [...tables, ...more] };
}
