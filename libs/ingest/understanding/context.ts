import { findUnitOfMeasure, isMoney, type UnitOfMeasure } from '#amount';
import type { AssembledTable, ReadDocument } from '../document/document.js';
import type { FrameProfile, Profile } from '../profile/profile.js';
import type { DocumentFacts } from './document-facts.js';
import { Frames } from './frame.js';
import { lineStatusOf } from './line-status.js';
import { matchingRule, type MatchedRule } from './match-rule.js';
import { labelsOf, outlineOf, type OutlineLabel, type TableLabels } from './outline.js';
import type { NotUnderstood, TableContext, TableKind } from './table-kind.js';
import { headingText, plainText, slugOf } from './words.js';

/** A table with the kind that claims it and what is known of it. */
export interface TableInContext {
  readonly table: AssembledTable;
  readonly kind: TableKind;
  readonly context: TableContext;
  /** Its order among the tables of the document that are understood, from 1. */
  readonly place: number;
  /** Where it is of a part of the board. */
  readonly frame: FrameProfile | null;
}

export interface Contexts {
  readonly tables: readonly TableInContext[];
  readonly notUnderstood: readonly NotUnderstood[];
}

/** For each table: id, title, unit, area, unit of measure and rank, from the headings and the profile. */
export function contextsOf(
  read: ReadDocument,
  facts: DocumentFacts,
  profile: Profile,
  claimed: readonly { readonly table: AssembledTable; readonly kind: TableKind }[],
  outline: readonly OutlineLabel[] = outlineOf(read),
): Contexts {
  const frames = new Frames(facts, profile, outline);
  const notUnderstood: NotUnderstood[] = [];
  const ids = new Map<string, number>();
  const tables: TableInContext[] = [];
  for (const { table, kind } of claimed) {
    const labels = labelsOf(table, read, outline);
    const matched = ruleFor(labels, kind, profile);
    const area = kind.area ?? matched?.rule.area ?? areaOf(labels, table, facts);
    const unitOfMeasure = statedUnit(table, labels) ?? matched?.rule.unitOfMeasure ?? profile.unitOfMeasure;
    const missing = missingOf(read, table, labels, profile, { area, unitOfMeasure });
    notUnderstood.push(...missing);
    if (area === null || unitOfMeasure === null) continue;
    const { frame, told } = frameOf(frames, labels, matched, kind);
    if (matched === null && frame === null && frames.areOf(area, labels, kind)) {
      notUnderstood.push(frameUnknown(read, table, labels, profile, frames, area));
      continue;
    }
    const title = titleOf(labels, matched, table, told ? frame : null);
    const id = uniqueId(idOf(matched, kind, frame, facts, labels, title, table), ids);
    const rule = matched?.rule;
    tables.push({
      table,
      kind,
      place: tables.length + 1,
      frame,
      context: {
        document: facts.id,
        fileName: read.fileName,
        sha256: read.sha256,
        table: `${facts.id}/${id}`,
        title,
        unit: frame === null ? facts.unit : `${facts.unit}/${frame.id}`,
        area,
        kind: facts.kind,
        year: facts.year,
        ...(facts.through === null ? {} : { through: facts.through }),
        status: facts.status,
        lineStatus: lineStatusOf(table, read),
        unitOfMeasure,
        rules: {
          signs: rule?.signs ?? {},
          columns: rule?.columns ?? {},
          rows: rule?.rows ?? {},
          rank: rule?.rank ?? 1,
        },
        judgedBy: facts.judgedBy,
        blocks: read.blocks,
      },
    });
  }
  return { tables, notUnderstood };
}

/** What the profile says of the table by itself: that it has no figures, or what its heading means. */
export function toldByProfile(
  read: ReadDocument,
  outline: readonly OutlineLabel[],
  table: AssembledTable,
  { tables }: Profile,
): { readonly text: boolean; readonly means: string } {
  return matchingRule(labelsOf(table, read, outline), tables)?.rule ?? { text: false, means: '' };
}

/** A rule says what money tables are about; a kind with an area of its own has only the rules for that area. */
function ruleFor(labels: TableLabels, { area }: TableKind, { tables }: Profile): MatchedRule | null {
  const rules = tables.filter((rule) => !rule.text && (area === undefined || rule.area === area));
  return matchingRule(labels, rules);
}

/** `told`: by the headings around, so that several tables of the document may have the title. */
function frameOf(
  frames: Frames,
  labels: TableLabels,
  matched: MatchedRule | null,
  { area }: TableKind,
): { readonly frame: FrameProfile | null; readonly told: boolean } {
  if (matched === null) {
    const above = area === undefined ? labels.above : [];
    const known = above.map((text) => frames.known(text)).find((frame) => frame !== null);
    return { frame: known ?? null, told: known !== undefined };
  }
  const { unit } = matched.rule;
  if (unit === 'board') return { frame: null, told: false };
  if (unit !== 'frame') return { frame: frames.withId(unit), told: false };
  if (matched.frame !== null) return { frame: frames.named(matched.frame), told: false };
  return { frame: frames.above(labels), told: true };
}

function titleOf(
  labels: TableLabels,
  matched: MatchedRule | null,
  table: AssembledTable,
  frame: FrameProfile | null,
): string {
  const own = matched === null ? [headingText(labels.name ?? table.corner)] : matched.headings;
  const title = own.filter((text) => text !== '').join(': ') || `Tabell ${table.place}`;
  return frame === null ? title : `${title} (${frame.name})`;
}

