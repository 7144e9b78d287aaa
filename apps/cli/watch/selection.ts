/** Which fields are taken of something: `true` for one without fields of its own. */
export interface Selection {
  readonly [field: string]: true | Selection;
}

/** As GraphQL asks for it: `cursor cells { path value }`. */
export function selectionText(selection: Selection): string {
  return Object.entries(selection)
    .map(([field, inner]) => (inner === true ? field : `${field} { ${selectionText(inner)} }`))
    .join(' ');
}

/** Just these fields of an object, so that what was read here and what a server answered are the same. */
export function selected(value: unknown, selection: Selection): unknown {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.map((item: unknown) => selected(item, selection));
  const fields = value as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.entries(selection).map(([field, inner]) => [
      field,
      inner === true ? (fields[field] ?? null) : selected(fields[field], inner),
    ]),
  );
}
