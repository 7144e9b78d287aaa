import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer, type ApiServer } from '../../apps/api/index.js';
import type { WatchMessage } from '../../apps/cli/watch/messages.js';
import { afterMessage, type ViewState } from '../../apps/cli/watch/view-state.js';
import { run } from '../../apps/cli/run.js';
import { openLedger } from '../support/engine.js';
import { memoryIo, type MemoryIo } from '../support/memory-io.js';
import { LOADING_MS, publishedLedger, type PublishedLedger } from '../support/published-ledger.js';
import { RegisterClient } from '../support/register-client.js';
import { patient } from '../support/patience.js';

const FRAME = 'boras/ks/stadsledningskansliet';
const VIEW = ['budget-diff', '--unit', FRAME, '--year', '2021', '--from', '2021:1', '--to', '2021:2'];
const ROW = 'Kommunledning > Kostnad';
const FIGURE = ['figure', '--unit', FRAME, '--line', 'Kommunledning', '--measure', 'cost'];
const READING = [...FIGURE, '--period', '2021', '--edition', '2021:2'];
const UNUSED_PORT = 'http://127.0.0.1:9';

let published: PublishedLedger;
let client: RegisterClient;
/** The entry that says what Kommunledning costs in 2021:2; each correction puts in another. */
let standing: string;

beforeAll(async () => {
  published = await publishedLedger();
  client = await RegisterClient.over(published.ledger);
  const found = published.ledger.reader.entries(
    { unit: FRAME, line: ['Kommunledning'], measure: 'cost', edition: '2021:2' },
    { first: 50 },
  );
  standing = found.items.map(({ item }) => item).find(({ says }) => says === 'amount')?.id ?? '';
}, LOADING_MS);

afterAll(async () => {
  await client.close();
  await published.remove();
});

async function correct(amount: string): Promise<string> {
  const input = { corrects: standing, is: { amount }, nature: 'misread', reason: `Fel avläst, ${amount}` };
  const { entry, position } = await client.registered('CorrectEntry', input);
  standing = entry;
  return position;
}

interface Watch {
  readonly io: MemoryIo;
  readonly code: Promise<number>;
  readonly messages: () => WatchMessage[];
  /** Settles when so many lines have been printed. */
  readonly lines: (count: number) => Promise<void>;
  readonly text: (part: string) => Promise<void>;
}

const unused = (): never => {
  throw new Error('not used here');
};

