import { cpus, release, totalmem, type } from 'node:os';

/** What the figures were measured on. */
export function machine(): string {
  const processors = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `Node ${process.version}, ${type()} ${release()}, ${processors.length} × ${processors[0]?.model ?? 'unknown processor'}, ${memory} GiB`;
}
