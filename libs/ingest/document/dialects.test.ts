import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { assembleTables } from './assemble.js';
import { readText } from './text.js';

/** A table as it might be published: a header, and rows with a label and figures. */
interface Printed {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const LETTERS = fc.stringMatching(/^[A-ZÅÄÖ][a-zåäöé]{2,12}( [a-zåäö&<,.()-]{1,8})?[a-zåäö]$/);
const FIGURE = fc.oneof(
  fc.constant(''),
  fc.constant('-'),
  fc.integer({ min: -999_999, max: 999_999 }).map((n) => grouped(n)),
  fc.integer({ min: 0, max: 999 }).map((n) => `${Math.trunc(n / 10)},${n % 10}%`),
);

const TABLE: fc.Arbitrary<Printed> = fc.integer({ min: 1, max: 6 }).chain((columns) =>
  fc.record({
    header: fc
      .array(fc.integer({ min: 2021, max: 2039 }), { minLength: columns, maxLength: columns })
      .map((years) => ['Post', ...years.map((year) => `Budget ${year}`)]),
    rows: fc.array(
      fc
        .tuple(
          LETTERS,
          fc.integer({ min: 0, max: 999 }),
          fc.array(FIGURE, { minLength: columns, maxLength: columns }),
        )
        .map(([label, figure, figures]) => [label, String(figure), ...figures.slice(1)]),
      { minLength: 1, maxLength: 12 },
    ),
  }),
);

function grouped(number: number): string {
  const digits = String(Math.abs(number)).replaceAll(/(?<=\d)(?=(?:\d{3})+$)/g, '\u00a0');
  return number < 0 ? `-${digits}` : digits;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const DIALECTS: Readonly<Record<string, (table: Printed) => string>> = {
  'a cell a line': ({ header, rows }) =>
    `Text\n${[header, ...rows].map((row) => row.map((cell) => `\t${cell}`).join('\n')).join('\n\n')}\n\n\n`,
  tabs: ({ header, rows }) => `Text\n\n${[header, ...rows].map((row) => row.join('\t')).join('\n')}\n`,
  'Markdown with tabs and emphasis': ({ header, rows }) =>
    `# Text\n\n${[header, ...rows].map((row) => row.map((cell) => (cell === '' ? '' : `<b>${escaped(cell)}</b>`)).join('\t')).join('\n')}\n`,
  'Markdown with pipes': ({ header, rows }) =>
    `# Text\n\n${[header, header.map(() => '---'), ...rows].map((row) => `| ${row.map(escaped).join(' | ')} |`).join('\n')}\n`,
  HTML: ({ header, rows }) =>
    `# Text\n\n<table>\n${[header, ...rows].map((row) => `<tr>${row.map((cell) => `<td>${escaped(cell)}</td>`).join('\n')}</tr>`).join('\n')}\n</table>\n`,
  'tabs with a page break': ({ header, rows }) => {
    const half = Math.ceil(rows.length / 2);
    const parts = [rows.slice(0, half), rows.slice(half)].filter((part) => part.length > 0);
    return `# Text\n\n${parts.map((part) => [header, ...part].map((row) => row.join('\t')).join('\n')).join('\n\n')}\n`;
  },
};

describe.each(Object.entries(DIALECTS))('a table printed with %s', (_, print) => {
  it('has the same cells when it is read', () => {
    fc.assert(
      fc.property(TABLE, (table) => {
        const labels = table.rows.map(([label]) => label);
        // Two halves with the same labels are two tables.
        fc.pre(new Set(labels).size === labels.length);
        const bytes = new TextEncoder().encode(print(table));
        const [read, ...others] = assembleTables(readText(bytes, 'sjovik.txt'));
        expect(others).toEqual([]);
        expect([read?.corner, ...(read?.columns ?? []).map(({ text }) => text)]).toEqual(table.header);
        expect(read?.rows.map(({ label, cells }) => [label, ...cells.map(({ text }) => text)])).toEqual(
          table.rows,
        );
        expect(read?.doubts).toBeUndefined();
      }),
      { numRuns: 150 },
    );
  });
});

describe('any text', () => {
  it('is read, or refused by a code', () => {
    const piece = fc.constantFrom(
      '\t',
      '\n',
      '\n\n',
      '|',
      '# ',
      '<b>',
      '</b>',
      '<table>',
      '</table>',
      '<tr>',
      '<td>',
    );
    const text = fc.array(fc.oneof(piece, fc.string({ maxLength: 8 }), LETTERS, FIGURE), { maxLength: 60 });
    fc.assert(
      fc.property(text, (pieces) => {
        try {
          assembleTables(readText(new TextEncoder().encode(pieces.join('')), 'sjovik.txt'));
        } catch (error) {
          expect(error).toMatchObject({
            code: expect.stringMatching(/^[A-Z_]+$/),
            place: { file: 'sjovik.txt' },
          });
        }
      }),
      { numRuns: 500 },
    );
  });
});
