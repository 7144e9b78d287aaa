import { LedgerError } from '#amount';

/** Refuses a command: a stable code, the field, the name of the rule (the code in small letters), and the next step. */
export function refuse(code: string, field: string, message: string, hint: string): never {
  throw new LedgerError(code, message, {
    place: { field, rule: code.toLowerCase().replaceAll('_', '-') },
    hint,
  });
}

/** Are two values the same as JSON, whatever the order of their fields? */
export function sameData(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = definedEntries(a);
  const right = new Map(definedEntries(b));
  return (
    left.length === right.size &&
    left.every(([key, value]) => right.has(key) && sameData(value, right.get(key)))
  );
}

function definedEntries(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, field]) => field !== undefined);
}
