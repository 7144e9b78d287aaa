import type { EsdbFigure } from '../figure.js';
import { appendBatches, appendManyCallers, appendOneCaller } from './append.js';
import { followLive, followOne } from './live.js';
import { followFromStart, readAll } from './read.js';
import { rebuild } from './rebuild.js';

/** Those that read to the end of $all come before those that write behind it. */
export const figures: readonly EsdbFigure[] = [
  readAll,
  followFromStart,
  rebuild,
  appendOneCaller,
  appendManyCallers,
  appendBatches,
  followLive,
  followOne,
];
