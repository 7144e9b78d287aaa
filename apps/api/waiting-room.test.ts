import { describe, expect, it } from '@jest/globals';
import { LedgerError } from '#amount';
import { serve } from './serve.js';
import { settingsOf } from './settings.js';
import { openWaitingRoom } from './waiting-room.js';

const env = { LIGGAREN_LOG: 'esdb://127.0.0.1:1?tls=false' };

describe('while the log is being opened', () => {
  it('health and metrics tell that it is connecting, and nothing else is answered yet', async () => {
    const room = await openWaitingRoom(settingsOf(env, { port: '0' }));
    const url = `http://127.0.0.1:${room.port}`;
    try {
      expect(await (await fetch(`${url}/health/live`)).json()).toEqual({ status: 'live' });
      const ready = await fetch(`${url}/health/ready`);
      expect(ready.status).toBe(503);
      expect(await ready.json()).toEqual({ status: 'starting', log: { state: 'connecting' } });
      const metrics = await (await fetch(`${url}/metrics`)).text();
      expect(metrics).toContain('liggaren_log_state{engine="eventstoredb",state="connecting"} 1\n');
      expect(metrics).toContain('liggaren_log_state{engine="eventstoredb",state="live"} 0\n');
      const asked = await fetch(`${url}/graphql`, { method: 'POST', body: '{}' });
      expect([asked.status, asked.headers.get('retry-after')]).toEqual([503, '1']);
      expect(await asked.json()).toMatchObject({ errors: [{ extensions: { code: 'LOG_UNREACHABLE' } }] });
      const page = await fetch(`${url}/health/ready`, { headers: { origin: 'https://elsewhere.example' } });
      expect(page.status).toBe(403);
    } finally {
      await room.leave();
    }
    await expect(fetch(`${url}/health/live`)).rejects.toThrow('fetch failed');
  });

  it('a server listens where it will, and no longer when the log cannot be opened', async () => {
    const free = await openWaitingRoom(settingsOf(env, { port: '0' }));
    await free.leave();
    const url = `http://127.0.0.1:${free.port}`;
    const lost = new LedgerError('LOG_UNREACHABLE', 'gone');
    const serving = serve({
      folder: 'nowhere',
      port: String(free.port),
      env,
      openLedger: async () => {
        const ready = await fetch(`${url}/health/ready`);
        expect(await ready.json()).toMatchObject({ log: { state: 'connecting' } });
        throw lost;
      },
      onReady: () => undefined,
      untilStopped: () => Promise.resolve(),
    });
    await expect(serving).rejects.toBe(lost);
    await expect(fetch(`${url}/health/live`)).rejects.toThrow('fetch failed');
  });

  it('a port that is taken is told before the log is waited for', async () => {
    const room = await openWaitingRoom(settingsOf(env, { port: '0' }));
    const serving = serve({
      folder: 'nowhere',
      port: String(room.port),
      env,
      openLedger: () => Promise.reject(new Error('it was opened')),
      onReady: () => undefined,
      untilStopped: () => Promise.resolve(),
    });
    await expect(serving).rejects.toMatchObject({ code: 'WRONG_USAGE' });
    await room.leave();
  });
});
