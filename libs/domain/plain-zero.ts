/** Fields that hold an amount with a sign. */
const AMOUNTS: ReadonlySet<string> = new Set(['amount', 'difference', 'precision']);
const NEGATIVE_ZERO = /^-(?=0(?:\.0+)?$)/;

/** The same data with nought written as `0`, never `-0`, as amounts are printed; itself where it has none. */
export function plainZero<T>(data: T): T {
  return plain(data, '') as T;
}

function plain(value: unknown, field: string): unknown {
  if (typeof value === 'string') return AMOUNTS.has(field) ? value.replace(NEGATIVE_ZERO, '') : value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = (value as unknown[]).map((item) => plain(item, field));
    return items.some((item, n) => item !== value[n]) ? items : value;
  }
  const fields = Object.entries(value).map(([name, of]): [string, unknown] => [name, plain(of, name)]);
  return fields.some(([name, of]) => of !== (value as Record<string, unknown>)[name])
    ? Object.fromEntries(fields)
    : value;
}
