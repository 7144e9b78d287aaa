import { createHash } from 'node:crypto';
import { Sqlite } from '#event-store';
import { modelFiles } from '../runner/files.js';

const TABLES = 'event event_key frame line filed taken_out noted held term said word_instance'.split(' ');

/** Everything that the read model of a folder holds, table by table, to be compared with another's. */
export function tablesIn(folder: string): Record<string, string> {
  const [file] = modelFiles(folder);
  if (file === undefined) throw new Error('there is no read model');
  const database = new Sqlite(file.path, { readonly: true });
  // What the full-text search finds, however its own tables came to hold it.
  database.exec(`CREATE VIRTUAL TABLE temp.word_instance USING fts5vocab('main', 'words', 'instance')`);
  const digests: Record<string, string> = {};
  for (const table of TABLES) {
    const rows = database.prepare<[], unknown[]>(`SELECT * FROM ${table}`).raw().all();
    digests[table] =
      `${rows.length} ${createHash('sha256').update(JSON.stringify(rows)).digest('hex').slice(0, 12)}`;
  }
  const meta = database
    .prepare("SELECT key, value FROM meta WHERE key <> 'bootedAt' ORDER BY key")
    .raw()
    .all();
  digests['meta'] = JSON.stringify(meta);
  database.close();
  return digests;
}
