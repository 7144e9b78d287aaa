import type { NewEvent } from '#event-store';

/** Streams that the events of a benchmark are spread over. */
export const STREAMS = 10_000;

const CAUSES = [
  ['efficiency', 'Effektivisering av administrationen enligt beslut'],
  ['indexation', 'Uppräkning för löner och priser'],
  ['transfer', 'Flytt av två tjänster från Stadsbyggnadskontoret'],
  ['volume', 'Fler ärenden än planerat under våren'],
] as const;
const LINES = [
  'Kommunledning',
  'Näringsliv och turism',
  'Digitalisering',
  'Säkerhet',
  'Upphandling',
  'Personal',
];

/** Stream number n of `STREAMS`. */
export function benchStream(n: number): string {
  return `budget-kommun-${String(Math.floor(n / 40)).padStart(3, '0')}/ks/stadsledningskansliet-${(n >> 2) % 10}|${2020 + (n % 4)}`;
}

/**
 * Event number n: a change of budget with two lines, 627 bytes on average as it is stored (its envelope included).
 * The same n gives the same event in every run.
 */
export function benchEvent(n: number): NewEvent {
  const random = mixed(n);
  const [kind, words] = CAUSES[random % CAUSES.length]!;
  const amount = 100 + ((random >>> 4) % 9000);
  const line = (sign: number, place: number): object => ({
    line: [LINES[(random >>> place) % LINES.length]],
    measure: 'cost',
    amount: String(sign * amount),
    printed: `${sign < 0 ? '−' : ''}${amount}`,
  });
  return {
    id: uuid(n),
    type: 'BudgetChanged',
    schemaVersion: 1,
    data: {
      edition: '2021:2',
      cause: { kind, words },
      decision: { body: 'Kommunstyrelsen', date: '2021-04-19', dnr: `KS 2021-${random % 1000}` },
      lines: [line(-1, 8), line(1, 16)],
    },
    metadata: { actor: 'bench', correlationId: uuid(mixed(n + 1)) },
  };
}

export function benchEvents(from: number, count: number): NewEvent[] {
  return Array.from({ length: count }, (_, n) => benchEvent(from + n));
}

/** A well spread 32-bit number for each n (the finaliser of MurmurHash3). */
export function mixed(n: number): number {
  let h = (n + 0x9e3779b9) >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function uuid(n: number): string {
  const hex = (value: number): string => mixed(value).toString(16).padStart(8, '0');
  const [a, b, c] = [hex(n * 3), hex(n * 3 + 1), hex(n * 3 + 2)];
  return `${n.toString(16).padStart(8, '0')}-${a.slice(0, 4)}-4${a.slice(5, 8)}-8${b.slice(1, 4)}-${b.slice(4)}${c}`;
}
