import { isUnitOfMeasure, type UnitOfMeasure } from '#amount';
import type { Status } from '#ledger';
import { DOCUMENT_KINDS } from '../understanding/table-kind.js';
import { headingKey, slugOf } from '../understanding/words.js';
import type { BoardProfile, DocumentRule, FrameProfile, NameRule, Profile, TableRule } from './profile.js';
import {
  fieldError,
  fieldsOf,
  idOf,
  itemsOf,
  needed,
  oneOf,
  plainValue,
  readYaml,
  requiredText,
  textOf,
  textsByName,
  trueOrFalseOf,
  wholeNumberOf,
  type YamlField,
} from './yaml.js';

const STATUSES: readonly Status[] = ['proposed', 'forInformation', 'adopted'];

const FIELDS = [
  'profile',
  'version',
  'judgedBy',
  'municipality',
  'recognisedBy',
  'unitOfMeasure',
  'boards',
  'notFrames',
  'documents',
  'tables',
  'names',
  'sie',
];

/**
 * Reads and checks a profile.
 *
 * @throws LedgerError PROFILE_UNREADABLE, naming file, line and field
 */
export function readProfile(file: string, text: string): Profile {
  const root = readYaml(file, text);
  const fields = fieldsOf(root, FIELDS);
  const name = idOf(needed(root, fields, 'profile'));
  const municipalityAt = needed(root, fields, 'municipality');
  const municipality = fieldsOf(municipalityAt, ['id', 'name']);
  const recognisedBy = needed(root, fields, 'recognisedBy');
  const judgedBy = textOf(fields.get('judgedBy')) || `profile ${name}`;
  const unit = fields.get('unitOfMeasure');
  const profile: Profile = {
    name,
    version: wholeNumberOf(needed(root, fields, 'version')),
    file,
    judgedBy,
    municipality: {
      id: idOf(needed(municipalityAt, municipality, 'id')),
      name: requiredText(needed(municipalityAt, municipality, 'name')),
    },
    recognisedBy: itemsOf(recognisedBy).map(requiredText),
    unitOfMeasure: unit === undefined ? null : unitOf(unit),
    boards: itemsOf(fields.get('boards')).map(boardOf),
    notFrames: itemsOf(fields.get('notFrames')).map((at) => headingKey(requiredText(at))),
    documents: itemsOf(fields.get('documents')).map(documentOf),
    tables: itemsOf(fields.get('tables')).map(tableOf),
    names: itemsOf(fields.get('names')).map((at) => nameOf(at, judgedBy)),
    sie: plainValue(fields.get('sie')),
  };
  if (profile.recognisedBy.length === 0) {
    throw fieldError(recognisedBy, 'is empty', 'Write a word that only documents of the municipality have.');
  }
  return profile;
}

function unitOf(at: YamlField): UnitOfMeasure {
  const text = requiredText(at);
  if (isUnitOfMeasure(text)) return text;
  throw fieldError(at, `is "${text}"`, 'Write kr, tkr, mnkr, percent, index or count.');
}

function boardOf(at: YamlField): BoardProfile {
  const fields = fieldsOf(at, ['id', 'name', 'also', 'frames']);
  return {
    id: idOf(needed(at, fields, 'id')),
    name: requiredText(needed(at, fields, 'name')),
    also: itemsOf(fields.get('also')).map(requiredText),
    frames: itemsOf(fields.get('frames')).map(frameOf),
  };
}

function frameOf(at: YamlField): FrameProfile {
  const fields = fieldsOf(at, ['id', 'name', 'short', 'also']);
  const id = idOf(needed(at, fields, 'id'));
  const short = fields.get('short');
  return {
    id,
    name: requiredText(needed(at, fields, 'name')),
    short: short === undefined ? id : idOf(short),
    also: itemsOf(fields.get('also')).map(requiredText),
  };
}

function documentOf(at: YamlField): DocumentRule {
  const fields = fieldsOf(at, ['kind', 'words', 'slug', 'status', 'through']);
  const words = itemsOf(needed(at, fields, 'words')).map((word) => requiredText(word).toLowerCase());
  const slug = fields.get('slug');
  const through = fields.get('through');
  const month = through === undefined ? null : wholeNumberOf(through);
  if (through !== undefined && month !== null && month > 12)
    throw fieldError(through, 'is no month', 'Write 1 to 12.');
  return {
    kind: oneOf(needed(at, fields, 'kind'), DOCUMENT_KINDS),
    words,
    slug: slug === undefined ? slugOf(words[0] ?? '') : idOf(slug),
    status: oneOf(needed(at, fields, 'status'), STATUSES),
    through: month,
  };
}

function tableOf(at: YamlField): TableRule {
  const fields = fieldsOf(at, [
    'heading',
    'id',
    'area',
    'text',
    'means',
    'unit',
    'unitOfMeasure',
    'signs',
    'columns',
    'rows',
    'rank',
  ]);
  const heading = needed(at, fields, 'heading');
  const id = fields.get('id');
  const unit = fields.get('unit');
  const unitOfMeasure = fields.get('unitOfMeasure');
  const rank = fields.get('rank');
  const area = fields.get('area');
  if (id !== undefined && !/^(?:\{(?:frame|year)\}|[a-z0-9-])+$/.test(requiredText(id))) {
    const hint = 'Small letters a to z, digits and hyphens, with {frame} or {year} where they belong.';
    throw fieldError(id, `is "${textOf(id)}"`, hint);
  }
  return {
    headings: requiredText(heading)
      .split(' > ')
      .map((part) => part.split('*').map(headingKey).join('*')),
    id: textOf(id),
    area: area === undefined ? null : idOf(area),
    text: trueOrFalseOf(fields.get('text')),
    means: textOf(fields.get('means')),
    unit: unit === undefined ? 'board' : idOf(unit),
    unitOfMeasure: unitOfMeasure === undefined ? null : unitOf(unitOfMeasure),
    signs: textsByName(fields.get('signs')),
    columns: textsByName(fields.get('columns')),
    rows: textsByName(fields.get('rows')),
    rank: rank === undefined ? 1 : wholeNumberOf(rank),
  };
}

function nameOf(at: YamlField, judge: string): NameRule {
  const fields = fieldsOf(at, ['unit', 'area', 'line', 'alias', 'merger', 'split', 'judged', 'note']);
  const kinds = (['alias', 'merger', 'split'] as const).filter((kind) => fields.has(kind));
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1) {
    throw fieldError(at, 'says not what the line is', 'Write one of alias, merger and split.');
  }
  return {
    unit: requiredText(needed(at, fields, 'unit')),
    area: idOf(needed(at, fields, 'area')),
    line: requiredText(needed(at, fields, 'line')),
    kind,
    sameAs: itemsOf(fields.get(kind)).map(requiredText).join(' | '),
    judgedBy: trueOrFalseOf(fields.get('judged')) ? judge : '',
    note: textOf(fields.get('note')),
    at: at.line,
  };
}
