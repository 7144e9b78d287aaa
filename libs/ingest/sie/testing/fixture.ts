import { readFileSync } from 'node:fs';

const FOLDER = new URL('../fixtures/', import.meta.url);

/** The made-up municipality's file, in code page 437; `-utf8` and `-1252` are the same text in other characters. */
export function sjovikSie(name: '' | '-utf8' | '-1252' = ''): Uint8Array {
  return readFileSync(new URL(`sjovik${name}.se`, FOLDER));
}
