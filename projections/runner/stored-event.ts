import { upcast } from '#domain';

/** An event, parsed. */
export interface Envelope {
  readonly id: string;
  readonly type: string;
  readonly schemaVersion: number;
  readonly stream: string;
  readonly data: unknown;
  readonly metadata: Readonly<Record<string, string>>;
  readonly recordedAt: string;
}

/**
 * An event as it is stored: who, when and of what type, apart from what it says. Most that is asked of an event is told
 * by the first, which is short and stands with the row; the second of a table of sixty lines is ten thousand characters.
 */
export interface StoredEvent {
  /** The envelope without its data. */
  readonly about: string;
  readonly data: string;
}

const DATA = '{"data":';
const ID = ',"id":"';
/** Behind the id. Metadata is flat, and a quotation mark inside a text is escaped: the last one is the envelope's own. */
const METADATA = '","metadata":{';

/** Takes an envelope's text apart; it is canonical (RFC 8785), so its fields stand in the order of the alphabet. */
export function takenApart(text: string): StoredEvent {
  const metadata = text.lastIndexOf(METADATA);
  const id = metadata < 0 ? -1 : text.lastIndexOf(ID, metadata);
  if (id > 0 && text.startsWith(DATA)) {
    return { about: `{${text.slice(id + 1)}`, data: text.slice(DATA.length, id) };
  }
  const { data, ...about } = JSON.parse(text) as Envelope;
  return { about: JSON.stringify(about), data: JSON.stringify(data) };
}

/** The event again, in the current version of its type. */
export function putTogether({ about, data }: StoredEvent): Envelope {
  const envelope = JSON.parse(about) as Omit<Envelope, 'data'> & { data?: unknown };
  envelope.data = JSON.parse(data);
  return upcast(envelope as Envelope);
}
