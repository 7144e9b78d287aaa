import { randomUUID } from 'node:crypto';
import { LedgerError } from '#amount';
import { isLogId, type Position } from '../position.js';
import type { AppendCalls } from './append-calls.js';
import type { Connection } from './connection.js';
import { asLedgerError, faultClass } from './faults.js';
import { streamRequest } from './read-requests.js';
import { readOnce } from './reading.js';
import { logStream, positionOf } from './records.js';
import { TRIES_MIN, pauseBefore, paused, persistently, type Patience } from './retrying.js';

const TYPE = 'LogOpened';
const VERSION = '1';

export interface LogRecordOptions {
  readonly calls: AppendCalls;
  readonly connection: Connection;
  readonly prefix: string;
  readonly timeoutMs: number;
  readonly patience: Patience;
  readonly newLogId: () => string;
  readonly createdAt: string;
  readonly mode: 'read' | 'write';
}

export interface LogRecord {
  readonly logId: string;
  /** Where it stands on the server: everything of the ledger stands behind. */
  readonly position: Position;
}

/**
 * The id of the log, which is given once: of several who open it at once for the first time one wins, and all read what
 * that one wrote.
 * @throws LedgerError LOG_MISSING (mode `read`), LOG_DAMAGED, LOG_TOO_NEW, LOG_UNREACHABLE, LOG_ACCESS_DENIED
 */
export async function openLogRecord(options: LogRecordOptions): Promise<LogRecord> {
  const known = await readLogRecord(options);
  if (known !== undefined) return known;
  const { patience, prefix } = options;
  if (options.mode === 'read') {
    throw new LedgerError('LOG_MISSING', `there is no log under the prefix ${prefix}`, {
      place: { file: patience.where },
      hint: 'Name the prefix of a ledger, or import something to begin one.',
    });
  }
  await writeLogId(options, options.newLogId());
  const until = performance.now() + patience.giveUpMs;
  for (let attempt = 1; ; attempt++) {
    const written = await readLogRecord(options);
    if (written !== undefined) return written;
    if (performance.now() >= until) {
      throw new LedgerError('LOG_UNREACHABLE', 'the id of the log was written and cannot be read', {
        place: { file: patience.where },
        hint: 'Look whether the cluster has a leader and a majority of its nodes, and try again.',
      });
    }
    await paused(pauseBefore(attempt), patience.closing);
  }
}

async function readLogRecord({
  connection,
  prefix,
  timeoutMs,
  patience,
}: LogRecordOptions): Promise<LogRecord | undefined> {
  const { events } = await persistently(patience, () =>
    readOnce(
      connection,
      streamRequest(logStream(prefix), 'start', 'forwards', 1),
      { bytesMax: 1 << 20, timeoutMs },
      (event) => event,
    ),
  );
  const [event] = events;
  if (event === undefined) return undefined;
  // Behind one that was deleted: a ledger that began there would have lost everything.
  if (event.getStreamRevision() !== '0') throw lost(patience.where);
  const { logId, version } = parsed(event.getData_asU8(), patience.where);
  if (version !== VERSION) {
    throw new LedgerError('LOG_TOO_NEW', `the log has version ${version}; this program knows ${VERSION}`, {
      place: { file: patience.where },
      hint: 'Use the program that wrote it, or a newer one.',
    });
  }
  return { logId, position: positionOf(logId, event) };
}

function parsed(data: Uint8Array, where: string): { logId: string; version: string } {
  try {
    const { logId, version } = JSON.parse(Buffer.from(data).toString()) as Record<string, unknown>;
    if (typeof logId === 'string' && isLogId(logId) && typeof version === 'string') return { logId, version };
  } catch {
    // Told below.
  }
  throw lost(where);
}

function lost(where: string): LedgerError {
  return new LedgerError('LOG_DAMAGED', 'the log has lost its id', {
    place: { file: where },
    hint: 'Its stream was deleted or changed on the server: restore the server from its backup.',
  });
}

async function writeLogId(
  { calls, prefix, patience, createdAt }: LogRecordOptions,
  logId: string,
): Promise<void> {
  const event = {
    serverId: randomUUID(),
    type: TYPE,
    data: Buffer.from(JSON.stringify({ createdAt, logId, version: VERSION })),
    metadata: Buffer.from('{}'),
  };
  const until = performance.now() + patience.giveUpMs;
  for (let attempt = 1; ; attempt++) {
    try {
      await calls.append(logStream(prefix), [event], 'mustNotExist');
      return;
    } catch (error) {
      const what = faultClass(error);
      if (what === 'conflict') return;
      const isOver = attempt >= TRIES_MIN && performance.now() >= until;
      if (what !== 'again' || isOver) throw asLedgerError(error, patience.where);
      await paused(pauseBefore(attempt), patience.closing);
    }
  }
}
