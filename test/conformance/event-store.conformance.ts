import { afterEach, beforeEach, describe } from '@jest/globals';
import type { EventStore } from '#event-store';
import { describeAppending } from './appending.conformance.js';
import { describeFollowing } from './following.conformance.js';
import type { FreshLog, LogFactory } from './fresh-log.js';
import { describeModel } from './model.conformance.js';
import { describeReading } from './reading.conformance.js';

/** What a group of examples gets: the log of the running example. */
export interface Subject {
  /** The store that is open now. */
  store(): EventStore;
  /** Closes the log and opens it again, as a restart of the process would. */
  restart(): Promise<EventStore>;
  /** Another log, of no relation to the first. It is removed with it. */
  another(): Promise<EventStore>;
}

/** Everything that the port promises, as examples that each engine must pass. */
export function describeEventStore(name: string, makeLog: LogFactory): void {
  describe(name, () => {
    let logs: FreshLog[] = [];
    let current: EventStore;

    const fresh = async (): Promise<EventStore> => {
      const log = await makeLog();
      logs.push(log);
      return log.open();
    };

    beforeEach(async () => {
      logs = [];
      current = await fresh();
    });
    afterEach(async () => {
      for (const log of logs) await log.destroy();
    });

    const subject: Subject = {
      store: () => current,
      restart: async () => {
        await current.close();
        const [log] = logs;
        if (log === undefined) throw new Error('no log was made');
        current = await log.open();
        return current;
      },
      another: fresh,
    };

    describeAppending(subject);
    describeReading(subject);
    describeFollowing(subject);
    describeModel(makeLog);
  });
}
