import { parseUnitOfMeasure, toDecimal, type Amount, type UnitOfMeasure } from '#amount';
import {
  editionLineOf,
  lineKey,
  reconcilerOf,
  type AssertionKind,
  type EditionLine,
  type Evaluator,
  type Finding,
  type FindingClass,
  type Reading,
  type SourceCell,
} from '#ledger';

/**
 * A discrepancy as the read model keeps it: plain, in the sign and unit of measure in which the number that asserts is
 * printed. Documents are named by their SHA-256.
 */
export interface KeptFinding {
  readonly id: string;
  readonly kind: AssertionKind;
  readonly class: FindingClass;
  readonly root: string | null;
  readonly reading: Reading;
  readonly unitOfMeasure: UnitOfMeasure;
  readonly stated: string;
  readonly computed: string;
  readonly difference: string;
  readonly tolerance: string;
  /** The number that asserts first, where it has a place; then what it is held against. */
  readonly places: readonly SourceCell[];
}

/** What does not agree of the readings given, all of one line of editions, in the order of its editions and tables. */
export function findingsIn(
  evaluator: Evaluator,
  line: EditionLine,
  readings: Iterable<Reading>,
): KeptFinding[] {
  const reconciler = reconcilerOf(evaluator);
  const found: Finding[] = [];
  for (const reading of readings) found.push(...reconciler.of(reading));
  if (found.length === 0) return [];
  const order = orderOf(evaluator, line);
  return found
    .map((finding) => ({ finding, order: order(finding.asserted.reading) }))
    .sort((a, b) => compareOrder(a.order, b.order) || compareText(a.finding.id, b.finding.id))
    .map(({ finding }) => kept(evaluator, finding));
}

type Order = readonly [edition: number, row: number];

/** Where a reading stands: its edition in line, and its row in the tables of that edition. */
function orderOf(evaluator: Evaluator, line: EditionLine): (reading: Reading) => Order {
  const { facts } = evaluator;
  const editions = new Map(facts.editions(line).map(({ edition }, i) => [edition, i]));
  const names = facts.names(line.unit, line.area);
  const rows = new Map<string, number>();
  for (const layout of facts.layouts(line)) {
    for (const row of layout.rows) {
      const key = `${layout.edition}\u001f${row.measure ?? ''}\u001f${lineKey(names.resolve(row.line))}`;
      if (!rows.has(key)) rows.set(key, rows.size);
    }
  }
  return ({ edition, measure, line: at }) => [
    editions.get(edition) ?? editions.size,
    rows.get(`${edition}\u001f${measure}\u001f${lineKey(at)}`) ?? rows.size,
  ];
}

function compareOrder(a: Order, b: Order): number {
  return a[0] - b[0] || a[1] - b[1];
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function kept(evaluator: Evaluator, { id, class: is, root, asserted }: Finding): KeptFinding {
  const { entry, kind, reading, places } = asserted;
  const unitOfMeasure = entry.printed?.unitOfMeasure ?? unitOfTables(evaluator, reading);
  const sign = BigInt(entry.printed?.sign ?? 1);
  const shown = (amount: Amount): string => toDecimal(sign * amount, unitOfMeasure);
  return {
    id,
    kind,
    class: is,
    root,
    reading,
    unitOfMeasure,
    stated: shown(asserted.stated),
    computed: shown(asserted.computed),
    difference: shown(asserted.difference),
    tolerance: toDecimal(asserted.tolerance, unitOfMeasure),
    places: places.flatMap(({ source }): SourceCell[] => (source === undefined ? [] : [source])),
  };
}

/** What is registered by hand is in what the tables of its frame print. */
function unitOfTables(evaluator: Evaluator, reading: Reading): UnitOfMeasure {
  const [layout] = evaluator.facts.layouts(editionLineOf(reading));
  return layout === undefined ? 'tkr' : parseUnitOfMeasure(layout.unitOfMeasure);
}
