/**
 * What subscriptions may take, and the code of each refusal. Programs match on these; docs/subscriptions.md tells what
 * to do on each.
 *
 * WebSocket, close codes. Those of graphql-transport-ws as its protocol has them; those of our own (44xx, not used by
 * it) are such that its clients connect again by themselves:
 *
 * | code | reason | when | then |
 * |---|---|---|---|
 * | 1009 | | a frame larger than `FRAME_BYTES_MAX` | send less; do not repeat it |
 * | 1002, 1007 | | no WebSocket frame, or no UTF-8 | mend the client |
 * | 1012 | SERVER_CLOSING | the server closes or restarts | connect again, with the last cursor |
 * | 4400 | Invalid message received | no message of the protocol, a binary one too | mend the client |
 * | 4401 | Unauthorized | an operation before the acknowledgement | mend the client |
 * | 4406 | Subprotocol not acceptable | not graphql-transport-ws | mend the client |
 * | 4408 | Connection initialisation timeout | no `connection_init` within `INIT_MS_MAX` | connect again |
 * | 4409 | Subscriber for … already exists | the id of an operation that is not over yet | take another id |
 * | 4420 | TOO_MANY_MESSAGES | more than `FRAMES_MAX` at once, or a second in the long run | ask less, connect again |
 * | 4421 | SLOW_READER | what was sent was not read for `SLOW_MS`; or too much waits, for it or for all | connect again, with the last cursor |
 * | 4429 | Too many initialisation requests | a second `connection_init` | mend the client |
 * | 4500 | Internal server error | a fault of the server | tell who runs it |
 * | 1006 | | a peer that answers no ping, or reads nothing after 4421 for `CLOSE_MS`, is cut off | connect again, with the last cursor |
 *
 * HTTP, before a WebSocket or a stream is there (`errors[0].extensions.code` in the body):
 *
 * | status | code | when |
 * |---|---|---|
 * | 400 | QUERY_INVALID | SSE: no JSON, no query |
 * | 403 | FORBIDDEN_HOST, FORBIDDEN_ORIGIN | as for any request |
 * | 404 | | no such path |
 * | 405 | QUERY_INVALID | SSE: a mutation by GET |
 * | 406 | QUERY_INVALID | SSE: `Accept` leaves no room for text/event-stream |
 * | 413 | QUERY_INVALID | SSE: a body larger than `FRAME_BYTES_MAX` |
 * | 503 | CONNECTIONS_LIMIT | `CONNECTIONS_MAX` are open; `Retry-After` says when to try again |
 * | 503 | SERVER_CLOSING | the server closes; likewise |
 *
 * In the stream itself (`error` of the WebSocket, `next` with `errors` and then `complete` of SSE; the connection stays):
 * QUERY_INVALID, DEPTH_LIMIT, COST_LIMIT, SUBSCRIPTIONS_LIMIT, CURSOR_UNREADABLE, POSITION_OF_OTHER_LOG,
 * POSITION_NOT_REACHED, and what the query of the same name is refused with. A stream of SSE that ends without
 * `complete` was cut off (slow reader, closing server): its clients connect again with `Last-Event-ID`.
 */

/**
 * Connections at once, WebSocket and SSE together: a frame's worth of memory each, and a write each for what concerns
 * all. There is no bound per address: behind a proxy, and on loopback, all come from one.
 */
export const CONNECTIONS_MAX = 4_000;

/** Seconds after which one that found no place may try again. */
export const RETRY_AFTER_S = 5;

/** Operations (subscriptions, and queries that are not answered yet) of one connection: some pages of dashboards. */
export const OPERATIONS_MAX = 64;

/** Bytes of a message from a client: a query of the largest size with its variables, as over HTTP. */
export const FRAME_BYTES_MAX = 128 * 1024;

/** Messages, pings included, that a client may send at once, and as many again each second. */
export const FRAMES_MAX = 200;

/** From the opening of a WebSocket to `connection_init`. */
export const INIT_MS_MAX = 5_000;

/** A ping, or a comment of SSE, to each connection; one from which nothing came since the last is cut off. */
export const HEARTBEAT_MS = 15_000;

/**
 * Bytes that wait for a client, the system's own buffers apart. From here on nothing more is put there: its
 * subscriptions read the log again when it has caught up.
 */
export const QUEUE_BYTES_MAX = 256 * 1024;

/** Bytes that may wait with the answers of queries, which cannot be put off. */
export const QUEUE_BYTES_HARD_MAX = 8 * 1024 * 1024;

/**
 * Bytes that wait for all clients together: a fourth of what they might be if each queue were full. Beyond it those for
 * whom most waits are closed, as slow readers, until the rest is within it.
 */
export const QUEUED_BYTES_MAX = 256 * 1024 * 1024;

/** What waits is summed up each time that such a part of `QUEUED_BYTES_MAX` was written; a sum asks every connection. */
export const QUEUED_PART = 1 / 16;

/** For so long a full queue may stay without becoming empty. */
export const SLOW_MS = 5_000;

/** A connection that is closed has so long to read what was sent before; then it is cut off. */
export const CLOSE_MS = 5_000;

/** Those that a server may be given otherwise, as tests do. */
export interface LiveLimits {
  readonly connections: number;
  readonly initMs: number;
  readonly heartbeatMs: number;
  readonly queueBytes: number;
  readonly queuedBytes: number;
  readonly slowMs: number;
  readonly closeMs: number;
}

export const LIVE_LIMITS: LiveLimits = {
  connections: CONNECTIONS_MAX,
  initMs: INIT_MS_MAX,
  heartbeatMs: HEARTBEAT_MS,
  queueBytes: QUEUE_BYTES_MAX,
  queuedBytes: QUEUED_BYTES_MAX,
  slowMs: SLOW_MS,
  closeMs: CLOSE_MS,
};

/** Messages taken from the log in one piece: a page of an import, and not all of it. */
export const PAGE_MESSAGES = 32;

/** For so long those who come back to the same place are gathered: they read what was before together. */
export const GATHER_MS = 5;

/** Between two looks of one who is further than the read model, whether that has come so far. */
export const LAG_MS = 20;

/** Bytes that are written to one client before the next has its turn. */
export const TURN_BYTES = 64 * 1024;

/** Writes in one piece; then pings, queries and mutations have their turn. */
export const TURN_WRITES = 100;

/** Operations that are kept parsed and compiled beyond those that somebody follows. */
export const OPERATIONS_KEPT = 256;

/** Messages of an operation that are kept serialised for those who come back to them. */
export const SERIALISED_KEPT = 64;

/** And no more bytes of them than this. */
export const SERIALISED_BYTES_KEPT = 256 * 1024;

/** Events that are kept as they were read: several subscriptions show the same one. */
export const EVENTS_KEPT = 256;

/** Messages of what is now that are kept as they were read for those who come next; of more they are read again. */
export const INITIAL_KEPT = 1_000;

/**
 * After it has told something a head rests as long as that took, and no longer than this: what is to be recorded and
 * answered goes first, and what comes meanwhile is told in one go. Where little is told nobody notices; where more comes
 * than can be told one by one, a write for several messages is what keeps pace.
 */
export const REST_MS_MAX = 8;

/** What a client of SSE waits before it connects again. */
export const SSE_RETRY_MS = 1_000;
