import type { Figure } from '../figure.js';
import { appendBatches } from './append-batches.js';
import { appendManyCallers } from './append-many-callers.js';
import { appendOneCaller } from './append-one-caller.js';
import { graphqlAsOf } from './graphql-as-of.js';
import { graphqlView } from './graphql.js';
import { readAllParsed } from './read-all-parsed.js';
import { rebuild } from './rebuild.js';
import { viewAsOf } from './view-as-of.js';

/** In the order of the table. A new figure is a module of its own, named here. */
export const figures: readonly Figure[] = [
  appendOneCaller,
  appendManyCallers,
  appendBatches,
  readAllParsed,
  rebuild,
  viewAsOf,
  graphqlAsOf,
  graphqlView,
];
