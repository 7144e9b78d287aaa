import { LedgerError } from '#amount';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { isDate, isDay, isMonth } from './dates.js';
import type { Storable } from './event.js';
import { COMMON, SCHEMAS } from './schemas/index.js';
import { unknownEvent } from './upcast.js';

// `verbose` puts the broken schema into the error: its description is the hint, its x-code the code.
const ajv = new Ajv2020({
  verbose: true,
  schemas: [...COMMON] as object[],
  keywords: ['x-code'],
  allowUnionTypes: true,
});
ajv.addFormat('date', isDate);
ajv.addFormat('month', isMonth);
ajv.addFormat('day', isDay);

/** Compiled when first asked for: all schemas at once would cost every start of the program a tenth of a second. */
const compiled = new Map<string, ValidateFunction>();

function validatorOf(event: Versioned): ValidateFunction {
  const key = `${event.type}.v${event.schemaVersion}`;
  const known = compiled.get(key);
  if (known !== undefined) return known;
  const schema = SCHEMAS.get(key);
  if (schema === undefined) throw unknownEvent(event);
  const validate = ajv.compile(schema);
  compiled.set(key, validate);
  return validate;
}

/**
 * What is wrong with the data of an event, or undefined: EVENT_INVALID (or the code that the schema names, as
 * RISK_OUT_OF_RANGE), with the field and the rule.
 * @throws LedgerError UNKNOWN_EVENT when there is no schema of that type and version
 */
export function invalidity(
  event: Pick<Storable, 'type' | 'schemaVersion' | 'data'>,
): LedgerError | undefined {
  const validate = validatorOf(event);
  if (validate(event.data)) return undefined;
  return invalid(event, telling(validate.errors ?? []));
}

/** @throws LedgerError as {@link invalidity} tells */
export function requireValid(event: Pick<Storable, 'type' | 'schemaVersion' | 'data'>): void {
  const error = invalidity(event);
  if (error !== undefined) throw error;
}

/** Of several errors the one that lies deepest: an `if` that failed says less than the field that made it fail. */
function telling(errors: readonly ErrorObject[]): ErrorObject | undefined {
  return withoutOtherKinds(errors).reduce<ErrorObject | undefined>((best, error) => {
    if (error.keyword === 'if' || error.keyword === 'oneOf' || error.keyword === 'anyOf')
      return best ?? error;
    if (best === undefined || best.keyword === 'if' || best.keyword === 'oneOf' || best.keyword === 'anyOf')
      return error;
    return error.instancePath.length > best.instancePath.length ? error : best;
  }, undefined);
}

/** Of alternatives that a `kind` tells apart, what is wrong with the one that is meant; or that it is none of them. */
function withoutOtherKinds(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const oneOf = errors.find(({ keyword }) => keyword === 'oneOf');
  const alternatives = (oneOf?.schema ?? []) as readonly Named[];
  const kinds = alternatives.map((alternative) => kindsOf(alternative));
  if (oneOf === undefined || kinds.some((of) => of.length === 0)) return errors;
  const { kind } = oneOf.data as { readonly kind?: unknown };
  const meant = kinds.findIndex((of) => of.includes(kind));
  if (meant >= 0) {
    const other = (path: string): boolean =>
      kinds.some((_, n) => n !== meant && path.startsWith(`${oneOf.schemaPath}/${n}/`));
    return errors.filter(({ schemaPath }) => !other(schemaPath));
  }
  const known = { enum: kinds.flat() };
  return [
    kind === undefined
      ? {
          ...oneOf,
          keyword: 'required',
          params: { missingProperty: 'kind' },
          parentSchema: { properties: { kind: known } },
        }
      : {
          ...oneOf,
          keyword: 'enum',
          instancePath: `${oneOf.instancePath}/kind`,
          schema: known.enum,
          parentSchema: known,
        },
  ];
}

function kindsOf({ properties }: Named): readonly unknown[] {
  const kind = properties?.['kind'];
  if (kind === undefined || kind === false) return [];
  return kind.enum ?? (kind.const === undefined ? [] : [kind.const]);
}

