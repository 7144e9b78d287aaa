import { GraphQLError, type ExecutionResult } from 'graphql';
import type { LedgerError } from '#amount';
import type { FailureLog } from '../failure.js';
import { formatFailures } from '../failure.js';
import type { Receiver } from './follower.js';
import type { Following, Hub } from './hub.js';
import type { LiveLimits } from './limits.js';
import { Operation, type Asked, type Operations } from './operations.js';

/** Answers a query or a mutation as over HTTP; throws what formatFailures understands. */
export type Answer = (asked: Asked) => Promise<ExecutionResult>;

/** What the two transports ask. */
export interface Asking {
  readonly hub: Hub;
  readonly operations: Operations;
  readonly answer: Answer;
  readonly log: FailureLog;
  readonly limits: LiveLimits;
}

/** The errors that a client may see of what was thrown. */
export function publicErrors(error: unknown, { log }: Pick<Asking, 'log'>): readonly GraphQLError[] {
  const known =
    error instanceof GraphQLError ? error : new GraphQLError('', { originalError: error as Error });
  return formatFailures({ errors: [known] }, log).response.errors ?? [];
}

/** The operation that is meant, or the errors that a client may see. */
export function operationOf(asked: Asked, asking: Asking): Operation | readonly GraphQLError[] {
  const operation = asking.operations.of(asked);
  return operation instanceof Operation ? operation : seen(operation, asking);
}

/** Accepts a subscription, or says why not. */
export async function followingOf(
  asked: Asked,
  operation: Operation,
  receiver: Receiver,
  asking: Asking,
  from?: string,
): Promise<Following | readonly GraphQLError[]> {
  try {
    const followed = operation.follow(asked.variables ?? {});
    if (!('operation' in followed)) return seen(followed, asking);
    const after = from ?? followed.after;
    return await asking.hub.follow({ ...followed, after }, receiver);
  } catch (error) {
    return publicErrors(error, asking);
  }
}

/** The answer of a query or a mutation; its failures stand in it. */
export async function answerOf(asked: Asked, asking: Asking): Promise<ExecutionResult> {
  try {
    return await asking.answer(asked);
  } catch (error) {
    return { errors: publicErrors(error, asking) };
  }
}

function seen(errors: readonly GraphQLError[], { log }: Asking): readonly GraphQLError[] {
  return formatFailures({ errors }, log).response.errors ?? [];
}

/** As a GraphQL error that has its code. */
export function refusedBy(error: LedgerError): GraphQLError {
  const { message, ...extensions } = error.toJSON();
  return new GraphQLError(message, { extensions });
}
