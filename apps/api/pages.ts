import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { GRAPHIQL_ICON, graphiqlPage, UNBUILT_PAGE } from './graphiql-page.js';

const NONCE_BYTES = 18;

/**
 * The page may load from this server only, run no script but its files, and be framed by nobody. Its editor makes
 * style sheets as it runs (they carry the nonce) and places every line of text by a style attribute, which only
 * `style-src-attr` lets through. Fonts and icons of the style sheet stand in it as data.
 */
function policy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    "connect-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "font-src 'self' data:",
    "img-src 'self' data:",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/** What runs in a worker may reach nothing. */
const FILE_POLICY = "default-src 'none'; frame-ancestors 'none'";

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
};

/** `/graphiql` with what it loads, and `/schema.graphql`. */
export function servePages(fastify: FastifyInstance, schemaText: () => string): void {
  const folder = builtPage();
  fastify.get('/graphiql', async (_request, reply) => {
    const nonce = randomBytes(NONCE_BYTES).toString('base64');
    return guarded(reply, policy(nonce), 'text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .code(folder === null ? 503 : 200)
      .send(folder === null ? UNBUILT_PAGE : graphiqlPage(nonce));
  });
  for (const name of folder === null ? [] : readdirSync(folder)) {
    const type = TYPES[extname(name)];
    if (folder !== null && type !== undefined)
      serveFile(fastify, `/graphiql/${name}`, join(folder, name), type);
  }
  fastify.get('/graphiql/icon.svg', async (_request, reply) =>
    guarded(reply, FILE_POLICY, 'image/svg+xml; charset=utf-8').send(GRAPHIQL_ICON),
  );
  fastify.get('/schema.graphql', async (_request, reply) =>
    guarded(reply, FILE_POLICY, 'text/plain; charset=utf-8').send(schemaText()),
  );
}

/** A built file: some are megabytes, so a browser that has it is told that it is the same. */
function serveFile(fastify: FastifyInstance, path: string, file: string, type: string): void {
  fastify.get(path, async (request, reply) => {
    const { size, mtimeMs } = await stat(file);
    const tag = `"${size.toString(36)}-${Math.trunc(mtimeMs).toString(36)}"`;
    guarded(reply, FILE_POLICY, type).header('etag', tag).header('cache-control', 'no-cache');
    if (request.headers['if-none-match'] === tag) return reply.code(304).send();
    return reply.send(await readFile(file));
  });
}

function guarded(reply: FastifyReply, contentPolicy: string, type: string): FastifyReply {
  return reply
    .header('content-security-policy', contentPolicy)
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'no-referrer')
    .type(type);
}

/** The folder of the built page, seen from here as it is built and as it is a source; null where there is none. */
function builtPage(): string | null {
  const folders = ['../../graphiql/', '../../dist/graphiql/'];
  const places = folders.map((folder) => fileURLToPath(new URL(folder, import.meta.url)));
  return places.find((place) => existsSync(join(place, 'page.js'))) ?? null;
}