function watch(argv: readonly string[], given: Parameters<typeof memoryIo>[0] = {}): Watch {
  const io = memoryIo(given);
  const code = run(['--ledger', published.folder, 'watch', ...argv], {
    io,
    openLedger,
    planInputs: unused,
    importInputs: unused,
  });
  const until = async (done: () => boolean): Promise<void> => {
    const over = Date.now() + patient(15_000);
    while (!done()) {
      if (Date.now() > over) throw new Error(`nothing came: ${io.written.out}${io.written.err}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const messages = (): WatchMessage[] =>
    io.written.out
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as WatchMessage);
  return {
    io,
    code,
    messages,
    lines: (count) => until(() => io.written.out.split('\n').length > count),
    text: (part) => until(() => io.written.out.includes(part)),
  };
}

/** Who follows events is told of those that come, and of nothing before: until each has been told of the same one. */
async function toldOfCorrections(watches: readonly Watch[]): Promise<void> {
  let position = '';
  for (let amount = -184_100; watches.some(({ messages }) => messages().length === 0); amount--) {
    position = await correct(String(amount));
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  await Promise.all(watches.map(({ text }) => text(`"${position}/0"`)));
}

async function stopped({ io, code }: Watch): Promise<number> {
  io.stop();
  return code;
}

describe('a view', () => {
  it('is a table, and then what changed in it and why', async () => {
    const watching = watch(VIEW);
    await watching.text('  nu\n');
    expect(watching.io.written.out).toMatch(/^Budgetjämförelse · boras\/ks\/stadsledningskansliet/);
    expect(watching.io.written.out).toMatch(/Kostnad +-185 419 f +-184 169 f +1 250 b/);
    await correct('-184170');
    await watching.text('felläst: Fel avläst, -184170');
    expect(watching.io.written.out).toContain('ekonom-1\n  felläst: Fel avläst, -184170\n');
    expect(watching.io.written.out).toContain(`  ${ROW}, Budget 2021:2: -184 169 → -184 170\n`);
    expect(watching.io.written.out).toContain(`  ${ROW}, Förändring: 1 250 → 1 249\n`);
    expect(await stopped(watching)).toBe(0);
  });

  it('is, by its messages alone, what the view is', async () => {
    const watching = watch([...VIEW, '--json']);
    await watching.lines(1);
    for (const amount of ['-184165', '0', '-184170']) await correct(amount);
    await watching.lines(4);
    expect(await stopped(watching)).toBe(0);
    let state: ViewState | null = null;
    for (const message of watching.messages()) {
      if (message.kind === 'viewChanged') state = afterMessage(state, message);
    }
    const { reader } = published.ledger;
    const own = reader.view({ view: 'budget-diff', unit: FRAME, year: '2021', from: '2021:1', to: '2021:2' });
    expect(state?.view.rows).toEqual(JSON.parse(JSON.stringify(own.rows)));
    expect(state?.view.columns).toEqual(own.columns);
  });

  it('is drawn anew on a screen, its changed cells marked', async () => {
    const watching = watch(VIEW, { outIsTerminal: true });
    await watching.text('  nu\n');
    await correct('-184171');
    await watching.text('-184 170 → -184 171');
    const screens = watching.io.written.out.split('\u001b[H\u001b[2J');
    expect(screens).toHaveLength(3);
    expect(screens[2]).toMatch(/Kostnad +-185 419 f +-184 171 f≠\* +1 248 bf≠\*/);
    expect(screens[2]).toContain('* ändrad');
    expect(await stopped(watching)).toBe(0);
  });
});

describe('from the folder and from the server', () => {
  it.each([
    ['a view', VIEW],
    ['a figure', READING],
    ['events', ['events', '--unit', FRAME]],
    ['events of a type', ['events', '--type', 'EntryCorrected']],
  ])('%s: the same messages, each once, and on from any of them', async (_what, argv) => {
    const json = [...argv, '--json'];
    const folder = watch(json);
    const server = watch([...json, '--server', client.server.url]);
    const initial = argv[0] === 'events' ? 0 : 1;
    if (initial > 0) await Promise.all([folder.lines(initial), server.lines(initial)]);
    else await toldOfCorrections([folder, server]);
    const [before, beforeServer] = [folder, server].map((each) => each.messages().length - initial);
    const last = standing;
    for (const amount of ['-184172', '-184173', '-184174']) await correct(amount);
    const count = initial + 3;
    await Promise.all([folder.lines((before ?? 0) + count), server.lines((beforeServer ?? 0) + count)]);
    expect(await stopped(folder)).toBe(0);
    expect(await stopped(server)).toBe(0);
    const messages = folder.messages().slice(before);
    expect(messages).toHaveLength(count);
    expect(server.messages().slice(beforeServer)).toEqual(messages);
    expect(messages.map((message) => message.initial)).toEqual(
      [true, false, false, false].slice(1 - initial),
    );
    expect(JSON.stringify(messages[initial])).toContain(last);
    const { cursor } = messages[initial] ?? { cursor: '' };
    for (const from of [[], ['--server', client.server.url]]) {
      const resumed = watch([...json, ...from, '--after', cursor, '--count', '2']);
      expect(await resumed.code).toBe(0);
      expect(resumed.messages()).toEqual(messages.slice(initial + 1));
    }
  });
});

describe('events of what nothing is recorded of', () => {
  it.each([
    [
      '--unit',
      'Borås',
      'nothing is recorded of the unit Borås yet; what comes is told. The nearest are boras',
    ],
    [
      '--area',
      'drift',
      'there is no area "drift" yet; what comes is told. The nearest are operations (drift)',
    ],
  ])('%s %s: followed, and told that there is nothing yet', async (option, name, notice) => {
    for (const from of [[], ['--server', client.server.url]]) {
      const watching = watch(['events', option, name, ...from]);
      const over = Date.now() + patient(10_000);
      while (watching.io.written.err === '' && Date.now() < over)
        await new Promise((resolve) => setTimeout(resolve, 20));
      expect(watching.io.written.err).toContain(notice);
      expect(await stopped(watching)).toBe(0);
    }
  });
});

describe('discrepancies', () => {
  it('are those that there are, and then what became of them: the same from both, and on from any', async () => {
    const json = ['discrepancies', '--unit', FRAME, '--json'];
    const folder = watch(json);
    const server = watch([...json, '--server', client.server.url]);
    await Promise.all([folder.lines(1), server.lines(1)]);
    await correct('-184180');
    await Promise.all([folder.text('"initial":false'), server.text('"initial":false')]);
    await correct('-184169');
    const gone = (text: string): boolean => /"initial":false.*"after":null/.test(text);
    while (!gone(folder.io.written.out) || !gone(server.io.written.out)) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(await stopped(folder)).toBe(0);
    expect(await stopped(server)).toBe(0);
    const messages = folder.messages();
    const both = Math.min(messages.length, server.messages().length);
    expect(server.messages().slice(0, both)).toEqual(messages.slice(0, both));
    for (const from of [[], ['--server', client.server.url]]) {
      const resumed = watch([...json, ...from, '--after', messages[0]?.cursor ?? '', '--count', '2']);
      expect(await resumed.code).toBe(0);
      expect(resumed.messages()).toEqual(messages.slice(1, 3));
    }
  });
});

describe('a server', () => {
  it('that restarts is followed on, with what was recorded meanwhile', async () => {
    const port = await freePort();
    let server = await serverAt(port);
    const watching = watch([...VIEW, '--json', '--server', server.url]);
    try {
      await watching.lines(1);
      await server.close();
      await correct('-184175');
      server = await serverAt(port);
      await correct('-184176');
      await watching.lines(3);
      expect(await stopped(watching)).toBe(0);
    } finally {
      await server.close();
    }
    const changed = watching
      .messages()
      .map((message) =>
        message.kind === 'viewChanged'
          ? message.cells.find(({ path, column }) => path.join(' > ') === ROW && column === 'to')?.after
          : null,
      );
    expect(changed.slice(1)).toEqual(['-184175', '-184176']);
    expect(watching.io.written.err).toMatch(/was lost \(1012.*trying again\nconnected again\n$/);
  });

  it('that cannot be reached is exit code 5', async () => {
    for (const argv of [VIEW, ['events']]) {
      const { code, io } = watch([...argv, '--server', UNUSED_PORT]);
      expect(await code).toBe(5);
      expect(io.written.err).toContain('[SERVER_UNREACHABLE]');
    }
  });

  it('refuses what cannot be followed with its own code', async () => {
    const foreign = watch([...VIEW, '--server', client.server.url, '--after', 'zzzz:1/0']);
    expect(await foreign.code).toBe(2);
    expect(foreign.io.written.err).toContain('[POSITION_OF_OTHER_LOG]');
    const unreadable = watch([...VIEW, '--after', 'hej']);
    expect(await unreadable.code).toBe(2);
    expect(unreadable.io.written.err).toContain('[CURSOR_UNREADABLE]');
    for (const option of [['--csv'], ['--as-of', '2024-01-01'], ['--server', 'hej']]) {
      expect(await watch([...VIEW, ...option]).code).toBe(2);
    }
  });
});

async function freePort(): Promise<number> {
  const server = await serverAt(0);
  await server.close();
  return Number(new URL(server.url).port);
}

function serverAt(port: number): Promise<ApiServer> {
  return createServer({ access: published.ledger, settings: { port } });
}
