import { readFileSync } from 'node:fs';
import { assembleTables } from '../document/assemble.js';
import type { AssembledTable, ReadDocument } from '../document/document.js';
import { readDocument } from '../document/read-document.js';
import type { Profile } from '../profile/profile.js';
import { readProfile } from '../profile/read-profile.js';

/** Documents of the made-up municipality Sjövik, and its profile. */

const FOLDER = new URL('../fixtures/documents/', import.meta.url);

export function fixture(name: string): string {
  return readFileSync(new URL(name, FOLDER), 'utf8');
}

export function sjovikProfile(): Profile {
  return readProfile('sjovik.yaml', fixture('sjovik.yaml'));
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export async function read(text: string, fileName = 'dokument.md'): Promise<ReadDocument> {
  return readDocument(bytesOf(text), fileName);
}

export async function readFixture(name: string): Promise<{ read: ReadDocument; tables: AssembledTable[] }> {
  const document = await read(fixture(name), name);
  return { read: document, tables: assembleTables(document) };
}
