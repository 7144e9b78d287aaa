import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import { type Browser, chromium } from 'playwright-core';
import { createServer, type ApiServer } from '../../apps/api/index.js';
import {
  CONNECTIONS_MAX,
  FRAME_BYTES_MAX,
  FRAMES_MAX,
  HEARTBEAT_MS,
  INIT_MS_MAX,
  OPERATIONS_MAX,
  QUEUE_BYTES_HARD_MAX,
  QUEUE_BYTES_MAX,
  QUEUED_BYTES_MAX,
  SLOW_MS,
} from '../../apps/api/live/limits.js';
import { chromiumPath, NO_CHROMIUM } from '../support/chromium.js';
import { LOADING_MS, publishedLedger, type PublishedLedger } from '../support/published-ledger.js';
import { patient } from '../support/patience.js';

/* Every example of docs/subscriptions.md, as it stands there, against a server: it is told what happens, also what
   happens while the server is away. */

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const AS_WRITTEN = 'http://127.0.0.1:4000';
const FRAME = 'boras/ks/stadsledningskansliet';

let text: string;
let published: PublishedLedger;
let server: ApiServer;
let port: number;
let standing: string;
let scratch: string;

beforeAll(async () => {
  text = await readFile(join(ROOT, 'docs/subscriptions.md'), 'utf8');
  scratch = await mkdtemp(join(tmpdir(), 'liggaren-doc-'));
  published = await publishedLedger();
  server = await createServer({ access: published.ledger });
  port = Number(new URL(server.url).port);
  const found = published.ledger.reader.entries(
    { unit: FRAME, line: ['Kommunledning'], measure: 'cost', edition: '2021:2' },
    { first: 50 },
  );
  standing = found.items.map(({ item }) => item).find(({ says }) => says === 'amount')?.id ?? '';
}, LOADING_MS);

afterAll(async () => {
  await server.close();
  await published.remove();
  await rm(scratch, { recursive: true, force: true });
});

/** The block of that name, with the address of this server for the one that it is written with. */
function example(name: string): string {
  const block = new RegExp(`^\`\`\`\\w+ ${name}\\n(.*?)^\`\`\`$`, 'ms').exec(text)?.[1];
  if (block === undefined) throw new Error(`no example ${name}`);
  return block
    .replaceAll(AS_WRITTEN, server.url)
    .replaceAll(AS_WRITTEN.replace('http', 'ws'), server.url.replace('http', 'ws'));
}

let amount = -184_200;

/** What Kommunledning costs in 2021:2 is another number now; answers which. */
async function correct(): Promise<string> {
  const is = String(--amount);
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      query: `mutation ($input: CorrectEntryInput!) { correctEntry(input: $input) {
        ... on Registered { events { entries } } ... on Refused { code message } } }`,
      variables: {
        input: { corrects: standing, is: { amount: is }, nature: 'misread', reason: `Fel avläst ${is}` },
      },
    }),
  });
  const { data } = (await response.json()) as {
    data: { correctEntry: { events?: { entries: string[] }[] } };
  };
  const entry = data.correctEntry.events?.[0]?.entries[0];
  if (entry === undefined) throw new Error(JSON.stringify(data));
  standing = entry;
  return is;
}

/** The server goes away, something is recorded by another one, and it comes back. */
async function correctMeanwhile(): Promise<string> {
  await server.close();
  server = await createServer({ access: published.ledger });
  const is = await correct();
  await server.close();
  server = await createServer({ access: published.ledger, settings: { port } });
  return is;
}

