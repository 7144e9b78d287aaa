import { closeSync, existsSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { DoubleLog, type Change } from './log.js';

/**
 * A log of the double that outlives its process: a line of JSON for each change, written before the change is answered.
 * What the machine itself may lose is not meant: nothing is synchronised to the disk.
 */
export function openKeptLog(path: string): DoubleLog {
  const kept = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
  // A line that was being written when the process was killed was not answered.
  const whole = kept.lastIndexOf(0x0a) + 1;
  const file = openSync(path, 'a');
  ftruncateSync(file, whole);
  process.on('exit', () => closeSync(file));
  const log = new DoubleLog((change) => {
    writeSync(file, `${JSON.stringify(change, written)}\n`);
  });
  log.restore(
    kept
      .subarray(0, whole)
      .toString()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line, read) as Change),
  );
  return log;
}

interface Bytes {
  readonly base64: string;
}

function written(this: unknown, key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  // A Buffer has turned itself into something larger by now.
  const own = (this as Record<string, unknown>)[key];
  return own instanceof Uint8Array ? { base64: Buffer.from(own).toString('base64') } : value;
}

function read(key: string, value: unknown): unknown {
  if (key === 'created') return BigInt(value as string);
  return isBytes(value) ? Buffer.from(value.base64, 'base64') : value;
}

function isBytes(value: unknown): value is Bytes {
  return typeof value === 'object' && value !== null && 'base64' in value;
}
