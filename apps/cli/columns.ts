export interface ColumnStyle {
  readonly align: 'left' | 'right';
}

/** Characters between two columns. */
const GAP = '  ';

/** Lines of aligned columns; a row that is one text goes over all of them. */
export function alignColumns(
  rows: readonly (readonly string[] | string)[],
  styles: readonly ColumnStyle[],
): string[] {
  const widths = styles.map((_, at) =>
    Math.max(0, ...rows.map((row) => (typeof row === 'string' ? 0 : width(row[at] ?? '')))),
  );
  return rows.map((row) => {
    if (typeof row === 'string') return row;
    const cells = styles.flatMap((style, at) => {
      const columnWidth = widths[at] ?? 0;
      // A column in which nothing stands takes no space.
      if (columnWidth === 0) return [];
      const text = row[at] ?? '';
      const space = ' '.repeat(Math.max(0, columnWidth - width(text)));
      return [style.align === 'right' ? space + text : text + space];
    });
    return cells.join(GAP).trimEnd();
  });
}

/** Characters as they are counted on a screen: a letter with its accents is one. */
export function width(text: string): number {
  return [...text.normalize('NFC')].length;
}

/** Lines of words; a pair (`prognos/budget`) may be broken after its stroke. */
export function wrapped(text: string, characters: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/ |(?<=\p{L}\/)(?=\p{L})/u)) {
    const line = lines.at(-1);
    const joined = line === undefined ? word : `${line}${/\p{L}\/$/u.test(line) ? '' : ' '}${word}`;
    if (line !== undefined && width(joined) <= characters) lines[lines.length - 1] = joined;
    else lines.push(word);
  }
  return lines;
}
