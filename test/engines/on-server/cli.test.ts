import { onServer } from '../../support/on-server.js';

await onServer(() => import('../../e2e/cli.test.js'));
