import type { Watched } from './messages.js';
import { SELECTIONS } from './messages.js';
import { selectionText } from './selection.js';

/** The arguments of each subscription, with their types. */
const ARGUMENTS: Readonly<Record<Watched['request']['kind'], Readonly<Record<string, string>>>> = {
  eventRecorded: {
    unit: 'String',
    area: 'String',
    line: '[String!]',
    measure: 'String',
    basis: 'Basis',
    edition: 'String',
    period: 'String',
    cause: 'String',
    causeKind: 'String',
    body: 'String',
    dnr: 'String',
    document: 'String',
    actor: 'String',
    type: 'String',
    amountAtLeast: 'Decimal',
    text: 'String',
    recordedFrom: 'String',
    recordedTo: 'String',
    stream: 'String',
    after: 'String',
  },
  viewChanged: {
    view: 'String!',
    unit: 'String!',
    year: 'String',
    from: 'String',
    to: 'String',
    through: 'String',
    area: 'String',
    line: '[String!]',
    measure: 'String',
    publishedBy: 'String',
    after: 'String',
  },
  figureChanged: { reading: 'ReadingInput!', publishedBy: 'String', after: 'String' },
  discrepancyChanged: {
    unit: 'String',
    document: 'String',
    kind: 'DiscrepancyKind',
    class: '[DiscrepancyClass!]',
    status: 'DiscrepancyStatus',
    after: 'String',
  },
};

export interface WatchOperation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What is followed, as a subscription of the server. */
export function operationOf({ request, stream }: Watched, after: string | undefined): WatchOperation {
  const { kind } = request;
  const types = ARGUMENTS[kind];
  const names = Object.keys(types);
  return {
    query: `subscription Watch(${names.map((name) => `$${name}: ${types[name] ?? ''}`).join(', ')}) {
  ${kind}(${names.map((name) => `${name}: $${name}`).join(', ')}) { ${selectionText(SELECTIONS[kind])} }
}`,
    variables: { ...argumentsOf(request), stream, after },
  };
}

/** The query of events with the same filter: it refuses what nothing was recorded of. Null for what is no filter. */
export function namesQuery({ request }: Watched): WatchOperation | null {
  if (request.kind !== 'eventRecorded') return null;
  const { stream: _stream, after: _after, ...types } = ARGUMENTS.eventRecorded;
  const names = Object.keys(types);
  return {
    query: `query Names(${names.map((name) => `$${name}: ${types[name] ?? ''}`).join(', ')}) {
  events(${names.map((name) => `${name}: $${name}`).join(', ')}, first: 1) { edges { cursor } }
}`,
    variables: argumentsOf(request),
  };
}

function argumentsOf(request: Watched['request']): Readonly<Record<string, unknown>> {
  switch (request.kind) {
    case 'eventRecorded':
      return { ...request.filter };
    case 'figureChanged':
      return { reading: request.reading, publishedBy: request.publishedBy };
    case 'viewChanged':
      return { ...request.request, publishedBy: request.publishedBy };
    case 'discrepancyChanged': {
      const { classes, kind, ...filter } = request.filter;
      // A name of GraphQL has no hyphen.
      return { ...filter, kind: kind === 'same-fact' ? 'sameFact' : kind, class: classes };
    }
  }
}
