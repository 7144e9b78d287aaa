import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import { commandError, type Connection, type ReadCall } from './connection.js';
import { NoAnswer } from './faults.js';
import type { WireEvent } from './records.js';

/** Events and their bytes, as much as one read may hold in memory. */
export interface ReadBounds {
  readonly bytesMax: number;
  /** Without any message for so long the server counts as silent. */
  readonly timeoutMs: number;
  /** There is nothing to be read behind this event. */
  readonly isLast?: (event: WireEvent) => boolean;
}

export interface Read {
  readonly events: readonly WireEvent[];
  /** The read was ended because it would have held too much; there is more. */
  readonly isCut: boolean;
}

/**
 * One read to its end, or until it holds `bytesMax`. Its call is over when it returns, however it returns: a call that is
 * left open would keep one of the hundred places that a connection has.
 */
export async function readOnce(
  connection: Connection,
  request: ReadReq,
  { bytesMax, timeoutMs, isLast }: ReadBounds,
): Promise<Read> {
  let timer: NodeJS.Timeout | undefined;
  let call: ReadCall | undefined;
  let late: (() => void) | undefined;
  const expired = new Promise<never>((_, reject) => {
    late = () => reject(new NoAnswer('a read', timeoutMs));
    timer = setTimeout(late, timeoutMs);
  });
  const collected = (async (): Promise<Read> => {
    const reading = await connection.read(request);
    call = reading;
    return new Promise((resolve, reject) => {
      const events: WireEvent[] = [];
      let bytes = 0;
      reading.on('data', (response: ReadResp) => {
        timer?.refresh();
        const event = response.getEvent()?.getEvent();
        if (event === undefined) return;
        events.push(event);
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
      connection.renew();
    }
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
