import { afterAll } from '@jest/globals';
import { startDouble } from '../esdb-double/start-double.js';
import { useServer } from './engine.js';

/**
 * Declares tests whose ledgers are on a server: the real one of LIGGAREN_TEST_ESDB, else the double of its protocol.
 * @param tests imports the file that declares them
 */
export async function onServer(tests: () => Promise<unknown>): Promise<void> {
  const connection = process.env.LIGGAREN_TEST_ESDB;
  const double = connection === undefined ? await startDouble() : undefined;
  useServer(connection ?? double?.connection);
  await tests();
  // Behind what the tests themselves close at their end.
  afterAll(() => double?.stop());
}
