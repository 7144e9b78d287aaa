/** Close codes of our own; clients of graphql-transport-ws connect again after them (see limits.ts). */
export const CloseCode = {
  serverClosing: 1012,
  badRequest: 4400,
  operationExists: 4409,
  tooManyMessages: 4420,
  slowReader: 4421,
  internal: 4500,
} as const;
