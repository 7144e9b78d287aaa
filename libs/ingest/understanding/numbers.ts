import { plainText } from './words.js';

const NUMBER = /^\(?[-–−+]?\s*\d[\d\s\u00a0\u202f]*(?:,\d+)?\s*%?\)?\s*%?$/u;

/** Is a number printed here, whatever it measures? */
export function hasNumber(text: string): boolean {
  return NUMBER.test(plainText(text));
}