async function until(done: () => boolean, said: () => string): Promise<void> {
  const over = Date.now() + patient(20_000);
  while (!done()) {
    if (Date.now() > over) throw new Error(`it does not come: ${said()}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

interface Running {
  readonly process: ChildProcess;
  readonly said: () => string;
  readonly says: (part: string | RegExp) => Promise<void>;
  readonly end: () => Promise<void>;
}

function started(command: string, args: readonly string[], env: Record<string, string> = {}): Running {
  const process_ = spawn(command, args, { cwd: ROOT, env: { ...process.env, ...env } });
  let out = '';
  process_.stdout.on('data', (part: Buffer) => (out += part.toString()));
  process_.stderr.on('data', (part: Buffer) => (out += part.toString()));
  const ended = new Promise<void>((resolve, reject) => {
    process_.once('close', () => resolve());
    process_.once('error', reject);
  });
  return {
    process: process_,
    said: () => out,
    says: (part) =>
      until(
        () => (typeof part === 'string' ? out.includes(part) : part.test(out)),
        () => out,
      ),
    end: async () => {
      process_.kill('SIGKILL');
      await ended;
    },
  };
}

function times(said: string, part: string): number {
  return said.split(part).length - 1;
}

describe('the examples of docs/subscriptions.md', () => {
  it('curl', async () => {
    const running = started('bash', ['-c', `exec ${example('curl')}`]);
    try {
      await running.says(/^id: \w+:[\d-]+\n/m);
      await correct();
      await running.says('"type":"EntryCorrected"');
      expect(running.said()).toMatch(
        /event: next\nid: (\w+:[\d-]+\/0)\ndata: \{"data":\{"eventRecorded":\{"cursor":"\1",/,
      );
    } finally {
      await running.end();
    }
  });

  it('Node: told once, also of what happened while the server was away, and when it was away itself', async () => {
    const env = { CURSOR_FILE: join(scratch, 'cursor.txt') };
    const args = ['--input-type=module', '-e', example('node')];
    const running = started(process.execPath, args, env);
    const told: string[] = [];
    try {
      await running.says(/^-\d+ tkr \[\]$/m);
      told.push(await correct());
      await running.says(`→ ${told[0] ?? ''} `);
      told.push(await correctMeanwhile());
      told.push(await correct());
      await running.says(`→ ${told[2] ?? ''} `);
      // It tells first, and then it remembers: who is ended in between is told once more.
      const cursor = `${(await published.ledger.store.head()) ?? ''}/0`;
      await until(
        () => existsSync(env.CURSOR_FILE) && readFileSync(env.CURSOR_FILE, 'utf8') === cursor,
        running.said,
      );
    } finally {
      await running.end();
    }
    for (const is of told) expect(times(running.said(), `→ ${is} `)).toBe(1);
    const missed = await correct();
    const again = started(process.execPath, args, env);
    try {
      await again.says(`→ ${missed} `);
      expect(again.said().split('\n')[0]).toContain(`${told[2] ?? ''} → ${missed} `);
    } finally {
      await again.end();
    }
  });

  it('a BI tool with a script: a row a figure, each once', async () => {
    const running = started('python3', ['-c', example('bi')]);
    const told: string[] = [];
    try {
      // The stream is there when a change arrives.
      while (running.said() === '') {
        told.push(await correct());
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
      told.push(await correctMeanwhile());
      await running.says(`,${told.at(-1) ?? ''},tkr`);
      told.push(await correct());
      await running.says(`,${told.at(-1) ?? ''},tkr`);
    } finally {
      await running.end();
    }
    const seen = told.filter((is) => running.said().includes(`,${is},tkr`));
    expect(seen).toEqual(told.slice(-seen.length));
    for (const is of seen) expect(times(running.said(), `,${is},tkr`)).toBe(1);
    expect(running.said()).toMatch(/,Kommunledning,cost,budget,2021:2,-\d+,tkr/);
  });

  it('a BI tool with an address', async () => {
    const is = await correct();
    for (const name of ['view-address', 'history-address']) {
      const response = await fetch(encodeURI(example(name).trim()));
      const answer = await response.text();
      expect(answer).not.toContain('"errors"');
      expect(answer).toContain(`"${is}"`);
    }
  });
});

const executablePath = chromiumPath();

if (executablePath === undefined) {
  describe('its examples for the browser', () => {
    it(NO_CHROMIUM, () => {
      process.stderr.write(`${NO_CHROMIUM}\n`);
    });
  });
} else {
  describe('its examples for the browser', () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    }, 240_000);
    afterAll(async () => {
      await browser.close();
    });

    const runs = async (code: string): Promise<() => string> => {
      const page = await browser.newPage();
      let out = '';
      page.on('console', (message) => (out += `${message.text()}\n`));
      await page.goto(`${server.url}/health/live`);
      await page.evaluate(code);
      return () => out;
    };

    it('EventSource: the view, and each change once, also while the server was away', async () => {
      const said = await runs(`{${example('eventsource')}}`);
      await until(() => said().includes('Kommunledning > Kostnad, from: -185419'), said);
      const told = [await correct(), await correctMeanwhile(), await correct()];
      await until(() => said().includes(`→ ${told[2] ?? ''} `), said);
      for (const is of told)
        expect(
          times(
            said(),
            `Kommunledning > Kostnad, to: ${said().match(new RegExp(`(-\\d+) → ${is} `))?.[1] ?? ''} → ${is} `,
          ),
        ).toBe(1);
      expect(said()).toContain(`Fel avläst ${told[2] ?? ''}`);
    });

    it('graphql-ws: each event once, also while the server was away', async () => {
      const { outputFiles } = await build({
        stdin: { contents: example('browser'), resolveDir: ROOT, loader: 'js' },
        bundle: true,
        format: 'iife',
        write: false,
      });
      const said = await runs(outputFiles[0]?.text ?? '');
      while (said() === '') {
        await correct();
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
      const told = [await correct(), await correctMeanwhile(), await correct()];
      await until(() => said().includes(`"value":"${told[2] ?? ''}"`), said);
      for (const is of told) expect(times(said(), `"value":"${is}"`)).toBe(1);
      expect(said()).not.toContain('refused');
    });
  });
}

describe('its tables', () => {
  it('have the limits as they are', () => {
    const has = [
      `| ${CONNECTIONS_MAX.toLocaleString('sv-SE').replace(/\s/g, ' ')} |`,
      `| ${OPERATIONS_MAX} |`,
      `${FRAME_BYTES_MAX / 1024} KiB`,
      `${FRAMES_MAX} at once`,
      `every ${HEARTBEAT_MS / 1000} s`,
      `within ${INIT_MS_MAX / 1000} s`,
      `not read for ${SLOW_MS / 1000} s`,
      `${QUEUE_BYTES_MAX / 1024} KiB wait`,
      `nothing more is put there | ${QUEUE_BYTES_MAX / 1024} KiB |`,
      `answers of its queries | ${QUEUE_BYTES_HARD_MAX / 1024 ** 2} MiB |`,
      `more than ${QUEUED_BYTES_MAX / 1024 ** 2} MiB wait for all`,
      `| bytes that wait for all connections together | ${QUEUED_BYTES_MAX / 1024 ** 2} MiB |`,
    ];
    for (const words of has) expect(text).toContain(words);
  });
});
