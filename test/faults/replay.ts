import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConflictError, openSqliteEventStore, type EventStore, type Position } from '#event-store';
import { LedgerError } from '#amount';
import type { Answer, AppendAsked, History } from './history.js';
import type { FinalLog, Written } from './final-log.js';

/** Calls that wait for the embedded log at once: it takes them in the order in which they are made. */
const TOGETHER = 500;

const TIME = /"recordedAt":"[^"]*"/;

/**
 * The same appends on the embedded engine, in the order in which the log took them: those that wrote by what they wrote,
 * and those that did not where the stream stood as they were told. Every answer must be the same, and in the end every
 * byte of every event but its time, which is the engine's own there.
 *
 * @returns what differs
 */
export async function replay(
  history: History,
  written: readonly Written[],
  log: FinalLog,
): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'liggaren-faults-'));
  const embedded = await openSqliteEventStore({ path: join(folder, 'log.sqlite') });
  try {
    const wrong: string[] = [];
    const wrote = new Set(written.map(({ asked }) => asked));
    const order = inOrder(history.appends, wrote, log);
    const positions = new Map<Position, Position>();
    for (let begin = 0; begin < order.length; begin += TOGETHER) {
      const some = order.slice(begin, begin + TOGETHER);
      const answers = await Promise.all(some.map((asked) => answerOf(embedded, asked)));
      some.forEach((asked, n) => compare(asked, wrote.has(asked), answers[n], positions, wrong));
    }
    await compareTexts(embedded, log, wrong);
    return wrong;
  } finally {
    await embedded.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function inOrder(
  appends: readonly AppendAsked[],
  wrote: ReadonlySet<AppendAsked>,
  log: FinalLog,
): AppendAsked[] {
  const indexAt = (stream: string, revision: number): number => {
    const event = log.stream(stream)[revision];
    return event === undefined ? -1 : (log.indexOf.get(event.position) ?? -1);
  };
  const place = (asked: AppendAsked): number => {
    const { stream, answer, expected, events } = asked;
    switch (answer?.kind) {
      case 'appended':
      case 'alreadyStored':
        return indexAt(stream, answer.revision);
      case 'CONFLICT':
        return indexAt(stream, answer.actual);
      default:
        // Behind the events that it would have stood for.
        return indexAt(stream, (typeof expected === 'number' ? expected : -1) + events.length);
    }
  };
  return appends
    .filter(({ answer }) => answer !== undefined)
    .map((asked) => ({ asked, at: place(asked), isLater: wrote.has(asked) ? 0 : 1 }))
    .toSorted((a, b) => a.at - b.at || a.isLater - b.isLater)
    .map(({ asked }) => asked);
}

async function answerOf(embedded: EventStore, { stream, events, expected }: AppendAsked): Promise<Answer> {
  try {
    const { outcome, revision, position } = await embedded.append(stream, events, expected);
    return { kind: outcome, revision, position };
  } catch (error) {
    if (error instanceof ConflictError)
      return { kind: 'CONFLICT', actual: error.actual === 'noStream' ? -1 : error.actual };
    if (error instanceof LedgerError) return { kind: 'refused', code: error.code, message: error.message };
    throw error;
  }
}

function compare(
  { stream, expected, answer, events }: AppendAsked,
  wrote: boolean,
  embedded: Answer | undefined,
  positions: Map<Position, Position>,
  wrong: string[],
): void {
  const given = answer?.kind === 'alreadyStored' && wrote ? { ...answer, kind: 'appended' as const } : answer;
  if (JSON.stringify(plain(given)) !== JSON.stringify(plain(embedded))) {
    wrong.push(
      `${events.length} events to ${stream} with ${String(expected)} expected: ${JSON.stringify(plain(given))}, and ${JSON.stringify(plain(embedded))} on the embedded engine`,
    );
    return;
  }
  if (given === undefined || embedded === undefined || !('position' in given) || !('position' in embedded))
    return;
  const before = positions.get(given.position);
  if (before !== undefined && before !== embedded.position)
    wrong.push(`${given.position} is ${before} and ${embedded.position} on the embedded engine`);
  positions.set(given.position, embedded.position);
}

/** Without the position, which is of its engine. */
function plain(answer: Answer | undefined): object {
  return { ...answer, position: undefined };
}

async function compareTexts(embedded: EventStore, { raw }: FinalLog, wrong: string[]): Promise<void> {
  let n = 0;
  for (let from: Position | undefined; ;) {
    const page = await embedded.readRawPage({ from, maxCount: 1_000 });
    for (const { text, revision } of page) {
      const other = raw[n];
      n++;
      if (other?.revision !== revision || other.text.replace(TIME, '') !== text.replace(TIME, '')) {
        wrong.push(`event ${n} is on the embedded engine: ${revision} ${text.slice(0, 300)}`);
        return;
      }
    }
    from = page.at(-1)?.position;
    if (from === undefined) break;
  }
  if (n !== raw.length) wrong.push(`the embedded engine has ${n} events of ${raw.length}`);
}
