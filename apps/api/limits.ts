/** Items of a page when nobody says: a screenful or two. */
export const PAGE_ITEMS_DEFAULT = 50;

/** Items of a page at most: larger answers cost more in one piece than in several. */
export const PAGE_ITEMS_MAX = 500;

/**
 * Levels of fields in a query, introspection apart. A view with its stated cells has 4; an explanation down five levels
 * of parts, with the source cell of each change, has 9.
 */
export const QUERY_DEPTH_MAX = 12;

/**
 * Values that a query may be expected to answer with (see query-limits.ts). One view of 100 rows with everything in it
 * is about 12 000 values and 1 MB of JSON; ten of them are as much as one answer should hold.
 */
export const QUERY_COST_MAX = 120_000;

/** Root fields (aliases included) of one query: each is a computation of its own, however little of it is asked. */
export const QUERY_ROOTS_MAX = 20;

/** Tokens of a query: validation is quadratic in the worst case, so it is bounded before it begins. */
export const QUERY_TOKENS_MAX = 4_000;

/** Bytes of a request: a query of the largest size with its variables. */
export const REQUEST_BYTES_MAX = 128 * 1024;

/** Parsed and compiled queries kept in memory. */
export const QUERIES_KEPT = 256;

/** A query is compiled at its n-th repetition: compiling costs milliseconds and pays when a page asks again and again. */
export const COMPILE_AFTER = 2;

/** How long a request may take before its connection is closed. */
export const REQUEST_MS_MAX = 30_000;

/** How long a query waits for what was registered: applying an event takes some milliseconds. */
export const WAIT_FOR_MS_MAX = 5_000;
