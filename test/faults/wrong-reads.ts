import { comparePositions, type RecordedEvent } from '#event-store';
import type { AllRead, HeadRead, StreamRead } from './history.js';
import type { FinalLog } from './final-log.js';

/*
 * A read brings a piece of the log without gaps, as long as was asked for or as the log was then: everything that had
 * been acknowledged to anybody when it began, and perhaps what came meanwhile.
 */

function differs(found: readonly RecordedEvent[], standing: readonly (RecordedEvent | undefined)[]): boolean {
  return found.some((event, n) => JSON.stringify(event) !== JSON.stringify(standing[n]));
}

export function wrongOfStream(read: StreamRead, log: FinalLog, wrong: string[]): void {
  const { stream, from, direction, maxCount, knownRevision, found } = read;
  const events = log.stream(stream);
  const say = (what: string): void => {
    wrong.push(`reading ${stream} ${direction} from ${from ?? 'its end'}, ${maxCount} at most: ${what}`);
  };
  if (found.length > maxCount) say(`${found.length} came`);
  if (direction === 'forwards') {
    const first = from ?? 0;
    if (differs(found, events.slice(first, first + found.length))) say('other events stand there');
    if (found.length < maxCount && first + found.length - 1 < knownRevision && first <= knownRevision)
      say(`${found.length} came, and ${knownRevision} was known`);
    return;
  }
  const first = found[0]?.revision ?? -1;
  if (differs(found, events.slice(0, first + 1).toReversed())) say('other events stand there');
  if (first < Math.min(from ?? Infinity, knownRevision))
    say(`it began at ${first}, and ${knownRevision} was known`);
  if (found.length < maxCount && found.length !== first + 1) say(`${found.length} came from ${first} on`);
}

export function wrongOfAll(read: AllRead, log: FinalLog, wrong: string[]): void {
  const { from, direction, maxCount, knownEnd, found } = read;
  const say = (what: string): void => {
    wrong.push(`reading all ${direction} from ${from ?? 'the end'}, ${maxCount} at most: ${what}`);
  };
  if (found.length > maxCount) say(`${found.length} came`);
  if (direction === 'forwards') {
    const first = from === undefined ? 0 : (log.indexOf.get(from) ?? NaN) + 1;
    if (differs(found, log.all.slice(first, first + found.length))) say('other events stand there');
    const last = found.at(-1)?.position ?? from;
    if (
      found.length < maxCount &&
      knownEnd !== undefined &&
      (last === undefined || comparePositions(last, knownEnd) < 0)
    )
      say(`it ended at ${last}, and ${knownEnd} was known`);
    return;
  }
  const first = found[0];
  const end =
    from === undefined ? first && (log.indexOf.get(first.position) ?? NaN) + 1 : log.indexOf.get(from);
  const standing = log.all.slice(Math.max(0, (end ?? 0) - found.length), end ?? 0).toReversed();
  if (differs(found, standing)) say('other events stand there');
  if (found.length < maxCount && found.length !== (end ?? 0)) say(`${found.length} of ${end} came`);
  if (
    from === undefined &&
    knownEnd !== undefined &&
    (first === undefined || comparePositions(first.position, knownEnd) < 0)
  )
    say(`it began at ${first?.position}, and ${knownEnd} was known`);
}

export function wrongHead(
  { stream, knownRevision, revision }: HeadRead,
  log: FinalLog,
  wrong: string[],
): void {
  if (revision < knownRevision) wrong.push(`${stream} ended at ${revision}, and ${knownRevision} was known`);
  if (revision >= log.stream(stream).length) wrong.push(`${stream} ended at ${revision}, beyond its end`);
}
