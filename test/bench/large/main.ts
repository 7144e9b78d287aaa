import { statSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openSqliteEventStore } from '#event-store';
import { openReadLedger } from '#projections';
import { FIRST_YEAR, municipalitiesOf } from '../country/country.js';
import { makeCountryLog } from '../country/country-log.js';
import { mixed } from '../bench-events.js';
import type { FigureResult } from '../figure.js';
import { machine } from '../machine.js';
import { median, percentile, rounded } from '../measure.js';
import { benchTable } from '../table.js';
import { HEAP_MEGABYTES, startAsker, type Answers, type Asker } from './asker.js';
import type { Memory } from './memory.js';
import { FIGURES, FIGURES_OVER_HTTP, type Asked, type Country } from './questions.js';
import { makeReference } from './reference.js';

const HELP = `npm run bench:large [-- --entries N] [-- --keep DIR] [-- --quick] [-- --only TEXT] [-- --out FILE]

  --entries N  entries of the country, about; default 10000000
  --keep DIR   where log, read model and the tables by hand are made, and kept for the next time; default a folder
               that is removed afterwards. The whole country takes about 20 GB
  --quick      one round of each figure instead of five
  --only TEXT  only the figures whose name contains TEXT
  --out FILE   where the figures are written as JSON; default bench-large.json
`;

const ROUNDS = 5;
/** Questions of one round; a first one, which does not count, warms up the code. */
const ASKED = 200;

