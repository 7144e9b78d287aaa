import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';

/** Refusals that no command can meet: of an event or a command that the program does not know. */
const OF_PROGRAMS: ReadonlySet<string> = new Set([
  'UNKNOWN_COMMAND',
  'UNKNOWN_EVENT',
  'STREAM_NOT_GIVEN',
  'CONFLICT',
  'LOG_DAMAGED',
]);

/** Text of the rules: the domain's code and schemas, and what the recorder itself refuses. */
function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ['testing', 'golden'].includes(entry.name) ? [] : sources(path);
    return /(?<!\.test)\.(?:ts|json)$/.test(path) ? [readFileSync(path, 'utf8')] : [];
  });
}

/** The first argument of what refuses, be it one of two; and the codes that schemas name. */
const REFUSING =
  /(?:\brefuse|new LedgerError)\(\s*(?:[\w.]+ === '\w+' \? )?'([A-Z_]+)'(?: : '([A-Z_]+)')?|"x-code": "([A-Z_]+)"/g;

it('docs/registering.md tells each code that a command is refused with, and no other', () => {
  const text = [...sources('libs/domain'), readFileSync('libs/recording/recorder.ts', 'utf8')].join('\n');
  const codes = new Set([...text.matchAll(REFUSING)].flatMap(([, ...found]) => found.filter(Boolean)));
  const page = readFileSync('docs/registering.md', 'utf8');
  const told = [...page.matchAll(/^\| `([A-Z_]+)` +\| [^|]{8,} \| [^|]{8,} \|$/gm)].map(
    ([, code = '']) => code,
  );
  expect([...told].sort()).toEqual([...codes].filter((code) => !OF_PROGRAMS.has(code)).sort());
});
