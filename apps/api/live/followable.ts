import type { GraphQLSchema } from 'graphql';
import { followedElsewhere } from './resolver.js';

/** What an operation is executed over: the message, under the name of its root field. */
export type RootValue = Readonly<Record<string, object>>;

/** Lets the fields of Subscription read the message that they are executed over. */
export function followable(schema: GraphQLSchema): GraphQLSchema {
  for (const field of Object.values(schema.getSubscriptionType()?.getFields() ?? {})) {
    field.subscribe = () => {
      throw followedElsewhere();
    };
    field.resolve = (root: unknown): unknown => {
      const message = (root as RootValue | undefined)?.[field.name];
      if (message === undefined) throw followedElsewhere();
      return message;
    };
  }
  return schema;
}
