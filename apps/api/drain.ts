import type { IncomingMessage, Server as HttpServer, ServerResponse } from 'node:http';
import { Server as NetServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** So long nothing must have arrived before the server counts as silent. */
const SILENT_MS = 50;

/**
 * Lets a server fall silent before it closes. Closing ends the connections that look idle, and one whose request has
 * arrived and not been read yet does too: that request would be thrown away unanswered.
 *
 * @returns what to wait for before closing: no connection is taken any more, each one that is open is answered and told
 *   to end; at most `longestMs`
 */
export function drainer(server: HttpServer, longestMs: number): () => Promise<void> {
  let draining = false;
  let arrived = 0;
  let underWay = 0;
  // Before the framework's own listener, which may answer at once.
  server.prependListener('request', (_request: IncomingMessage, response: ServerResponse) => {
    arrived++;
    underWay++;
    response.once('close', () => underWay--);
    if (draining) response.setHeader('connection', 'close');
  });
  return async () => {
    draining = true;
    // Only stops taking connections; the same of the HTTP server would end the idle ones too.
    NetServer.prototype.close.call(server);
    const until = Date.now() + longestMs;
    const silentSince = (before: number): boolean => before === arrived && underWay === 0;
    let before = -1;
    while (!silentSince(before) && Date.now() < until) {
      before = arrived;
      await pause(SILENT_MS);
    }
  };
}
