import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { machine } from '../machine.js';
import { median, rounded } from '../measure.js';
import { captured } from './capture.js';
import { probeDisk, type Disk } from './disk.js';
import { LATE_MS, run, type Load, type Loaded } from './load.js';
import { publishedFolder } from './published-folder.js';
import { highestRate, type Found } from './search.js';
import { changing, elsewhere, operations, preparing, unitOf } from './table.js';
import { startTarget, type Target } from './target.js';

const HELP = `npm run bench:live [-- --quick] [-- --only TEXT] [-- --seconds N] [-- --out FILE]

  --quick      one round of each load, and shorter ones
  --only TEXT  only what has TEXT in its name: load, mutation, rate, nobody, sse
  --seconds N  of each load; default 15
  --rounds N   of each load; default 3
  --loads LIST  subscribers and events a second of each; default 500x50,2000x10
  --alone      without Mercurius
  --profile DIR  writes there a profile of the server's processor
  --out FILE   where the figures are written as JSON; default bench-live.json
`;

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    seconds: { type: 'string', default: '' },
    rounds: { type: 'string', default: '' },
    loads: { type: 'string', default: '500x50,2000x10' },
    profile: { type: 'string', default: '' },
    alone: { type: 'boolean', default: false },
    out: { type: 'string', default: 'bench-live.json' },
    help: { type: 'boolean', default: false },
  },
});

const ROUNDS = Number(values.rounds || (values.quick ? 1 : 3));
const SECONDS = Number(values.seconds || (values.quick ? 5 : 15));

/** A rate at which the load still keeps up. */
const RATE_MAX = 400;

/** A line of `bench-live.json`: as of the other benchmarks, and all that was measured beside it. */
interface LiveFigure {
  readonly name: string;
  readonly unit: string;
  readonly ours: number | null;
  readonly reference: number | null;
  readonly referenceName: string;
  readonly ratio: number | null;
  readonly rounds: number;
  readonly p50?: number;
  readonly p99?: number;
  readonly aim?: string;
  readonly reached?: boolean;
  readonly details: unknown;
}

if (values.help) process.stdout.write(HELP);
else await main();

