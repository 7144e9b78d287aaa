import { hash } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import { LedgerError } from '#amount';
import { parseEnvelope } from '../envelope.js';
import { CHAIN_START, MILESTONE_REVISIONS, NO_PREVIOUS } from './schema.js';

export interface LogProblem {
  /** The event it concerns, as a number of this file; `undefined` where it is about the file. */
  readonly position?: number;
  readonly message: string;
}

export interface LogReport {
  readonly events: number;
  readonly streams: number;
  /** The chain after the last event: what everything before it can be compared by. */
  readonly chain: string;
  /** In the order found, at most `PROBLEMS_MAX`. Empty: the file holds together. */
  readonly problems: readonly LogProblem[];
}

/** Enough to see what is wrong; damage to one page may touch a thousand events. */
export const PROBLEMS_MAX = 100;

/** Events whose chain is recomputed each time the log is opened for writing: what a crash could have touched. */
const TAIL_EVENTS = 100;

interface StoredRow {
  readonly position: number;
  readonly revision: number;
  readonly previous: number;
  readonly chain: string;
  readonly text: string;
}

const SELECT = 'SELECT position, revision, previous, chain, text FROM events';

/**
 * Reads the whole file and recomputes what can be: the chain of hashes, positions without gaps, the revisions and back
 * pointers of each stream, the heads of the streams and the milestones. It needs little memory and a second for each
 * fifty thousand events or so.
 *
 * What it cannot see is a file that somebody rewrote with all its hashes, or one whose last events are gone: for that
 * the chain has to be compared with one kept elsewhere.
 */
export function verifyLog(database: Database): LogReport {
  const problems: LogProblem[] = [];
  const found = (message: string, position?: number): void => {
    if (problems.length < PROBLEMS_MAX)
      problems.push(position === undefined ? { message } : { position, message });
  };
  // One transaction, so that a writer beside it cannot move the heads between the two halves.
  return database.transaction(() => {
    for (const line of database.pragma('integrity_check(10)', { simple: false }) as {
      integrity_check: string;
    }[]) {
      if (line.integrity_check !== 'ok') found(line.integrity_check);
    }
    const { events, firsts, chain } = checkEvents(database, found);
    const streams = checkHeads(database, firsts, found);
    return { events, streams, chain, problems };
  })();
}

type Found = (message: string, position?: number) => void;

function checkEvents(database: Database, found: Found): { events: number; firsts: number; chain: string } {
  const selectBefore = database.prepare<[number], StoredRow>(`${SELECT} WHERE position = ?`);
  const selectMilestone = database
    .prepare<[string, number], number>(
      `SELECT milestones.position FROM streams JOIN milestones ON milestones.stream = streams.id
       WHERE streams.name = ? AND milestones.revision = ?`,
    )
    .pluck();
  let chain = CHAIN_START;
  let last = 0;
  let firsts = 0;
  for (const row of database.prepare<[], StoredRow>(`${SELECT} ORDER BY position`).iterate()) {
    const { position, revision, previous, text } = row;
    if (position !== last + 1) found(`the position ${position} follows ${last}`, position);
    last = position;
    chain = hash('sha256', chain + text, 'hex');
    if (row.chain !== chain) {
      found('the text is not what was hashed when it was stored', position);
      chain = row.chain;
    }
    const stream = streamOf(text);
    if (stream === undefined) {
      found('the text cannot be read', position);
      continue;
    }
    if (previous === NO_PREVIOUS) {
      firsts++;
      if (revision !== 0) found(`revision ${revision} has no event before it`, position);
    } else {
      const before = selectBefore.get(previous);
      if (previous >= position || before?.revision !== revision - 1 || streamOf(before.text) !== stream) {
        found(`the event before revision ${revision} of ${stream} is not at ${previous}`, position);
      }
    }
    if ((revision + 1) % MILESTONE_REVISIONS === 0 && selectMilestone.get(stream, revision) !== position) {
      found(`the milestone of revision ${revision} of ${stream} is wrong`, position);
    }
  }
  return { events: last, firsts, chain };
}

function checkHeads(database: Database, firsts: number, found: Found): number {
  const selectEvent = database.prepare<[number], StoredRow>(`${SELECT} WHERE position = ?`);
  const selectNext = database.prepare<[], { name: string; revision: number; position: number }>(
    'SELECT name, revision, position FROM streams JOIN heads ON heads.stream = streams.id',
  );
  let streams = 0;
  let revisions = 0;
  for (const head of selectNext.iterate()) {
    streams++;
    revisions += head.revision + 1;
    const event = selectEvent.get(head.position);
    if (event?.revision !== head.revision || streamOf(event.text) !== head.name) {
      found(`the head of ${head.name} is not at ${head.position}`, head.position);
    }
  }
  const events = database.prepare<[], number>('SELECT count(*) FROM events').pluck().get() ?? 0;
  if (streams !== firsts) found(`${firsts} streams have a first event, ${streams} have a head`);
  if (revisions !== events) found(`the heads count ${revisions} events, the log ${events}`);
  return streams;
}

function streamOf(text: string): string | undefined {
  try {
    return parseEnvelope(text).stream;
  } catch {
    return undefined;
  }
}

/**
 * A look at the end of the log, in a millisecond: are the last events what was hashed?
 * @throws LedgerError LOG_DAMAGED
 */
export function requireIntactTail(database: Database, path: string): void {
  const rows = database
    .prepare<[number], StoredRow>(`${SELECT} ORDER BY position DESC LIMIT ?`)
    .all(TAIL_EVENTS + 1)
    .reverse();
  rows.forEach((row, i) => {
    const before = i > 0 ? rows[i - 1]?.chain : row.position === 1 ? CHAIN_START : undefined;
    if (before === undefined || row.chain === hash('sha256', before + row.text, 'hex')) return;
    throw new LedgerError('LOG_DAMAGED', `the event at ${row.position} is not what was stored`, {
      place: { file: path },
      hint: 'Do not write to it. Keep it aside, and restore the last backup.',
    });
  });
}
