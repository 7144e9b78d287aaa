import { COMMON, CORRECTABLE_EVENTS, EVENT_OF_COMMAND, SCHEMAS, type CommandName } from '#domain';
import { CHOICES, type ChoiceName, type Field, type ObjectShape, type Shape } from './shape.js';
import { FIELD_WORDS } from './words.js';

/*
 * The commands that somebody registers by hand, each described once: by the JSON schema of the event that it asks for,
 * less what the ledger knows by itself. Nothing here repeats what a schema says.
 */

type ByImport = 'StartImport' | 'CompleteImport' | 'AbandonImport';
export type RegisterCommandName = Exclude<CommandName, ByImport>;

export interface RegisterCommand {
  readonly name: RegisterCommandName;
  /** What it registers, with the Swedish term. */
  readonly description: string;
  readonly shape: ObjectShape;
  /** Fields that can hold one value only, and need not be given. */
  readonly constants: Readonly<Record<string, string>>;
}

interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly (string | number)[];
  readonly const?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
}

/** What a command leaves to the ledger, and what it need not say. */
const LEFT_OUT: Partial<Record<RegisterCommandName, readonly string[]>> = {
  CorrectEntry: ['was'],
  WithdrawEntry: ['was'],
  CorrectEvent: ['event', 'version', 'was'],
  WithdrawEvent: ['event', 'version', 'was'],
};
const OPTIONAL: Partial<Record<RegisterCommandName, readonly string[]>> = {
  ExplainDiscrepancy: ['stated', 'computed'],
  AcceptDiscrepancy: ['stated', 'computed'],
};

/** How inputs are called whose schemas have another name, or none. */
const NAMES: Readonly<Record<string, string>> = {
  rank: 'SourceRank',
  published: 'Publication',
  printed: 'PrintedNumber',
  entryCause: 'Cause',
  reading: 'OtherReading',
  anyReading: 'OtherReading',
  at: 'OtherFrame',
  row: 'LayoutRow',
  entryData: 'EntryAmendment',
  'Relative.terms': 'RelativeTerm',
  'Formula.terms': 'FormulaTerm',
  'LayoutRow.breakdown': 'Breakdown',
  'ChangeProjectStatus.at': 'StatusPlace',
  'DefineScale.codes': 'ScaleCode',
  'NameLine.is': 'LineIdentity',
  partyCounts: 'PartyCount',
};

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  Breakdown: 'The place of a row in another breakdown of a total (*uppdelning*).',
  Cause: 'Why readings changed (*orsak*).',
  ChangeLine:
    'A line that changes a reading; without `from` it leads from the budget in force (*ändringsrad*).',
  Decision: 'A decision; what the source does not state is left out (*beslut*).',
  EntryAmendment: 'What of an entry shall be otherwise; what is left out is as it was (*rättad post*).',
  EventAmendment:
    'What of an event shall be otherwise: fields of its kind. What is left out is as it was; null leaves a field out (*rättad händelse*).',
  Formula: 'How a row is computed from others (*formel*).',
  FormulaTerm:
    "A term of a formula: of the row's own line and column, except where it names another (*led*).",
  LayoutRow: 'A row of a table as it is printed (*rad i uppställning*).',
  LineEntry: 'A line that states a reading: an amount, not stated (null), or relative to others (*rad*).',
  LineIdentity: 'The same line otherwise spelled, one made of several, or several made of one (*benämning*).',
  Movement: 'Figures that an event moved: pairs of readings of one frame (*påverkan*).',
  OtherFrame: 'Where a line is of another unit, area, basis, period or edition than its event (*plats*).',
  OtherReading: 'A reading, by what differs (*avläsning*).',
  PairLine: 'A line that changes a reading from another, which it names (*ändringsrad*).',
  PartyCount: 'How many of a party; persons are never named (*antal per parti*).',
  PrintedNumber: 'How the source printed a number (*tryckt tal*).',
  Publication: 'When it was published (*offentliggörande*).',
  Relative: 'Other readings plus a difference (*relativ uppgift*).',
  RelativeTerm: 'A reading that a relative statement rests on (*led*).',
  ScaleCode: 'A code of a scale and what it means (*kod*).',
  Score: 'A number on the scale 1–4 of a risk analysis (*poäng*).',
  SourceCell: 'Where in a document it stands (*källcell*).',
  SourceRank: 'How a source ranks among those of one fact (*källans rang*).',
  StatusPlace: 'The reading that a code stands beside (*plats*).',
  TotalLine: 'A printed derived cell; with `from`, a printed difference (*summarad*).',
  UnseenSale: 'What is known of a sale that the ledger never saw (*okänd försäljning*).',
};

