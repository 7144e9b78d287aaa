import type { UnitOfMeasure } from '#amount';
import type { EditionDeclared, LayoutRow, LayoutStated, LineNamed, RowFormula } from '../declaration.js';
import {
  readingOf,
  type Cause,
  type Change,
  type Correction,
  type PlainEntry,
  type SourceRank,
  type StatedDifference,
  type Statement,
} from '../entry.js';
import { editionLineOf, startsWith, sameLine, type Reading } from '../figure.js';
import { effectsOf, type LedgerRecord, type LoggedEvent } from '../history.js';
import { Answers } from './answers.js';
import { lineOf, tkr, type Figures } from './figures.js';

/** Half a unit in the last printed place, as most cases print: whole tkr. */
const WHOLE_TKR = { unitOfMeasure: 'tkr' as UnitOfMeasure, decimals: 0, sign: 1 as const };

export interface Said {
  readonly id?: string;
  /** 0 decides the edition, 1 quotes it. */
  readonly authority?: 0 | 1;
  /** The rank of its table in its document. */
  readonly table?: number;
  readonly place?: string;
  readonly status?: Statement['status'];
  readonly published?: string;
  /** Document and table that print it, and the row where it is no number of running text. */
  readonly source?: string;
  readonly unitOfMeasure?: UnitOfMeasure;
  readonly decimals?: number;
}

export interface Caused extends Said {
  /** `inForce` where absent: from whatever edition is before in line. */
  readonly from?: Reading;
  readonly cause?: string;
  readonly kind?: string;
  /** Of a temporary change. */
  readonly until?: string;
  /** ± in tkr. */
  readonly precision?: number;
}

export interface EditionOptions {
  readonly extent?: 'full' | 'amending';
  readonly order?: EditionDeclared['order'];
  readonly known?: boolean;
  readonly status?: EditionDeclared['status'];
}

export interface LayoutOptions {
  readonly measures?: readonly string[];
  readonly table?: string;
  readonly rank?: number;
  readonly formulas?: readonly {
    readonly line: string;
    readonly measure: string;
    readonly formula: RowFormula;
  }[];
  /** Remainder and *därav* of the whole table: rows that are never summed. */
  readonly breakdown?: { readonly remainder: string; readonly därav: readonly string[] };
  /** Rows beside those of `measures`. */
  readonly rows?: readonly LayoutRow[];
  /** Rows that do not say what they are made of, as in a summary. */
  readonly plain?: boolean;
  /** Of a line whose parts do not follow from the paths. */
  readonly parts?: Readonly<Record<string, readonly string[]>>;
}

/**
 * A history told in order: each step is one event. `now`, `asOf` and `publishedBy` answer from it, and `inEveryOrder`
 * tells it again in other orders.
 */
export class Story {
  readonly events: LoggedEvent[] = [];
  #entries = 0;

  constructor(readonly figures: Figures) {}

  /** The position of the last event. */
  get position(): number {
    return this.events.length;
  }

  /** The same history so far, to be continued otherwise. */
  branch(): Story {
    const other = new Story(this.figures);
    other.events.push(...this.events);
    other.#entries = this.#entries;
    return other;
  }

  now(): Answers {
    return Answers.of(effectsOf(this.events));
  }

  asOf(position: number): Answers {
    return Answers.of(effectsOf(this.events).filter((effect) => effect.seq <= position));
  }

  publishedBy(day: string, position = this.position): Answers {
    return Answers.of(
      effectsOf(this.events).filter((effect) => effect.seq <= position),
      day,
    );
  }

  /** The same answers whatever the order of recording: as told, backwards, and shuffled. */
  inEveryOrder(check: (answers: Answers) => void): void {
    const records = effectsOf(this.events).map((effect) => effect.records);
    check(Answers.fromRecords(records.flat()));
    check(Answers.fromRecords([...records].reverse().flat()));
    for (let seed = 1; seed <= 6; seed++) check(Answers.fromRecords(shuffled(records, seed).flat()));
  }

  record(...records: LedgerRecord[]): number {
    return this.log({ records });
  }

  log(event: Partial<LoggedEvent>): number {
    const seq = this.events.length + 1;
    const time = `2026-01-01T00:00:${String(seq).padStart(2, '0')}Z`;
    this.events.push({ seq, eventId: `event-${seq}`, time, records: [], ...event });
    return seq;
  }

  // Declarations

  edition(at: string | Reading, options: EditionOptions = {}): this {
    const reading = typeof at === 'string' ? this.figures(`total@${at}`) : at;
    const numbers = /^\d+$/.test(reading.edition) ? [2021, Number(reading.edition)] : [2021, reading.edition];
    this.record({
      kind: 'edition',
      line: editionLineOf(reading),
      edition: reading.edition,
      label: reading.edition,
      order: options.order ?? numbers,
      extent: options.extent ?? 'full',
      status: options.status ?? 'adopted',
      known: options.known ?? false,
    });
    return this;
  }

