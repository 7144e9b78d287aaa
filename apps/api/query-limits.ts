import {
  GraphQLError,
  Kind,
  type ASTVisitor,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql';
import {
  PAGE_ITEMS_DEFAULT,
  PAGE_ITEMS_MAX,
  QUERY_COST_MAX,
  QUERY_DEPTH_MAX,
  QUERY_ROOTS_MAX,
} from './limits.js';

/**
 * Bounds a query before it is executed: how deep it is nested, and how many values it can be expected to answer with.
 *
 * The cost of a query is the number of its fields, each multiplied by the usual length of the lists it stands in: those
 * below, or `first` of a connection. Fragments are measured once, so that a query which spreads fragments of fragments
 * (a "billion laughs") is measured as quickly as it was written. Introspection is bounded by graphql-js' own rule.
 */

/** Usual lengths of lists, by the name of the field; of `parts` inside `parts` a fourth, as trees get narrower. */
const LIST_LENGTHS: Readonly<Record<string, number>> = {
  rows: 100,
  cells: 8,
  columns: 8,
  marks: 2,
  path: 2,
  line: 2,
  parts: 12,
  editions: 4,
  changes: 4,
  sources: 1,
  assertions: 2,
  corrections: 1,
  discrepancies: 1,
  places: 2,
  followOns: 2,
  since: 5,
  entries: 5,
  projects: 20,
  statuses: 2,
  sales: 10,
  purchases: 10,
  steps: 4,
  moved: 2,
  matrix: 16,
  risks: 30,
  controls: 20,
  withoutAssessment: 20,
  goals: 20,
  assessments: 2,
  indicators: 30,
  fromChart: 2,
  preliminary: 2,
  reports: 2,
  counts: 4,
  named: 1,
  terms: 1,
  why: 3,
};

const NESTED_PARTS = 3;

/**
 * What a message of a view may hold, all its cells in one list: first they are all there are. Then they have no reasons,
 * and when many change they do for one.
 */
const VIEW_CELLS = 800;
const VIEW_CELL_REASONS = 1;

/** What a root field costs besides its values: it computes a whole view or explanation, whatever is asked of it. */
const ROOT_COST = 500;

interface Size {
  readonly cost: number;
  readonly depth: number;
}

const NOTHING: Size = { cost: 0, depth: 0 };

/** Measures every operation of a document: the largest counts. */
export function sizeOfQuery(document: DocumentNode): Size & { readonly roots: number } {
  const fragments = new Map<string, FragmentDefinitionNode>();
  const operations: OperationDefinitionNode[] = [];
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    else if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(definition);
  }
  const ruler = new Ruler(fragments);
  let largest = { ...NOTHING, roots: 0 };
  for (const operation of operations) {
    const { cost, depth } = ruler.selections(operation.selectionSet, '');
    const roots = ruler.roots(operation.selectionSet);
    largest = {
      cost: Math.max(largest.cost, cost + roots * ROOT_COST),
      depth: Math.max(largest.depth, depth),
      roots: Math.max(largest.roots, roots),
    };
  }
  return largest;
}

class Ruler {
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #sizes = new Map<string, Size>();
  readonly #rootCounts = new Map<string, number>();

  constructor(fragments: ReadonlyMap<string, FragmentDefinitionNode>) {
    this.#fragments = fragments;
  }

  selections(set: SelectionSetNode | undefined, within: string): Size {
    let cost = 0;
    let depth = 0;
    for (const selection of set?.selections ?? []) {
      const size =
        selection.kind === Kind.FIELD
          ? this.#field(selection, within)
          : selection.kind === Kind.INLINE_FRAGMENT
            ? this.selections(selection.selectionSet, within)
            : this.#fragment(selection.name.value, within);
      cost += size.cost;
      depth = Math.max(depth, size.depth);
    }
    return { cost, depth };
  }

