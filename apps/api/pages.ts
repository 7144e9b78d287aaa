import type { FastifyInstance } from 'fastify';
import { GRAPHIQL_ICON, GRAPHIQL_PAGE, GRAPHIQL_SCRIPT, GRAPHIQL_STYLE } from './graphiql-page.js';

/** A page may load from this server only, and be framed by nobody. */
const POLICY = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** `/graphiql` with what it loads, and `/schema.graphql`. */
export function servePages(fastify: FastifyInstance, schemaText: () => string): void {
  const serve = (path: string, type: string, text: () => string): void => {
    fastify.get(path, async (_request, reply) =>
      reply
        .header('content-security-policy', POLICY)
        .header('x-content-type-options', 'nosniff')
        .type(`${type}; charset=utf-8`)
        .send(text()),
    );
  };
  serve('/graphiql', 'text/html', () => GRAPHIQL_PAGE);
  serve('/graphiql/page.js', 'text/javascript', () => GRAPHIQL_SCRIPT);
  serve('/graphiql/page.css', 'text/css', () => GRAPHIQL_STYLE);
  serve('/graphiql/icon.svg', 'image/svg+xml', () => GRAPHIQL_ICON);
  serve('/schema.graphql', 'text/plain', schemaText);
}