  full(at: string | Reading, options: EditionOptions = {}): this {
    return this.edition(at, { ...options, extent: 'full' });
  }

  amending(at: string | Reading, options: EditionOptions = {}): this {
    return this.edition(at, { ...options, extent: 'amending' });
  }

  /** A full edition whose table is recorded whole: its lines and no others. */
  table(
    at: string | Reading,
    amounts: Readonly<Record<string, number | '-'>>,
    options: EditionOptions & Said = {},
  ): this {
    const reading = typeof at === 'string' ? this.figures(`total@${at}`) : at;
    this.edition(reading, { known: true, ...options });
    for (const [line, amount] of Object.entries(amounts))
      this.state({ ...reading, line: lineOf(line) }, amount, options);
    return this;
  }

  layout(at: string | Reading, lines: readonly string[], options: LayoutOptions = {}): this {
    const reading = typeof at === 'string' ? this.figures(`total@${at}`) : at;
    const rows = (options.measures ?? [reading.measure]).flatMap((measure) =>
      rowsOf(lines, measure, options),
    );
    rows.push(...(options.rows ?? []));
    for (const { line, measure, formula } of options.formulas ?? []) {
      rows.push({ path: lineOf(line), kind: 'net', line: lineOf(line), measure, formula });
    }
    const layout: LayoutStated = {
      kind: 'layout',
      line: editionLineOf(reading),
      edition: reading.edition,
      table: options.table ?? `table-${reading.edition}`,
      rank: options.rank ?? 0,
      title: 'Tabell',
      unitOfMeasure: 'tkr',
      signs: {},
      rows,
    };
    this.record(layout);
    return this;
  }

  alias(line: string, of: string, judgedBy?: string): this {
    const { unit, area } = this.figures('total@');
    const named: LineNamed = {
      kind: 'name',
      unit,
      area,
      line: lineOf(line),
      is: { kind: 'alias', of: lineOf(of) },
    };
    this.record(judgedBy === undefined ? named : { ...named, judgedBy });
    return this;
  }

  merger(line: string, parts: readonly string[]): this {
    const { unit, area } = this.figures('total@');
    this.record({
      kind: 'name',
      unit,
      area,
      line: lineOf(line),
      is: { kind: 'merger', parts: parts.map(lineOf) },
    });
    return this;
  }

  // Entries

  statement(at: string | Reading, amount: number | '-', said: Said = {}): Statement {
    const reading = this.#reading(at);
    return {
      ...this.#common(said, amount),
      kind: 'statement',
      reading,
      says: amount === '-' ? { kind: 'notStated' } : { kind: 'amount', amount: amountOf(amount, said) },
    };
  }

  /** The reading is other readings plus a difference. */
  relativeStatement(
    at: string | Reading,
    to: string | Reading | readonly Reading[],
    difference: number,
    said: Said = {},
  ): Statement {
    const readings = Array.isArray(to) ? (to as readonly Reading[]) : [this.#reading(to as string | Reading)];
    return {
      ...this.#common(said, difference),
      kind: 'statement',
      reading: this.#reading(at),
      says: {
        kind: 'relative',
        terms: readings.map((reading) => ({ coefficient: 1n, reading })),
        difference: tkr(difference),
      },
    };
  }

  state(at: string | Reading, amount: number | '-', said: Said = {}): string {
    return this.#put(this.statement(at, amount, said));
  }

  relative(
    at: string | Reading,
    to: string | Reading | readonly Reading[],
    difference: number,
    said: Said = {},
  ): string {
    return this.#put(this.relativeStatement(at, to, difference, said));
  }

  change(to: string | Reading, amount: number | null, caused: Caused = {}): string {
    const common = this.#common(caused, amount ?? '-');
    const cause: Cause = {
      id: caused.cause ?? common.id,
      kind: caused.kind ?? 'other',
      words: caused.cause ?? 'Orsak',
      ...(caused.until === undefined ? {} : { until: caused.until }),
    };
    const change: Change = {
      ...common,
      kind: 'change',
      to: this.#reading(to),
      from: caused.from ?? 'inForce',
      amount: amount === null ? null : tkr(amount),
      precision: tkr(caused.precision ?? 0),
      cause,
    };
    return this.#put(change);
  }

  statedDifference(from: Reading, to: Reading, amount: number, said: Said = {}): string {
    const entry: StatedDifference = {
      ...this.#common(said, 0),
      kind: 'statedDifference',
      to,
      from,
      amount: amountOf(amount, said),
    };
    return this.#put(entry);
  }

  /** Puts another entry in; returns its id. */
  correct(
    id: string,
    to: { at?: string | Reading; amount: number },
    how: Partial<Correction> & Said = {},
  ): string {
    const { nature = 'misread', date, ...said } = how;
    const entry = this.#find(id);
    const reading = to.at === undefined ? readingOf(entry) : this.#reading(to.at);
    const common = { ...entry, id: said.id ?? this.#id() };
    const replacement: PlainEntry =
      entry.kind === 'change'
        ? {
            ...entry,
            ...common,
            kind: 'change',
            from: movedTo(reading, entry.from),
            to: reading,
            amount: tkr(to.amount),
          }
        : { ...common, kind: 'statement', reading, says: { kind: 'amount', amount: tkr(to.amount) } };
    const correction: Correction = {
      kind: 'correction',
      id: replacement.id,
      corrects: id,
      nature,
      replacement,
      reason: 'Fel avläst',
      ...(date === undefined ? {} : { date }),
    };
    this.record(correction);
    return replacement.id;
  }

  withdraw(id: string): string {
    const correction: Correction = {
      kind: 'correction',
      id: this.#id(),
      corrects: id,
      nature: 'withdrawal',
      replacement: null,
      reason: 'Tas bort',
    };
    this.record(correction);
    return correction.id;
  }

  #put(entry: PlainEntry): string {
    this.record(entry);
    return entry.id;
  }

  #reading(at: string | Reading): Reading {
    return typeof at === 'string' ? this.figures(at) : at;
  }

