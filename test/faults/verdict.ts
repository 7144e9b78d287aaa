import { comparePositions } from '#event-store';
import type { FinalLog, Written } from './final-log.js';
import type { AppendAsked, Followed, History } from './history.js';
import { replay } from './replay.js';
import { wrongHead, wrongOfAll, wrongOfStream } from './wrong-reads.js';

/** What a run comes to. */
export interface Verdict {
  readonly appends: number;
  readonly reads: number;
  /** Events of appends that were acknowledged. */
  readonly acknowledged: number;
  /** Of those, how many are not where they were said to be. */
  readonly lost: number;
  /** Events that stand in the log beside those. */
  readonly doubled: number;
  /** Events that followers were given, by all of them. */
  readonly followed: number;
  /** Everything else that is not as it must be, each in a sentence. */
  readonly wrong: readonly string[];
}

export async function judge(
  history: History,
  followed: readonly Followed[],
  log: FinalLog,
): Promise<Verdict> {
  const wrong = [...history.broken];
  wrongOrder(log, wrong);
  const claims = claim(history, log, wrong);
  for (const asked of history.appends) wrongTimes(asked, claims, log, wrong);
  for (const read of history.streamReads) wrongOfStream(read, log, wrong);
  for (const read of history.allReads) wrongOfAll(read, log, wrong);
  for (const read of history.heads) wrongHead(read, log, wrong);
  for (const one of followed) wrongFollowed(one, log, wrong);
  wrong.push(...(await replay(history, claims.written, log)));
  return {
    appends: history.appends.length,
    reads: history.streamReads.length + history.allReads.length + history.heads.length,
    acknowledged: claims.acknowledged,
    lost: claims.lost,
    doubled: log.all.length - claims.byEvent.size,
    followed: followed.reduce((sum, { applied }) => sum + applied.length, 0),
    wrong,
  };
}

/** Positions rise, revisions have no gaps, and both ways of reading show the same. */
function wrongOrder(log: FinalLog, wrong: string[]): void {
  for (const [n, event] of log.all.entries()) {
    const before = log.all[n - 1];
    if (before !== undefined && comparePositions(event.position, before.position) <= 0)
      wrong.push(`${event.position} stands behind ${before.position}`);
    if (log.raw[n]?.position !== event.position) wrong.push(`the raw log differs at ${event.position}`);
  }
  for (const [stream, events] of log.streams) {
    if (events.some(({ revision }, n) => revision !== n)) wrong.push(`${stream} has a gap`);
  }
}

interface Claims {
  /** Which append every event of the log is of, by its index. */
  readonly byEvent: ReadonlyMap<number, AppendAsked>;
  readonly written: readonly Written[];
  readonly acknowledged: number;
  readonly lost: number;
}

/** Every append that was acknowledged has its events where it was told, and every event is of one append. */
function claim(history: History, log: FinalLog, wrong: string[]): Claims {
  const byEvent = new Map<number, AppendAsked>();
  const written: Written[] = [];
  let acknowledged = 0;
  let lost = 0;
  const take = (asked: AppendAsked, revision: number): void => {
    const first = revision - asked.events.length + 1;
    acknowledged += asked.events.length;
    written.push({ asked, first });
    for (const [n, { id }] of asked.events.entries()) {
      const event = log.stream(asked.stream)[first + n];
      const index = event && log.indexOf.get(event.position);
      if (event?.id !== id || index === undefined || byEvent.has(index)) lost++;
      else byEvent.set(index, asked);
    }
  };
  for (const asked of history.appends) {
    if (asked.answer?.kind === 'appended') take(asked, asked.answer.revision);
  }
  for (const asked of history.appends) {
    const { answer } = asked;
    if (answer?.kind !== 'alreadyStored') continue;
    // What was repeated because nobody could tell what became of it, was stored by its first try or before it.
    const last = log.stream(asked.stream)[answer.revision];
    const index = last && log.indexOf.get(last.position);
    if (asked.recordedAt.length > 1 && index !== undefined && !byEvent.has(index))
      take(asked, answer.revision);
  }
  for (const { asked } of written) {
    const { stream, answer, knownEnd, expected, events } = asked;
    if (answer === undefined || !('position' in answer)) continue;
    const { revision, position } = answer;
    if (log.stream(stream)[revision]?.position !== position)
      wrong.push(`${stream} ${revision} was acknowledged at ${position} and is not there`);
    // Whatever had been acknowledged to anybody before it began stands before it.
    if (knownEnd !== undefined && comparePositions(position, knownEnd) <= 0 && answer.kind === 'appended')
      wrong.push(
        `${stream} ${revision} stands at ${position}, and ${knownEnd} was acknowledged before it began`,
      );
    const wanted = expected === 'mustNotExist' ? -1 : expected;
    if (typeof wanted === 'number' && revision !== wanted + events.length)
      wrong.push(`${stream} ${revision} was written with ${String(expected)} expected`);
  }
  return { byEvent, written, acknowledged, lost };
}

/** An event has the time that it was sent with, also where it was sent again; a conflict was one while it was asked. */
function wrongTimes(asked: AppendAsked, { byEvent }: Claims, log: FinalLog, wrong: string[]): void {
  const { stream, answer, events, recordedAt, knownRevision, ended } = asked;
  switch (answer?.kind) {
    case undefined:
      wrong.push(`an append to ${stream} was never answered`);
      return;
    case 'appended':
      for (let revision = answer.revision - events.length + 1; revision <= answer.revision; revision++) {
        const time = log.stream(stream)[revision]?.recordedAt;
        if (time !== undefined && !recordedAt.includes(time))
          wrong.push(`${stream} ${revision} was sent at ${recordedAt.join(' and ')} and has ${time}`);
      }
      return;
    case 'CONFLICT': {
      const { actual } = answer;
      if (actual < knownRevision)
        wrong.push(`${stream} was told to be at ${actual} when ${knownRevision} had been acknowledged`);
      const event = log.stream(stream)[actual];
      const index = event && log.indexOf.get(event.position);
      const writer = index === undefined ? undefined : byEvent.get(index);
      if (actual >= 0 && (writer === undefined || writer.begun > ended))
        wrong.push(`${stream} was told to be at ${actual}, which nobody had written`);
      return;
    }
    case 'refused':
      if (answer.code !== 'SAME_ID_OTHER_CONTENT')
        wrong.push(`an append to ${stream} was refused: ${answer.code} ${answer.message}`);
      else if (!events.some(({ id }) => answer.message.includes(id)))
        wrong.push(`a refusal does not name the id: ${answer.message}`);
      return;
    default:
  }
}

/** Every event once, in the order of the log. */
function wrongFollowed({ name, applied }: Followed, { all }: FinalLog, wrong: string[]): void {
  if (applied.length !== all.length)
    wrong.push(`${name} was given ${applied.length} of ${all.length} events`);
  const at = applied.findIndex(({ position }, n) => position !== all[n]?.position);
  if (at >= 0)
    wrong.push(`${name} was given ${applied[at]?.position} where ${all[at]?.position} stands (${at})`);
  const other = applied.findIndex((event, n) => JSON.stringify(event) !== JSON.stringify(all[n]));
  if (at < 0 && other >= 0) wrong.push(`${name} was given other content at ${all[other]?.position}`);
}
