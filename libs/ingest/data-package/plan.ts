import { LedgerError, readPrinted, toDecimal, type Amount, type Printed, type UnitOfMeasure } from '#amount';
import {
  derivedEventId,
  eventOf,
  requireValid,
  type Cause,
  type DifferenceLine,
  type DomainEvent,
  type Frame,
  type LineEntry,
  type OtherReading,
  type PairLine,
  type StatedRow,
} from '#domain';
import type { Decision, SourceRank } from '#ledger';
import type { CsvRow } from '../csv.js';
import { PlanBuilder, type ImportPlan } from '../import-plan.js';
import {
  basisAt,
  cellError,
  lineOf,
  statusAt,
  text,
  unitOfMeasureAt,
  type CellRow,
  type ColumnRow,
  type DataPackage,
  type DocumentRow,
  type EditionRow,
  type RowRow,
  type TableRow,
} from './package.js';

/**
 * What a data package means, as events. Ids derive from document, table, column and what is said, so that importing
 * twice stores once. Everything is checked here: a plan that comes out can be stored whole.
 *
 * @throws LedgerError naming file, row and column of what cannot be read or does not fit together
 */
export function planDataPackage(source: DataPackage): ImportPlan {
  return new Planner(source).plan();
}

interface Column {
  readonly row: ColumnRow;
  readonly frame: Frame;
}

class Planner {
  readonly #builder = new PlanBuilder();
  readonly #documents: ReadonlyMap<string, DocumentRow>;
  readonly #editions: ReadonlyMap<string, EditionRow>;
  readonly #causes: ReadonlyMap<string, CsvRow>;

  constructor(readonly source: DataPackage) {
    this.#documents = new Map(source.documents.map((d) => [d.id, d]));
    this.#editions = new Map(source.editions.map((e) => [frameKey(e), e]));
    this.#causes = new Map(source.causes.map((c) => [text(c, 'cause'), c]));
  }

  plan(): ImportPlan {
    for (const unit of this.source.units) {
      const { unit: id, name, kind } = unit;
      this.#add(['unit', id], eventOf('UnitDefined', { unit: id, name, kind }));
    }
    for (const document of this.source.documents) this.#document(document);
    for (const name of this.source.names) this.#name(name);
    const stated = this.#framesWithTable();
    for (const edition of this.source.editions) this.#edition(edition, stated.has(frameKey(edition)));
    for (const table of this.source.tables) this.#table(table);
    for (const layout of this.source.layouts) if (text(layout, 'table') === '') this.#layoutOfText(layout);
    for (const cause of this.source.causes) this.#cause(cause);
    this.#knownCauses();
    for (const row of this.source.relative) this.#relative(row);
    for (const row of this.source.statements) this.#statement(row);
    const events = this.#builder.events;
    for (const event of events) requireValid(event);
    const content = events.map((event) => `${event.id}:${JSON.stringify(event.data)}`);
    return {
      importId: derivedEventId(['import', this.source.name, ...content]),
      name: this.source.name,
      documents: this.source.documents.map((d) => d.sha256),
      streams: this.#builder.streams,
    };
  }