const ID_LENGTH_MAX = 60;

function idOf(
  matched: MatchedRule | null,
  { prefix, named }: TableKind,
  frame: FrameProfile | null,
  { year }: DocumentFacts,
  { name, above }: TableLabels,
  title: string,
  table: AssembledTable,
): string {
  const template = matched?.rule.id ?? '';
  if (template !== '') {
    const id = template.replaceAll('{frame}', frame?.short ?? '').replaceAll('{year}', String(year));
    return id.replaceAll(/--+/g, '-').replaceAll(/^-|-$/g, '');
  }
  if (prefix === undefined) return cut(slugOf(title));
  // What every document has as a heading tells such tables apart least.
  const telling =
    named?.(table) ??
    [name ?? '', ...above].map(headingText).find((text) => text !== '' && !USUAL.test(text)) ??
    '';
  const slug = slugOf(telling);
  return cut(slug === '' || slug === prefix ? prefix : `${prefix}-${slug}`);
}

const USUAL =
  /^(?:målbild|nämnd|kommunfullmäktige|mått som följs upp.*|indikatorer|verksamhetsm[åä]tt|nyckeltal)$/i;

function cut(slug: string): string {
  return slug.slice(0, ID_LENGTH_MAX).replace(/-$/, '');
}

function uniqueId(id: string, ids: Map<string, number>): string {
  const times = (ids.get(id) ?? 0) + 1;
  ids.set(id, times);
  return times === 1 ? id : `${id}-${times}`;
}

const AREAS: readonly (readonly [RegExp, string])[] = [
  [/exploatering|markförsälj|tomtförsälj/i, 'land'],
  [/invester/i, 'investment'],
  [/\bdrift|ekonomi|resultat|nettokostnad|verksamhet|\bramar?\b|kommunbidrag|budget/i, 'operations'],
];
const OPERATIONS_ROW =
  /^(?:verksamhetens |summa )?(?:intäkt|kostnad|nettokostnad|personalkostnad|kommunbidrag|årets resultat)/i;

/** Where no rule says it: by the words of its headings, the nearest first, else by its rows. */
export function areaOf(
  { near, above }: TableLabels,
  { rows }: AssembledTable,
  { title }: Pick<DocumentFacts, 'title'>,
): string | null {
  for (const label of [...near, ...above]) {
    // The title has words of all of them.
    if (label === title) continue;
    const found = AREAS.find(([words]) => words.test(label));
    if (found !== undefined) return found[1];
  }
  return rows.some(({ label }) => OPERATIONS_ROW.test(plainText(label))) ? 'operations' : null;
}

const UNIT_WORD =
  /(?:^|[\s(])(tkr|mkr|mnkr|kkr|kr|kronor|tusen kronor|tusental kronor|miljoner kronor)(?:$|[\s),.:])/i;

/** Of the table's money, where it or a short text beside it says so. */
function statedUnit(table: AssembledTable, { near }: TableLabels): UnitOfMeasure | null {
  const before = plainText(table.textBefore ?? '');
  const texts = [table.corner, table.caption ?? '', before.length <= 40 ? before : '', ...near];
  for (const text of texts.map(plainText)) {
    const [, word = ''] = UNIT_WORD.exec(text) ?? [];
    const unit = findUnitOfMeasure(word.toLowerCase() === 'kkr' ? 'tkr' : word);
    if (unit !== undefined && isMoney(unit)) return unit;
  }
  return null;
}

function frameUnknown(
  { fileName }: ReadDocument,
  { at }: AssembledTable,
  { name }: TableLabels,
  { file }: Profile,
  frames: Frames,
  area: string,
): NotUnderstood {
  const title = headingText(name ?? '');
  const ids = ['board', ...frames.ids()];
  return {
    code: 'FRAME_UNKNOWN',
    place: { file: fileName, line: at.line, table: title },
    message: `${fileName} line ${at.line}: of which frame (ram) of the board the table "${title}" is, no heading says`,
    hint: `Write in ${file}, under tables: \`- { heading: '${title}', area: ${area}, unit: ${ids[1] ?? 'board'} }\` (one of ${ids.join(', ')}).`,
  };
}

function missingOf(
  { fileName }: ReadDocument,
  { at }: AssembledTable,
  { name }: TableLabels,
  { file }: Profile,
  known: { readonly area: string | null; readonly unitOfMeasure: UnitOfMeasure | null },
): NotUnderstood[] {
  const title = headingText(name ?? '');
  const place = { file: fileName, line: at.line, table: title };
  const missing: NotUnderstood[] = [];
  if (known.area === null) {
    missing.push({
      code: 'AREA_UNKNOWN',
      place,
      message: `${fileName} line ${at.line}: what the table "${title}" is about, no heading says`,
      hint: `Write in ${file}, under tables: \`- { heading: '${title}', area: operations }\` (or investment, land).`,
    });
  }
  if (known.unitOfMeasure === null) {
    missing.push({
      code: 'UNIT_OF_MEASURE_UNKNOWN',
      place,
      message: `${fileName} line ${at.line}: the table "${title}" prints no unit of measure`,
      hint: `Write in ${file} \`unitOfMeasure: tkr\`, for all tables that print none.`,
    });
  }
  return missing;
}
