import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openLedger } from '../support/engine.js';
import { CommandLine } from '../support/command-line.js';
import { RegisterClient } from '../support/register-client.js';

/*
 * docs/registering.md, as somebody follows it from top to bottom: its files are written, its commands run, and what they
 * print is what stands below them. Ids, positions and times are others each time.
 */

interface Block {
  readonly kind: string;
  readonly text: string;
}

const page = readFileSync(new URL('../../docs/registering.md', import.meta.url), 'utf8');
const blocks: readonly Block[] = [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(
  ([, kind = '', text = '']) => ({ kind, text }),
);

const ID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const plain = (text: string): string =>
  text
    .replaceAll(ID, 'ID')
    .replaceAll(/\b[a-z0-9]{4,}:\d+(?:-\d+)?(?=,|")/g, 'POSITION')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
    .trim();

/** The ids of the page with those of this ledger, in the order in which both were told. */
const ids = new Map<string, string>();
function learn(printed: string, real: string): void {
  const found = real.match(ID) ?? [];
  (printed.match(ID) ?? []).forEach((id, n) => {
    if (!ids.has(id)) ids.set(id, found[n] ?? '');
  });
}

/** The words of a command line, as a shell tells them apart. */
function words(command: string): string[] {
  return [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? '');
}

let line: CommandLine;
beforeAll(async () => {
  line = await CommandLine.inNewFolder();
});
afterAll(async () => line.remove());

describe('docs/registering.md', () => {
  it('prints what it says', async () => {
    let commands = 0;
    for (const [n, { kind, text }] of blocks.entries()) {
      if (kind === 'jsonc') await line.file(/^\/\/ (\S+)/.exec(text)?.[1] ?? '', text);
      if (kind !== 'sh') continue;
      const next = blocks[n + 1];
      const printed = next?.kind === 'text' ? next.text : '';
      let said = '';
      for (const command of text
        .replaceAll(/\\\n\s*/g, '')
        .trim()
        .split('\n')) {
        const known = command.replaceAll(ID, (id) => ids.get(id) ?? id);
        const [, , ...argv] = words(known).map((word) =>
          word.endsWith('.json') ? join(line.folder, word) : word,
        );
        const { out, err } = await line.liggaren('ledger', ...argv);
        said += out + err;
        commands += 1;
      }
      learn(printed, said);
      expect(plain(said)).toBe(plain(printed));
    }
    expect(commands).toBe(15);
  });

  it('registers over GraphQL as it says', async () => {
    const at = blocks.findIndex(({ kind }) => kind === 'graphql');
    const [query, variables, answer] = blocks.slice(at, at + 3).map(({ text }) => text);
    const ledger = await openLedger({ folder: join(line.folder, 'ledger'), mode: 'write' });
    try {
      await ledger.caughtUp;
      const client = await RegisterClient.over(ledger);
      try {
        const data = await client.data<object>(query ?? '', JSON.parse(variables ?? '') as object);
        expect(data).toEqual(JSON.parse(answer ?? ''));
      } finally {
        await client.close();
      }
    } finally {
      await ledger.close();
    }
  });
});
