import { isLedgerError } from '#amount';
import type { Ledger } from '../../shared/ledger.js';
import type { Watched } from './messages.js';
import { namesQuery } from './operation.js';

/*
 * Events are followed also of what does not exist yet. Whoever misspelled a name would wait for ever: they are told.
 */

/** Fields that name something. */
const NAMING = new Set(['unit', 'area', 'line', 'measure', 'edition', 'causeKind']);

interface Refused {
  readonly message: string;
  readonly place?: { readonly field?: string } | undefined;
  readonly hint?: string | undefined;
}

/** What is followed though nothing was ever recorded of it, with the nearest names; null where there is no such thing. */
export function unseenIn({ reader }: Ledger, { request }: Watched): string | null {
  if (request.kind !== 'eventRecorded') return null;
  try {
    reader.history(request.filter, { first: 1 });
    return null;
  } catch (error) {
    if (!isLedgerError(error)) throw error;
    return noticeOf(error);
  }
}

/** The same of a server, by its query of events. One that does not answer it is followed all the same. */
export async function unseenAt(
  url: string,
  watched: Watched,
  onNotice: (text: string) => void,
): Promise<void> {
  const asked = namesQuery(watched);
  if (asked === null) return;
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(asked),
    });
    const { errors } = (await response.json()) as {
      readonly errors?: readonly {
        readonly message: string;
        readonly extensions?: Omit<Refused, 'message'>;
      }[];
    };
    const [first] = errors ?? [];
    const unseen = first === undefined ? null : noticeOf({ message: first.message, ...first.extensions });
    if (unseen !== null) onNotice(unseen);
  } catch {
    // It is followed all the same.
  }
}

function noticeOf({ message, place, hint }: Refused): string | null {
  if (!NAMING.has(place?.field ?? '')) return null;
  return `${message} yet; what comes is told${hint === undefined ? '' : `. ${hint}`}`;
}
