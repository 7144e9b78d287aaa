/** One instruction of a Dockerfile. */
export interface Instruction {
  /** As it stands in the file, from 1. */
  readonly line: number;
  /** `COPY` */
  readonly name: string;
  /** `--from=build` is `from` → `build`. */
  readonly flags: ReadonlyMap<string, string>;
  /** What follows the flags: on one line, without its comments. */
  readonly text: string;
}

export interface Stage {
  readonly image: string;
  /** What `AS` calls it; undefined for one that is not copied from. */
  readonly name: string | undefined;
  /** All but FROM. */
  readonly instructions: readonly Instruction[];
}

/** Reads the Dockerfile's grammar as far as ours goes: no heredocs, no ARG, no other escape than the backslash. */
export function readDockerfile(text: string): readonly Stage[] {
  const stages: { image: string; name: string | undefined; instructions: Instruction[] }[] = [];
  for (const instruction of instructionsOf(text)) {
    if (instruction.name === 'FROM') {
      const [, image = '', name] = /^(\S+)(?:\s+AS\s+(\S+))?$/i.exec(instruction.text) ?? [];
      stages.push({ image, name, instructions: [] });
    } else {
      const stage = stages.at(-1);
      if (stage === undefined) throw new Error(`line ${instruction.line}: ${instruction.name} before FROM`);
      stage.instructions.push(instruction);
    }
  }
  return stages;
}

function instructionsOf(text: string): Instruction[] {
  const instructions: Instruction[] = [];
  let begun: { line: number; parts: string[] } | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    if (/^\s*(#|$)/.test(line)) continue;
    begun ??= { line: index + 1, parts: [] };
    begun.parts.push(line.replace(/\\$/, '').trim());
    if (line.endsWith('\\')) continue;
    instructions.push(instructionOf(begun.line, begun.parts.join(' ')));
    begun = undefined;
  }
  if (begun !== undefined) throw new Error(`line ${begun.line}: the instruction has no end`);
  return instructions;
}

function instructionOf(line: number, text: string): Instruction {
  const [, name = '', rest = ''] = /^(\S+)\s+(.*)$/.exec(text) ?? [];
  const flags = new Map<string, string>();
  let left = rest;
  for (let flag = nextFlag(left); flag !== null; flag = nextFlag(left)) {
    flags.set(flag[1] ?? '', flag[2] ?? '');
    left = left.slice(flag[0].length);
  }
  return { line, name: name.toUpperCase(), flags, text: left };
}

function nextFlag(text: string): RegExpExecArray | null {
  return /^--([a-z-]+)(?:=(\S+))?\s+/.exec(text);
}

/** The sources and the destination of a COPY. */
export function copied(instruction: Instruction): { sources: readonly string[]; to: string } {
  const words = instruction.text.split(/\s+/);
  return { sources: words.slice(0, -1), to: words.at(-1) ?? '' };
}

/** The words of `CMD ["node", "x"]`; undefined for the form that a shell runs. */
export function execForm(text: string): readonly string[] | undefined {
  if (!text.startsWith('[')) return undefined;
  const words = JSON.parse(text) as unknown;
  if (!Array.isArray(words) || !words.every((word) => typeof word === 'string')) return undefined;
  return words;
}

/** What the ENV instructions of a stage set. */
export function environmentOf(stage: Stage): Readonly<Record<string, string>> {
  const set = stage.instructions.filter(({ name }) => name === 'ENV');
  const pairs = set.flatMap(({ text }) => [...text.matchAll(/(\w+)=("[^"]*"|\S+)/g)]);
  return Object.fromEntries(pairs.map(([, name = '', value = '']) => [name, value.replaceAll('"', '')]));
}