  #add(id: readonly string[], event: DomainEvent): void {
    this.#builder.add(derivedEventId(id), event);
  }

  #document(row: DocumentRow): void {
    const replaces = row.replaces === '' ? undefined : this.#documentOf(row.at, 'replaces').sha256;
    const data = compact({
      sha256: row.sha256,
      title: row.title,
      fileName: row.file,
      dnr: row.dnr,
      body: row.body,
      date: row.date,
      status: row.status,
      judgedBy: row.judgedBy,
      replaces,
      note: row.note,
    });
    this.#add(['document', row.sha256], eventOf('DocumentRegistered', data));
  }

  #name(row: CsvRow): void {
    const parts = text(row, 'sameAs').split(' | ').map(lineOf); // prettier-ignore
    const kind = text(row, 'kind');
    if (kind !== 'alias' && kind !== 'merger' && kind !== 'split') {
      throw cellError(
        row,
        'kind',
        'VALUE_UNKNOWN',
        `${row.file} line ${row.line}: kind cannot be "${kind}"`,
        'alias, merger or split.',
      );
    }
    const unit = text(row, 'unit');
    const line = lineOf(text(row, 'line'));
    const data = compact({
      unit,
      area: text(row, 'area'),
      line,
      is: kind === 'alias' ? ({ kind, of: parts[0] ?? [] } as const) : ({ kind, parts } as const),
      judgedBy: text(row, 'judgedBy'),
    });
    this.#add(['name', unit, data.area, ...line, kind, text(row, 'sameAs')], eventOf('LineNamed', data));
  }

  /** The frames of which a table or a stated layout is recorded whole. */
  #framesWithTable(): Set<string> {
    const frames = new Set<string>();
    for (const column of this.source.columns) {
      const table = this.source.tables.find((t) => t.id === column.table);
      if (table === undefined) throw unknownReference(column.at, 'table', column.table);
      if (column.basis !== null) frames.add(frameKey({ ...table, ...column, basis: column.basis }));
    }
    for (const layout of this.source.layouts) {
      if (text(layout, 'table') === '') frames.add(frameKey(frameAt(layout)));
    }
    return frames;
  }

  #edition(row: EditionRow, known: boolean): void {
    const document = this.#documentOf(row.at, 'document');
    const data = compact({
      ...frameOf(row),
      label: row.label,
      order: row.order,
      extent: row.extent,
      status: row.status ?? document.status,
      known,
      document: document.sha256,
      judgedBy: row.status === null ? document.judgedBy : '',
    });
    this.#add(['edition', document.sha256, frameKey(row)], eventOf('EditionDeclared', data));
  }

  #table(table: TableRow): void {
    const document = this.#documentOf(table.at, 'document');
    const columns = this.source.columns.filter((c) => c.table === table.id).sort((a, b) => a.order - b.order);
    const rows = this.source.rows.filter((r) => r.table === table.id).sort((a, b) => a.order - b.order);
    const cells = this.#cells(table, columns, rows);
    const frames: Column[] = [];
    for (const row of columns) {
      if (row.basis === null) continue;
      const frame = {
        unit: table.unit,
        area: table.area,
        basis: row.basis,
        period: row.period,
        edition: row.edition,
      };
      if (!this.#editions.has(frameKey(frame))) throw unknownReference(row.at, 'edition', row.edition);
      frames.push({ row, frame });
    }
    for (const { row: column, frame } of frames) {
      this.#layout(table, document, column, frame, columns, rows);
      const entries = rows
        .filter((r) => r.measure !== null)
        .map((row) => ({ row, cell: cells.get(row.row, column.column) }));
      if (column.role === 'change') this.#extensions(table, document, column, frame, entries);
      else this.#readings(table, document, column, frame, entries);
    }
    for (const column of columns) {
      if (column.role !== 'difference') continue;
      const entries = rows
        .filter((r) => r.measure !== null)
        .map((row) => ({ row, cell: cells.get(row.row, column.column) }));
      this.#differences(table, document, column, frames, entries);
    }
  }

  /** The cells of a table, each once, in rows and columns that the package describes. */
  #cells(
    table: TableRow,
    columns: readonly ColumnRow[],
    rows: readonly RowRow[],
  ): { get(row: string, column: string): CellRow | null } {
    const cells = new Map<string, CellRow>();
    const rowNames = new Set(rows.map((r) => r.row));
    const columnNames = new Set(columns.map((c) => c.column));
    for (const cell of this.source.cells) {
      if (cell.table !== table.id) continue;
      if (!rowNames.has(cell.row)) throw unknownReference(cell.at, 'row', cell.row);
      if (!columnNames.has(cell.column)) throw unknownReference(cell.at, 'column', cell.column);
      cells.set(`${cell.row}\u001f${cell.column}`, cell);
    }
    return { get: (row, column) => cells.get(`${row}\u001f${column}`) ?? null };
  }

  #layout(
    table: TableRow,
    document: DocumentRow,
    column: ColumnRow,
    frame: Frame,
    columns: readonly ColumnRow[],
    rows: readonly RowRow[],
  ): void {
    const byName = new Map(rows.map((r) => [r.row, r]));
    const stated: StatedRow[] = rows.map((row) => ({
      path: row.row.split(' > '),
      kind: row.kind,
      line: row.line,
      measure: row.measure,
      ...(row.parts.length === 0
        ? {}
        : {
            parts: row.parts.map((name) => {
              const part = byName.get(name);
              if (part === undefined) throw unknownReference(row.at, 'parts', name);
              return part.line;
            }),
          }),
      ...(row.formula.length === 0 ? {} : { formula: { operation: 'sum', terms: row.formula } as const }),
      ...(row.breakdown === null ? {} : { breakdown: { role: row.breakdown, of: row.line.slice(0, -1) } }),
    }));
    // Totals that no table prints as a row: they have a place in the sums and none on the page.
    for (const extra of this.source.layouts) {
      if (text(extra, 'table') === table.id) stated.push(structuralRow(extra));
    }
    const data = {
      ...frame,
      table: table.id,
      rank: table.place,
      title: table.title,
      unitOfMeasure: column.unitOfMeasure ?? table.unitOfMeasure,
      signs: this.#signs(column, columns, rows),
      rows: stated,
      document: document.sha256,
    };
    const id = ['layout', document.sha256, table.id, frameKey(frame)];
    this.#add(id, eventOf('LayoutStated', data));
  }

  /** Printed signs per measure of a column, and per `measure@column` of the table's columns of differences. */
  #signs(column: ColumnRow, columns: readonly ColumnRow[], rows: readonly RowRow[]): Record<string, 1 | -1> {
    const signs: Record<string, 1 | -1> = {};
    const measures = new Set(rows.flatMap((r) => r.measure ?? []));
    for (const measure of measures) {
      const own = this.#sign(column, measure);
      if (own === -1) signs[measure] = -1;
      for (const other of columns) {
        if (other.role !== 'difference') continue;
        const of = columns.find((c) => c.column === other.of);
        const against = columns.find((c) => c.column === other.against);
        const sign = this.#sign(other, measure);
        if (sign !== own) signs[`${measure}@${differenceKind(of, against)}`] = sign;
      }
    }
    return signs;
  }

  #sign(column: ColumnRow, measure: string): 1 | -1 {
    const profile = this.source.signs.get(column.signs);
    if (profile === undefined) throw unknownReference(column.at, 'signs', column.signs);
    const sign = profile.get(measure) ?? profile.get('*');
    if (sign === undefined) {
      throw cellError(
        column.at,
        'signs',
        'SIGN_UNKNOWN',
        `The sign profile "${column.signs}" has no factor for "${measure}"`,
        'Add a row for the measure, or one for * (any other).',
      );
    }
    return sign;
  }

  #readings(
    table: TableRow,
    document: DocumentRow,
    column: ColumnRow,
    frame: Frame,
    entries: readonly Entry[],
  ): void {
    const plain: { line: LineEntry; row: RowRow }[] = [];
    const derived: LineEntry[] = [];
    for (const { row, cell } of entries) {
      if (cell === null) continue;
      const line = this.#lineEntry(table, document, column, row, cell);
      if (isDerived(row)) derived.push(line);
      else plain.push({ line, row });
    }
    const attested = this.#attested(document, table, column);
    const id = [document.sha256, table.id, column.column];
    if (derived.length > 0) {
      this.#add(['totals', ...id], eventOf('TotalStated', { ...frame, ...attested, lines: derived }));
    }
    if (plain.length === 0) return;
    const lines = plain.map((p) => p.line);
    if (frame.area === 'land' && frame.basis === 'approved') {
      for (const [project, own] of byProject(plain)) {
        const data = {
          ...frame,
          basis: 'approved',
          ...attested,
          project: projectId(project),
          name: project,
          lines: own,
        } as const;
        this.#add(['approved', ...id, project], eventOf('ProjectApproved', data));
      }
    } else if (frame.area === 'land' && frame.basis === 'outcome') {
      for (const [project, own] of byProject(plain)) {
        const data = {
          ...frame,
          basis: 'outcome',
          ...attested,
          project: projectId(project),
          through: monthOf(column, frame),
          lines: own,
        } as const;
        this.#add(['outlay', ...id, project], eventOf('ProjectOutlayReported', data));
      }
    } else {
      this.#add(['readings', ...id], statedEvent(column, frame, { ...attested, lines }));
    }
  }

  #extensions(
    table: TableRow,
    document: DocumentRow,
    column: ColumnRow,
    frame: Frame,
    entries: readonly Entry[],
  ): void {
    const cause = this.#causeOf(column.at, column.cause);
    const before = this.#editionBefore(frame);
    const attested = this.#attested(document, table, column);
    const changes: { line: LineEntry & { amount: string }; row: RowRow }[] = [];
    const nets: DifferenceLine[] = [];
    for (const { row, cell } of entries) {
      if (cell === null) continue;
      const line = this.#lineEntry(table, document, column, row, cell);
      if (line.amount === null || line.amount === undefined) continue;
      const stated = { ...line, amount: line.amount, relative: undefined };
      if (!isDerived(row)) changes.push({ line: withoutUndefined(stated), row });
      else if (before !== null) nets.push(withoutUndefined({ ...stated, from: { edition: before } }));
    }
    const id = [document.sha256, table.id, column.column];
    for (const [project, lines] of byProject(changes)) {
      const data = {
        ...frame,
        basis: 'approved',
        ...attested,
        project: projectId(project),
        cause,
        lines,
      } as const;
      this.#add(['extension', ...id, project], eventOf('ApprovalExtended', data));
    }
    if (nets.length > 0) {
      this.#add(['totals', ...id], eventOf('TotalStated', { ...frame, ...attested, lines: nets }));
    }
  }

  #differences(
    table: TableRow,
    document: DocumentRow,
    column: ColumnRow,
    frames: readonly Column[],
    entries: readonly Entry[],
  ): void {
    const of = frames.find((f) => f.row.column === column.of);
    const against = frames.find((f) => f.row.column === column.against);
    if (of === undefined) throw unknownReference(column.at, 'of', column.of);
    if (against === undefined) throw unknownReference(column.at, 'against', column.against);
    const from: OtherReading = compact({
      basis: against.frame.basis === of.frame.basis ? undefined : against.frame.basis,
      period: against.frame.period === of.frame.period ? undefined : against.frame.period,
      edition: against.frame.edition === of.frame.edition ? undefined : against.frame.edition,
    });
    const lines: DifferenceLine[] = [];
    for (const { row, cell } of entries) {
      if (cell === null) continue;
      const line = this.#lineEntry(table, document, column, row, cell);
      // A blank cell of a difference asserts nothing, and there is no reading that it could leave unstated.
      if (line.amount === null || line.amount === undefined) continue;
      lines.push(withoutUndefined({ ...line, amount: line.amount, relative: undefined, from }));
    }
    if (lines.length === 0) return;
    const attested = this.#attested(document, table, column);
    const id = ['differences', document.sha256, table.id, column.column];
    this.#add(id, eventOf('TotalStated', { ...of.frame, ...attested, lines }));
  }

  #lineEntry(
    table: TableRow,
    document: DocumentRow,
    column: ColumnRow,
    row: RowRow,
    cell: CellRow,
  ): LineEntry {
    const unitOfMeasure = column.unitOfMeasure ?? table.unitOfMeasure;
    const printed = readAt(cell.at, 'printed', cell.printed, unitOfMeasure, {
      document: document.file,
      table: table.id,
      row: row.row,
      column: column.column,
    });
    const measure = row.measure ?? '';
    const sign = this.#sign(column, measure);
    const place = [table.id, pad(row.order), pad(column.order)].join('/');
    const status = column.status ?? row.status;
    return {
      line: row.line,
      measure,
      amount:
        printed.kind === 'amount'
          ? toDecimal(sign === 1 ? printed.amount : -printed.amount, unitOfMeasure)
          : null,
      unitOfMeasure,
      printed: { text: printed.text, decimals: printed.kind === 'amount' ? printed.decimals : 0, sign },
      source: {
        document: document.sha256,
        table: table.id,
        row: row.row,
        column: column.column,
        printed: cell.printed,
      },
      rank: this.#rank(document, frameAtColumn(table, column), table.rank, place),
      ...(printed.kind === 'amount' && printed.preliminary ? { preliminary: true } : {}),
      ...(status === null ? {} : { status }),
    };
  }

  /** The document that decides the edition stands before one that quotes it; then the table ranked first. */
  #rank(document: DocumentRow, frame: Frame | null, table: number, place: string): SourceRank {
    const edition = frame === null ? undefined : this.#editions.get(frameKey(frame));
    const decides = edition === undefined || edition.document === document.id;
    return {
      authority: decides ? 0 : 1,
      table,
      date: document.date === '' ? null : document.date,
      place: `${document.id}/${place}`,
    };
  }

  #attested(
    document: DocumentRow,
    _table: TableRow | null,
    _column: ColumnRow | null,
  ): { published?: { date: string; judgedBy?: string } } {
    return document.date === '' ? {} : { published: { date: document.date } };
  }

  #layoutOfText(row: CsvRow): void {
    const document = this.#documentOf(row, 'document');
    const frame = frameAt(row);
    const parts = text(row, 'parts').split(' | ').map(lineOf); // prettier-ignore
    const measure = text(row, 'measure');
    const line = lineOf(text(row, 'line'));
    const rows: StatedRow[] = [
      ...parts.map((part) => ({ path: part, kind: 'subtotal', line: part, measure }) as const),
      { path: line.length === 0 ? ['Totala utgifter'] : line, kind: 'total', line, measure, parts },
    ];
    const table = `${document.id}/text/${frame.area}-${frame.edition}`;
    const data = {
      ...frame,
      table,
      rank: 99,
      title: text(row, 'note') || document.title,
      unitOfMeasure: 'tkr' as const,
      signs: this.#signsBeside(frame, measure),
      rows,
      document: document.sha256,
    };
    this.#add(['layout', document.sha256, table, frameKey(frame)], eventOf('LayoutStated', data));
  }

  /** A text prints a measure as the tables of the same unit and area do. */
  #signsBeside(frame: Frame, measure: string): Record<string, 1 | -1> {
    for (const table of this.source.tables) {
      if (table.unit !== frame.unit || table.area !== frame.area) continue;
      const column = this.source.columns.find(
        (c) => c.table === table.id && c.basis === frame.basis && c.role === 'reading',
      );
      if (column !== undefined) return this.#sign(column, measure) === -1 ? { [measure]: -1 } : {};
    }
    return {};
  }

  #causeOf(at: CsvRow, id: string): Cause {
    const row = this.#causes.get(id);
    if (row === undefined) throw unknownReference(at, 'cause', id);
    return withoutUndefined(
      compact({ id, kind: text(row, 'kind'), words: text(row, 'words'), until: text(row, 'until') }),
    );
  }

  #knownCauses(): void {
    for (const change of this.source.changes) {
      if (!this.#causes.has(text(change, 'cause')))
        throw unknownReference(change, 'cause', text(change, 'cause'));
    }
  }

  /** One event a cause and frame, with all the figures that it moves there. */
  #cause(row: CsvRow): void {
    const id = text(row, 'cause');
    const document = this.#documentOf(row, 'document');
    const cause = this.#causeOf(row, id);
    const decision = decisionAt(row);
    const groups = new Map<string, { frame: Frame; inForce: boolean; lines: PairLine[] }>();
    for (const change of this.source.changes) {
      if (text(change, 'cause') !== id) continue;
      const frame = frameAt(change);
      const inForce = text(change, 'fromEdition') === '';
      const key = `${frameKey(frame)}\u001f${inForce}`;
      const group = groups.get(key) ?? { frame, inForce, lines: [] };
      group.lines.push(this.#changeLine(row, change, document, frame));
      groups.set(key, group);
    }
    const published = this.#attested(document, null, null);
    for (const { frame, inForce, lines } of groups.values()) {
      const shared = compact({ ...frame, ...published, decision });
      const eventId = ['cause', document.sha256, id, frameKey(frame)];
      if (cause.kind === 'rescission') {
        const repaid = lines[0]?.amount ?? null;
        const data = compact({
          sale: id,
          unit: frame.unit,
          unseen: { words: cause.words },
          repaid: repaid === null ? null : repaid.replace(/^-/, ''),
          unitOfMeasure: lines[0]?.unitOfMeasure ?? 'tkr',
          date: frame.period,
          reason: cause.words,
          decision,
          moves: [{ ...shared, lines }],
        });
        this.#add(eventId, eventOf('LandSaleRescinded', data));
      } else if (inForce) {
        const plain = lines.map(({ from: _from, ...line }) => line);
        const basis = frame.basis === 'approved' || frame.basis === 'target' ? frame.basis : 'budget';
        this.#add(eventId, eventOf('BudgetChanged', { ...shared, basis, cause, lines: plain }));
      } else {
        this.#add(eventId, eventOf('ChangeExplained', { ...shared, cause, lines }));
      }
    }
  }

  #changeLine(cause: CsvRow, change: CsvRow, document: DocumentRow, frame: Frame): PairLine {
    const place = text(cause, 'place');
    const printedText = text(change, 'amount');
    const unitOfMeasure =
      printedText === '' && text(change, 'unitOfMeasure') === '' ? 'tkr' : unitOfMeasureAt(change);
    const printed = readAt(change, 'amount', printedText, unitOfMeasure, {
      document: document.file,
      table: place,
    });
    const fromBasis = text(change, 'fromBasis') === '' ? frame.basis : basisAt(change, 'fromBasis');
    const fromPeriod = text(change, 'fromPeriod') || frame.period;
    const fromEdition = text(change, 'fromEdition') || frame.edition;
    const status = statusAt(change);
    return withoutUndefined(
      compact({
        line: lineOf(text(change, 'line')),
        measure: text(change, 'measure'),
        from: compact({
          basis: fromBasis === frame.basis ? undefined : fromBasis,
          period: fromPeriod === frame.period ? undefined : fromPeriod,
          edition: fromEdition === frame.edition ? undefined : fromEdition,
        }),
        amount: amountText(printed, unitOfMeasure),
        unitOfMeasure,
        printed:
          printed.kind === 'amount'
            ? { text: printed.text, decimals: printed.decimals, sign: 1 as const }
            : undefined,
        source: { document: document.sha256, table: place, row: '', column: '', printed: printedText },
        rank: this.#rank(document, frame, 99, `cause/${text(change, 'cause')}/${text(change, 'order')}`),
        status: status ?? undefined,
        judgedBy: undefined,
      }),
    );
  }

  /** A figure that a text states as a difference from others. */
  #relative(row: CsvRow): void {
    const document = this.#documentOf(row, 'document');
    const frame = frameAt(row);
    const unitOfMeasure = unitOfMeasureAt(row);
    const difference = readAt(row, 'difference', text(row, 'difference'), unitOfMeasure, {
      document: document.file,
    });
    if (difference.kind !== 'amount')
      throw cellError(
        row,
        'difference',
        'VALUE_MISSING',
        `${row.file} line ${row.line}: difference is blank`,
      );
    const line = lineOf(text(row, 'line'));
    const measure = text(row, 'measure');
    const terms = text(row, 'terms').split(' + ').map((term) => termOf(row, term, frame, line, measure)); // prettier-ignore
    const entry: LineEntry = {
      line,
      measure,
      relative: { terms, difference: toDecimal(difference.amount, unitOfMeasure) },
      unitOfMeasure,
      printed: { text: difference.text, decimals: difference.decimals, sign: 1 },
      source: {
        document: document.sha256,
        table: text(row, 'place'),
        row: '',
        column: '',
        printed: text(row, 'difference'),
      },
      rank: this.#rank(document, frame, 98, `relative/${text(row, 'relative')}`),
    };
    const id = ['relative', document.sha256, text(row, 'relative')];
    this.#addStated(frame, id, document, entry);
  }

  /** A figure that a text states beside the tables: it ranks after them. */
  #statement(row: CsvRow): void {
    const document = this.#documentOf(row, 'document');
    const frame = frameAt(row);
    const unitOfMeasure = unitOfMeasureAt(row);
    const printed = readAt(row, 'amount', text(row, 'amount'), unitOfMeasure, { document: document.file });
    const entry: LineEntry = {
      line: lineOf(text(row, 'line')),
      measure: text(row, 'measure'),
      amount: amountText(printed, unitOfMeasure),
      unitOfMeasure,
      printed: { text: printed.text, decimals: printed.kind === 'amount' ? printed.decimals : 0, sign: 1 },
      source: {
        document: document.sha256,
        table: text(row, 'place'),
        row: '',
        column: '',
        printed: text(row, 'amount'),
      },
      rank: this.#rank(document, frame, 99, `statement/${text(row, 'statement')}`),
    };
    this.#addStated(frame, ['statement', document.sha256, text(row, 'statement')], document, entry);
  }

  #addStated(frame: Frame, id: readonly string[], document: DocumentRow, entry: LineEntry): void {
    if (!this.#editions.has(frameKey(frame))) {
      throw new LedgerError(
        'REFERENCE_UNKNOWN',
        `There is no edition ${frame.edition} of ${frame.unit} ${frame.area} ${frame.basis} ${frame.period}`,
        {
          place: { file: 'editions.csv', field: 'edition' },
          hint: 'Declare it in editions.csv.',
        },
      );
    }
    const data = { ...frame, ...this.#attested(document, null, null), lines: [entry] };
    this.#add(id, eventOf('TotalStated', data));
  }

  #documentOf(at: CsvRow, column: string): DocumentRow {
    const document = this.#documents.get(text(at, column));
    if (document === undefined) throw unknownReference(at, column, text(at, column));
    return document;
  }

  #editionBefore(frame: Frame): string | null {
    const line = this.source.editions
      .filter(
        (e) =>
          e.unit === frame.unit &&
          e.area === frame.area &&
          e.basis === frame.basis &&
          e.period === frame.period,
      )
      .sort((a, b) => compareOrder(a.order, b.order));
    const index = line.findIndex((e) => e.edition === frame.edition);
    return index > 0 ? (line[index - 1]?.edition ?? null) : null;
  }
}

