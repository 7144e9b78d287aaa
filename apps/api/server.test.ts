import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { SMALL_DISCREPANCY, SMALL_UNIT, smallLedger } from '../../test/support/small-ledger.js';
import { LedgerError } from '#amount';
import { createServer, type ApiServer } from './server.js';
import { PAGE_ITEMS_MAX } from './limits.js';

interface Answer {
  readonly status: number;
  readonly data: Record<string, unknown> | null;
  readonly errors: readonly { message: string; path?: unknown; extensions: Record<string, unknown> }[];
}

const logged: string[] = [];
let server: ApiServer;

async function ask(query: string, variables?: object): Promise<Answer> {
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const body = (await response.json()) as Partial<Answer>;
  return { status: response.status, data: body.data ?? null, errors: body.errors ?? [] };
}

beforeAll(async () => {
  const log = pino({ level: 'warn' }, { write: (line: string) => void logged.push(line) });
  const events = { events: async () => ({ items: [], hasNext: false, endCursor: null }) };
  server = await createServer({ access: { reader: smallLedger(), events }, log });
});

afterAll(async () => {
  await server.close();
});

const VIEW = (unit: string): string =>
  `{ budgetDiff(unit: "${unit}", year: "2021", from: "2021:1", to: "2021:2") { rows { path kind cells { column value marks } } } }`;

