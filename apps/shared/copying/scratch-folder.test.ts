import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { makeScratchFolder } from './scratch-folder.js';

let within: string;
beforeEach(() => {
  within = mkdtempSync(join(tmpdir(), 'liggaren-scratch-test-'));
});
afterEach(() => rmSync(within, { recursive: true, force: true }));

it('what a copy left that was killed goes with the next one, and nothing else', () => {
  const { pid } = spawnSync(process.execPath, ['--version']);
  mkdirSync(join(within, `liggaren-copy-${pid}-a1b2c3`));
  writeFileSync(join(within, `liggaren-copy-${pid}-a1b2c3`, 'read-model.sqlite'), 'x');
  const kept = [`liggaren-copy-${process.pid}-d4e5f6`, 'liggaren-copy-of-mine', 'other'];
  for (const name of kept) mkdirSync(join(within, name));
  const made = makeScratchFolder(within);
  expect(readdirSync(within).toSorted()).toEqual([...kept, made.slice(within.length + 1)].toSorted());
});
