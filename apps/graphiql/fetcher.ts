import { createGraphiQLFetcher, type Fetcher, isAsyncIterable } from '@graphiql/toolkit';
import { createClient } from 'graphql-ws';

/** Messages of a subscription that stay in sight below the newest. */
const EARLIER_MAX = 50;

/** Queries and mutations over HTTP, subscriptions over graphql-transport-ws, both to `/graphql` of this server. */
export function fetcherOfThisServer(): Fetcher {
  const wsClient = createClient({
    url: `${location.origin.replace(/^http/, 'ws')}/graphql`,
    // A connection that broke is told, with where to go on from: tried again in silence it would begin anew.
    retryAttempts: 0,
  });
  const fetcher = createGraphiQLFetcher({ url: '/graphql', wsClient });
  return async (parameters, options) => {
    const answer = await fetcher(parameters, options);
    return isAsyncIterable(answer) ? withEarlier(answer) : answer;
  };
}

/** GraphiQL shows the last message only; here those before it stay in sight. */
async function* withEarlier<T extends object>(messages: AsyncIterable<T>): AsyncGenerator<T> {
  const earlier: unknown[] = [];
  let cursor: string | null = null;
  try {
    for await (const message of messages) {
      const data = dataOf(message);
      yield earlier.length === 0 ? message : { ...message, earlier: [...earlier] };
      cursor = cursorOf(data) ?? cursor;
      earlier.unshift(data);
      earlier.length = Math.min(earlier.length, EARLIER_MAX);
    }
  } catch (failure) {
    throw closed(failure, cursor);
  }
}

function dataOf(message: object): unknown {
  return 'data' in message ? message.data : null;
}

function cursorOf(data: unknown): string | null {
  if (typeof data !== 'object' || data === null) return null;
  const [field] = Object.values(data) as unknown[];
  if (typeof field !== 'object' || field === null || !('cursor' in field)) return null;
  return typeof field.cursor === 'string' ? field.cursor : null;
}

function closed(failure: unknown, cursor: string | null): unknown {
  if (!(failure instanceof CloseEvent)) return failure;
  const why = failure.reason === '' ? 'the connection was lost' : failure.reason;
  const next = cursor === null ? 'Run it again.' : `Run it again with after: ${JSON.stringify(cursor)}.`;
  return new Error(`${why} (${failure.code}). ${next}`);
}
