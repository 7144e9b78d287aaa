import type { Writable } from 'node:stream';
import { QUEUE_BYTES_HARD_MAX, type LiveLimits } from './limits.js';

/**
 * What waits to be read by a client. A full one is given nothing more; one that stays so is too slow, and is closed by
 * its owner.
 */
export class Outlet {
  readonly #stream: Writable;
  readonly #limits: LiveLimits;
  readonly #tooSlow: () => void;
  readonly #wrote: (bytes: number) => void;
  #draining: Promise<boolean> | undefined;

  /** @param wrote is told of what is put there, for what waits for all together */
  constructor(stream: Writable, limits: LiveLimits, tooSlow: () => void, wrote: (bytes: number) => void) {
    this.#stream = stream;
    this.#limits = limits;
    this.#tooSlow = tooSlow;
    this.#wrote = wrote;
  }

  get queued(): number {
    return this.#stream.writableLength;
  }

  get full(): boolean {
    return this.#stream.writableLength > this.#limits.queueBytes;
  }

  /** Resolves when there is room; false when nobody reads any more. */
  async drained(): Promise<boolean> {
    if (this.#stream.destroyed || this.#stream.writableEnded) return false;
    if (!this.full) return true;
    return (this.#draining ??= this.#drain());
  }

  /** So much was put there. Of what cannot be put off there is a limit too. */
  wrote(bytes: number): void {
    if (this.#stream.writableLength > QUEUE_BYTES_HARD_MAX) this.#tooSlow();
    this.#wrote(bytes);
  }

  #drain(): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (drained: boolean): void => {
        clearTimeout(timer);
        this.#stream.off('drain', onDrain);
        this.#stream.off('close', onClose);
        this.#draining = undefined;
        resolve(drained);
      };
      const onDrain = (): void => settle(true);
      const onClose = (): void => settle(false);
      const timer = setTimeout(() => {
        settle(false);
        this.#tooSlow();
      }, this.#limits.slowMs);
      this.#stream.on('drain', onDrain);
      this.#stream.on('close', onClose);
    });
  }
}