interface Entry {
  readonly row: RowRow;
  readonly cell: CellRow | null;
}

/** Rows that are computed from others where those are known: what they print is an assertion. */
function isDerived(row: RowRow): boolean {
  return (
    row.parts.length > 0 || row.formula.length > 0 || row.breakdown === 'remainder' || row.kind === 'total'
  );
}

function statedEvent(column: ColumnRow, frame: Frame, rest: { lines: readonly LineEntry[] }): DomainEvent {
  switch (frame.basis) {
    case 'forecast':
      return eventOf('ForecastRevised', { ...frame, ...rest, basis: 'forecast' });
    case 'outcome':
      return eventOf('OutcomeReported', {
        ...frame,
        ...rest,
        basis: 'outcome',
        through: monthOf(column, frame),
      });
    default:
      return eventOf('BudgetAdopted', { ...frame, ...rest, basis: frame.basis });
  }
}

/** The month that an outcome's edition names: `2023-08`, `2023-12p`. */
function monthOf(column: ColumnRow, frame: Frame): string {
  const month = /^(\d{4}-(?:0[1-9]|1[0-2]))p?$/.exec(frame.edition)?.[1];
  if (month === undefined) {
    throw cellError(
      column.at,
      'edition',
      'VALUE_UNKNOWN',
      `"${frame.edition}" is no edition of an outcome`,
      'The month it runs through, as 2023-08 or 2023-12p.',
    );
  }
  return month;
}

