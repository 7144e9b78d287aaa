import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { EventStoreDBClient } from '@eventstore/db-client';
import { openEventStoreDb } from '#event-store';
import { startDouble } from '../../esdb-double/start-double.js';
import { machine } from '../machine.js';
import { ROUNDS, median, rounded } from '../measure.js';
import { benchTable } from '../table.js';
import { textTable } from './text-table.js';
import type { EsdbBench, EsdbFigure, EsdbResult, Measured } from './figure.js';
import { figures } from './figures/index.js';
import { ledgerOnServer, type LedgerOnServer } from './ledger-on-server.js';

const HELP = `npm run bench:esdb [-- --quick] [-- --only TEXT] [-- --out FILE]

The log on EventStoreDB through the port, beside the client used by hand, in turns against the same server: the one that
LIGGAREN_TEST_ESDB names, or else a double of its protocol, which is no measure of a server.

  --quick      one round of each figure instead of five
  --only TEXT  only the figures whose name contains TEXT
  --out FILE   where the figures are written as JSON; default bench-esdb.json
`;

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    out: { type: 'string', default: 'bench-esdb.json' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) process.stdout.write(HELP);
else await main();

async function main(): Promise<void> {
  const named = process.env.LIGGAREN_TEST_ESDB;
  const double = named === undefined ? await startDouble() : undefined;
  const connection = named ?? double?.connection ?? '';
  const folder = await mkdtemp(join(tmpdir(), 'liggaren-bench-esdb-'));
  const run = `bench${randomBytes(4).toString('hex')}`;
  const store = await openEventStoreDb({ connection, prefix: run });
  const client = EventStoreDBClient.connectionString(connection);
  let ledger: Promise<LedgerOnServer> | undefined;
  const bench: EsdbBench = {
    connection,
    folder,
    run,
    store,
    client,
    ledger: () => (ledger ??= ledgerOnServer({ client, connection, run }, progress)),
  };
  try {
    process.stdout.write(
      `${machine()}; ${double === undefined ? 'a server, named' : 'the double of a server'}\n\n`,
    );
    const chosen = figures.filter((figure) => figure.name.includes(values.only));
    const results: EsdbResult[] = [];
    for (const figure of chosen) results.push(await measured(figure, bench));
    progress('');
    process.stdout.write(benchTable(results, chosen));
    process.stdout.write(
      `\nThe processor of this process for each event, and the same over the bare call:\n\n${limits(results)}`,
    );
    await writeFile(values.out, `${JSON.stringify(results, null, 2)}\n`);
  } finally {
    await (await ledger)?.store.close();
    await store.close();
    await client.dispose();
    await double?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measured(figure: EsdbFigure, bench: EsdbBench): Promise<EsdbResult> {
  const rounds: Measured[] = [];
  for (let round = 0; round < (values.quick ? 1 : ROUNDS); round++) {
    progress(`${figure.name}: round ${round + 1}`);
    globalThis.gc?.();
    rounds.push(await figure.run(round, bench));
  }
  const { name, unit, referenceName } = figure;
  return {
    name,
    unit,
    ours: rounded(median(rounds.map(({ ours }) => ours))),
    reference: rounded(median(rounds.map(({ byHand }) => byHand))),
    referenceName,
    ratio: rounded(median(rounds.map(({ ours, byHand }) => ours / byHand))),
    rounds: rounds.length,
    ...middle('p50', rounds, ({ p50 }) => p50),
    ...middle('p99', rounds, ({ p99 }) => p99),
    ...middle('referenceP50', rounds, ({ byHandP50 }) => byHandP50),
    ...middle('referenceP99', rounds, ({ byHandP99 }) => byHandP99),
    ...middle('bare', rounds, ({ bare }) => bare),
    ...middle('processor', rounds, ({ processor }) => processor?.ours),
    ...middle('referenceProcessor', rounds, ({ processor }) => processor?.byHand),
    ...middle('processorRatio', rounds, ({ processor }) => processor && processor.byHand / processor.ours),
  };
}

function middle<K extends keyof EsdbResult>(
  name: K,
  rounds: readonly Measured[],
  of: (round: Measured) => number | undefined,
): Partial<Record<K, number>> {
  const found = rounds.flatMap((round) => of(round) ?? []);
  return found.length === 0 ? {} : ({ [name]: rounded(median(found)) } as Record<K, number>);
}

/**
 * What each event takes of the processor here (a machine that is not idle says more by that than by the clock), and how
 * far the client and the port are from what the server and the wire give.
 */
function limits(results: readonly EsdbResult[]): string {
  const head = [
    'figure',
    'µs here',
    'µs by hand',
    'ratio',
    'bare call',
    'client ÷ bare',
    'ours ÷ bare',
    'p50 / p99 by hand',
  ];
  const rows = results.map((result) => {
    const { name, bare, reference, ours, referenceP50, referenceP99 } = result;
    const { processor, referenceProcessor, processorRatio } = result;
    return [
      name,
      String(processor ?? ''),
      String(referenceProcessor ?? ''),
      processorRatio?.toFixed(2) ?? '',
      String(bare ?? ''),
      bare === undefined ? '' : (reference / bare).toFixed(2),
      bare === undefined ? '' : (ours / bare).toFixed(2),
      referenceP99 === undefined ? '' : `${referenceP50 ?? ''} / ${referenceP99} ms`,
    ];
  });
  return textTable(head, rows);
}

/** One line that replaces itself, on a terminal only. */
function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
}
