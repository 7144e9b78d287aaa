import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * A root file system such as a container has: this machine's own, read only, and what is written put into a folder of
 * its own, over it (overlayfs). The machine stands in for the base image, so it has Node where the image has it, and
 * the image's user `node`; the folder of the project, /tmp and homes are not to be seen in it.
 */
export interface RootFileSystem {
  /** What was written, as paths below the root. */
  readonly written: string;
  readonly folder: string;
}

/** How a command is run in a root file system. */
export interface Process {
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly workingFolder: string;
  /** Confined as docker-compose.yml has it: without rights, on a file system that cannot be written. */
  readonly confined?: {
    readonly user: string;
    readonly volume: { readonly from: string; readonly at: string };
  };
  /** Folders that are hidden from it. */
  readonly hidden: readonly string[];
  /** With no network but a loopback of its own. */
  readonly isAlone?: boolean;
}

const SEARCH_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
/** The id of the user `node` in the image of Node. */
export const NODE_ID = 1000;

export function makeRoot(folder: string): RootFileSystem {
  const written = join(folder, 'written');
  for (const path of [
    'work',
    'merged',
    'written/etc',
    'written/usr/local/bin',
    'written/usr/local/include',
  ]) {
    mkdirSync(join(folder, path), { recursive: true });
  }
  cpSync(process.execPath, join(written, 'usr/local/bin/node'));
  const headers = join(dirname(dirname(process.execPath)), 'include/node');
  if (existsSync(headers)) {
    cpSync(headers, join(written, 'usr/local/include/node'), { recursive: true, dereference: true });
  }
  for (const [file, line] of [
    ['passwd', `node:x:${NODE_ID}:${NODE_ID}::/home/node:/bin/bash`],
    ['group', `node:x:${NODE_ID}:`],
  ] as const) {
    const others = readFileSync(`/etc/${file}`, 'utf8').split('\n');
    const kept = others.filter((other) => other.split(':')[2] !== String(NODE_ID));
    writeFileSync(join(written, 'etc', file), `${line}\n${kept.join('\n')}`);
  }
  return { folder, written };
}

/** Starts a command as the first process of a space of process ids of its own, as a container does. */
export function startIn(
  root: RootFileSystem,
  { command, environment, workingFolder, confined, hidden, isAlone = false }: Process,
): ChildProcess {
  const merged = join(root.folder, 'merged');
  const mounts = [
    'set -e',
    `mount -t overlay overlay -o "lowerdir=/,upperdir=${root.written},workdir=${root.folder}/work" "${merged}"`,
    ...hidden.map((path) => `[ ! -d "${merged}${path}" ] || mount -t tmpfs tmpfs "${merged}${path}"`),
    ...(confined === undefined ? [] : confinement(merged, confined.volume)),
    `mount -t tmpfs -o mode=1777 tmpfs "${merged}/tmp"`,
    `mount --rbind /dev "${merged}/dev"`,
    `mount -t proc proc "${merged}/proc"`,
    ...(isAlone ? ['ip link set lo up'] : []),
    `exec chroot "${merged}" "$@"`,
  ];
  const spaces = ['--mount', '--propagation', 'private', '--pid', '--fork', '--kill-child'];
  const words = inside(command, { environment, workingFolder, confined });
  const network = isAlone ? ['--net'] : [];
  return start('unshare', [...spaces, ...network, '--', 'bash', '-c', mounts.join('\n'), 'bash', ...words]);
}

/** Starts a command beside a process that startIn started, as `docker exec` does. */
export function startBeside(pid: number, asked: Process): ChildProcess {
  const spaces = ['--mount', '--pid', '--net', '--root', '--wd'];
  return start('nsenter', ['--target', String(pid), ...spaces, ...inside(asked.command, asked)]);
}

function start(program: string, words: readonly string[]): ChildProcess {
  return spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'] });
}

function inside(
  command: readonly string[],
  { environment, workingFolder, confined }: Pick<Process, 'environment' | 'workingFolder' | 'confined'>,
): string[] {
  const rights = confined === undefined ? [] : withoutRights(confined.user);
  const set = Object.entries({ PATH: SEARCH_PATH, ...environment }).map(
    ([name, value]) => `${name}=${value}`,
  );
  return [...rights, 'env', '-i', ...set, 'sh', '-c', 'cd "$0" && exec "$@"', workingFolder, ...command];
}

/** The id, as seen from here, of the first process that startIn's has started. */
export function firstProcess(started: ChildProcess): number {
  const children = readFileSync(`/proc/${started.pid}/task/${started.pid}/children`, 'utf8').trim();
  return Number(children.split(' ')[0]);
}

function confinement(merged: string, volume: { from: string; at: string }): string[] {
  return [
    `mount --bind "${volume.from}" "${merged}${volume.at}"`,
    // The mount of the root alone: what is mounted on it stays as it is.
    `mount -o remount,ro,bind "${merged}"`,
  ];
}

function withoutRights(user: string): string[] {
  const ids = [`--reuid=${user}`, `--regid=${user}`, '--clear-groups'];
  return ['setpriv', ...ids, '--no-new-privs', '--inh-caps=-all', '--bounding-set=-all', '--'];
}
