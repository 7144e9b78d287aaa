/** What a piece of work came to: how many a second by the clock, and what each took of this process's processor. */
export interface Worked {
  readonly rate: number;
  /** Microseconds of the processor for each, all threads of the process. */
  readonly processor: number;
  readonly milliseconds: number;
}

export async function worked(count: number, work: () => Promise<unknown>): Promise<Worked> {
  const before = process.cpuUsage();
  const start = performance.now();
  await work();
  const milliseconds = performance.now() - start;
  const { user, system } = process.cpuUsage(before);
  return { rate: (count * 1000) / milliseconds, processor: (user + system) / count, milliseconds };
}
