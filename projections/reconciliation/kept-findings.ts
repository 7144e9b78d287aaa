import type { Database, Statement } from 'better-sqlite3';
import type { KeptFinding } from './finding.js';
import type { Reconciled } from './reconcile.js';

/** Stands in `reconciled` for the whole ledger: nothing was to be done any more at that seq. */
const WHOLE_LEDGER = '';

interface FindingRow {
  readonly scope: string;
  readonly text: string;
}

/** The reconciliation as the read model keeps it. */
export class FindingStore {
  readonly #sql: Statements;

  constructor(readonly database: Database) {
    this.#sql = statementsOf(database);
  }

  /** Lines of editions that were never reconciled, or of which something changed since. */
  stale(): string[] {
    return this.#sql.stale.all({ since: this.#sql.reconciledAt.get(WHOLE_LEDGER) ?? 0 });
  }

  /** Lines of editions whose reconciliation rests on something that changed after a seq. */
  restingOnChangesSince(seq: number): string[] {
    return this.#sql.since.all(seq);
  }

  /** Every line of editions of which something was recorded. */
  scopes(): string[] {
    return this.#sql.scopes.all();
  }

  touchedAt(key: string): number {
    return this.#sql.touchedAt.get(key) ?? 0;
  }

  scopesWithFindings(): string[] {
    return this.#sql.withFindings.all();
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
  readonly stale: Statement<unknown[], string>;
  readonly since: Statement<unknown[], string>;
  readonly scopes: Statement<unknown[], string>;
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
    stale: texts(
      `SELECT t.key FROM touched t WHERE t.seq > $since AND ${IS_SCOPE}
         AND NOT EXISTS (SELECT 1 FROM reconciled c WHERE c.scope = t.key)
       UNION
       SELECT r.scope FROM touched t JOIN rests r ON r.key = t.key JOIN reconciled c ON c.scope = r.scope
         WHERE t.seq > $since AND t.seq > c.seq
       ORDER BY 1`,
    ),
    since: texts(
      'SELECT DISTINCT r.scope FROM touched t JOIN rests r ON r.key = t.key WHERE t.seq > ? ORDER BY 1',
    ),
    scopes: texts(`SELECT t.key FROM touched t WHERE ${IS_SCOPE} ORDER BY 1`),
    touchedAt: number('SELECT seq FROM touched WHERE key = ?'),
    reconciledAt: number('SELECT seq FROM reconciled WHERE scope = ?'),
    withFindings: texts('SELECT DISTINCT scope FROM finding ORDER BY 1'),
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

/** What does not agree, from one standpoint: as it is kept, but for some lines of editions that were worked out anew. */
export class Findings {
  readonly #kept: FindingStore | null;
  readonly #anew: ReadonlyMap<string, readonly KeptFinding[]>;
  #under: Map<string, { readonly scope: string; readonly finding: KeptFinding }[]> | null = null;

  constructor(kept: FindingStore | null, anew: ReadonlyMap<string, readonly KeptFinding[]>) {
    this.#kept = kept;
    this.#anew = anew;
  }

  /** The lines of editions that may have some, in order. */
  scopes(): string[] {
    return [...new Set([...(this.#kept?.scopesWithFindings() ?? []), ...this.#anew.keys()])].sort(
      compareText,
    );
  }

  of(scope: string): readonly KeptFinding[] {
    return this.#anew.get(scope) ?? this.#kept?.of(scope) ?? [];
  }

  /** The follow-ons of a discrepancy. */
  under(root: string): readonly KeptFinding[] {
    const kept = (this.#kept?.under(root) ?? []).filter(({ scope }) => !this.#anew.has(scope));
    return [...kept, ...(this.#underAnew().get(root) ?? [])]
      .sort((a, b) => compareText(a.scope, b.scope))
      .map(({ finding }) => finding);
  }

  /** All of them, in order. */
  *all(): Generator<KeptFinding> {
    for (const scope of this.scopes()) yield* this.of(scope);
  }

  #underAnew(): Map<string, { readonly scope: string; readonly finding: KeptFinding }[]> {
    if (this.#under === null) {
      this.#under = new Map();
      for (const [scope, findings] of this.#anew) {
        for (const finding of findings) {
          if (finding.root === null) continue;
          const list = this.#under.get(finding.root) ?? [];
          list.push({ scope, finding });
          this.#under.set(finding.root, list);
        }
      }
    }
    return this.#under;
  }
}

/** As SQLite orders texts (their bytes), which for what keys hold is code-unit order but for the rarest characters. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
