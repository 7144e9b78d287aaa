/**
 * Milliseconds of the processor that this process has had, all its threads together. What is to take no longer than so
 * many is measured by them and not by the clock, which goes on while others have the processor: an answer that was cut
 * by that alone would be another one on a busy machine.
 */
export function workedMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
