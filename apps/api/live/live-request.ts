import type { LiveRequest, ReadingAddress } from '#projections';
import { historyFilter } from '../history-args.js';
import { viewRequest } from '../view-request.js';
import type {
  DiscrepancyChangedArgs,
  EventRecordedArgs,
  FigureChangedArgs,
  ViewChangedArgs,
} from './resolver.js';

/** What is followed: the request, and which of its messages. */
export interface Scope {
  readonly field: string;
  readonly request: LiveRequest;
  /** Of events: only those of this stream. */
  readonly stream?: string;
}

/**
 * What a root field with its arguments asks to follow.
 * @throws LedgerError UNKNOWN_VIEW, INPUT_MISSING
 */
export function scopeOf(field: string, args: Readonly<Record<string, unknown>>): Scope {
  switch (field) {
    case 'eventRecorded': {
      const given = args as unknown as EventRecordedArgs;
      const request = { kind: field, filter: historyFilter(given) } as const;
      return { field, request, ...optional('stream', given.stream) };
    }
    case 'figureChanged': {
      const { reading, publishedBy } = args as unknown as FigureChangedArgs;
      const address: ReadingAddress = { ...reading };
      return { field, request: { kind: field, reading: address, ...optional('publishedBy', publishedBy) } };
    }
    case 'viewChanged': {
      const given = args as unknown as ViewChangedArgs;
      const request = viewRequest(given);
      return { field, request: { kind: field, request, ...optional('publishedBy', given.publishedBy) } };
    }
    case 'discrepancyChanged': {
      const { unit, document, kind, class: classes, status } = args as unknown as DiscrepancyChangedArgs;
      const filter = {
        ...optional('unit', unit),
        ...optional('document', document),
        ...optional('kind', kind),
        ...optional('classes', classes),
        ...optional('status', status),
      };
      return { field, request: { kind: field, filter } };
    }
    default:
      throw new Error(`nobody knows how to follow ${field}`);
  }
}

function optional<K extends string, V>(name: K, value: V | null | undefined): { readonly [P in K]?: V } {
  return value === null || value === undefined ? {} : ({ [name]: value } as { readonly [P in K]: V });
}

/** The same text for the same value, in whatever order its fields came. */
export function keyOf(value: unknown): string {
  return JSON.stringify(value, (_name, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
