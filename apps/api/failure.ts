import { randomUUID } from 'node:crypto';
import { GraphQLError, type ExecutionResult } from 'graphql';
import { LedgerError, type Place } from '#amount';
import type { FailureCode } from './failure-codes.js';

/**
 * How failures leave the server. An expected one (`LedgerError`) goes out with its code, place and hint; a query that
 * is not valid with where it is not; anything else is a fault of the program: the client gets an id, and the log has
 * the real error under it.
 *
 * Expected failures are errors with codes and not members of unions: the views answer with `View` itself, and a
 * failure of one field leaves the other fields of the query standing. The codes and the shape of `extensions` are in
 * the schema (`FailureCode`, `Failure`).
 */

export interface FailureLog {
  error(details: object, message: string): void;
}

export interface FailureExtensions {
  readonly code: string;
  readonly place?: Place;
  readonly hint?: string;
  readonly id?: string;
}

const MASKED_MESSAGE = 'The server failed to answer; nothing is known to be wrong with what was asked.';

/** What a client may see of one error. */
export function publicError(error: GraphQLError, log: FailureLog): GraphQLError {
  const cause = rootCause(error);
  if (cause instanceof LedgerError) return withExtensions(error, cause.message, expected(cause));
  // An error with a path happened while answering: then it is no fault of the query.
  if (error.path === undefined && (cause instanceof GraphQLError || isRefusedRequest(cause))) {
    return withExtensions(error, cause.message, refusedQuery(error));
  }
  return internal(error, cause, log);
}

/** The answer's errors, each with its extensions, and the HTTP status. */
export function formatFailures(
  result: ExecutionResult,
  log: FailureLog,
): { statusCode: number; response: ExecutionResult } {
  const errors = (result.errors ?? []).flatMap(errorsWithin).map((error) => publicError(error, log));
  const data = result.data ?? null;
  // GraphQL over HTTP: a request that was never executed is 400; what failed while executing is an answer.
  const neverExecuted = result.data === undefined || result.data === null;
  const refused = errors.some((error) => error.path === undefined);
  return { statusCode: neverExecuted && refused ? 400 : 200, response: { data, errors } };
}

/** Mercurius puts the errors of validation inside one of its own. */
function errorsWithin(error: GraphQLError): readonly GraphQLError[] {
  const inner = (error.originalError as { errors?: unknown } | undefined)?.errors;
  if (!Array.isArray(inner)) return [error];
  return inner.map((one: unknown) =>
    one instanceof GraphQLError ? one : new GraphQLError(one instanceof Error ? one.message : String(one)),
  );
}

/** Executors wrap what a resolver throws, some of them more than once. */
function rootCause(error: GraphQLError): unknown {
  let cause: unknown = error;
  while (cause instanceof GraphQLError && cause.originalError !== undefined && cause.originalError !== null) {
    cause = cause.originalError;
  }
  return cause;
}

/** A request that Fastify or Mercurius turned down before it was a query: no body, no JSON, a mutation by GET. */
function isRefusedRequest(cause: unknown): cause is Error {
  if (!(cause instanceof Error)) return false;
  const { code, statusCode } = cause as { code?: unknown; statusCode?: unknown };
  const known = typeof code === 'string' && /^(?:FST_|MER_)/.test(code);
  return known && typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500;
}

function expected(error: LedgerError): FailureExtensions {
  const { code, place, hint } = error.toJSON();
  return { code, ...(place === undefined ? {} : { place }), ...(hint === undefined ? {} : { hint }) };
}

function refusedQuery(error: GraphQLError): FailureExtensions {
  // What the compiled executor makes has no extensions, whatever its type says.
  const extensions: Readonly<Record<string, unknown>> | undefined = error.extensions;
  const given = extensions?.code;
  const code = typeof given === 'string' && !/^(?:FST_|MER_)/.test(given) ? given : 'QUERY_INVALID';
  const hint = extensions?.hint;
  const line = error.locations?.[0]?.line;
  return {
    code,
    ...(line === undefined ? {} : { place: { line } }),
    hint: typeof hint === 'string' ? hint : 'The schema is at /schema.graphql, and /graphiql shows it.',
  };
}

function internal(error: GraphQLError, cause: unknown, log: FailureLog): GraphQLError {
  return withExtensions(error, MASKED_MESSAGE, fault(cause, { path: error.path }, log));
}

/** Writes a fault to the log; answers what may be told of it. */
function fault(cause: unknown, where: object, log: FailureLog): FailureExtensions {
  const id = randomUUID();
  log.error({ ...where, err: cause, id }, 'unexpected failure while answering');
  const code: FailureCode = 'INTERNAL';
  return { code, id, hint: `Ask again; if it stays, tell whoever runs the server the id ${id}.` };
}

/** The same of a failure outside a query, such as in `/metrics`. */
export function maskedFailure(
  cause: unknown,
  where: object,
  log: FailureLog,
): { readonly errors: readonly object[] } {
  if (cause instanceof LedgerError)
    return { errors: [{ message: cause.message, extensions: expected(cause) }] };
  return { errors: [{ message: MASKED_MESSAGE, extensions: fault(cause, where, log) }] };
}

function withExtensions(error: GraphQLError, message: string, extensions: FailureExtensions): GraphQLError {
  return new GraphQLError(message, {
    nodes: error.nodes,
    source: error.source,
    positions: error.positions,
    path: error.path,
    extensions: { ...extensions },
  });
}
