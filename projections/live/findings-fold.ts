import { editionLineKey } from '#ledger';
import type { KeptFinding } from '../reconciliation/finding.js';
import type { Reconciled } from '../reconciliation/reconcile.js';

/** All that does not agree as of one position, and what each line of editions rests on. */
export class FindingsFold {
  readonly #scopes = new Map<string, Reconciled>();
  readonly #byKey = new Map<string, Set<string>>();
  readonly #byId = new Map<string, KeptFinding>();
  readonly #underRoot = new Map<string, Set<string>>();

  has(scope: string): boolean {
    return this.#scopes.has(scope);
  }

  of(scope: string): readonly KeptFinding[] {
    return this.#scopes.get(scope)?.findings ?? [];
  }

  finding(id: string): KeptFinding | undefined {
    return this.#byId.get(id);
  }

  /** The lines of editions that have some, in order. */
  scopes(): string[] {
    return [...this.#scopes]
      .flatMap(([scope, { findings }]) => (findings.length > 0 ? [scope] : []))
      .sort(compareText);
  }

  restingOn(key: string): Iterable<string> {
    return this.#byKey.get(key) ?? [];
  }

  /** The follow-ons of a discrepancy, wherever they stand. */
  under(root: string): readonly KeptFinding[] {
    return [...(this.#underRoot.get(root) ?? [])]
      .sort(compareText)
      .flatMap((scope) => this.of(scope).filter((finding) => finding.root === root));
  }

  /** Those with a place in a document. */
  *in(sha256: string): Generator<KeptFinding> {
    for (const finding of this.#byId.values()) {
      if (finding.places.some(({ document }) => document === sha256)) yield finding;
    }
  }

  put(scope: string, reconciled: Reconciled): void {
    const before = this.#scopes.get(scope);
    for (const key of before?.rests ?? []) drop(this.#byKey, key, scope);
    for (const { id, root } of before?.findings ?? []) {
      this.#byId.delete(id);
      if (root !== null) drop(this.#underRoot, root, scope);
    }
    this.#scopes.set(scope, reconciled);
    for (const key of reconciled.rests) add(this.#byKey, key, scope);
    for (const finding of reconciled.findings) {
      this.#byId.set(finding.id, finding);
      if (finding.root !== null) add(this.#underRoot, finding.root, scope);
    }
  }
}

/** The line of editions that a finding is listed in. */
export function scopeOf({ reading }: KeptFinding): string {
  return editionLineKey(reading);
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function add(map: Map<string, Set<string>>, key: string, value: string): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, new Set([value]));
  else values.add(value);
}

function drop(map: Map<string, Set<string>>, key: string, value: string): void {
  const values = map.get(key);
  values?.delete(value);
  if (values?.size === 0) map.delete(key);
}