  #id(): string {
    return `entry-${String(++this.#entries).padStart(3, '0')}`;
  }

  #find(id: string): PlainEntry {
    for (const record of this.events.flatMap((event) => event.records)) {
      if (record.kind === 'correction' && record.replacement?.id === id) return record.replacement;
      if ('id' in record && record.id === id && (record.kind === 'statement' || record.kind === 'change'))
        return record;
    }
    throw new Error(`There is no entry ${id}`);
  }

  #common(said: Said, amount: number | '-'): Pick<Statement, 'id' | 'rank' | 'printed'> {
    const id = said.id ?? this.#id();
    const rank: SourceRank = {
      authority: said.authority ?? 0,
      table: said.table ?? 0,
      date: null,
      place: said.place ?? '',
    };
    const [document = '', table = document, row = ''] = (said.source ?? '').split('/', 3);
    return {
      id,
      rank,
      ...(amount === '-'
        ? {}
        : {
            printed: {
              ...WHOLE_TKR,
              text: String(amount),
              ...(said.unitOfMeasure === undefined ? {} : { unitOfMeasure: said.unitOfMeasure }),
              ...(said.decimals === undefined ? {} : { decimals: said.decimals }),
            },
          }),
      ...(said.status === undefined ? {} : { status: said.status }),
      ...(said.published === undefined ? {} : { published: { date: said.published } }),
      ...(said.source === undefined
        ? {}
        : { source: { document, table, row, column: '', printed: String(amount) } }),
    };
  }
}

/** A change that moves to another line leads from that line. */
function movedTo(reading: Reading, from: Change['from']): Change['from'] {
  return from === 'inForce' ? from : { ...from, line: reading.line };
}

function amountOf(amount: number, said: Said): bigint {
  // Percent and counts are no money: one base unit is a thousandth of what tkr counts.
  if (said.unitOfMeasure === undefined || said.unitOfMeasure === 'tkr') return tkr(amount);
  return said.unitOfMeasure === 'mnkr' ? tkr(amount) : tkr(amount) / 1000n;
}

function rowsOf(lines: readonly string[], measure: string, options: LayoutOptions): LayoutRow[] {
  const paths = [[] as readonly string[], ...lines.map(lineOf)];
  const rows = paths.map((line): LayoutRow => {
    const given = options.parts?.[line.length === 0 ? 'total' : line.join(' > ')]?.map(lineOf);
    const below = paths.filter(
      (path) =>
        path.length > line.length &&
        startsWith(path, line) &&
        !paths.some((p) => p.length > line.length && p.length < path.length && startsWith(path, p)),
    );
    const parts = given ?? below;
    const row = { path: line, line, measure };
    return parts.length === 0 ? { ...row, kind: 'leaf' } : { ...row, kind: 'total', parts };
  });
  const { breakdown } = options;
  if (breakdown === undefined)
    return rows.filter((row) => row.line.length > 0 || lines.length > 0 || options.plain === true);
  const more = [breakdown.remainder, ...breakdown.därav].map((text): LayoutRow => {
    const line = lineOf(text);
    const role = sameLine(line, lineOf(breakdown.remainder)) ? 'remainder' : 'därav';
    return { path: line, kind: 'subtotal', line, measure, breakdown: { role, of: [] } };
  });
  return [...rows.filter((row) => lines.length > 0 || row.line.length > 0), ...more];
}

/** A fixed shuffle: the same seed always gives the same order. */
export function shuffled<T>(list: readonly T[], seed: number): T[] {
  const out = [...list];
  let state = seed * 2_654_435_761;
  for (let i = out.length - 1; i > 0; i--) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    const j = Math.floor((state / 2_147_483_648) * (i + 1));
    [out[i], out[j]] = [out[j] as T, out[i] as T];
  }
  return out;
}

export function story(figures: Figures): Story {
  return new Story(figures);
}
