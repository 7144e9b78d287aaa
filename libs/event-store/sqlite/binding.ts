import { createRequire } from 'node:module';
import type Binding from 'better-sqlite3';

/**
 * The binding to SQLite that this Node can bear: from 24.19 a change in Node's own headers makes version 12 abort when a
 * statement is collected, and version 13, which is mended, crashes on Node 20. Both have the same interface.
 */
const NEWER_FROM = 24;

const [major = '0'] = process.versions.node.split('.');
const name = Number(major) >= NEWER_FROM ? 'better-sqlite3-node24' : 'better-sqlite3';

const Sqlite = createRequire(import.meta.url)(name) as typeof Binding;

export default Sqlite;
