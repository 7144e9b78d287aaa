import { isIP } from 'node:net';
import { LedgerError } from '#amount';

/** Where and for whom the server listens. */
export interface ServerSettings {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** Pages elsewhere that may ask (origins, such as `https://ledger.example.se`). */
  readonly origins: readonly string[];
  /** Opaque id of whoever registers: the server asks nobody who they are yet. */
  readonly actor: string;
  /** The server that keeps the log (`esdb://…`, maybe with credentials); undefined where it is embedded. */
  readonly logAddress?: string | undefined;
}

export const DEFAULT_HOST = '127.0.0.1';
export const DEFAULT_PORT = 4000;
export const DEFAULT_LEDGER = './ledger';
export const DEFAULT_ACTOR = 'local';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads `LIGGAREN_PORT`, `LIGGAREN_HOST`, `LIGGAREN_INSECURE_LISTEN`, `LIGGAREN_ORIGINS`, `LIGGAREN_ACTOR` and
 * `LIGGAREN_LOG`.
 * @throws LedgerError WRONG_USAGE
 */
export function settingsOf(
  env: Environment,
  given: { readonly port?: string; readonly actor?: string } = {},
): ServerSettings {
  const host = env.LIGGAREN_HOST || DEFAULT_HOST;
  if (!isLoopback(host) && env.LIGGAREN_INSECURE_LISTEN !== '1') {
    throw new LedgerError('WRONG_USAGE', `the server would be open to everybody who reaches ${host}`, {
      place: { field: 'LIGGAREN_HOST' },
      hint: 'It asks nobody who they are yet. Leave LIGGAREN_HOST out, or set LIGGAREN_INSECURE_LISTEN=1 where something else shields it (a container whose port is published on loopback).',
    });
  }
  const port = given.port === undefined ? env.LIGGAREN_PORT : given.port;
  const field = given.port === undefined ? 'LIGGAREN_PORT' : '--port';
  const actor = given.actor ?? (env.LIGGAREN_ACTOR || DEFAULT_ACTOR);
  return {
    host,
    port: portOf(port, field),
    origins: originsOf(env.LIGGAREN_ORIGINS),
    actor,
    logAddress: env.LIGGAREN_LOG || undefined,
  };
}

function portOf(text: string | undefined, field: string): number {
  if (text === undefined || text === '') return DEFAULT_PORT;
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new LedgerError('WRONG_USAGE', `"${text}" is not a port`, {
    place: { field },
    hint: 'Give a number from 0 to 65535; 0 takes any free one.',
  });
}

function originsOf(text: string | undefined): readonly string[] {
  const origins = (text ?? '').split(/[\s,]+/).filter((origin) => origin !== '');
  for (const origin of origins) {
    if (URL.canParse(origin) && new URL(origin).origin === origin) continue;
    throw new LedgerError('WRONG_USAGE', `"${origin}" is not an origin`, {
      place: { field: 'LIGGAREN_ORIGINS' },
      hint: 'Write scheme, name and port, separated by commas: https://ledger.example.se,http://localhost:5173',
    });
  }
  return origins;
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}
