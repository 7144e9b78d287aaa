/** Columns that a page has room for. */
const WIDTH = 112;

/** JSON to be read: what has room on a line stands on one. Ends with a line break. */
export function compactJson(value: unknown): string {
  return `${printed(value, '', 0)}\n`;
}

/** @param taken columns that stand before it on its line, its indentation apart */
function printed(value: unknown, indent: string, taken: number): string {
  const line = onOneLine(value);
  if (indent.length + taken + line.length <= WIDTH || typeof value !== 'object' || value === null)
    return line;
  const deeper = `${indent}  `;
  if (Array.isArray(value)) {
    return `[\n${value.map((item) => `${deeper}${printed(item, deeper, 1)}`).join(',\n')}\n${indent}]`;
  }
  const fields = Object.entries(value).map(([name, field]) => {
    const key = `${JSON.stringify(name)}: `;
    return `${deeper}${key}${printed(field, deeper, key.length + 1)}`;
  });
  return `{\n${fields.join(',\n')}\n${indent}}`;
}

function onOneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(onOneLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = Object.entries(value).map(([name, field]) => `${JSON.stringify(name)}: ${onOneLine(field)}`);
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}
