import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { percentileOf } from './arrivals.js';

/** How long the disk took for a block to be on it, in milliseconds. */
export interface Disk {
  readonly p50: number;
  readonly p99: number;
}

const BLOCKS = 100;
const BLOCK = Buffer.alloc(4096, 'x');

/** Blocks written and synchronised one after another: where a disk stalls, so does every log on it. */
export function probeDisk(folder: string): Disk {
  const file = join(folder, 'disk-probe');
  const descriptor = openSync(file, 'w');
  try {
    const took = Float64Array.from({ length: BLOCKS }, (_, n) => {
      const began = performance.now();
      writeSync(descriptor, BLOCK, 0, BLOCK.length, n * BLOCK.length);
      fdatasyncSync(descriptor);
      return performance.now() - began;
    }).sort();
    return { p50: percentileOf(took, 0.5), p99: percentileOf(took, 0.99) };
  } finally {
    closeSync(descriptor);
    rmSync(file);
  }
}