const DECIMALS: ReadonlySet<string> = new Set(['decimal', 'unsignedDecimal', 'amountOrNull']);
/** Fields of decimal numbers whose schema is their own. */
const DECIMAL_FIELDS: ReadonlySet<string> = new Set(['price', 'repaid']);

const common = COMMON[0] as Schema;
const shapes = new Map<string, ObjectShape>();
let known: readonly RegisterCommand[] | undefined;
let amendment: ObjectShape | undefined;

/** Every command, in the order of the catalogue of events. */
export function registerCommands(): readonly RegisterCommand[] {
  known ??= (Object.keys(EVENT_OF_COMMAND) as CommandName[]).filter(isByHand).map(commandNamed);
  return known;
}

function isByHand(name: CommandName): name is RegisterCommandName {
  return name !== 'StartImport' && name !== 'CompleteImport' && name !== 'AbandonImport';
}

function commandNamed(name: RegisterCommandName): RegisterCommand {
  const schema = SCHEMAS.get(`${EVENT_OF_COMMAND[name]}.v1`) as Schema;
  const description = `Register: ${lowerFirst(withTerm(schema.description ?? ''))}.`;
  const constants: Record<string, string> = {};
  const properties: Record<string, Schema> = {};
  for (const [field, given] of Object.entries(schema.properties ?? {})) {
    if (LEFT_OUT[name]?.includes(field) === true) continue;
    if (given.const === undefined) properties[field] = given;
    else constants[field] = given.const;
  }
  const required = (schema.required ?? []).filter((field) => OPTIONAL[name]?.includes(field) !== true);
  const shape: ObjectShape = {
    kind: 'object',
    name,
    description,
    fields: fieldsOf(name, { properties, required }, schema),
  };
  return { name, description, shape, constants };
}

function fieldsOf(name: string, { properties = {}, required = [] }: Schema, root: Schema): Field[] {
  return Object.entries(properties).map(([field, schema]) => {
    const key = `${name}.${field}`;
    const description = FIELD_WORDS[key] ?? FIELD_WORDS[field];
    if (description === undefined) throw new Error(`${key} has no words`);
    return {
      name: field,
      shape: shapeOf(schema, key, root),
      required:
        required.includes(field) &&
        name !== 'EntryAmendment' &&
        name !== 'OtherReading' &&
        key !== 'Cause.id',
      nullable: isNullable(schema),
      description,
    };
  });
}

/**
 * The fields of all events that are corrected as wholes, less those that tell what an event is about: which of them an
 * event has, its own schema says when it is corrected.
 */
function eventAmendment(): ObjectShape {
  const name = 'EventAmendment';
  const fields = new Map<string, Field>();
  for (const [event, identity] of Object.entries(CORRECTABLE_EVENTS)) {
    const schema = SCHEMAS.get(`${event}.v1`) as Schema;
    const command = (Object.keys(EVENT_OF_COMMAND) as CommandName[]).find(
      (of) => EVENT_OF_COMMAND[of] === event,
    );
    const properties = Object.entries(schema.properties ?? {}).filter(
      ([field]) => !fields.has(field) && !(identity as readonly string[]).includes(field),
    );
    for (const field of fieldsOf(command ?? name, { properties: Object.fromEntries(properties) }, schema)) {
      fields.set(field.name, { ...field, required: false, nullable: true });
    }
  }
  return { kind: 'object', name, description: DESCRIPTIONS[name] ?? '', fields: [...fields.values()] };
}

