import { LedgerError } from '#amount';

/**
 * The connection string of a ledger on EventStoreDB: that of the client, and two keys of our own, `prefix` and `giveUp`.
 *
 *     esdb://ledger:secret@db.example.se:2113?prefix=boras
 *     esdb+discover://cluster.example.se:2113?tlsCAFile=/etc/ssl/ca.pem
 *     esdb://a:2113,b:2113,c:2113?prefix=boras
 */
export interface LogAddress {
  /** What the client is given. It may hold credentials: it goes into no message. */
  readonly connection: string;
  readonly prefix: string;
  /** Milliseconds for which a call is tried again; undefined where the string does not say. */
  readonly giveUpMs: number | undefined;
  /** Where the log is, to be shown: without credentials. */
  readonly shown: string;
}

export const DEFAULT_PREFIX = 'liggaren';

/** What stands between a ledger's prefix and the name of a stream; no prefix has it. */
const PREFIX = /^[A-Za-z0-9][A-Za-z0-9._]{0,62}$/;

/** The client's own keys, as its reader of connection strings knows them. It only warns of others, and prints them. */
const CLIENT_KEYS = [
  'userCertFile',
  'userKeyFile',
  'maxDiscoverAttempts',
  'connectionName',
  'defaultDeadline',
  'discoveryInterval',
  'gossipTimeout',
  'nodePreference',
  'tls',
  'tlsVerifyCert',
  'tlsCAFile',
  'throwOnAppendFailure',
  'keepAliveInterval',
  'keepAliveTimeout',
];

/** Those that are true or false, and those that are numbers. */
const FLAGS = new Set(['tls', 'tlsverifycert']);
const NUMBERS = new Set([
  'maxdiscoverattempts',
  'defaultdeadline',
  'discoveryinterval',
  'gossiptimeout',
  'keepaliveinterval',
  'keepalivetimeout',
]);

/**
 * Decided here, whatever the string says: the leader answers (a follower's answers are stale now and then), and the
 * client's own way of not throwing is wrong about revisions.
 */
const DECIDED = new Set(['nodepreference', 'throwonappendfailure']);

/**
 * Seconds for which one node of a cluster is asked who leads, before the next. The client's own five are as long as we
 * wait for a connection: of a search that begins at a frozen node nothing would ever come.
 */
const GOSSIP = 'gossipTimeout=2';

const FORM =
  /^(esdb(?:\+discover)?|kurrentdb(?:\+discover)?|kdb(?:\+discover)?):\/\/(?:([^@/?]*)@)?([^?]*)(?:\?(.*))?$/;

/** Does this name a server, and not a folder? */
export function isLogAddress(text: string): boolean {
  return /^(?:esdb|kurrentdb|kdb)(?:\+discover)?:\/\//.test(text);
}

/** @throws LedgerError WRONG_USAGE, which never repeats the string */
export function readLogAddress(text: string, prefix?: string): LogAddress {
  const match = FORM.exec(text.trim());
  if (match === null) throw unreadable('it does not begin with esdb:// or esdb+discover://');
  const [, scheme = '', credentials, hostsAndSlash = '', query = ''] = match;
  const hosts = hostsAndSlash.replace(/\/+$/, '');
  if (!/^[^\s,/@:]+(?::[0-9]+)?(?:,[^\s,/@:]+(?::[0-9]+)?)*$/.test(hosts)) {
    throw unreadable('the hosts are no list of host:port');
  }
  if (hosts.split(',').some((host) => !hasPort(host))) throw unreadable('a port is a number from 1 to 65535');
  if (credentials !== undefined && !/^[^:]+:[^:]+$/.test(credentials)) {
    throw unreadable(
      'what stands before @ is no user:password (characters such as : and @ are written %3A and %40)',
    );
  }
  const { kept, prefix: named, giveUpMs } = readQuery(query);
  const chosen = prefix ?? named ?? DEFAULT_PREFIX;
  if (!PREFIX.test(chosen)) {
    throw unreadable(
      'the prefix has 1 to 63 letters, digits, points and underscores, and begins with one of the first two',
    );
  }
  const isDiscovered = scheme.endsWith('+discover');
  const client = isDiscovered ? 'esdb+discover' : 'esdb';
  const login = credentials === undefined ? '' : `${credentials}@`;
  const isSaid = kept.some((pair) => flatKey(pair).startsWith('gossiptimeout='));
  const gossip = (isDiscovered || hosts.includes(',')) && !isSaid ? [GOSSIP] : [];
  return {
    connection: `${client}://${login}${hosts}?${[...kept, ...gossip, 'nodePreference=leader'].join('&')}`,
    prefix: chosen,
    giveUpMs,
    shown: `${client}://${hosts} (${chosen})`,
  };
}

function readQuery(query: string): {
  kept: string[];
  prefix: string | undefined;
  giveUpMs: number | undefined;
} {
  const kept: string[] = [];
  let prefix: string | undefined;
  let giveUpMs: number | undefined;
  for (const pair of query.split('&')) {
    if (pair === '') continue;
    const at = pair.indexOf('=');
    const key = at < 0 ? pair : pair.slice(0, at);
    const value = at < 0 ? '' : pair.slice(at + 1);
    const flat = flatKey(key);
    if (flat === 'prefix') {
      prefix = decoded(value);
    } else if (flat === 'giveup') {
      if (!/^[1-9][0-9]{0,8}$/.test(value)) throw unreadable('giveUp is a number of milliseconds');
      giveUpMs = Number(value);
    } else if (flat === 'tlsverifycert' && value.toLowerCase() === 'false') {
      // The client knows the key and goes on verifying.
      throw unreadable(
        'tlsVerifyCert=false has no effect: name the authority of the certificate by tlsCAFile',
      );
    } else if (!CLIENT_KEYS.some((known) => known.toLowerCase() === flat) || value === '') {
      throw unreadable(`${JSON.stringify(key.slice(0, 40))} is no setting, or has no value`);
    } else if (!DECIDED.has(flat)) {
      requireValue(flat, value);
      kept.push(pair);
    }
  }
  return { kept, prefix, giveUpMs };
}

function hasPort(host: string): boolean {
  const [, port] = host.split(':');
  return port === undefined || (/^[0-9]{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535);
}

/** The client's own refusal prints the whole string. */
function requireValue(flat: string, value: string): void {
  const key = CLIENT_KEYS.find((known) => known.toLowerCase() === flat) ?? flat;
  if (FLAGS.has(flat) && !/^(?:true|false)$/.test(value))
    throw unreadable(`${key} is true or false, in small letters`);
  if (NUMBERS.has(flat) && !/^-?[0-9]{1,9}$/.test(value)) throw unreadable(`${key} is a whole number`);
}

/** The client takes a key however it is written. */
function flatKey(key: string): string {
  return key.toLowerCase().replace(/[_-]/g, '');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw unreadable('a value is not percent-encoded as it should be');
  }
}

export function unreadable(why: string): LedgerError {
  return new LedgerError('WRONG_USAGE', `the connection string of the log cannot be read: ${why}`, {
    place: { field: 'LIGGAREN_LOG' },
    hint: 'Write it as esdb://user:password@host:2113?prefix=name (or esdb+discover://… for a cluster); ?tls=false for a server without TLS.',
  });
}
