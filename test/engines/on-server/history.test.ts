import { onServer } from '../../support/on-server.js';

await onServer(() => import('../../e2e/history.test.js'));
