import { DESCRIPTOR } from '../data-package/descriptor.js';
import { columnsOf, FILE_NAMES, type PackageRecords } from '../data-package/package.js';
import { csvOf } from '../data-package/regenerate.js';

/** The files of a package by name: the descriptor, and a CSV for each resource that has lines or must be there. */
export function packageFiles(
  name: string,
  title: string,
  records: PackageRecords,
): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const resources: object[] = [];
  for (const file of FILE_NAMES) {
    const columns = columnsOf(file);
    const path = `${file}.csv`;
    files.set(path, csvOf(file, records[file] ?? [], columns));
    resources.push({
      name: file,
      path,
      profile: 'tabular-data-resource',
      format: 'csv',
      mediatype: 'text/csv',
      encoding: 'utf-8',
      dialect: { delimiter: ',', lineTerminator: '\n', header: true },
      schema: { fields: columns.map((column) => ({ name: column, type: 'string' })) },
    });
  }
  const descriptor = { profile: 'tabular-data-package', name, title, resources };
  files.set(DESCRIPTOR, `${JSON.stringify(descriptor, null, 2)}\n`);
  return files;
}
