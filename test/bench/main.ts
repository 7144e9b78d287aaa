import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeMillionEvents, type BenchLog } from './bench-log.js';
import type { Bench, FigureResult } from './figure.js';
import { figures } from './figures/index.js';
import { machine } from './machine.js';
import { measureFigure } from './measure.js';
import { benchTable } from './table.js';

const HELP = `npm run bench [-- --quick] [-- --only TEXT] [-- --out FILE]

  --quick      one round of each figure instead of five
  --only TEXT  only the figures whose name contains TEXT
  --out FILE   where the figures are written as JSON; default bench.json
`;

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    out: { type: 'string', default: 'bench.json' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) process.stdout.write(HELP);
else await main();

async function main(): Promise<void> {
  const chosen = figures.filter((figure) => figure.name.includes(values.only));
  const folder = await mkdtemp(join(tmpdir(), 'liggaren-bench-'));
  let million: Promise<BenchLog> | undefined;
  const bench: Bench = {
    quick: values.quick,
    folder,
    millionEvents: () =>
      (million ??= makeMillionEvents(folder, (part) =>
        progress(`a log of a million: ${Math.round(part * 100)} %`),
      )),
  };
  try {
    process.stdout.write(`${machine()}\n\n`);
    const results: FigureResult[] = [];
    for (const figure of chosen) results.push(await measureFigure(figure, bench, progress));
    progress('');
    process.stdout.write(benchTable(results, chosen));
    await writeFile(values.out, `${JSON.stringify(results, null, 2)}\n`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** One line that replaces itself, on a terminal only. */
function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
}
