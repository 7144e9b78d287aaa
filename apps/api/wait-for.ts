import type { GraphQLFieldResolver, GraphQLSchema } from 'graphql';
import { LedgerError } from '#amount';
import type { LedgerAccess } from './ledger-access.js';
import { WAIT_FOR_MS_MAX } from './limits.js';

/**
 * Whoever registered something reads it: a query with `waitFor` is answered when the answers have come that far. Put
 * around the resolvers of queries, and not into each; those that do not wait are called as they were.
 */
export function waitingFor(schema: GraphQLSchema, { waitFor }: LedgerAccess): GraphQLSchema {
  if (waitFor === undefined) return schema;
  for (const field of Object.values(schema.getQueryType()?.getFields() ?? {})) {
    const { resolve } = field;
    if (resolve === undefined) continue;
    const waiting: GraphQLFieldResolver<unknown, unknown, { waitFor?: string | null }> = (
      source,
      args,
      context,
      info,
    ) => {
      if (typeof args.waitFor !== 'string') return resolve(source, args, context, info);
      return reached(waitFor, args.waitFor).then(() => resolve(source, args, context, info));
    };
    field.resolve = waiting;
  }
  return schema;
}

async function reached(waitFor: NonNullable<LedgerAccess['waitFor']>, position: string): Promise<void> {
  try {
    await waitFor(position, WAIT_FOR_MS_MAX);
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    // An event's id or a time stands for a position in `asOf`; what is waited for is what a mutation answered.
    if (error.code === 'POSITION_OF_OTHER_LOG') throw ofOtherLog(error);
    throw error.at({ field: 'waitFor' });
  }
}

function ofOtherLog({ code, message }: LedgerError): LedgerError {
  return new LedgerError(code, message, {
    place: { field: 'waitFor' },
    hint: 'Give the position that a mutation of this ledger answered, or leave waitFor out.',
  });
}
