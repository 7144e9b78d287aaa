import { LedgerError } from '#amount';

/**
 * How the SIE files of a municipality are understood: the section `sie` of its profile. Every field may be left out.
 *
 * ```yaml
 * sie:
 *   unit: ks               # whose file it is, below the municipality; left out: the municipality's own
 *   units:                 # objects of a dimension that are units of their own
 *     dimension: 1
 *     objects:
 *       '10-19': ks/drift
 *   lines: 21              # the dimension whose objects are the outermost lines (verksamhet, ansvar)
 *   detail: account        # account, group or measure: how far a line goes down
 *   area: operations
 *   budget: '2023:1'       # the edition of #PBUDGET; left out: the year; {year} stands for it
 *   months: true           # false: no figures of single months
 *   accounts:              # before those of Kommun-Bas; measure none: not in the table
 *     - accounts: 36-39
 *       measure: revenue
 *       line: Övriga intäkter
 * ```
 */
export interface SieProfile {
  readonly unit: string;
  readonly units: { readonly dimension: number; readonly objects: readonly UnitRule[] } | null;
  readonly lines: number | null;
  readonly detail: SieDetail;
  readonly area: string;
  readonly budget: string;
  readonly months: boolean;
  readonly accounts: readonly AccountRule[];
}

export const SIE_DETAILS = ['account', 'group', 'measure'] as const;
export type SieDetail = (typeof SIE_DETAILS)[number];

/** Numbers from one through another, compared by as many digits as the range gives: `36-39` has 3610 and 39999. */
export interface NumberRange {
  readonly from: string;
  readonly to: string;
}

export interface UnitRule extends NumberRange {
  readonly unit: string;
}

export interface AccountRule extends NumberRange {
  /** null: the account is not in the table. */
  readonly measure: string | null;
  /** Label of the group. */
  readonly line: string;
}

/**
 * The classes and groups of Kommun-Bas, the chart of accounts of SKR for municipalities: 3 revenue, 4 purchases, 5
 * labour, 6 and 7 other costs, 8 taxes, grants of the state and finance. 89, the result of the year, is not in a table.
 */
export const KOMMUN_BAS: readonly AccountRule[] = [
  rule('3', 'revenue', 'Verksamhetens intäkter'),
  rule('4', 'cost', 'Inköp, bidrag och köp av verksamhet'),
  rule('5', 'cost', 'Kostnader för arbetskraft'),
  rule('6-78', 'cost', 'Övriga verksamhetskostnader'),
  rule('79', 'cost', 'Avskrivningar och nedskrivningar'),
  rule('80', 'revenue', 'Skatteintäkter'),
  rule('81-82', 'revenue', 'Generella statsbidrag och utjämning'),
  rule('83', 'cost', 'Avgifter i utjämningssystemen'),
  rule('84', 'financial', 'Finansiella intäkter'),
  rule('85', 'financial', 'Finansiella kostnader'),
  rule('89', null, ''),
];

export const DEFAULT_SIE: SieProfile = {
  unit: '',
  units: null,
  lines: null,
  detail: 'account',
  area: 'operations',
  budget: '{year}',
  months: true,
  accounts: KOMMUN_BAS,
};

export function isWithin(number: string, { from, to }: NumberRange): boolean {
  return number.slice(0, from.length) >= from && number.slice(0, to.length) <= to;
}

function rule(range: string, measure: string | null, line: string): AccountRule {
  const [from = '', to = from] = range.split('-');
  return { from, to, measure, line };
}

const MEASURES = ['revenue', 'cost', 'financial', 'grant', 'none'];
const PATH = /^[a-z0-9]+(?:[-/][a-z0-9]+)*$/;

/**
 * The section as it was read from a profile's file.
 *
 * @throws LedgerError PROFILE_UNREADABLE, naming file and field
 */
