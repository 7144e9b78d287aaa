import { onServer } from '../../support/on-server.js';

await onServer(() => import('../../e2e/watch.test.js'));
