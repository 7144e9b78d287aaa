import { mixed } from '../bench-events.js';

/** A well spread 32-bit number that follows from some numbers in their order: the same in every run. */
export function spread(...numbers: readonly number[]): number {
  let state = 0;
  for (const number of numbers) state = mixed((Math.imul(state, 0x01000193) ^ number) >>> 0);
  return state;
}

/** A whole number from 0 up to `below`, that one left out. */
export function pick(random: number, below: number): number {
  return random % below;
}

/** Whether something that happens `times` in a thousand happens here. */
export function happens(random: number, times: number): boolean {
  return (random >>> 5) % 1000 < times;
}

/** Numbers below `below` of which the small ones are common: a few are large, most are not. */
export function skewed(random: number, below: number): number {
  const part = (random >>> 8) & 0xfff;
  return Math.floor((((part * part) >>> 12) * part * below) / 2 ** 24);
}

/** A UUID with a serial number in its first 48 bits, and what is well spread in its last. */
export function numberedId(serial: number, seed: number): string {
  const first = serial.toString(16).padStart(12, '0');
  const low = serial >>> 0;
  const high = Math.floor(serial / 2 ** 32);
  const a = spread(seed, low, high);
  const b = spread(seed, high, low, 1);
  const last = a.toString(16).padStart(8, '0') + (b & 0xffff).toString(16).padStart(4, '0');
  return `${first.slice(0, 8)}-${first.slice(8)}-8${hex3(b >>> 16)}-a${hex3(b >>> 20)}-${last}`;
}

function hex3(number: number): string {
  return (number & 0xfff).toString(16).padStart(3, '0');
}
