import { parseArgs } from 'node:util';
import { soak } from './soak.js';

/* `npm run soak -- --minutes 60`: LIGGAREN_SEED=… lets the same happen again. */

const MINUTES = '60';

// A client of graphql-ws that is left while its socket breaks leaves a promise behind that nobody can catch: of a
// socket, and of nobody who follows any more.
process.on('unhandledRejection', (failure) => {
  const { type, target } = (failure ?? {}) as { readonly type?: unknown; readonly target?: unknown };
  if (type !== 'error' || target === undefined) throw failure;
  console.log('a socket broke under a client that was left');
});

const { values } = parseArgs({ options: { minutes: { type: 'string', default: MINUTES } } });
const seed = Number(process.env.LIGGAREN_SEED ?? Date.now() % 2 ** 32);
console.log(`LIGGAREN_SEED=${seed}, ${values.minutes} minutes`);
const { wrong, ...summary } = await soak({
  seed,
  seconds: Number(values.minutes) * 60,
  log: (line) => console.log(line),
});
console.log(JSON.stringify(summary, null, 2));
for (const one of wrong) console.error(one);
console.log(wrong.length === 0 ? 'nothing was missed, told twice or out of order' : `${wrong.length} wrong`);
process.exitCode = wrong.length === 0 ? 0 : 1;
