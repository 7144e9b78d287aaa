import { afterEach, beforeEach, describe } from '@jest/globals';
import type { EventStore } from '#event-store';
import { describeAppending } from './appending.conformance.js';
import { describeCopying } from './copying.conformance.js';
import { describeFollowing } from './following.conformance.js';
import type { FreshLog, LogFactory, Subject } from './fresh-log.js';
import { describeModel } from './model.conformance.js';
import { describeReading } from './reading.conformance.js';

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
    describeCopying(subject);
    describeModel(makeLog);
  });
}
