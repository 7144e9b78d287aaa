import { LedgerError } from '#amount';

/** What JSON can hold and an event may carry. Numbers are safe integers only; an amount is a decimal string. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Deeper than any event is; stops a circular value with an error instead of a full stack. */
export const NESTING_MAX = 64;

/** Names of fields repeat from event to event, so their quoted form is kept, up to this many. */
const QUOTED_KEYS_MAX = 4096;
const quotedKeys = new Map<string, string>();

/** `"`, `\`, control characters and lone surrogates: all that cannot be copied as it is. */
const UNSAFE = /["\\\p{Cc}\p{Cs}]/u;
const LONE_SURROGATE = /\p{Cs}/u;

class NotStorable extends Error {}

/**
 * The canonical text (RFC 8785, JSON Canonicalization Scheme) of a value: no white space, the fields of every object
 * sorted by UTF-16 code unit, strings escaped as ECMAScript does.
 *
 * Narrower than the RFC on purpose: a number must be a safe integer, so that no figure passes through a binary
 * fraction, and whatever JSON would drop or change in silence (`undefined`, BigInt, NaN, dates, instances of classes,
 * lone surrogates) is refused.
 *
 * @param name what the value is called in the error, `data` for instance
 * @throws LedgerError VALUE_NOT_STORABLE, naming the path of the value that was refused
 */
export function canonicalJson(value: unknown, name = 'value'): string {
  try {
    return text(value, 0);
  } catch (error) {
    if (!(error instanceof NotStorable) && !(error instanceof RangeError)) throw error;
    throw refusal(value, name);
  }
}

function text(value: unknown, depth: number): string {
  switch (typeof value) {
    case 'string':
      return quoted(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'number':
      if (!Number.isSafeInteger(value)) throw new NotStorable();
      return String(value);
    case 'object':
      if (value === null) return 'null';
      if (depth >= NESTING_MAX) throw new NotStorable();
      return Array.isArray(value) ? arrayText(value, depth) : objectText(value, depth);
    default:
      throw new NotStorable();
  }
}

function arrayText(values: readonly unknown[], depth: number): string {
  const length = values.length;
  if (length === 0) return '[]';
  let out = '[' + text(values[0], depth + 1);
  for (let i = 1; i < length; i++) out += ',' + text(values[i], depth + 1);
  return out + ']';
}

function objectText(value: object, depth: number): string {
  if (!isPlain(value)) throw new NotStorable();
  const fields = value as Record<string, unknown>;
  const keys = sorted(Object.keys(fields));
  const length = keys.length;
  if (length === 0) return '{}';
  let out = '{';
  for (let i = 0; i < length; i++) {
    const key = keys[i]!;
    out += (i === 0 ? '' : ',') + quotedKey(key) + text(fields[key], depth + 1);
  }
  return out + '}';
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return true;
  // A plain object of another realm (a worker's vm context, a test runner) has an Object.prototype of its own.
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype as object, 'hasOwnProperty');
}

/** In place, by UTF-16 code unit (what `<` compares). Fields are few, so an insertion sort beats the built-in one. */
function sorted(keys: string[]): string[] {
  if (keys.length > 24) return keys.sort();
  for (let i = 1; i < keys.length; i++) {
    const key = keys[i]!;
    let j = i - 1;
    while (j >= 0 && keys[j]! > key) {
      keys[j + 1] = keys[j]!;
      j--;
    }
    keys[j + 1] = key;
  }
  return keys;
}

function quotedKey(key: string): string {
  const known = quotedKeys.get(key);
  if (known !== undefined) return known;
  const made = quoted(key) + ':';
  if (quotedKeys.size >= QUOTED_KEYS_MAX) quotedKeys.clear();
  quotedKeys.set(key, made);
  return made;
}

function quoted(value: string): string {
  if (!UNSAFE.test(value)) return '"' + value + '"';
  if (LONE_SURROGATE.test(value)) throw new NotStorable();
  // Without lone surrogates JSON.stringify escapes exactly as RFC 8785, 3.2.2.2 asks.
  return JSON.stringify(value);
}

/** Walks the value again, slowly, to say where it goes wrong and why. */
function refusal(value: unknown, name: string): LedgerError {
  const found = findRefused(value, name, 0) ?? { path: name, what: 'cannot be written as JSON' };
  return new LedgerError('VALUE_NOT_STORABLE', `${found.path} ${found.what}`, {
    place: { field: found.path },
    hint: 'An event holds strings, booleans, whole numbers, null, arrays and plain objects; an amount is a decimal string.',
  });
}

interface Refused {
  readonly path: string;
  readonly what: string;
}

function findRefused(value: unknown, path: string, depth: number): Refused | undefined {
  const no = (what: string): Refused => ({ path, what });
  switch (typeof value) {
    case 'boolean':
      return undefined;
    case 'string':
      return LONE_SURROGATE.test(value) ? no('holds half a character (a lone surrogate)') : undefined;
    case 'number':
      return Number.isSafeInteger(value)
        ? undefined
        : no(`is the number ${String(value)}, which is no safe integer`);
    case 'object':
      break;
    default:
      return no(typeof value === 'bigint' ? 'is a BigInt' : `is ${describeType(value)}`);
  }
  if (value === null) return undefined;
  if (depth >= NESTING_MAX) return no(`is nested deeper than ${NESTING_MAX} levels`);
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      const found = findRefused(value[i], `${path}[${i}]`, depth + 1);
      if (found) return found;
    }
    return undefined;
  }
  if (!isPlain(value)) return no(`is an instance of ${value.constructor?.name ?? 'a class'}`);
  for (const [key, field] of Object.entries(value)) {
    const fieldPath = /^[A-Za-z_][\w-]*$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
    if (LONE_SURROGATE.test(key))
      return { path: fieldPath, what: 'has half a character (a lone surrogate) in its name' };
    const found = findRefused(field, fieldPath, depth + 1);
    if (found) return found;
  }
  return undefined;
}

function describeType(value: unknown): string {
  return value === undefined ? 'undefined' : `a ${typeof value}`;
}
