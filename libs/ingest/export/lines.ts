import type { CsvRow } from '../csv.js';
import { columnsOf, type FileName, type PackageRecords } from '../data-package/package.js';

/** The lines of a package that is made from what a ledger holds. */
export class PackageLines {
  readonly #lines = new Map<FileName, CsvRow[]>();

  add(file: FileName, values: Readonly<Record<string, string | number | undefined | null>>): void {
    const lines = this.#lines.get(file) ?? [];
    this.#lines.set(file, lines);
    const texts = columnsOf(file).map((column) => [column, String(values[column] ?? '')] as const);
    lines.push({ file: `${file}.csv`, line: lines.length + 2, values: Object.fromEntries(texts) });
  }

  records(): PackageRecords {
    return Object.fromEntries(this.#lines);
  }
}

/** A path as the files of a package write it. */
export function pathText(labels: readonly string[]): string {
  return labels.join(' > ');
}

/** Several paths. */
export function pathsText(paths: readonly (readonly string[])[]): string {
  return paths.map(pathText).join(' | ');
}

/** The fields of an event that are plain text, by their name: the files of a package call them the same. */
export function textFields(data: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(data).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
}