async function main(): Promise<void> {
  print(
    `${machine()}; load average ${loadavg()
      .map((load) => load.toFixed(1))
      .join(' ')}\n\n`,
  );
  const folder = await mkdtemp(join(tmpdir(), 'liggaren-bench-live-'));
  const figures: LiveFigure[] = [];
  try {
    const bench = await prepare(folder);
    try {
      if (wanted('mutation')) figures.push(...(await mutations(bench)));
      if (wanted('load')) {
        for (const text of values.loads.split(',')) {
          const [subscribers = 500, rate = 50] = text.split('x').map(Number);
          figures.push(await loads(bench, { subscribers, rate, p99Below: subscribers > 500 ? 250 : 50 }));
        }
      }
      if (wanted('rate')) figures.push(...(await rates(bench)));
      if (wanted('nobody')) figures.push(await nobody(bench));
      if (wanted('sse')) figures.push(await sse(bench));
    } finally {
      await bench.ours.close();
    }
    await writeFile(values.out, `${JSON.stringify(figures, null, 2)}\n`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function wanted(name: string): boolean {
  return values.only === '' || values.only.split(',').includes(name);
}

/** A round of ours, and the disk under the ledger right before and right after it. */
interface Round extends Loaded {
  readonly disk: { readonly before: Disk; readonly after: Disk };
}

/** Both servers, and tables that nothing was done to yet. */
interface Bench {
  readonly ours: Target;
  /** A load of ours, over a table of its own. */
  readonly onOurs: (
    load: Omit<Load, 'target' | 'operation' | 'change'> & Partial<Load>,
    firstOperation?: number,
  ) => Promise<Round>;
  /** Over messages made beforehand: the stock driver, and ours. */
  readonly beforehand: (
    role: 'stock' | 'told',
    load: Omit<Load, 'target' | 'operation' | 'change'>,
  ) => Promise<Loaded>;
}

async function prepare(folder: string): Promise<Bench> {
  const ledger = join(folder, 'ledger');
  await publishedFolder(ledger);
  const ours = await startTarget('ours', ledger, values.profile);
  let units = 0;
  const freshUnit = async (): Promise<string> => {
    const unit = unitOf(units++);
    for (const command of preparing(unit)) await ours.register(command);
    return unit;
  };
  const file = join(folder, 'captured.json');
  const messages = await captured(ours, await freshUnit());
  await writeFile(file, JSON.stringify(messages));
  for (const [n, { field }] of messages.operations.entries()) {
    const sizes = messages.messages[n]?.map((message) => JSON.stringify({ [field]: message }).length) ?? [];
    print(`operation ${n + 1}, ${field}: messages of ${median(sizes)} bytes\n`);
  }
  print('\n');
  return {
    ours,
    onOurs: async (load, first = 0) => {
      const unit = await freshUnit();
      const followed = operations(unit);
      const before = probeDisk(folder);
      const loaded = await run({
        target: ours,
        operation: (n) => followed[(n + first) % followed.length] as (typeof followed)[number],
        change: (n) => changing(unit, n),
        ...load,
      });
      return { ...loaded, disk: { before, after: probeDisk(folder) } };
    },
    beforehand: async (role, load) => {
      // Started for each load anew: what it could not tell is not to be in the way of the next.
      const target = await startTarget(role, file);
      const followed = messages.operations;
      const unit = unitOf(0);
      try {
        return await run({
          target,
          operation: (n) => followed[n % followed.length] as (typeof followed)[number],
          change: (n) => changing(unit, n),
          ...load,
        });
      } finally {
        await target.close();
      }
    },
  };
}

/** Both under the same load, one after the other in each round. */
async function loads(
  { onOurs, beforehand }: Bench,
  { subscribers, rate, p99Below }: { subscribers: number; rate: number; p99Below: number },
): Promise<LiveFigure> {
  const name = `${subscribers} subscribers × ${rate} events/s`;
  print(`${name}, five operations, aim: all delivered, p99 < ${p99Below} ms\n`);
  const rounds: { ours: Loaded; stock: Loaded | null }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const ours = await onOurs({ subscribers, rate, seconds: SECONDS });
    print(line('ours', ours));
    const stock = values.alone
      ? null
      : await beforehand('stock', { subscribers, rate, seconds: Math.min(SECONDS, 10) });
    if (stock !== null) print(line('Mercurius', stock));
    rounds.push({ ours, stock });
  }
  print('\n');
  const p99 = median(rounds.map((round) => round.ours.p99));
  return figure({
    name,
    unit: 'ms (p99)',
    ours: p99,
    reference: median(rounds.flatMap(({ stock }) => stock?.p99 ?? [])),
    referenceName: 'Mercurius as it comes',
    rounds: rounds.length,
    p50: median(rounds.map((round) => round.ours.p50)),
    p99,
    aim: `all delivered, p99 < ${p99Below} ms`,
    reached: p99 < p99Below && rounds.every(({ ours }) => ours.share === 1),
    details: rounds,
  });
}

/** From a mutation to the message that it leads to, with hardly anything else to do. */
async function mutations({ onOurs }: Bench): Promise<LiveFigure[]> {
  const found: LiveFigure[] = [];
  for (const subscribers of [1, 500]) {
    const name = `mutation to message, ${subscribers} subscriber${subscribers === 1 ? '' : 's'}`;
    print(`${name}, 5 events/s, aim: p99 < 50 ms\n`);
    const rounds: Loaded[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const loaded = await onOurs({ subscribers, rate: 5, seconds: SECONDS }, subscribers === 1 ? 2 : 0);
      print(line('ours', loaded));
      rounds.push(loaded);
    }
    print('\n');
    const p99 = median(rounds.map((round) => round.p99));
    found.push(
      figure({
        name,
        unit: 'ms (p99)',
        ours: p99,
        reference: median(rounds.map(({ registered }) => registered.p99)),
        referenceName: 'until the mutation was answered',
        rounds: rounds.length,
        p50: median(rounds.map((round) => round.p50)),
        p99,
        aim: 'p99 < 50 ms',
        reached: p99 < 50,
        details: rounds,
      }),
    );
  }
  return found;
}

/** The highest rate to 500 at which all is delivered soon. */
async function rates({ onOurs, beforehand }: Bench): Promise<LiveFigure[]> {
  const subscribers = 500;
  const seconds = (rate: number): number => Math.max(values.quick ? 3 : 5, Math.min(20, 20 / rate));
  print(
    'highest rate to 500 subscribers with all delivered at p99 < 50 ms, aim: ten times that of Mercurius\n',
  );
  const printed = async (who: string, rate: number, loaded: Promise<Loaded>): Promise<Loaded> => {
    const done = await loaded;
    print(line(`${who} ${rate}/s`, done));
    return done;
  };
  const stock = await highestRate({ from: 4, to: RATE_MAX }, 50, (rate) =>
    printed('Mercurius', rate, beforehand('stock', { subscribers, rate, seconds: seconds(rate) })),
  );
  const told = await highestRate({ from: 25, to: RATE_MAX }, 50, (rate) =>
    printed('ours, no ledger', rate, beforehand('told', { subscribers, rate, seconds: seconds(rate) })),
  );
  const ours = await highestRate({ from: 25, to: RATE_MAX }, 50, (rate) =>
    printed('ours', rate, onOurs({ subscribers, rate, seconds: seconds(rate) })),
  );
  const found = (name: string, of: Found): LiveFigure => {
    const ratio = stock.rate === 0 ? null : rounded(of.rate / stock.rate);
    const text = ({ rate, atBound }: Found): string => `${rate}${atBound ? ' or more' : ''} events/s`;
    print(`${name}: ${text(of)}, Mercurius ${text(stock)}, ratio ${ratio ?? '-'}\n`);
    return {
      name,
      unit: 'events/s',
      ours: of.rate,
      reference: stock.rate,
      referenceName: 'Mercurius as it comes',
      ratio,
      rounds: 1,
      aim: 'ratio ≥ 10',
      reached: of.rate > 0 && (ratio === null || ratio >= 10),
      details: { ours: of, stock },
    };
  };
  const figures = [
    found('highest rate to 500, the driver alone, over messages made beforehand as Mercurius', told),
    found('highest rate to 500, over the ledger', ours),
  ];
  print('\n');
  return figures;
}

/** What an event costs that concerns nobody, with 500 topics open and with none. */
async function nobody({ onOurs }: Bench): Promise<LiveFigure> {
  const name = 'an event that concerns none of 500 topics';
  print(`${name}: processor time beside that of the same with nobody there\n`);
  const rounds: { with: number; without: number }[] = [];
  for (let round = 0; round < Math.max(ROUNDS, 3); round++) {
    const per = async (subscribers: number): Promise<number> => {
      const loaded = await onOurs({
        subscribers,
        rate: 50,
        seconds: SECONDS / 2,
        told: false,
        operation: elsewhere,
      });
      return loaded.usage.worked / loaded.events;
    };
    const both = { without: await per(0), with: await per(500) };
    print(`  ${both.with.toFixed(2)} ms an event with, ${both.without.toFixed(2)} ms without\n`);
    rounds.push(both);
  }
  print('\n');
  return figure({
    name,
    unit: 'ms of the processor',
    ours: median(rounds.map((round) => round.with)),
    reference: median(rounds.map((round) => round.without)),
    referenceName: 'nobody there',
    rounds: rounds.length,
    details: rounds,
  });
}

/** The same fan-out as streams of SSE. */
async function sse({ onOurs }: Bench): Promise<LiveFigure> {
  const name = '500 subscribers × 50 events/s over SSE';
  print(`${name}\n`);
  const rounds: { sse: Loaded; sockets: Loaded }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const streams = await onOurs({ subscribers: 500, rate: 50, seconds: SECONDS, transport: 'sse' });
    print(line('SSE', streams));
    const sockets = await onOurs({ subscribers: 500, rate: 50, seconds: SECONDS });
    print(line('WebSocket', sockets));
    rounds.push({ sse: streams, sockets });
  }
  print('\n');
  return figure({
    name,
    unit: 'ms (p99)',
    ours: median(rounds.map((round) => round.sse.p99)),
    reference: median(rounds.map((round) => round.sockets.p99)),
    referenceName: 'the same over WebSocket',
    rounds: rounds.length,
    p50: median(rounds.map((round) => round.sse.p50)),
    p99: median(rounds.map((round) => round.sse.p99)),
    details: rounds,
  });
}

function figure(
  of: Omit<LiveFigure, 'ratio' | 'ours' | 'reference'> & { ours: number; reference: number },
): LiveFigure {
  const ratio = rounded(of.ours / of.reference);
  return { ...of, ours: rounded(of.ours), reference: rounded(of.reference), ratio };
}

function line(who: string, loaded: Loaded | Round): string {
  const { share, p50, p99, max, processor, usage, lag, late, ownProcessor, machineLoad, registered } = loaded;
  const ms = (value: number): string => (value < 100 ? value.toFixed(1) : value.toFixed(0));
  const probed = ({ p50, p99 }: Disk): string => `${ms(p50)} / ${ms(p99)}`;
  const disk = 'disk' in loaded ? ` · disk ${probed(loaded.disk.before)}, ${probed(loaded.disk.after)}` : '';
  const trusted = lag > LATE_MS || late > LATE_MS ? '  THE LOAD ITSELF WAS LATE' : '';
  return (
    `  ${who.padEnd(16)} ${(share * 100).toFixed(share === 1 ? 0 : 1).padStart(5)} % p50 ${ms(p50).padStart(6)} p99 ${ms(p99).padStart(6)} max ${ms(max).padStart(6)} ms` +
    ` · registered ${ms(registered.p50)} / ${ms(registered.p99)} · server ${processor.toFixed(0)} % of a processor (${(usage.worked / loaded.events).toFixed(1)} ms an event), lag ${ms(usage.lag)}, ${usage.peak} MiB (heap ${usage.heap})` +
    ` · load ${ownProcessor.toFixed(0)} %, lag ${ms(lag)}, late ${ms(late)} · machine ${machineLoad.toFixed(1)}${disk}${trusted}\n`
  );
}

function print(text: string): void {
  process.stdout.write(text);
}
