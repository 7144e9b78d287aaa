import type { Database } from 'better-sqlite3';
import type { Direction } from '../port.js';
import { MILESTONE_REVISIONS } from './schema.js';

/** Bytes of text in one page, whatever number of events was asked for: what a read may hold in memory. */
export const PAGE_BYTES_MAX = 8 * 1024 * 1024;

export interface EventRow {
  readonly position: number;
  readonly revision: number;
  readonly text: string;
}

/** The last event of a stream. */
export interface HeadRow {
  /** The number that the file has for the stream's name. */
  readonly stream: number;
  readonly revision: number;
  readonly position: number;
}

export interface LastRow {
  readonly position: number;
  readonly chain: string;
}

/**
 * Reads of the stored rows over one connection.
 *
 * There is no index from a stream to its events. A page of a stream is found from the end: its last event is the head
 * of the stream, or lies at most `MILESTONE_REVISIONS` behind a milestone; from there each event names the one before.
 * A forward page walks the same way, over the positions only, and is then read in the order asked for. So a page costs
 * its own length and at most 128 steps more, wherever in a stream of whatever length it lies.
 */
export interface EventRows {
  last(): LastRow | undefined;
  head(stream: string): HeadRow | undefined;
  /** Events after (backwards: before) a position, as many as are asked for or fit into `PAGE_BYTES_MAX`. */
  page(from: number, direction: Direction, maxCount: number): EventRow[];
  /** Events of a stream from a revision, itself included; likewise. */
  streamPage(stream: string, from: number | undefined, direction: Direction, maxCount: number): EventRow[];
}

const WALK = `
  WITH RECURSIVE walk (position, revision, previous) AS (
    SELECT position, revision, previous FROM events WHERE position = :at
    UNION ALL
    SELECT e.position, e.revision, e.previous
    FROM walk JOIN events AS e ON e.position = walk.previous
    WHERE e.revision >= :lowest
    LIMIT :steps
  )
  SELECT position FROM walk WHERE revision <= :highest`;

export function eventRows(database: Database): EventRows {
  const selectLast = database.prepare<[], LastRow>(
    'SELECT position, chain FROM events ORDER BY position DESC LIMIT 1',
  );
  const selectHead = database.prepare<[string], HeadRow>(
    `SELECT heads.stream, heads.revision, heads.position
     FROM streams JOIN heads ON heads.stream = streams.id
     WHERE streams.name = ?`,
  );
  const selectMilestone = database
    .prepare<[number, number], number>(
      'SELECT position FROM milestones WHERE stream = ? AND revision >= ? ORDER BY revision LIMIT 1',
    )
    .pluck();
  const selectWalk = database
    .prepare<[{ at: number; lowest: number; highest: number; steps: number }], number>(WALK)
    .pluck();
  const selectOne = database.prepare<[number], EventRow>(
    'SELECT position, revision, text FROM events WHERE position = ?',
  );
  // octet_length looks at the head of a row only, so that asking first costs little.
  const selectBytes = database
    .prepare<[number, number], number | null>(
      'SELECT sum(octet_length(text)) FROM events WHERE position BETWEEN ? AND ?',
    )
    .pluck();
  const selectForwards = database.prepare<[number, number], EventRow>(
    'SELECT position, revision, text FROM events WHERE position BETWEEN ? AND ? ORDER BY position',
  );
  const selectBackwards = database.prepare<[number, number], EventRow>(
    'SELECT position, revision, text FROM events WHERE position BETWEEN ? AND ? ORDER BY position DESC',
  );

  /** The rows at these positions until the page is full. */
  function rowsAt(positions: readonly number[]): EventRow[] {
    const rows: EventRow[] = [];
    let bytes = 0;
    for (const position of positions) {
      const row = selectOne.get(position);
      if (row === undefined) throw new Error(`the log has no event at ${position}`);
      bytes += row.text.length;
      if (bytes > PAGE_BYTES_MAX && rows.length > 0) break;
      rows.push(row);
    }
    return rows;
  }

  return {
    last: () => selectLast.get(),
    head: (stream) => selectHead.get(stream),

    page(from, direction, maxCount) {
      const forwards = direction === 'forwards';
      let count = maxCount;
      for (;;) {
        const low = forwards ? from + 1 : Math.max(1, from - count);
        const high = forwards ? from + count : from - 1;
        if (count > 1 && (selectBytes.get(low, high) ?? 0) > PAGE_BYTES_MAX) {
          count = Math.ceil(count / 4);
          continue;
        }
        return (forwards ? selectForwards : selectBackwards).all(low, high);
      }
    },

    streamPage(stream, from, direction, maxCount) {
      const head = selectHead.get(stream);
      if (head === undefined) return [];
      const forwards = direction === 'forwards';
      const lowestOf = (highest: number): number => Math.max(0, highest - maxCount + 1);
      const highest = Math.min(
        head.revision,
        forwards ? (from ?? 0) + maxCount - 1 : (from ?? head.revision),
      );
      const lowest = forwards ? (from ?? 0) : lowestOf(highest);
      if (lowest > highest) return [];
      const positions = selectWalk.all({
        at: selectMilestone.get(head.stream, highest) ?? head.position,
        lowest,
        highest,
        steps: highest - lowest + 1 + MILESTONE_REVISIONS,
      });
      return rowsAt(forwards ? positions.reverse() : positions);
    },
  };
}
