import { isIP } from 'node:net';
import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { LedgerError } from '#amount';
import type { ServerSettings } from './settings.js';

/**
 * Who may ask at all. The server asks nobody for a token, so a page of some other site in the same browser must not
 * reach it: neither under a name of its own that resolves to loopback (DNS rebinding: the request then names that host)
 * nor from another origin.
 */
export function keepDoor(fastify: FastifyInstance, mayAsk: Doorkeeper): void {
  fastify.addHook('onRequest', async (request, reply) => {
    const failure = mayAsk(request.headers);
    if (failure === undefined) return;
    const { message, ...extensions } = failure.toJSON();
    await reply.code(403).send({ errors: [{ message, extensions }] });
  });
}

/** Why whoever sends such headers may not ask; undefined where it may. */
export type Doorkeeper = (headers: IncomingHttpHeaders) => LedgerError | undefined;

export function doorkeeper(settings: ServerSettings): Doorkeeper {
  const hosts = new Set(settings.origins.map((origin) => new URL(origin).hostname));
  hosts.add(settings.host);
  const origins = new Set(settings.origins);
  return (headers) => refusal(headers, hosts, origins);
}

function refusal(
  headers: IncomingHttpHeaders,
  hosts: ReadonlySet<string>,
  origins: ReadonlySet<string>,
): LedgerError | undefined {
  const host = headers.host ?? '';
  if (!isOwnName(hostnameOf(host), hosts)) {
    return new LedgerError('FORBIDDEN_HOST', `this server is not ${host.slice(0, 80)}`, {
      hint: 'Ask it as 127.0.0.1 or localhost; the names of pages elsewhere stand in LIGGAREN_ORIGINS.',
    });
  }
  const { origin } = headers;
  if (origin !== undefined && !origins.has(origin) && !isSameOrigin(origin, host)) {
    return new LedgerError('FORBIDDEN_ORIGIN', `pages of ${origin.slice(0, 80)} may not ask this server`, {
      hint: 'List the origin in LIGGAREN_ORIGINS if its pages may.',
    });
  }
  return undefined;
}

/** Rebinding takes a name with a dot in the public DNS: an address, or a single label, cannot be rebound. */
function isOwnName(name: string, hosts: ReadonlySet<string>): boolean {
  return (
    name !== '' && (isIP(name) !== 0 || !name.includes('.') || name.endsWith('.localhost') || hosts.has(name))
  );
}

function hostnameOf(host: string): string {
  if (host.startsWith('[')) return host.slice(1, host.indexOf(']'));
  const colon = host.lastIndexOf(':');
  return (colon === -1 ? host : host.slice(0, colon)).toLowerCase();
}

function isSameOrigin(origin: string, host: string): boolean {
  return URL.canParse(origin) && new URL(origin).host === host.toLowerCase();
}
