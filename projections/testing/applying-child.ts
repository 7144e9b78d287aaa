import { join } from 'node:path';
import { openSqliteEventStore } from '#event-store';
import { Runner } from '../runner/runner.js';

/* A process that applies the events of a log until it is killed: `applying-child.ts FOLDER EVENTS_A_TRANSACTION`. */

const [folder = '', transaction = '1000'] = process.argv.slice(2);
const store = await openSqliteEventStore({ path: join(folder, 'log.sqlite'), mode: 'read' });
const runner = new Runner({
  folder,
  store,
  transactionEvents: Number(transaction),
  onProgress: ({ done }) => console.log(`applied ${done}`),
});
await runner.start();
console.log('ready');
setInterval(() => console.log(`read ${runner.status().events}`), 5);