/** Which column of a view prints such a difference (CONTRACT: change, deviation, difference). */
function differenceKind(of: ColumnRow | undefined, against: ColumnRow | undefined): string {
  if (of?.basis === 'outcome' && against?.basis === 'outcome') return 'difference';
  return of?.basis === against?.basis ? 'change' : 'deviation';
}

function structuralRow(extra: CsvRow): StatedRow {
  return {
    path: [],
    kind: 'subtotal',
    line: lineOf(text(extra, 'line')),
    measure: text(extra, 'measure'),
    parts: text(extra, 'parts').split(' | ').map(lineOf), // prettier-ignore
  };
}

function termOf(
  at: CsvRow,
  term: string,
  frame: Frame,
  line: readonly string[],
  measure: string,
): { coefficient: number; of: OtherReading } {
  const negative = term.startsWith('-');
  const parts = (negative ? term.slice(1) : term).split(';');
  if (parts.length !== 5) {
    throw cellError(
      at,
      'terms',
      'TERM_UNREADABLE',
      `${at.file} line ${at.line}: "${term}" is no reading`,
      'basis;edition;period;line;measure, joined by " + ".',
    );
  }
  const [basis = '', edition = '', period = '', path = '', other = ''] = parts;
  const known = basisAt({ ...at, values: { ...at.values, terms: basis } }, 'terms');
  const otherLine = lineOf(path);
  const of: OtherReading = compact({
    basis: known === frame.basis ? undefined : known,
    edition: edition === frame.edition ? undefined : edition,
    period: period === frame.period ? undefined : period,
    line: otherLine.join('\u001f') === line.join('\u001f') ? undefined : otherLine,
    measure: other === measure ? undefined : other,
  });
  return { coefficient: negative ? -1 : 1, of };
}

