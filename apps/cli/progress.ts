import type { Io } from './io.js';

export interface Progress {
  /** So much of so much is done, or of nobody knows how much (null). */
  readonly step: (done: number, total: number | null) => void;
  /** Clears the bar. */
  readonly end: () => void;
}

const BAR_CHARACTERS = 30;
/** A bar that is drawn more often only flickers. */
const REDRAW_MS = 100;
/** Without a terminal a line now and then says that it lives. */
const LINE_MS = 5_000;

/** Progress of long work on standard error: a bar on a terminal, else a line now and then. */
export function progress(io: Io, what: string): Progress {
  let last = Date.now();
  let drawn = false;
  return {
    step: (done, total) => {
      const now = Date.now();
      if (now - last < (io.errIsTerminal ? REDRAW_MS : LINE_MS) && !(drawn && done === total)) return;
      last = now;
      if (total === null) {
        io.err(io.errIsTerminal ? `\r${what} ${done} …` : `${what}: ${done} …\n`);
        drawn = io.errIsTerminal;
        return;
      }
      const share = total === 0 ? 1 : Math.min(1, done / total);
      const percent = `${Math.floor(share * 100)} %`.padStart(5);
      if (!io.errIsTerminal) {
        io.err(`${what}: ${done} of ${total} (${percent.trim()})\n`);
        return;
      }
      const filled = Math.round(share * BAR_CHARACTERS);
      io.err(
        `\r${what} [${'#'.repeat(filled)}${'.'.repeat(BAR_CHARACTERS - filled)}]${percent} ${done}/${total}`,
      );
      drawn = true;
    },
    end: () => {
      if (drawn) io.err('\r\u001b[K');
    },
  };
}
