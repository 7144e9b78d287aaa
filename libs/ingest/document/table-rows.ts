import type { Block, RawRow, TableBlock } from './document.js';
import { contentsEntries, type ContentsEntry } from './contents-page.js';

/** Puts the blocks of a text together, and keeps its contents page apart from its tables. */
export class BlockList {
  readonly blocks: Block[] = [];
  readonly contents: ContentsEntry[] = [];

  table(rows: readonly RawRow[], caption?: string): void {
    const first = rows[0];
    if (first === undefined) return;
    const entries = contentsEntries(rows, this.#above());
    if (entries === null) {
      const block: TableBlock = {
        kind: 'table',
        ...(caption === undefined ? {} : { caption }),
        rows,
        at: first.at,
      };
      this.blocks.push(block);
      return;
    }
    this.contents.push(...entries);
    for (const { title, row } of entries) this.blocks.push({ kind: 'text', text: title, at: row.at });
  }

  #above(): string | null {
    const last = this.blocks.at(-1);
    return last === undefined || last.kind === 'table' ? null : last.text;
  }
}
