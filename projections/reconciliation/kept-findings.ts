import type { Database, Statement } from 'better-sqlite3';
import { Sqlite } from '#event-store';
import { createReconciliation } from '../runner/schema.js';
import type { KeptFinding } from './finding.js';
import type { Reconciled } from './reconcile.js';

/** Stands in `reconciled` for the whole ledger: nothing was to be done any more at that seq. */
const WHOLE_LEDGER = '';

interface FindingRow {
  readonly scope: string;
  readonly text: string;
}

/** Something that was touched, and up to when. */
interface Touched {
  readonly key: string;
  readonly seq: number;
}

/** Keys that are read at a time. */
const KEYS_READ = 1_000;

/** The reconciliation as the read model keeps it. */
export class FindingStore {
  readonly #sql: Statements;

  constructor(readonly database: Database) {
    this.#sql = statementsOf(database);
  }

  /** Up to where all of it is reconciled. */
  settledAt(): number {
    return this.#sql.reconciledAt.get(WHOLE_LEDGER) ?? 0;
  }

  /** What was touched after a seq, some at a time: all of it in the order of the keys, else in that of touching. */
  *touchedAfter(since: number): Generator<readonly Touched[]> {
    let last: Touched = { key: '', seq: since === 0 ? 0 : since + 1 };
    for (;;) {
      const { key, seq } = last;
      const some =
        since === 0
          ? this.#sql.touchedByKey.all(key, KEYS_READ)
          : this.#sql.touchedBySeq.all(seq, key, KEYS_READ);
      const end = some.at(-1);
      if (end === undefined) return;
      yield some;
      last = end;
    }
  }

  /** Lines of editions whose reconciliation rests on something. */
  restingOn(key: string): string[] {
    return this.#sql.restingOn.all(key);
  }

  /** Those of them that were reconciled before a seq. */
  restingBefore(key: string, seq: number): string[] {
    return this.#sql.restingBefore.all(key, seq);
  }

  /** Every line of editions of which something was recorded. */
  scopes(): string[] {
    return this.#sql.scopes.all();
  }

  touchedAt(key: string): number {
    return this.#sql.touchedAt.get(key) ?? 0;
  }

  /** Lines of editions in the order of their keys, some at a time: those of which something was recorded. */
  *scopesInOrder(): Generator<readonly string[]> {
    yield* this.#pages(this.#sql.scopesAfter, '');
  }

  /** Those in which something does not agree, after one. */
  *withFindings(after: string): Generator<string> {
    for (const scopes of this.#pages(this.#sql.withFindings, after)) yield* scopes;
  }

  /** Those that are reconciled. */
  reconciledInOrder(): Generator<readonly string[]> {
    return this.#pages(this.#sql.reconciledAfter, WHOLE_LEDGER);
  }

  *#pages(statement: Statement<unknown[], string>, first: string): Generator<readonly string[]> {
    for (let after = first; ;) {
      const scopes = statement.all(after, KEYS_READ);
      const last = scopes.at(-1);
      if (last === undefined) return;
      yield scopes;
      after = last;
    }
  }

  reconciledAt(scope: string): number | undefined {
    return this.#sql.reconciledAt.get(scope);
  }

  of(scope: string): KeptFinding[] {
    return this.#sql.ofScope.all(scope).map(({ text }) => JSON.parse(text) as KeptFinding);
  }

  /** Follow-ons of a discrepancy, wherever they stand. */
  under(root: string): { readonly scope: string; readonly finding: KeptFinding }[] {
    return this.#sql.under
      .all(root)
      .map(({ scope, text }) => ({ scope, finding: JSON.parse(text) as KeptFinding }));
  }

