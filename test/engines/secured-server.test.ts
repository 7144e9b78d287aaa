import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { importInputs } from '../../apps/cli/import/import-inputs.js';
import { planInputs } from '../../apps/cli/import/planned-input.js';
import { run } from '../../apps/cli/run.js';
import { openLedger } from '../../apps/shared/open-ledger.js';
import { startDouble, type Double } from '../esdb-double/start-double.js';
import { memoryIo } from '../support/memory-io.js';
import { testCertificate } from '../support/test-certificate.js';

/*
 * A server with TLS and one user, and one with neither: who may come in does, and everybody else is told why not, soon,
 * and without what is secret. LIGGAREN_TEST_ESDB_SECURED names a real one, `esdb://name:password@host:port?tlsCAFile=…`.
 */

const real = process.env.LIGGAREN_TEST_ESDB_SECURED;
const PASSWORD = 'hem:ligt@1';
const WRONG = 'gissat-losenord';
/** How long it is tried: some of them end sooner. */
const GIVE_UP_MS = 2_000;
const SOON_MS = 20_000;

let folder: string;
let secured: string;
let plain: Double;
let double: Double | undefined;
let other: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'liggaren-secured-'));
  const file = async (name: string, text: string): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, text);
    return path;
  };
  other = await file('other.crt', testCertificate('another authority').authority);
  plain = await startDouble();
  if (real !== undefined) {
    secured = real;
    return;
  }
  const made = testCertificate();
  const authority = await file('authority.crt', made.authority);
  double = await startDouble({
    tls: {
      certificate: await file('server.crt', made.certificate),
      key: await file('server.key', made.key),
    },
    user: `ledger:${PASSWORD}`,
  });
  const { host } = new URL(double.connection);
  secured = `esdb://ledger:${encodeURIComponent(PASSWORD)}@${host}?tlsCAFile=${encodeURIComponent(authority)}`;
}, 60_000);

afterAll(async () => {
  await plain.stop();
  await double?.stop();
  await rm(folder, { recursive: true, force: true });
});

let asked = 0;
async function liggaren(log: string, ...argv: readonly string[]) {
  const io = memoryIo({
    env: {
      LIGGAREN_LOG: `${log}${log.includes('?') ? '&' : '?'}giveUp=${GIVE_UP_MS}&prefix=secured.${process.pid}.${Date.now()}`,
      LIGGAREN_LEDGER: join(folder, `ledger-${(asked += 1)}`),
      LIGGAREN_PORT: '0',
    },
  });
  const begun = performance.now();
  const code = await run(argv, { io, openLedger, planInputs, importInputs });
  return { code, told: io.written.out + io.written.err, ms: performance.now() - begun };
}

const register = 'register define-unit --set unit=ny --set name=Ny --set kind=municipality --json'.split(' ');
const withPassword = (password: string): string =>
  secured.replace(/\/\/([^:@]+):[^@]+@/, `//$1:${password}@`);
const withoutUser = (): string => secured.replace(/\/\/[^@]+@/, '//');
const trusting = (file: string): string =>
  secured.replace(/tlsCAFile=[^&]*/, `tlsCAFile=${encodeURIComponent(file)}`);
const hostOf = (log: string): string => /(?:@|\/\/)([^/@?]+)(?:\?|$)/.exec(log)?.[1] ?? '';

describe('a server with TLS and credentials', () => {
  it('lets in who trusts its authority and knows the password', async () => {
    const { code, told } = await liggaren(secured, ...register);
    expect([code, told]).toEqual([0, expect.stringContaining('"position"')]);
    expect(told).not.toContain(PASSWORD);
  }, 60_000);

  const refusals: readonly (readonly [string, () => string, string, RegExp])[] = [
    ['a wrong password', () => withPassword(WRONG), 'LOG_ACCESS_DENIED', /user:password/],
    ['no password', withoutUser, 'LOG_ACCESS_DENIED', /user:password/],
    [
      'another authority',
      () => trusting(other),
      'LOG_UNREACHABLE',
      /certificate .* not trusted[^]*tlsCAFile/,
    ],
    [
      'no TLS',
      () => `esdb://ledger:${WRONG}@${hostOf(secured)}?tls=false`,
      'LOG_UNREACHABLE',
      /closes the connection[^]*tls=false/,
    ],
    [
      'TLS, where the server has none',
      () => `esdb://ledger:${WRONG}@${hostOf(plain.connection)}`,
      'LOG_UNREACHABLE',
      /does not speak TLS[^]*tls=false/,
    ],
    ['a file that is not there', () => trusting(join(folder, 'nowhere')), 'WRONG_USAGE', /LIGGAREN_LOG/],
  ];

  it.each(refusals)(
    'tells who comes with %s',
    async (_how, log, failure, words) => {
      for (const argv of [['status'], ['serve'], register]) {
        const { code, told, ms } = await liggaren(log(), ...argv);
        expect(told).toContain(`[${failure}]`);
        expect(told).toMatch(words);
        expect(code).toBe(failure === 'WRONG_USAGE' ? 2 : 5);
        expect(ms).toBeLessThan(SOON_MS);
        for (const secret of [PASSWORD, encodeURIComponent(PASSWORD), WRONG])
          expect(told).not.toContain(secret);
      }
    },
    4 * SOON_MS,
  );
});
