import { chownSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { contextFiles, ignoredBy } from './context.js';
import { copied, environmentOf, readDockerfile, type Instruction, type Stage } from './dockerfile.js';
import { makeRoot, startIn, type Process, type RootFileSystem } from './root-file-system.js';

/** What an engine would have built. */
export interface Image {
  readonly root: RootFileSystem;
  readonly stage: Stage;
  readonly environment: Readonly<Record<string, string>>;
  readonly workingFolder: string;
  readonly user: string;
}

/** Packages of the distribution are this machine's own: installing them needs the base image. */
const LEFT_OUT = /^apt-get /;

/** Where npm finds its registry, its cache and bindings that are built already; nothing else is handed on. */
const HANDED_ON =
  /^(npm_config_(registry|cache|cafile|fetch_.*|.*_local_prebuilds)|https?_proxy|no_proxy|NODE_EXTRA_CA_CERTS)$/i;

/**
 * Carries out the Dockerfile's instructions, a stage after the other, each in a root file system of its own.
 * @param tell is told each step, and what was left out
 */
export async function buildByHand(
  project: string,
  folder: string,
  tell: (line: string) => void,
): Promise<Image> {
  const stages = readDockerfile(readFileSync(join(project, 'Dockerfile'), 'utf8'));
  const ignored = ignoredBy(readFileSync(join(project, '.dockerignore'), 'utf8'));
  const files = contextFiles(project, ignored);
  tell(`the context has ${files.length} files`);
  const built = new Map<string, Image>();
  let image: Image | undefined;
  for (const [index, stage] of stages.entries()) {
    const name = stage.name ?? `stage-${index}`;
    tell(`FROM ${stage.image} (${name}): this machine with Node ${process.version} stands in for it`);
    image = await buildStage(stage, makeRoot(join(folder, name)), { project, files, built, tell });
    built.set(name, image);
  }
  if (image === undefined) throw new Error('the Dockerfile has no stage');
  return image;
}

interface Materials {
  readonly project: string;
  readonly files: readonly string[];
  readonly built: ReadonlyMap<string, Image>;
  readonly tell: (line: string) => void;
}

async function buildStage(stage: Stage, root: RootFileSystem, materials: Materials): Promise<Image> {
  const environment = environmentOf(stage);
  let workingFolder = '/';
  let user = 'root';
  for (const instruction of stage.instructions) {
    const { line, name, text } = instruction;
    if (name === 'WORKDIR') {
      workingFolder = resolve(workingFolder, text);
      if (existsSync(workingFolder)) throw new Error(`${workingFolder} is there on this machine: not empty`);
      mkdirSync(join(root.written, workingFolder), { recursive: true });
    } else if (name === 'USER') {
      user = text;
    } else if (name === 'COPY') {
      materials.tell(`line ${line}: COPY ${text}`);
      copy(instruction, workingFolder, root, materials);
    } else if (name === 'RUN' && LEFT_OUT.test(text)) {
      materials.tell(`line ${line}: left out: ${text}`);
    } else if (name === 'RUN') {
      materials.tell(`line ${line}: RUN ${text}`);
      await run(root, {
        command: ['sh', '-c', text],
        environment: { ...handedOn(), HOME: '/root', ...environment },
        workingFolder,
        hidden: [materials.project],
      });
    }
  }
  return { root, stage, environment, workingFolder, user };
}

function copy(
  instruction: Instruction,
  workingFolder: string,
  root: RootFileSystem,
  materials: Materials,
): void {
  const { sources, to } = copied(instruction);
  const target = join(root.written, resolve(workingFolder, to));
  const intoFolder = to.endsWith('/') || to === '.';
  const from = instruction.flags.get('from');
  for (const source of sources) {
    if (from !== undefined) {
      const path = join(materials.built.get(from)?.root.written ?? '', source);
      const isFile = statSync(path).isFile();
      cpSync(path, isFile && intoFolder ? join(target, basename(path)) : target, {
        recursive: true,
        verbatimSymlinks: true,
        preserveTimestamps: true,
      });
      continue;
    }
    const wanted = materials.files.filter(
      (path) => source === '.' || path === source || path.startsWith(`${source}/`),
    );
    if (wanted.length === 0) throw new Error(`line ${instruction.line}: ${source} is not in the context`);
    for (const path of wanted) {
      const below = source === '.' ? path : path === source ? basename(path) : path.slice(source.length + 1);
      mkdirSync(dirname(join(target, below)), { recursive: true });
      cpSync(join(materials.project, path), join(target, below), { verbatimSymlinks: true });
    }
  }
}

async function run(root: RootFileSystem, asked: Process): Promise<void> {
  const child = startIn(root, asked);
  const output: string[] = [];
  child.stdout?.on('data', (data: Buffer) => output.push(data.toString()));
  child.stderr?.on('data', (data: Buffer) => output.push(data.toString()));
  const status = await new Promise<number | null>((resolved) => {
    child.on('close', resolved);
  });
  if (status !== 0) throw new Error(`it ended with ${status}\n${output.join('')}`);
}

function handedOn(): Record<string, string> {
  const entries = Object.entries(process.env).filter(([name]) => HANDED_ON.test(name));
  return Object.fromEntries(entries.map(([name, value]) => [name, value ?? '']));
}

/** A new volume begins with what the image has at its place, owners included. */
export function newVolume(image: Image, at: string, folder: string): string {
  const there = join(image.root.written, at);
  rmSync(folder, { recursive: true, force: true });
  cpSync(there, folder, { recursive: true });
  const { uid, gid } = statSync(there);
  chownSync(folder, uid, gid);
  return folder;
}
