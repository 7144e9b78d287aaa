import type { Command } from 'commander';

/** Where the next page begins, and the file of this one, which the next shall not replace. */
const OWN = new Set(['after', 'out']);

/** The command line of the page after this one: as it was given, from there on. */
export function nextPage(command: Command, after: string): string {
  const given: string[] = [];
  for (let at: Command | null = command; at !== null; at = at.parent) {
    for (const option of at.options) {
      const name = option.attributeName();
      if (OWN.has(name) || at.getOptionValueSource(name) !== 'cli') continue;
      const value: unknown = at.getOptionValue(name);
      given.push(option.long ?? option.flags);
      if (typeof value === 'string' || typeof value === 'number') given.push(quoted(String(value)));
    }
  }
  return ['liggaren', command.name(), ...given, '--after', quoted(after)].join(' ');
}

/** As a shell reads it back. */
function quoted(text: string): string {
  return /^[\p{L}\p{N}@%+=:,./_-]+$/u.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
