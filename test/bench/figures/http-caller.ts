import { Agent, request } from 'node:http';

/** A caller that keeps its connections. */
export interface Caller {
  /** Posts the body, or gets where there is none; answers the text. */
  readonly ask: (url: string, body?: string) => Promise<string>;
  readonly close: () => void;
}

export function httpCaller(connections: number): Caller {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  return {
    ask: (url, body) =>
      new Promise((resolve, reject) => {
        const asking = request(url, {
          agent,
          method: body === undefined ? 'GET' : 'POST',
          headers:
            body === undefined
              ? {}
              : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
        });
        asking.on('error', reject);
        asking.on('response', (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => resolve(Buffer.concat(chunks).toString()));
        });
        asking.end(body);
      }),
    close: () => agent.destroy(),
  };
}
