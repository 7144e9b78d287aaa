import { COMMON, SCHEMAS } from '../schemas/index.js';

/*
 * What the schemas of events demand, taken from the schemas: a datum that keeps to all of it, with every field that there
 * is, and each demand broken by itself. So a new field or a new demand is tried without anybody thinking of it.
 */

interface Schema {
  readonly $ref?: string;
  readonly 'x-code'?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly minItems?: number;
  readonly minProperties?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

export interface Break {
  readonly field: string;
  readonly rule: string;
  /** What the schema names; EVENT_INVALID where it names none. */
  readonly code: string;
  readonly data: unknown;
}

type Path = readonly (string | number)[];

const common = COMMON[0] as Schema;
const VARIANTS = 3;

/** Fields that cannot stand together: which are left out of a sample, variant by variant. */
const LEFT_OUT: Readonly<Record<string, readonly (readonly string[])[]>> = {
  lineEntry: [['relative'], ['amount'], ['relative']],
  totalLine: [['relative', 'from'], ['amount', 'from'], ['relative']],
  EntryCorrected: [['date']],
  EntryWithdrawn: [['date']],
  EventCorrected: [['date']],
  EventWithdrawn: [['date']],
  entryData: [['relative', 'from', 'precision', 'cause'], ['relative'], ['relative', 'precision', 'cause']],
};
const KINDS = ['statement', 'change', 'difference'];

/** Texts of which one fits each pattern; a new pattern may need another. */
const TEXTS: readonly string[] = [
  '2031',
  'a',
  '1',
  'ab'.repeat(32),
  '00000000-0000-4000-8000-000000000000',
  '00000000-0000-4000-8000-000000000000/0',
  'Ledning',
];
const FORMATS: Readonly<Record<string, string>> = { date: '2031-01-14', month: '2031-01', day: '2031-01-14' };

interface Definition {
  readonly name: string;
  readonly schema: Schema;
  readonly root: Schema;
}

function definitionOf(ref: string, root: Schema): Definition {
  const name = ref.slice(ref.lastIndexOf('/') + 1);
  const own = ref.startsWith('#') ? root.$defs?.[name] : undefined;
  const schema = own ?? common.$defs?.[name];
  if (schema === undefined) throw new Error(`${ref} is not there`);
  return { name, schema, root: own === undefined ? common : root };
}

function sample(schema: Schema, root: Schema, variant: number, name = ''): unknown {
  if (schema.$ref !== undefined) {
    const of = definitionOf(schema.$ref, root);
    return sample(of.schema, of.root, variant, of.name);
  }
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.oneOf !== undefined)
    return sample(schema.oneOf[variant % schema.oneOf.length] as Schema, root, variant);
  const type = typeof schema.type === 'string' ? schema.type : schema.type?.[0];
  switch (type) {
    case 'object': {
      const out = new Set(LEFT_OUT[name]?.[variant]);
      const fields = Object.entries(schema.properties ?? {})
        .filter(([field]) => !out.has(field))
        .map(([field, of]): [string, unknown] => [field, sample(of, root, variant)]);
      return {
        ...Object.fromEntries(fields),
        ...(name === 'entryData' ? { kind: KINDS[variant] } : {}),
        // Only an erratum has a date of its own.
        ...(schema.properties?.['nature'] === undefined || variant === 0 ? {} : { nature: 'erratum' }),
      };
    }
    case 'array':
      return Array.from({ length: schema.minItems ?? 1 }, () => sample(schema.items ?? {}, root, variant));
    case 'integer':
      return schema.minimum ?? 1;
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return Array.isArray(schema.type) && schema.type.includes('integer') ? 1 : textFor(schema);
  }
}

function textFor({ pattern, format }: Schema): string {
  if (format !== undefined) return FORMATS[format] ?? '';
  if (pattern === undefined) return 'Text';
  const fits = new RegExp(pattern, 'u');
  const found = TEXTS.find((candidate) => fits.test(candidate));
  if (found === undefined) throw new Error(`No text is known for ${pattern}`);
  return found;
}

/** Data with every field of an event, in as many variants as it takes to have each. */
export function samplesOf(type: string): unknown[] {
  const schema = SCHEMAS.get(`${type}.v1`) as Schema;
  return Array.from({ length: VARIANTS }, (_, variant) => sample(schema, schema, variant, type));
}