function shapeOf(schema: Schema, key: string, root: Schema): Shape {
  if (key === 'CorrectEvent.is') return (amendment ??= eventAmendment());
  const field = key.slice(key.lastIndexOf('.') + 1);
  if (field === 'signs') return { kind: 'signs' };
  if (field === 'order') return { kind: 'order' };
  if (DECIMAL_FIELDS.has(field)) return { kind: 'decimal' };
  if (schema.$ref !== undefined) {
    const name = schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1);
    if (DECIMALS.has(name)) return { kind: 'decimal' };
    const own = schema.$ref.startsWith('#') && root.$defs?.[name] !== undefined;
    const target = own ? root.$defs[name] : common.$defs?.[name];
    if (target === undefined) throw new Error(`${key} refers to ${schema.$ref}, which is not there`);
    return shapeOf(target, isObject(target) || isObject(target.items) ? name : key, own ? root : common);
  }
  const [alternative] = schema.oneOf ?? [];
  if (schema.oneOf !== undefined && alternative !== undefined)
    return isNullable(schema)
      ? shapeOf(alternative, key, root)
      : objectShape(joined(schema.oneOf), key, root);
  if (isObject(schema)) return objectShape(schema, key, root);
  if (schema.enum !== undefined && schema.enum.every((value) => typeof value === 'string'))
    return choice(schema.enum, key);
  if (schema.items !== undefined) return { kind: 'list', of: shapeOf(schema.items, key, root) };
  const type = typeof schema.type === 'string' ? schema.type : schema.type?.[0];
  if (type === 'boolean') return { kind: 'flag' };
  return { kind: type === 'integer' || typeof schema.enum?.[0] === 'number' ? 'integer' : 'text' };
}

function isObject(schema: Schema | undefined): boolean {
  return schema?.properties !== undefined;
}

function isNullable(schema: Schema): boolean {
  const name = schema.$ref?.slice(schema.$ref.lastIndexOf('/') + 1);
  if (name !== undefined) return isNullable(common.$defs?.[name] ?? {});
  return (
    schema.type === 'null' ||
    schema.type?.includes('null') === true ||
    schema.oneOf?.some(isNullable) === true
  );
}

/** Alternatives as one object: a field is needed where each of them needs it. */
function joined(alternatives: readonly Schema[]): Schema {
  const properties: Record<string, Schema> = {};
  for (const alternative of alternatives) {
    for (const [field, schema] of Object.entries(alternative.properties ?? {})) {
      const values = [properties[field], schema].flatMap(
        (s) => s?.enum ?? (s?.const === undefined ? [] : [s.const]),
      );
      properties[field] = values.length > 0 ? { enum: values } : schema;
    }
  }
  const required = Object.keys(properties).filter((field) =>
    alternatives.every((alternative) => alternative.required?.includes(field) === true),
  );
  return { properties, required };
}

function objectShape(schema: Schema, key: string, root: Schema): ObjectShape {
  const name = NAMES[key] ?? upperFirst(key);
  const before = shapes.get(name);
  if (before !== undefined) return before;
  const description = DESCRIPTIONS[name];
  if (description === undefined) throw new Error(`the input ${name} (${key}) has no words`);
  const shape: ObjectShape = { kind: 'object', name, description, fields: fieldsOf(name, schema, root) };
  shapes.set(name, shape);
  return shape;
}

function choice(values: readonly string[], key: string): Shape {
  const name = (Object.keys(CHOICES) as ChoiceName[]).find((set) =>
    values.every((value) => (CHOICES[set] as readonly string[]).includes(value)),
  );
  if (name === undefined) throw new Error(`${key} takes ${values.join(', ')}, which is no set of values`);
  return { kind: 'choice', name, values };
}

/** `a budget was adopted (budget antagen)` with the Swedish in italics, as the schema has it. */
function withTerm(description: string): string {
  return description.replace(/\(([^)]+)\)/, '(*$1*)');
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}

function upperFirst(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
