import type { Statement } from 'better-sqlite3';
import { Sqlite } from '#event-store';
import type { HistoryFilter } from '#projections';
import { causeKindOf } from '#domain';
import { PAGE_ITEMS, type Question } from './questions.js';

interface CellRow {
  readonly line: number;
  readonly measure: string;
  readonly edition: string;
  readonly amount: number | null;
}

/** Answers by hand, out of the tables of reference.ts. */
export interface ByHand {
  /** How many rows the answer has. */
  answer(question: Question): number;
  close(): void;
}

const STANDS = 'e.seq <= @asOf AND (e.out_seq IS NULL OR e.out_seq > @asOf)';
const TABLE = `e.unit = (SELECT id FROM unit WHERE path = @unit) AND e.period = @year AND e.basis = 'budget'
  AND e.area = 'operations' AND e.edition IN (@from, @to)`;

export function openByHand(path: string): ByHand {
  const database = new Sqlite(path, { readonly: true, fileMustExist: true });
  database.pragma('cache_size = -65536');
  database.pragma('mmap_size = 1073741824');
  const statements = database.prepare<unknown[], CellRow>(`
    SELECT line, measure, edition, amount FROM (
      SELECT e.line, e.measure, e.edition, e.amount,
        row_number() OVER (PARTITION BY e.line, e.measure, e.edition ORDER BY e.seq DESC, e.id DESC) AS nth
      FROM entry e WHERE ${TABLE} AND e.kind = 'statement' AND ${STANDS})
    WHERE nth = 1`);
  const changed = database.prepare<unknown[], CellRow>(`
    SELECT e.line, e.measure, e.edition, sum(e.amount) AS amount
    FROM entry e WHERE ${TABLE} AND e.kind = 'change' AND e.from_edition IS NULL AND ${STANDS}
    GROUP BY e.line, e.measure, e.edition`);
  const causes = database.prepare<unknown[], object>(`
    SELECT e.line, e.measure, e.edition, e.from_edition, e.amount, e.recorded_at, e.actor, e.body, e.decided, e.dnr,
      c.kind, c.words
    FROM entry e JOIN cause c ON c.id = e.cause WHERE ${TABLE} AND e.kind = 'change' AND ${STANDS}
    ORDER BY e.line, e.seq`);
  const lines = database.prepare<unknown[], string>('SELECT path FROM line WHERE id = ?').pluck();
  const pages = new Map<string, Statement<unknown[], object>>();

  function view(question: { unit: string; year: string; asOf: number }): Map<string, (number | null)[]> {
    const { unit, year, asOf } = question;
    const [from, to] = [`${year}:1`, `${year}:2`];
    const at = { unit, year, asOf, from, to };
    const table = new Map<string, (number | null)[]>();
    const cells = (row: CellRow): (number | null)[] => {
      const key = `${row.line} ${row.measure}`;
      const known = table.get(key) ?? [null, null];
      table.set(key, known);
      return known;
    };
    for (const row of statements.all(at)) cells(row)[row.edition === from ? 0 : 1] = row.amount;
    const moved = new Map(changed.all(at).map((row) => [`${row.line} ${row.measure}`, row.amount ?? 0]));
    for (const [key, cell] of table) cell[1] ??= (cell[0] ?? 0) + (moved.get(key) ?? 0);
    return table;
  }

  return {
    answer: (question) => {
      switch (question.kind) {
        case 'view': {
          const rows = [...view(question)].map(([key, [from, to]]) => ({
            line: lines.get(Number(key.split(' ')[0])),
            from,
            to,
            change: (to ?? 0) - (from ?? 0),
          }));
          return rows.length;
        }
        case 'explain': {
          const { unit, year, asOf } = question;
          const table = view(question);
          const why = causes.all({ unit, year, asOf, from: `${year}:1`, to: `${year}:2` });
          return table.size + why.length;
        }
        default: {
          const { where, values } = filtered(question.filter, question.startAt);
          let statement = pages.get(where);
          if (statement === undefined) {
            statement = database.prepare<unknown[], object>(`
              SELECT e.*, u.path AS unit_path, l.path AS line_path, c.kind AS cause_kind, c.words
              FROM entry e JOIN unit u ON u.id = e.unit JOIN line l ON l.id = e.line LEFT JOIN cause c ON c.id = e.cause
              WHERE ${where} ORDER BY e.event DESC, e.id DESC LIMIT ${PAGE_ITEMS}`);
            pages.set(where, statement);
          }
          return statement.all(values).length;
        }
      }
    },
    close: () => database.close(),
  };
}

/** The filter as conditions; what a person would write. */
function filtered(
  filter: HistoryFilter,
  startAt: string | undefined,
): { where: string; values: Record<string, unknown> } {
  const where: string[] = [];
  const values: Record<string, unknown> = {};
  const add = (condition: string, name: string, value: unknown): void => {
    where.push(condition);
    values[name] = value;
  };
  const { unit, text, amountAtLeast, causeKind, dnr, actor, period, line } = filter;
  if (unit !== undefined)
    add("e.unit IN (SELECT id FROM unit WHERE path = @unit OR path LIKE @unit || '/%')", 'unit', unit);
  if (text !== undefined)
    add('e.cause IN (SELECT rowid FROM cause_words WHERE cause_words MATCH @text)', 'text', text);
  if (amountAtLeast !== undefined) add('abs(e.amount) >= @least', 'least', Number(amountAtLeast));
  if (causeKind !== undefined) add('e.cause_kind = @causeKind', 'causeKind', causeKindOf(causeKind));
  if (dnr !== undefined) add('e.dnr = @dnr', 'dnr', dnr);
  if (actor !== undefined) add('e.actor = @actor', 'actor', actor);
  if (period !== undefined) add('e.period = @period', 'period', period);
  if (line !== undefined)
    add('e.line = (SELECT id FROM line WHERE path = @line)', 'line', JSON.stringify(line));
  if (startAt !== undefined)
    add(
      'e.event <= (SELECT event FROM entry WHERE recorded_at <= @startAt ORDER BY recorded_at DESC LIMIT 1)',
      'startAt',
      `${startAt}T23:59:59.999Z`,
    );
  return { where: where.join(' AND '), values };
}
