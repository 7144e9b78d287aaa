import { openLog } from '../engine.js';

/**
 * Positions of a server, and what stands for them where answers are written down: the number of the event in its log, as
 * the embedded log has it.
 */
export class PositionsOnServer {
  #positions: string[] = [];

  constructor(
    private readonly folder: string,
    private readonly logId: string,
  ) {}

  /** A text to be asked, with the positions of this server. */
  async actual(text: string): Promise<string> {
    const written = new RegExp(`\\b${this.logId}:([1-9]\\d*)\\b(?!-)`, 'g');
    if (!written.test(text)) return text;
    await this.#read();
    return text.replaceAll(written, (position, n: string) => this.#positions[Number(n) - 1] ?? position);
  }

  /** An answer, with the numbers of its positions. */
  async shown(answer: string): Promise<string> {
    const told = new RegExp(`\\b${this.logId}:\\d+-\\d+\\b`, 'g');
    const found = answer.match(told) ?? [];
    if (found.some((position) => !this.#positions.includes(position))) await this.#read();
    return answer.replaceAll(told, (position) => {
      const n = this.#positions.indexOf(position) + 1;
      return n === 0 ? position : `${this.logId}:${n}`;
    });
  }

  async #read(): Promise<void> {
    const store = await openLog({ folder: this.folder, mode: 'read' });
    this.#positions = [];
    for await (const { position } of store.readAll()) this.#positions.push(position);
    await store.close();
  }
}
