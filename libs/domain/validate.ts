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

/** Compiled when first asked for: 38 schemas at once would cost every start of the program a tenth of a second. */
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
  return errors.reduce<ErrorObject | undefined>((best, error) => {
    if (error.keyword === 'if' || error.keyword === 'oneOf' || error.keyword === 'anyOf')
      return best ?? error;
    if (best === undefined || best.keyword === 'if' || best.keyword === 'oneOf' || best.keyword === 'anyOf')
      return error;
    return error.instancePath.length > best.instancePath.length ? error : best;
  }, undefined);
}

type Versioned = Pick<Storable, 'type' | 'schemaVersion'>;

interface Named {
  readonly 'x-code'?: string;
  readonly description?: string;
}

/** The description belongs to the value that failed; a missing or unknown field has none of its own there. */
function hintOf(event: Versioned, error: ErrorObject | undefined): string {
  const description = (error?.parentSchema as Named | undefined)?.description;
  const ofValue = error?.keyword !== 'required' && error?.keyword !== 'additionalProperties';
  return description !== undefined && ofValue
    ? `Expected: ${description}.`
    : `The fields of the event are described in its schema, ${event.type}.v${event.schemaVersion}.json.`;
}

function invalid(event: Versioned, error: ErrorObject | undefined): LedgerError {
  const field = fieldOf(error);
  const schema = error?.parentSchema as Named | undefined;
  return new LedgerError(schema?.['x-code'] ?? 'EVENT_INVALID', `${event.type}: ${field} ${wordsOf(error)}`, {
    place: { field, rule: error?.keyword ?? 'schema' },
    hint: hintOf(event, error),
  });
}

function wordsOf(error: ErrorObject | undefined): string {
  switch (error?.keyword) {
    case 'additionalProperties':
      return 'is no field of this event';
    case 'false schema':
      return 'cannot stand here';
    case 'required':
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
  const property = params.missingProperty ?? params.additionalProperty;
  if (property === undefined) return path === '' ? 'data' : path;
  return path === '' ? property : `${path}.${property}`;
}
