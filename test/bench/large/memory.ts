import { readFileSync } from 'node:fs';

/** Memory of this process, in MiB. */
export interface Memory {
  readonly rss: number;
  /** What is its own, and not a page of a file that the system keeps and can drop; null where it does not tell. */
  readonly own: number | null;
  readonly heap: number;
}

export function memoryNow(): Memory {
  const { rss, heapUsed } = process.memoryUsage();
  return { rss: mebibytes(rss), own: ownMemory(), heap: mebibytes(heapUsed) };
}

function ownMemory(): number | null {
  try {
    const kibibytes = /^RssAnon:\s+(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
    return kibibytes === undefined ? null : Math.round(Number(kibibytes) / 1024);
  } catch {
    return null;
  }
}

function mebibytes(bytes: number): number {
  return Math.round(bytes / 2 ** 20);
}
