import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';

/** The command as it is installed, run from the root of the project: a process of its own. */
const LIGGAREN = 'scripts/liggaren.mjs';

/** A server reads its log first, and the machine may be busy. */
const START_MS = 120_000;

/** @param argv from the folder of the ledger on */
export function spawnLiggaren(argv: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  return spawn(process.execPath, [LIGGAREN, ...argv], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LIGGAREN_ACTOR: 'ekonom-1', ...env },
  });
}

/** These tests are of the program as it is built, as it is run. */
export function requireBuild(): void {
  if (!existsSync('dist/apps/cli/main.js'))
    throw new Error('dist/ is missing: `npm run build` makes it, `npm test` does that first');
}

export interface Ran {
  readonly code: number | NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

export interface Running {
  readonly process: ChildProcess;
  readonly ended: Promise<Ran>;
}

/** Runs a command; `ended` settles when it is over, however that came about. */
export function runLiggaren(argv: readonly string[], env?: NodeJS.ProcessEnv): Running {
  const child = spawnLiggaren(argv, env);
  let out = '';
  let err = '';
  child.stdout?.on('data', (piece: Buffer) => (out += piece.toString()));
  child.stderr?.on('data', (piece: Buffer) => (err += piece.toString()));
  const ended = new Promise<Ran>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code: signal ?? code, out, err }));
  });
  return { process: child, ended };
}

/** A server in a process of its own. */
export interface Served {
  readonly pid: number;
  readonly port: number;
  readonly url: string;
  /** How it ended, and what it complained about. */
  readonly ended: Promise<Ran>;
  signal(signal: NodeJS.Signals): void;
}

export async function serve(ledger: string, env?: NodeJS.ProcessEnv): Promise<Served> {
  const { process: child, ended } = runLiggaren(['--ledger', ledger, 'serve', '--port', '0'], env);
  const url = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`the server does not answer within ${START_MS} ms`));
    }, START_MS);
    let said = '';
    let complaints = '';
    child.stderr?.on('data', (piece: Buffer) => (complaints += piece.toString()));
    child.stdout?.on('data', (piece: Buffer) => {
      said += piece.toString();
      const found = /^http:\/\/\S+/.exec(said)?.[0];
      if (found === undefined) return;
      clearTimeout(timer);
      resolve(found);
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      reject(new Error(`the server ended with ${code}: ${complaints}`));
    });
  });
  return {
    pid: child.pid ?? 0,
    port: Number(new URL(url).port),
    url,
    ended,
    signal: (signal) => void child.kill(signal),
  };
}
