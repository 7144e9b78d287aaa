import { compileQuery, isCompiledQuery, type CompiledQuery } from 'graphql-jit';
import {
  execute,
  getArgumentValues,
  getDirectiveValues,
  getOperationAST,
  getVariableValues,
  GraphQLError,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  Kind,
  parse,
  specifiedRules,
  validate,
  visit,
  type DocumentNode,
  type ExecutionResult,
  type FieldNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { LedgerError } from '#amount';
import { COMPILE_AFTER, QUERY_TOKENS_MAX } from '../limits.js';
import { limitsRule } from '../query-limits.js';
import { keyOf, scopeOf, type Scope } from './live-request.js';
import { OPERATIONS_KEPT } from './limits.js';
import type { RootValue } from './followable.js';

/** What a client asks, as it sends it. */
export interface Asked {
  readonly query: string;
  readonly operationName?: string | null;
  readonly variables?: Readonly<Record<string, unknown>> | null;
}

/** An operation with its variables: what a subscription is executed as. */
export interface Followed {
  readonly operation: Operation;
  readonly scope: Scope;
  readonly after: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Equal for those whose results are equal: the same operation and variables, but for where they begin. */
  readonly shape: string;
}

/** An operation of a document that is valid and within bounds. */
export class Operation {
  readonly text: string;
  readonly node: OperationDefinitionNode;
  readonly document: DocumentNode;
  readonly #schema: GraphQLSchema;
  readonly #name: string | undefined;
  #executions = 0;
  #compiled: CompiledQuery | null | undefined;

  constructor(
    schema: GraphQLSchema,
    text: string,
    document: DocumentNode,
    node: OperationDefinitionNode,
    name: string | undefined,
  ) {
    this.#schema = schema;
    this.text = text;
    this.document = document;
    this.node = node;
    this.#name = name;
  }

  get kind(): 'query' | 'mutation' | 'subscription' {
    return this.node.operation;
  }

  /**
   * What a subscription follows.
   * @returns the errors, where its variables or arguments are not what the schema says
   * @throws LedgerError UNKNOWN_VIEW, INPUT_MISSING
   */
  follow(variables: Readonly<Record<string, unknown>>): Followed | readonly GraphQLError[] {
    const values = getVariableValues(this.#schema, this.node.variableDefinitions ?? [], variables);
    if (values.errors !== undefined) return values.errors;
    const { coerced } = values;
    const field = this.#rootField(this.node.selectionSet, coerced);
    const definition =
      field === undefined ? undefined : this.#schema.getSubscriptionType()?.getFields()[field.name.value];
    if (field === undefined || definition === undefined) {
      return [new GraphQLError('the subscription follows nothing', { nodes: this.node })];
    }
    let args: Record<string, unknown>;
    try {
      args = getArgumentValues(definition, field, coerced);
    } catch (error) {
      if (error instanceof GraphQLError) return [error];
      // The parser calls itself for each brace; how many it bears depends on who called it.
      if (error instanceof RangeError) return [new GraphQLError('the query is nested too deeply')];
      throw error;
    }
    const { after, ...rest } = args;
    const apart = this.#variableOfAfter(field);
    const others = Object.fromEntries(Object.entries(coerced).filter(([name]) => name !== apart));
    return {
      operation: this,
      scope: scopeOf(field.name.value, rest),
      after: typeof after === 'string' ? after : undefined,
      variables,
      shape: `${keyOf(others)} ${this.#name ?? ''} ${this.text}`,
    };
  }

  /** Executes a subscription over a message. */
  over(root: RootValue, variables: Readonly<Record<string, unknown>>): ExecutionResult {
    const compiled = this.#compile();
    const result = compiled
      ? compiled.query(root, {}, { ...variables })
      : execute({
          schema: this.#schema,
          document: this.document,
          rootValue: root,
          contextValue: {},
          variableValues: variables,
          operationName: this.#name,
        });
    // Messages are plain data: nothing in them is waited for.
    if (result instanceof Promise) throw new TypeError('a message is executed in one turn');
    return result;
  }

  #compile(): CompiledQuery | null {
    if (this.#compiled === undefined) {
      this.#executions++;
      if (this.#executions <= COMPILE_AFTER) return null;
      const compiled = compileQuery(this.#schema, this.document, this.#name);
      this.#compiled = isCompiledQuery(compiled) ? compiled : null;
    }
    return this.#compiled;
  }

  #rootField(set: SelectionSetNode, variables: Record<string, unknown>): FieldNode | undefined {
    for (const selection of set.selections) {
      if (getDirectiveValues(GraphQLSkipDirective, selection, variables)?.if === true) continue;
      if (getDirectiveValues(GraphQLIncludeDirective, selection, variables)?.if === false) continue;
      if (selection.kind === Kind.FIELD) return selection;
      const inner =
        selection.kind === Kind.INLINE_FRAGMENT
          ? selection.selectionSet
          : this.#fragment(selection.name.value)?.selectionSet;
      const found = inner === undefined ? undefined : this.#rootField(inner, variables);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #fragment(name: string) {
    for (const definition of this.document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === name) return definition;
    }
    return undefined;
  }

  /** The variable that only `after` takes, if one does: results do not depend on it. */
  #variableOfAfter(field: FieldNode): string | undefined {
    const value = field.arguments?.find((argument) => argument.name.value === 'after')?.value;
    if (value?.kind !== Kind.VARIABLE) return undefined;
    const name = value.name.value;
    let uses = 0;
    visit(this.document, {
      Variable: (node, _key, parent) => {
        const declares =
          !Array.isArray(parent) && (parent as { kind?: string }).kind === Kind.VARIABLE_DEFINITION;
        if (node.name.value === name && !declares) uses++;
      },
    });
    return uses === 1 ? name : undefined;
  }
}

/** Operations that were asked, parsed, held against the schema and the limits, and compiled when they come again. */
export class Operations {
  readonly #schema: () => GraphQLSchema;
  readonly #known = new Map<string, Operation>();

  constructor(schema: () => GraphQLSchema) {
    this.#schema = schema;
  }

  /** @returns the errors, where it is not valid */
  of(asked: Asked): Operation | readonly GraphQLError[] {
    const name = asked.operationName ?? undefined;
    const key = `${name ?? ''} ${asked.query}`;
    const known = this.#known.get(key);
    if (known !== undefined) {
      // The last asked is the last to be forgotten.
      this.#known.delete(key);
      this.#known.set(key, known);
      return known;
    }
    const operation = this.#make(asked.query, name);
    if (!(operation instanceof Operation)) return operation;
    this.#known.set(key, operation);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= OPERATIONS_KEPT) break;
      this.#known.delete(oldest);
    }
    return operation;
  }

  #make(text: string, name: string | undefined): Operation | readonly GraphQLError[] {
    const schema = this.#schema();
    let document: DocumentNode;
    try {
      document = parse(text, { maxTokens: QUERY_TOKENS_MAX });
    } catch (error) {
      if (error instanceof GraphQLError) return [error];
      throw error;
    }
    const errors = validate(schema, document, [...specifiedRules, limitsRule]);
    if (errors.length > 0) return errors;
    const node = getOperationAST(document, name);
    if (node === null || node === undefined)
      return [new GraphQLError('it is not told which operation is meant')];
    return new Operation(schema, text, document, node, name);
  }
}

/**
 * What was sent, if it is an operation at all.
 * @throws LedgerError QUERY_INVALID
 */
export function askedOf(value: unknown): Asked {
  const given = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  const { query, operationName, variables } = given;
  if (typeof query !== 'string' || query.trim() === '') {
    throw new LedgerError('QUERY_INVALID', 'the request has no query', {
      place: { field: 'query' },
      hint: 'Send JSON such as {"query": "subscription { eventRecorded { cursor recorded { type } } }"}.',
    });
  }
  if (!isAbsent(operationName) && typeof operationName !== 'string') throw invalid('operationName', 'a text');
  if (!isAbsent(variables) && (typeof variables !== 'object' || Array.isArray(variables))) {
    throw invalid('variables', 'an object');
  }
  return {
    query,
    operationName: operationName,
    variables: variables as Record<string, unknown> | null | undefined,
  };
}

function isAbsent(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

function invalid(field: string, what: string): LedgerError {
  return new LedgerError('QUERY_INVALID', `\`${field}\` is ${what}`, {
    place: { field },
    hint: 'Send it as GraphQL over HTTP does.',
  });
}
