import { Counter, Gauge, type Registry } from 'prom-client';
import type { Connections } from './connections.js';
import type { Hub } from './hub.js';

/** What is followed, and what that costs. */
export function measureLive(registry: Registry, connections: Connections, hub: Hub): void {
  const gauge = (name: string, help: string, value: () => number): Gauge =>
    new Gauge({
      name,
      help,
      registers: [],
      collect() {
        this.set(value());
      },
    });
  const counter = (name: string, help: string, value: () => number): Counter =>
    new Counter({
      name,
      help,
      registers: [],
      collect() {
        this.reset();
        this.inc(value());
      },
    });
  const open = new Gauge({
    name: 'liggaren_live_connections',
    help: 'Open WebSockets and streams of SSE',
    labelNames: ['transport'],
    registers: [],
    collect() {
      for (const transport of ['websocket', 'sse'] as const) {
        this.set({ transport }, connections.count(transport));
      }
    },
  });
  const metrics = [
    gauge('liggaren_live_subscriptions', 'Subscriptions', () => hub.subscriptions),
    gauge('liggaren_live_topics', 'Scopes that are followed, and replays under way', () => hub.topics),
    gauge('liggaren_live_queue_bytes', 'Bytes that wait to be read by clients', () => connections.queued()),
    counter('liggaren_live_messages_total', 'Messages sent to subscriptions', () => hub.counted.messages),
    counter(
      'liggaren_live_executions_total',
      'Operations executed over a message',
      () => hub.counted.executions,
    ),
    counter(
      'liggaren_live_slow_closed_total',
      'Connections closed for reading too slowly',
      () => connections.slow,
    ),
  ];
  registry.registerMetric(open);
  for (const metric of metrics) registry.registerMetric(metric);
}
