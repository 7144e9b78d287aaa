import { CELLS_MAX, COLUMNS_MAX } from '../../libs/ingest/document/limits.js';

const WIDE_ROWS = CELLS_MAX / COLUMNS_MAX;

/** Texts that no municipality publishes, made where they are read so that no file of theirs is needed. */
export const HOSTILE_TEXTS: Readonly<Record<string, () => Uint8Array>> = {
  'a hundred megabytes of text': () => encode('Båtar på sjön och bryggor i hamnen.\n'.repeat(2_800_000)),
  'a million columns': () => encode(`# Ram\n\n${'1\t'.repeat(1_000_000)}\n`),
  'a million columns in a table of HTML': () =>
    encode(`# Ram\n\n<table><tr>${'<td>1'.repeat(1_000_000)}</table>\n`),
  'columns in lines of HTML': () => encode(`# Ram\n\n<table><tr>\n${'<td>1\n'.repeat(499_000)}</table>\n`),
  'a merged cell over a million columns': () =>
    encode('# Ram\n\n<table><tr><td colspan="1000000">1</td></tr></table>\n'),
  'merged cells over all limits': () =>
    encode(`# Ram\n\n<table>${'<tr><td colspan="999">1</td></tr>'.repeat(14_000)}</table>\n`),
  'a million rows': () => encode(`# Ram\n\n${'Hamn\t1\n'.repeat(1_000_000)}`),
  'all cells that are read': () => encode(`# Ram\n\n${wideRow('1').repeat(WIDE_ROWS)}`),
  'more cells than are read': () => encode(`# Ram\n\n${wideRow('1').repeat(WIDE_ROWS + 1)}`),
  'a cell a line without end': () => encode('\tHamn\n'.repeat(499_000)),
  'twenty megabytes on one line': () => encode('x'.repeat(20_000_000)),
  'twenty megabytes of short texts': () => encode('Båtar på sjön och bryggor i hamnen.\n\n'.repeat(199_000)),
  'zero bytes': () => new Uint8Array(20_000_000),
  'deep tables': () => encode(`# Ram\n\n${'<table><tr><td>'.repeat(33_000)}\n`),
  'deep tables that end': () =>
    encode(`# Ram\n\n${'<table><tr><td>'.repeat(12_000)}${'</td></tr></table>'.repeat(12_000)}\n`),
  'a wide row among many': () => encode(`# Ram\n\n${'1\t'.repeat(999)}1\n${'Hamn\t1\n'.repeat(90_000)}`),
  'all cells that are read, each with markup': () =>
    encode(`# Ram\n\n${wideRow('<b>1</b>').repeat(WIDE_ROWS)}`),
  'deep emphasis': () => encode(`# Ram\n\nHamn\t${'<b>'.repeat(160_000)}1\n`),
  'tags that do not end': () => encode(`# Ram\n\nHamn\t${'<td '.repeat(120_000)}\n`),
  'stars, brackets and underscores': () =>
    encode(
      ['*a ', '**a ', '__a ', '_a ', '[a](', '[', '![', '`', '\\\\']
        .map((sign) => sign.repeat(90_000))
        .join('\n'),
    ),
  'spaces before what never comes': () =>
    encode(
      ['', '#', '|', '---|', '.....', 'Hamn\t', '<table>', '&', '[bookmark:']
        .map((sign) => `# ${sign}${' '.repeat(400_000)}x\n\n${sign}${' '.repeat(400_000)}x\n\n`)
        .join(''),
    ),
  'dots, pipes and dashes': () =>
    encode(
      ['.', '|', '-', '- ', '|-', '#', ' #', '. '].map((sign) => `${sign.repeat(100_000)}x\n\n`).join(''),
    ),
  entities: () => encode(`# Ram\n\nHamn\t${'&amp;&#99999999;&nbsp&'.repeat(20_000)}\n`),
};

function wideRow(cell: string): string {
  return `${`${cell}\t`.repeat(COLUMNS_MAX - 1)}${cell}\n`;
}

function encode(text: string): Uint8Array {
  return Buffer.from(text, 'utf8');
}
