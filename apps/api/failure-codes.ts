/**
 * The stable codes of what can go wrong, as the schema documents them. A code is added, never renamed; whatever is
 * refused with another code of the libraries goes out with that code too (see failure.ts).
 */
export const FAILURE_CODES = {
  QUERY_INVALID: 'The query is not valid GraphQL or does not fit the schema (*ogiltig fråga*).',
  DEPTH_LIMIT: 'The query is nested deeper than the server answers (*för djup fråga*).',
  COST_LIMIT: 'The query asks for more than one answer may hold (*för dyr fråga*).',
  PAGE_TOO_LARGE: 'The page is larger than the server gives (*för stor sida*).',
  INPUT_INVALID: 'An argument cannot be read, or contradicts another (*ogiltigt värde*).',
  WRONG_USAGE:
    'What was asked does not go together, or is not written as it must be (*felaktig användning*).',
  INPUT_MISSING: 'An argument that this view needs is missing (*värde saknas*).',
  CURSOR_UNKNOWN: 'The cursor is not of this list (*okänd markör*).',
  UNKNOWN_VIEW: 'There is no such view (*okänd vy*).',
  UNKNOWN_UNIT: 'The ledger has no such unit (*okänd enhet*).',
  UNKNOWN_YEAR: 'The ledger has nothing of this year (*okänt år*).',
  UNKNOWN_EDITION: 'The ledger has no such edition there (*okänd utgåva*).',
  UNKNOWN_LINE: 'Nothing was ever said of such a line there (*okänd rad*).',
  UNKNOWN_ROW: 'The view has no such row (*okänd rad*).',
  UNKNOWN_COLUMN: 'The view has no such column (*okänd kolumn*).',
  UNKNOWN_DOCUMENT: 'The ledger has no such document (*okänt dokument*).',
  UNKNOWN_EVENT: 'The ledger has no such event (*okänd händelse*).',
  UNKNOWN_EVENT_TYPE: 'There is no such type of event (*okänt händelseslag*).',
  AMBIGUOUS_ROW: 'Several rows answer to that name (*tvetydig rad*).',
  AS_OF_UNREADABLE: '`asOf` is no position, time or id of an event (*oläslig tidpunkt*).',
  POSITION_UNREADABLE: 'The position cannot be read (*oläslig position*).',
  POSITION_OF_OTHER_LOG: 'The position belongs to another log (*position i annan logg*).',
  CURSOR_UNREADABLE: 'The cursor of a message cannot be read (*oläslig markör*).',
  POSITION_NOT_REACHED: 'The log has not come to that position (*position ännu inte nådd*).',
  FORBIDDEN_HOST: 'The request names a host that this server is not (*fel värdnamn*).',
  FORBIDDEN_ORIGIN: 'The page that asks is not on the list of allowed ones (*sida utan tillstånd*).',
  SUBSCRIPTIONS_LIMIT: 'One connection asks for too much at once (*för många prenumerationer*).',
  CONNECTIONS_LIMIT: 'The server has as many connections as it takes (*för många anslutningar*).',
  SERVER_CLOSING: 'The server closes or restarts: connect again (*servern stänger*).',
  SUBSCRIPTION_ELSEWHERE:
    'A subscription is followed over WebSocket or SSE, not in an answer (*prenumeration på fel väg*).',
  READ_MODEL_BUILDING: 'The read model is being built: ask again in a moment (*läsmodellen byggs*).',
  READ_MODEL_BEHIND: 'The read model has not come that far yet (*läsmodellen ligger efter*).',
  READ_MODEL_LOCKED: 'Another process keeps the read model (*läsmodellen är upptagen*).',
  CLOSED: 'The ledger was closed meanwhile (*stängd*).',
  LOG_READ_ONLY: 'This server has no log to register in (*loggen kan bara läsas*).',
  LOG_UNREACHABLE: 'The log cannot be reached just now (*loggen nås inte*).',
  INTERNAL: 'A fault of the server: its log has it under the `id` (*internt fel*).',
} as const;

export type FailureCode = keyof typeof FAILURE_CODES;