function decisionAt(row: CsvRow): Decision | undefined {
  const decision = compact({
    body: text(row, 'decisionBody'),
    date: text(row, 'decisionDate'),
    paragraph: text(row, 'decisionParagraph'),
    dnr: text(row, 'decisionDnr'),
  });
  return Object.values(decision).some((value) => value !== undefined) ? decision : undefined;
}

function readAt(
  at: CsvRow,
  column: string,
  value: string,
  unit: UnitOfMeasure,
  published: { document: string; table?: string; row?: string; column?: string },
): Printed {
  try {
    return readPrinted(value, unit);
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    // The row and column of the published table say more than those of the file; the line finds it in the file.
    throw new LedgerError(error.code, `${at.file} line ${at.line}: ${error.message}`, {
      place: {
        file: at.file,
        line: at.line,
        row: published.row,
        column: published.column ?? column,
        table: published.table,
        document: published.document,
      },
      hint: error.hint,
      cause: error,
    });
  }
}

function amountText(printed: Printed, unit: UnitOfMeasure): string | null {
  return printed.kind === 'amount' ? toDecimal(printed.amount satisfies Amount, unit) : null;
}

function byProject<L>(
  entries: readonly { line: L & { line: readonly string[] }; row: RowRow }[],
): Map<string, L[]> {
  const projects = new Map<string, L[]>();
  for (const { line } of entries) {
    const project = line.line[0] ?? 'Totalt';
    const list = projects.get(project);
    if (list === undefined) projects.set(project, [line]);
    else list.push(line);
  }
  return projects;
}