  /** Up to where a line of editions is reconciled, and what that rests on. */
  resting(scope: string): { readonly seq: number; readonly rests: readonly string[] } | null {
    const seq = this.#sql.reconciledAt.get(scope);
    return seq === undefined ? null : { seq, rests: this.#sql.restsOf.all(scope) };
  }

  /** Only of a connection that may write. */
  keep(scope: string, { findings, rests }: Reconciled, seq: number): void {
    this.#sql.forget.run(scope);
    this.#sql.forgetRests.run(scope);
    for (const [ord, finding] of findings.entries()) {
      this.#sql.keep.run(scope, ord, finding.id, finding.root, JSON.stringify(finding));
    }
    for (const key of rests) this.#sql.rest.run(key, scope);
    this.#sql.reconciled.run(scope, seq);
  }

  /** Everything is reconciled at this seq. */
  settle(seq: number): void {
    this.#sql.reconciled.run(WHOLE_LEDGER, seq);
  }
}

interface Statements {
  readonly touchedByKey: Statement<unknown[], Touched>;
  readonly touchedBySeq: Statement<unknown[], Touched>;
  readonly restingOn: Statement<unknown[], string>;
  readonly restingBefore: Statement<unknown[], string>;
  readonly scopes: Statement<unknown[], string>;
  readonly scopesAfter: Statement<unknown[], string>;
  readonly reconciledAfter: Statement<unknown[], string>;
  readonly touchedAt: Statement<unknown[], number>;
  readonly reconciledAt: Statement<unknown[], number>;
  readonly withFindings: Statement<unknown[], string>;
  readonly ofScope: Statement<unknown[], FindingRow>;
  readonly under: Statement<unknown[], FindingRow>;
  readonly restsOf: Statement<unknown[], string>;
  readonly forget: Statement;
  readonly forgetRests: Statement;
  readonly keep: Statement;
  readonly rest: Statement;
  readonly reconciled: Statement;
}

/** A line of editions has four parts; the names of a unit and area, which are noted beside them, have two. */
const IS_SCOPE = `t.key LIKE '%' || char(31) || '%' || char(31) || '%'`;

const STATEMENTS = new WeakMap<Database, Statements>();

function statementsOf(database: Database): Statements {
  const known = STATEMENTS.get(database) ?? statements(database);
  STATEMENTS.set(database, known);
  return known;
}

function statements(database: Database): Statements {
  const texts = (sql: string): Statement<unknown[], string> =>
    database.prepare<unknown[], string>(sql).pluck();
  const number = (sql: string): Statement<unknown[], number> =>
    database.prepare<unknown[], number>(sql).pluck();
  return {
    touchedByKey: database.prepare('SELECT key, seq FROM touched WHERE key > ? ORDER BY key LIMIT ?'),
    touchedBySeq: database.prepare(
      'SELECT key, seq FROM touched WHERE (seq, key) > (?, ?) ORDER BY seq, key LIMIT ?',
    ),
    restingOn: texts('SELECT scope FROM rests WHERE key = ? ORDER BY scope'),
    restingBefore: texts(
      'SELECT r.scope FROM rests r JOIN reconciled c ON c.scope = r.scope WHERE r.key = ? AND c.seq < ?',
    ),
    scopes: texts(`SELECT t.key FROM touched t WHERE ${IS_SCOPE} ORDER BY 1`),
    scopesAfter: texts(`SELECT t.key FROM touched t WHERE t.key > ? AND ${IS_SCOPE} ORDER BY t.key LIMIT ?`),
    reconciledAfter: texts('SELECT scope FROM reconciled WHERE scope > ? ORDER BY scope LIMIT ?'),
    touchedAt: number('SELECT seq FROM touched WHERE key = ?'),
    reconciledAt: number('SELECT seq FROM reconciled WHERE scope = ?'),
    withFindings: texts('SELECT DISTINCT scope FROM finding WHERE scope > ? ORDER BY scope LIMIT ?'),
    ofScope: database.prepare('SELECT scope, text FROM finding WHERE scope = ? ORDER BY ord'),
    under: database.prepare('SELECT scope, text FROM finding WHERE root = ? ORDER BY scope, ord'),
    restsOf: texts('SELECT key FROM rests WHERE scope = ?'),
    forget: database.prepare('DELETE FROM finding WHERE scope = ?'),
    forgetRests: database.prepare('DELETE FROM rests WHERE scope = ?'),
    keep: database.prepare('INSERT INTO finding (scope, ord, id, root, text) VALUES (?, ?, ?, ?, ?)'),
    rest: database.prepare('INSERT INTO rests (key, scope) VALUES (?, ?)'),
    reconciled: database.prepare(
      'INSERT INTO reconciled (scope, seq) VALUES (?, ?) ON CONFLICT DO UPDATE SET seq = excluded.seq',
    ),
  };
}

/** Whether a key is that of a line of editions. */
export function isScope(key: string): boolean {
  const first = key.indexOf('\u001f');
  return first >= 0 && key.includes('\u001f', first + 1);
}

/** Pages of a spool that are kept in memory; what is more lies in a file that the system removes. */
const SPOOL_KIB = 4 * 1024;

/** Findings that have no place in the read model: in a database of its own, which is gone when it is closed. */
export function findingSpool(): FindingStore {
  const database = new Sqlite('');
  database.pragma(`cache_size = -${SPOOL_KIB}`);
  database.pragma('journal_mode = OFF');
  database.pragma('synchronous = OFF');
  createReconciliation(database);
  database.exec('BEGIN');
  return new FindingStore(database);
}

/** What does not agree, from one standpoint: as it is kept, but for some lines of editions that were worked out anew. */
export class Findings {
  readonly #kept: FindingStore | null;
  readonly #anew: FindingStore | null;

  constructor(kept: FindingStore | null, anew: FindingStore | null) {
    this.#kept = kept;
    this.#anew = anew;
  }

  /** The lines of editions after one that may have some, in order. */
  *scopesAfter(after: string): Generator<string> {
    const [kept, anew] = [this.#kept, this.#anew].map((store) => store?.withFindings(after));
    let a = valueOf(kept?.next());
    let b = valueOf(anew?.next());
    while (a !== null || b !== null) {
      const next = a === null ? b : b === null ? a : compareText(a, b) < 0 ? a : b;
      if (next !== null && next !== undefined) yield next;
      if (a === next) a = valueOf(kept?.next());
      if (b === next) b = valueOf(anew?.next());
    }
  }

  of(scope: string): readonly KeptFinding[] {
    return (this.#isAnew(scope) ? this.#anew : this.#kept)?.of(scope) ?? [];
  }

  /** The follow-ons of a discrepancy. */
  under(root: string): readonly KeptFinding[] {
    const kept = (this.#kept?.under(root) ?? []).filter(({ scope }) => !this.#isAnew(scope));
    const anew = (this.#anew?.under(root) ?? []).filter(({ scope }) => this.#isAnew(scope));
    return [...kept, ...anew].sort((a, b) => compareText(a.scope, b.scope)).map(({ finding }) => finding);
  }

  /** All of them, in order. */
  *all(): Generator<KeptFinding> {
    for (const scope of this.scopesAfter('')) yield* this.of(scope);
  }

  /** Another process may have kept it meanwhile: what was worked out last stands. */
  #isAnew(scope: string): boolean {
    const at = this.#anew?.reconciledAt(scope);
    return at !== undefined && at > (this.#kept?.reconciledAt(scope) ?? -1);
  }
}

function valueOf(next: IteratorResult<string> | undefined): string | null {
  return next === undefined || next.done === true ? null : next.value;
}

/** As SQLite orders texts (their bytes), which for what keys hold is code-unit order but for the rarest characters. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