describe('failures', () => {
  it('an expected one goes out with its code, place and hint, compiled or not', async () => {
    for (let round = 0; round < 4; round++) {
      const { status, data, errors } = await ask(VIEW('nowhere'));
      expect(status).toBe(200);
      expect(data).toEqual({ budgetDiff: null });
      expect(errors).toHaveLength(1);
      expect(errors[0]?.message).toBe('the ledger has no unit nowhere');
      expect(errors[0]?.path).toEqual(['budgetDiff']);
      expect(errors[0]?.extensions).toEqual({
        code: 'UNKNOWN_UNIT',
        place: { field: 'unit' },
        hint: 'Ask `units` which there are.',
      });
    }
  });

  it('an unexpected one is masked; the log has it under the id that the client gets', async () => {
    for (let round = 0; round < 4; round++) {
      const { errors } = await ask(VIEW('fault'));
      expect(errors[0]?.extensions.code).toBe('INTERNAL');
      expect(JSON.stringify(errors)).not.toContain('secret');
      const id = String(errors[0]?.extensions.id);
      const line = logged.find((text) => text.includes(id));
      expect(line).toContain('secret: the file');
    }
  });

  it('lists discrepancies with both places and what follows from them', async () => {
    const { data, errors } = await ask(
      `{ discrepancies(unit: "boras/ks", kind: sameFact, status: new, class: [discrepancy, rounding]) {
        edges { node {
          id kind class status stated computed difference tolerance
          places { document table row column printed } followOns { id class }
        } }
        pageInfo { hasNextPage endCursor }
      } }`,
    );
    expect(errors).toEqual([]);
    expect(data).toEqual({
      discrepancies: {
        edges: [
          {
            node: {
              id: 'd-1/1',
              kind: 'sameFact',
              class: 'discrepancy',
              status: 'new',
              stated: '-137053',
              computed: '137053',
              difference: '-274106',
              tolerance: '1.5',
              places: SMALL_DISCREPANCY.places,
              followOns: [],
            },
          },
        ],
        pageInfo: { hasNextPage: false, endCursor: 'd1' },
      },
    });
  });

  it('leaves the other fields of the query standing', async () => {
    const { data, errors } = await ask(
      `{ bad: tertialForecast(unit: "nowhere", year: "2023") { unit } good: tertialForecast(unit: "${SMALL_UNIT}", year: "2023") { unit } }`,
    );
    expect(data).toEqual({ bad: null, good: { unit: SMALL_UNIT } });
    expect(errors.map((error) => error.path)).toEqual([['bad']]);
  });

  it.each([
    ['{ nonsense }', 'QUERY_INVALID'],
    ['{ budgetDiff', 'QUERY_INVALID'],
    ['{ budgetDiff(unit: "x") { unit } }', 'QUERY_INVALID'],
    [`{ units(first: ${PAGE_ITEMS_MAX + 1}) { edges { cursor } } }`, 'PAGE_TOO_LARGE'],
    ['{ units(first: 0) { edges { cursor } } }', 'INPUT_INVALID'],
    ['{ units(after: "bm8") { edges { cursor } } }', 'CURSOR_UNKNOWN'],
    [
      '{ explain(view: "budget", unit: "x", year: "2021", row: "a", column: "b") { __typename } }',
      'UNKNOWN_VIEW',
    ],
    [
      '{ explain(view: "delarsbokslut", unit: "x", year: "2021", row: "a", column: "b") { __typename } }',
      'INPUT_MISSING',
    ],
  ])('%s: %s', async (query, code) => {
    for (let round = 0; round < 3; round++) {
      const { errors } = await ask(query);
      expect(errors[0]?.extensions.code).toBe(code);
      expect(errors[0]?.extensions.hint).toEqual(expect.any(String));
    }
  });

  it('a variable of the wrong type is refused the same way, compiled or not', async () => {
    for (let round = 0; round < 4; round++) {
      const { errors } = await ask('query($first: Int!) { units(first: $first) { edges { cursor } } }', {
        first: 'x',
      });
      expect(errors[0]?.extensions.code).toBe('QUERY_INVALID');
    }
    const { errors } = await ask('query($first: Int!) { units(first: $first) { edges { cursor } } }', {
      first: 9999,
    });
    expect(errors[0]?.extensions.code).toBe('PAGE_TOO_LARGE');
  });

  it('what is no query at all is refused with a code', async () => {
    for (const body of ['{', '{}', '[]']) {
      const response = await fetch(`${server.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      expect(response.status).toBe(400);
      const { errors } = (await response.json()) as Answer;
      expect(errors[0]?.extensions.code).toBe('QUERY_INVALID');
    }
  });
});

describe('limits', () => {
  const nested = (levels: number): string => (levels === 0 ? 'label' : `parts { ${nested(levels - 1)} }`);
  const explain = (fields: string): string =>
    `explain(view: "delarsbokslut", unit: "${SMALL_UNIT}", year: "2023", through: "2023-08", row: "Kommunledning > Kostnad", column: "budget") { ... on CellExplanation { ${fields} } }`;

  it('answers an explanation down some levels of parts, and refuses one that goes on for ever', async () => {
    expect((await ask(`{ ${explain(nested(6))} }`)).errors).toEqual([]);
    const { status, errors } = await ask(`{ ${explain(nested(15))} }`);
    expect(status).toBe(400);
    expect(errors[0]?.extensions).toMatchObject({ code: 'DEPTH_LIMIT', hint: expect.any(String) });
  });

  it('refuses too many questions at once, and fragments of fragments', async () => {
    const many = Array.from({ length: 40 }, (_, n) => `a${n}: ${explain('label')}`).join(' ');
    expect((await ask(`{ ${many} }`)).errors[0]?.extensions.code).toBe('COST_LIMIT');
    const laughs = Array.from(
      { length: 9 },
      (_, n) =>
        `fragment F${n} on CellExplanation { ${Array.from({ length: 10 }, (_, m) => `x${n}_${m}: parts { ...F${n + 1} }`).join(' ')} }`,
    ).join(' ');
    const query = `{ ${explain('...F0')} } ${laughs} fragment F9 on CellExplanation { label }`;
    const began = performance.now();
    expect((await ask(query)).errors[0]?.extensions.code).toMatch(/COST_LIMIT|DEPTH_LIMIT/);
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  it('refuses a query of too many tokens, and circles of fragments', async () => {
    const long = `{ ${'__typename '.repeat(5_000)} }`;
    expect((await ask(long)).errors[0]?.extensions.code).toBe('QUERY_INVALID');
    const circle = `{ ${explain('...A')} } fragment A on CellExplanation { parts { ...A } }`;
    expect((await ask(circle)).errors[0]?.extensions.code).toBe('QUERY_INVALID');
  });

  it('answers introspection', async () => {
    const { getIntrospectionQuery } = await import('graphql');
    expect((await ask(getIntrospectionQuery())).errors).toEqual([]);
  });
});

describe('lists', () => {
  it('are connections with cursors', async () => {
    const page = 'edges { cursor node { unit } } pageInfo { hasNextPage endCursor }';
    const first = (await ask(`{ units(first: 2) { ${page} } }`)).data?.units as {
      edges: { node: { unit: string } }[];
      pageInfo: { hasNextPage: boolean; endCursor: string };
    };
    expect(first.edges.map(({ node }) => node.unit)).toEqual(['boras', 'boras/ks']);
    expect(first.pageInfo.hasNextPage).toBe(true);
    const second = (await ask(`{ units(after: "${first.pageInfo.endCursor}") { ${page} } }`)).data?.units;
    expect(second).toMatchObject({
      edges: [{ node: { unit: SMALL_UNIT } }],
      pageInfo: { hasNextPage: false },
    });
  });
});

describe('who may ask', () => {
  const get = (headers: Record<string, string>): Promise<{ statusCode: number; body: string }> =>
    server.fastify.inject({ method: 'GET', url: '/health/live', headers });

  it.each(['127.0.0.1:4000', 'localhost:4000', '[::1]:4000', 'localhost'])(
    '%s is this server',
    async (host) => {
      expect((await get({ host })).statusCode).toBe(200);
    },
  );

  it.each(['evil.example', 'evil.example:4000', '127.0.0.1.evil.example', ':4000'])(
    '%p is not',
    async (host) => {
      const { statusCode, body } = await get({ host });
      expect(statusCode).toBe(403);
      expect(body).toContain('FORBIDDEN_HOST');
    },
  );

  it('a page of another origin may not ask', async () => {
    const { statusCode, body } = await get({ host: 'localhost:4000', origin: 'https://evil.example' });
    expect(statusCode).toBe(403);
    expect(body).toContain('FORBIDDEN_ORIGIN');
    expect((await get({ host: 'localhost:4000', origin: 'http://localhost:4000' })).statusCode).toBe(200);
  });
});

describe('a fault outside a query', () => {
  it('is masked too', async () => {
    const events = { events: async () => ({ items: [], hasNext: false, endCursor: null }) };
    const reader = smallLedger({ status: () => Promise.reject(new TypeError('secret: /var/lib/ledger')) });
    const lines: string[] = [];
    const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) });
    const broken = await createServer({ access: { reader, events }, log });
    try {
      const response = await fetch(`${broken.url}/metrics`);
      const text = await response.text();
      expect(response.status).toBe(500);
      expect(text).not.toContain('secret');
      const { errors } = JSON.parse(text) as Answer;
      expect(errors[0]?.extensions.code).toBe('INTERNAL');
      expect(lines.find((line) => line.includes(String(errors[0]?.extensions.id)))).toContain('secret');
      expect((await fetch(`${broken.url}/nothing-here`)).status).toBe(404);
    } finally {
      await broken.close();
    }
  });
});

describe('the metrics of a log that does not answer', () => {
  it('tell no number of events, rather than none', async () => {
    const events = { events: async () => ({ items: [], hasNext: false, endCursor: null }) };
    const lost = new LedgerError('LOG_UNREACHABLE', 'gone');
    const metricsOf = async (reader: ReturnType<typeof smallLedger>): Promise<string> => {
      const at = await createServer({ access: { reader, events } });
      try {
        const response = await fetch(`${at.url}/metrics`);
        expect(response.status).toBe(200);
        return await response.text();
      } finally {
        await at.close();
      }
    };
    expect(await metricsOf(smallLedger())).toMatch(/^liggaren_log_events \d+$/m);
    expect(await metricsOf(smallLedger({ status: () => Promise.reject(lost) }))).not.toContain(
      'liggaren_log_events',
    );
  });
});

describe('pages elsewhere', () => {
  it('may ask when they are listed', async () => {
    const events = { events: async () => ({ items: [], hasNext: false, endCursor: null }) };
    const settings = { origins: ['https://ledger.example.se'] };
    const open = await createServer({ access: { reader: smallLedger(), events }, settings });
    try {
      const preflight = (origin: string): Promise<{ statusCode: number; headers: Record<string, unknown> }> =>
        open.fastify.inject({
          method: 'OPTIONS',
          url: '/graphql',
          headers: { host: 'localhost', origin, 'access-control-request-method': 'POST' },
        });
      const allowed = await preflight('https://ledger.example.se');
      expect(allowed.statusCode).toBe(204);
      expect(allowed.headers['access-control-allow-origin']).toBe('https://ledger.example.se');
      const refused = await preflight('https://evil.example');
      expect(refused.headers['access-control-allow-origin']).toBeUndefined();
      const headers = { host: 'localhost', origin: 'https://evil.example' };
      expect((await open.fastify.inject({ url: '/health/live', headers })).statusCode).toBe(403);
    } finally {
      await open.close();
    }
  });
});

describe('a query that is no text', () => {
  it.each([
    ['a number', { query: 5 }],
    ['a parsed document', { query: { kind: 'Document', definitions: [] } }],
    ['nothing', {}],
    ['blanks', { query: ' ' }],
  ])('is refused, and no fault: %s', async (_name, body) => {
    const before = logged.length;
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      data: null,
      errors: [{ message: 'the request has no query', extensions: { code: 'QUERY_INVALID' } }],
    });
    expect(logged).toHaveLength(before);
  });

  it('stands in the address or is the whole body otherwise', async () => {
    const get = await fetch(`${server.url}/graphql?query={__typename}`);
    expect(await get.json()).toEqual({ data: { __typename: 'Query' } });
    const post = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/graphql' },
      body: '{ __typename }',
    });
    expect(await post.json()).toEqual({ data: { __typename: 'Query' } });
  });
});

describe('pages', () => {
  it('health, metrics, the page to ask from and the schema', async () => {
    const text = async (path: string): Promise<string> => (await fetch(`${server.url}${path}`)).text();
    expect(await text('/health/live')).toContain('live');
    expect(await text('/health/ready')).toContain('ready');
    const metrics = await text('/metrics');
    expect(metrics).toMatch(/^liggaren_read_model_behind_events 0$/m);
    expect(metrics).toMatch(
      /^liggaren_http_request_seconds_count\{method="POST",route="\/graphql",status="200"\} /m,
    );
    const pages = await Promise.all([fetch(`${server.url}/graphiql`), fetch(`${server.url}/graphiql`)]);
    const policies = pages.map(({ headers }) => headers.get('content-security-policy') ?? '');
    // It works without a network, and runs nothing but its own files.
    expect(policies[0]).toMatch(/^default-src 'none'; script-src 'self';/);
    expect(policies[0]).not.toMatch(/unsafe-eval|https?:|\*/);
    expect(policies[0]).not.toBe(policies[1]);
    expect(await text('/graphiql/icon.svg')).toContain('<svg');
    expect(await text('/schema.graphql')).toContain('type View');
  });

  it('is ready when the read model has caught up', async () => {
    let arrive = (): void => undefined;
    const caughtUp = new Promise<void>((resolve) => (arrive = resolve));
    const events = { events: async () => ({ items: [], hasNext: false, endCursor: null }) };
    const late = await createServer({ access: { reader: smallLedger(), events }, caughtUp });
    try {
      expect((await fetch(`${late.url}/health/ready`)).status).toBe(503);
      expect((await fetch(`${late.url}/health/live`)).status).toBe(200);
      arrive();
      await caughtUp;
      expect((await fetch(`${late.url}/health/ready`)).status).toBe(200);
    } finally {
      await late.close();
    }
  });
});
