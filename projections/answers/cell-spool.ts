import type { Database, Statement } from 'better-sqlite3';
import { Sqlite } from '#event-store';
import type { SourceCellAnswer } from '../contract.js';

/** What an event says of a cell, before sorting. */
export interface FoundCell extends SourceCellAnswer {
  /** In the order of the table, where that is known: the rank's place. */
  readonly place: string;
  /** Of several things said of one cell the least stands: what it states, what it changes, what is beside it. */
  readonly precedence: number;
}

/** Pages kept in memory while sorting; what is more lies in a file that the system removes. */
const CACHE_KIB = 16 * 1024;

const TABLES = `
  CREATE TABLE document (id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE);
  CREATE TABLE source_table (
    id INTEGER PRIMARY KEY, document INTEGER NOT NULL, name TEXT NOT NULL, place TEXT NOT NULL,
    UNIQUE (document, name)
  );
  CREATE TABLE cell (
    id INTEGER PRIMARY KEY, source_table INTEGER NOT NULL, place TEXT NOT NULL, precedence INTEGER NOT NULL,
    row_label TEXT NOT NULL, column_label TEXT NOT NULL, printed TEXT NOT NULL,
    value TEXT, unit_of_measure TEXT, kind TEXT NOT NULL, figure TEXT NOT NULL, event TEXT NOT NULL,
    UNIQUE (source_table, row_label, column_label, printed)
  );
`;

/** The document in the order in which it was met, its tables by their place in it, their cells by theirs. */
const IN_ORDER = `
  SELECT d.sha256 AS document, t.name AS "table", c.row_label AS "row", c.column_label AS "column", c.printed,
    c.value, c.unit_of_measure AS unitOfMeasure, c.kind, c.figure, c.event
  FROM document d
  JOIN source_table t ON t.document = d.id
  JOIN cell c ON c.source_table = t.id
  ORDER BY d.id, t.place = '', t.place, t.id, c.place = '', c.place, c.id
`;

/** Cells on their way into order: a database of its own that nobody else sees and that is gone when it is closed. */
export class CellSpool {
  readonly #database: Database;
  readonly #document: Statement<[string], { id: number }>;
  readonly #table: Statement<[number, string, string], { id: number }>;
  readonly #cell: Statement;
  readonly #documents = new Map<string, number>();

  constructor() {
    this.#database = new Sqlite('');
    this.#database.pragma(`cache_size = -${CACHE_KIB}`);
    this.#database.pragma('journal_mode = OFF');
    this.#database.pragma('synchronous = OFF');
    this.#database.exec(TABLES);
    this.#document = this.#database.prepare('INSERT INTO document (sha256) VALUES (?) RETURNING id');
    this.#table = this.#database.prepare(`
      INSERT INTO source_table (document, name, place) VALUES (?, ?, ?)
      ON CONFLICT DO UPDATE SET place = CASE
        WHEN place = '' OR (excluded.place <> '' AND excluded.place < place) THEN excluded.place ELSE place END
      RETURNING id`);
    this.#cell = this.#database.prepare(`
      INSERT INTO cell (source_table, place, precedence, row_label, column_label, printed, value, unit_of_measure, kind,
        figure, event)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET place = excluded.place, precedence = excluded.precedence, value = excluded.value,
        unit_of_measure = excluded.unit_of_measure, kind = excluded.kind, figure = excluded.figure,
        event = excluded.event
      WHERE excluded.precedence < precedence`);
    this.#database.exec('BEGIN');
  }

  /** A cell is kept once: what is said first of those of least precedence stands. */
  add(found: FoundCell): void {
    const {
      document,
      table,
      place,
      precedence,
      row,
      column,
      printed,
      value,
      unitOfMeasure,
      kind,
      figure,
      event,
    } = found;
    let documentId = this.#documents.get(document);
    if (documentId === undefined) {
      documentId = this.#document.get(document)?.id ?? 0;
      this.#documents.set(document, documentId);
    }
    const tableId = this.#table.get(documentId, table, place)?.id ?? 0;
    this.#cell.run(
      tableId,
      place,
      precedence,
      row,
      column,
      printed,
      value,
      unitOfMeasure,
      kind,
      figure,
      event,
    );
  }

  /** `document` by its sha-256. */
  inOrder(): IterableIterator<SourceCellAnswer> {
    return this.#database.prepare<[], SourceCellAnswer>(IN_ORDER).iterate();
  }

  close(): void {
    this.#database.close();
  }
}
