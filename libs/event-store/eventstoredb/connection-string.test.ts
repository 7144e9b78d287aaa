import { describe, expect, test } from '@jest/globals';
import { isLogAddress, readLogAddress } from './connection-string.js';

describe('the connection string of a log', () => {
  test.each<[string, string, string]>([
    ['esdb://localhost:2113?tls=false', 'esdb://localhost:2113?tls=false&nodePreference=leader', 'liggaren'],
    ['esdb://localhost?prefix=boras', 'esdb://localhost?nodePreference=leader', 'boras'],
    [
      'esdb+discover://ledger:s%40crt@db.example.se:2113/?prefix=a.b&tlsCAFile=/etc/ca.pem&nodePreference=follower',
      'esdb+discover://ledger:s%40crt@db.example.se:2113?tlsCAFile=/etc/ca.pem&gossipTimeout=2&nodePreference=leader',
      'a.b',
    ],
    ['kurrentdb://a:1,b:2,c:3', 'esdb://a:1,b:2,c:3?gossipTimeout=2&nodePreference=leader', 'liggaren'],
    ['esdb://a:1,b:2?gossip_timeout=9', 'esdb://a:1,b:2?gossip_timeout=9&nodePreference=leader', 'liggaren'],
  ])('%s', (text, connection, prefix) => {
    expect(isLogAddress(text)).toBe(true);
    expect(readLogAddress(text)).toMatchObject({ connection, prefix });
  });

  test('a prefix that is given stands before the one that is written', () => {
    expect(readLogAddress('esdb://a?prefix=b', 'c').prefix).toBe('c');
  });

  test('says how long a call is tried again', () => {
    expect(readLogAddress('esdb://a?giveUp=1500')).toMatchObject({
      giveUpMs: 1_500,
      connection: 'esdb://a?nodePreference=leader',
    });
    expect(readLogAddress('esdb://a').giveUpMs).toBeUndefined();
  });

  test('is shown without credentials', () => {
    expect(readLogAddress('esdb://ledger:secret@db:2113?tls=false').shown).toBe('esdb://db:2113 (liggaren)');
  });

  test.each([
    'http://localhost',
    'esdb://',
    'esdb://ledger:secret@',
    'esdb://secret@db',
    'esdb://a:b:secret@db',
    'esdb://db?secret',
    'esdb://db?secret=1',
    'esdb://db?prefix=a:b',
    'esdb://db?giveUp=soon',
    'esdb://db?tlsVerifyCert=false',
    'esdb://db?tlsVerifyCert=False',
    'esdb://db?tls=secret',
    'esdb://db?keepAliveInterval=secret',
    'esdb://db:99999',
    'esdb://a:2113,b:0',
    'esdb://db?prefix=%zz',
    'esdb://secret host',
  ])('%s is refused, and not repeated', (text) => {
    let message = '';
    try {
      readLogAddress(text);
    } catch (error) {
      expect(error).toMatchObject({ code: 'WRONG_USAGE' });
      message = error instanceof Error ? error.message : '';
    }
    expect(message).not.toBe('');
    expect(message.replace('"secret"', '')).not.toContain('secret');
  });

  test.each([
    ['esdb://db?tls=fals', 'tls is true or false'],
    ['esdb://db?tlsVerifyCert=FALSE', 'tlsVerifyCert=false has no effect'],
    ['esdb://db?gossip_timeout=soon', 'gossipTimeout is a whole number'],
    ['esdb://db:99999?tls=false', 'a port is a number from 1 to 65535'],
  ])('%s is refused by the name of what is wrong', (text, said) => {
    expect(() => readLogAddress(text)).toThrow(said);
  });
});
