/** The row under the header of a Markdown table: `| --- | ---: |`. */
export function isSeparator(line: string): boolean {
  return line.includes('-') && pipeCells(line).every((cell) => /^:?-+:?$/u.test(cell.trim()));
}

/** Does a Markdown table begin on this line? Its second line says so, or both begin and end with a pipe. */
export function isPipeTable(line: string, next: string): boolean {
  if (!line.includes('|')) return false;
  if (next.includes('|') && isSeparator(next)) return true;
  return isFramed(line) && isFramed(next);
}

export function isPipeRow(line: string): boolean {
  return line.includes('|') && line.trim() !== '';
}

/** The cells of a row; a pipe that belongs to a text is written `\|`. */
export function pipeCells(line: string): string[] {
  const trimmed = line.trim();
  const inner = trimmed.replace(/^\|/u, '').replace(/(?<!\\)\|$/u, '');
  return inner.split(/(?<!\\)\|/u).map((cell) => cell.replaceAll('\\|', '|'));
}

function isFramed(line: string): boolean {
  const trimmed = line.trim();
  return trimmed.length > 1 && trimmed.startsWith('|') && trimmed.endsWith('|');
}
