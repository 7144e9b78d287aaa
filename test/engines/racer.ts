/*
 * One of several processes that write to one log, told by its parent what to write and when:
 * fork('racer.ts', [LOG, LEDGER, FOLDER]), with a log for appends of anything, and one for the commands of a ledger
 */
import { randomUUID } from 'node:crypto';
import { LedgerError } from '#amount';
import { ConflictError, openEventStoreDb, type ExpectedRevision, type NewEvent } from '#event-store';
import { Recorder } from '#recording';
import { openLedger } from '../../apps/shared/open-ledger.js';
import { register, type RegisterRequest } from '../../apps/shared/registering/register.js';

export type Order =
  | {
      readonly kind: 'append';
      readonly stream: string;
      readonly events: readonly NewEvent[];
      readonly expected: ExpectedRevision;
    }
  | { readonly kind: 'register'; readonly request: RegisterRequest };

const [log = '', address = '', folder = ''] = process.argv.slice(2);
const appending = await openEventStoreDb({ connection: log });
const { store, answers, caughtUp, close } = await openLedger({ folder, address, mode: 'write' });
await caughtUp;
const recorder = new Recorder({ store, answers, newId: randomUUID });

async function answerTo(order: Order): Promise<unknown> {
  try {
    return order.kind === 'append'
      ? await appending.append(order.stream, order.events, order.expected)
      : await register(order.request, { store, answers, record: (asked) => recorder.record(asked) });
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    const { code, message } = error;
    return error instanceof ConflictError
      ? { code, message, stream: error.stream, expected: error.expected, actual: error.actual }
      : { code, message };
  }
}

process.on('message', (orders: readonly Order[]) => {
  void (async () => {
    process.send?.(await Promise.all(orders.map(answerTo)));
  })();
});
process.on('disconnect', () => {
  void Promise.all([close(), appending.close()]).then(() => process.exit(0));
});
process.send?.('ready');