/** A project is known by its name within the unit: the name as an ASCII slug. */
function projectId(project: string): string {
  const ascii = project
    .normalize('NFD')
    .replaceAll(/\p{Diacritic}/gu, '')
    .toLowerCase();
  return ascii.replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '');
}

function frameOf(frame: Frame): Frame {
  const { unit, area, basis, period, edition } = frame;
  return { unit, area, basis, period, edition };
}

function frameAt(at: CsvRow): Frame {
  return {
    unit: text(at, 'unit'),
    area: text(at, 'area'),
    basis: basisAt(at),
    period: text(at, 'period'),
    edition: text(at, 'edition'),
  };
}

function frameAtColumn(table: TableRow, column: ColumnRow): Frame | null {
  return column.basis === null
    ? null
    : {
        unit: table.unit,
        area: table.area,
        basis: column.basis,
        period: column.period,
        edition: column.edition,
      };
}

function frameKey(frame: Frame): string {
  return [frame.unit, frame.area, frame.basis, frame.period, frame.edition].join('\u001f');
}

function compareOrder(a: readonly (number | string)[], b: readonly (number | string)[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const [x, y] = [a[i], b[i]];
    if (x === y) continue;
    if (x === undefined) return -1;
    if (y === undefined) return 1;
    return typeof x === 'number' && typeof y === 'number' ? x - y : String(x) < String(y) ? -1 : 1;
  }
  return 0;
}

function unknownReference(at: CsvRow, column: string, value: string): LedgerError {
  return cellError(
    at,
    column,
    'REFERENCE_UNKNOWN',
    `${at.file} line ${at.line}: ${column} "${value}" is not in the package`,
  );
}

/** Blank text is not stated: the field is left out. Status and judge of an entry are optional in the same way. */
function compact<T extends object>(value: T): { [K in keyof T]: T[K] extends string ? T[K] : T[K] } {
  return Object.fromEntries(
    Object.entries(value).filter(([, field]) => field !== undefined && field !== ''),
  ) as T;
}

function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;
}

/** Places are compared as text: numbers of one width keep their order. */
function pad(order: number): string {
  return String(order).padStart(4, '0');
}
