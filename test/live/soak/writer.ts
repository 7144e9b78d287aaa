import { setTimeout as wait } from 'node:timers/promises';
import { Asking, type Registered } from './asking.js';
import { WRITTEN } from './followed.js';
import type { Random } from './random.js';

const FRAME = 'boras/ks/stadsledningskansliet';
const LINES = ['Kansli', 'Kommunledning', 'Utredning'];
const WORKERS = 4;

const budget = (edition: string): object => ({
  unit: WRITTEN,
  area: 'operations',
  basis: 'budget',
  period: '2031',
  edition,
});

const cost = (line: string, amount: number): object => ({
  line: [line],
  measure: 'cost',
  amount: String(amount),
  unitOfMeasure: 'tkr',
});

/** Figures that one worker alone corrects, so that nobody is in the way of another. */
interface Desk {
  readonly random: Random;
  /** Entries that stand, of the published budget. */
  readonly published: { id: string; amount: number }[];
  /** Entries that stand, of what was written here. */
  readonly own: string[];
}

/** Those who register, over GraphQL, each command with a key of its own and again until it is answered. */
export class Writer {
  /** What was acknowledged, by key: the ids of its events. */
  readonly acknowledged = new Map<string, readonly string[]>();
  /** Answers that nobody should have got. */
  readonly failures: string[] = [];
  readonly counts: Record<string, number> = {};
  readonly #asking: Asking;
  readonly #seed: number;
  readonly #desks: Desk[] = [];
  #next = 0;
  #stopped = false;
  #working: Promise<unknown> = Promise.resolve();

  constructor(server: string, random: Random) {
    this.#asking = new Asking(server);
    this.#seed = random.between(0, 999_999);
    for (let n = 0; n < WORKERS; n++) this.#desks.push({ random: random.fork(), published: [], own: [] });
  }

  get repeated(): number {
    return this.#asking.repeated;
  }

