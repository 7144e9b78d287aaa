import { createHash } from 'node:crypto';
import { SELECTIONS, type Watched, type WatchMessage } from '../../../apps/cli/watch/messages.js';
import { selected } from '../../../apps/cli/watch/selection.js';

const FRAME = 'boras/ks/stadsledningskansliet';

/** Something to follow, as a subscription and as `liggaren watch` has it. */
export interface Followed {
  readonly name: string;
  readonly watched: Watched;
  readonly argv: readonly string[];
}

/** Units that the writer makes budgets for, and that imports bring. */
export const WRITTEN = 'boras/ks/soak';
export const IMPORTED = 'sjovik/ks/ledning';

function events(name: string, filter: object, argv: readonly string[], stream?: string): Followed {
  const watched: Watched = { request: { kind: 'eventRecorded', filter }, ...(stream ? { stream } : {}) };
  return {
    name: `events ${name}`,
    watched,
    argv: ['events', ...argv, ...(stream ? ['--stream', stream] : [])],
  };
}

function budget(name: string, unit: string, year: string, from: string, to: string): Followed {
  return {
    name: `view ${name}`,
    watched: { request: { kind: 'viewChanged', request: { view: 'budget-diff', unit, year, from, to } } },
    argv: ['budget-diff', '--unit', unit, '--year', year, '--from', from, '--to', to],
  };
}

function figure(name: string, unit: string, line: string, period: string, edition: string): Followed {
  const reading = {
    unit,
    area: 'operations',
    line: line === '' ? [] : [line],
    measure: 'cost',
    period,
    edition,
  };
  return {
    name: `figure ${name}`,
    watched: { request: { kind: 'figureChanged', reading: { ...reading, basis: 'budget' } } },
    argv: [
      'figure',
      '--unit',
      unit,
      '--measure',
      'cost',
      '--period',
      period,
      '--edition',
      edition,
      ...(line === '' ? [] : ['--line', line]),
    ],
  };
}

function discrepancies(name: string, filter: { unit?: string }): Followed {
  return {
    name: `discrepancies ${name}`,
    watched: { request: { kind: 'discrepancyChanged', filter } },
    argv: ['discrepancies', ...(filter.unit === undefined ? [] : ['--unit', filter.unit])],
  };
}

/** Some of each, wide and narrow. */
export const FOLLOWED: readonly Followed[] = [
  events('all', {}, []),
  events('of a unit', { unit: 'boras/ks' }, ['--unit', 'boras/ks']),
  events('of a type', { type: 'EntryCorrected' }, ['--type', 'EntryCorrected']),
  events('of imports', { unit: 'sjovik' }, ['--unit', 'sjovik']),
  events('of a line', { line: ['Kommunledning'] }, ['--line', 'Kommunledning']),
  events('in words', { text: 'löneökningar' }, ['--text', 'löneökningar']),
  events('of a stream', {}, [], `budget-${WRITTEN}|2031`),
  budget('of a published budget', FRAME, '2021', '2021:1', '2021:2'),
  budget('of what is written', WRITTEN, '2031', '2031:1', '2031:2'),
  budget('of what is imported', IMPORTED, '2031', '2031', '2031'),
  figure('that is corrected', FRAME, 'Kommunledning', '2021', '2021:2'),
  figure('that is a total', FRAME, '', '2021', '2021:2'),
  figure('that is written', WRITTEN, 'Kansli', '2031', '2031:2'),
  discrepancies('of a unit', { unit: 'boras' }),
  discrepancies('all', {}),
];

export type Kind = WatchMessage['kind'];

/** A message as it came, in short: where it stands, and all of it as a fingerprint. */
export interface Told {
  readonly cursor: string;
  readonly initial: boolean;
  readonly print: string;
  /** Of an event its id. */
  readonly event?: string;
  /** All of it, where that is kept. */
  readonly text?: string;
}

/** A message as it came over GraphQL. */
export function toldOf(kind: Kind, data: Readonly<Record<string, unknown>>, keep: boolean): Told {
  return toldOfMessage({ kind, ...(selected(data[kind], SELECTIONS[kind]) as object) } as WatchMessage, keep);
}

export function toldOfMessage(message: WatchMessage, keep: boolean): Told {
  // A name of GraphQL has no hyphen.
  const text = JSON.stringify(message).replaceAll('"sameFact"', '"same-fact"');
  const print = createHash('sha256').update(text).digest('base64url').slice(0, 22);
  const { cursor, initial } = message;
  return {
    cursor,
    initial,
    print,
    ...(message.kind === 'eventRecorded' ? { event: message.recorded.id } : {}),
    ...(keep || initial ? { text } : {}),
  };
}
