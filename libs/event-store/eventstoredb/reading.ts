import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import { commandError, type Connection, type ReadCall } from './connection.js';
import { newDeadline, type Deadline } from './deadline.js';
import { NoAnswer } from './faults.js';
import type { WireEvent } from './records.js';

/** What one read may hold in memory, and for how long it may be silent. */
export interface ReadBounds {
  readonly bytesMax: number;
  /** Without any message for so long the server counts as silent. */
  readonly timeoutMs: number;
  /** There is nothing to be read behind this event. */
  readonly isLast?: (event: WireEvent) => boolean;
}

export interface Read<T> {
  /** What was made of each event. */
  readonly events: readonly T[];
  /** The read was ended because it would have held too much; there is more. */
  readonly isCut: boolean;
}

/**
 * How many times over a read waits while the server answers others: of a connection's hundred places one has to be free
 * before a read is even sent.
 */
const BUSY_WAITS = 4;

/**
 * One read to its end, or until it holds `bytesMax`. Each message is made into what is kept of it as it comes: messages
 * that wait for the last one are moved by the garbage collector again and again. Its call is over when it returns,
 * however it returns: a call that is left open would keep one of the hundred places that a connection has.
 */
export async function readOnce<T>(
  connection: Connection,
  request: ReadReq,
  bounds: ReadBounds,
  made: (event: WireEvent) => T,
): Promise<Read<T>> {
  const { bytesMax, isLast } = bounds;
  const { generation } = connection;
  const timeoutMs = bounds.timeoutMs * connection.patience;
  let deadline: Deadline | undefined;
  let call: ReadCall | undefined;
  let isBusy = false;
  const expired = new Promise<never>((_, reject) => {
    let { heard } = connection;
    let waits = 0;
    deadline = newDeadline(timeoutMs, () => {
      isBusy = connection.heard > heard;
      heard = connection.heard;
      if (isBusy && ++waits < BUSY_WAITS) deadline?.refresh();
      else reject(new NoAnswer('a read', timeoutMs));
    });
  });
  const collected = (async (): Promise<Read<T>> => {
    const reading = await connection.read(request);
    call = reading;
    return new Promise((resolve, reject) => {
      const events: T[] = [];
      let bytes = 0;
      reading.on('data', (response: ReadResp) => {
        connection.hear();
        deadline?.refresh();
        const event = response.getEvent()?.getEvent();
        if (event === undefined) return;
        try {
          events.push(made(event));
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
          reading.removeAllListeners('data');
          reading.cancel();
          return;
        }
        bytes += event.getData_asU8().length + event.getCustomMetadata_asU8().length;
        const isOver = isLast?.(event) === true;
        if (bytes < bytesMax && !isOver) return;
        resolve({ events, isCut: !isOver });
        reading.removeAllListeners('data');
        reading.cancel();
      });
      reading.on('error', (error) => reject(commandError(error) as Error));
      reading.on('end', () => resolve({ events, isCut: false }));
    });
  })();
  collected.catch(() => undefined);
  try {
    return await Promise.race([collected, expired]);
  } catch (error) {
    if (error instanceof NoAnswer) {
      call?.cancel();
      // Of a server that does not even answer a read nothing else is to be expected on this connection.
      if (!isBusy) connection.renew(generation);
    }
    throw error;
  } finally {
    deadline?.clear();
  }
}