  /** What must be there before anything is followed; answers where the log stands then. */
  async prepare(): Promise<string> {
    const edition = { label: 'Budget 2031', status: 'adopted', known: true };
    await this.#register('DefineUnit', { unit: WRITTEN, name: 'Kansliet', kind: 'frame' });
    for (const number of [1, 2]) {
      await this.#register('DeclareEdition', {
        ...edition,
        ...budget(`2031:${number}`),
        order: { year: 2031, number },
        extent: number === 1 ? 'full' : 'amending',
        open: number === 2,
      });
    }
    const { position } = await this.#register('AdoptBudget', {
      ...budget('2031:1'),
      lines: LINES.map((line, n) => cost(line, -1_000 * (n + 1))),
    });
    const { entries } = await this.#asking.ask<{
      entries: {
        edges: { node: { id: string; says: string; value: string; reading: { line: string[] } } }[];
      };
    }>(
      `{ entries(unit: "${FRAME}", measure: "cost", basis: budget, edition: "2021:2", first: 200) {
        edges { node { id says value reading { line } } } } }`,
    );
    const stated = entries.edges.map(({ node }) => node).filter(({ says }) => says === 'amount');
    // The one that is followed first, and of each line one.
    stated.sort(
      (a, b) => Number(b.reading.line[0] === 'Kommunledning') - Number(a.reading.line[0] === 'Kommunledning'),
    );
    const lines = new Map(stated.map((entry) => [entry.reading.line.join(' > '), entry]));
    for (const [n, { id, value }] of [...lines.values()].entries()) {
      this.#desks[n % WORKERS]?.published.push({ id, amount: Number(value) });
    }
    if (typeof position !== 'string') throw new Error(`nothing is adopted: ${this.failures.join(', ')}`);
    return position;
  }

  start(): void {
    this.#working = Promise.all(this.#desks.map(async (desk) => this.#work(desk)));
  }

  /** Comes to an end: what was begun is answered first. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#working;
  }

  async #work(desk: Desk): Promise<void> {
    const { random } = desk;
    while (!this.#stopped) {
      const burst = random.chance(0.1) ? random.between(5, 20) : 1;
      for (let n = 0; n < burst && !this.#stopped; n++) {
        await this.#one(desk).catch((error: unknown) => this.failures.push(String(error)));
      }
      await wait(random.between(0, 200));
    }
  }

  async #one(desk: Desk): Promise<void> {
    const { random, own, published } = desk;
    const reason = `Fel avläst ${random.between(1, 999)}`;
    const what = random.weighted({
      change: 5,
      correctPublished: 5,
      correct: 2,
      withdraw: 1,
      rename: 1,
      explain: 1,
    });
    if (what === 'correctPublished' && published.length > 0) {
      const entry = random.pick(published);
      const is = { amount: String(entry.amount + random.between(-50, 50)) };
      const input = { corrects: entry.id, is, nature: 'misread', reason };
      const answer = await this.#register('CorrectEntry', input, ['NOTHING_CORRECTED']);
      entry.id = entryOf(answer) ?? entry.id;
      return;
    }
    if (what === 'correct' && own.length > 0) {
      const n = random.between(0, own.length - 1);
      const is = { amount: String(random.between(-90, 90)) };
      const input = { corrects: own[n], is, nature: 'misread', reason };
      const answer = await this.#register('CorrectEntry', input, ['NOTHING_CORRECTED']);
      own[n] = entryOf(answer) ?? own[n] ?? '';
      return;
    }
    if (what === 'withdraw' && own.length > 3) {
      const [corrects] = own.splice(random.between(0, own.length - 1), 1);
      await this.#register('WithdrawEntry', { corrects, reason });
      return;
    }
    if (what === 'rename') {
      const name = `Kansliet ${random.between(1, 99)}`;
      await this.#register('DefineUnit', { unit: WRITTEN, name, kind: 'frame' });
      return;
    }
    if (what === 'explain') return this.#explain(random);
    const cause = random.chance(0.5)
      ? { kind: 'indexation', words: 'Löneökningar enligt avtal' }
      : { kind: 'saving', words: 'Vakant tjänst' };
    const lines = LINES.filter(() => random.chance(0.5)).map((line) => cost(line, random.between(-90, 90)));
    if (lines.length === 0) lines.push(cost('Kansli', random.between(1, 9)));
    const answer = await this.#register('ChangeBudget', { ...budget('2031:2'), cause, lines });
    own.push(...(answer.events?.flatMap(({ entries }) => entries) ?? []));
  }

  async #explain(random: Random): Promise<void> {
    const { discrepancies } = await this.#asking.ask<{
      discrepancies: { edges: { node: { id: string } }[] } | null;
    }>('{ discrepancies(unit: "boras", first: 20) { edges { node { id } } } }');
    const found = discrepancies?.edges.map(({ node }) => node.id) ?? [];
    if (found.length === 0) return;
    const input = { discrepancy: random.pick(found), explanation: `Avrundning ${random.between(1, 99)}` };
    // Somebody may have mended it since.
    await this.#register('ExplainDiscrepancy', input, ['DISCREPANCY_UNKNOWN', 'DISCREPANCY_CHANGED']);
  }

  async #register(command: string, input: object, mayBe: readonly string[] = []): Promise<Registered> {
    const key = `soak-${this.#seed}-${this.#next++}`;
    const answer = await this.#asking.register(command, input, key);
    const outcome = answer.outcome ?? answer.code ?? answer.__typename;
    this.counts[outcome] = (this.counts[outcome] ?? 0) + 1;
    if (answer.__typename === 'Registered') {
      this.acknowledged.set(key, answer.events?.map(({ id }) => id) ?? []);
    } else if (!mayBe.includes(answer.code ?? '')) {
      this.failures.push(`${command} ${JSON.stringify(input)}: ${JSON.stringify(answer)}`);
    }
    return answer;
  }
}

function entryOf({ events }: Registered): string | undefined {
  return events?.[0]?.entries[0];
}
