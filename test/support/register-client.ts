import { createServer, type ApiServer } from '../../apps/api/index.js';
import type { RegisterCommandName } from '../../apps/shared/registering/commands.js';
import type { Ledger } from '../../apps/shared/ledger.js';

/** What a mutation answers with: one of three. */
export interface RegisterOutput {
  readonly __typename: 'Registered' | 'Refused' | 'Conflict';
  readonly outcome?: string;
  readonly stream?: string;
  readonly revision?: number | null;
  readonly position?: string | null;
  readonly events?: readonly {
    readonly id: string;
    readonly type: string;
    readonly entries: readonly string[];
  }[];
  readonly code?: string;
  readonly message?: string;
  readonly hint?: string | null;
  readonly place?: { readonly field: string | null; readonly rule: string | null } | null;
  readonly since?: readonly {
    readonly event: string;
    readonly type: string;
    readonly actor: string | null;
    readonly recordedAt: string;
    readonly reason: string | null;
    readonly entries: readonly {
      readonly id: string;
      readonly reading: { readonly line: readonly string[]; readonly edition: string };
      readonly was: string | null;
      readonly is: string | null;
      readonly cause: string | null;
    }[];
  }[];
}

export interface RegisterOptions {
  readonly idempotencyKey?: string;
  readonly expectedRevision?: number;
  readonly seen?: string;
  readonly correlationId?: string;
}

export interface GraphQlError {
  readonly message: string;
  readonly extensions: { readonly code: string; readonly place?: object; readonly hint?: string };
}

const RESULT = `__typename
  ... on Registered { outcome stream revision position events { id type entries } }
  ... on Refused { code message hint place { field rule } }
  ... on Conflict { message hint stream revision since {
    event type actor recordedAt position revision reason
    entries { id reading { unit line measure edition } unitOfMeasure was is cause }
  } }`;

/** A server over a ledger, and somebody who registers there. */
export class RegisterClient {
  private constructor(readonly server: ApiServer) {}

  static async over(ledger: Ledger, actor = 'ekonom-1'): Promise<RegisterClient> {
    return new RegisterClient(await createServer({ access: ledger, settings: { actor } }));
  }

  async ask<T>(
    query: string,
    variables: object = {},
  ): Promise<{ status: number; data: T | null; errors: readonly GraphQlError[] }> {
    const response = await fetch(`${this.server.url}/graphql`, {
      method: 'POST',
      // A kept connection may be closed by the server in the moment when it is used again, as after a stall of a second.
      headers: { 'content-type': 'application/json', connection: 'close' },
      body: JSON.stringify({ query, variables }),
    });
    const body = (await response.json()) as { data?: T | null; errors?: GraphQlError[] };
    return { status: response.status, data: body.data ?? null, errors: body.errors ?? [] };
  }

  async data<T>(query: string, variables?: object): Promise<T> {
    const { data, errors } = await this.ask<T>(query, variables);
    if (errors.length > 0 || data === null) throw new Error(JSON.stringify(errors));
    return data;
  }

  async register(
    command: RegisterCommandName,
    input: object,
    options: RegisterOptions = {},
  ): Promise<RegisterOutput> {
    const mutation = command.slice(0, 1).toLowerCase() + command.slice(1);
    const { answer } = await this.data<{ answer: RegisterOutput }>(
      `mutation ($input: ${command}Input!, $idempotencyKey: String, $expectedRevision: Int, $seen: String, $correlationId: String) {
        answer: ${mutation}(
          input: $input, idempotencyKey: $idempotencyKey, expectedRevision: $expectedRevision, seen: $seen, correlationId: $correlationId
        ) { ${RESULT} }
      }`,
      { input, ...options },
    );
    return answer;
  }

  /** Registers what must succeed. */
  async registered(
    command: RegisterCommandName,
    input: object,
    options?: RegisterOptions,
  ): Promise<{ readonly position: string; readonly entry: string; readonly revision: number }> {
    const answer = await this.register(command, input, options);
    if (answer.__typename !== 'Registered') throw new Error(`${command}: ${JSON.stringify(answer)}`);
    return {
      position: answer.position ?? '',
      entry: answer.events?.[0]?.entries[0] ?? '',
      revision: answer.revision ?? -1,
    };
  }

  async close(): Promise<void> {
    await this.server.close();
  }
}
