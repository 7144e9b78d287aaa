import { LedgerError } from '#amount';
import type { CopiedEnvelope } from '../copy-request.js';
import type { Copied } from '../port.js';
import type { Position } from '../position.js';
import type { AppendCalls } from './append-calls.js';
import type { Appender, PreparedRun } from './appender.js';
import { isAfter } from './positions.js';
import type { Reader } from './reader.js';

/** Runs on the wire at once, and their bytes. */
const WINDOW_RUNS = 64;
const WINDOW_BYTES = 4 * 1024 * 1024;

/**
 * Runs that are stored one by one before several are sent at once: at the beginning and after anything went otherwise
 * than expected. More than a window: what an earlier process or an earlier connection has still on its way to the server
 * is met by runs that wait for each other.
 */
const CALM_RUNS = 2 * WINDOW_RUNS;

/**
 * Copies events of another log, run after run of one stream, in the order given.
 *
 * **A cluster** is given one run after the other. A leader that leads no more refuses what it is given, and may lead again
 * when the next one is read from the same call (ClusterVNodeController.cs of 23.10): of two runs on the wire the second
 * could be stored and the first not, and nothing of a log is ever taken back.
 *
 * **One node** is given many at once. What keeps the order of different streams then: a BatchAppend call is read by the
 * server message by message, and each append goes through one queue to one writer (Streams.BatchAppend.cs,
 * ClusterVNode.cs, StorageWriterService.cs), which leaves one out only when the call has ended, and then all behind it
 * too. It refuses before it is ready, and once it is, until it ends. So all runs of a window go over one call and over no
 * other; a call that ends ends the window, and everything that was not acknowledged is sent again run by run under the
 * ids that it had, which stores nothing twice.
 *
 * What is left is a server that does otherwise, and somebody else who writes to the streams of the copy: that is not
 * prevented, and always found, as the positions of a copy ascend as its events do.
 */
export class Copier {
  /** Runs in a row that were stored as expected. */
  private calm = 0;
  /** Whether it is one node that is written to; `undefined` where that has to be asked. */
  private isSingleNode: boolean | undefined;

  constructor(
    private readonly appender: Appender,
    private readonly calls: AppendCalls,
    private readonly reader: Reader,
    private readonly logId: string,
  ) {}

  /** @throws LedgerError as EventStore.appendRaw; COPY_TARGET_DIFFERS where the order was lost */
  async copy(events: readonly CopiedEnvelope[], bytesMax: number): Promise<Copied> {
    const prepared = Array.from(runs(events, bytesMax), (run) => this.appender.prepared(run));
    const order = new Order();
    let appended = 0;
    for (let at = 0; at < prepared.length;) {
      if (this.calm >= CALM_RUNS && (this.isSingleNode ??= await this.calls.isSingleNode())) {
        const stored = await this.atOnce(prepared, at, order);
        for (const run of prepared.slice(at, at + stored)) appended += run.events.length;
        at += stored;
        if (at === prepared.length) break;
        this.calm = 0;
        this.isSingleNode = undefined;
      }
      const run = prepared[at++]!;
      const copied = await this.appender.copyRun(run);
      order.next(copied.position, run);
      appended += copied.appended;
      this.calm = copied.appended === run.events.length ? this.calm + 1 : 0;
    }
    return { appended, alreadyStored: events.length - appended };
  }

  /** Sends on as runs are acknowledged, until one is not. @returns how many are stored without a gap */
  private async atOnce(all: readonly PreparedRun[], first: number, order: Order): Promise<number> {
    const append = await this.calls.lane().catch(() => undefined);
    if (append === undefined) return 0;
    const positions: (Position | undefined)[] = [];
    const window = { next: first, runs: 0, bytes: 0, isOver: false };
    const hasRoom = (): boolean =>
      window.runs === 0 || (window.runs < WINDOW_RUNS && window.bytes < WINDOW_BYTES);
    await new Promise<void>((resolve) => {
      const sendOn = (): void => {
        while (!window.isOver && window.next < all.length && hasRoom()) send(window.next++);
        if (window.runs === 0) resolve();
      };
      const send = (index: number): void => {
        const run = all[index]!;
        window.runs++;
        window.bytes += run.bytes;
        const settled = (position?: Position): void => {
          positions[index - first] = position;
          window.isOver ||= position === undefined;
          window.runs--;
          window.bytes -= run.bytes;
          sendOn();
        };
        append(this.reader.prefix + run.stream, run.sent, run.expected).then(
          ({ revision, position }) =>
            settled(
              // Whatever else the server answers is looked into by itself.
              revision !== run.last || position === undefined
                ? undefined
                : (`${this.logId}:${position.commit}-${position.prepare}` as Position),
            ),
          () => settled(),
        );
      };
      sendOn();
    });
    const gap = positions.indexOf(undefined);
    const stored = gap < 0 ? positions.length : gap;
    for (let n = 0; n < stored; n++) order.next(positions[n]!, all[first + n]!);
    const last = positions[stored - 1];
    if (last !== undefined) this.reader.note(last);
    return stored;
  }
}

/** The runs of one call of `appendRaw`, as the server has them. */
class Order {
  private last: Position | undefined;

  /** @throws LedgerError COPY_TARGET_DIFFERS */
  next(position: Position, { stream, events }: PreparedRun): void {
    if (!isAfter(position, this.last)) {
      throw new LedgerError(
        'COPY_TARGET_DIFFERS',
        `the events of ${stream} to revision ${events.at(-1)?.revision ?? 0} stand in another order than in the source`,
        {
          place: { field: 'stream' },
          hint: 'Somebody else writes there, or the server refused what came first and took what came behind it. The source is whole: copy it again, under another prefix.',
        },
      );
    }
    this.last = position;
  }
}

/** Events of one stream that follow each other, in appends that the server takes. */
function* runs(
  events: readonly CopiedEnvelope[],
  bytesMax: number,
): Generator<readonly CopiedEnvelope[], void, undefined> {
  let run: CopiedEnvelope[] = [];
  let bytes = 0;
  for (const event of events) {
    const last = run.at(-1);
    const isNext = last?.stream === event.stream && last.revision + 1 === event.revision;
    if (last !== undefined && (!isNext || bytes + event.bytes > bytesMax)) {
      yield run;
      run = [];
      bytes = 0;
    }
    run.push(event);
    bytes += event.bytes;
  }
  if (run.length > 0) yield run;
}
