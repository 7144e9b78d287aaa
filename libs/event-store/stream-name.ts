import { LedgerError } from '#amount';

/** In UTF-8. Far beyond `<category>-<municipality/board/frame>|<year>`, and short enough for every engine's index. */
export const STREAM_NAME_BYTES_MAX = 1024;

const CONTROL = /\p{Cc}/u;
const LONE_SURROGATE = /\p{Cs}/u;

/**
 * Any text is a stream name, spaces, slashes, `|` and emoji included, but the empty one, one with control characters,
 * and one that begins with `$`: EventStoreDB keeps those for itself, and a ledger must be able to move there.
 * Names are compared code unit by code unit; nothing is normalised.
 *
 * @throws LedgerError STREAM_NAME_INVALID
 */
export function requireStreamName(name: string): void {
  const why = refusal(name);
  if (why === undefined) return;
  throw new LedgerError(
    'STREAM_NAME_INVALID',
    `the stream name ${JSON.stringify(name).slice(0, 120)} ${why}`,
    {
      place: { field: 'stream' },
      hint: 'Name it <category>-<id>, as budget-boras/ks/stadsledningskansliet|2021.',
    },
  );
}

function refusal(name: string): string | undefined {
  if (name === '') return 'is empty';
  if (name.startsWith('$')) return 'begins with $, which is kept for the log itself';
  if (CONTROL.test(name)) return 'holds a control character';
  if (LONE_SURROGATE.test(name)) return 'holds half a character (a lone surrogate)';
  // No UTF-8 form is longer than three bytes a code unit.
  if (name.length * 3 <= STREAM_NAME_BYTES_MAX) return undefined;
  const bytes = Buffer.byteLength(name);
  return bytes > STREAM_NAME_BYTES_MAX
    ? `has ${bytes} bytes; at most ${STREAM_NAME_BYTES_MAX} are allowed`
    : undefined;
}
