/** One command line of a block: the words of `liggaren`, and what its output is piped into. */
export interface ShellCommand {
  readonly argv: readonly string[];
  /** As it is written: `grep Kansli`; null where nothing follows. */
  readonly pipe: string | null;
}

/** The commands of a block in the order they stand; comments and `npx liggaren` are left out. */
export function commandsOf(block: string): ShellCommand[] {
  return block
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map(commandOf);
}

function commandOf(line: string): ShellCommand {
  const words: string[] = [];
  for (const match of line.matchAll(/((?:"[^"]*"|'[^']*'|[^\s"'|])+)|(\|)/g)) {
    if (match[2] !== undefined)
      return { argv: afterNpx(words, line), pipe: line.slice(match.index + 1).trim() };
    words.push((match[1] ?? '').replaceAll(/"([^"]*)"|'([^']*)'/g, '$1$2'));
  }
  return { argv: afterNpx(words, line), pipe: null };
}

function afterNpx([npx, liggaren, ...argv]: string[], line: string): string[] {
  if (npx !== 'npx' || liggaren !== 'liggaren') throw new Error(`not a command of liggaren: ${line}`);
  return argv;
}
