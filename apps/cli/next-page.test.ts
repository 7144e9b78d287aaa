import { describe, expect, it } from '@jest/globals';
import { Command } from 'commander';
import { addGlobals } from './globals.js';
import { addHistoryOptions } from './commands/history-options.js';
import { nextPage } from './next-page.js';

function advised(argv: readonly string[]): string {
  const program = new Command('liggaren');
  addGlobals(program);
  const entries = addHistoryOptions(program.command('entries')).action(() => undefined);
  program.parse(argv, { from: 'user' });
  return nextPage(entries, 'm4x7qa:992/1');
}

describe('the advice of how to go on', () => {
  it('carries every filter and the direction, and replaces the place', () => {
    expect(
      advised(['entries', '--unit', 'boras', '--first', '3', '--newest-first', '--after', 'm4x7qa:1/0']),
    ).toBe('liggaren entries --unit boras --newest-first --first 3 --after m4x7qa:992/1');
  });

  it('is read back by a shell as it was given, wherever the options stood', () => {
    expect(
      advised(['--json', '--as-of', '2026-04-01', 'entries', '--line', 'A > B', '--text', "fler 'barn' åt*"]),
    ).toBe(
      String.raw`liggaren entries --line 'A > B' --text 'fler '\''barn'\'' åt*' --as-of 2026-04-01 --json --after m4x7qa:992/1`,
    );
  });

  it('leaves the file of this page alone', () => {
    expect(advised(['entries', '--out', 'a.xlsx'])).toBe('liggaren entries --after m4x7qa:992/1');
  });
});
