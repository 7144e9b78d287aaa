import { parseArgs } from 'node:util';
import { soak } from './soak.js';

/* `npm run soak -- --minutes 60`: LIGGAREN_SEED=… lets the same happen again. */

const MINUTES = '60';

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
