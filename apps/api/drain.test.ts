import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { drainer } from './drain.js';

const HTTP = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n';
let server: Server;

afterEach(() => {
  server.closeAllConnections();
});

async function serving(answerMs: number): Promise<{ drain: () => Promise<void>; port: number }> {
  server = createServer((_request, response) => void setTimeout(() => response.end('answer'), answerMs));
  const drain = drainer(server, 5_000);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { drain, port: (server.address() as AddressInfo).port };
}

/** All that arrives until the other side ends. */
function received(socket: Socket): Promise<string> {
  let text = '';
  socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return new Promise((resolve, reject) => socket.on('end', () => resolve(text)).on('error', reject));
}

describe('before a server closes', () => {
  it('it answers what has arrived and was not read, and ends the connection', async () => {
    const { drain, port } = await serving(20);
    const socket = connect(port, '127.0.0.1');
    await new Promise<void>((resolve) => socket.once('connect', () => resolve()));
    const all = received(socket);
    // Written in the same turn as the server begins to close: it cannot have been read.
    socket.write(HTTP);
    const drained = drain();
    expect(await all).toMatch(/Connection: close[^]*answer/i);
    await drained;
  });

  it('it takes nobody new', async () => {
    const { drain, port } = await serving(0);
    await drain();
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow('fetch failed');
  });

  it('it does not wait for a connection on which nothing is asked', async () => {
    const { drain, port } = await serving(0);
    const socket = connect(port, '127.0.0.1');
    await new Promise<void>((resolve) => socket.once('connect', () => resolve()));
    const began = Date.now();
    await drain();
    expect(Date.now() - began).toBeLessThan(2_000);
    socket.destroy();
  });
});