const { values } = parseArgs({
  options: {
    entries: { type: 'string', default: '10000000' },
    keep: { type: 'string', default: '' },
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    out: { type: 'string', default: 'bench-large.json' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) process.stdout.write(HELP);
else await main();

async function main(): Promise<void> {
  const entries = Number(values.entries);
  if (!Number.isInteger(entries) || entries < 1)
    throw new Error(`--entries is a whole number: ${values.entries}`);
  const folder = values.keep === '' ? await mkdtemp(join(tmpdir(), 'liggaren-large-')) : values.keep;
  try {
    print(`${machine()}\n\n`);
    await measure(folder, entries);
  } finally {
    progress('');
    if (values.keep === '') await rm(folder, { recursive: true, force: true });
  }
}

async function measure(folder: string, entries: number): Promise<void> {
  const log = await timed('log', () =>
    makeCountryLog(join(folder, 'log'), { entries }, (done) => progress(`log: ${done} entries`)),
  );
  const model = join(folder, 'model');
  await mkdir(model, { recursive: true });
  const country = await timed('read model', () => build(log, model, entries));
  const tables = join(folder, 'by-hand.sqlite');
  await timed('tables by hand', () =>
    makeReference(tables, log, (events) => progress(`tables by hand: ${events} events`)),
  );
  print(`${country.events} events; log ${gigabytes(log)}, tables by hand ${gigabytes(tables)}\n\n`);

  const byHand = await startAsker('by-hand', [tables], country.logId);
  const reader = await startAsker('reader', [log, model], country.logId);
  const results: FigureResult[] = [];
  const memories: [string, Memory][] = [['when opened', reader.memory]];
  try {
    for (const asked of chosen(FIGURES)) {
      const { result, memory } = await figure(asked.name, asked, reader, byHand, country);
      results.push(result);
      if (memory !== null) memories.push([`after ${asked.name}`, memory]);
    }
    print(`opened in ${reader.milliseconds.toFixed(0)} ms\n\n`);
    if (values.only === '') print(listsTable(await reader.lists()));
  } finally {
    await reader.close();
  }
  const server = await startAsker('server', [log, model], country.logId);
  try {
    for (const asked of chosen(FIGURES_OVER_HTTP)) {
      results.push((await figure(`${asked.name}, through GraphQL`, asked, server, byHand, country)).result);
    }
  } finally {
    await server.close();
    await byHand.close();
  }
  progress('');
  print(`memory of reading, MiB, with a heap of at most ${HEAP_MEGABYTES}:\n`);
  for (const [when, { rss, own, heap }] of memories)
    print(`  ${when.padEnd(60)} resident ${rss}, of it its own ${own ?? '?'}, heap ${heap}\n`);
  const figures = [...FIGURES, ...FIGURES_OVER_HTTP].map(({ name, p99Below }) => ({
    name,
    aim: { p99Below },
  }));
  print(
    `\n${benchTable(results, [...figures, ...figures.map((f) => ({ ...f, name: `${f.name}, through GraphQL` }))])}`,
  );
  await writeFile(values.out, `${JSON.stringify(results, null, 2)}\n`);
}

function chosen(figures: readonly Asked[]): readonly Asked[] {
  return figures.filter(({ name }) => name.includes(values.only));
}

/** Both ways answer the same questions, one round after the other. */
async function figure(
  name: string,
  asked: Asked,
  ours: Asker,
  byHand: Asker,
  country: Country,
): Promise<{ result: FigureResult; memory: Memory | null }> {
  const rounds: { ours: Answers; reference: Answers }[] = [];
  const count = values.quick ? 1 : ROUNDS;
  for (let round = -1; round < count; round++) {
    progress(`${name}: round ${round + 1}`);
    const questions = Array.from({ length: ASKED }, (_, n) =>
      asked.question(round * ASKED + n + ASKED, country),
    );
    const answers = { ours: await ours.ask(questions), reference: await byHand.ask(questions) };
    if (round >= 0) rounds.push(answers);
  }
  const middle = ({ times }: Answers): number => percentile(times, 0.5);
  const all = rounds.flatMap((round) => round.ours.times);
  const result: FigureResult = {
    name,
    unit: 'ms',
    ours: rounded(median(rounds.map((round) => middle(round.ours)))),
    reference: rounded(median(rounds.map((round) => middle(round.reference)))),
    referenceName: asked.referenceName,
    ratio: rounded(median(rounds.map((round) => middle(round.ours) / middle(round.reference)))),
    rounds: rounds.length,
    p50: rounded(percentile(all, 0.5)),
    p99: rounded(percentile(all, 0.99)),
  };
  const all99 = (of: (round: (typeof rounds)[number]) => readonly number[]): string => {
    const numbers = rounds.flatMap(of);
    return [0.5, 0.99].map((part) => rounded(percentile(numbers, part))).join(' / ');
  };
  const worked =
    rounds[0]?.ours.worked.length === 0 ? '' : `, of the processor ${all99((r) => r.ours.worked)}`;
  const byHandWorked = `, of the processor ${all99((r) => r.reference.worked)}`;
  print(
    `${name}: p50 / p99 ${all99((r) => r.ours.times)} ms${worked}; by hand ${all99((r) => r.reference.times)} ms${byHandWorked}\n`,
  );
  return { result, memory: rounds.at(-1)?.ours.memory ?? null };
}

/** Builds the read model, or takes the one that is there; and looks what can be asked for. */
async function build(log: string, folder: string, entries: number): Promise<Country> {
  const store = await openSqliteEventStore({ path: log, mode: 'read' });
  const onProgress = ({ done }: { done: number }): void => {
    if (done % 100_000 === 0) progress(`read model: ${done} events`);
  };
  const ledger = openReadLedger({ folder, store, onProgress });
  try {
    await ledger.ready;
    const events = Number((await store.head())?.split(':')[1] ?? 0);
    const years: [string, number][] = [];
    for (let year = FIRST_YEAR; ; year++) {
      // Both budgets of the year are there in May.
      const seq = Number(ledger.reader.positionOf(`${year}-05-01`).split(':')[1]);
      if (seq >= events) break;
      years.push([String(year), seq]);
    }
    const [dnrs, actors] = [new Set<string>(), new Set<string>()];
    for (let n = 0; n < 2_000; n++) {
      const from = store.position(`${store.logId}:${1 + (mixed(n) % (events - 1))}`);
      for (const { data, metadata } of await store.readAllPage({ from, maxCount: 1 })) {
        const { decision } = data as { decision?: { dnr?: string } };
        if (decision?.dnr !== undefined) dnrs.add(decision.dnr);
        if (metadata.actor !== undefined) actors.add(metadata.actor);
      }
    }
    const municipalities = municipalitiesOf(entries);
    return { logId: store.logId, events, municipalities, years, dnrs: [...dnrs], actors: [...actors] };
  } finally {
    await ledger.close();
    await store.close();
  }
}

/** Does a long work once: how long it took is kept beside what it made. */
async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await work();
  progress('');
  print(`${what}: ${((performance.now() - start) / 1000).toFixed(0)} s\n`);
  return result;
}

function listsTable(lists: readonly (readonly [string, number, number])[]): string {
  const rows = lists.map(
    ([name, ms, items]) => `  ${name.padEnd(40)} ${ms.toFixed(1).padStart(9)} ms  ${items}\n`,
  );
  return `other answers, each asked once:\n${rows.join('')}\n`;
}

function gigabytes(path: string): string {
  return `${(statSync(path).size / 1e9).toFixed(1)} GB`;
}

function print(text: string): void {
  process.stdout.write(text);
}

/** One line that replaces itself, on a terminal only. */
function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
}
