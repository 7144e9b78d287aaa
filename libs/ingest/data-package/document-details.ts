import type { DocumentRegistered, PartyCount } from '#domain';
import type { CsvRow } from '../csv.js';
import { cellError, oneOfOrBlank, text, wholeNumberAt } from './fields.js';

/** What a document says of itself beyond title, decision and status. */
export type DocumentDetails = Pick<
  DocumentRegistered,
  | 'unit'
  | 'kind'
  | 'year'
  | 'through'
  | 'paragraph'
  | 'validity'
  | 'notParticipating'
  | 'minutesNotes'
  | 'reservations'
>;

/** Blank, or a column that is not there, is not stated: the field is left out. */
export function documentDetails(at: CsvRow): DocumentDetails {
  const kind = oneOfOrBlank(at, 'kind', ['budget', 'planning', 'interim', 'annual', 'other']);
  return {
    ...stated('unit', text(at, 'board')),
    ...(kind === null ? {} : { kind }),
    ...(text(at, 'year') === '' ? {} : { year: wholeNumberAt(at, 'year') }),
    ...stated('through', text(at, 'through')),
    ...stated('paragraph', text(at, 'paragraph')),
    ...stated('validity', text(at, 'validity')),
    ...counted('notParticipating', at),
    ...counted('minutesNotes', at),
    ...counted('reservations', at),
  };
}

function stated<K extends string>(field: K, value: string): Partial<Record<K, string>> {
  return value === '' ? {} : ({ [field]: value } as Record<K, string>);
}

/** `M 2; V 1`. */
function counted<K extends string>(field: K, at: CsvRow): { [F in K]?: readonly PartyCount[] } {
  const value = text(at, field);
  if (value === '') return {};
  const counts = value.split(';').map((part): PartyCount => {
    const [, party = '', count = ''] = /^(\p{Lu}{1,5}) ([1-9]\d{0,3})$/u.exec(part.trim()) ?? [];
    if (party !== '') return { party, count: Number(count) };
    const hint = 'Give the parties and how many of each, as "M 2; V 1", and no names.';
    throw cellError(at, field, 'VALUE_UNKNOWN', `"${part.trim()}" is no number of a party`, hint);
  });
  const stated: { [F in K]?: readonly PartyCount[] } = {};
  stated[field] = counts;
  return stated;
}
