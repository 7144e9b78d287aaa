/** How many times as long as on the embedded log something may take on a server, which may be a cluster on a busy machine. */
const ON_SERVER = 6;

/**
 * A limit of time that only what hangs is to reach: longer where `npm run test:esdb` has every ledger on a server.
 * @param ms milliseconds on the embedded log
 */
export function patient(ms: number): number {
  return process.env.LIGGAREN_TEST_ENGINE === 'eventstoredb' ? ms * ON_SERVER : ms;
}