type Versioned = Pick<Storable, 'type' | 'schemaVersion'>;

interface Named {
  readonly $ref?: string;
  readonly 'x-code'?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: string;
  readonly properties?: Readonly<Record<string, Named | false>>;
  readonly minItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly required?: readonly string[];
}

const DEFINITIONS = (COMMON[0] as { readonly $defs: Readonly<Record<string, Named>> }).$defs;

/** What to do about it. The description belongs to the value that failed, or to the field that is missing. */
function hintOf(error: ErrorObject | undefined): string {
  const schema = (error?.parentSchema ?? {}) as Named;
  const params = (error?.params ?? {}) as { missingProperty?: string; additionalProperty?: string };
  switch (error?.keyword) {
    case 'required':
      return `Give it: ${wanted(schema.properties?.[params.missingProperty ?? ''] || {})}.`;
    case 'anyOf':
      return `Give one of ${(error.schema as readonly Named[]).flatMap(({ required = [] }) => required).join(', ')}.`;
    case 'additionalProperties':
      return `Leave it out; there is ${Object.keys(schema.properties ?? {}).join(', ')}.`;
    case 'false schema':
      return 'Leave it out: what stands beside it says otherwise.';
    case 'minProperties':
      return `Name at least one of ${Object.keys(schema.properties ?? {}).join(', ')}.`;
    default:
      return `Expected: ${wanted(schema)}.`;
  }
}

/** What a value shall be, in words. */
function wanted(schema: Named): string {
  if (schema.$ref !== undefined)
    return wanted(DEFINITIONS[schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1)] ?? {});
  const { description, enum: values, const: only, type, minItems = 0, minimum, maximum } = schema;
  if (values !== undefined)
    return `${description === undefined ? '' : `${description}: `}one of ${values.join(', ')}`;
  if (description !== undefined) return description;
  if (only !== undefined) return only;
  if (minimum !== undefined)
    return `a whole number from ${minimum}${maximum === undefined ? '' : ` to ${maximum}`}`;
  if (type === 'array') return minItems > 0 ? `a list of at least ${minItems}` : 'a list';
  return typeof type === 'string' ? (TYPES[type] ?? type) : 'a value of it';
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text that is not empty',
  integer: 'a whole number',
  boolean: 'true or false',
  object: 'its fields',
};

function invalid(event: Versioned, error: ErrorObject | undefined): LedgerError {
  const field = fieldOf(error);
  const schema = error?.parentSchema as Named | undefined;
  return new LedgerError(schema?.['x-code'] ?? 'EVENT_INVALID', `${event.type}: ${field} ${wordsOf(error)}`, {
    place: { field, rule: error?.keyword ?? 'schema' },
    hint: hintOf(error),
  });
}

function wordsOf(error: ErrorObject | undefined): string {
  switch (error?.keyword) {
    case 'additionalProperties':
      return 'is no field of this event';
    case 'false schema':
      return 'cannot stand here';
    case 'required':
    case 'anyOf':
      return 'is missing';
    case 'enum':
      return `must be one of ${(error.schema as readonly unknown[]).map(String).join(', ')}`;
    case 'const':
      return `must be ${String(error.schema)}`;
    case 'pattern':
    case 'format':
      return `cannot be ${JSON.stringify(error.data)}`;
    default:
      return error?.message ?? 'is not as its schema says';
  }
}

/** `lines[2].amount` */
function fieldOf(error: ErrorObject | undefined): string {
  if (error === undefined) return 'data';
  const path = error.instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce(
      (text, step) => (/^\d+$/.test(step) ? `${text}[${step}]` : text === '' ? step : `${text}.${step}`),
      '',
    );
  const params = error.params as { missingProperty?: string; additionalProperty?: string };
  if (error.keyword === 'anyOf') return (error.schema as readonly Named[])[0]?.required?.[0] ?? 'data';
  const property = params.missingProperty ?? params.additionalProperty;
  if (property === undefined) return path === '' ? 'data' : path;
  return path === '' ? property : `${path}.${property}`;
}
