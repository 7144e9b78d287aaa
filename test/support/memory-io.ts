import type { Io } from '../../apps/cli/io.js';

export interface MemoryIo extends Io {
  readonly written: { out: string; err: string };
  readonly stop: () => void;
}

/** Standard output and error as texts, for tests of the command line. */
export function memoryIo(
  given: Partial<Pick<Io, 'env' | 'readIn' | 'outIsTerminal' | 'errIsTerminal' | 'outWidth'>> = {},
): MemoryIo {
  const written = { out: '', err: '' };
  let stop = (): void => undefined;
  const stopped = new Promise<void>((resolve) => (stop = resolve));
  return {
    written,
    out: (text) => void (written.out += text),
    err: (text) => void (written.err += text),
    readIn: async () => '',
    outIsTerminal: false,
    errIsTerminal: false,
    env: {},
    untilStopped: () => stopped,
    stop: () => stop(),
    ...given,
  };
}
