import { describe, expect, it } from '@jest/globals';
import { isLedgerError } from '#amount';
import { settingsOf } from './settings.js';

function refusal(env: Record<string, string>, port?: string): string | undefined {
  try {
    settingsOf(env, { port });
    return undefined;
  } catch (error) {
    if (isLedgerError(error, 'WRONG_USAGE') && error.hint !== undefined) return error.place?.field;
    throw error;
  }
}

describe('settings', () => {
  it('listen on loopback, port 4000, for no page elsewhere', () => {
    expect(settingsOf({})).toEqual({
      host: '127.0.0.1',
      port: 4000,
      origins: [],
      actor: 'local',
    });
  });

  it('come from the environment; the command line goes before it', () => {
    const env = {
      LIGGAREN_PORT: '0',
      LIGGAREN_HOST: '::1',
      LIGGAREN_ORIGINS: 'https://a.se, http://localhost:5173',
      LIGGAREN_ACTOR: 'ekonom-7',
    };
    expect(settingsOf(env)).toEqual({
      host: '::1',
      port: 0,
      origins: ['https://a.se', 'http://localhost:5173'],
      actor: 'ekonom-7',
    });
    expect(settingsOf(env, { port: '4100' }).port).toBe(4100);
  });

  it('another address takes a word that it is shielded', () => {
    expect(refusal({ LIGGAREN_HOST: '0.0.0.0' })).toBe('LIGGAREN_HOST');
    expect(refusal({ LIGGAREN_HOST: '192.168.1.5' })).toBe('LIGGAREN_HOST');
    expect(refusal({ LIGGAREN_HOST: '0.0.0.0', LIGGAREN_INSECURE_LISTEN: '1' })).toBeUndefined();
    expect(refusal({ LIGGAREN_HOST: '127.0.0.2' })).toBeUndefined();
  });

  it.each([
    [{ LIGGAREN_PORT: 'x' }, 'LIGGAREN_PORT'],
    [{ LIGGAREN_PORT: '65536' }, 'LIGGAREN_PORT'],
    [{ LIGGAREN_ORIGINS: 'ledger.example.se' }, 'LIGGAREN_ORIGINS'],
    [{ LIGGAREN_ORIGINS: 'https://ledger.example.se/page' }, 'LIGGAREN_ORIGINS'],
  ])('%p is refused', (env, field) => {
    expect(refusal(env as Record<string, string>)).toBe(field);
  });
});