  /** Root fields, through fragments; introspection is none. */
  roots(set: SelectionSetNode): number {
    let count = 0;
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) count += selection.name.value.startsWith('__') ? 0 : 1;
      else if (selection.kind === Kind.INLINE_FRAGMENT) count += this.roots(selection.selectionSet);
      else {
        const name = selection.name.value;
        const known = this.#rootCounts.get(name);
        // A circle of fragments is invalid by another rule; here it must only end.
        this.#rootCounts.set(name, known ?? 0);
        const fragment = this.#fragments.get(name);
        const counted = known ?? (fragment === undefined ? 0 : this.roots(fragment.selectionSet));
        this.#rootCounts.set(name, counted);
        count += counted;
      }
    }
    return count;
  }

  #field(field: FieldNode, within: string): Size {
    const name = field.name.value;
    if (name === '__schema' || name === '__type') return NOTHING;
    const inner = this.selections(field.selectionSet, insideOf(name, within));
    const length = this.#length(field, within);
    return {
      cost: 1 + length * Math.max(inner.cost, LIST_LENGTHS[name] === undefined ? 0 : 1),
      depth: inner.depth + 1,
    };
  }

  #length(field: FieldNode, within: string): number {
    const name = field.name.value;
    if (name === 'parts' && within === 'parts') return NESTED_PARTS;
    // Below a connection `editions` is the connection itself: its length stands in `first`.
    if (
      field.selectionSet?.selections.some((s) => s.kind === Kind.FIELD && s.name.value === 'edges') === true
    ) {
      return pageLength(field);
    }
    if (within === 'viewChanged' && name === 'cells') return VIEW_CELLS;
    if (within === 'viewChanged.cells' && name === 'why') return VIEW_CELL_REASONS;
    // What is asked at the root is one answer, also where a list in it is called the same.
    return within === '' ? 1 : (LIST_LENGTHS[name] ?? 1);
  }

  #fragment(name: string, within: string): Size {
    const key = `${name} ${LENGTHS_DEPEND_ON.has(within) ? within : ''}`;
    const known = this.#sizes.get(key);
    if (known !== undefined) return known;
    this.#sizes.set(key, NOTHING);
    const size = this.selections(this.#fragments.get(name)?.selectionSet, within);
    this.#sizes.set(key, size);
    return size;
  }
}

/** Where fields have other lengths than elsewhere. */
const LENGTHS_DEPEND_ON: ReadonlySet<string> = new Set(['parts', 'viewChanged', 'viewChanged.cells']);

function insideOf(name: string, within: string): string {
  if (name === 'edges') return within;
  return name === 'cells' && within === 'viewChanged' ? 'viewChanged.cells' : name;
}

function pageLength(field: FieldNode): number {
  const first = field.arguments?.find((argument) => argument.name.value === 'first');
  if (first === undefined) return PAGE_ITEMS_DEFAULT;
  // Of a variable only the bound is known here; its value is checked when it is read.
  if (first.value.kind !== Kind.INT) return PAGE_ITEMS_MAX;
  return Math.min(Number(first.value.value), PAGE_ITEMS_MAX);
}

/** Beside graphql-js' own rules: refuses what is nested too deep or answers with too much. */
export function limitsRule(context: ValidationContext): ASTVisitor {
  return {
    Document(document) {
      const { cost, depth, roots } = sizeOfQuery(document);
      if (depth > QUERY_DEPTH_MAX) {
        context.reportError(
          refusal(
            'DEPTH_LIMIT',
            `the query is ${depth} levels deep; at most ${QUERY_DEPTH_MAX} are answered`,
            'Ask for the upper levels first, and explain the part you want further in a query of its own.',
          ),
        );
      }
      if (roots > QUERY_ROOTS_MAX) {
        context.reportError(
          refusal(
            'COST_LIMIT',
            `the query asks ${roots} questions; at most ${QUERY_ROOTS_MAX} are answered at once`,
            'Divide it into several queries.',
          ),
        );
      }
      if (cost > QUERY_COST_MAX) {
        context.reportError(
          refusal(
            'COST_LIMIT',
            `the query may answer with ${cost} values; at most ${QUERY_COST_MAX} are answered at once`,
            'Ask for fewer fields, smaller pages or fewer levels, or divide it into several queries.',
          ),
        );
      }
    },
  };
}

function refusal(code: string, message: string, hint: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code, hint } });
}
