import { parentPort } from 'node:worker_threads';
import { fastify } from 'fastify';
import { createServer } from '../../../apps/api/index.js';
import { smallLedger, wideView } from '../../support/small-ledger.js';

/*
 * A thread with two servers over the same view, ready in memory: the API, and a plain Fastify route that gives the same
 * JSON. What is measured is what GraphQL costs above HTTP.
 */

const ROWS = 60;
const COLUMNS = 6;

const view = wideView(ROWS, COLUMNS);
const api = await createServer({
  access: {
    reader: smallLedger({ view: () => view }),
    events: { events: async () => ({ items: [], hasNext: false, endCursor: null }) },
  },
});
const plain = fastify();
const answer = {
  data: {
    budgetDiff: {
      rows: view.rows.map(({ path, kind, cells }) => ({
        path,
        kind,
        cells: cells.map(({ column, value, marks }) => ({ column, value, marks })),
      })),
    },
  },
};
plain.get('/view', async () => answer);
const plainUrl = await plain.listen({ port: 0, host: '127.0.0.1' });

parentPort?.on('message', () => {
  void Promise.all([api.close(), plain.close()]).then(() => parentPort?.close());
});
parentPort?.postMessage({ api: `${api.url}/graphql`, plain: `${plainUrl}/view` });
