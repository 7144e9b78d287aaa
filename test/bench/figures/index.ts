import type { Figure } from '../figure.js';
import { appendBatches } from './append-batches.js';
import { appendManyCallers } from './append-many-callers.js';
import { appendOneCaller } from './append-one-caller.js';
import { graphqlView } from './graphql.js';
import { readAllParsed } from './read-all-parsed.js';

/** In the order of the table. A new figure is a module of its own, named here. */
export const figures: readonly Figure[] = [
  appendOneCaller,
  appendManyCallers,
  appendBatches,
  readAllParsed,
  graphqlView,
];