export function sieProfileOf(section: unknown, file: string): SieProfile {
  if (section === null || section === undefined) return DEFAULT_SIE;
  const given = new Section(section, file, 'sie');
  given.only(['unit', 'units', 'lines', 'detail', 'area', 'budget', 'months', 'accounts']);
  const months = given.text('months') ?? 'true';
  if (months !== 'true' && months !== 'false') throw given.wrong('months', 'Write true or false.');
  return {
    unit: given.path('unit') ?? DEFAULT_SIE.unit,
    units: unitsOf(given.section('units')),
    lines: given.dimension('lines'),
    detail:
      SIE_DETAILS.find((detail) => detail === (given.text('detail') ?? DEFAULT_SIE.detail)) ??
      detailOf(given),
    area: given.path('area') ?? DEFAULT_SIE.area,
    budget: given.text('budget') ?? DEFAULT_SIE.budget,
    months: months === 'true',
    accounts: [...given.list('accounts').map(accountRule), ...KOMMUN_BAS],
  };
}

function detailOf(given: Section): never {
  throw given.wrong('detail', `Write one of ${SIE_DETAILS.join(', ')}.`);
}

function unitsOf(given: Section | null): SieProfile['units'] {
  if (given === null) return null;
  given.only(['dimension', 'objects']);
  const dimension = given.dimension('dimension');
  if (dimension === null) throw given.wrong('dimension', 'Write the number of a dimension, as 1.');
  const objects = given.section('objects');
  if (objects === null) throw given.wrong('objects', "Write objects and their units, as '10-19': ks/drift.");
  return {
    dimension,
    objects: objects.names().map((name) => {
      const [from = '', to = from] = name.split('-').map((part) => part.trim());
      return { from, to, unit: objects.path(name) ?? '' };
    }),
  };
}

function accountRule(given: Section): AccountRule {
  given.only(['accounts', 'measure', 'line']);
  const range = /^(\d+)(?:\s*-\s*(\d+))?$/.exec(given.text('accounts') ?? '');
  if (range === null) throw given.wrong('accounts', 'Write how the numbers begin, as 36 or 36-39.');
  const measure = given.text('measure') ?? '';
  if (!MEASURES.includes(measure)) throw given.wrong('measure', `Write one of ${MEASURES.join(', ')}.`);
  const line = given.text('line') ?? '';
  if (measure !== 'none' && line === '') throw given.wrong('line', 'Write the label of the group.');
  const [, from = '', to = from] = range;
  return { from, to, measure: measure === 'none' ? null : measure, line };
}

/** A part of the section, each field read with an error that names it. */
class Section {
  readonly #values: Readonly<Record<string, unknown>>;

  constructor(
    value: unknown,
    readonly file: string,
    readonly field: string,
  ) {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) {
      throw unreadable(file, field, 'is no list of fields', 'Write names and values, one a line.');
    }
    this.#values = value as Record<string, unknown>;
  }

  names(): string[] {
    return Object.keys(this.#values);
  }

  only(known: readonly string[]): void {
    const unknown = this.names().find((name) => !known.includes(name));
    if (unknown !== undefined) throw this.wrong(unknown, `Known here: ${known.join(', ')}.`, 'is not known');
  }

  text(name: string): string | null {
    const value = this.#values[name];
    if (value === undefined || value === null || value === '') return null;
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      return String(value).trim();
    }
    throw this.wrong(name, 'Write one value.');
  }

  path(name: string): string | null {
    const text = this.text(name);
    if (text === null || PATH.test(text)) return text;
    throw this.wrong(name, 'Write small letters a to z, digits, hyphens, and / between, as ks/drift.');
  }

  dimension(name: string): number | null {
    const text = this.text(name);
    if (text === null) return null;
    if (/^\d{1,6}$/.test(text)) return Number(text);
    throw this.wrong(name, 'Write the number of a dimension, as 1.');
  }

  section(name: string): Section | null {
    const value = this.#values[name];
    return value === undefined || value === null
      ? null
      : new Section(value, this.file, `${this.field}.${name}`);
  }

  list(name: string): Section[] {
    const value = this.#values[name];
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) throw this.wrong(name, 'Write a list, each item after a hyphen.');
    return value.map((item, index) => new Section(item, this.file, `${this.field}.${name}[${index}]`));
  }

  wrong(name: string, hint: string, message = `is ${JSON.stringify(this.#values[name] ?? '')}`): LedgerError {
    return unreadable(this.file, `${this.field}.${name}`, message, hint);
  }
}

function unreadable(file: string, field: string, message: string, hint: string): LedgerError {
  return new LedgerError('PROFILE_UNREADABLE', `${file}: ${field} ${message}`, {
    place: { file, field },
    hint,
  });
}