/** Each demand of the schema on a datum, broken. */
export function breaksOf(type: string, data: unknown): Break[] {
  const schema = SCHEMAS.get(`${type}.v1`) as Schema;
  return broken(schema, schema, data, []).map(({ path, change, rule, code }) => ({
    rule,
    code,
    field: fieldOf(path),
    data: changed(data, path, change),
  }));
}

const GONE = Symbol('gone');

interface Broken {
  readonly path: Path;
  readonly rule: string;
  readonly code: string;
  readonly change: unknown;
}

function broken(schema: Schema, root: Schema, value: unknown, path: Path): Broken[] {
  if (schema.$ref !== undefined) {
    const of = definitionOf(schema.$ref, root);
    return broken(of.schema, of.root, value, path);
  }
  const code = schema['x-code'] ?? 'EVENT_INVALID';
  const at = (rule: string, change: unknown, of: Path = path): Broken => ({
    path: of,
    rule,
    // That a field is missing or unknown is no matter of the schema of its value.
    code: rule === 'required' || rule === 'additionalProperties' ? 'EVENT_INVALID' : code,
    change,
  });
  if (schema.oneOf !== undefined) {
    const { kind } = (value ?? {}) as { readonly kind?: unknown };
    const meant = schema.oneOf.find((of) => kind !== undefined && allows(of.properties?.['kind'], kind));
    return meant === undefined ? [] : broken(meant, root, value, path);
  }
  if (schema.const !== undefined) return path.at(-1) === 'kind' ? [] : [at('const', 'fel')];
  if (schema.enum !== undefined) {
    return path.at(-1) === 'kind' && path.length > 1
      ? []
      : [at('enum', typeof schema.enum[0] === 'number' ? 99 : 'fel')];
  }
  const found: Broken[] = [];
  if (typeof schema.type === 'string' && path.length > 0)
    found.push(at('type', schema.type === 'string' ? 7 : 'fel'));
  if (schema.pattern !== undefined) found.push(at('pattern', `${String.fromCharCode(1)} fel`));
  if (schema.format !== undefined) found.push(at('format', '2031-02-30'));
  if (schema.minLength !== undefined) found.push(at('minLength', ''));
  if (schema.minItems !== undefined) found.push(at('minItems', []));
  if (schema.minimum !== undefined) found.push(at('minimum', schema.minimum - 1));
  if (schema.maximum !== undefined) found.push(at('maximum', schema.maximum + 1));
  if (Array.isArray(value)) {
    const [first] = value as readonly unknown[];
    if (schema.items !== undefined && value.length > 0)
      found.push(...broken(schema.items, root, first, [...path, 0]));
    return found;
  }
  if (typeof value !== 'object' || value === null) return found;
  if (schema.minProperties !== undefined) found.push(at('minProperties', {}));
  if (schema.additionalProperties === false) found.push(at('additionalProperties', 1, [...path, 'fel']));
  for (const field of schema.required ?? []) found.push(at('required', GONE, [...path, field]));
  for (const [field, of] of Object.entries(schema.properties ?? {})) {
    const own = (value as Readonly<Record<string, unknown>>)[field];
    if (own !== undefined) found.push(...broken(of, root, own, [...path, field]));
  }
  return found;
}

function allows(schema: Schema | undefined, value: unknown): boolean {
  return schema?.const === value || schema?.enum?.includes(value) === true;
}

/** The datum with another value at a path, or without it. */
function changed(value: unknown, path: Path, change: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return change;
  if (Array.isArray(value))
    return (value as readonly unknown[]).map((item, n) => (n === step ? changed(item, rest, change) : item));
  const fields = Object.entries(value as Record<string, unknown>);
  if (rest.length === 0 && change === GONE) return Object.fromEntries(fields.filter(([f]) => f !== step));
  const own = (value as Record<string, unknown>)[String(step)];
  return { ...Object.fromEntries(fields), [String(step)]: changed(own, rest, change) };
}

function fieldOf(path: Path): string {
  const text = path.reduce<string>(
    (all, step) => (typeof step === 'number' ? `${all}[${step}]` : `${all}.${step}`),
    '',
  );
  return text === '' ? 'data' : text.slice(1);
}
