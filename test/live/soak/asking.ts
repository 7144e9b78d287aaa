import { setTimeout as wait } from 'node:timers/promises';

export interface Registered {
  readonly __typename: 'Registered' | 'Refused' | 'Conflict';
  readonly outcome?: string;
  readonly position?: string | null;
  readonly events?: readonly { readonly id: string; readonly entries: readonly string[] }[];
  readonly code?: string;
  readonly message?: string;
}

interface Answer<T> {
  readonly data?: T | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

/** A failure that asking once more may mend: nobody is there, or not ready. */
const AGAIN: ReadonlySet<string> = new Set(['SERVER_CLOSING', 'READ_MODEL_BUILDING', 'READ_MODEL_BEHIND']);

const AGAIN_MS = 100;

/** Somebody who asks the same until it is answered, whatever becomes of the server meanwhile. */
export class Asking {
  repeated = 0;
  readonly #server: string;

  constructor(server: string) {
    this.#server = server;
  }

  /** @throws Error where the answer is an error that repeating does not mend */
  async ask<T>(query: string, variables: object = {}): Promise<T> {
    for (;;) {
      const answer = await this.#once<T>(query, variables).catch(() => null);
      const code = answer?.errors?.[0]?.extensions?.code ?? '';
      if (answer?.data !== null && answer?.data !== undefined && answer.errors === undefined)
        return answer.data;
      if (answer?.errors !== undefined && !AGAIN.has(code)) throw new Error(JSON.stringify(answer.errors));
      this.repeated++;
      await wait(AGAIN_MS);
    }
  }

  async register(command: string, input: object, idempotencyKey: string): Promise<Registered> {
    const mutation = command.slice(0, 1).toLowerCase() + command.slice(1);
    const { answer } = await this.ask<{ answer: Registered }>(
      `mutation ($input: ${command}Input!, $key: String) {
        answer: ${mutation}(input: $input, idempotencyKey: $key) {
          __typename
          ... on Registered { outcome position events { id entries } }
          ... on Refused { code message }
          ... on Conflict { message }
        }
      }`,
      { input, key: idempotencyKey },
    );
    return answer;
  }

  async #once<T>(query: string, variables: object): Promise<Answer<T>> {
    const response = await fetch(`${this.#server}/graphql`, {
      method: 'POST',
      // A connection of its own, so that the one that breaks is this one's.
      headers: { 'content-type': 'application/json', connection: 'close' },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(30_000),
    });
    return (await response.json()) as Answer<T>;
  }
}
